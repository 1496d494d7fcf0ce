// SPDX-License-Identifier: Apache-2.0
// What prover and verifier of a shuffle both compute: statements, challenges, headers. [SPEC 5.2 PermutationCommitment, SPEC 5.3 Mix]
#pragma once
#include "proof/internal/row_walk.hpp"
#include "proof/shuffle.hpp"

namespace ippyo::proof {

/// Columns of a row of the commitment and of a mix.
inline constexpr std::size_t kColumnC = 0, kColumnChain = 32, kColumnT = 64, kColumnSHat = 96, kColumnSTilde = 128;
inline constexpr std::size_t kColumnA = 0, kColumnB = 32, kColumnMixSTilde = 64;

struct PermutationHeader {
  Element t1, t2, t3;
  Scalar s1, s2, s3;
  static std::optional<PermutationHeader> parse(ByteView bytes);
  Bytes bytes() const;
};
struct MixHeader {
  Element t3;
  Ciphertext t4;
  Scalar s3, s4;
  static std::optional<MixHeader> parse(ByteView bytes);
  Bytes bytes() const;
};

/// "contest mayor, mix 2"
std::string place_of(const ShuffleContext& context);

/// The hash of the off-line statement up to N; the item c is still missing.
base::Hasher permutation_statement(const ShuffleContext& context);
/// e°, after st°, from the lists of the chain and the t1, t2, t3 of the header.
base::Result<Challenge> permutation_challenge(const Bytes64& st, const base::RowSource& chain, const PermutationHeader& header,
                                              const base::RowSource& t);
/// st of the on-line part.
base::Result<Bytes64> mix_statement(const ShuffleContext& context, const Element& y, ByteView commitment_header,
                                    const base::RowSource& commitment_rows, const base::RowSource& input,
                                    const base::RowSource& output);
Challenge mix_challenge(const Bytes64& st, const MixHeader& header);

/// Challenges first .. last - 1 of a list, as scalars.
std::vector<Scalar> challenges(std::string_view tag, const Bytes64& st, Range range);
inline constexpr std::string_view kOffLineU = "mix-off-u", kOnLineU = "mix-on-u", kStepWeight = "mix-off-weight";

}  // namespace ippyo::proof
