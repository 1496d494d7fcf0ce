// SPDX-License-Identifier: Apache-2.0
// Addresses of services: http://host:port/ and nothing else. [ARCHITECTURE HTTP]
#include "http/url.hpp"

#include <charconv>

namespace ippyo::http {
namespace {

base::Error wrong(std::string_view text) {
  return {"'" + std::string(text) + "' is not an address; write it as http://host:port"};
}

bool is_host(std::string_view host, bool bracketed) {
  const std::string_view extra = bracketed ? ":." : "-._";
  for (char c : host) {
    const bool alphanumeric = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (!alphanumeric && extra.find(c) == extra.npos) return false;
  }
  return !host.empty() && host.size() <= 253;
}

}  // namespace

std::string Url::authority() const {
  const bool ipv6 = host.find(':') != host.npos;
  return (ipv6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

base::Result<Url> parse_url(std::string_view text) {
  constexpr std::string_view kScheme = "http://";
  if (!text.starts_with(kScheme)) return wrong(text);
  auto rest = text.substr(kScheme.size());
  if (rest.ends_with('/')) rest.remove_suffix(1);
  const auto colon = rest.rfind(':');
  if (colon == rest.npos) return wrong(text);
  auto host = rest.substr(0, colon);
  const auto digits = rest.substr(colon + 1);
  const bool bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
  if (bracketed) host = host.substr(1, host.size() - 2);
  std::uint16_t port = 0;
  const auto end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, port);
  if (!is_host(host, bracketed) || error != std::errc{} || stop != end || port == 0) return wrong(text);
  return Url{std::string(host), port};
}

base::Result<std::vector<Url>> parse_urls(std::string_view text) {
  std::vector<Url> urls;
  for (;;) {
    const auto one = text.substr(0, text.find(','));
    auto url = parse_url(one);
    if (!url) return url.error();
    urls.push_back(*std::move(url));
    if (one.size() == text.size()) return urls;
    text.remove_prefix(one.size() + 1);
  }
}

}  // namespace ippyo::http
