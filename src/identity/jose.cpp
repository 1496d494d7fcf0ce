// SPDX-License-Identifier: Apache-2.0
#include "identity/jose.hpp"

#include <cjose/cjose.h>
#include <openssl/ec.h>
#include <openssl/obj_mac.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>
#include <nlohmann/json.hpp>

#include "base/check.hpp"
#include "base/hash.hpp"

namespace ippyo::identity {

using nlohmann::json;

namespace {
struct Free {
  void operator()(cjose_jwk_t* key) const { cjose_jwk_release(key); }
  void operator()(cjose_jws_t* token) const { cjose_jws_release(token); }
  void operator()(json_t* header) const { cjose_header_release(header); }
  void operator()(EC_GROUP* group) const { EC_GROUP_free(group); }
  void operator()(EC_POINT* point) const { EC_POINT_free(point); }
  void operator()(BIGNUM* number) const { BN_clear_free(number); }
};
template <class T>
using Owned = std::unique_ptr<T, Free>;
}  // namespace

std::string to_base64url(ByteView bytes) {
  std::string out(sodium_base64_ENCODED_LEN(bytes.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING), '\0');
  sodium_bin2base64(out.data(), out.size(), bytes.data(), bytes.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  out.pop_back();  // the terminator
  return out;
}

std::optional<Bytes> from_base64url(std::string_view text) {
  Bytes out(text.size() * 3 / 4 + 1);
  std::size_t size = 0;
  const char* end = nullptr;
  if (sodium_base642bin(out.data(), out.size(), text.data(), text.size(), nullptr, &size, &end, sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
      end != text.data() + text.size())
    return std::nullopt;
  out.resize(size);
  return out;
}

/// Null when (x, y) is no point of the curve.
static Owned<cjose_jwk_t> cjose_key(const Bytes32& x, const Bytes32& y, const Bytes32* scalar = nullptr) {
  auto x_copy = x, y_copy = y;
  cjose_jwk_ec_keyspec spec{};
  spec.crv = CJOSE_JWK_EC_P_256;
  spec.x = x_copy.data();
  spec.xlen = x.size();
  spec.y = y_copy.data();
  spec.ylen = y.size();
  if (scalar != nullptr) {
    spec.d = const_cast<std::uint8_t*>(scalar->data());  // only read
    spec.dlen = scalar->size();
  }
  return Owned<cjose_jwk_t>(cjose_jwk_create_EC_spec(&spec, nullptr));
}

std::string EcKey::jwk() const {
  return R"({"crv":"P-256","kty":"EC","x":")" + to_base64url(x) + R"(","y":")" + to_base64url(y) + "\"}";
}

Bytes32 EcKey::thumbprint() const { return base::sha256(base::view(jwk())); }

static std::string text_of(const json& object, const char* name) {
  const auto it = object.find(name);
  return it != object.end() && it->is_string() ? it->get<std::string>() : std::string();
}

std::optional<EcKey> ec_key_of(const json& jwk) {
  if (!jwk.is_object() || text_of(jwk, "kty") != "EC" || text_of(jwk, "crv") != "P-256") return std::nullopt;
  if (jwk.contains("alg") && text_of(jwk, "alg") != "ES256") return std::nullopt;
  if (jwk.contains("use") && text_of(jwk, "use") != "sig") return std::nullopt;
  const auto x = from_base64url(text_of(jwk, "x")), y = from_base64url(text_of(jwk, "y"));
  EcKey key{{}, {}, text_of(jwk, "kid")};
  if (!x || !y || x->size() != key.x.size() || y->size() != key.y.size()) return std::nullopt;
  std::copy(x->begin(), x->end(), key.x.begin());
  std::copy(y->begin(), y->end(), key.y.begin());
  if (!cjose_key(key.x, key.y)) return std::nullopt;
  return key;
}

std::optional<ClientKey> ClientKey::from_bytes(ByteView scalar) {
  const Owned<EC_GROUP> group(EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1));
  const Owned<BIGNUM> d(BN_secure_new());
  const Owned<BIGNUM> x(BN_new()), y(BN_new());
  IPPYO_CHECK(group && d && x && y);
  if (scalar.size() != 32 || BN_bin2bn(scalar.data(), 32, d.get()) == nullptr || BN_is_zero(d.get()) != 0 ||
      BN_cmp(d.get(), EC_GROUP_get0_order(group.get())) >= 0)
    return std::nullopt;
  BN_set_flags(d.get(), BN_FLG_CONSTTIME);
  const Owned<EC_POINT> point(EC_POINT_new(group.get()));
  EcKey key{};
  IPPYO_CHECK(point && EC_POINT_mul(group.get(), point.get(), d.get(), nullptr, nullptr, nullptr) == 1 &&
              EC_POINT_get_affine_coordinates(group.get(), point.get(), x.get(), y.get(), nullptr) == 1 &&
              BN_bn2binpad(x.get(), key.x.data(), 32) == 32 && BN_bn2binpad(y.get(), key.y.data(), 32) == 32);
  key.kid = to_base64url(key.thumbprint());
  Bytes32 copy;
  std::copy(scalar.begin(), scalar.end(), copy.begin());
  base::Secret<Bytes32> secret(copy);
  base::wipe(copy.data(), copy.size());
  return ClientKey(std::move(secret), key);
}

ClientKey ClientKey::generate() {
  Bytes32 bytes;
  std::optional<ClientKey> key;
  while (!key) {
    randombytes_buf(bytes.data(), bytes.size());
    key = from_bytes(bytes);
  }
  base::wipe(bytes.data(), bytes.size());
  return std::move(*key);
}

std::string ClientKey::registration() const {
  auto jwk = json::parse(public_.jwk());
  jwk["kid"] = public_.kid;
  jwk["alg"] = "ES256";
  jwk["use"] = "sig";
  return jwk.dump();
}

std::string ClientKey::sign(const json& claims) const {
  const Owned<cjose_jwk_t> key = cjose_key(public_.x, public_.y, &scalar_.expose());
  const Owned<json_t> header(cjose_header_new(nullptr));
  IPPYO_CHECK(key && header && cjose_header_set(header.get(), CJOSE_HDR_ALG, CJOSE_HDR_ALG_ES256, nullptr) &&
              cjose_header_set(header.get(), CJOSE_HDR_KID, public_.kid.c_str(), nullptr) && cjose_header_set(header.get(), "typ", "JWT", nullptr));
  const auto text = claims.dump();
  const Owned<cjose_jws_t> token(
      cjose_jws_sign(key.get(), header.get(), reinterpret_cast<const std::uint8_t*>(text.data()), text.size(), nullptr));
  const char* compact = nullptr;
  IPPYO_CHECK(token && cjose_jws_export(token.get(), &compact, nullptr));
  return compact;
}

/// Header, claims and signature as they stand. Nothing: not exactly three parts.
static std::optional<std::array<std::string_view, 3>> parts_of(std::string_view token) {
  const auto first = token.find('.'), second = token.find('.', first + 1);
  if (token.size() > kMaxToken || first == token.npos || second == token.npos || token.find('.', second + 1) != token.npos) return std::nullopt;
  return std::array{token.substr(0, first), token.substr(first + 1, second - first - 1), token.substr(second + 1)};
}

std::optional<TokenHead> token_head(std::string_view token) {
  const auto parts = parts_of(token);
  if (!parts) return std::nullopt;
  for (const auto part : *parts)
    if (!from_base64url(part)) return std::nullopt;
  const auto bytes = *from_base64url((*parts)[0]);
  const auto header = json::parse(bytes, nullptr, false);
  if (!header.is_object() || header.contains("crit") || text_of(header, "alg").empty()) return std::nullopt;
  return TokenHead{text_of(header, "alg"), text_of(header, "kid")};
}

std::optional<json> verified_claims(std::string_view token, const EcKey& key) {
  const auto head = token_head(token);
  const auto jwk = cjose_key(key.x, key.y);
  if (!head || head->alg != "ES256" || !jwk) return std::nullopt;
  if (from_base64url((*parts_of(token))[2])->size() != 64) return std::nullopt;  // cjose overlooks one byte too many
  const Owned<cjose_jws_t> jws(cjose_jws_import(token.data(), token.size(), nullptr));
  if (!jws || !cjose_jws_verify(jws.get(), jwk.get(), nullptr)) return std::nullopt;
  std::uint8_t* payload = nullptr;
  std::size_t size = 0;
  if (!cjose_jws_get_plaintext(jws.get(), &payload, &size, nullptr)) return std::nullopt;
  auto claims = json::parse(payload, payload + size, nullptr, false);
  if (!claims.is_object()) return std::nullopt;
  return claims;
}

}  // namespace ippyo::identity
