// SPDX-License-Identifier: Apache-2.0
// Signed files that trustees exchange in the key ceremony. [SPEC 11.3 CeremonyFiles]
#pragma once
#include <filesystem>
#include <optional>

#include "base/result.hpp"
#include "base/signature.hpp"
#include "election/constitution.hpp"
#include "proof/ceremony.hpp"

namespace ippyo::trustee {

using base::Bytes;
using base::Bytes32;
using base::Bytes64;
using base::ByteView;

/// In the order of the ceremony; the number begins the file's name: "2-dealing-3".
enum class CeremonyFile : std::uint8_t { commitment = 1, dealing, shares, checked, answer, signature };
std::string file_name(CeremonyFile kind, std::uint32_t trustee);

/// "4-checked": the transcript seen, and the dealers whose share did not fit.
struct Checked {
  Bytes32 transcript;
  std::vector<std::uint32_t> complaints;  ///< ascending
  Bytes encode() const;
  static base::Result<Checked> decode(ByteView bytes);
};
/// "5-answer": f_i(j) for every complainer j.
struct Answer {
  std::vector<std::pair<std::uint32_t, proof::Scalar>> shares;  ///< ascending by complainer
  Bytes encode() const;
  static base::Result<Answer> decode(ByteView bytes);
};
/// "6-signature": the entry's time and this trustee's signature over it.
struct EntrySignature {
  std::uint64_t time;
  Bytes64 signature;
  Bytes encode() const;
  static base::Result<EntrySignature> decode(ByteView bytes);
};

/// The exchange folder as one election's trustees see it. Every file is signed by its author and bound to the round.
class ExchangeFolder {
  std::filesystem::path folder_;
  Bytes32 ctx0_;
  std::vector<std::pair<std::string, Bytes32>> trustees_;  ///< id and key, in order

 public:
  ExchangeFolder(std::filesystem::path folder, const election::Constitution& constitution);
  std::uint32_t n() const { return static_cast<std::uint32_t>(trustees_.size()); }
  const std::string& id(std::uint32_t j) const { return trustees_[j - 1].first; }
  const Bytes32& key(std::uint32_t j) const { return trustees_[j - 1].second; }
  bool has(CeremonyFile kind, std::uint32_t trustee) const;
  /// Durable. `round` is zero for commitments. errors: another content of this kind was handed out already.
  base::Result<void> put(CeremonyFile kind, std::uint32_t trustee, const Bytes32& round, ByteView body,
      const base::SigningKey& key) const;
  /// The body. errors: missing, malformed, of another election or round, not signed by that trustee: names file and trustee.
  base::Result<Bytes> get(CeremonyFile kind, std::uint32_t trustee, const Bytes32& round) const;
  /// All n bodies in order. errors: as get; a missing one says for whom everybody waits.
  base::Result<std::vector<Bytes>> all(CeremonyFile kind, const Bytes32& round) const;
};

/// H32("ceremony-round", ctx0, all commitments): files of one attempt do not fit another.
Bytes32 ceremony_round(const Bytes32& ctx0, std::span<const Bytes64> commitments);

}  // namespace ippyo::trustee
