// SPDX-License-Identifier: Apache-2.0
#include "service.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "form.hpp"
#include "http/router.hpp"
#include "messages.hpp"
#include "page.hpp"

namespace ippyo::card_agent {
namespace {

using http::Reply;
using http::Request;
using http::Response;
using nlohmann::json;

constexpr std::size_t kBodyLimit = 16 * 1024, kFormLimit = 2 * 1024;
constexpr std::string_view kLetters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// As typed: small letters, hyphens and spaces do not matter.
std::string plain_pairing(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (c == '-' || c == ' ') continue;
    out += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return out;
}

Response forbidden(std::string_view slug, std::string_view detail) { return http::problem(403, slug, "Forbidden", detail); }

Language language_of(std::string_view code) {
  return code == "en" ? Language::english : code == "easy" ? Language::easy : Language::japanese;
}

Response html(unsigned status, std::string_view body) {
  auto r = http::text(status, "text/html; charset=utf-8", body);
  r.fields = {{"Content-Security-Policy",
               "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
               "frame-ancestors 'none'"},
              {"X-Frame-Options", "DENY"},
              {"Cross-Origin-Opener-Policy", "same-origin"},
              {"Cross-Origin-Resource-Policy", "same-origin"},
              {"Permissions-Policy", "camera=(), microphone=(), geolocation=()"},
              // The last one counts: with no-referrer a browser would not say where a form comes from.
              {"Referrer-Policy", "same-origin"}};
  return r;
}

base::Result<void> check_origin(const std::string& origin) {
  const auto scheme = origin.starts_with("https://") ? 8u : origin.starts_with("http://") ? 7u : 0u;
  if (scheme == 0 || origin.size() == scheme || origin.find_first_of("/*?# ", scheme) != origin.npos)
    return base::Error{"an origin is scheme://host or scheme://host:port, without a path; correct " + origin};
  return {};
}

}  // namespace

std::string new_pairing(base::Rng& rng) {
  std::string out;
  const auto bytes = rng.bytes<16>();
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i > 0 && i % 4 == 0) out += '-';
    out += kLetters[bytes[i] % 32];
  }
  return out;
}

struct Service::Impl {
  Options options;
  Door& door;
  Requests requests;
  Worker worker;
  http::Router router;
  std::vector<std::string> hosts;  // what our own name may be
  std::vector<std::unique_ptr<http::Server>> servers;

  Impl(const Options& o, Door& d, const base::Clock& clock) : options(o), door(d), requests(clock) { add_routes(); }

  bool known_origin(std::string_view origin) const { return std::ranges::find(options.origins, origin) != options.origins.end(); }
  bool own_host(std::string_view host) const { return std::ranges::find(hosts, host) != hosts.end(); }

  /// Every request comes through here first. Another site may have taught the browser that its name is our address: the
  /// Host field tells.
  void handle(Request request, Reply reply) {
    if (!own_host(request.header("Host")))
      return reply(forbidden("host", "The card agent answers only to localhost; open it under that name."));
    const auto& path = request.path;
    if (path == "/requests" || path.starts_with("/requests/") || path == "/status") return booth(request, reply);
    router.handle(std::move(request), std::move(reply));
  }

  // ---- for the booth's page: only its origin, only with the pairing secret

  void booth(Request& request, const Reply& reply) {
    const std::string origin(request.header("Origin"));
    if (!known_origin(origin))
      return reply(forbidden("origin", "This web page may not use the card; open the voting page itself."));
    const auto with_cors = [reply, origin](Response r) {
      r.fields.emplace_back("Access-Control-Allow-Origin", origin);
      r.fields.emplace_back("Vary", "Origin");
      reply(std::move(r));
    };
    if (request.method == "OPTIONS") return with_cors(preflight(request));
    const auto given = plain_pairing(request.header("X-Ippyo-Pairing"));
    if (!base::equal_ct(base::view(given), base::view(plain_pairing(options.pairing))))
      return with_cors(forbidden("pairing", "Enter the pairing code that the card agent showed when it was started."));
    router.handle(std::move(request), with_cors);
  }
  static Response preflight(const Request& request) {
    Response r{204};
    r.fields = {{"Access-Control-Allow-Methods", "GET, POST"},
                {"Access-Control-Allow-Headers", "Content-Type, X-Ippyo-Pairing"},
                {"Access-Control-Max-Age", "600"}};
    // Chromium asks first before a public page may speak to the loopback.
    if (request.header("Access-Control-Request-Private-Network") == "true")
      r.fields.emplace_back("Access-Control-Allow-Private-Network", "true");
    return r;
  }
  void make_request(const Request& request, const Reply& reply) {
    if (request.content_type() != "application/json")
      return reply(http::problem(415, "content-type", "Unsupported media type", "Send the request as application/json."));
    auto asked = read_asked(request.body, request.header("Origin"));
    if (!asked)
      return reply(http::problem(400, "malformed", "Malformed request", "Send kind, title, and statement or claim."));
    if (asked->face && !options.face.complete()) return reply(http::problem(501, "face-unavailable", "Not available", options.no_face));
    const auto names = requests.add(std::move(*asked));
    if (!names) return reply(http::busy(10));
    const auto url = "http://" + std::string(request.header("Host")) + "/page/" + names->page;
    reply(http::json(201, json{{"request", names->id}, {"page", url}}.dump()));
  }
  void collect(const Request& request, const Reply& reply) {
    const auto report = requests.collect(request.tail);
    if (!report) return reply(http::problem(410, "gone", "Gone", "This request was delivered, or never made; make a new one."));
    reply(http::json(200, report_json(*report)));
  }

