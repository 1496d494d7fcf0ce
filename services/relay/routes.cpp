// SPDX-License-Identifier: Apache-2.0
// Routes that only translate. [SPEC 16.1 Relay]
#include "relay/service.hpp"

namespace ippyo::relay {
namespace {

using http::Reply;
using http::Request;
using http::Response;

/// What stands behind /boxes/: N, N/join or N/M.
struct Place {
  std::string_view box, rest;
};
Place place_of(std::string_view tail) {
  const auto slash = tail.find('/');
  return slash == tail.npos ? Place{tail, {}} : Place{tail.substr(0, slash), tail.substr(slash + 1)};
}

std::optional<std::size_t> message_of(std::string_view text) {
  if (text.size() != 1 || text[0] < '0' || text[0] >= static_cast<char>('0' + kMessages)) return std::nullopt;
  return static_cast<std::size_t>(text[0] - '0');
}

std::string token_of(const Request& request) {
  static constexpr std::string_view kScheme = "Bearer ";
  const auto field = request.header("Authorization");
  return field.starts_with(kScheme) ? std::string(field.substr(kScheme.size())) : std::string();
}

Response answer_of(Refusal refusal) {
  switch (refusal) {
    case Refusal::gone: return http::problem(404, "gone", "Not there", "There is no such connection, or its time is over; begin again on the first device.");
    case Refusal::taken: return http::problem(409, "taken", "Taken", "This was done before; begin again on the first device for new digits.");
    case Refusal::too_many: {
      auto out = http::problem(429, "too-many", "Too many attempts", "Too many wrong numbers were tried; wait a minute and begin again.");
      out.fields.emplace_back("Retry-After", "60");
      return out;
    }
    case Refusal::busy: break;
  }
  return http::busy();
}

Response no_such_path() { return http::problem(404, "no-such-path", "No such path", "Here are only boxes; see the description of the interface."); }
Response done() { return {204, "application/json", {}, {}}; }

Response seat(const std::variant<Seat, Refusal>& given, unsigned status) {
  if (const auto* refusal = std::get_if<Refusal>(&given)) return answer_of(*refusal);
  const auto& s = std::get<Seat>(given);
  return http::json(status, status == 201 ? "{\"box\":\"" + s.box + "\",\"token\":\"" + s.token + "\"}" : "{\"token\":\"" + s.token + "\"}");
}

Response write(Boxes& boxes, Request r) {
  const auto place = place_of(r.tail);
  const auto message = message_of(place.rest);
  if (!message) return no_such_path();
  if (r.body.empty()) return http::problem(400, "malformed", "Malformed", "A message has 1 to 8,192 bytes.");
  if (r.content_type() != "application/octet-stream")
    return http::problem(415, "content-type", "Unsupported media type", "A message is sent as application/octet-stream.");
  const auto refusal = boxes.write(place.box, token_of(r), *message, std::move(r.body));
  return refusal ? answer_of(*refusal) : done();
}

void read(Boxes& boxes, const Request& r, Reply reply) {
  const auto place = place_of(r.tail);
  const auto message = message_of(place.rest);
  if (!message) return reply(no_such_path());
  boxes.read(place.box, token_of(r), *message, [reply = std::move(reply)](Reading reading) {
    if (const auto* refusal = std::get_if<Refusal>(&reading)) return reply(answer_of(*refusal));
    auto& bytes = std::get<std::optional<base::Bytes>>(reading);
    reply(bytes ? http::bytes(std::move(*bytes)) : done());
  });
}

}  // namespace

http::Router make_router(Boxes& boxes) {
  http::Router router;
  router.add("POST", "/boxes", [&boxes](Request, Reply reply) { reply(seat(boxes.open(), 201)); }, 0);
  router.add_prefix("POST", "/boxes/", [&boxes](Request r, Reply reply) {
    const auto place = place_of(r.tail);
    reply(place.rest == "join" ? seat(boxes.join(place.box), 200) : no_such_path());
  }, 0);
  router.add_prefix("PUT", "/boxes/", [&boxes](Request r, Reply reply) { reply(write(boxes, std::move(r))); }, kMessageSize);
  router.add_prefix("GET", "/boxes/", [&boxes](Request r, Reply reply) { read(boxes, r, std::move(reply)); });
  router.add_prefix("DELETE", "/boxes/", [&boxes](Request r, Reply reply) {
    const auto place = place_of(r.tail);
    const auto refusal = place.rest.empty() ? boxes.close(place.box, token_of(r)) : std::nullopt;
    reply(!place.rest.empty() ? no_such_path() : refusal ? answer_of(*refusal) : done());
  }, 0);
  router.add("GET", "/health", [](Request, Reply reply) { reply(http::json(200, "{\"status\":\"ok\"}")); });
  return router;
}

}  // namespace ippyo::relay
