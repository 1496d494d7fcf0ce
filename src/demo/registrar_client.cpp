// SPDX-License-Identifier: Apache-2.0
#include "demo/registrar_client.hpp"

#include <chrono>
#include <thread>

namespace ippyo::demo {

using nlohmann::json;

constexpr int kTries = 500;
constexpr std::chrono::milliseconds kPause{20};

static base::Result<json> parsed(const base::Result<http::Response>& answer) {
  if (!answer.ok()) return answer.error();
  if (answer->body.empty()) return json::object();
  auto value = json::parse(answer->body, nullptr, false);
  if (value.is_discarded()) return base::Error{"the registrar's answer is not JSON"};
  return value;
}

base::Result<http::Response> RegistrarClient::send(const std::string& method, const std::string& target, base::Bytes body,
                                                   const std::string& content_type) {
  http::Call call;
  call.method = method;
  call.target = target;
  call.body = std::move(body);
  call.content_type = content_type;
  call.idempotent = method == "GET";
  if (!token_.empty()) call.fields.emplace_back("Authorization", "Bearer " + token_);
  for (int n = 0; n < kTries; ++n) {
    auto answer = http_.send(call);
    if (!answer.ok()) return answer.error();
    if (answer->status / 100 == 2) return answer;
    if (answer->status != 503) return base::Error{"the registrar refuses " + method + " " + target + ": " + base::to_string(answer->body)};
    std::this_thread::sleep_for(kPause);
  }
  return base::Error{"the registrar stayed busy"};
}

base::Result<json> RegistrarClient::post(const std::string& target, const json& body) {
  return parsed(send("POST", target, base::to_bytes(base::view(body.dump()))));
}
base::Result<json> RegistrarClient::get(const std::string& target) { return parsed(send("GET", target)); }

}  // namespace ippyo::demo
