// SPDX-License-Identifier: Apache-2.0
// One HTTP request and one answer, as a service sees them. No address of the client is kept anywhere. [ARCHITECTURE HTTP]
#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"

namespace ippyo::http {

using Fields = std::vector<std::pair<std::string, std::string>>;

struct Request {
  std::string method;  // "GET", "POST", ..; a HEAD arrives as "GET", the server leaves the body out of the answer
  std::string path;    // begins with '/', not percent-decoded
  std::string query;   // after '?', without it, not decoded
  Fields fields;       // in order of arrival
  base::Bytes body;
  std::string tail{};  // what follows the prefix of a prefix route; set by Router

  /// The first field of that name (any case), or empty.
  std::string_view header(std::string_view name) const;
  /// Type and subtype of the body in lower case, without parameters, or empty.
  std::string content_type() const;
  /// The value of `name` in the query, percent-decoded, or empty.
  std::string parameter(std::string_view name) const;
};

struct Response {
  unsigned status = 200;
  std::string content_type = "application/octet-stream";
  base::Bytes body{};
  Fields fields{};  // further fields; a Cache-Control here replaces the default `no-store`

  std::string_view header(std::string_view name) const;
};

/// Called once, from any thread, now or later. A Reply that is dropped uncalled answers 500; further calls are ignored.
using Reply = std::function<void(Response)>;
/// Runs on an I/O thread: it must not block. It hands waiting work on and keeps the Reply.
using Handler = std::function<void(Request, Reply)>;

Response text(unsigned status, std::string_view content_type, std::string_view body);
Response json(unsigned status, std::string_view body);
Response bytes(base::Bytes body);

/// RFC 9457 problem+json {type: "urn:ippyo:problem:<slug>", title, status, detail}; `detail` is a sentence that says what to do.
Response problem(unsigned status, std::string_view slug, std::string_view title, std::string_view detail);
/// 503 with Retry-After: the work is refused for now and nothing was stored.
Response busy(unsigned retry_after_seconds = 2);

}  // namespace ippyo::http