  // ---- for the voter: our own page

  struct Place {
    std::string page;
    bool state = false;
  };
  static Place place(std::string_view tail) {
    if (tail.ends_with("/state")) return {std::string(tail.substr(0, tail.size() - 6)), true};
    return {std::string(tail), false};
  }
  void later(const Reply& reply, std::function<void()> work) {
    if (!worker.submit(std::move(work))) reply(http::busy());
  }
  void show(const Request& request, const Reply& reply) {
    const auto where = place(request.tail);
    const auto language = language_of(request.parameter("lang"));
    const auto from = request.header("Sec-Fetch-Site");
    if (where.state && !from.empty() && from != "same-origin")
      return reply(forbidden("site", "Only the agent's own page may ask this; open the page again from the voting page."));
    later(reply, [this, where, language, reply] {
      const auto v = requests.view(where.page, where.state ? Requests::Token::keep : Requests::Token::fresh);
      if (!v) return reply(where.state ? http::json(200, R"({"state":"gone"})") : html(404, gone_html(language)));
      const auto found = v->state == State::pending ? look(door, options.types, v->asked, v->face_due) : Look{};
      if (where.state) return reply(http::json(200, json{{"state", page_state(*v, found)}}.dump()));
      reply(html(200, page_html(*v, found, where.page, language)));
      if (v->state == State::pending) requests.note(where.page, {});  // an error is shown once
    });
  }
  bool from_our_page(const Request& request) const {
    const auto site = request.header("Sec-Fetch-Site");
    return request.header("Origin") == "http://" + std::string(request.header("Host")) && (site.empty() || site == "same-origin");
  }
  void submit(Request& request, const Reply& reply) {
    const auto page = place(request.tail).page;
    const Form form(request.body);
    const bool ours = from_our_page(request) && request.content_type() == "application/x-www-form-urlencoded";
    if (!ours || !requests.use_token(page, form.text("token")))
      return reply(html(403, gone_html(language_of(form.text("lang")))));
    Response back{303};
    back.fields.emplace_back("Location", "/page/" + page + "?lang=" + language_code(form.text("lang")));
    if (form.text("do") == "cancel") {
      requests.refuse(page, "cancelled", "You stopped before the card was used; start again when you want to.");
      return reply(back);
    }
    if (form.text("do") == "face") {
      auto number = std::make_shared<TypedNumber>(TypedNumber{joined(form), last_try(form)});
      return later(reply, [this, page, number, reply, back] {
        look_at_face(page, *number);
        reply(back);
      });
    }
    auto typed = std::make_shared<Typed>();
    typed->pin = form.secret("pin");
    typed->attribute_pin = form.secret("attribute_pin");
    typed->same = form.text("same") == "yes";
    typed->last = last_try(form);
    later(reply, [this, page, typed, reply, back] {
      use_card(page, *typed);
      reply(back);
    });
  }
  static std::string language_code(std::string_view given) { return given == "en" || given == "easy" ? std::string(given) : "ja"; }
  static card::LastTry last_try(const Form& form) { return form.text("last") == "yes" ? card::LastTry::use : card::LastTry::keep; }
  /// The printed number is typed in the three parts in which it is printed.
  static base::SecretVector<std::uint8_t> joined(const Form& form) {
    const auto birth = form.secret("number_birth"), expiry = form.secret("number_expiry"), code = form.secret("number_code");
    base::SecretVector<std::uint8_t> out(birth.size() + expiry.size() + code.size());
    auto at = out.expose_mutable().begin();
    for (const auto* part : {&birth, &expiry, &code}) at = std::ranges::copy(part->expose(), at).out;
    return out;
  }
  void look_at_face(const std::string& page, const TypedNumber& typed) {
    const auto v = requests.view(page, Requests::Token::keep);
    if (!v || v->state != State::pending || !v->face_due) return;
    const auto found = compare_face(door, options.types, options.face, typed);
    if (const auto* card = std::get_if<CardMark>(&found)) return requests.face_found(page, *card);
    if (const auto* trouble = std::get_if<card::FaceTrouble>(&found)) return requests.face_missed(page, *trouble);
    trouble_with_card(page, std::get<card::Refusal>(found));
  }
  void use_card(const std::string& page, Typed& typed) {
    const auto v = requests.view(page, Requests::Token::keep);
    if (!v || v->state != State::pending || v->face_due) return;
    typed.only = v->face_card;
    auto given = perform(door, options.types, v->asked, typed);
    if (given.ok()) return requests.finish(page, std::move(*given));
    // Perhaps it is another card now.
    if (given.error().trouble == card::Trouble::card_removed) requests.face_again(page);
    trouble_with_card(page, given.error());
  }
  void trouble_with_card(const std::string& page, const card::Refusal& refusal) {
    requests.note(page, refusal);
    // These two no further try can mend.
    if (refusal.trouble == card::Trouble::pin_blocked || refusal.trouble == card::Trouble::no_certificate)
      requests.refuse(page, std::string(refusal.word()), refusal.sentence());
  }

