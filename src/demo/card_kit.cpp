// SPDX-License-Identifier: Apache-2.0
#include "demo/card_kit.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <functional>
#include <thread>

#include "base/files.hpp"
#include "base/random.hpp"

namespace ippyo::demo {

using base::Error;
using base::Result;
using nlohmann::json;
namespace fs = std::filesystem;

namespace {

constexpr const char *kService = "/usr/sbin/pcscd", *kNamespace = "/usr/bin/unshare", *kDriver = "/usr/lib/pcsc/drivers/serial/libifdvpcd.so";
constexpr std::chrono::milliseconds kLook{25};
constexpr std::chrono::seconds kPatience{10}, kUnnoticed{4};
constexpr int kPutIn = 4;

bool comes(const std::function<bool()>& ready, std::chrono::milliseconds patience = kPatience) {
  const auto limit = std::chrono::steady_clock::now() + patience;
  while (!ready()) {
    if (std::chrono::steady_clock::now() > limit) return false;
    std::this_thread::sleep_for(kLook);
  }
  return true;
}

bool is_free(std::uint16_t port) {
  const int s = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_port = htons(port);
  const bool free = s >= 0 && ::bind(s, reinterpret_cast<const sockaddr*>(&at), sizeof at) == 0;
  if (s >= 0) ::close(s);
  return free;
}

/// vpcd listens on neighbouring ports, one for each reader.
std::optional<std::uint16_t> two_free_ports() {
  base::SystemRng rng;
  for (int n = 0; n < 50; ++n) {
    const auto port = static_cast<std::uint16_t>(41000 + 2 * rng.below(9000));
    if (is_free(port) && is_free(static_cast<std::uint16_t>(port + 1))) return port;
  }
  return std::nullopt;
}

fs::path socket_of(const Process& service) { return fmt::format("/proc/{}/root/run/pcscd/pcscd.comm", service.id()); }

std::string between(const std::string& text, std::string_view before, std::string_view after) {
  const auto at = text.find(before);
  if (at == text.npos) return {};
  const auto from = at + before.size(), end = text.find(after, from);
  return end == text.npos ? std::string() : text.substr(from, end - from);
}

Result<json> parsed(const Result<http::Response>& answer, unsigned wanted) {
  if (!answer.ok()) return answer.error();
  auto body = json::parse(answer->body, nullptr, false);
  if (answer->status != wanted || !body.is_object()) return Error{fmt::format("ippyo-card answered {}: {}", answer->status, base::to_string(answer->body))};
  return body;
}

}  // namespace

Result<PrivateReaders> PrivateReaders::start(const fs::path& folder) {
  for (const auto* needed : {kService, kNamespace, kDriver})
    if (!fs::exists(needed)) return Error{std::string(needed) + " is not installed"};
  const auto port = two_free_ports();
  if (!port) return Error{"there are no two free ports side by side"};
  const auto config = folder / "readers", log = folder / "pcscd.log";
  std::error_code failed;
  fs::create_directories(config, failed);
  IPPYO_TRY(base::write_file_durably(config / "vpcd", base::view(fmt::format("FRIENDLYNAME \"Virtual reader\"\nDEVICENAME /dev/null:0x{0:X}\nLIBPATH {1}\nCHANNELID 0x{0:X}\n",
                                                                            *port, kDriver))));
  // The service says everything on its standard output, which nobody reads here.
  const auto script = fmt::format("exec >&2; mkdir -p /run/pcscd; mount -t tmpfs tmpfs /run/pcscd && exec {} -f -c '{}'", kService, config.string());
  auto service = Process::start(kNamespace, {"-rm", "/bin/sh", "-c", script}, {}, log);
  if (!service.ok()) return service.error();
  const auto comm = socket_of(*service);
  const auto program = fmt::format("/proc/{}/exe", service->id());
  const bool ready = comes([&] {
    return fs::read_symlink(program, failed).filename() == fs::path(kService).filename() && fs::exists(comm, failed);
  });
  if (!ready) return Error{"pcscd does not start in a user namespace; " + log.string() + " says why"};
  return PrivateReaders(std::move(*service), *port);
}

std::string PrivateReaders::name(unsigned reader) { return fmt::format("Virtual reader 00 {:02X}", reader); }
std::string PrivateReaders::environment() const { return "PCSCLITE_CSOCK_NAME=" + socket_of(service_).string(); }

Result<std::unique_ptr<virtual_card::InsertedCard>> PrivateReaders::insert(virtual_card::CardData card, unsigned reader) const {
  return virtual_card::InsertedCard::insert(std::move(card), static_cast<std::uint16_t>(port_ + reader));
}

Result<CardKit> CardKit::start(const PrivateReaders& readers, const std::string& reader, BoothPage booth, const fs::path& folder, const std::string& name,
                               std::uint16_t port_wanted) {
  std::vector<std::string> arguments{"--port", std::to_string(port_wanted), "--origin", booth.origin, "--pairing-file", (folder / (name + ".pairing")).string()};
  if (!reader.empty()) arguments.insert(arguments.end(), {"--reader", reader});
  auto agent = Process::start(program_folder() / "ippyo-card", arguments, {readers.environment()}, folder / (name + ".log"));
  if (!agent.ok()) return agent.error();
  const auto port = agent->line();
  if (!port.ok()) return port.error();
  const auto pairing = agent->line();
  if (!pairing.ok()) return pairing.error();
  const auto own = "http://127.0.0.1:" + *port;
  const auto where = http::parse_url(own);
  if (!where.ok()) return where.error();
  return CardKit(std::move(*agent), *where, own, pairing->substr(pairing->find(' ') + 1), std::move(booth));
}

Result<http::Response> CardKit::booth(const std::string& method, const std::string& target, const json& body) {
  http::Call call;
  call.method = method;
  call.target = target;
  if (!body.is_null()) call.body = base::to_bytes(base::view(body.dump()));
  call.content_type = "application/json";
  call.fields = {{"Origin", booth_.origin}, {"X-Ippyo-Pairing", pairing_}};
  return http_.send(call);
}

Result<CardKit::Question> CardKit::ask(const json& asked) {
  auto body = asked;
  body["title"] = booth_.title;
  body.erase("or");
  const auto made = parsed(booth("POST", "/requests", body), 201);
  if (!made.ok()) return made.error();
  const auto page = made->at("page").get<std::string>();
  return Question{made->at("request"), page.substr(page.find("/page/"))};
}

Result<std::string> CardKit::state(const Question& q) {
  const auto answer = parsed(http_.get(q.page + "/state"), 200);
  if (!answer.ok()) return answer.error();
  return answer->at("state").get<std::string>();
}

Result<void> CardKit::wait_for(const Question& q, std::string_view wanted, std::chrono::milliseconds patience) {
  Result<std::string> seen = std::string();
  if (comes([&] { return seen = state(q), !seen.ok() || *seen == wanted; }, patience)) return seen.ok() ? Result<void>{} : Result<void>(seen.error());
  return Error{fmt::format("the page of ippyo-card says {} and not {}", *seen, wanted)};
}

Result<std::unique_ptr<virtual_card::InsertedCard>> CardKit::put_in(const Question& q, const PrivateReaders& readers, unsigned reader,
                                                                    virtual_card::CardData card) {
  for (int n = 1;; ++n) {
    auto inserted = readers.insert(std::move(card), reader);
    if (!inserted.ok()) return inserted.error();
    const auto noticed = wait_for(q, "pin", kUnnoticed);
    if (noticed.ok()) return inserted;
    if (n == kPutIn) return noticed.error();
    card = (*inserted)->remove();
    inserted->reset();
    std::this_thread::sleep_for(2 * std::chrono::milliseconds(400));  // the service looks at its readers every 400 ms
  }
}

Result<std::string> CardKit::page(const Question& q) {
  const auto answer = http_.get(q.page);
  if (!answer.ok()) return answer.error();
  return base::to_string(answer->body);
}

Result<unsigned> CardKit::tries(const Question& q) {
  const auto text = page(q);
  if (!text.ok()) return text.error();
  const auto shown = between(*text, "<strong>", "</strong>");
  if (shown.empty() || shown[0] < '0' || shown[0] > '9') return Error{"the page of ippyo-card shows no tries"};
  return static_cast<unsigned>(shown[0] - '0');
}

Result<void> CardKit::submit(const Question& q, const std::string& fields) {
  const auto text = page(q);
  if (!text.ok()) return text.error();
  http::Call call;
  call.method = "POST";
  call.target = q.page;
  call.idempotent = false;
  call.content_type = "application/x-www-form-urlencoded";
  call.fields = {{"Origin", own_}};
  const auto form = fmt::format("token={}&{}", between(*text, "name=\"token\" value=\"", "\""), fields);
  call.body = base::to_bytes(base::view(form));
  const auto sent = http_.send(call);
  if (!sent.ok()) return sent.error();
  return sent->status == 303 ? Result<void>{} : Result<void>(Error{fmt::format("ippyo-card does not take its own form: {}", sent->status)});
}

Result<void> CardKit::type(const Question& q, std::string_view pin, bool last) {
  return submit(q, fmt::format("do=sign&same=yes&pin={}{}", pin, last ? "&last=yes" : ""));
}

Result<void> CardKit::cancel(const Question& q) { return submit(q, "do=cancel"); }

Result<json> CardKit::collect(const Question& q) { return parsed(booth("GET", "/requests/" + q.id), 200); }

Result<json> given(const Result<json>& collected) {
  if (!collected.ok()) return collected.error();
  if (collected->at("state") != "done") return Error{"ippyo-card says " + collected->value("word", collected->at("state").get<std::string>())};
  auto out = *collected;
  for (const auto* ours : {"state", "card"}) out.erase(ours);
  return out;
}

Result<std::unique_ptr<CardRoom>> CardRoom::open(const BoothPage& booth, const fs::path& folder) {
  std::error_code failed;
  fs::create_directories(folder, failed);
  auto readers = PrivateReaders::start(folder);
  if (!readers.ok()) return readers.error();
  std::unique_ptr<CardRoom> room(new CardRoom(std::move(*readers)));
  for (unsigned n = 0; n < PrivateReaders::kReaders; ++n) {
    auto kit = CardKit::start(room->readers_, PrivateReaders::name(n), booth, folder, fmt::format("kit-{}", n + 1));
    if (!kit.ok()) return kit.error();
    room->seats_.push_back(std::make_unique<Seat>(std::move(*kit)));
  }
  return room;
}

Result<json> CardRoom::answer_at(unsigned reader, virtual_card::CardData& card, const json& asked) {
  const std::lock_guard lock(seats_[reader]->mutex);
  auto& kit = seats_[reader]->kit;
  const auto q = kit.ask(asked);
  if (!q.ok()) return q.error();
  const auto inserted = kit.put_in(*q, readers_, reader, card);
  if (!inserted.ok()) return inserted.error();
  const auto typed = kit.type(*q, asked.at("kind") == "statement" ? card.sign_pin.value : card.auth_pin.value);
  auto out = typed.ok() ? given(kit.collect(*q)) : Result<json>(typed.error());
  card = (*inserted)->remove();
  return out;
}

Result<json> CardRoom::answer(virtual_card::CardData& card, const json& asked) {
  return answer_at(visitors_++ % PrivateReaders::kReaders, card, asked);
}

}  // namespace ippyo::demo
