// SPDX-License-Identifier: Apache-2.0
// The Merkle tree of RFC 6962 over opaque entries, with its proofs. [SPEC 6.1 MerkleTree]
#pragma once
#include <functional>
#include <vector>

#include "base/bytes.hpp"
#include "base/verdict.hpp"

namespace ippyo::board {

using base::Bytes;
using base::Bytes32;
using base::ByteView;

Bytes32 leaf_hash(ByteView entry);                           ///< SHA-256(0x00 || entry)
Bytes32 node_hash(const Bytes32& left, const Bytes32& right);  ///< SHA-256(0x01 || left || right)

/// All hashes of complete subtrees, kept in memory (64 bytes per entry); any earlier root can be asked for.
class Tree {
  std::vector<std::vector<Bytes32>> levels_;  ///< levels_[l][i]: subtree of 2^l leaves from i 2^l

 public:
  void append(const Bytes32& leaf);
  std::uint64_t size() const { return levels_.empty() ? 0 : levels_[0].size(); }
  /// requires: n <= size(). The root over the first n leaves; SHA-256("") for none.
  Bytes32 root(std::uint64_t n) const;
  /// requires: l and i name a complete subtree.
  const Bytes32& node(unsigned level, std::uint64_t index) const { return levels_[level][index]; }
  /// Drops everything after the first n leaves.
  void truncate(std::uint64_t n);
  /// RFC 6962 2.1.1. requires: index < n <= size()
  std::vector<Bytes32> inclusion_proof(std::uint64_t index, std::uint64_t n) const;
  /// RFC 6962 2.1.2. requires: m <= n <= size(); empty for m = 0 and m = n
  std::vector<Bytes32> consistency_proof(std::uint64_t m, std::uint64_t n) const;
};

inline constexpr base::Check kInclusionProof{17, 1, "inclusion proof does not lead to the root"};
inline constexpr base::Check kConsistencyProof{17, 2, "consistency proof does not lead to both roots"};
base::Verdict verify_inclusion(std::uint64_t index, std::uint64_t n, const Bytes32& leaf, const std::vector<Bytes32>& proof,
                               const Bytes32& root);
/// RFC 6962 2.1.2. Refuses m = 0: the empty tree says nothing of a later one.
base::Verdict verify_consistency(std::uint64_t m, std::uint64_t n, const std::vector<Bytes32>& proof, const Bytes32& root_m,
                                 const Bytes32& root_n);
/// The leaves [start, end) of the tree of n leaves hash to `part`; for start = 0 this is consistency. An empty part says nothing.
base::Verdict verify_subtree_consistency(std::uint64_t start, std::uint64_t end, std::uint64_t n, const std::vector<Bytes32>& proof,
                                         const Bytes32& part, const Bytes32& root);

}  // namespace ippyo::board
