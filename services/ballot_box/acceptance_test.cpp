// SPDX-License-Identifier: Apache-2.0
// Every rule by which a cast is refused, each with a cast that breaks it and nothing else.
#include "ballot_box/acceptance.hpp"

#include "ballot_box/test_box.hpp"
#include "proof/membership.hpp"
#include "proof/slot_proof.hpp"

namespace ippyo::ballot_box::test {
namespace {

constexpr UnixTime kOpen = 1050;

const EpochView& view() {
  static const EpochView v = make_view(opened_state(), kOpen, 1);
  return v;
}
Objection cheaply(const record::Cast& cast, Remembered remembered = {}, UnixTime now = kOpen) {
  return check_cheaply(view(), cast, remembered, now);
}
Objection proofs(const record::Cast& cast) {
  const auto* one = &cast;
  return check_proofs(view(), {&one, 1})[0];
}
std::uint64_t slot_of_style(std::uint16_t style) {
  std::uint64_t slot = 0;
  while (opened_state().slots()[slot].style != style) ++slot;
  return slot;
}
void expect(const Objection& objection, Refusal kind) {
  ASSERT_TRUE(objection.has_value());
  EXPECT_EQ(objection->kind, kind) << objection->detail;
}
void expect_check(const Objection& objection, const base::Check& check) {
  expect(objection, Refusal::proof);
  ASSERT_TRUE(objection->check.has_value());
  EXPECT_EQ(objection->check->number(), check.number());
}

TEST(BoxAcceptance, TakesAnHonestCastOfEveryStyle) {
  Device device;
  for (const std::uint16_t style : {0, 1}) {
    const auto cast = device.cast(opened_state(), slot_of_style(style), 1);
    EXPECT_FALSE(cheaply(cast).has_value());
    EXPECT_FALSE(proofs(cast).has_value());
  }
}

TEST(BoxAcceptance, RefusesBytesThatAreNoCast) {
  Device device;
  auto bytes = device.cast(opened_state(), 0, 1).encode();
  EXPECT_TRUE(read_cast(bytes).has_value());
  bytes.push_back(0);
  EXPECT_FALSE(read_cast(bytes).has_value());
  EXPECT_FALSE(read_cast({}).has_value());
}

TEST(BoxAcceptance, RefusesForNowOutsideTheOpenEpoch) {
  Device device;
  const auto cast = device.cast(opened_state(), 0, 1);
  expect(cheaply(cast, {}, 1100), Refusal::for_now);
  expect(cheaply(device.cast(opened_state(), 0, 2)), Refusal::for_now);
  expect(check_cheaply(make_view(opened_state(), 900, 0), cast, {}, 900), Refusal::for_now);
}

TEST(BoxAcceptance, RefusesAGrantThatTheRegistrarDidNotSign) {
  Device device;
  auto cast = device.cast(opened_state(), 0, 1);
  cast.grant.slot ^= 1;
  device.sign(cast);
  expect(cheaply(cast), Refusal::grant);
  cast.grant.slot ^= 1;
  cast.grant.signature = device.K.sign(record::grant_hash(cast.grant, opened_state().ctx()));
  device.sign(cast);
  expect(cheaply(cast), Refusal::grant);
}

TEST(BoxAcceptance, RefusesAGrantForOtherEpochsOrForASlotThatDoesNotExist) {
  Device device;
  auto cast = device.cast(opened_state(), 0, 1);
  cast.grant = device.grant(0, 2, 4);
  device.sign(cast);
  expect(cheaply(cast), Refusal::grant);
  cast.grant = device.grant(opened_state().slots().size(), 1, 1);
  device.sign(cast);
  expect(cheaply(cast), Refusal::grant);
}

TEST(BoxAcceptance, RefusesAGrantThatWasUsed) {
  Device device;
  expect(cheaply(device.cast(opened_state(), 0, 1), {.grant_used = true}), Refusal::grant);
}

TEST(BoxAcceptance, RefusesACastThatAnotherKeySigned) {
  Device device, other;
  auto cast = device.cast(opened_state(), 0, 1);
  other.sign(cast);
  expect(cheaply(cast), Refusal::signature);
  device.sign(cast);
  cast.row[0] ^= 1;
  expect(cheaply(cast), Refusal::signature);
}

TEST(BoxAcceptance, RefusesForNowASlotThatIsWritten) {
  Device device;
  expect(cheaply(device.cast(opened_state(), 0, 1), {.slot_written = true}), Refusal::for_now);
}

TEST(BoxAcceptance, RefusesARowOrMembershipListOfTheWrongLength) {
  Device device;
  auto cast = device.cast(opened_state(), slot_of_style(1), 1);
  cast.row.pop_back();
  device.sign(cast);
  expect_check(cheaply(cast), proof::kSlotLength);
  cast = device.cast(opened_state(), slot_of_style(1), 1);
  cast.membership.pop_back();
  expect_check(cheaply(cast), proof::kMembershipEncoding);
}

TEST(BoxAcceptance, RefusesAProofOverOtherCiphertexts) {
  Device device;
  auto cast = device.cast(opened_state(), 0, 1);
  const auto other = device.cast(opened_state(), 0, 1);
  std::copy_n(other.row.begin(), 64, cast.row.begin());
  cast.membership = other.membership;
  expect_check(proofs(cast), proof::kSlotProof);
}

TEST(BoxAcceptance, RefusesARowOfAnotherSlot) {
  Device device;
  const auto slot = slot_of_style(0);
  auto other = slot + 1;
  while (opened_state().slots()[other].style != 0) ++other;
  auto cast = device.cast(opened_state(), other, 1);
  cast.grant = device.grant(slot, 1, 3);
  expect_check(proofs(cast), proof::kSlotProof);
}

TEST(BoxAcceptance, RefusesABallotThatIsNoOption) {
  Device device;
  auto fake = device::view_slot(opened_state(), slot_of_style(0), 1);
  fake.contests[0].points[1] = proof::option_point(opened_state().ctx0(), "mayor", "null");
  base::SecretVector<std::uint32_t> choice(1);
  choice.expose_mutable()[0] = 1;
  const auto grant = device.grant(fake.slot, 1, 3);
  auto built = device::build_cast(fake, world::the_world().voters[fake.slot].key, choice, grant, device.K, device.rng);
  ASSERT_TRUE(built.ok());
  EXPECT_FALSE(cheaply(built->cast).has_value());
  expect_check(proofs(built->cast), proof::kMembership);
  built->cast.membership[0].pop_back();
  expect_check(proofs(built->cast), proof::kMembershipEncoding);
}

TEST(BoxAcceptance, NamesOnlyTheBadOnesOfABatch) {
  Device device;
  std::vector<record::Cast> casts;
  for (std::uint64_t slot = 0; slot < 6; ++slot) casts.push_back(device.cast(opened_state(), slot, 1));
  casts[2].row[80] ^= 1;
  casts[4].membership[0][100] ^= 1;
  std::vector<const record::Cast*> all;
  for (const auto& c : casts) all.push_back(&c);
  const auto objections = check_proofs(view(), all);
  for (std::size_t i = 0; i < all.size(); ++i) EXPECT_EQ(objections[i].has_value(), i == 2 || i == 4) << i;
}

}  // namespace
}  // namespace ippyo::ballot_box::test
