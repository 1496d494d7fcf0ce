// SPDX-License-Identifier: Apache-2.0
// The registrar's interface as a person's device and as the office's terminal see it: JSON, a session, sentences when refused.
#pragma once
#include <nlohmann/json.hpp>

#include "http/client.hpp"

namespace ippyo::demo {

class RegistrarClient {
  http::Client http_;
  std::string token_;

 public:
  explicit RegistrarClient(const http::Url& where) : http_({where}) {}
  void use_session(std::string token) { token_ = std::move(token); }
  /// A busy registrar is asked again, as a page would do. errors: any status but 2xx, with the sentence of the answer.
  base::Result<http::Response> send(const std::string& method, const std::string& target, base::Bytes body = {},
                                    const std::string& content_type = "application/json");
  base::Result<nlohmann::json> post(const std::string& target, const nlohmann::json& body);
  base::Result<nlohmann::json> get(const std::string& target);
};

}  // namespace ippyo::demo
