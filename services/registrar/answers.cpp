// SPDX-License-Identifier: Apache-2.0
#include "registrar/answers.hpp"

#include <charconv>
#include <nlohmann/json.hpp>

namespace ippyo::registrar {

http::Response answer_of(const db::Outcome& outcome) {
  switch (outcome.code) {
    case db::Code::unavailable: return http::busy();
    case db::Code::unknown_outcome:
      return http::problem(503, "unknown", "Perhaps done", "It is not known whether this was stored; look before you send it again.");
    default: return conflict("conflict", "The store refused this: " + outcome.reason + ".");
  }
}

http::Response too_many(unsigned retry_after_seconds) {
  auto answer = http::problem(429, "too-many", "Too many tries", "Too many tries; wait for the seconds in Retry-After, then try again.");
  answer.fields.emplace_back("Retry-After", std::to_string(retry_after_seconds));
  return answer;
}

Actor actor_of(const Call& call) {
  IPPYO_CHECK(call.member.has_value());
  return {call.member->id, call.now};
}

std::optional<std::int64_t> number_of(std::string_view text) {
  std::int64_t value = 0;
  if (text.empty() || text.size() > 16 || text.front() < '0' || text.front() > '9' || (text.size() > 1 && text.front() == '0')) return std::nullopt;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value >= (std::int64_t{1} << 53)) return std::nullopt;
  return value;
}

std::optional<Page> page_of(const http::Request& request) {
  Page page;
  for (const auto& [name, target] : {std::pair{"after", &page.after}, std::pair{"limit", &page.limit}}) {
    const auto text = request.parameter(name);
    if (text.empty()) continue;
    const auto value = number_of(text);
    if (!value) return std::nullopt;
    *target = *value;
  }
  if (page.limit < 1 || page.limit > kLargestPage) return std::nullopt;
  return page;
}

std::optional<std::string> text_of(const nlohmann::json& object, const char* field) {
  const auto found = object.find(field);
  if (found == object.end()) return std::string();
  if (!found->is_string()) return std::nullopt;
  return found->get<std::string>();
}

db::Outcome refuse(http::Response& answer, http::Response with) {
  answer = std::move(with);
  return db::Outcome::conflict("refused");
}

http::Response stored(Store& store, const std::function<db::Outcome(db::Database&, http::Response&)>& work) {
  constexpr unsigned kNone = 0;
  http::Response answer{kNone, {}, {}, {}};
  const auto outcome = store.run([&](db::Database& db) { return answer = {kNone, {}, {}, {}}, work(db, answer); });
  if (outcome.ok()) return answer;
  return outcome.code == db::Code::conflict && answer.status != kNone ? answer : answer_of(outcome);
}

}  // namespace ippyo::registrar
