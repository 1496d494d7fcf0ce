// SPDX-License-Identifier: Apache-2.0
// Elements, option points, generators, challenges.
#include "proof/element.hpp"

#include <gtest/gtest.h>

#include <set>
#include <thread>

#include "proof/transcript.hpp"

namespace ippyo::proof {
namespace {

base::KeyedRng& rng() {
  static base::KeyedRng one{base::Secret(Bytes32{3})};
  return one;
}

TEST(Element, KeepsBytesAndPointInStep) {
  const auto p = group::from_uniform(rng().bytes<64>());
  const auto e = Element::from(p);
  const auto parsed = Element::parse(e.bytes);
  ASSERT_TRUE(parsed);
  EXPECT_EQ(*parsed, e);
  EXPECT_TRUE(group::equal(parsed->point, p));
  EXPECT_FALSE(e.is_identity());
  EXPECT_TRUE(Element{}.is_identity());
  EXPECT_TRUE(Element::from(group::identity()).is_identity());
  const std::vector<Point> points{group::identity(), p};
  EXPECT_EQ(elements_from(points)[1], e);
}

TEST(Element, RefusesNonCanonicalBytes) {
  auto bytes = element_g().bytes;
  bytes[31] |= 0x80;
  EXPECT_FALSE(Element::parse(bytes));
  EXPECT_FALSE(Element::parse(ByteView(bytes).first(31)));
}

TEST(Ciphertext, DecryptsAndReadsBack) {
  const group::SecretScalar secret(Scalar::random(rng())), r(Scalar::random(rng()));
  Point y;
  group::fixed_mul_ct(base_g(), secret, {&y, 1});
  const auto m = option_point(Bytes32{1}, "mayor", "2");
  const auto c = encrypt(group::FixedBase(y), m.point, r);
  EXPECT_TRUE(group::equal(group::sub(c.b.point, group::mul_vartime(c.a.point, secret.expose())), m.point));
  EXPECT_EQ(*Ciphertext::parse(c.bytes()), c);
  auto bad = c.bytes();
  bad[63] |= 0x80;
  EXPECT_FALSE(Ciphertext::parse(bad));
  EXPECT_FALSE(Ciphertext::parse(ByteView(bad).first(63)));
}

TEST(Generators, AreOneSequenceHoweverTheyAreAskedFor) {
  std::vector<Element> all(600), part(80), far(300);
  shuffle_generators(1, all);
  shuffle_generators(230, part);
  for (std::size_t j = 0; j < part.size(); ++j) EXPECT_EQ(part[j], all[229 + j]);
  EXPECT_EQ(all[4], hash_to_group(base::Hasher("h2g/h_i").item(std::uint64_t{5})));
  shuffle_generators(131072 - 10, far);  // across the end of the cache
  EXPECT_EQ(far[5], hash_to_group(base::Hasher("h2g/h_i").item(std::uint64_t{131067})));
  EXPECT_EQ(far[299], hash_to_group(base::Hasher("h2g/h_i").item(std::uint64_t{131361})));
  std::set<Bytes32> seen{element_g().bytes, element_h().bytes, Bytes32{}};
  for (const auto& e : all) EXPECT_TRUE(seen.insert(e.bytes).second);
}

TEST(Generators, MayBeFilledBySeveralThreads) {
  std::vector<Element> a(2000), b(2000);
  std::thread other([&] { shuffle_generators(3001, a); });
  shuffle_generators(3001, b);
  other.join();
  EXPECT_EQ(a, b);
}

TEST(OptionPoint, DependsOnElectionContestAndName) {
  std::set<Bytes32> seen;
  for (const auto* name : {"0", "1", "2", "11", "abstain", "null", "unused"}) {
    EXPECT_TRUE(seen.insert(option_point(Bytes32{1}, "mayor", name).bytes).second);
    EXPECT_TRUE(seen.insert(option_point(Bytes32{2}, "mayor", name).bytes).second);
    EXPECT_TRUE(seen.insert(option_point(Bytes32{1}, "mayor1", name).bytes).second);
  }
}

TEST(Generators, HaveTheEncodingsOfTheSpecification) {
  EXPECT_EQ(base::to_hex(element_g().bytes), "e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d76");
  EXPECT_EQ(base::to_hex(element_h().bytes), "847637196a4f05aaa322b26e73019dedcf5f2b2bf2cced7899a21fd8c46a1340");
  Element h_1;
  shuffle_generators(1, {&h_1, 1});
  EXPECT_EQ(base::to_hex(h_1.bytes), "5cbb46db3050d8dd87f13163ee16e2a7af42fbd975164c6f794d889fc20eda48");
}

TEST(OptionPoint, HasTheEncodingOfTheSpecification) {
  const auto hex = [](const char* name) { return base::to_hex(option_point(Bytes32{}, "mayor", name).bytes); };
  EXPECT_EQ(hex("1"), "b0ce7998bac14974bb78ca24820f3e0d48ff68da437a74094bb2a1668648c655");
  EXPECT_EQ(hex("abstain"), "7289db1c5babeb0df6db545b06166d740e191dd5a6004f3bba23eb9546dc8a2f");
}

TEST(Challenge, HasTheBytesOfTheSpecification) {
  EXPECT_EQ(base::to_hex(challenge(base::Hasher("t"))), "242ac54140d11d9ab723c637b4ea21c9");
  EXPECT_EQ(base::to_hex(challenge_at("t", Bytes64{}, 3)), "303c49bae05f49c5b2f5c306bc12ee80");
  EXPECT_EQ(base::to_hex(hash_to_scalar(base::Hasher("t")).bytes()),
            "43cc9045afb5019b697d699ba97f8591153f7df57b531526ce7bcfb9b843240c");
}

TEST(Challenge, IsNeverZero) {
  EXPECT_EQ(challenge_from(Bytes64{}), (Challenge{1}));
  Bytes64 h{};
  h[16] = 9;
  EXPECT_EQ(challenge_from(h), (Challenge{1}));
  h[3] = 7;
  EXPECT_EQ(challenge_from(h), (Challenge{0, 0, 0, 7}));
}

TEST(Challenge, OfAListNamesItsIndexAndItsTag) {
  const auto state = base::hash("state");
  EXPECT_EQ(challenge_at("u", state, 3), challenge(base::Hasher("u").item(state).item(std::uint64_t{3})));
  EXPECT_NE(challenge_at("u", state, 3), challenge_at("u", state, 4));
  EXPECT_NE(challenge_at("u", state, 3), challenge_at("v", state, 3));
}

TEST(Challenge, PartsAddUpByXor) {
  EXPECT_EQ((Challenge{5, 1} ^ Challenge{3, 1}), (Challenge{6, 0}));
  EXPECT_EQ(to_scalar(Challenge{5}), Scalar::from_u64(5));
}

}  // namespace
}  // namespace ippyo::proof
