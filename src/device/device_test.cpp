// SPDX-License-Identifier: Apache-2.0
// The voter's device against the proof layer: what it builds verifies, and what it must notice it notices.
#include <gtest/gtest.h>

#include "device/second_device.hpp"
#include "proof/membership.hpp"
#include "proof/slot_proof.hpp"

namespace ippyo::device {
namespace {

using group::Scalar;
using group::SecretScalar;

base::SecretVector<std::uint32_t> choose(std::initializer_list<std::uint32_t> numbers) {
  base::SecretVector<std::uint32_t> out(numbers.size());
  std::copy(numbers.begin(), numbers.end(), out.expose_mutable().begin());
  return out;
}

OfferedContest contest(const Bytes32& ctx0, const std::string& id, std::vector<std::uint32_t> numbers) {
  OfferedContest out{id, std::move(numbers), {}};
  for (const auto v : out.numbers) out.points.push_back(proof::option_point(ctx0, id, std::to_string(v)));
  return out;
}

// Slot 5 of an election with two contests, epoch 3, nobody has voted yet.
struct DeviceTest : testing::Test {
  base::SystemRng rng;
  const Bytes32 ctx0 = base::hash32("test", base::view("ctx0")), ctx = base::hash32("test", base::view("ctx"));
  const Element y = proof::hash_to_group(base::Hasher("h2g/test-y"));
  SlotKey key = random_slot_key(rng);
  const base::SigningKey K = base::SigningKey::generate();
  const record::Grant grant{5, rng.bytes<16>(), K.public_key(), 3, 5, {}};
  SlotView view = make_view();

