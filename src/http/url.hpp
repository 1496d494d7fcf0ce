// SPDX-License-Identifier: Apache-2.0
// Addresses of services: http://host:port/ and nothing else. [ARCHITECTURE HTTP]
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace ippyo::http {

struct Url {
  std::string host;  // without the brackets of an IPv6 address
  std::uint16_t port = 0;
  std::string authority() const;  // "host:port" as in the Host field
  bool operator==(const Url&) const = default;
};

/// errors: anything but http://host:port with an optional final '/'.
base::Result<Url> parse_url(std::string_view text);
/// Comma-separated. errors: as parse_url, or an empty list.
base::Result<std::vector<Url>> parse_urls(std::string_view text);

}  // namespace ippyo::http
