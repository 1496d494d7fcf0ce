// SPDX-License-Identifier: Apache-2.0
// The header of an answer as text. [ARCHITECTURE HTTP]
#include "http/wire.hpp"

#include "base/check.hpp"
#include "http/asio.hpp"

namespace ippyo::http {
namespace {

void add(std::string& out, std::string_view name, std::string_view value) {
  out.append(name).append(": ");
  for (char c : value)
    if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f) out += c;
  out += "\r\n";
}

}  // namespace

bool has_body(unsigned status) { return status != 204 && status != 304; }

std::string wire_head(const Response& response, bool keep_alive) {
  IPPYO_CHECK(response.status >= 200 && response.status <= 599);
  const auto reason = beast::http::obsolete_reason(beast::http::int_to_status(response.status));
  std::string out = "HTTP/1.1 " + std::to_string(response.status) + " ";
  out.append(reason.data(), reason.size()).append("\r\n");
  if (has_body(response.status)) {
    add(out, "Content-Length", std::to_string(response.body.size()));
    add(out, "Content-Type", response.content_type);
  }
  add(out, "X-Content-Type-Options", "nosniff");
  add(out, "Referrer-Policy", "no-referrer");
  if (response.header("Cache-Control").empty()) add(out, "Cache-Control", "no-store");
  // A page brings its own policy; everything else must never act as one.
  if (!response.content_type.starts_with("text/html") && response.header("Content-Security-Policy").empty())
    add(out, "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
  for (const auto& [name, value] : response.fields) add(out, name, value);
  if (!keep_alive) add(out, "Connection", "close");
  return out += "\r\n";
}

}  // namespace ippyo::http
