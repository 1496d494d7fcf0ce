// SPDX-License-Identifier: Apache-2.0
// Answers that were changed by chance: nothing crashes, and what is signed cannot be changed.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "passkey/test_answers.hpp"

namespace ippyo::passkey {
namespace {

/// Every answer that differs from `whole` in one bit of the bytes of one member.
template <class F>
void flip_member(const json& whole, const char* name, F f) {
  const auto bytes = *from_base64url(whole["response"][name].get<std::string>());
  for (std::size_t bit = 0; bit < 8 * bytes.size(); ++bit) {
    auto bad = bytes;
    bad[bit / 8] ^= static_cast<std::uint8_t>(1 << bit % 8);
    auto answer = whole;
    answer["response"][name] = to_base64url(bad);
    f(answer, bit);
  }
}

TEST(HostileAnswer, NoBitOfALoginCanBeChanged) {
  for (const auto a : {Algorithm::es256, Algorithm::eddsa}) {
    const auto& key = test_key(a);
    const auto whole = login(key).assertion();
    for (const auto* name : {"clientDataJSON", "authenticatorData", "signature", "userHandle"})
      flip_member(whole, name, [&](const json& bad, std::size_t bit) {
        EXPECT_NE(said(logged_in(bad, on_file(key))), "accepted") << name << " bit " << bit;
      });
  }
}

/// Attestation "none" signs nothing: make, format, counter and backup may differ, key and id may not.
TEST(HostileAnswer, ABitOfARegistrationNeverMakesAnotherKeyOrId) {
  const auto whole = Draft{test_key()}.registration();
  const auto check = [](const json& bad, std::size_t bit) {
    const auto judged = registered(bad);
    if (said(judged) != "accepted") return;
    auto made = std::get<Credential>(judged);
    made.counter = 5;
    made.backup_eligible = false;
    EXPECT_EQ(made, on_file()) << bit;
  };
  flip_member(whole, "attestationObject", check);
  flip_member(whole, "clientDataJSON", check);
}

/// The text of the whole answer, as it arrives: what still counts is the same login.
TEST(HostileAnswer, ABitOfTheTextOfAnAnswerNeverMakesAnotherOne) {
  const auto in = login().assertion().dump(), made = Draft{test_key()}.registration().dump();
  auto expected = on_file();
  expected.counter = 6;
  for (std::size_t bit = 0; bit < 8 * std::max(in.size(), made.size()); ++bit)
    for (const auto* text : {&in, &made}) {
      if (bit >= 8 * text->size()) continue;
      auto bad = *text;
      bad[bit / 8] = static_cast<char>(bad[bit / 8] ^ (1 << bit % 8));
      const auto answer = json::parse(bad, nullptr, false);
      if (text == &made) {
        (void)registered(answer);
      } else if (const auto judged = logged_in(answer); said(judged) == "accepted") {
        EXPECT_EQ(std::get<Credential>(judged), expected) << bit;
      }
    }
}

json any_value(unsigned depth) {
  switch (*rc::gen::inRange(0, depth == 0 ? 6 : 8)) {
    case 0: return nullptr;
    case 1: return *rc::gen::arbitrary<bool>();
    case 2: return *rc::gen::arbitrary<std::int64_t>();
    case 3: return *rc::gen::arbitrary<double>();
    case 4: return *rc::gen::arbitrary<std::string>();
    case 5: return to_base64url(*rc::gen::arbitrary<Bytes>());
    case 6: return json::array({any_value(depth - 1), any_value(depth - 1)});
    default: return json{{*rc::gen::element<std::string>("prf", "results", "id", "type", "first", "enabled"), any_value(depth - 1)}};
  }
}

TEST(HostileAnswer, AnyValueAnywhereIsRefusedOrWithoutEffect) {
  const auto in = login().assertion(), made = Draft{test_key()}.registration();
  EXPECT_TRUE(rc::check("values put into answers", [&] {
    for (auto answer : {in, made}) {
      const auto name = *rc::gen::element<std::string>("id", "rawId", "type", "response", "clientExtensionResults", "authenticatorAttachment");
      const auto inner =
          *rc::gen::element<std::string>("clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle", "transports");
      (*rc::gen::arbitrary<bool>() ? answer[name] : answer["response"][inner]) = any_value(3);
      (void)registered(answer);
      const auto judged = logged_in(answer);
      if (said(judged) == "accepted") RC_ASSERT(std::get<Credential>(judged).key == test_key().bytes());
    }
  }));
}

TEST(HostileAnswer, AnyBytesWhereCborIsExpectedAreRefused) {
  const auto whole = Draft{test_key()}.registration();
  const auto good = *from_base64url(whole["response"]["attestationObject"].get<std::string>());
  EXPECT_TRUE(rc::check("bytes put into an attestation object", [&] {
    auto bytes = good;
    const auto from = *rc::gen::inRange<std::size_t>(0, bytes.size());
    const auto patch = *rc::gen::container<Bytes>(rc::gen::arbitrary<std::uint8_t>());
    if (*rc::gen::arbitrary<bool>()) bytes.resize(from);
    bytes.insert(bytes.begin() + static_cast<std::ptrdiff_t>(std::min(from, bytes.size())), patch.begin(), patch.end());
    auto answer = whole;
    answer["response"]["attestationObject"] = to_base64url(bytes);
    const auto judged = registered(answer);
    if (bytes != good && said(judged) == "accepted") RC_ASSERT(std::get<Credential>(judged).id == on_file().id);
  }));
}

}  // namespace
}  // namespace ippyo::passkey
