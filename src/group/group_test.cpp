// SPDX-License-Identifier: Apache-2.0
// Every operation against libsodium, and the vectors of RFC 9496.
#include <gtest/gtest.h>
#include <sodium.h>

#include <algorithm>

#include "group/kernels/kernel.hpp"
#include "group/point.hpp"

namespace ippyo::group {
namespace {

using base::Bytes;

base::KeyedRng& rng() {
  static base::KeyedRng one{base::Secret(Bytes32{7})};
  return one;
}

Scalar order_minus(std::uint64_t n) { return -Scalar::from_u64(n); }

/// Random scalars after the ones that break carries.
std::vector<Scalar> scalars(std::size_t n) {
  std::vector<Scalar> out{Scalar(), Scalar::one(), Scalar::from_u64(2), Scalar::from_u64(15), Scalar::from_u64(16), Scalar::from_u64(17),
                          order_minus(1), order_minus(2), order_minus(16)};
  base::Bytes16 ones;
  ones.fill(0xff);
  out.push_back(Scalar::from_128(ones));
  out.push_back(Scalar::from_128(ones) + Scalar::one());
  out.push_back(Scalar::from_128(ones) + Scalar::from_u64(2));
  while (out.size() < n) out.push_back(Scalar::random(rng()));
  out.resize(n);
  return out;
}

SecretScalars secret(const std::vector<Scalar>& s) {
  SecretScalars out(s.size());
  std::copy(s.begin(), s.end(), out.expose_mutable().begin());
  return out;
}

std::vector<Point> points(std::size_t n) {
  std::vector<Point> out{identity(), generator(), negate(generator())};
  while (out.size() < n) out.push_back(from_uniform(rng().bytes<64>()));
  out.resize(n);
  return out;
}

Bytes32 sodium_mul(const Scalar& s, const Bytes32& p) {
  Bytes32 out{};
  const auto n = s.bytes();
  if (crypto_scalarmult_ristretto255(out.data(), n.data(), p.data()) != 0) out.fill(0);
  return out;
}

TEST(Scalar, AgreesWithLibsodiumInEveryOperation) {
  const auto all = scalars(60);
  for (const auto& a : all)
    for (const auto& b : all) {
      Bytes32 want;
      crypto_core_ristretto255_scalar_add(want.data(), a.bytes().data(), b.bytes().data());
      EXPECT_EQ((a + b).bytes(), want);
      crypto_core_ristretto255_scalar_sub(want.data(), a.bytes().data(), b.bytes().data());
      EXPECT_EQ((a - b).bytes(), want);
      crypto_core_ristretto255_scalar_mul(want.data(), a.bytes().data(), b.bytes().data());
      EXPECT_EQ((a * b).bytes(), want);
    }
  for (const auto& a : all) {
    Bytes32 want;
    crypto_core_ristretto255_scalar_negate(want.data(), a.bytes().data());
    EXPECT_EQ((-a).bytes(), want);
    if (a.is_zero()) continue;
    crypto_core_ristretto255_scalar_invert(want.data(), a.bytes().data());
    EXPECT_EQ(a.inverse().bytes(), want);
    EXPECT_EQ(a * a.inverse(), Scalar::one());
  }
  EXPECT_TRUE(Scalar().inverse().is_zero());
}

TEST(Scalar, ReducesSixtyFourBytesAsLibsodiumDoes) {
  for (int i = 0; i < 2000; ++i) {
    auto wide = rng().bytes<64>();
    if (i % 4 == 1) std::fill(wide.begin(), wide.begin() + i % 64, 0xff);
    if (i % 4 == 2) std::fill(wide.begin() + i % 64, wide.end(), 0xff);
    if (i % 4 == 3) std::fill(wide.begin() + i % 64, wide.end(), 0);
    Bytes32 want;
    crypto_core_ristretto255_scalar_reduce(want.data(), wide.data());
    EXPECT_EQ(Scalar::from_wide(wide).bytes(), want);
  }
}

TEST(Scalar, ParsesOnlyWhatIsBelowTheOrder) {
  auto bytes = order_minus(1).bytes();
  EXPECT_TRUE(Scalar::parse(bytes));
  ++bytes[0];
  EXPECT_FALSE(Scalar::parse(bytes));
  bytes.fill(0xff);
  EXPECT_FALSE(Scalar::parse(bytes));
  EXPECT_FALSE(Scalar::parse(Bytes(31)));
}

// RFC 9496, appendix A.1: multiples of the generator.
constexpr const char* kMultiples[] = {
    "0000000000000000000000000000000000000000000000000000000000000000", "e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d76",
    "6a493210f7499cd17fecb510ae0cea23a110e8d5b901f8acadd3095c73a3b919", "94741f5d5d52755ece4f23f044ee27d5d1ea1e2bd196b462166b16152a9d0259",
    "da80862773358b466ffadfe0b3293ab3d9fd53c5ea6c955358f568322daf6a57", "e882b131016b52c1d3337080187cf768423efccbb517bb495ab812c4160ff44e",
    "f64746d3c92b13050ed8d80236a7f0007c3b3f962f5ba793d19a601ebb1df403", "44f53520926ec81fbd5a387845beb7df85a96a24ece18738bdcfa6a7822a176d",
    "903293d8f2287ebe10e2374dc1a53e0bc887e592699f02d077d5263cdd55601c", "02622ace8f7303a31cafc63f8fc48fdc16e1c8c8d234b2f0d6685282a9076031",
    "20706fd788b2720a1ed2a5dad4952b01f413bcf0e7564de8cdc816689e2db95f", "bce83f8ba5dd2fa572864c24ba1810f9522bc6004afe95877ac73241cafdab42",
    "e4549ee16b9aa03099ca208c67adafcafa4c3f3e4e5303de6026e3ca8ff84460", "aa52e000df2e16f55fb1032fc33bc42742dad6bd5a8fc0be0167436c5948501f",
    "46376b80f409b29dc2b5f6f0c52591990896e5716f41477cd30085ab7f10301e", "e0c418f7c8d9c4cdd7395b93ea124f3ad99021bb681dfc3302a9d99a2e53e64e"};

TEST(Rfc9496, MultiplesOfTheGenerator) {
  for (std::uint64_t i = 0; i < std::size(kMultiples); ++i)
    EXPECT_EQ(base::to_hex(encode(mul_vartime(generator(), Scalar::from_u64(i)))), kMultiples[i]) << i;
}

// RFC 9496, appendix A.2: must be rejected. Non-canonical, negative, non-square, negative t, y = 0.
constexpr const char* kInvalid[] = {
    "00ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "f3ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0100000000000000000000000000000000000000000000000000000000000000", "01ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "ed57ffd8c914fb201471d1c3d245ce3c746fcbe63a3679d51b6a516ebebe0e20", "c34c4e1826e5d403b78e246e88aa051c36ccf0aafebffe137d148a2bf9104562",
    "c940e5a4404157cfb1628b108db051a8d439e1a421394ec4ebccb9ec92a8ac78", "47cfc5497c53dc8e61c91d17fd626ffb1c49e2bca94eed052281b510b1117a24",
    "f1c6165d33367351b0da8f6e4511010c68174a03b6581212c71c0e1d026c3c72", "87260f7a2f12495118360f02c26a470f450dadf34a413d21042b43b9d93e1309",
    "26948d35ca62e643e26a83177332e6b6afeb9d08e4268b650f1f5bbd8d81d371", "4eac077a713c57b4f4397629a4145982c661f48044dd3f96427d40b147d9742f",
    "de6a7b00deadc788eb6b6c8d20c0ae96c2f2019078fa604fee5b87d6e989ad87", "bcab477be20861e01e4a0e295284146a510150d9817763caf1a6f4b422d67042",
    "2a292df7e32cababbd9de088d1d1abec9fc0440f637ed2fba145094dc14bea08", "f4a9e534fc0d216c44b218fa0c42d99635a0127ee2e53c712f70609649fdff22",
    "8268436f8c4126196cf64b3c7ddbda90746a378625f9813dd9b8457077256731", "2810e5cbc2cc4d4eece54f61c6f69758e289aa7ab440b3cbeaa21995c2f4232b",
    "3eb858e78f5a7254d8c9731174a94f76755fd3941c0ac93735c07ba14579630e", "a45fdc55c76448c049a1ab33f17023edfb2be3581e9c7aade8a6125215e04220",
    "d483fe813c6ba647ebbfd3ec41adca1c6130c2beeee9d9bf065c8d151c5f396e", "8a2e1d30050198c65a54483123960ccc38aef6848e1ec8f5f780e8523769ba32",
    "32888462f8b486c68ad7dd9610be5192bbeaf3b443951ac1a8118419d9fa097b", "227142501b9d4355ccba290404bde41575b037693cef1f438c47f8fbf35d1165",
    "5c37cc491da847cfeb9281d407efc41e15144c876e0170b499a96a22ed31e01e", "445425117cb8c90edcbc7c1cc0e74f747f2c1efa5630a967c64f287792a48a4b",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"};

TEST(Rfc9496, InvalidEncodingsAreRefused) {
  for (const char* hex : kInvalid) EXPECT_FALSE(decode(*base::from_hex(hex))) << hex;
}

TEST(Ristretto, DecodesExactlyWhatLibsodiumDecodes) {
  for (int i = 0; i < 4000; ++i) {
    auto in = rng().bytes<32>();
    in[31] &= 0x7f;
    if (i % 2 == 0) in[0] &= 0xfe;
    if (i % 10 == 9) std::fill(in.begin() + 1, in.end() - 1, i % 20 == 9 ? 0xff : 0x00);
    const auto p = decode(in);
    ASSERT_EQ(p.has_value(), crypto_core_ristretto255_is_valid_point(in.data()) == 1 || in == Bytes32{}) << base::to_hex(in);
    if (p) {
      EXPECT_EQ(encode(*p), in);
    }
  }
}

TEST(Ristretto, BatchDecodeNamesTheFirstBadOne) {
  auto all = points(5);
  Bytes bytes(160);
  encode_batch(all, bytes);
  std::vector<Point> out(5);
  EXPECT_FALSE(decode_batch(bytes, out));
  for (std::size_t i = 0; i < 5; ++i) EXPECT_TRUE(equal(out[i], all[i]));
  bytes[2 * 32] ^= 1;
  bytes[4 * 32] ^= 1;
  EXPECT_EQ(decode_batch(bytes, out), 2u);
  EXPECT_TRUE(is_identity(out[2]));
}

TEST(Ristretto, DerivesTheSameElementsAsLibsodium) {
  for (int i = 0; i < 500; ++i) {
    auto uniform = rng().bytes<64>();
    if (i < 8) std::fill(uniform.begin(), uniform.begin() + 8 * i, i % 2 == 0 ? 0xff : 0);
    Bytes32 want;
    crypto_core_ristretto255_from_hash(want.data(), uniform.data());
    EXPECT_EQ(encode(from_uniform(uniform)), want);
  }
}

TEST(Ristretto, AddsAndSubtractsAsLibsodiumDoes) {
  const auto all = points(20);
  for (const auto& a : all)
    for (const auto& b : all) {
      Bytes32 want;
      crypto_core_ristretto255_add(want.data(), encode(a).data(), encode(b).data());
      EXPECT_EQ(encode(add(a, b)), want);
      crypto_core_ristretto255_sub(want.data(), encode(a).data(), encode(b).data());
      EXPECT_EQ(encode(sub(a, b)), want);
      EXPECT_EQ(equal(a, b), encode(a) == encode(b));
    }
}

TEST(Ristretto, EqualityIsOfClassesNotOfCoordinates) {
  // P + (point of order 4) is the same element: multiply P by 4 / 4 through two different representatives.
  const auto p = points(4)[3];
  const auto q = *decode(encode(p));
  EXPECT_TRUE(equal(p, q));
  EXPECT_TRUE(is_identity(sub(p, q)));
  EXPECT_FALSE(is_identity(p));
}

class Multiplication : public testing::TestWithParam<const Kernel*> {};

TEST_P(Multiplication, AgreesWithLibsodiumForEveryScalar) {
  const auto s = scalars(40);
  const auto p = points(s.size());
  std::vector<Point> variable(s.size()), fixed(s.size()), twice(s.size()), same(s.size());
  GetParam()->mul(p, s.data(), 1, variable);
  GetParam()->mul(p, s.data() + 30, 0, same);
  const auto table = GetParam()->make_table(p[5]), other = GetParam()->make_table(p[6]);
  GetParam()->fixed_mul(table.get(), s.data(), fixed);
  auto reversed = s;
  std::reverse(reversed.begin(), reversed.end());
  GetParam()->fixed_mul2(table.get(), s.data(), other.get(), reversed.data(), twice);
  for (std::size_t i = 0; i < s.size(); ++i) {
    EXPECT_EQ(encode(variable[i]), sodium_mul(s[i], encode(p[i]))) << i;
    EXPECT_EQ(encode(same[i]), sodium_mul(s[30], encode(p[i]))) << i;
    EXPECT_EQ(encode(fixed[i]), sodium_mul(s[i], encode(p[5]))) << i;
    EXPECT_EQ(encode(GetParam()->fixed_mul_vartime(table.get(), s[i])), encode(fixed[i])) << i;
    EXPECT_TRUE(equal(twice[i], add(fixed[i], mul_vartime(p[6], reversed[i])))) << i;
  }
}

TEST_P(Multiplication, SumsAgreeWithAddingOneByOne) {
  for (const std::size_t n : {0, 1, 2, 3, 7, 8, 9, 17, 40, 65, 300, 1000}) {
    const auto s = scalars(n);
    auto p = points(n);
    if (n > 20) {
      p[n - 1] = p[n - 2];
      p[n - 3] = negate(p[n - 2]);
    }
    Point want = identity();
    for (std::size_t i = 0; i < n; ++i) want = add(want, mul_vartime(p[i], s[i]));
    EXPECT_TRUE(equal(GetParam()->msm_vartime(p, s.data()), want)) << n;
    EXPECT_TRUE(equal(GetParam()->msm(p, s.data()), want)) << n;
  }
}

TEST_P(Multiplication, SumsOfEqualDigitsAndOfShortScalarsAreRight) {
  const auto p = points(200);
  for (const auto& one : {Scalar::from_u64(0x1111111111111111), Scalar::from_u64(1), order_minus(1), Scalar()}) {
    const std::vector<Scalar> s(p.size(), one);
    Point sum = identity();
    for (const auto& x : p) sum = add(sum, x);
    EXPECT_TRUE(equal(GetParam()->msm_vartime(p, s.data()), mul_vartime(sum, one)));
  }
}

INSTANTIATE_TEST_SUITE_P(Kernels, Multiplication, testing::ValuesIn(available_kernels().begin(), available_kernels().end()),
                         [](const auto& one) { return std::string(one.param->name); });

TEST(Point, TheConstantTimeFunctionsTakeSecrets) {
  const auto s = scalars(20);
  const auto p = points(20);
  const auto hidden = secret(s);
  std::vector<Point> out(20), same(20);
  mul_ct(p, hidden, out);
  mul_same_scalar_ct(p, SecretScalar(s[19]), same);
  const FixedBase base(p[4]);
  std::vector<Point> fixed(20);
  fixed_mul_ct(base, hidden, fixed);
  for (std::size_t i = 0; i < 20; ++i) {
    EXPECT_TRUE(equal(out[i], mul_vartime(p[i], s[i])));
    EXPECT_TRUE(equal(same[i], mul_vartime(p[i], s[19])));
    EXPECT_TRUE(equal(fixed[i], fixed_mul_vartime(base, s[i])));
  }
  EXPECT_TRUE(equal(msm_ct(p, hidden), msm_vartime(p, s)));
}

}  // namespace
}  // namespace ippyo::group