  SlotView make_view() {
    SlotView v{ctx, 5, 3, y, group::FixedBase(y.point), key.X, {}, {}};
    v.contests = {contest(ctx0, "mayor", {0, 1, 2, 3}), contest(ctx0, "council", {0, 1, 2, 4, 7})};
    for (const auto& c : v.contests) v.previous.push_back({Element{}, proof::option_point(ctx0, c.id, "abstain")});
    return v;
  }
  BuiltCast build(std::initializer_list<std::uint32_t> numbers) {
    auto built = build_cast(view, key, choose(numbers), grant, K, rng);
    EXPECT_TRUE(built.ok());
    return std::move(*built);
  }
  std::string refusal(std::initializer_list<std::uint32_t> numbers, const SlotKey& with, const record::Grant& permission) {
    const auto built = build_cast(view, with, choose(numbers), permission, K, rng);
    return built.ok() ? "" : built.error().message;
  }
  base::Verdict slot_verdict(ByteView row) {
    const proof::SlotRow one{view.slot, &view.X, view.previous, row};
    std::vector<Ciphertext> current;
    return proof::verify_slot_rows(ctx, view.epoch, y, {&one, 1}, current);
  }
  Reading read(const CheckCode& code) {
    auto reading = read_check_code(view, code);
    EXPECT_TRUE(reading.ok());
    return std::move(*reading);
  }
};

TEST_F(DeviceTest, ACastVerifiesWithTheProofLayer) {
  const auto built = build({2, 7});
  EXPECT_EQ(built.cast.row.size(), proof::slot_row_size(2));
  EXPECT_TRUE(slot_verdict(built.cast.row).passed());
  ASSERT_EQ(built.cast.membership.size(), 2u);
  for (std::size_t c = 0; c < 2; ++c) {
    const auto label = proof::slot_label(ctx, view.contests[c].id, view.slot, view.epoch);
    const proof::MembershipStatement statement{label, y, view.contests[c].points, built.kept.ciphertexts[c]};
    EXPECT_TRUE(proof::verify_membership(statement, built.cast.membership[c]).passed());
  }
  EXPECT_TRUE(base::verify_signature(K.public_key(), record::cast_hash(built.cast, ctx), built.cast.signature));
}

TEST_F(DeviceTest, ASecondBuildForTheSameChoiceSharesNothing) {
  const auto one = build({1, 1}), two = build({1, 1});
  EXPECT_NE(one.cast.request, two.cast.request);
  for (std::size_t c = 0; c < 2; ++c) {
    EXPECT_FALSE(one.kept.ciphertexts[c].a == two.kept.ciphertexts[c].a);
    EXPECT_FALSE(one.kept.ciphertexts[c].b == two.kept.ciphertexts[c].b);
  }
}

TEST_F(DeviceTest, AnotherKeyThanTheSlotsIsRefusedBeforeAnythingIsBuilt) {
  EXPECT_NE(refusal({1, 1}, random_slot_key(rng), grant), "");
}

TEST_F(DeviceTest, AKeyThatOnlyClaimsToBeTheSlotsMakesNoValidRow) {
  const SlotKey wrong{SecretScalar(Scalar::random(rng)), view.X};
  const auto built = build_cast(view, wrong, choose({1, 1}), grant, K, rng);
  ASSERT_TRUE(built.ok());
  const auto verdict = slot_verdict(built->cast.row);
  ASSERT_FALSE(verdict.passed());
  EXPECT_EQ(verdict.finding().check, proof::kSlotProof);
}

TEST_F(DeviceTest, AGrantForAnotherSlotEpochOrKeyIsRefused) {
  auto other = grant;
  other.slot = 6;
  EXPECT_NE(refusal({1, 1}, key, other), "");
  other = grant;
  other.first = 4;
  EXPECT_NE(refusal({1, 1}, key, other), "");
  other = grant;
  other.last = 2;
  EXPECT_NE(refusal({1, 1}, key, other), "");
  other = grant;
  other.K[0] ^= 1;
  EXPECT_NE(refusal({1, 1}, key, other), "");
  EXPECT_EQ(refusal({1, 1}, key, grant), "");
}

TEST_F(DeviceTest, AChoiceThatIsNotOfferedIsRefused) {
  EXPECT_NE(refusal({4, 1}, key, grant), "");
  EXPECT_NE(refusal({1, 3}, key, grant), "");
  EXPECT_NE(refusal({1, 0x80000001}, key, grant), "");
  EXPECT_NE(refusal({1}, key, grant), "");
}

TEST_F(DeviceTest, TheSecondDeviceFindsEveryChoice) {
  for (const auto mayor : view.contests[0].numbers)
    for (const auto council : view.contests[1].numbers) {
      const auto built = build({mayor, council});
      const auto bytes = check_code(built.kept).encode();
      const auto code = CheckCode::decode(bytes.expose());
      ASSERT_TRUE(code.ok());
      const auto reading = read(*code);
      EXPECT_EQ(reading.slot, 5u);
      EXPECT_TRUE(reading.opens());
      EXPECT_EQ(reading.choices[0], mayor);
      EXPECT_EQ(reading.choices[1], council);
    }
}

TEST_F(DeviceTest, AnAlteredROpensNothingInThatContest) {
  const auto built = build({1, 2});
  auto code = check_code(built.kept);
  code.r.expose_mutable()[1] += Scalar::one();
  const auto reading = read(code);
  EXPECT_FALSE(reading.opens());
  EXPECT_EQ(reading.choices[0], 1u);
  EXPECT_FALSE(reading.choices[1].has_value());
}

TEST_F(DeviceTest, ACiphertextOfSomethingThatIsNotOfferedDoesNotOpen) {
  const auto built = build({1, 2});
  auto code = check_code(built.kept);
  const auto three = proof::option_point(ctx0, "council", "3");
  code.ciphertexts[1] = proof::encrypt(view.y_base, three.point, SecretScalar(code.r.expose()[1]));
  EXPECT_FALSE(read(code).choices[1].has_value());
}

TEST_F(DeviceTest, AnAlteredCiphertextDoesNotOpen) {
  const auto built = build({1, 2});
  auto code = check_code(built.kept);
  std::swap(code.ciphertexts[0].a, code.ciphertexts[1].a);
  EXPECT_FALSE(read(code).choices[0].has_value());
  code = check_code(built.kept);
  std::swap(code.ciphertexts[0].b, code.ciphertexts[1].b);
  EXPECT_FALSE(read(code).choices[0].has_value());
}

TEST_F(DeviceTest, ACodeOfAnotherElectionSlotOrEpochIsRefused) {
  const auto built = build({1, 2});
  auto code = check_code(built.kept);
  code.ctx[0] ^= 1;
  EXPECT_FALSE(read_check_code(view, code).ok());
  code = check_code(built.kept);
  code.slot = 6;
  EXPECT_FALSE(read_check_code(view, code).ok());
  code = check_code(built.kept);
  code.epoch = 4;
  EXPECT_FALSE(read_check_code(view, code).ok());
  code = check_code(built.kept);
  code.ciphertexts.pop_back();
  EXPECT_FALSE(read_check_code(view, code).ok());
}

TEST_F(DeviceTest, ACodeHasOneEncodingAndNothingAfterIt) {
  const auto built = build({1, 2});
  const auto secret = check_code(built.kept).encode();
  const Bytes bytes(secret.expose().begin(), secret.expose().end());
  EXPECT_EQ(bytes.size(), 48u + 96u * 2);
  for (std::size_t n = 0; n < bytes.size(); ++n) EXPECT_FALSE(CheckCode::decode(ByteView(bytes).first(n)).ok());
  auto longer = bytes;
  longer.push_back(0);
  EXPECT_FALSE(CheckCode::decode(longer).ok());
  auto bad_scalar = bytes;
  bad_scalar.back() = 0xff;
  EXPECT_FALSE(CheckCode::decode(bad_scalar).ok());
  auto bad_element = bytes;
  bad_element[48 + 31] |= 0x80;
  EXPECT_FALSE(CheckCode::decode(bad_element).ok());
  EXPECT_TRUE(std::ranges::equal(CheckCode::decode(bytes)->encode().expose(), bytes));
}

TEST_F(DeviceTest, TheSecondDeviceConfirmsExactlyTheBytesThatItRead) {
  const auto built = build({1, 2});
  const auto reading = read(check_code(built.kept));
  EXPECT_TRUE(confirm_row(reading, view, built.cast.row).passed());
  const auto other = build({1, 2});
  const auto replaced = confirm_row(reading, view, other.cast.row);
  ASSERT_FALSE(replaced.passed());
  EXPECT_EQ(replaced.finding().check, kReadCiphertexts);
  auto broken = built.cast.row;
  broken.back() ^= 1;
  const auto unproven = confirm_row(reading, view, broken);
  ASSERT_FALSE(unproven.passed());
  EXPECT_EQ(unproven.finding().check, proof::kSlotProof);
  const auto cut = confirm_row(reading, view, ByteView(built.cast.row).first(100));
  ASSERT_FALSE(cut.passed());
  EXPECT_EQ(cut.finding().check, kReadCiphertexts);
}

TEST_F(DeviceTest, RecordedMeansTheVeryBytesThatWereSent) {
  auto built = build({1, 2});
  EXPECT_TRUE(recorded(built.kept, built.cast.row));
  auto row = built.cast.row;
  row[200] ^= 1;
  EXPECT_FALSE(recorded(built.kept, row));
  built.kept.wipe();
  EXPECT_FALSE(recorded(built.kept, built.cast.row));
  EXPECT_FALSE(recorded(built.kept, {}));
  EXPECT_EQ(built.kept.r.size() + built.kept.choices.size(), 0u);
}

TEST_F(DeviceTest, ARowIsFoundInARunOfRowsOfDifferentSizes) {
  const std::vector<std::size_t> contests{1, 2, 1};
  Bytes run(proof::slot_row_size(1), 1);
  run.insert(run.end(), proof::slot_row_size(2), 2);
  run.insert(run.end(), proof::slot_row_size(1), 3);
  const auto row = row_in_run(run, contests, 1);
  ASSERT_TRUE(row.has_value());
  EXPECT_EQ(Bytes(row->begin(), row->end()), Bytes(proof::slot_row_size(2), 2));
  EXPECT_FALSE(row_in_run(run, contests, 3).has_value());
  EXPECT_FALSE(row_in_run(ByteView(run).first(run.size() - 1), contests, 0).has_value());
}

TEST_F(DeviceTest, TheAcknowledgementIsForThisRowOnly) {
  const auto built = build({1, 2});
  const auto box = random_slot_key(rng);
  const auto answer = proof::acknowledge({ctx, 3, 5, built.cast.row, box.X, key.X}, proof::AcknowledgementRole::box, box.x, rng);
  EXPECT_TRUE(check_acknowledgement(built.kept, box.X, key.X, answer).passed());
  const auto verdict = check_acknowledgement(build({1, 2}).kept, box.X, key.X, answer);
  ASSERT_FALSE(verdict.passed());
  EXPECT_EQ(verdict.finding().check, proof::kAcknowledgement);
}

TEST_F(DeviceTest, TheSlotKeyIsTheSameOnEveryDeviceOfTheVoterAndOnNoOther) {
  const auto prf = [](std::uint8_t fill) {
    Bytes32 out;
    out.fill(fill);
    return base::Secret<Bytes32>(out);
  };
  const auto X = derive_slot_key(prf(1), "code", ctx0).X;
  EXPECT_EQ(derive_slot_key(prf(1), "code", ctx0).X, X);
  EXPECT_FALSE(derive_slot_key(prf(2), "code", ctx0).X == X);
  EXPECT_FALSE(derive_slot_key(prf(1), "coda", ctx0).X == X);
  EXPECT_FALSE(derive_slot_key(prf(1), "code", ctx).X == X);
}

TEST_F(DeviceTest, TheEnrolmentProofIsForThisEvidenceOnly) {
  const auto evidence = base::hash32("evidence", base::view("one")), other = base::hash32("evidence", base::view("two"));
  const auto proof = prove_enrolment(key, ctx0, evidence, rng);
  EXPECT_TRUE(proof::verify_possession({"pop", enrolment_label(ctx0, key.X, evidence), key.X}, proof).passed());
  const auto verdict = proof::verify_possession({"pop", enrolment_label(ctx0, key.X, other), key.X}, proof);
  ASSERT_FALSE(verdict.passed());
  EXPECT_EQ(verdict.finding().check, proof::kPossession);
}

TEST_F(DeviceTest, AGrantRequestHoldsForItsSlotKeyAndElectionOnly) {
  const auto request = record::request_grant(ctx, 5, K.public_key(), key.X, key.x, rng);
  const auto bytes = request.encode();
  EXPECT_EQ(bytes.size(), record::kGrantRequestSize);
  const auto read = record::GrantRequest::decode(bytes);
  ASSERT_TRUE(read.ok());
  EXPECT_TRUE(record::verify_grant_request(*read, ctx, key.X).passed());
  EXPECT_FALSE(record::GrantRequest::decode(ByteView(bytes).first(103)).ok());
  const auto refused = [&](const record::GrantRequest& r, const Bytes32& c, const Element& X) {
    const auto verdict = record::verify_grant_request(r, c, X);
    return verdict.passed() ? base::Check{} : verdict.finding().check;
  };
  auto other = *read;
  other.slot = 6;
  EXPECT_EQ(refused(other, ctx, key.X), proof::kPossession);
  other = *read;
  other.K[3] ^= 1;
  EXPECT_EQ(refused(other, ctx, key.X), proof::kPossession);
  EXPECT_EQ(refused(*read, ctx0, key.X), proof::kPossession);
  EXPECT_EQ(refused(*read, ctx, random_slot_key(rng).X), proof::kPossession);
  other = *read;
  other.possession[63] = 0xff;
  EXPECT_EQ(refused(other, ctx, key.X), proof::kPossessionEncoding);
}

TEST_F(DeviceTest, ABeginAndAGrantRequestDoNotStandForOneAnother) {
  const auto begin = record::begin_grant(ctx, 5, K.public_key(), key.X, key.x, rng);
  const auto request = record::request_grant(ctx, 5, K.public_key(), key.X, key.x, rng);
  EXPECT_TRUE(record::verify_grant_begin(begin, ctx, key.X).passed());
  const auto as_request = record::verify_grant_request(begin, ctx, key.X), as_begin = record::verify_grant_begin(request, ctx, key.X);
  ASSERT_FALSE(as_request.passed() || as_begin.passed());
  EXPECT_EQ(as_request.finding().check, proof::kPossession);
  EXPECT_EQ(as_begin.finding().check, proof::kPossession);
}

}  // namespace
}  // namespace ippyo::device
