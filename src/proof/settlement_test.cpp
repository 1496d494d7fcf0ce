// SPDX-License-Identifier: Apache-2.0
// Every slot carried over or nulled, nobody can tell which, and the number of nulls is what the registrar signed.
#include "proof/settlement.hpp"

#include "proof/internal/proof_bytes.hpp"
#include "proof/test_world.hpp"

namespace ippyo::proof {
namespace {

/// The registrar, and one slot with w contests.
struct Office {
  TestKey key;
  Scalar z = any_scalar();
  Element Z = g_to(z);
  Bytes32 ctx{5};
  SettlementContext context() const { return {ctx, key.y, Z}; }
};
struct Settled {
  const Office& office;
  std::size_t w;
  std::uint64_t slot = 17;
  std::vector<Element> nulls;
  std::vector<Ciphertext> previous;
  Bytes row;
  Scalar d;

  Settled(const Office& o, std::size_t contests) : office(o), w(contests) {
    for (std::size_t c = 0; c < w; ++c) {
      nulls.push_back(point(c, "null"));
      previous.push_back(office.key.encrypted(point(c, "2"), any_scalar()));
    }
  }
  static Element point(std::size_t c, const char* name) { return option_point(Bytes32{1}, "contest" + std::to_string(c), name); }
  SettlementSlot place() const { return {slot, nulls, previous}; }
  void settle_as(bool overridden, const Scalar& z) {
    auto out = settle(office.context(), place(), overridden, secret(z), office.key.table, test_rng());
    row = std::move(out.row);
    d = out.opening.d.expose();
    EXPECT_EQ(out.opening.overridden, overridden);
  }
  Element D() const { return *Element::parse(ByteView(row).subspan(64 * w, 32)); }
  Ciphertext ciphertext(std::size_t c) const { return *Ciphertext::parse(ByteView(row).subspan(64 * c, 64)); }
};

base::Verdict verdict_of(const SettlementContext& in, const SettlementSlot& slot, ByteView row) {
  std::vector<Ciphertext> settled;
  std::vector<Element> commitments;
  const SettlementRow one{slot, row};
  auto v = verify_settlement_rows(in, {&one, 1}, settled, commitments);
  EXPECT_EQ(settled.size(), v.passed() ? slot.previous.size() : 0);
  EXPECT_EQ(commitments.size(), v.passed() ? 1u : 0u);
  return v;
}

struct SettlementTest : testing::TestWithParam<std::size_t> {
  Office office;
  Settled slot{office, GetParam()};
  base::Verdict verdict() const { return verdict_of(office.context(), slot.place(), slot.row); }
};
INSTANTIATE_TEST_SUITE_P(Contests, SettlementTest, testing::Values(1, 2, 3));

TEST_P(SettlementTest, CarriesOverOrNullsAndOpensOnlyAsWhatItIs) {
  for (const bool overridden : {false, true}) {
    slot.settle_as(overridden, office.z);
    ASSERT_EQ(slot.row.size(), settlement_row_size(slot.w));
    expect_pass(verdict());
    for (std::size_t c = 0; c < slot.w; ++c)
      EXPECT_EQ(office.key.decrypted(slot.ciphertext(c)), overridden ? slot.nulls[c] : Settled::point(c, "2"));
    expect_pass(verify_settlement_opening(slot.D(), overridden, slot.d));
    expect_refused(verify_settlement_opening(slot.D(), !overridden, slot.d), kSettlementOpening);
    expect_refused(verify_settlement_opening(slot.D(), overridden, slot.d + Scalar::one()), kSettlementOpening);
  }
}

TEST_P(SettlementTest, NullsOnlyWithTheRegistrarsKey) {
  slot.settle_as(true, any_scalar());
  expect_refused(verdict(), kSettlementProof, "settlement, slot 17");
}

TEST_P(SettlementTest, HoldsForItsOwnStatementOnly) {
  for (const bool overridden : {false, true}) {
    slot.settle_as(overridden, office.z);
    const auto other = g_to(any_scalar());
    expect_refused(verdict_of({Bytes32{6}, office.key.y, office.Z}, slot.place(), slot.row), kSettlementProof);
    expect_refused(verdict_of({office.ctx, other, office.Z}, slot.place(), slot.row), kSettlementProof);
    expect_refused(verdict_of({office.ctx, office.key.y, other}, slot.place(), slot.row), kSettlementProof);
    auto place = slot.place();
    place.slot = 18;
    expect_refused(verdict_of(office.context(), place, slot.row), kSettlementProof, "settlement, slot 18");
    for (std::size_t c = 0; c < slot.w; ++c) {
      Settled changed(slot);
      changed.nulls[c] = Settled::point(c, "1");
      expect_refused(verdict_of(office.context(), changed.place(), slot.row), kSettlementProof);
      Settled moved(slot);
      moved.previous[c] = office.key.renewed(moved.previous[c], Scalar::one());
      expect_refused(verdict_of(office.context(), moved.place(), slot.row), kSettlementProof);
    }
  }
}

TEST_P(SettlementTest, RefusesEveryFlippedBit) {
  slot.settle_as(true, office.z);
  const auto good = slot.row;
  for (std::size_t at = 0; at < good.size(); at += 4 * slot.w) {
    slot.row = good;
    slot.row[at] ^= 1;
    EXPECT_FALSE(verdict().passed()) << at;
  }
}

TEST_P(SettlementTest, RefusesWrongLengths) {
  slot.settle_as(false, office.z);
  expect_refused(verdict_of(office.context(), slot.place(), ByteView(slot.row).first(slot.row.size() - 1)), kSettlementLength);
  expect_refused(verdict_of(office.context(), {17, {}, {}}, ByteView(slot.row).first(settlement_row_size(0))), kSettlementLength);
  slot.nulls.pop_back();
  expect_refused(verdict(), kSettlementLength, "settlement, slot 17");
}

TEST_P(SettlementTest, RefusesEveryOtherSpellingAndTheIdentity) {
  slot.settle_as(true, office.z);
  const auto w = slot.w;
  const auto good = slot.row;
  std::vector<Bytes> bad;
  for (std::size_t i = 0; i < 2 * w + 1; ++i) {
    bad.push_back(not_canonical(good, 32 * i));
    bad.push_back(with(good, 32 * i, Bytes32{}));
  }
  for (std::size_t i = 0; i < 4 * w + 3; ++i) bad.push_back(not_canonical(good, 64 * w + 48 + 32 * i));
  for (std::size_t i = 0; i < 2 * w + 3; ++i) bad.push_back(plus_order(good, 64 * w + 48 + 32 * (4 * w + 3) + 32 * i));
  for (const auto& row : bad)
    expect_refused(verdict_of(office.context(), slot.place(), row), kSettlementEncoding, "settlement, slot 17");
}

TEST_P(SettlementTest, RefusesACiphertextThatWasNotRenewed) {
  slot.settle_as(false, office.z);
  for (std::size_t c = 0; c < slot.w; ++c) {
    const auto& before = slot.previous[c];
    expect_refused(verdict_of(office.context(), slot.place(), with(slot.row, 64 * c, before.a.bytes)), kSettlementUnchanged);
    expect_refused(verdict_of(office.context(), slot.place(), with(slot.row, 64 * c + 32, before.b.bytes)), kSettlementUnchanged);
  }
}

/// A registrar who knows z and every s, r', d, and proves what is true of a row in the branch G, simulating P, whatever the row is.
struct Liar {
  const Settled& slot;
  std::vector<Ciphertext> current;
  std::vector<Scalar> t;
  Element D;
  Scalar d = any_scalar();
  std::vector<bool> nulled;