  void add_routes() {
    router.add("GET", "/status", [this](Request, Reply reply) {
      reply(http::json(200, json{{"paired", true}, {"face", {{"available", options.face.complete()}, {"sentence", options.face.complete() ? "a face can be compared on this kit" : options.no_face}}}}.dump()));
    });
    router.add("POST", "/requests", [this](Request r, Reply reply) { make_request(r, reply); }, kBodyLimit);
    router.add_prefix("GET", "/requests/", [this](Request r, Reply reply) { collect(r, reply); });
    router.add_prefix("GET", "/page/", [this](Request r, Reply reply) { show(r, reply); });
    router.add_prefix("POST", "/page/", [this](Request r, Reply reply) { submit(r, reply); }, kFormLimit);
    router.add("GET", "/page.css", [](Request, Reply reply) { reply(http::text(200, "text/css; charset=utf-8", kPageStyle)); });
    router.add("GET", "/page.js", [](Request, Reply reply) {
      reply(http::text(200, "text/javascript; charset=utf-8", kPageScript));
    });
  }
};

Service::Service(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Service::~Service() { stop(std::chrono::milliseconds(0)); }
std::uint16_t Service::port() const { return impl_->servers.front()->port(); }
void Service::stop(std::chrono::milliseconds deadline) {
  for (auto& s : impl_->servers) s->drain(deadline);
}

base::Result<std::unique_ptr<Service>> Service::start(const Options& options, Door& door, const base::Clock& clock) {
  if (options.origins.empty()) return base::Error{"say with --origin which web page may use the card"};
  for (const auto& origin : options.origins) IPPYO_TRY(check_origin(origin));
  IPPYO_CHECK(plain_pairing(options.pairing).size() == 16);
  auto impl = std::make_unique<Impl>(options, door, clock);
  http::Options o;
  o.port = options.port;
  o.threads = 1;
  o.max_connections = 64;
  o.body_limit = [self = impl.get()](std::string_view method, std::string_view path) {
    return self->router.body_limit(method, path);
  };
  const auto handler = [self = impl.get()](Request r, Reply reply) { self->handle(std::move(r), std::move(reply)); };
  auto first = http::Server::start(o, handler);
  if (!first.ok()) return first.error();
  const auto port = std::to_string((*first)->port());
  impl->hosts = {"localhost:" + port, "127.0.0.1:" + port, "[::1]:" + port};
  o.address = "::1";
  o.port = (*first)->port();
  impl->servers.push_back(std::move(*first));
  // Not every computer has IPv6; browsers then use the other address.
  if (auto second = http::Server::start(o, handler); second.ok()) impl->servers.push_back(std::move(*second));
  return std::unique_ptr<Service>(new Service(std::move(impl)));
}

}  // namespace ippyo::card_agent
