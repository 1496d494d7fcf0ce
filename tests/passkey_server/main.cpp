// SPDX-License-Identifier: Apache-2.0
// passkey_server PAGE: serves one page and judges what a browser makes of it, for one user, until it is stopped. Tests only.
#include <iostream>
#include <mutex>
#include <nlohmann/json.hpp>

#include "base/files.hpp"
#include "base/random.hpp"
#include "http/router.hpp"
#include "http/signals.hpp"
#include "passkey/passkey.hpp"

namespace ippyo {
namespace {

using nlohmann::json;

class Desk {
  std::mutex mutex_;
  base::SystemRng rng_;
  passkey::RelyingParty rp_{"localhost", "Test", {}};
  base::Bytes32 challenge_{};  // stays until the next options, so that a test meets the counter
  base::Bytes handle_ = base::to_bytes(rng_.bytes<32>()), salt_ = base::to_bytes(base::view("salt"));
  std::optional<passkey::Credential> credential_;

  json judged(const passkey::Answer<passkey::Credential>& answer) {
    if (const auto* refusal = std::get_if<passkey::Refusal>(&answer))
      return {{"word", passkey::word(*refusal)}, {"sentence", passkey::sentence(*refusal)}};
    credential_ = std::get<passkey::Credential>(answer);
    return {{"word", "accepted"}, {"counter", credential_->counter}, {"algorithm", static_cast<int>(credential_->algorithm)}};
  }

 public:
  void set_origin(std::string origin) { rp_.origins = {std::move(origin)}; }

  json answer(const std::string& path, const json& body) {
    const std::scoped_lock lock(mutex_);
    if (path == "/registration/options") {
      challenge_ = rng_.bytes<32>();
      return passkey::creation_options(rp_, {handle_, "test", "test"}, challenge_, passkey::Discoverable::required, salt_);
    }
    if (path == "/login/options") {
      challenge_ = rng_.bytes<32>();
      return passkey::request_options(rp_, challenge_, {}, salt_);
    }
    if (path == "/registration") return judged(passkey::finish_registration(rp_, challenge_, handle_, body));
    const auto known = credential_ ? std::vector{*credential_} : std::vector<passkey::Credential>{};
    return judged(passkey::finish_assertion(rp_, challenge_, known, body));
  }
};

int run(const char* page_file) {
  http::StopSignal stop;
  base::init_crypto();
  auto page = base::read_file(page_file, 1u << 20);
  if (!page) return std::cerr << page.error().message << "\n", 1;
  Desk desk;
  http::Router router;
  router.add("GET", "/", [html = base::to_string(*page)](http::Request, http::Reply reply) {
    reply(http::text(200, "text/html; charset=utf-8", html));
  });
  for (const std::string path : {"/registration/options", "/registration", "/login/options", "/login"})
    router.add("POST", path, [&desk, path](http::Request request, http::Reply reply) {
      reply(http::json(200, desk.answer(path, json::parse(request.body, nullptr, false)).dump()));
    });
  http::Options options;
  options.threads = 1;
  auto server = http::serve(std::move(options), std::move(router));
  if (!server) return std::cerr << server.error().message << "\n", 1;
  desk.set_origin("http://localhost:" + std::to_string((*server)->port()));
  std::cout << (*server)->port() << std::endl;
  stop.wait();
  (*server)->drain(http::milliseconds(1000));
  return 0;
}

}  // namespace
}  // namespace ippyo

int main(int argc, char** argv) {
  if (argc != 2) return std::cerr << "usage: passkey_server PAGE\n", 2;
  return ippyo::run(argv[1]);
}