  Liar(const Settled& s, std::vector<bool> which, bool committed) : slot(s), nulled(std::move(which)) {
    for (std::size_t c = 0; c < slot.w; ++c) {
      t.push_back(any_scalar());
      const auto& key = slot.office.key;
      current.push_back(nulled[c] ? key.encrypted(slot.nulls[c], t[c]) : key.renewed(slot.previous[c], t[c]));
    }
    D = product({{element_h(), d}, {element_g(), Scalar::from_u64(committed ? 1 : 0)}});
  }
  /// In the order of T; P has the value D, G has Z first and D/g last.
  std::vector<std::pair<Element, Element>> equations(bool null_branch) const {
    const auto& key = slot.office.key;
    std::vector<std::pair<Element, Element>> out;
    if (null_branch) out.emplace_back(element_g(), slot.office.Z);
    for (std::size_t c = 0; c < slot.w; ++c) {
      out.emplace_back(element_g(), null_branch ? current[c].a : quotient(current[c].a, slot.previous[c].a));
      out.emplace_back(key.y, quotient(current[c].b, null_branch ? slot.nulls[c] : slot.previous[c].b));
    }
    out.emplace_back(element_h(), null_branch ? quotient(D, element_g()) : D);
    return out;
  }
  /// Which response serves the i-th equation of a branch.
  static std::size_t response_of(bool null_branch, std::size_t i) { return null_branch ? (i + 1) / 2 : i / 2; }
  Challenge challenge_over(const Bytes& T) const {
    Bytes nulls, before, now;
    for (std::size_t c = 0; c < slot.w; ++c) {
      append(nulls, slot.nulls[c].bytes);
      append(before, slot.previous[c].bytes());
      append(now, current[c].bytes());
    }
    base::Hasher hash("settle");
    hash.item(slot.office.ctx).item(slot.slot).item(std::uint64_t{slot.w}).item(element_g().bytes).item(element_h().bytes);
    hash.item(slot.office.key.y.bytes).item(slot.office.Z.bytes).item(nulls).item(before).item(now).item(D.bytes);
    return challenge(hash.item(T));
  }
  /// Proves with the witnesses of the branch G (or P) and simulates the other.
  Bytes row(bool null_branch) const {
    const auto simulated = any_challenge();
    std::vector<std::vector<Scalar>> u(2);
    Bytes T;
    for (const bool branch : {false, true}) {
      for (std::size_t i = 0; i < slot.w + (branch ? 2 : 1); ++i) u[branch].push_back(any_scalar());
      const auto all = equations(branch);
      for (std::size_t i = 0; i < all.size(); ++i) {
        const auto minus = branch == null_branch ? Scalar() : -to_scalar(simulated);
        append(T, product({{all[i].first, u[branch][response_of(branch, i)]}, {all[i].second, minus}}).bytes);
      }
    }
    const auto mine = challenge_over(T) ^ simulated;
    std::vector<Scalar> witness;
    if (null_branch) witness.push_back(slot.office.z);
    witness.insert(witness.end(), t.begin(), t.end());
    witness.push_back(d);
    for (std::size_t i = 0; i < witness.size(); ++i) u[null_branch][i] += to_scalar(mine) * witness[i];
    Bytes out;
    for (const auto& c : current) append(out, c.bytes());
    append(out, D.bytes);
    append(out, null_branch ? simulated : mine);
    append(out, T);
    append_scalars(out, u[0]);
    append_scalars(out, u[1]);
    return out;
  }
};

TEST_P(SettlementTest, FollowsTheSpecificationToTheByte) {
  for (const bool nulled : {false, true}) {
    const Liar honest(slot, std::vector<bool>(slot.w, nulled), nulled);
    expect_pass(verdict_of(office.context(), slot.place(), honest.row(nulled)));
  }
}

TEST_P(SettlementTest, RefusesAHiddenNullAndACommitmentWithoutOne) {
  for (const bool nulled : {false, true}) {
    const Liar liar(slot, std::vector<bool>(slot.w, nulled), !nulled);
    for (const bool branch : {false, true})
      expect_refused(verdict_of(office.context(), slot.place(), liar.row(branch)), kSettlementProof);
  }
}

TEST_P(SettlementTest, RefusesAHalfNulledSlot) {
  for (std::size_t kept = 0; slot.w > 1 && kept < slot.w; ++kept)
    for (const bool committed : {false, true}) {
      std::vector<bool> which(slot.w, true);
      which[kept] = false;
      const Liar liar(slot, which, committed);
      for (const bool branch : {false, true})
        expect_refused(verdict_of(office.context(), slot.place(), liar.row(branch)), kSettlementProof);
    }
}

struct SettlementBatchTest : testing::Test {
  Office office;
  std::vector<Settled> slots;
  SettlementBatchTest() {
    for (std::size_t i = 0; i < 12; ++i) {
      slots.emplace_back(office, 1 + i % 3).slot = i;
      slots.back().settle_as(i % 4 == 0, office.z);
    }
  }
  std::string verdict(std::size_t run) const {
    std::vector<SettlementRow> rows;
    for (const auto& s : slots) rows.push_back({s.place(), s.row});
    std::vector<Ciphertext> settled;
    std::vector<Element> commitments;
    for (std::size_t i = 0; i < rows.size(); i += run) {
      const auto some = std::span(rows).subspan(i, std::min(run, rows.size() - i));
      const auto v = verify_settlement_rows(office.context(), some, settled, commitments);
      if (!v.passed()) return v.finding().text();
    }
    return settled.size() == 24 && commitments.size() == rows.size() ? "" : "rows missing";
  }
  void expect_everywhere(const base::Check& check, std::size_t slot) const {
    const auto single = verdict(1);
    EXPECT_NE(single.find(check.number()), std::string::npos) << single;
    EXPECT_NE(single.find("slot " + std::to_string(slot)), std::string::npos) << single;
    for (const std::size_t run : {2, 5, 12}) EXPECT_EQ(verdict(run), single);
  }
};

TEST_F(SettlementBatchTest, GivesOneVerdictHoweverItIsCut) {
  for (const std::size_t run : {1, 2, 5, 12}) EXPECT_EQ(verdict(run), "");
  slots[10].row = not_canonical(slots[10].row, 0);
  expect_everywhere(kSettlementEncoding, 10);
  slots[8].row.pop_back();
  expect_everywhere(kSettlementLength, 8);
  slots[7].row = with(slots[7].row, 0, slots[7].previous[0].a.bytes);
  expect_everywhere(kSettlementUnchanged, 7);
  std::swap(slots[3].row, slots[6].row);
  expect_everywhere(kSettlementProof, 3);
}

TEST_F(SettlementBatchTest, TotalIsTheNumberOfNulls) {
  std::vector<Element> commitments;
  Scalar delta;
  for (const auto& s : slots) {
    commitments.push_back(s.D());
    delta += s.d;
  }
  expect_pass(verify_settlement_total(commitments, 3, delta));
  expect_pass(verify_settlement_total({}, 0, Scalar()));
  expect_refused(verify_settlement_total(commitments, 2, delta), kSettlementTotal);
  expect_refused(verify_settlement_total(commitments, 4, delta), kSettlementTotal);
  expect_refused(verify_settlement_total(commitments, 3, delta + Scalar::one()), kSettlementTotal);
  commitments[5] = product({{commitments[5], Scalar::one()}, {element_g(), Scalar::one()}});
  expect_refused(verify_settlement_total(commitments, 3, delta), kSettlementTotal);
}

}  // namespace
}  // namespace ippyo::proof
