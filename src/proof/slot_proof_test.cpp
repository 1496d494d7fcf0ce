// SPDX-License-Identifier: Apache-2.0
// The slot relation: who may write a row, and everything that must be refused.
#include "proof/slot_proof.hpp"

#include "proof/internal/equations.hpp"
#include "proof/internal/proof_bytes.hpp"
#include "proof/test_world.hpp"

namespace ippyo::proof {
namespace {

/// One slot with w contests, and provers written from the specification alone.
struct Slot {
  const TestKey& key;
  std::size_t w;
  Bytes32 ctx{5};
  std::uint64_t slot = 17;
  std::uint32_t epoch = 3;
  Scalar x = any_scalar();
  Element X = g_to(x);
  std::vector<Ciphertext> previous, current;
  std::vector<Scalar> r, s;

  Slot(const TestKey& k, std::size_t contests) : key(k), w(contests) {
    for (std::size_t c = 0; c < w; ++c) previous.push_back(key.encrypted(point(c, "abstain"), any_scalar()));
  }
  static Element point(std::size_t c, const char* name) { return option_point(Bytes32{1}, "contest" + std::to_string(c), name); }
  Bytes author_proof(const Scalar& key_of_author, const std::vector<Scalar>& randomness) const {
    return prove_slot_author(statement(), secret(key_of_author), secrets(randomness), test_rng());
  }
  Bytes carry_proof() const { return prove_slot_carry(statement(), key.table, secrets(s), test_rng()); }
  SlotStatement statement() const { return {ctx, slot, epoch, key.y, X, previous, current}; }
  Bytes author() {
    current.clear();
    r.clear();
    for (std::size_t c = 0; c < w; ++c) {
      r.push_back(any_scalar());
      current.push_back(key.encrypted(point(c, "2"), r.back()));
    }
    return author_proof(x, r);
  }
  void renew() {
    current.clear();
    s.clear();
    for (std::size_t c = 0; c < w; ++c) {
      s.push_back(any_scalar());
      current.push_back(key.renewed(previous[c], s.back()));
    }
  }
  Bytes carry() {
    renew();
    return carry_proof();
  }
  Bytes row(const Bytes& proof) const {
    Bytes out;
    for (const auto& c : current) append(out, c.bytes());
    append(out, proof);
    return out;
  }
  /// The challenge of SPEC 4.2 over elements given by the test. T: T_1, then T_2, T_3, T_4 per contest.
  Challenge challenge_over(const std::vector<Element>& T) const {
    base::Hasher h("slot");
    h.item(ctx).item(slot).item(std::uint64_t{epoch}).item(std::uint64_t{w});
    h.item(element_g().bytes).item(key.y.bytes).item(X.bytes);
    Bytes before, now, rest;
    for (std::size_t c = 0; c < w; ++c) {
      append(before, previous[c].bytes());
      append(now, current[c].bytes());
      for (std::size_t j = 0; j < 3; ++j) append(rest, T[1 + 3 * c + j].bytes);
    }
    return challenge(h.item(before).item(now).item(T[0].bytes).item(rest));
  }
  Bytes written(const Challenge& e_v, const std::vector<Element>& T, const std::vector<Scalar>& z) const {
    Bytes out(e_v.begin(), e_v.end());
    for (const auto& t : T) append(out, t.bytes);
    append_scalars(out, z);
    return out;
  }
};

struct SlotProofTest : testing::TestWithParam<std::size_t> {
  TestKey key;
  Slot slot{key, GetParam()};
};
struct TwoContests : testing::Test {
  TestKey key;
  Slot slot{key, 2};
};
INSTANTIATE_TEST_SUITE_P(Contests, SlotProofTest, testing::Values(1, 2, 3));

TEST_P(SlotProofTest, AuthorAndCarryBothHold) {
  const auto author = slot.author();
  EXPECT_EQ(author.size(), slot_proof_size(slot.w));
  expect_pass(verify_slot(slot.statement(), author));
  const auto carry = slot.carry();
  EXPECT_EQ(carry.size(), slot_proof_size(slot.w));
  expect_pass(verify_slot(slot.statement(), carry));
}

TEST_P(SlotProofTest, CarryOverKeepsThePlaintextAndHolds) {
  const auto row = carry_over(slot.ctx, slot.slot, slot.epoch, key.y, key.table, slot.X, slot.previous, test_rng());
  ASSERT_EQ(row.size(), slot_row_size(slot.w));
  std::vector<Ciphertext> current;
  const SlotRow one{slot.slot, &slot.X, slot.previous, row};
  expect_pass(verify_slot_rows(slot.ctx, slot.epoch, key.y, {&one, 1}, current));
  ASSERT_EQ(current.size(), slot.w);
  for (std::size_t c = 0; c < slot.w; ++c) {
    EXPECT_EQ(key.decrypted(current[c]), Slot::point(c, "abstain"));
    EXPECT_EQ(Bytes(row.begin() + 64 * c, row.begin() + 64 * c + 64), base::to_bytes(current[c].bytes()));
  }
}

TEST_P(SlotProofTest, CarryOverDependsOnItsRandomnessAlone) {
  const auto made = [&](std::uint8_t seed) {
    base::KeyedRng rng{base::Secret(Bytes32{seed})};
    return carry_over(slot.ctx, slot.slot, slot.epoch, key.y, key.table, slot.X, slot.previous, rng);
  };
  EXPECT_EQ(made(1), made(1));
  EXPECT_NE(made(1), made(2));
}

TEST_P(SlotProofTest, HoldsForItsOwnStatementOnly) {
  for (const bool author : {true, false}) {
    const auto proof = author ? slot.author() : slot.carry();
    Slot elsewhere(slot);
    elsewhere.ctx = Bytes32{6};
    expect_refused(verify_slot(elsewhere.statement(), proof), kSlotProof, "epoch 3, slot 17");
    Slot neighbour(slot);
    neighbour.slot = 18;
    expect_refused(verify_slot(neighbour.statement(), proof), kSlotProof, "epoch 3, slot 18");
    Slot later(slot);
    later.epoch = 4;
    expect_refused(verify_slot(later.statement(), proof), kSlotProof, "epoch 4, slot 17");
    Slot foreign(slot);
    foreign.X = g_to(any_scalar());
    expect_refused(verify_slot(foreign.statement(), proof), kSlotProof);
    const auto y = g_to(any_scalar());
    const auto given = slot.statement();
    expect_refused(verify_slot({given.ctx, given.slot, given.epoch, y, given.X, given.previous, given.current}, proof), kSlotProof);
    for (std::size_t c = 0; c < slot.w; ++c) {
      Slot moved(slot);
      moved.previous[c] = key.renewed(moved.previous[c], Scalar::one());
      expect_refused(verify_slot(moved.statement(), proof), kSlotProof);
      Slot changed(slot);
      changed.current[c] = key.renewed(changed.current[c], Scalar::one());
      expect_refused(verify_slot(changed.statement(), proof), kSlotProof);
    }
  }
}

TEST_P(SlotProofTest, RefusesTheWrongWitness) {
  slot.author();
  expect_refused(verify_slot(slot.statement(), slot.author_proof(any_scalar(), slot.r)), kSlotProof);
  for (std::size_t c = 0; c < slot.w; ++c) {
    auto r = slot.r;
    r[c] += Scalar::one();
    expect_refused(verify_slot(slot.statement(), slot.author_proof(slot.x, r)), kSlotProof);
    slot.renew();
    slot.current[c].b = product({{slot.current[c].b, Scalar::one()}, {Slot::point(c, "2"), Scalar::one()}});
    expect_refused(verify_slot(slot.statement(), slot.carry_proof()), kSlotProof);
    slot.author();
  }
}

TEST_P(SlotProofTest, RefusesAReplayedRow) {
  const auto proof = slot.author();
  const auto row = slot.row(proof);
  const auto before = slot.previous;
  slot.previous = slot.current;
  std::vector<Ciphertext> out;
  const SlotRow again{slot.slot, &slot.X, slot.previous, row};
  expect_refused(verify_slot_rows(slot.ctx, slot.epoch + 1, key.y, {&again, 1}, out), kSlotUnchanged, "epoch 4, slot 17");
  slot.carry();
  slot.previous = slot.current;
  const SlotRow later{slot.slot, &slot.X, slot.previous, row};
  expect_refused(verify_slot_rows(slot.ctx, slot.epoch + 2, key.y, {&later, 1}, out), kSlotProof);
  const SlotRow elsewhere{slot.slot + 1, &slot.X, before, row};
  expect_refused(verify_slot_rows(slot.ctx, slot.epoch, key.y, {&elsewhere, 1}, out), kSlotProof);
  EXPECT_TRUE(out.empty());
}

TEST_P(SlotProofTest, RefusesEveryFlippedBit) {
  const auto good = slot.row(slot.carry());
  std::vector<Ciphertext> out;
  for (std::size_t at = 0; at < good.size(); at += 3 * slot.w) {
    auto row = good;
    row[at] ^= 1;
    const SlotRow one{slot.slot, &slot.X, slot.previous, row};
    EXPECT_FALSE(verify_slot_rows(slot.ctx, slot.epoch, key.y, {&one, 1}, out).passed()) << at;
  }
}

TEST_P(SlotProofTest, RefusesWrongLengths) {
  const auto proof = slot.author();
  auto longer = proof;
  longer.push_back(0);
  expect_refused(verify_slot(slot.statement(), longer), kSlotLength);
  expect_refused(verify_slot(slot.statement(), ByteView(proof).first(proof.size() - 1)), kSlotLength);
  auto one_less = slot;
  one_less.current.pop_back();
  expect_refused(verify_slot(one_less.statement(), proof), kSlotLength);
  const auto row = slot.row(proof);
  std::vector<Ciphertext> out;
  slot.previous.push_back(slot.previous[0]);
  const SlotRow wrong{slot.slot, &slot.X, slot.previous, row}, none{slot.slot, &slot.X, {}, ByteView(row).first(80)};
  expect_refused(verify_slot_rows(slot.ctx, slot.epoch, key.y, {&wrong, 1}, out), kSlotLength, "epoch 3, slot 17");
  expect_refused(verify_slot_rows(slot.ctx, slot.epoch, key.y, {&none, 1}, out), kSlotLength);
}

TEST_P(SlotProofTest, RefusesEveryOtherSpellingAndTheIdentity) {
  const auto good = slot.row(slot.carry());
  const auto w = slot.w;
  std::vector<Bytes> bad;
  for (std::size_t i = 0; i < 2 * w; ++i) {
    bad.push_back(not_canonical(good, 32 * i));
    bad.push_back(with(good, 32 * i, Bytes32{}));
  }
  for (std::size_t i = 0; i < 1 + 3 * w; ++i) bad.push_back(not_canonical(good, 64 * w + 16 + 32 * i));
  for (std::size_t i = 0; i < 1 + 2 * w; ++i) bad.push_back(plus_order(good, 48 + 160 * w + 32 * i));
  std::vector<Ciphertext> out;
  for (const auto& row : bad) {
    const SlotRow one{slot.slot, &slot.X, slot.previous, row};
    expect_refused(verify_slot_rows(slot.ctx, slot.epoch, key.y, {&one, 1}, out), kSlotEncoding, "epoch 3, slot 17");
  }
  const Element identity;
  const SlotRow nobody{slot.slot, &identity, slot.previous, good};
  expect_refused(verify_slot_rows(slot.ctx, slot.epoch, key.y, {&nobody, 1}, out), kSlotEncoding);
}

TEST_P(SlotProofTest, RefusesACiphertextThatWasNotRenewed) {
  for (std::size_t c = 0; c < slot.w; ++c) {
    slot.renew();
    slot.s[c] = Scalar();
    slot.current[c] = slot.previous[c];
    expect_refused(verify_slot(slot.statement(), slot.carry_proof()), kSlotUnchanged);
    slot.author();
    slot.current[c].b = slot.previous[c].b;
    expect_refused(verify_slot(slot.statement(), slot.author_proof(slot.x, slot.r)), kSlotUnchanged);
  }
}

/// The author's proof made here from the text of SPEC 4.2; with k_x = 0, T_1 is the identity, which is allowed.
TEST_P(SlotProofTest, FollowsTheSpecificationToTheByte) {
  slot.author();
  const auto e_p = any_challenge();
  const auto minus = -to_scalar(e_p), k = any_scalar();
  std::vector<Element> T{Element{}};
  std::vector<Scalar> z_s;
  for (std::size_t c = 0; c < slot.w; ++c) {
    z_s.push_back(any_scalar());
    T.push_back(g_to(k));
    T.push_back(product({{element_g(), z_s[c]}, {quotient(slot.current[c].a, slot.previous[c].a), minus}}));
    T.push_back(product({{key.y, z_s[c]}, {quotient(slot.current[c].b, slot.previous[c].b), minus}}));
  }
  const auto e_v = slot.challenge_over(T) ^ e_p;
  std::vector<Scalar> z{to_scalar(e_v) * slot.x};
  for (std::size_t c = 0; c < slot.w; ++c) z.push_back(k + to_scalar(e_v) * slot.r[c]);
  z.insert(z.end(), z_s.begin(), z_s.end());
  expect_pass(verify_slot(slot.statement(), slot.written(e_v, T, z)));
}

TEST_F(TwoContests, RefusesContestsThatChangedPlaces) {
  const auto proof = slot.author();
  std::swap(slot.current[0], slot.current[1]);
  expect_refused(verify_slot(slot.statement(), proof), kSlotProof);
  Bytes swapped = proof;
  std::swap_ranges(swapped.begin() + 48, swapped.begin() + 144, swapped.begin() + 144);  // T_2, T_3, T_4
  std::swap_ranges(swapped.begin() + 272, swapped.begin() + 304, swapped.begin() + 304);  // z_r
  std::swap_ranges(swapped.begin() + 336, swapped.begin() + 368, swapped.begin() + 368);  // z_s
  expect_refused(verify_slot(slot.statement(), swapped), kSlotProof);
  std::swap(slot.previous[0], slot.previous[1]);
  expect_refused(verify_slot(slot.statement(), swapped), kSlotProof);
}

/// Without x: contest 0 carried over, contest 1 overwritten. Every equation holds with a pair (e_V, e_P) of its own contest.
TEST_F(TwoContests, RefusesAPairOfChallengesPerContest) {
  slot.renew();
  const auto s = slot.s[0], r = any_scalar();
  slot.current[1] = key.encrypted(Slot::point(1, "1"), r);
  const auto e_v0 = any_challenge(), e_p1 = any_challenge();
  const auto z_x = any_scalar(), z_r0 = any_scalar(), k_s = any_scalar(), z_s1 = any_scalar(), k_r = any_scalar();
  const auto minus_v = -to_scalar(e_v0), minus_p = -to_scalar(e_p1);
  const std::vector<Element> T{product({{element_g(), z_x}, {slot.X, minus_v}}),
                               product({{element_g(), z_r0}, {slot.current[0].a, minus_v}}),
                               g_to(k_s),
                               product({{key.y, k_s}}),
                               g_to(k_r),
                               product({{element_g(), z_s1}, {quotient(slot.current[1].a, slot.previous[1].a), minus_p}}),
                               product({{key.y, z_s1}, {quotient(slot.current[1].b, slot.previous[1].b), minus_p}})};
  const auto e = slot.challenge_over(T), e_p0 = e ^ e_v0, e_v1 = e ^ e_p1;
  const std::vector<Scalar> z{z_x, z_r0, k_r + to_scalar(e_v1) * r, k_s + to_scalar(e_p0) * s, z_s1};
  for (const auto& e_v : {e_v0, e_v1, e, e_v0 ^ e_v1})
    expect_refused(verify_slot(slot.statement(), slot.written(e_v, T, z)), kSlotProof);
}

/// Slot 0: the plaintext multiplied by D on the way; the error is hidden in T_2 of slot 1, whose owner helps. Weights that do not
/// cover the proofs would accept it.
TEST(SlotBatch, RefusesAnErrorThatIsHiddenUnderKnownWeights) {
  TestKey key;
  Slot victim(key, 1), helper(key, 1);
  victim.slot = 0;
  helper.slot = 1;
  const auto D = quotient(Slot::point(0, "2"), Slot::point(0, "abstain"));
  victim.renew();
  victim.current[0].b = product({{victim.current[0].b, Scalar::one()}, {D, Scalar::one()}});
  const auto first = victim.carry_proof();
  helper.author();
  const Bytes32 seed = base::hash32("weights over the statements alone");
  base::KeyedRng rng{base::Secret(seed)};
  std::vector<Scalar> weight;
  for (int i = 0; i < 8; ++i) weight.push_back(to_scalar(rng.bytes<16>()));
  std::vector<Element> T_first;
  for (std::size_t i = 0; i < 4; ++i) T_first.push_back(*Element::parse(ByteView(first).subspan(16 + 32 * i, 32)));
  const auto e_v0 = read_challenge(first), e_p0 = e_v0 ^ victim.challenge_over(T_first);
  const auto delta = -weight[3] * to_scalar(e_p0) * weight[5].inverse();
  const auto e_p = any_challenge();
  const auto minus = -to_scalar(e_p), z_s = any_scalar(), k_x = any_scalar(), k_r = any_scalar();
  const std::vector<Element> T{g_to(k_x), product({{element_g(), k_r}, {D, delta}}),
                               product({{element_g(), z_s}, {quotient(helper.current[0].a, helper.previous[0].a), minus}}),
                               product({{key.y, z_s}, {quotient(helper.current[0].b, helper.previous[0].b), minus}})};
  const auto e_v = helper.challenge_over(T) ^ e_p;
  const std::vector<Scalar> z{k_x + to_scalar(e_v) * helper.x, k_r + to_scalar(e_v) * helper.r[0], z_s};

  EquationSystem system;
  const auto g = system.add(element_g().point), y = system.add(key.y.point);
  const auto require = [&](const Slot& s, const std::vector<Element>& t, const Challenge& v, const Challenge& p, const Scalar* u) {
    const auto a = system.add(s.current[0].a.point), b = system.add(s.current[0].b.point);
    system.require(g, u[0], t[0].point, system.add(s.X.point), EquationSystem::kNothing, v);
    system.require(g, u[1], t[1].point, a, EquationSystem::kNothing, v);
    system.require(g, u[2], t[2].point, a, system.add(s.previous[0].a.point), p);
    system.require(y, u[2], t[3].point, b, system.add(s.previous[0].b.point), p);
  };
  std::vector<Scalar> z_first(3);
  ASSERT_TRUE(read_scalars(ByteView(first).last(96), z_first));
  require(victim, T_first, e_v0, e_p0, z_first.data());
  require(helper, T, e_v, e_p, z.data());
  EXPECT_TRUE(system.hold(seed)) << "the attack itself is wrong";
  EXPECT_FALSE(system.hold(base::hash32("any other weights")));

  const auto row0 = victim.row(first), row1 = helper.row(helper.written(e_v, T, z));
  const SlotRow rows[]{{0, &victim.X, victim.previous, row0}, {1, &helper.X, helper.previous, row1}};
  std::vector<Ciphertext> out;
  expect_refused(verify_slot_rows(victim.ctx, victim.epoch, key.y, rows, out), kSlotProof, "epoch 3, slot 0");
}

struct SlotBatchTest : testing::Test {
  TestKey key;
  std::vector<Slot> slots;
  std::vector<Bytes> rows;
  SlotBatchTest() {
    for (std::size_t i = 0; i < 24; ++i) {
      slots.emplace_back(key, 1 + i % 3).slot = i;
      const auto proof = i % 4 == 0 ? slots.back().author() : slots.back().carry();
      rows.push_back(slots.back().row(proof));
    }
  }
  std::vector<SlotRow> all() const {
    std::vector<SlotRow> out;
    for (std::size_t i = 0; i < rows.size(); ++i) out.push_back({i, &slots[i].X, slots[i].previous, rows[i]});
    return out;
  }
  /// The first finding when the rows come in runs of `run`; "" for pass.
  std::string verdict(std::size_t run) const {
    const auto given = all();
    std::vector<Ciphertext> out;
    for (std::size_t i = 0; i < given.size(); i += run) {
      const auto v = verify_slot_rows(slots[0].ctx, 3, key.y, std::span(given).subspan(i, std::min(run, given.size() - i)), out);
      if (!v.passed()) return v.finding().text();
    }
    return out.size() == 48 ? "" : "ciphertexts missing";
  }
  void expect_everywhere(const base::Check& check, std::size_t slot) const {
    const auto single = verdict(1);
    EXPECT_NE(single.find(check.number()), std::string::npos) << single;
    EXPECT_NE(single.find("slot " + std::to_string(slot)), std::string::npos) << single;
    for (const std::size_t run : {2, 5, 7, 24}) EXPECT_EQ(verdict(run), single);
  }
};

TEST_F(SlotBatchTest, GivesOneVerdictHoweverItIsCut) {
  for (const std::size_t run : {1, 2, 5, 7, 24}) EXPECT_EQ(verdict(run), "");
  rows[20] = not_canonical(rows[20], 0);
  expect_everywhere(kSlotEncoding, 20);
  rows[18].pop_back();
  expect_everywhere(kSlotLength, 18);
  rows[11] = with(rows[11], 0, slots[11].previous[0].a.bytes);
  expect_everywhere(kSlotUnchanged, 11);
  rows[9][64] ^= 1;
  expect_everywhere(kSlotProof, 9);
}

TEST_F(SlotBatchTest, RefusesExchangedRows) {
  std::swap(rows[3], rows[6]);
  expect_everywhere(kSlotProof, 3);
}

TEST_F(SlotBatchTest, AppendsTheCiphertextsInOrder) {
  std::vector<Ciphertext> out;
  expect_pass(verify_slot_rows(slots[0].ctx, 3, key.y, all(), out));
  std::size_t at = 0;
  for (const auto& slot : slots)
    for (const auto& c : slot.current) EXPECT_EQ(out[at++], c);
  expect_pass(verify_slot_rows(slots[0].ctx, 3, key.y, {}, out));
}

}  // namespace
}  // namespace ippyo::proof
