// SPDX-License-Identifier: Apache-2.0
#include "proof/decryption.hpp"

#include "proof/ceremony.hpp"
#include "proof/internal/shuffle_fixture.hpp"

namespace ippyo::proof {
namespace {

/// Three trustees, two needed: f(x) = 5 + 7 x.
Scalar share_of(std::uint32_t j) { return Scalar::from_u64(5 + 7 * j); }

struct Shared {
  Element y = test_key(5), Z;
  std::uint32_t trustee;
  base::MemoryRows list, rows{kShareRowSize};
  std::string contest = "mayor";
  Bytes header;

  Shared(std::uint32_t j, std::uint64_t n) : trustee(j), list(test_list(y, n)) {
    Z = Element::from(group::fixed_mul_vartime(base_g(), share_of(j)));
    decrypt_with(share_of(j));
  }
  DecryptionStatement statement() const { return {"dec", seed(3), contest, trustee, Z}; }
  void decrypt_with(const Scalar& z) {
    rows.bytes().clear();
    auto made = decrypt_list(statement(), group::SecretScalar(z), list, rows);
    IPPYO_CHECK(made.ok());
    header = *made;
  }
  base::Verdict verdict() const { return *verify_decryption(statement(), list, header, rows); }
};

TEST(Decryption, OfShortAndLongListsIsAccepted) {
  for (const std::uint64_t n : {1, 2, 3, 300}) EXPECT_PASSES(Shared(2, n).verdict());
}

TEST(Decryption, AnyTwoSharesGiveThePlaintextsInListOrder) {
  const Shared one(1, 300), two(2, 300), three(3, 300);
  for (const auto& [first, second] : {std::pair(&one, &two), std::pair(&three, &one), std::pair(&two, &three)}) {
    const std::vector<ShareOfList> shares{{first->trustee, &first->rows}, {second->trustee, &second->rows}};
    std::uint64_t next = 0;
    ASSERT_TRUE(combine(one.list, shares, [&](std::uint64_t i, const Bytes32& m) {
                  EXPECT_EQ(i, next++);
                  EXPECT_EQ(m, group::encode(group::mul_vartime(group::generator(), Scalar::from_u64(i % 5))));
                }).ok());
    EXPECT_EQ(next, 300u);
  }
}

TEST(Decryption, CombiningWhatWasNotVerifiedIsAnError) {
  Shared one(1, 4), two(2, 4);
  const auto combines = [&] { return combine(one.list, std::vector<ShareOfList>{{1, &one.rows}, {2, &two.rows}}, [](auto,
      auto&) {}).ok(); };
  EXPECT_TRUE(combines());
  put(two.rows.bytes(), 32, no_value());
  EXPECT_FALSE(combines());
  two.rows.bytes().resize(96);
  EXPECT_FALSE(combines());
}

TEST(Decryption, ARepetitionGivesTheSameBytes) {
  const Shared first(2, 20), again(2, 20);
  EXPECT_EQ(first.header, again.header);
  Shared other(2, 20);
  other.contest = "council";
  other.decrypt_with(share_of(2));
  EXPECT_NE(first.header, other.header);
}

TEST(Decryption, WithAnotherKeyIsRefused) {
  Shared s(2, 20);
  s.decrypt_with(share_of(2) + Scalar::one());
  EXPECT_REFUSED(s.verdict(), kShareProof);
  EXPECT_EQ(s.verdict().finding().where, "contest mayor, trustee 2");
}

TEST(Decryption, AnAlteredRowOrResponseIsRefused) {
  Shared s(2, 20);
  bump_element(s.rows.bytes(), 7 * kShareRowSize);
  EXPECT_REFUSED(s.verdict(), kShareProof);
  for (const std::size_t at : {0, 32}) {
    s = Shared(2, 3);
    bump_element(s.header, at);
    EXPECT_REFUSED(s.verdict(), kShareProof);
  }
  s = Shared(2, 3);
  bump_scalar(s.header, 64);
  EXPECT_REFUSED(s.verdict(), kShareProof);
}

/// The formulas of SPEC 5.4 once more, by a trustee with the right key that alters one M before it proves.
TEST(Decryption, AnAlteredRowUnderAnHonestKeyIsRefused) {
  for (const bool alter : {false, true}) {
    Shared s(2, 6);
    if (alter) bump_element(s.rows.bytes(), 3 * kShareRowSize);
    base::Hasher statement("dec");
    statement.item(seed(3)).item("mayor").item(*list_hash(seed(3), "mayor",
        s.list)).item(2).item(element_g().bytes).item(s.Z.bytes);
    ASSERT_TRUE(hash_rows(statement, base::ColumnRows(s.list, 0, 32)).ok());
    const auto st = statement.item(s.rows.bytes()).finish();
    Point A = group::identity(), B = A;
    for (std::size_t i = 0; i < 6; ++i) {
      const auto rho = to_scalar(challenge_at("dec-rho", st, i));
      A = group::add(A, group::mul_vartime(*group::decode(ByteView(s.list.bytes()).subspan(kCiphertextSize * i, 32)), rho));
      B = group::add(B, group::mul_vartime(*group::decode(ByteView(s.rows.bytes()).subspan(kShareRowSize * i, 32)), rho));
    }
    const auto t = Scalar::from_u64(12345);
    put(s.header, 0, group::encode(group::mul_vartime(group::generator(), t)));
    put(s.header, 32, group::encode(group::mul_vartime(A, t)));
    const auto e = challenge(base::Hasher("dec-e").item(st).item(group::encode(A)).item(group::encode(B)).item(ByteView(s.header).first(64)));
    put(s.header, 64, (t + to_scalar(e) * share_of(2)).bytes());
    if (alter) EXPECT_REFUSED(s.verdict(), kShareProof);
    else EXPECT_PASSES(s.verdict());
  }
}

TEST(Decryption, OfAnotherListContestTrusteeTagOrElectionIsRefused) {
  const Shared good(2, 20);
  auto s = good;
  s.list = test_list(s.y, 20, 2);
  EXPECT_REFUSED(s.verdict(), kShareProof);
  s = good;
  bump_element(s.list.bytes(), 32);  // b is bound by the hash of the list alone
  EXPECT_REFUSED(s.verdict(), kShareProof);
  s = good;
  s.contest = "council";
  EXPECT_REFUSED(s.verdict(), kShareProof);
  s = good;
  s.trustee = 3;
  EXPECT_REFUSED(s.verdict(), kShareProof);
  auto other_tag = good.statement(), other_election = good.statement();
  other_tag.tag = "dec-rehearsal";
  other_election.ctx[0] ^= 1;
  for (const auto& statement : {other_tag, other_election})
    EXPECT_REFUSED(*verify_decryption(statement, good.list, good.header, good.rows), kShareProof);
}

TEST(Decryption, BytesThatAreNotCanonicalAreRefusedWithTheirRow) {
  const Shared good(2, 20);
  auto s = good;
  put(s.rows.bytes(), 9 * kShareRowSize, no_value());
  EXPECT_REFUSED(s.verdict(), kShareEncoding);
  EXPECT_EQ(s.verdict().finding().where, "contest mayor, trustee 2, row 9");
  s = good;
  put(s.list.bytes(), 9 * kCiphertextSize, no_value());
  EXPECT_REFUSED(s.verdict(), kShareEncoding);
  EXPECT_EQ(s.verdict().finding().where, "contest mayor, trustee 2, list row 9");
  for (const std::size_t at : {0, 32, 64}) {
    s = good;
    put(s.header, at, no_value());
    EXPECT_REFUSED(s.verdict(), kShareEncoding);
  }
  s = good;
  s.rows.bytes().resize(19 * kShareRowSize);
  EXPECT_REFUSED(s.verdict(), kShareEncoding);
  s = good;
  s.header.pop_back();
  EXPECT_REFUSED(s.verdict(), kShareEncoding);
}

TEST(Decryption, AcceptsTheIdentityOfComputedPlaces) {
  Shared s(2, 3);
  put(s.list.bytes(), kCiphertextSize, Bytes32{});
  s.decrypt_with(share_of(2));
  EXPECT_PASSES(s.verdict());
}

TEST(Rehearsal, CiphertextsAreRecomputedByEverybodyAndHoldTheTestPlaintext) {
  const auto y = test_key(5);
  const auto made = rehearsal_ciphertexts(seed(1), y, "2026-10-04", 3);
  EXPECT_EQ(made, rehearsal_ciphertexts(seed(1), y, "2026-10-04", 3));
  EXPECT_NE(made, rehearsal_ciphertexts(seed(1), y, "2026-10-05", 3));
  EXPECT_NE(made, rehearsal_ciphertexts(seed(2), y, "2026-10-04", 3));
  for (const auto& c : made) {
    const auto m = group::sub(c.b.point, group::mul_vartime(c.a.point, Scalar::from_u64(5)));
    EXPECT_EQ(Element::from(m), option_point(seed(1), "rehearsal", "test"));
  }
  EXPECT_NE(made[0], made[1]);
}

}  // namespace
}  // namespace ippyo::proof
