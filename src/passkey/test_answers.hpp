// SPDX-License-Identifier: Apache-2.0
// Answers made by hand, right in every part until a test makes one part wrong. Tests only. [SPEC 13.5 Passkey]
#pragma once
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "base/codec.hpp"
#include "base/hash.hpp"
#include "passkey/authenticator_data.hpp"

namespace ippyo::passkey {

using nlohmann::json;

inline const RelyingParty kParty{"vote.example.jp", "Vote", {"https://vote.example.jp", "https://desk.vote.example.jp:8443"}};
inline const Bytes32 kChallenge{1, 2, 3}, kLaterChallenge{4, 5, 6};
inline const Bytes kHandle{9, 8, 7};

/// A key of each kind, and its COSE form.
class TestKey {
  std::shared_ptr<EVP_PKEY> key_;
  Bytes number(const char* name, std::size_t size) const {
    BIGNUM* n = nullptr;
    EVP_PKEY_get_bn_param(key_.get(), name, &n);
    Bytes out(size);
    BN_bn2binpad(n, out.data(), static_cast<int>(size));
    BN_free(n);
    return out;
  }
  static EVP_PKEY* make(Algorithm a) {
    if (a == Algorithm::es256) return EVP_EC_gen("P-256");
    return a == Algorithm::rs256 ? EVP_RSA_gen(2048) : EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519");
  }

 public:
  Algorithm algorithm;
  explicit TestKey(Algorithm a) : key_(make(a), EVP_PKEY_free), algorithm(a) {}
  Bytes bytes() const {
    if (algorithm == Algorithm::rs256) {
      auto n = number("n", 256);
      const auto e = number("e", 3);
      n.insert(n.end(), e.begin(), e.end());
      return n;
    }
    std::array<std::uint8_t, 65> raw{};
    std::size_t size = raw.size();
    if (algorithm == Algorithm::eddsa) {
      EVP_PKEY_get_raw_public_key(key_.get(), raw.data(), &size);
      return {raw.begin(), raw.begin() + 32};
    }
    EVP_PKEY_get_octet_string_param(key_.get(), OSSL_PKEY_PARAM_PUB_KEY, raw.data(), raw.size(), &size);
    return {raw.begin() + 1, raw.end()};
  }
  Bytes cose() const {
    const auto key = bytes();
    const ByteView v(key);
    base::Writer w;
    if (algorithm == Algorithm::es256) {
      w.raw(*base::from_hex("a50102032620012158" "20")).raw(v.first(32)).raw(*base::from_hex("225820")).raw(v.subspan(32));
    } else if (algorithm == Algorithm::eddsa) {
      w.raw(*base::from_hex("a4010103272006215820")).raw(v);
    } else {
      w.raw(*base::from_hex("a401030339010020590100")).raw(v.first(256)).raw(*base::from_hex("2143")).raw(v.subspan(256));
    }
    return w.take();
  }
  Bytes sign(ByteView message) const {
    const std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> c(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    const auto* hash = algorithm == Algorithm::eddsa ? nullptr : EVP_sha256();
    std::size_t size = 512;
    Bytes out(size);
    EVP_DigestSignInit(c.get(), nullptr, hash, nullptr, key_.get());
    EVP_DigestSign(c.get(), out.data(), &size, message.data(), message.size());
    out.resize(size);
    return out;
  }
};

struct Draft {
  TestKey key;
  json client{{"type", "webauthn.create"}, {"challenge", to_base64url(kChallenge)}, {"origin", "https://vote.example.jp"},
              {"crossOrigin", false}};
  std::string rp = kParty.id;
  std::uint8_t flags = kUserPresent | kUserVerified;
  std::uint32_t counter = 5;
  Bytes id = Bytes(20, 0x77), cose = key.cose(), tail{}, handle = kHandle;
  std::string format = "none";
  json extensions = json::object();

  Bytes data(bool attested) const {
    base::Writer w;
    w.raw(base::sha256(base::view(rp))).u8(static_cast<std::uint8_t>(flags | (attested ? kAttested : 0))).u32(counter);
    if (attested) w.raw(Bytes(16)).u16(static_cast<std::uint16_t>(id.size())).raw(id).raw(cose);
    w.raw(tail);
    return w.take();
  }
  json around(json response) const {
    const auto text = to_base64url(id);
    return {{"id", text}, {"rawId", text}, {"type", "public-key"}, {"clientExtensionResults", extensions}, {"response", std::move(response)}};
  }
  json registration() const {
    const auto raw = data(true);
    base::Writer w;
    w.raw(*base::from_hex("a363")).raw(base::view("fmt")).u8(static_cast<std::uint8_t>(0x60 + format.size())).raw(base::view(format));
    w.u8(0x67).raw(base::view("attStmt")).u8(0xa0).u8(0x68).raw(base::view("authData")).u8(0x59);
    w.u16(static_cast<std::uint16_t>(raw.size())).raw(raw);
    return around({{"clientDataJSON", to_base64url(base::view(client.dump()))}, {"attestationObject", to_base64url(w.data())}});
  }
  json assertion() const {
    const auto said = client.dump(), raw = base::to_string(data(false));
    const auto hash = base::sha256(base::view(said));
    const auto signature = key.sign(base::view(raw + base::to_string(hash)));
    return around({{"clientDataJSON", to_base64url(base::view(said))},
                   {"authenticatorData", to_base64url(base::view(raw))},
                   {"signature", to_base64url(signature)},
                   {"userHandle", to_base64url(handle)}});
  }
};

inline const TestKey& test_key(Algorithm a = Algorithm::es256) {
  static const TestKey es256(Algorithm::es256), eddsa(Algorithm::eddsa), rs256(Algorithm::rs256);
  return a == Algorithm::es256 ? es256 : a == Algorithm::eddsa ? eddsa : rs256;
}
inline Draft login(const TestKey& key = test_key()) {
  Draft d{key};
  d.client["type"] = "webauthn.get";
  d.client["challenge"] = to_base64url(kLaterChallenge);
  d.counter = 6;
  return d;
}
inline Credential on_file(const TestKey& key = test_key()) { return {Bytes(20, 0x77), kHandle, key.algorithm, key.bytes(), 5, false}; }

/// The word of a refusal, or "accepted".
inline std::string said(const Answer<Credential>& a) {
  const auto* refusal = std::get_if<Refusal>(&a);
  return refusal ? std::string(word(*refusal)) : "accepted";
}
inline Answer<Credential> registered(const json& answer) { return finish_registration(kParty, kChallenge, kHandle, answer); }
inline Answer<Credential> logged_in(const json& answer, const Credential& known = on_file()) {
  return finish_assertion(kParty, kLaterChallenge, std::array{known}, answer);
}

}  // namespace ippyo::passkey
