// SPDX-License-Identifier: Apache-2.0
#include "identity_provider/sample_provider.hpp"

#include <atomic>
#include <nlohmann/json.hpp>

#include "http/router.hpp"
#include "identity_provider/realm.hpp"

namespace ippyo::identity_provider {

using base::Error;
using base::Result;

static constexpr std::string_view kRealm = "/realms/main";
static constexpr std::uint64_t kLargestForm = 32 * 1024;  // an assertion may be 16 KiB

struct SampleProvider::Impl {
  std::atomic<Realm*> ready{nullptr};  ///< the realm, once it knows its port
  std::unique_ptr<Realm> realm;
  std::unique_ptr<http::Server> server;  ///< last: its thread uses what stands above

  template <class Work>
  http::Handler when_ready(Work work) {
    return [this, work](http::Request request, http::Reply reply) {
      auto* at = ready.load();
      reply(at == nullptr ? http::busy() : work(*at, request));
    };
  }
  http::Router routes() {
    const Addresses paths{std::string(kRealm)};
    const auto person = [](const http::Request& r) { return std::string(r.header("X-Sample-Person")); };
    const auto by_form = [person](Realm& at, const http::Request& r) {
      const auto form = Parameters::of_form(r);
      return form ? at.authorize(*form, person(r)) : http::problem(415, "no-form", "Not a form", "Send the parameters as a form.");
    };
    const auto by_query = [person](Realm& at, const http::Request& r) { return at.authorize(Parameters::of_query(r), person(r)); };
    const auto token = when_ready([](Realm& at, const http::Request& r) { return at.token(r); });
    const auto userinfo = when_ready([](Realm& at, const http::Request& r) { return at.userinfo(r); });
    http::Router out;
    out.add("GET", paths.discovery(), when_ready([](Realm& at, const http::Request&) { return at.discovery(); }));
    out.add("GET", paths.endpoint("certs"), when_ready([](Realm& at, const http::Request&) { return at.certs(); }));
    out.add("GET", paths.endpoint("auth"), when_ready(by_query)).add("POST", paths.endpoint("auth"), when_ready(by_form));
    out.add("POST", paths.endpoint("token"), token, kLargestForm);
    out.add("GET", paths.endpoint("userinfo"), userinfo).add("POST", paths.endpoint("userinfo"), userinfo);
    return out;
  }
};

SampleProvider::SampleProvider(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
SampleProvider::~SampleProvider() = default;

Result<std::unique_ptr<SampleProvider>> SampleProvider::open(Registered client, Lookup people, const base::Clock& clock,
                                                             std::uint16_t port,
                                                             std::optional<base::Secret<base::Bytes32>> secret) {
  const auto key = identity::ec_key_of(nlohmann::json::parse(client.jwk, nullptr, false));
  if (!key) return Error{"the registered key is no JWK of a key on P-256 for ES256; register what the relying party gives"};
  if (!visible(client.client_id, 255)) return Error{"the client id must be 1 to 255 visible characters"};
  const auto& back = client.redirect_uri;
  if (!visible(back, 2048) || back.find('#') != back.npos || !(back.starts_with("http://") || back.starts_with("https://")))
    return Error{"the redirect address must be an http or https address without a fragment"};
  auto impl = std::make_unique<Impl>();
  http::Options options;
  options.port = port;
  options.threads = 1;
  auto server = http::serve(std::move(options), impl->routes());
  if (!server.ok()) return server.error();
  impl->server = std::move(*server);
  if (!secret) secret.emplace(base::SystemRng().bytes<32>());
  impl->realm = std::make_unique<Realm>(std::move(client), *key, std::move(people), clock, std::move(*secret),
                                        "http://127.0.0.1:" + std::to_string(impl->server->port()) + std::string(kRealm));
  impl->ready = impl->realm.get();
  return std::unique_ptr<SampleProvider>(new SampleProvider(std::move(impl)));
}

const std::string& SampleProvider::issuer() const { return impl_->realm->issuer(); }
void SampleProvider::rotate_key() { impl_->realm->rotate_key(); }
void SampleProvider::offer(std::vector<std::string> people) { impl_->realm->offer(std::move(people)); }

}  // namespace ippyo::identity_provider
