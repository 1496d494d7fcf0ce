// SPDX-License-Identifier: Apache-2.0
// The dedicated code as a factor, and the parts of a mail that need no server.
#include "identity/code_provider.hpp"

#include <gtest/gtest.h>
#include <sodium.h>

#include "identity/mail.hpp"

namespace ippyo::identity {
namespace {

using nlohmann::json;

constexpr Bytes32 kProof{1, 2, 3};

struct CodeFactor : testing::Test {
  base::SystemRng rng;
  CodeProvider provider{CodePepper(base::Secret<Bytes32>(Bytes32{7}))};
  OnFile known{"slip-12", base::to_bytes(CodePepper(base::Secret<Bytes32>(Bytes32{7})).record(kProof))};
  Purpose purpose{Purpose::Action::enrol, {}, 0, {}, ""};
  std::string finish(const json& answer, const OnFile& on_file) {
    const auto shown = provider.finish(purpose, on_file, {}, answer, {0, rng});
    const auto* refusal = std::get_if<Refusal>(&shown);
    return refusal == nullptr ? std::get<Shown>(shown).subject : refusal->word;
  }
  json right{{"proof", base::to_hex(kProof)}};
};

TEST_F(CodeFactor, TheRecordIsTheHmacOfTheProofUnderThePepper) {
  const Bytes32 key{7};
  Bytes32 expected;
  crypto_auth_hmacsha256(expected.data(), kProof.data(), kProof.size(), key.data());
  EXPECT_EQ(known.record, base::to_bytes(expected));
}

TEST_F(CodeFactor, TheRightProofCountsAndLeavesNoEvidence) {
  EXPECT_EQ(finish(right, known), "slip-12");
  const auto shown = std::get<Shown>(provider.finish(purpose, known, {}, right, {0, rng}));
  EXPECT_EQ(shown.evidence_class, 0);
  EXPECT_EQ(shown.record, known.record);
  EXPECT_EQ(std::get<Refusal>(provider.audit(purpose, shown.evidence)).word, "code-no-evidence");
}

TEST_F(CodeFactor, EveryOtherAnswerGetsTheSameRefusal) {
  auto changed = kProof;
  for (auto& byte : changed) {
    byte ^= 1;
    EXPECT_EQ(finish({{"proof", base::to_hex(changed)}}, known), "code-wrong");
    byte ^= 1;
  }
  for (const json& answer : {json(), json(1), json("x"), json::array(), json::object(), json{{"proof", 1}}, json{{"proof", ""}}, json{{"proof", base::to_hex(kProof) + "00"}},
                             json{{"proof", std::string(100'000, 'a')}}})
    EXPECT_EQ(finish(answer, known), "code-wrong");
  EXPECT_EQ(finish(right, {}), "code-wrong");
  EXPECT_EQ(finish(right, {"slip-12", Bytes(31)}), "code-wrong");
  // A malformed proof is judged as zeros: on file that must not count either.
  const OnFile zeros{"slip-12", base::to_bytes(CodePepper(base::Secret<Bytes32>(Bytes32{7})).record({}))};
  EXPECT_EQ(finish({{"proof", "nonsense"}}, zeros), "code-wrong");
}

TEST_F(CodeFactor, AnotherPepperGivesAnotherRecord) {
  EXPECT_NE(known.record, base::to_bytes(CodePepper(base::Secret<Bytes32>(Bytes32{8})).record(kProof)));
}

TEST(Mail, AHeaderCannotBeExtended) {
  const Mail good{"vote@city.example", "選挙", "a@b.example", "確認", "text\n", "id1", 0};
  ASSERT_TRUE(mail_bytes(good));
  EXPECT_EQ(mail_bytes(good)->find("Date: Thu, 1 Jan 1970 09:00:00 +0900\r\n"), 0u);
  for (const auto& [member, value] : std::vector<std::pair<std::string Mail::*, std::string>>{{&Mail::from, "a@b\r\nBcc: c@d"},
                                                                                             {&Mail::to, "a@b\nBcc: c@d"},
                                                                                             {&Mail::subject, "x\r\nBcc: c@d"},
                                                                                             {&Mail::subject, "x\ny"},
                                                                                             {&Mail::from_name, "x\r\n"},
                                                                                             {&Mail::subject, "\xff"},
                                                                                             {&Mail::text, "\xff"}}) {
    auto mail = good;
    mail.*member = value;
    EXPECT_FALSE(mail_bytes(mail));
  }
}

TEST(Mail, AddressesAreNormalisedInTheDomainOnly) {
  EXPECT_EQ(normalised_address("Ab.c+d@EXAMPLE.Ac.JP"), "Ab.c+d@example.ac.jp");
  for (const auto* none : {"", "@", "a@", "@b", "a@b.", "a@.b", "a.@b", "a..b@c", "a@b c", "a@b_c", "a@b-", "a,b@c", "a;b@c", "a\\b@c", "a@b\n"})
    EXPECT_FALSE(normalised_address(none)) << none;
}

}  // namespace
}  // namespace ippyo::identity
