// SPDX-License-Identifier: Apache-2.0
#include "passkey/software_key.hpp"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/obj_mac.h>
#include <openssl/param_build.h>
#include <openssl/x509.h>
#include <sodium.h>

#include <algorithm>
#include <memory>

#include "base/check.hpp"

namespace ippyo::passkey {
namespace {

template <class T, void (*free)(T*)>
struct Free {
  void operator()(T* p) const { free(p); }
};
using Number = std::unique_ptr<BIGNUM, Free<BIGNUM, BN_clear_free>>;
using Group = std::unique_ptr<EC_GROUP, Free<EC_GROUP, EC_GROUP_free>>;
using Point = std::unique_ptr<EC_POINT, Free<EC_POINT, EC_POINT_free>>;
using Key = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY, EVP_PKEY_free>>;
using Context = std::unique_ptr<EVP_PKEY_CTX, Free<EVP_PKEY_CTX, EVP_PKEY_CTX_free>>;
using Digest = std::unique_ptr<EVP_MD_CTX, Free<EVP_MD_CTX, EVP_MD_CTX_free>>;
using Builder = std::unique_ptr<OSSL_PARAM_BLD, Free<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free>>;
using Parameters = std::unique_ptr<OSSL_PARAM, Free<OSSL_PARAM, OSSL_PARAM_free>>;

const EC_GROUP* p256() {
  static const Group group(EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1));
  IPPYO_CHECK(group != nullptr);
  return group.get();
}

Number number(const base::Secret<Bytes32>& secret) {
  Number n(BN_secure_new());
  IPPYO_CHECK(n && BN_bin2bn(secret.expose().data(), 32, n.get()));
  BN_set_flags(n.get(), BN_FLG_CONSTTIME);
  return n;
}

/// Empty when OpenSSL finds the pair unsound.
Key openssl_key(const base::Bytes64& public_key, const base::Secret<Bytes32>* secret) {
  std::array<std::uint8_t, 65> point{4};
  std::copy(public_key.begin(), public_key.end(), point.begin() + 1);
  const Builder builder(OSSL_PARAM_BLD_new());
  const Number n = secret ? number(*secret) : nullptr;
  IPPYO_CHECK(builder && OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "P-256", 0) == 1 &&
              OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()) == 1 &&
              (!n || OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_PRIV_KEY, n.get()) == 1));
  const Parameters parameters(OSSL_PARAM_BLD_to_param(builder.get()));
  const Context context(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
  EVP_PKEY* key = nullptr;
  IPPYO_CHECK(parameters && context && EVP_PKEY_fromdata_init(context.get()) == 1);
  if (EVP_PKEY_fromdata(context.get(), &key, n ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1) return nullptr;
  return Key(key);
}

}  // namespace

SoftwareKey SoftwareKey::generate(base::Rng& rng) {
  while (true) {
    base::Secret<Bytes32> secret(rng.bytes<32>());
    const auto n = number(secret);
    // A draw outside [1, order) is thrown away: it says nothing about the one that is kept.
    if (BN_is_zero(n.get()) || BN_cmp(n.get(), EC_GROUP_get0_order(p256())) >= 0) continue;
    const Point point(EC_POINT_new(p256()));
    std::array<std::uint8_t, 65> encoded{};
    IPPYO_CHECK(point && EC_POINT_mul(p256(), point.get(), n.get(), nullptr, nullptr, nullptr) == 1 &&
                EC_POINT_point2oct(p256(), point.get(), POINT_CONVERSION_UNCOMPRESSED, encoded.data(), encoded.size(), nullptr) == 65);
    base::Bytes64 public_key;
    std::copy(encoded.begin() + 1, encoded.end(), public_key.begin());
    return {std::move(secret), public_key};
  }
}

Bytes SoftwareKey::public_key_info() const {
  const auto key = openssl_key(public_, nullptr);
  std::uint8_t* der = nullptr;
  const int size = key ? i2d_PUBKEY(key.get(), &der) : 0;
  Bytes out(der, der + std::max(size, 0));
  OPENSSL_free(der);
  return out;
}

Bytes SoftwareKey::sign(ByteView message) const {
  const auto key = openssl_key(public_, &secret_);
  const Digest digest(EVP_MD_CTX_new());
  std::array<std::uint8_t, 80> der;
  std::size_t size = der.size();
  if (!key || !digest || EVP_DigestSignInit(digest.get(), nullptr, EVP_sha256(), nullptr, key.get()) != 1 ||
      EVP_DigestSign(digest.get(), der.data(), &size, message.data(), message.size()) != 1)
    return {};
  return {der.begin(), der.begin() + static_cast<std::ptrdiff_t>(size)};
}

base::Secret<Bytes32> hmac_sha256(const base::Secret<Bytes32>& key, const Bytes32& message) {
  static_assert(crypto_auth_hmacsha256_KEYBYTES == 32 && crypto_auth_hmacsha256_BYTES == 32);
  Bytes32 out;
  crypto_auth_hmacsha256(out.data(), message.data(), message.size(), key.expose().data());
  return base::Secret(out);
}

}  // namespace ippyo::passkey
