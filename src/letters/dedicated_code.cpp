// SPDX-License-Identifier: Apache-2.0
#include "letters/dedicated_code.hpp"

#include <openssl/core_names.h>
#include <openssl/kdf.h>
#include <openssl/params.h>

#include <memory>

#include "base/check.hpp"
#include "letters/internal/utf8.hpp"

namespace ippyo::letters {
namespace {

using base::Error;
using base::Result;
using base::Secret;
using Values = std::array<std::uint8_t, kCodeCharacters>;  // each below 32

constexpr std::size_t kData = 16;

/// Product in GF(32) = GF(2)[x]/(x^5 + x^2 + 1). timing: constant
constexpr std::uint8_t times(std::uint8_t a, std::uint8_t b) {
  unsigned product = 0;
  for (unsigned i = 0; i < 5; ++i) product ^= (0u - ((b >> i) & 1u)) & (unsigned{a} << i);
  for (unsigned i = 8; i >= 5; --i) product ^= (0u - ((product >> i) & 1u)) & (0b100101u << (i - 5));
  return static_cast<std::uint8_t>(product);
}
constexpr std::uint8_t kX = 2, kInverseOfXPlusOne = 28;
static_assert(times(kX ^ 1, kInverseOfXPlusOne) == 1);

/// The value at 1 and at x of the polynomial whose coefficients, highest first, are the characters. Both are 0 for a code.
std::array<std::uint8_t, 2> syndromes(const Values& v) {
  std::uint8_t at_one = 0, at_x = 0;
  for (const auto c : v) {
    at_one ^= c;
    at_x = times(at_x, kX) ^ c;
  }
  return {at_one, at_x};
}

Secret<Values> values_of(const CodeBytes& bytes) {
  Values v{};
  for (std::size_t i = 0; i < kData; ++i) {
    const auto bit = 5 * i;
    const unsigned two = unsigned{bytes[bit / 8]} << 8 | (bit / 8 + 1 < kCodeBytes ? bytes[bit / 8 + 1] : 0u);
    v[i] = two >> (11 - bit % 8) & 31;
  }
  const auto [at_one, at_x] = syndromes(v);
  v[kData] = times(at_one ^ at_x, kInverseOfXPlusOne);
  v[kData + 1] = at_one ^ v[kData];
  Secret<Values> kept(v);
  base::wipe(v.data(), v.size());
  return kept;
}

/// kCodeAlphabet[v] without a look into memory that depends on v.
char sign_of(std::uint8_t v) {
  const auto from = [v](unsigned first) { return (unsigned{v} - first) >> 31 ^ 1u; };  // 1 when v >= first
  return static_cast<char>('2' + v + from(8) * ('A' - '2' - 8) + from(16) + from(21));
}

Error wrong_length(std::size_t n) {
  return {"A code has 18 characters, and " + std::to_string(n) + " were read: compare with the letter which group is " +
          (n < kCodeCharacters ? "too short." : "too long.")};
}

/// The characters typed, without what people put between them.
Result<Secret<Values>> read_signs(std::string_view typed) {
  Values v{};
  std::size_t n = 0;
  for (internal::Utf8 text(typed); !text.done();) {
    auto sign = text.next();
    if (internal::is_space(sign) || internal::is_hyphen(sign)) continue;
    if (sign >= 0xFF01 && sign <= 0xFF5E) sign -= 0xFEE0;
    if (sign >= 'a' && sign <= 'z') sign -= 'a' - 'A';
    if (sign == '0' || sign == 'O' || sign == '1' || sign == 'I')
      return Error{"A code never contains 0, O, 1 or I: look at the letter again at this place; it may be a Q, D, 7, J or L."};
    const auto at = sign < 128 ? kCodeAlphabet.find(static_cast<char>(sign)) : std::string_view::npos;
    if (at == std::string_view::npos)
      return Error{"A code has only the digits 2 to 9 and the letters A to Z: type it again as it stands in the letter."};
    if (n < v.size()) v[n] = static_cast<std::uint8_t>(at);
    ++n;
  }
  if (n != v.size()) return wrong_length(n);
  Secret<Values> kept(v);
  base::wipe(v.data(), v.size());
  return kept;
}

}  // namespace

DedicatedCode DedicatedCode::draw(base::Rng& rng) {
  CodeBytes bytes;
  rng.fill(bytes);
  DedicatedCode code = from_bytes(bytes);
  base::wipe(bytes.data(), bytes.size());
  return code;
}

Result<DedicatedCode> DedicatedCode::parse(std::string_view typed) {
  if (typed.size() > 1024) return Error{"This is far longer than a code: type only the 18 characters of the letter."};
  auto v = read_signs(typed);
  if (!v.ok()) return v.error();
  if (syndromes(v->expose()) != std::array<std::uint8_t, 2>{})
    return Error{"At least one character is not the one in the letter: compare them group by group."};
  CodeBytes bytes{};
  for (std::size_t bit = 0; bit < 8 * kCodeBytes; ++bit)
    bytes[bit / 8] |= static_cast<std::uint8_t>((v->expose()[bit / 5] >> (4 - bit % 5) & 1) << (7 - bit % 8));
  DedicatedCode code = from_bytes(bytes);
  base::wipe(bytes.data(), bytes.size());
  return code;
}

Secret<CodeText> DedicatedCode::text() const {
  const auto v = values_of(bytes_.expose());
  CodeText out{};
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = sign_of(v.expose()[i]);
  Secret<CodeText> kept(out);
  base::wipe(out.data(), out.size());
  return kept;
}

Secret<ShownCode> DedicatedCode::shown() const {
  const auto plain = text();
  ShownCode out{};
  for (std::size_t i = 0, at = 0; i < kCodeCharacters; ++i) {
    if (i != 0 && i % 4 == 0) out[at++] = '-';
    out[at++] = plain.expose()[i];
  }
  Secret<ShownCode> kept(out);
  base::wipe(out.data(), out.size());
  return kept;
}

Secret<Bytes32> DedicatedCode::enrol_proof(const Bytes32& ctx0) const {
  const auto key = text();
  const auto octets = [](const char* name, const void* data, std::size_t size) {
    return OSSL_PARAM_construct_octet_string(name, const_cast<void*>(data), size);
  };
  char digest[] = "SHA256";
  const OSSL_PARAM params[] = {OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest, 0),
                               octets(OSSL_KDF_PARAM_KEY, key.expose().data(), key.expose().size()),
                               octets(OSSL_KDF_PARAM_SALT, ctx0.data(), ctx0.size()), octets(OSSL_KDF_PARAM_INFO, "enrol", 5),
                               OSSL_PARAM_construct_end()};
  const std::unique_ptr<EVP_KDF, decltype(&EVP_KDF_free)> kdf(EVP_KDF_fetch(nullptr, "HKDF", nullptr), EVP_KDF_free);
  const std::unique_ptr<EVP_KDF_CTX, decltype(&EVP_KDF_CTX_free)> run(EVP_KDF_CTX_new(kdf.get()), EVP_KDF_CTX_free);
  Bytes32 out{};
  IPPYO_CHECK(run && EVP_KDF_derive(run.get(), out.data(), out.size(), params) == 1);
  Secret<Bytes32> kept(out);
  base::wipe(out.data(), out.size());
  return kept;
}

}  // namespace ippyo::letters
