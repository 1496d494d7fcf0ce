// SPDX-License-Identifier: Apache-2.0
#include "board/merkle.hpp"

#include <bit>

#include "base/check.hpp"
#include "base/hash.hpp"

namespace ippyo::board {

using base::Verdict;

Bytes32 leaf_hash(ByteView entry) {
  Bytes in{0x00};
  in.insert(in.end(), entry.begin(), entry.end());
  return base::sha256(in);
}

Bytes32 node_hash(const Bytes32& left, const Bytes32& right) {
  std::array<std::uint8_t, 65> in;
  in[0] = 0x01;
  std::copy(left.begin(), left.end(), in.begin() + 1);
  std::copy(right.begin(), right.end(), in.begin() + 33);
  return base::sha256(in);
}

namespace {

/// Where RFC 6962 splits n leaves: the largest power of two below n. requires: n > 1
std::uint64_t split(std::uint64_t n) { return std::bit_floor(n - 1); }

/// The hash of the leaves [first, last). requires: not empty; first is where a split of RFC 6962 falls
Bytes32 range_hash(const Tree& tree, std::uint64_t first, std::uint64_t last) {
  const auto n = last - first;
  if (std::has_single_bit(n)) {
    const auto level = static_cast<unsigned>(std::countr_zero(n));
    return tree.node(level, first >> level);
  }
  const auto middle = first + split(n);
  return node_hash(range_hash(tree, first, middle), range_hash(tree, middle, last));
}

void inclusion_path(const Tree& tree, std::uint64_t index, std::uint64_t first, std::uint64_t last, std::vector<Bytes32>& out) {
  if (last - first == 1) return;
  const auto middle = first + split(last - first);
  if (index < middle) {
    inclusion_path(tree, index, first, middle, out);
    out.push_back(range_hash(tree, middle, last));
  } else {
    inclusion_path(tree, index, middle, last, out);
    out.push_back(range_hash(tree, first, middle));
  }
}

/// SUBPROOF of RFC 6962; `known` while [first, m) is all that the old tree holds, so that its hash is the old root.
void consistency_path(const Tree& tree, std::uint64_t m, std::uint64_t first, std::uint64_t last, bool known,
                      std::vector<Bytes32>& out) {
  if (m == last) {
    if (!known) out.push_back(range_hash(tree, first, last));
    return;
  }
  const auto middle = first + split(last - first);
  if (m <= middle) {
    consistency_path(tree, m, first, middle, known, out);
    out.push_back(range_hash(tree, middle, last));
  } else {
    consistency_path(tree, m, middle, last, false, out);
    out.push_back(range_hash(tree, first, middle));
  }
}

/// The position of a node and of the last node of its level, on the way up; `first` is where the leaves in question begin.
struct Climb {
  std::uint64_t at, last, first = 0;
  void up() { at >>= 1, last >>= 1, first >>= 1; }
  /// The sibling stands on the left: we are a right child, or the last node with nobody on its right.
  bool sibling_left() const { return (at & 1) != 0 || at == last; }
  /// A last node without a sibling rises unchanged until it is a right child.
  void skip() {
    while ((at & 1) == 0 && at != 0) up();
  }
};

/// Some node of the tree covers [start, end) and, on the left of it, nothing else. requires: start < end
bool is_subtree(std::uint64_t start, std::uint64_t end) {
  return std::countr_zero(start) >= static_cast<int>(std::bit_width(end - start - 1));
}

}  // namespace

void Tree::append(const Bytes32& leaf) {
  auto hash = leaf;
  for (unsigned level = 0;; ++level) {
    if (levels_.size() == level) levels_.emplace_back();
    levels_[level].push_back(hash);
    const auto n = levels_[level].size();
    if (n % 2 != 0) return;
    hash = node_hash(levels_[level][n - 2], levels_[level][n - 1]);
  }
}

Bytes32 Tree::root(std::uint64_t n) const {
  IPPYO_CHECK(n <= size());
  return n == 0 ? base::sha256({}) : range_hash(*this, 0, n);
}

void Tree::truncate(std::uint64_t n) {
  for (std::size_t level = 0; level < levels_.size(); ++level)
    if (const auto keep = n >> level; keep < levels_[level].size()) levels_[level].resize(keep);
  while (!levels_.empty() && levels_.back().empty()) levels_.pop_back();
}

std::vector<Bytes32> Tree::inclusion_proof(std::uint64_t index, std::uint64_t n) const {
  IPPYO_CHECK(index < n && n <= size());
  std::vector<Bytes32> out;
  inclusion_path(*this, index, 0, n, out);
  return out;
}

std::vector<Bytes32> Tree::consistency_proof(std::uint64_t m, std::uint64_t n) const {
  IPPYO_CHECK(m <= n && n <= size());
  std::vector<Bytes32> out;
  if (m != 0 && m != n) consistency_path(*this, m, 0, n, true, out);
  return out;
}

Verdict verify_inclusion(std::uint64_t index, std::uint64_t n, const Bytes32& leaf, const std::vector<Bytes32>& proof,
                         const Bytes32& root) {
  if (index >= n) return Verdict::fail(kInclusionProof, "index outside the tree");
  Climb c{index, n - 1};
  auto hash = leaf;
  for (const auto& sibling : proof) {
    if (c.last == 0) return Verdict::fail(kInclusionProof, "too many hashes");
    if (c.sibling_left()) {
      hash = node_hash(sibling, hash);
      c.skip();
    } else {
      hash = node_hash(hash, sibling);
    }
    c.up();
  }
  if (c.last != 0) return Verdict::fail(kInclusionProof, "too few hashes");
  return hash == root ? Verdict::pass() : Verdict::fail(kInclusionProof, "another root");
}

Verdict verify_consistency(std::uint64_t m, std::uint64_t n, const std::vector<Bytes32>& proof, const Bytes32& root_m,
                           const Bytes32& root_n) {
  if (m == 0) return Verdict::fail(kConsistencyProof, "the empty tree says nothing of a later one");
  return verify_subtree_consistency(0, m, n, proof, root_m, root_n);
}

Verdict verify_subtree_consistency(std::uint64_t start, std::uint64_t end, std::uint64_t n, const std::vector<Bytes32>& proof,
                                   const Bytes32& part, const Bytes32& root) {
  if (start > end || end > n) return Verdict::fail(kConsistencyProof, "leaves outside the tree");
  if (start == end) {
    const bool holds = proof.empty() && part == base::sha256({});
    return holds ? Verdict::pass() : Verdict::fail(kConsistencyProof, "nothing to prove, but something differs");
  }
  if (!is_subtree(start, end)) return Verdict::fail(kConsistencyProof, "the leaves are no subtree");
  Climb c{end - 1, n - 1, start};
  while (c.first != c.at && c.sibling_left()) c.up();
  // A part that is one node of the tree is its own first hash; the proof leaves it out.
  const bool complete = c.first == c.at;
  if (!complete && proof.empty()) return Verdict::fail(kConsistencyProof, "too few hashes");
  auto older = complete ? part : proof.front();
  auto newer = older;
  for (std::size_t i = complete ? 0 : 1; i < proof.size(); ++i) {
    if (c.last == 0) return Verdict::fail(kConsistencyProof, "too many hashes");
    if (c.sibling_left()) {
      if (c.first != c.at) older = node_hash(proof[i], older);
      newer = node_hash(proof[i], newer);
      c.skip();
    } else {
      newer = node_hash(newer, proof[i]);
    }
    c.up();
  }
  if (c.last != 0) return Verdict::fail(kConsistencyProof, "too few hashes");
  return older == part && newer == root ? Verdict::pass() : Verdict::fail(kConsistencyProof, "another root");
}

}  // namespace ippyo::board
