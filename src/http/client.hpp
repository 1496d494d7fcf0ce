// SPDX-License-Identifier: Apache-2.0
// A blocking HTTP client with a list of addresses; one object per thread. [ARCHITECTURE HTTP]
#pragma once
#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "http/message.hpp"
#include "http/url.hpp"

namespace ippyo::http {

struct ClientOptions {
  std::chrono::milliseconds connect_timeout{3'000};  // for one address
  std::chrono::milliseconds answer_timeout{30'000};  // from sending to the last byte of the answer
  std::uint64_t max_body = 16u << 20;
};

struct Call {
  std::string method = "GET";
  std::string target = "/";  // path and query
  base::Bytes body{};
  std::string content_type = "application/octet-stream";  // sent when the body is not empty
  Fields fields{};
  /// The same request twice does no harm (GET, or a POST with a request id): it may be sent again, here or to the next address.
  bool idempotent = true;
};

class Client {
 public:
  /// requires: at least one address.
  explicit Client(std::vector<Url> addresses, ClientOptions options = {});
  ~Client();
  Client(Client&&) noexcept;
  Client& operator=(Client&&) noexcept;

  /// Every answer that arrived whole, of any status. Begins at the address that answered last; one that cannot be reached, or (for an
  /// idempotent call) breaks off, is left for the next; each is tried once per call. A kept connection that the server
  /// closed meanwhile is opened once more for an idempotent call.
  /// errors: no address answered (the last reason), answer larger than max_body.
  base::Result<Response> send(const Call& call);
  base::Result<Response> get(std::string_view target);
  base::Result<Response> post(std::string_view target, base::Bytes body, std::string_view content_type = "application/octet-stream");

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace ippyo::http
