// SPDX-License-Identifier: Apache-2.0
#include "board/merkle.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <bit>

#include "base/hash.hpp"

namespace ippyo::board {
namespace {

std::string hex(const Bytes32& hash) { return base::to_hex(hash); }

/// MTH of RFC 6962, word for word.
Bytes32 naive_root(const std::vector<Bytes>& entries, std::size_t first, std::size_t last) {
  if (first == last) return base::sha256({});
  if (last - first == 1) return leaf_hash(entries[first]);
  std::size_t k = 1;
  while (k * 2 < last - first) k *= 2;
  return node_hash(naive_root(entries, first, first + k), naive_root(entries, first + k, last));
}

Tree tree_of(const std::vector<Bytes>& entries) {
  Tree tree;
  for (const auto& entry : entries) tree.append(leaf_hash(entry));
  return tree;
}

std::vector<Bytes> numbered(std::size_t n) {
  std::vector<Bytes> out;
  for (std::size_t i = 0; i < n; ++i) out.push_back({static_cast<std::uint8_t>(i >> 8), static_cast<std::uint8_t>(i)});
  return out;
}

/// Every [start, end) within n whose start is a multiple of the smallest power of two that is at least end - start.
std::vector<std::pair<std::uint64_t, std::uint64_t>> subtrees(std::uint64_t n) {
  std::vector<std::pair<std::uint64_t, std::uint64_t>> out;
  for (std::uint64_t start = 0; start < n; ++start)
    for (std::uint64_t end = start + 1; end <= n; ++end)
      if (start % std::bit_ceil(end - start) == 0) out.push_back({start, end});
  return out;
}

/// SUBTREE_SUBPROOF of the Merkle tree certificates draft, word for word, over the leaves [first, last).
std::vector<Bytes32> naive_subtree_proof(const std::vector<Bytes>& entries, std::uint64_t start, std::uint64_t end,
                                         std::uint64_t first, std::uint64_t last, bool known) {
  if (start == first && end == last) return known ? std::vector<Bytes32>{} : std::vector<Bytes32>{naive_root(entries, first, last)};
  const auto middle = first + std::bit_floor(last - first - 1);
  const bool left = end <= middle, right = start >= middle;
  auto out = left    ? naive_subtree_proof(entries, start, end, first, middle, known)
             : right ? naive_subtree_proof(entries, start, end, middle, last, known)
                     : naive_subtree_proof(entries, middle, end, middle, last, false);
  out.push_back(left ? naive_root(entries, middle, last) : naive_root(entries, first, middle));
  return out;
}

/// Every proof that differs from `proof` in one bit, one hash missing, or one hash more.
std::vector<std::vector<Bytes32>> damaged(const std::vector<Bytes32>& proof) {
  std::vector<std::vector<Bytes32>> out;
  for (std::size_t i = 0; i < proof.size(); ++i) {
    for (std::size_t bit = 0; bit < 256; bit += 37) {
      out.push_back(proof);
      out.back()[i][bit / 8] ^= static_cast<std::uint8_t>(1 << bit % 8);
    }
    out.push_back(proof);
    out.back().erase(out.back().begin() + static_cast<std::ptrdiff_t>(i));
  }
  out.push_back(proof);
  out.back().push_back(Bytes32{});
  out.push_back(proof);
  out.back().insert(out.back().begin(), Bytes32{});
  return out;
}

bool refused(const base::Verdict& verdict, const base::Check& check) { return !verdict.passed() && verdict.finding().check == check; }

TEST(Merkle, EmptyTreeAndEmptyLeafHaveTheHashesOfRfc6962) {
  EXPECT_EQ(hex(Tree().root(0)), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(hex(leaf_hash({})), "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
}

TEST(Merkle, EveryEarlierRootCanBeAskedForAndTruncatedTo) {
  const auto entries = numbered(70);
  const auto tree = tree_of(entries);
  for (std::size_t n = 0; n <= entries.size(); ++n) {
    EXPECT_EQ(tree.root(n), naive_root(entries, 0, n)) << n;
    auto shorter = tree;
    shorter.truncate(n);
    EXPECT_EQ(shorter.size(), n);
    for (std::size_t i = n; i < entries.size(); ++i) shorter.append(leaf_hash(entries[i]));
    EXPECT_EQ(shorter.root(70), tree.root(70));
  }
}

TEST(Merkle, EveryProofOfSmallTreesHoldsAndNoDamagedOneDoes) {
  const auto entries = numbered(20);
  const auto tree = tree_of(entries);
  for (std::uint64_t n = 1; n <= 20; ++n) {
    for (std::uint64_t i = 0; i < n; ++i) {
      const auto leaf = leaf_hash(entries[i]);
      const auto proof = tree.inclusion_proof(i, n);
      EXPECT_TRUE(verify_inclusion(i, n, leaf, proof, tree.root(n)).passed());
      for (const auto& bad : damaged(proof)) EXPECT_TRUE(refused(verify_inclusion(i, n, leaf, bad, tree.root(n)), kInclusionProof));
      for (std::uint64_t j = 0; j <= n + 1; ++j) EXPECT_EQ(verify_inclusion(j, n, leaf, proof, tree.root(n)).passed(), j == i);
      EXPECT_TRUE(refused(verify_inclusion(i, n, leaf, proof, Bytes32{}), kInclusionProof));
      EXPECT_TRUE(refused(verify_inclusion(i, n, Bytes32{}, proof, tree.root(n)), kInclusionProof));
    }
    EXPECT_TRUE(refused(verify_consistency(0, n, {}, tree.root(0), tree.root(n)), kConsistencyProof));
    for (std::uint64_t m = 1; m <= n; ++m) {
      const auto proof = tree.consistency_proof(m, n);
      EXPECT_TRUE(verify_consistency(m, n, proof, tree.root(m), tree.root(n)).passed());
      for (const auto& bad : damaged(proof))
        EXPECT_TRUE(refused(verify_consistency(m, n, bad, tree.root(m), tree.root(n)), kConsistencyProof));
      EXPECT_TRUE(refused(verify_consistency(m, n, proof, Bytes32{}, tree.root(n)), kConsistencyProof));
      EXPECT_TRUE(refused(verify_consistency(m, n, proof, tree.root(m), Bytes32{}), kConsistencyProof));
      EXPECT_EQ(verify_consistency(n, m, proof, tree.root(n), tree.root(m)).passed(), m == n);
    }
  }
}

TEST(Merkle, EverySubtreeOfSmallTreesIsPartOfItsTreeAndOfNoOtherPlace) {
  const auto entries = numbered(20);
  const auto tree = tree_of(entries);
  for (std::uint64_t n = 1; n <= 20; ++n)
    for (const auto& [start, end] : subtrees(n)) {
      const auto proof = naive_subtree_proof(entries, start, end, 0, n, true);
      const auto part = naive_root(entries, start, end);
      const auto verify = [&](auto from, auto to, auto size, const auto& steps, const auto& a, const auto& b) {
        const auto verdict = verify_subtree_consistency(from, to, size, steps, a, b);
        EXPECT_TRUE(verdict.passed() || refused(verdict, kConsistencyProof));
        return verdict.passed();
      };
      EXPECT_TRUE(verify(start, end, n, proof, part, tree.root(n))) << start << " to " << end << " of " << n;
      for (const auto& bad : damaged(proof)) EXPECT_FALSE(verify(start, end, n, bad, part, tree.root(n)));
      EXPECT_FALSE(verify(start, end, n, proof, Bytes32{}, tree.root(n)));
      EXPECT_FALSE(verify(start, end, n, proof, part, Bytes32{}));
      for (std::uint64_t i = 0; i <= n + 1; ++i)
        for (std::uint64_t j = 0; j <= n + 1; ++j)
          EXPECT_EQ(verify(i, j, n, proof, part, tree.root(n)), i == start && j == end) << i << " to " << j;
    }
}

TEST(Merkle, AnEmptySubtreeHasTheHashOfNothingAndNoProof) {
  const auto tree = tree_of(numbered(3));
  for (std::uint64_t at = 0; at <= 3; ++at) {
    EXPECT_TRUE(verify_subtree_consistency(at, at, 3, {}, tree.root(0), tree.root(3)).passed());
    EXPECT_TRUE(refused(verify_subtree_consistency(at, at, 3, {}, tree.root(1), tree.root(3)), kConsistencyProof));
    EXPECT_TRUE(refused(verify_subtree_consistency(at, at, 3, {tree.root(0)}, tree.root(0), tree.root(3)), kConsistencyProof));
  }
  EXPECT_TRUE(refused(verify_subtree_consistency(4, 4, 3, {}, tree.root(0), tree.root(3)), kConsistencyProof));
  EXPECT_TRUE(refused(verify_subtree_consistency(1, ~0ull, ~0ull, {}, tree.root(0), tree.root(3)), kConsistencyProof));
}

RC_GTEST_PROP(MerkleProperty, RootsAndProofsAgreeWithTheRecursionOfRfc6962, ()) {
  const auto entries = *rc::gen::nonEmpty(rc::gen::arbitrary<std::vector<Bytes>>());
  const auto tree = tree_of(entries);
  const auto n = *rc::gen::inRange<std::size_t>(1, entries.size() + 1);
  const auto i = *rc::gen::inRange<std::size_t>(0, n);
  RC_ASSERT(tree.root(n) == naive_root(entries, 0, n));
  RC_ASSERT(verify_inclusion(i, n, leaf_hash(entries[i]), tree.inclusion_proof(i, n), naive_root(entries, 0, n)).passed());
  const auto m = i + 1;
  RC_ASSERT(verify_consistency(m, n, tree.consistency_proof(m, n), naive_root(entries, 0, m), naive_root(entries, 0, n)).passed());
}

RC_GTEST_PROP(MerkleProperty, AnyChangedByteIndexOrSizeIsRefused, ()) {
  // Entries all differ: equal leaves may stand in for each other.
  const auto size = *rc::gen::inRange<std::size_t>(2, 400);
  const auto tree = tree_of(numbered(size));
  const auto n = *rc::gen::inRange<std::size_t>(2, size + 1);
  const auto i = *rc::gen::inRange<std::size_t>(0, n);
  const auto j = *rc::gen::inRange<std::size_t>(0, n);
  auto proof = tree.inclusion_proof(i, n);
  const auto leaf = tree.node(0, i);
  if (i != j) RC_ASSERT(refused(verify_inclusion(j, n, leaf, proof, tree.root(n)), kInclusionProof));
  const auto byte = *rc::gen::inRange<std::size_t>(0, proof.size() * 32);
  proof[byte / 32][byte % 32] ^= static_cast<std::uint8_t>(*rc::gen::inRange(1, 256));
  RC_ASSERT(refused(verify_inclusion(i, n, leaf, proof, tree.root(n)), kInclusionProof));
  const auto m = *rc::gen::inRange<std::size_t>(1, n);
  auto steps = tree.consistency_proof(m, n);
  const auto other = *rc::gen::inRange<std::size_t>(1, n);
  if (other != m) RC_ASSERT(refused(verify_consistency(other, n, steps, tree.root(m), tree.root(n)), kConsistencyProof));
  const auto at = *rc::gen::inRange<std::size_t>(0, steps.size() * 32);
  steps[at / 32][at % 32] ^= static_cast<std::uint8_t>(*rc::gen::inRange(1, 256));
  RC_ASSERT(refused(verify_consistency(m, n, steps, tree.root(m), tree.root(n)), kConsistencyProof));
}

}  // namespace
}  // namespace ippyo::board
