// SPDX-License-Identifier: Apache-2.0
// What office endpoints have in common: the store's outcome as an answer, numbers of a path and a query, who acts.
#pragma once
#include <limits>

#include "registrar/context.hpp"
#include "registrar/endpoint.hpp"

namespace ippyo::registrar {

/// requires: not ok. 409 `conflict`, 503 `busy` when nothing changed, 503 `unknown` when it may have been stored.
http::Response answer_of(const db::Outcome& outcome);
/// 429: too many failures; says when to try again.
http::Response too_many(unsigned retry_after_seconds);

/// requires: an endpoint of the office.
Actor actor_of(const Call& call);

/// A whole number without sign or leading zeros, at most 2^53 - 1.
std::optional<std::int64_t> number_of(std::string_view text);
struct Page {
  std::int64_t after = 0, limit = 100;
};
inline constexpr std::int64_t kLargestPage = 500;
/// `after` and `limit` of the query; nothing when one of them is no number or the limit is not in 1..500.
std::optional<Page> page_of(const http::Request& request);

/// The text of a field, or empty when it is missing. Nothing when it is no text.
std::optional<std::string> text_of(const nlohmann::json& object, const char* field);

/// Runs a work that also makes the answer. What the work answers is given only when the store kept what it did.
http::Response stored(Store& store, const std::function<db::Outcome(db::Database&, http::Response&)>& work);
/// Ends a work with a refusal: nothing of it is kept, and `answer` goes to the caller.
db::Outcome refuse(http::Response& answer, http::Response with);

}  // namespace ippyo::registrar
