// SPDX-License-Identifier: Apache-2.0
// Vectors of chapters 1 to 3.
#include "base/signature.hpp"
#include "make_vectors.hpp"

namespace ippyo::vectors {
namespace {

File texts() {
  File f("1.1-Bytes");
  for (const auto* good : {"", "sample", "\xe8\xa6\x8b\xe6\x9c\xac", "two\nlines", "\xc2\x85", "\xf0\x9f\x97\xb3"})
    f.pass("a text", {{"bytes", hex(base::view(good))}});
  for (const auto* bad : {"tab\t", "\x7f", "\xc0\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe8\xa6", "\x1b[0m"})
    f.fail("control character, or not well-formed", {{"bytes", hex(base::view(bad))}}, "refused");
  return f;
}

File hashes() {
  File f("1.3-Hash");
  f.pass("no item", {{"tag", "t"}, {"items", json::array()}});
  f.pass("one empty item", {{"tag", "t"}, {"items", {""}}});
  f.pass("where an item ends matters", {{"tag", "t"}, {"items", {"00", "0102"}}});
  f.pass("where an item ends matters, again", {{"tag", "t"}, {"items", {"0001", "02"}}});
  f.pass("longer than a block", {{"tag", "entry"}, {"items", {hex(Bytes(300, 7))}}});
  return f;
}

/// Constants made with an independent implementation of the curve; see README.md.
File signatures() {
  File f("1.11-Signatures");
  const auto key = base::SigningKey::from_seed(base::Secret(base::hash32("vectors", std::string_view("signer"))));
  const Bytes message{1, 2, 3};
  const json in{{"key", hex(key.public_key())}, {"message", hex(message)}, {"signature", hex(key.sign(message))}};
  f.pass("an honest signature", in);
  f.fail("another message", in, "message", bit(0), "refused");
  f.fail("another R", in, "signature", bit(0), "refused");
  f.fail("another S", in, "signature", bit(32), "refused");
  f.fail("S plus the order", in, "signature", respelled_scalar(32), "refused");
  f.fail("another key", in, "key", bit(0), "refused");
  f.fail("a key of small order, for which the equation holds",
         {{"key", "0100000000000000000000000000000000000000000000000000000000000000"},
          {"message", "636f666163746f72"},
          {"signature", "dd6aa28431ffc8e4361c670028ea259c8ade909a68b314d1fed04736f9befa29"
                        "cd81010000000000000000000000000000000000000000000000000000000000"}}, "refused");
  f.fail("R of small order, for which the equation holds",
         {{"key", "69878d4a0598aa991e304febde6305e051b98dd8472cef1b22d821cb79706976"},
          {"message", "636f666163746f72"},
          {"signature", "0100000000000000000000000000000000000000000000000000000000000000"
                        "6750fe59d5718cc93d2447792664722169f3c6bc257aac55271983be264e270d"}}, "refused");
  // R + T with T of order 8: holds if both sides are multiplied by 8, and not as it stands.
  f.fail("a signature that only holds with the cofactor",
         {{"key", "69878d4a0598aa991e304febde6305e051b98dd8472cef1b22d821cb79706976"},
          {"message", "636f666163746f72"},
          {"signature", "6a84d583f06569edb3f5ed77df65544b27d6948b4f0b2cb76f33dd8413b20719"
                        "f49f957c1bb50d2228ac1efbbad4177fa5dc568626895fe9ee767f442beada05"}}, "refused");
  return f;
}

File scalars() {
  File f("2.1-Scalar");
  const auto minus_one = (Scalar() - Scalar::one()).bytes();
  Bytes order(32);
  respelled_scalar(0)(order);
  f.pass("zero", {{"bytes", hex(Bytes(32))}});
  f.pass("some scalar", {{"bytes", hex(any_scalar().bytes())}});
  f.pass("the largest", {{"bytes", hex(minus_one)}});
  f.pass("from 64 bytes", {{"wide", hex(rng().bytes<64>())}});
  f.pass("from 64 bytes, the largest", {{"wide", hex(Bytes(64, 0xff))}});
  f.fail("the order", {{"bytes", hex(order)}}, "refused");
  f.fail("the largest number", {{"bytes", hex(Bytes(32, 0xff))}}, "refused");
  f.fail("31 bytes", {{"bytes", hex(Bytes(31))}}, "refused");
  return f;
}

File elements() {
  File f("2.2-Element");
  f.pass("the identity", {{"bytes", hex(Bytes(32))}});
  f.pass("g", {{"bytes", hex(proof::element_g())}});
  f.pass("some element", {{"bytes", hex(g_to(any_scalar()))}});
  const auto g = base::to_bytes(proof::element_g().bytes);
  f.fail("the high bit set", {{"bytes", hex(g)}}, "bytes", respelled_element(0), "refused");
  f.fail("a negative number", {{"bytes", hex(Bytes{1}) + hex(Bytes(31))}}, "refused");
  Bytes p(32, 0xff);
  p[0] = 0xed;
  p[31] = 0x7f;
  f.fail("the modulus of the field, which is zero", {{"bytes", hex(p)}}, "refused");
  // Of RFC 9496, A.3: not a square; the product of the coordinates negative; y = 0.
  f.fail("not a square", {{"bytes", "26948d35ca62e643e26a83177332e6b6afeb9d08e4268b650f1f5bbd8d81d371"}}, "refused");
  f.fail("x y negative", {{"bytes", "3eb858e78f5a7254d8c9731174a94f76755fd3941c0ac93735c07ba14579630e"}}, "refused");
  f.fail("s = -1, y = 0", {{"bytes", "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"}}, "refused");
  f.fail("31 bytes", {{"bytes", hex(g)}}, "bytes", shorter(), "refused");
  return f;
}

File derived() {
  File f("2.3-HashToGroup");
  f.pass("no item", {{"label", "test"}, {"items", json::array()}});
  for (int i = 0; i < 4; ++i) f.pass("two items", {{"label", "test"}, {"items", {hex(Bytes(1, static_cast<std::uint8_t>(i))),
      "00"}}});
  return f;
}

File generators() {
  File f("2.4-Generators");
  f.pass("g", {{"name", "g"}, {"index", 0}});
  f.pass("h", {{"name", "h"}, {"index", 0}});
  for (const int i : {1, 2, 3, 16, 257}) f.pass("h_i", {{"name", "h_i"}, {"index", i}});
  return f;
}

File ciphertexts() {
  File f("3.2-Ciphertext");
  const Key key;
  const auto m = proof::option_point(ctx(), "mayor", "1");
  const json in{{"y", hex(key.y)}, {"m", hex(m)}, {"r", hex(any_scalar().bytes())}};
  f.pass("encrypted", in);
  f.fail("r plus the order", in, "r", respelled_scalar(0), "refused");
  f.fail("y in another spelling", in, "y", respelled_element(0), "refused");
  const json carry{{"y", hex(key.y)}, {"ciphertext", hex(Bytes(32)) + hex(m)}, {"s", hex(any_scalar().bytes())}};
  f.pass("carried over from (1, m)", carry);
  f.fail("a in another spelling", carry, "ciphertext", respelled_element(0), "refused");
  f.fail("b in another spelling", carry, "ciphertext", respelled_element(32), "refused");
  return f;
}

File option_points() {
  File f("3.3-OptionPoint");
  for (const auto* name : {"0", "1", "12", "abstain", "null", "unused"})
    f.pass("ctx0 of zeros", {{"ctx0", hex(Bytes(32))}, {"contest", "mayor"}, {"name", name}});
  f.pass("another ctx0", {{"ctx0", hex(ctx())}, {"contest", "mayor"}, {"name", "1"}});
  f.pass("another contest", {{"ctx0", hex(Bytes(32))}, {"contest", "mayo"}, {"name", "r1"}});
  f.pass("rehearsal", {{"ctx0", hex(ctx())}, {"contest", "rehearsal"}, {"name", "test"}});
  return f;
}

File challenges() {
  File f("3.4-Challenge");
  f.pass("no item", {{"tag", "t"}, {"items", json::array()}});
  f.pass("items", {{"tag", "slot"}, {"items", {hex(ctx()), "0000000000000003"}}});
  for (const int i : {0, 3}) f.pass("at an index", {{"tag", "t"}, {"state", hex(Bytes(64))}, {"index", i}});
  f.pass("another state", {{"tag", "dec-rho"}, {"state", hex(rng().bytes<64>())}, {"index", 1000000}});
  return f;
}

}  // namespace

std::vector<File> basic_files() {
  return {texts(), hashes(), signatures(), scalars(), elements(), derived(), generators(), ciphertexts(), option_points(),
          challenges()};
}

}  // namespace ippyo::vectors
