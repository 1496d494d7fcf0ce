// SPDX-License-Identifier: Apache-2.0
// Shares of decryption over a whole list, with one proof per trustee. [SPEC 5.4 Decryption, SPEC 5.5 Rehearsal]
#pragma once
#include <functional>

#include "base/result.hpp"
#include "base/rows.hpp"
#include "base/verdict.hpp"
#include "proof/transcript.hpp"

namespace ippyo::proof {

inline constexpr base::Check kShareEncoding{2, 13, "decryption share: length, element or scalar not canonical"};
inline constexpr base::Check kShareProof{14, 1, "decryption share does not hold"};

/// tag "dec" with ctx, or "dec-rehearsal" with ctx0 and contest "rehearsal".
struct DecryptionStatement {
  std::string_view tag;
  Bytes32 ctx;
  std::string contest;
  std::uint32_t trustee;
  const Element& Z;  ///< Z_j of that trustee
};
/// Row of a share: M_i. Header: T_1, T_2, s.
inline constexpr std::size_t kShareRowSize = 32, kShareHeaderSize = 96;

/// H("list", ctx, contest, N, all ciphertexts): rows of 64 bytes.
base::Result<Bytes64> list_hash(const Bytes32& ctx, std::string_view contest, const base::RowSource& list);
/// M_i = a_i^{z_j}; the nonce is PRF(z_j, statement), so a repetition gives the same bytes. Returns the header.
base::Result<Bytes> decrypt_list(const DecryptionStatement&, const group::SecretScalar& z, const base::RowSource& list, base::RowSink& out);
base::Result<base::Verdict> verify_decryption(const DecryptionStatement&, const base::RowSource& list, ByteView header,
                                              const base::RowSource& rows);

struct ShareOfList {
  std::uint32_t trustee;
  const base::RowSource* rows;
};
/// b_i / prod M_{j,i}^{lambda_j} for exactly the shares given (k different trustees), as encodings in list order.
base::Result<void> combine(const base::RowSource& list, std::span<const ShareOfList> shares,
                           const std::function<void(std::uint64_t i, const Bytes32& plaintext)>& each);

/// The only ciphertexts of a rehearsal: r = hash_to_scalar("rehearsal", ctx0, day, l), (g^r, y^r m_test), l = 0..n-1.
/// `day` is a text YYYY-MM-DD.
std::vector<Ciphertext> rehearsal_ciphertexts(const Bytes32& ctx0, const Element& y, std::string_view day, std::uint64_t n);

}  // namespace ippyo::proof
