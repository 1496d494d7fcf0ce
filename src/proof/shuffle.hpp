// SPDX-License-Identifier: Apache-2.0
// Terelius-Wikstroem shuffle in two parts: a permutation commitment before the close, a short proof after it. [SPEC 5.2 PermutationCommitment, SPEC 5.3 Mix]
#pragma once
#include <filesystem>

#include "base/random.hpp"
#include "base/result.hpp"
#include "base/rows.hpp"
#include "base/verdict.hpp"
#include "proof/transcript.hpp"

namespace ippyo::proof {

inline constexpr base::Check kPermutationEncoding{2, 11, "permutation commitment: length, element or scalar not canonical, or identity"};
inline constexpr base::Check kPermutationSum{13, 1, "permutation commitment: equation (a) does not hold"};
inline constexpr base::Check kPermutationChain{13, 2, "permutation commitment: equation (b) does not hold"};
inline constexpr base::Check kPermutationOpening{13, 3, "permutation commitment: equation (c) does not hold"};
inline constexpr base::Check kPermutationSteps{13, 4, "permutation commitment: equation (e) does not hold"};
inline constexpr base::Check kMixEncoding{2, 12, "mix: length, element or scalar not canonical"};
inline constexpr base::Check kMixOpening{13, 5, "mix: equation (c) does not hold"};
inline constexpr base::Check kMixCiphertexts{13, 6, "mix: equation (d) does not hold"};

/// One list is mixed once per (contest, mix number), by one trustee; mix and trustee count from 1.
struct ShuffleContext {
  Bytes32 ctx;
  std::string contest;
  std::uint32_t mix;
  std::uint32_t trustee;
  std::uint64_t n;  ///< places in the list
};

/// Row of the permutation commitment: c_i, c^_i, t^_i, s^_i, s~_i. Header: t1, t2, t3, s1, s2, s3.
inline constexpr std::size_t kPermutationRowSize = 160, kPermutationHeaderSize = 192;
/// Row of the secret that the trustee keeps until its mix: psi(i) as u64, rho_i as scalar.
inline constexpr std::size_t kPermutationSecretRowSize = 40;
/// Row of a mix: a~_i, b~_i, s~_i. Header: t3, t4 (64), s3, s4.
inline constexpr std::size_t kMixRowSize = 96, kMixHeaderSize = 160;

/// Draws a permutation and proves it. Rows go to `secret` and `rows` in order; returns the header. `scratch` is a folder for
/// temporary rows (mode 0600, removed). Memory does not grow with n beyond the permutation itself.
base::Result<Bytes> commit_permutation(const ShuffleContext&, base::Rng&, const std::filesystem::path& scratch, base::RowSink& secret,
                                       base::RowSink& rows);
base::Result<base::Verdict> verify_permutation_commitment(const ShuffleContext&, ByteView header, const base::RowSource& rows);

/// H("mix-off-proof", header, rows): links the mix to its commitment.
base::Result<Bytes64> permutation_commitment_digest(ByteView header, const base::RowSource& rows);

/// Re-encrypts and permutes `input` (rows of 64 bytes) and proves it; rows of kMixRowSize go to `out`; returns the header.
base::Result<Bytes> mix(const ShuffleContext&, const Element& y, const base::RowSource& secret, ByteView commitment_header,
                        const base::RowSource& commitment_rows, const base::RowSource& input, base::Rng&,
                        const std::filesystem::path& scratch, base::RowSink& out);
base::Result<base::Verdict> verify_mix(const ShuffleContext&, const Element& y, ByteView commitment_header,
                                       const base::RowSource& commitment_rows, const base::RowSource& input, ByteView header,
                                       const base::RowSource& rows);

}  // namespace ippyo::proof
