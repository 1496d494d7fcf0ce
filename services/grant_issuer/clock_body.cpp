// SPDX-License-Identifier: Apache-2.0
#include "grant_issuer/clock_body.hpp"

#include <nlohmann/json.hpp>

#include "election/calendar.hpp"

namespace ippyo::grant_issuer {

std::optional<base::UnixTime> read_clock_body(base::ByteView body) {
  const auto json = nlohmann::json::parse(body.begin(), body.end(), nullptr, false);
  if (!json.is_object() || json.size() != 1 || !json.contains("now") || !json["now"].is_number_unsigned()) return std::nullopt;
  const auto now = json["now"].get<base::UnixTime>();
  return now <= election::kLastTime ? std::optional(now) : std::nullopt;
}

}  // namespace ippyo::grant_issuer
