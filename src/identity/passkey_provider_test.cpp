// SPDX-License-Identifier: Apache-2.0
#include "identity/passkey_provider.hpp"

#include <gtest/gtest.h>

#include "base/hash.hpp"
#include "passkey/authenticator.hpp"

namespace ippyo::identity {
namespace {

using Action = Purpose::Action;
using nlohmann::json;
const char* const kOrigin = "https://vote.example.jp";

class PasskeyFactor : public ::testing::Test {
 protected:
  base::KeyedRng rng_{base::Secret(Bytes32{1})};
  Moment moment_{1'700'000'000, rng_};
  PasskeySettings settings_{{"vote.example.jp", "Vote", {kOrigin}}, Bytes32{7}};
  PasskeyProvider provider_{settings_};
  passkey::Authenticator device_;
  Purpose enrol_{Action::enrol, Bytes32{7}, 0, Bytes32{2}, "つくば市長選挙"}, grant_{Action::grant, Bytes32{8}, 5, Bytes32{3}, "つくば市長選挙"};

  Begun begun(const Purpose& purpose, const OnFile& known = {}) {
    auto answer = provider_.begin(purpose, known, moment_);
    return std::holds_alternative<Begun>(answer) ? std::get<Begun>(answer) : Begun{};
  }
  passkey::Authenticator::Made answered(const Begun& b) {
    return b.to_voter.contains("rp") ? device_.create(b.to_voter, kOrigin, rng_).value() : device_.get(b.to_voter, kOrigin).value();
  }
  Answer<Shown> finish(const Purpose& purpose, const OnFile& known, ByteView kept, const json& answer) {
    return provider_.finish(purpose, known, kept, answer, moment_);
  }
  OnFile enrolled() {
    const auto b = begun(enrol_);
    const auto shown = std::get<Shown>(finish(enrol_, {}, b.kept, answered(b).answer));
    return {shown.subject, shown.record};
  }
  template <class T>
  static std::string word(const Answer<T>& a) {
    const auto* refusal = std::get_if<Refusal>(&a);
    return refusal ? refusal->word : "accepted";
  }
};

TEST_F(PasskeyFactor, EnrolsOnceAndIsShownAtEveryGrantAndDesk) {
  auto known = enrolled();
  for (const auto action : {Action::grant, Action::grant, Action::desk}) {
    auto purpose = grant_;
    purpose.action = action;
    const auto b = begun(purpose, known);
    const auto shown = finish(purpose, known, b.kept, answered(b).answer);
    ASSERT_EQ(word(shown), "accepted");
    EXPECT_EQ(std::get<Shown>(shown).subject, known.subject);
    EXPECT_NE(std::get<Shown>(shown).record, known.record) << "the counter grew";
    EXPECT_EQ(std::get<Shown>(shown).evidence_class, 0);
    EXPECT_TRUE(std::get<Shown>(shown).evidence.empty());
    EXPECT_FALSE(std::get<Shown>(shown).attributes);
    known.record = std::get<Shown>(shown).record;
  }
}

TEST_F(PasskeyFactor, TheChallengeIsTheClaimAndTheSaltIsThatOfTheElection) {
  const auto made = begun(enrol_);
  const ByteView nonce(made.kept.data() + 1, 32);
  EXPECT_EQ(made.to_voter["challenge"], passkey::to_base64url(enrol_.claim(nonce)));
  const auto salt = passkey::to_base64url(base::hash32("prf", ByteView(settings_.ctx0)));
  EXPECT_EQ(made.to_voter["extensions"]["prf"]["eval"]["first"], salt);
  EXPECT_EQ(begun(grant_, enrolled()).to_voter["extensions"]["prf"]["eval"]["first"], salt);
}

TEST_F(PasskeyFactor, ThePrfOfTheEnrolmentIsThatOfEveryGrant) {
  const auto b = begun(enrol_);
  const auto made = answered(b);
  const auto shown = std::get<Shown>(finish(enrol_, {}, b.kept, made.answer));
  const auto later = answered(begun(grant_, {shown.subject, shown.record}));
  EXPECT_EQ(made.prf->expose(), later.prf->expose());
}

TEST_F(PasskeyFactor, AnAnswerCountsForItsOwnPurposeOnly) {
  const auto known = enrolled();
  const auto b = begun(grant_, known);
  const auto answer = answered(b).answer;
  auto slot = grant_, key = grant_, ctx = grant_, desk = grant_;
  slot.slot = 6;
  key.key[0] ^= 1;
  ctx.ctx[0] ^= 1;
  desk.action = Action::desk;
  for (const auto* other : {&slot, &key, &ctx, &desk, &enrol_}) EXPECT_EQ(word(finish(*other, known, b.kept, answer)), "challenge");
  EXPECT_EQ(word(finish(grant_, known, begun(grant_, known).kept, answer)), "challenge");
  EXPECT_EQ(word(finish(grant_, known, b.kept, answer)), "accepted");
}

TEST_F(PasskeyFactor, AReplayMeetsTheCounter) {
  auto known = enrolled();
  const auto b = begun(grant_, known);
  const auto answer = answered(b).answer;
  known.record = std::get<Shown>(finish(grant_, known, b.kept, answer)).record;
  EXPECT_EQ(word(finish(grant_, known, b.kept, answer)), "counter");
}

TEST_F(PasskeyFactor, WhoHasNoPasskeyOnFileGetsNoGrant) {
  EXPECT_EQ(word(provider_.begin(grant_, {}, moment_)), "unknown-credential");
  EXPECT_EQ(word(provider_.begin(grant_, {"x", {1, 2, 3}}, moment_)), "unknown-credential");
}

TEST_F(PasskeyFactor, ThePasskeyOfSomebodyElseIsRefused) {
  const auto first = enrolled(), second = enrolled();
  const auto b = begun(grant_, first);
  EXPECT_EQ(word(finish(grant_, {second.subject, second.record}, b.kept, answered(b).answer)), "unknown-credential");
  EXPECT_EQ(word(finish(grant_, {second.subject, first.record}, b.kept, answered(b).answer)), "unknown-credential");
}

TEST_F(PasskeyFactor, EnrollingAgainAsksForThePasskeyOnFile) {
  const auto known = enrolled();
  const auto b = begun(enrol_, known);
  ASSERT_FALSE(b.to_voter.contains("rp"));
  EXPECT_EQ(word(finish(enrol_, known, b.kept, answered(b).answer)), "accepted");
  const auto fresh = begun(enrol_);
  EXPECT_EQ(word(finish(enrol_, known, fresh.kept, answered(fresh).answer)), "challenge") << "the file changed in between";
}

TEST_F(PasskeyFactor, DamagedKeptPartsAndAnswersAreRefused) {
  const auto b = begun(enrol_);
  const auto answer = answered(b).answer;
  for (std::size_t i = 0; i < b.kept.size(); ++i) EXPECT_EQ(word(finish(enrol_, {}, ByteView(b.kept).first(i), answer)), "challenge");
  EXPECT_EQ(word(finish(enrol_, {}, b.kept, nullptr)), "malformed");
  EXPECT_EQ(word(finish(enrol_, {}, b.kept, json::array())), "malformed");
}

TEST_F(PasskeyFactor, TheShownNameIsTheElectionsCutBetweenCharacters) {
  auto purpose = enrol_;
  purpose.title.clear();
  for (int i = 0; i < 40; ++i) purpose.title += "選";
  EXPECT_EQ(begun(purpose).to_voter["user"]["name"].get<std::string>().size(), 63u);
  purpose.title.clear();
  EXPECT_EQ(begun(purpose).to_voter["user"]["name"], "ippyo");
}

TEST_F(PasskeyFactor, IsNoEvidence) { EXPECT_EQ(word(provider_.audit(enrol_, {})), "no-evidence"); }

}  // namespace
}  // namespace ippyo::identity
