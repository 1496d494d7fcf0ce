// SPDX-License-Identifier: Apache-2.0
// For tests: one list, one permutation commitment and one mix, and the same mix proven the long way by another hand.
#pragma once
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "proof/internal/shuffle_transcript.hpp"

namespace ippyo::proof {

/// A folder of its own, removed at the end.
class TestFolder {
  std::filesystem::path path_;

 public:
  TestFolder() {
    static int made = 0;
    path_ = std::filesystem::temp_directory_path() / ("ippyo-lists-" + std::to_string(::getpid()) + "-" + std::to_string(made++));
    std::filesystem::create_directories(path_);
  }
  ~TestFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  const std::filesystem::path& path() const { return path_; }
};

inline Bytes32 seed(std::uint8_t first) { return Bytes32{first}; }

inline Element test_key(std::uint64_t x) { return Element::from(group::fixed_mul_vartime(base_g(), Scalar::from_u64(x))); }

/// n ciphertexts of m_i = g^{i mod 5} under y.
inline base::MemoryRows test_list(const Element& y, std::uint64_t n, std::uint8_t first = 1) {
  base::KeyedRng rng{base::Secret(seed(first))};
  const group::FixedBase y_base(y.point);
  base::MemoryRows out(kCiphertextSize);
  for (std::uint64_t i = 0; i < n; ++i) {
    const group::SecretScalar r(Scalar::random(rng));
    const auto m = group::fixed_mul_vartime(base_g(), Scalar::from_u64(i % 5));
    IPPYO_CHECK(out.append(encrypt(y_base, m, r).bytes()).ok());
  }
  return out;
}

struct Shuffled {
  ShuffleContext context;
  Element y = test_key(77);
  base::MemoryRows input, secret{kPermutationSecretRowSize}, commitment{kPermutationRowSize}, output{kMixRowSize};
  Bytes commitment_header, header;

  explicit Shuffled(std::uint64_t n) : context{seed(3), "mayor", 2, 4, n}, input(test_list(y, n)) {
    TestFolder folder;
    base::KeyedRng rng{base::Secret(seed(9))};
    auto first = commit_permutation(context, rng, folder.path(), secret, commitment);
    IPPYO_CHECK(first.ok());
    commitment_header = *first;
    auto second = mix(context, y, secret, commitment_header, commitment, input, rng, folder.path(), output);
    IPPYO_CHECK(second.ok());
    header = *second;
    IPPYO_CHECK(std::filesystem::is_empty(folder.path()));
  }
  base::Verdict commitment_verdict() const { return *verify_permutation_commitment(context, commitment_header, commitment); }
  base::Verdict mix_verdict() const { return *verify_mix(context, y, commitment_header, commitment, input, header, output); }
};

/// Replaces 32 bytes of a row or header.
inline void put(Bytes& bytes, std::size_t at, ByteView value) { std::copy(value.begin(), value.end(),
    bytes.begin() + static_cast<std::ptrdiff_t>(at)); }
/// Adds 1 to the scalar, multiplies the element by g.
inline void bump_scalar(Bytes& bytes, std::size_t at) {
  put(bytes, at, (*Scalar::parse(ByteView(bytes).subspan(at, 32)) + Scalar::one()).bytes());
}
inline void bump_element(Bytes& bytes, std::size_t at) {
  put(bytes, at, group::encode(group::add(*group::decode(ByteView(bytes).subspan(at, 32)), group::generator())));
}
/// A value that is no element and no scalar.
inline Bytes32 no_value() {
  Bytes32 out;
  out.fill(0xff);
  return out;
}

#define EXPECT_PASSES(verdict) EXPECT_TRUE((verdict).passed()) << (verdict).finding().text()
#define EXPECT_REFUSED(verdict, expected)                      \
  do {                                                         \
    const auto ippyo_verdict = (verdict);                      \
    ASSERT_FALSE(ippyo_verdict.passed());                      \
    EXPECT_EQ(ippyo_verdict.finding().check.number(), (expected).number()) << ippyo_verdict.finding().text(); \
  } while (false)

}  // namespace ippyo::proof
