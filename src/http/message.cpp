// SPDX-License-Identifier: Apache-2.0
// Requests and answers without a network. [ARCHITECTURE HTTP]
#include "http/message.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace ippyo::http {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_name(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

std::string_view find(const Fields& fields, std::string_view name) {
  for (const auto& [key, value] : fields)
    if (same_name(key, name)) return value;
  return {};
}

/// Malformed escapes stay as they are; '+' is a space, as browsers' forms write it.
std::string percent_decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size()) {
      const char digits[] = {lower(text[i + 1]), lower(text[i + 2])};
      if (auto byte = base::from_hex({digits, 2})) {
        out += static_cast<char>((*byte)[0]);
        i += 2;
        continue;
      }
    }
    out += text[i] == '+' ? ' ' : text[i];
  }
  return out;
}

}  // namespace

std::string_view Request::header(std::string_view name) const { return find(fields, name); }
std::string_view Response::header(std::string_view name) const { return find(fields, name); }

std::string Request::content_type() const {
  auto value = header("Content-Type");
  value = value.substr(0, value.find(';'));
  while (!value.empty() && (value.back() == ' ' || value.back() == '\t')) value.remove_suffix(1);
  std::string out(value);
  std::transform(out.begin(), out.end(), out.begin(), lower);
  return out;
}

std::string Request::parameter(std::string_view name) const {
  std::string_view rest = query;
  while (!rest.empty()) {
    const auto pair = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
    const auto eq = pair.find('=');
    if (percent_decoded(pair.substr(0, eq)) == name) return eq == pair.npos ? "" : percent_decoded(pair.substr(eq + 1));
  }
  return {};
}

Response text(unsigned status, std::string_view content_type, std::string_view body) {
  return {status, std::string(content_type), base::to_bytes(base::view(body))};
}

Response json(unsigned status, std::string_view body) { return text(status, "application/json", body); }

Response bytes(base::Bytes body) { return {200, "application/octet-stream", std::move(body)}; }

Response problem(unsigned status, std::string_view slug, std::string_view title, std::string_view detail) {
  const nlohmann::ordered_json body{
      {"type", "urn:ippyo:problem:" + std::string(slug)}, {"title", title}, {"status", status}, {"detail", detail}};
  return text(status, "application/problem+json", body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

Response busy(unsigned retry_after_seconds) {
  auto response = problem(503, "busy", "Busy", "Nothing was stored; send the same request again after the seconds in Retry-After.");
  response.fields.emplace_back("Retry-After", std::to_string(retry_after_seconds));
  return response;
}

}  // namespace ippyo::http
