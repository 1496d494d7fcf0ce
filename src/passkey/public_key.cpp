// SPDX-License-Identifier: Apache-2.0
#include "passkey/public_key.hpp"

#include <fido.h>
#include <fido/eddsa.h>
#include <fido/es256.h>
#include <fido/rs256.h>
#include <openssl/evp.h>
#include <sodium.h>

#include <memory>

#include "base/check.hpp"

namespace ippyo::passkey {
namespace {

template <class T, void (*free)(T**)>
struct Free {
  void operator()(T* p) const { free(&p); }
};
using Cred = std::unique_ptr<fido_cred_t, Free<fido_cred_t, fido_cred_free>>;
using Assert = std::unique_ptr<fido_assert_t, Free<fido_assert_t, fido_assert_free>>;
using Es256 = std::unique_ptr<es256_pk_t, Free<es256_pk_t, es256_pk_free>>;
using Eddsa = std::unique_ptr<eddsa_pk_t, Free<eddsa_pk_t, eddsa_pk_free>>;
using Rs256 = std::unique_ptr<rs256_pk_t, Free<rs256_pk_t, rs256_pk_free>>;

/// Calls f(key as libfido2 has it, the same for OpenSSL) when the bytes are a key of that kind.
template <class F>
bool with_key(Algorithm algorithm, ByteView key, F f) {
  const auto run = [&](auto pk, std::size_t size, auto from_bytes, auto to_openssl) {
    IPPYO_CHECK(pk != nullptr);
    if (key.size() != size || from_bytes(pk.get(), key.data(), key.size()) != FIDO_OK) return false;
    const std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)> openssl(to_openssl(pk.get()), EVP_PKEY_free);
    return openssl && f(pk.get(), openssl.get());
  };
  switch (algorithm) {
    case Algorithm::es256: return run(Es256(es256_pk_new()), 64, es256_pk_from_ptr, es256_pk_to_EVP_PKEY);
    case Algorithm::eddsa: return run(Eddsa(eddsa_pk_new()), 32, eddsa_pk_from_ptr, eddsa_pk_to_EVP_PKEY);
    case Algorithm::rs256: return run(Rs256(rs256_pk_new()), kLongestKey, rs256_pk_from_ptr, rs256_pk_to_EVP_PKEY);
  }
  return false;
}

/// On the curve and of its order; an RSA key with a modulus that is no prime and an odd exponent. libfido2 does not look.
bool is_sound(Algorithm algorithm, ByteView key) {
  if (algorithm == Algorithm::eddsa) return key.size() == 32 && crypto_core_ed25519_is_valid_point(key.data()) == 1;
  return with_key(algorithm, key, [](const void*, EVP_PKEY* openssl) {
    const std::unique_ptr<EVP_PKEY_CTX, void (*)(EVP_PKEY_CTX*)> context(EVP_PKEY_CTX_new(openssl, nullptr), EVP_PKEY_CTX_free);
    return context && EVP_PKEY_public_check(context.get()) == 1;
  });
}

}  // namespace

std::optional<Algorithm> algorithm_of(std::int64_t number) {
  for (const auto a : {Algorithm::es256, Algorithm::eddsa, Algorithm::rs256})
    if (number == static_cast<std::int32_t>(a)) return a;
  return std::nullopt;
}

std::optional<Bytes> registered_key(Algorithm algorithm, ByteView authenticator_data) {
  const Cred cred(fido_cred_new());
  IPPYO_CHECK(cred && fido_cred_set_type(cred.get(), static_cast<int>(algorithm)) == FIDO_OK);
  if (fido_cred_set_authdata_raw(cred.get(), authenticator_data.data(), authenticator_data.size()) != FIDO_OK) return std::nullopt;
  const auto* bytes = fido_cred_pubkey_ptr(cred.get());
  if (!bytes) return std::nullopt;
  const auto key = base::to_bytes(ByteView(bytes, fido_cred_pubkey_len(cred.get())));
  if (!is_sound(algorithm, key)) return std::nullopt;
  return key;
}

bool verify(const Credential& credential, const std::string& rp_id, const AuthenticatorData& data, ByteView authenticator_data,
            ByteView client_data, ByteView signature) {
  const Assert assertion(fido_assert_new());
  auto* a = assertion.get();
  IPPYO_CHECK(a != nullptr);
  const int extensions = (data.has_hmac_secret ? FIDO_EXT_HMAC_SECRET : 0) | (data.has_blob ? FIDO_EXT_CRED_BLOB : 0);
  const bool set = fido_assert_set_clientdata(a, client_data.data(), client_data.size()) == FIDO_OK &&
                   fido_assert_set_rp(a, rp_id.c_str()) == FIDO_OK && fido_assert_set_count(a, 1) == FIDO_OK &&
                   fido_assert_set_up(a, FIDO_OPT_TRUE) == FIDO_OK && fido_assert_set_uv(a, FIDO_OPT_TRUE) == FIDO_OK &&
                   fido_assert_set_extensions(a, extensions) == FIDO_OK &&
                   fido_assert_set_authdata_raw(a, 0, authenticator_data.data(), authenticator_data.size()) == FIDO_OK &&
                   fido_assert_set_sig(a, 0, signature.data(), signature.size()) == FIDO_OK;
  return set && with_key(credential.algorithm, credential.key, [&](const void* key, EVP_PKEY*) {
           return fido_assert_verify(a, 0, static_cast<int>(credential.algorithm), key) == FIDO_OK;
         });
}

}  // namespace ippyo::passkey
