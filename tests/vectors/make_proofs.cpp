// SPDX-License-Identifier: Apache-2.0
// Vectors of chapter 4, and of 10.3.
#include "make_vectors.hpp"
#include "proof/acknowledgement.hpp"
#include "proof/possession.hpp"
#include "proof/settlement.hpp"
#include "proof/slot_proof.hpp"
#include "proof/station_ballot.hpp"
#include "record/grant_request.hpp"

namespace ippyo::vectors {
namespace {

std::vector<Element> options(std::size_t n, std::string_view contest = "mayor") {
  std::vector<Element> out;
  for (std::size_t v = 0; v < n; ++v) out.push_back(proof::option_point(ctx(), contest, std::to_string(v)));
  return out;
}

std::vector<Ciphertext> ciphertexts(const Key& key, std::size_t w) {
  std::vector<Ciphertext> out;
  for (std::size_t c = 0; c < w; ++c) out.push_back(key.encrypted(options(3)[c % 3], any_scalar()));
  return out;
}

File possession() {
  File f("4.1-Possession");
  const auto x = any_scalar();
  const auto X = g_to(x);
  const Bytes label{1, 2, 3};
  const json in{{"tag", "pop"}, {"label", hex(label)}, {"X", hex(X)}, {"proof", hex(proof::prove_possession({"pop", label, X},
      secret(x), rng()))}};
  f.pass("honest", in);
  f.fail("another label", in, "label", bit(0), "V3.1");
  f.fail("another X", in, "X", times_g(0), "V3.1");
  f.fail("another T", in, "proof", times_g(0), "V3.1");
  f.fail("another z", in, "proof", plus_one(32), "V3.1");
  f.fail("T in another spelling", in, "proof", respelled_element(0), "V2.1");
  f.fail("z plus the order", in, "proof", respelled_scalar(32), "V2.1");
  f.fail("a byte too few", in, "proof", shorter(), "V2.1");
  f.fail("a byte too many", in, "proof", longer(), "V2.1");
  f.fail("X the identity", in, "X", identity(0), "V2.1");
  auto other = in;
  other["tag"] = "station-r";
  f.fail("another tag", other, "V3.1");
  return f;
}

/// A slot row with w contests, by its author or carried over.
json slot_case(const Key& key, std::size_t w, bool author) {
  const auto x = any_scalar();
  const auto X = g_to(x);
  const auto previous = ciphertexts(key, w);
  Bytes row;
  if (author) {
    std::vector<Scalar> r;
    std::vector<Ciphertext> current;
    for (std::size_t c = 0; c < w; ++c) {
      r.push_back(any_scalar());
      current.push_back(key.encrypted(options(3)[1], r.back()));
    }
    row = *base::from_hex(hex(current));
    const auto proof = proof::prove_slot_author({ctx(), 7, 3, key.y, X, previous, current}, secret(x), secrets(r), rng());
    row.insert(row.end(), proof.begin(), proof.end());
  } else {
    row = proof::carry_over(ctx(), 7, 3, key.y, key.table, X, previous, rng());
  }
  return {{"ctx", hex(ctx())}, {"slot", 7}, {"epoch", 3}, {"y", hex(key.y)}, {"X", hex(X)}, {"previous", hex(previous)}, {"row",
      hex(row)}};
}

void slot_lies(File& f, const json& in, std::size_t w) {
  const std::size_t e = 64 * w, T = e + 16, z = T + 32 + 96 * w;
  f.fail("another a' of the last contest", in, "row", times_g(64 * (w - 1)), "V5.1");
  f.fail("another b' of the first contest", in, "row", times_g(32), "V5.1");
  f.fail("another e_V", in, "row", bit(e), "V5.1");
  for (std::size_t t = 0; t < 1 + 3 * w; ++t) f.fail("another T, number " + std::to_string(t), in, "row", times_g(T + 32 * t),
                                                     "V5.1");
  for (std::size_t n = 0; n < 1 + 2 * w; ++n) f.fail("another z, number " + std::to_string(n), in, "row", plus_one(z + 32 * n),
                                                     "V5.1");
  f.fail("a' in another spelling", in, "row", respelled_element(0), "V2.2");
  f.fail("T_1 in another spelling", in, "row", respelled_element(T), "V2.2");
  f.fail("the last z plus the order", in, "row", respelled_scalar(z + 64 * w), "V2.2");
  f.fail("a' the identity", in, "row", identity(0), "V2.2");
  f.fail("b' the identity", in, "row", identity(32), "V2.2");
  f.fail("X the identity", in, "X", identity(0), "V2.2");
  f.fail("a byte too few", in, "row", shorter(), "V2.3");
  f.fail("a byte too many", in, "row", longer(), "V2.3");
  f.fail("another X", in, "X", times_g(0), "V5.1");
  f.fail("another y", in, "y", times_g(0), "V5.1");
  f.fail("another ciphertext before", in, "previous", times_g(32), "V5.1");
  f.fail("another ctx", in, "ctx", bit(31), "V5.1");
}

File slot_proof() {
  File f("4.2-SlotProof");
  const Key key;
  for (const std::size_t w : {1, 2, 3})
    for (const bool author : {true, false}) {
      const auto in = slot_case(key, w, author);
      f.pass((author ? "author, contests: " : "carried over, contests: ") + std::to_string(w), in);
      if (w == 2) slot_lies(f, in, w);
      if (w != 1) continue;
      for (const auto* number : {"slot", "epoch"}) {
        auto other = in;
        other[number] = 8;
        f.fail(std::string("another ") + number, other, "V5.1");
      }
      auto same_a = in, same_b = in;
      same_a["previous"] = with_hex(in, "row", [](Bytes& b) { b.resize(32); }) + with_hex(in, "previous",
          [](Bytes& b) { b.erase(b.begin(), b.begin() + 32); });
      f.fail("a' = a", same_a, "V6.1");
      same_b["previous"] = with_hex(in, "previous", [](Bytes& b) { b.resize(32); }) + with_hex(in, "row",
          [](Bytes& b) { b = Bytes(b.begin() + 32, b.begin() + 64); });
      f.fail("b' = b", same_b, "V6.1");
    }
  auto none = slot_case(key, 1, false);
  none["previous"] = "";
  f.fail("no contest", none, "V2.3");
  return f;
}

File membership() {
  File f("4.3-Membership");
  const Key key;
  const std::string ctx_hex = hex(ctx());
  f.pass("label of a slot", {{"ctx", ctx_hex}, {"contest", "mayor"}, {"slot", 7}, {"epoch", 3}});
  f.pass("label of a station", {{"ctx", ctx_hex}, {"contest", "mayor"}, {"station", "station-1"}, {"token_hash", hex(Bytes(32,
      9))}});
  for (const std::size_t n : {1, 2, 5}) {
    const auto list = options(n);
    const auto r = any_scalar();
    const auto c = key.encrypted(list[n - 1], r);
    const auto label = proof::slot_label(ctx(), "mayor", 7, 3);
    const auto proof = proof::prove_membership({label, key.y, list, c}, base::Secret(static_cast<std::uint32_t>(n - 1)), secret(r),
                                               rng());
    const json in{{"label", hex(label)}, {"y", hex(key.y)}, {"options", hex_list(list)}, {"ciphertext", hex(c)}, {"proof",
        hex(proof)}};
    f.pass("options: " + std::to_string(n), in);
    if (n != 2) continue;
    f.fail("another label", in, "label", bit(20), "V3.2");
    f.fail("another y", in, "y", times_g(0), "V3.2");
    f.fail("another a", in, "ciphertext", times_g(0), "V3.2");
    f.fail("a choice that is not offered", in, "ciphertext", times_g(32), "V3.2");
    for (const std::size_t t : {0, 1, 2, 3}) f.fail("another T", in, "proof", times_g(32 * t), "V3.2");
    f.fail("another part of the challenge", in, "proof", bit(128), "V3.2");
    f.fail("parts exchanged", in, "proof", [](Bytes& b) { std::swap_ranges(b.begin() + 128, b.begin() + 144, b.begin() + 144); },
           "V3.2");
    f.fail("another z", in, "proof", plus_one(192), "V3.2");
    f.fail("T in another spelling", in, "proof", respelled_element(32), "V2.4");
    f.fail("z plus the order", in, "proof", respelled_scalar(160), "V2.4");
    f.fail("a byte too few", in, "proof", shorter(), "V2.4");
    auto fewer = in;
    fewer["options"].erase(0);
    f.fail("an option fewer", fewer, "V2.4");
    auto exchanged = in;
    std::swap(exchanged["options"][0], exchanged["options"][1]);
    f.fail("options exchanged", exchanged, "V3.2");
  }
  return f;
}

File acknowledgement() {
  File f("4.4-Acknowledgement");
  const auto beta = any_scalar(), x = any_scalar();
  const auto B = g_to(beta), X = g_to(x);
  const Bytes row(304, 5);
  const proof::AcknowledgementStatement statement{ctx(), 3, 7, row, B, X};
  for (const bool box : {true, false}) {
    const auto proof = proof::acknowledge(statement, box ? proof::AcknowledgementRole::box : proof::AcknowledgementRole::voter,
                                          secret(box ? beta : x), rng());
    const json in{{"ctx", hex(ctx())}, {"epoch", 3}, {"slot", 7}, {"row", hex(row)}, {"B", hex(B)}, {"X", hex(X)}, {"proof",
        hex(proof)}};
    f.pass(box ? "by the ballot box" : "by the voter: it convinces nobody else", in);
    f.fail("of another row", in, "row", bit(300), "V3.3");
    f.fail("another ctx", in, "ctx", bit(0), "V3.3");
    f.fail("another B", in, "B", times_g(0), "V3.3");
    f.fail("another X", in, "X", times_g(0), "V3.3");
    for (const std::size_t at : {0, 32}) f.fail("another T", in, "proof", times_g(at), "V3.3");
    for (const std::size_t at : {64, 80}) f.fail("another part of the challenge", in, "proof", bit(at), "V3.3");
    for (const std::size_t at : {96, 128}) f.fail("another z", in, "proof", plus_one(at), "V3.3");
    f.fail("T in another spelling", in, "proof", respelled_element(0), "V2.5");
    f.fail("z plus the order", in, "proof", respelled_scalar(128), "V2.5");
    f.fail("a byte too few", in, "proof", shorter(), "V2.5");
    auto later = in;
    later["epoch"] = 4;
    f.fail("another epoch", later, "V3.3");
  }
  return f;
}

void settlement_lies(File& f, const json& in, std::size_t w) {
  const std::size_t D = 64 * w, e = D + 32, T = e + 16, z = T + 32 * (4 * w + 3);
  f.fail("another a'", in, "row", times_g(0), "V11.1");
  f.fail("another b'", in, "row", times_g(32), "V11.1");
  f.fail("another D", in, "row", times_g(D), "V11.1");
  f.fail("another e_P", in, "row", bit(e), "V11.1");
  for (std::size_t t = 0; t < 4 * w + 3; ++t) f.fail("another T, number " + std::to_string(t), in, "row", times_g(T + 32 * t),
                                                     "V11.1");
  for (std::size_t n = 0; n < 2 * w + 3; ++n) f.fail("another response, number " + std::to_string(n), in, "row",
                                                     plus_one(z + 32 * n), "V11.1");
  f.fail("a' in another spelling", in, "row", respelled_element(0), "V2.7");
  f.fail("the last response plus the order", in, "row", respelled_scalar(z + 32 * (2 * w + 2)), "V2.7");
  f.fail("D the identity", in, "row", identity(D), "V2.7");
  f.fail("b' the identity", in, "row", identity(32), "V2.7");
  f.fail("a byte too few", in, "row", shorter(), "V2.6");
  f.fail("another Z", in, "Z", times_g(0), "V11.1");
  f.fail("another y", in, "y", times_g(0), "V11.1");
  f.fail("another ciphertext before", in, "previous", times_g(0), "V11.1");
  f.fail("another ctx", in, "ctx", bit(0), "V11.1");
  auto other = in;
  other["nulls"].erase(0);
  f.fail("a null too few", other, "V2.6");
  other = in;
  other["nulls"][0] = hex(proof::option_point(ctx(), "mayor", "abstain"));
  f.fail("another null", other, "V11.1");
  other = in;
  other["slot"] = 8;
  f.fail("another slot", other, "V11.1");
}

File settlement() {
  File f("4.5-Settlement");
  const Key key;
  const auto z = any_scalar();
  const auto Z = g_to(z);
  Scalar delta;
  json commitments = json::array();
  for (const std::size_t w : {1, 2})
    for (const bool overridden : {false, true}) {
      const std::vector<Element> nulls(w, proof::option_point(ctx(), "mayor", "null"));
      const auto previous = ciphertexts(key, w);
      const auto settled = proof::settle({ctx(), key.y, Z}, {7, nulls, previous}, overridden, secret(z), key.table, rng());
      const json in{{"ctx", hex(ctx())}, {"y", hex(key.y)}, {"Z", hex(Z)}, {"slot", 7}, {"nulls", hex_list(nulls)}, {"previous",
          hex(previous)}, {"row", hex(settled.row)}};
      f.pass(std::string(overridden ? "nulled" : "carried over") + ", contests: " + std::to_string(w), in);
      if (w == 1) settlement_lies(f, in, w);
      auto same = in;
      same["previous"] = with_hex(in, "row", [](Bytes& b) { b.resize(32); }) + with_hex(in, "previous",
          [](Bytes& b) { b.erase(b.begin(), b.begin() + 32); });
      f.fail("a' = a", same, "V6.2");
      const auto D = hex(ByteView(settled.row).subspan(64 * w, 32)), d = hex(settled.opening.d.expose().bytes());
      commitments.push_back(D);
      delta += settled.opening.d.expose();
      f.pass("opened", {{"D", D}, {"overridden", overridden ? 1 : 0}, {"d", d}});
      f.fail("opened as the other", {{"D", D}, {"overridden", overridden ? 0 : 1}, {"d", d}}, "V11.3");
    }
  const json total{{"commitments", commitments}, {"n", 2}, {"delta", hex(delta.bytes())}};
  f.pass("the total of two nulled slots", total);
  f.fail("another delta", total, "delta", plus_one(0), "V11.2");
  auto more = total;
  more["n"] = 3;
  f.fail("another number", more, "V11.2");
  return f;
}

File station_ballot() {
  File f("4.6-StationBallot");
  const Key key;
  const auto list = options(3);
  const Bytes32 token_hash = base::hash32("token", ByteView(Bytes(16, 1)));
  const auto ballot = proof::prove_station_ballot({ctx(), "station-1", token_hash, "mayor", key.y, list},
                                                  base::Secret<std::uint32_t>(2), rng());
  const json in{{"ctx", hex(ctx())}, {"station", "station-1"}, {"token_hash", hex(token_hash)}, {"contest", "mayor"}, {"y",
      hex(key.y)}, {"options", hex_list(list)}, {"ballot", hex(ballot)}};
  f.pass("honest", in);
  f.fail("a byte too few", in, "ballot", shorter(), "V2.8");
  f.fail("a in another spelling", in, "ballot", respelled_element(0), "V2.9");
  f.fail("a the identity", in, "ballot", identity(0), "V2.9");
  f.fail("b the identity", in, "ballot", identity(32), "V2.9");
  f.fail("another b", in, "ballot", times_g(32), "V3.1");
  f.fail("another possession", in, "ballot", plus_one(96), "V3.1");
  f.fail("T of the possession in another spelling", in, "ballot", respelled_element(64), "V2.1");
  f.fail("another T of the membership", in, "ballot", times_g(128), "V3.2");
  f.fail("z of the membership plus the order", in, "ballot", respelled_scalar(ballot.size() - 32), "V2.4");
  f.fail("another y", in, "y", times_g(0), "V3.2");
  f.fail("another token", in, "token_hash", bit(0), "V3.1");
  auto other = in;
  other["station"] = "station-2";
  f.fail("another station", other, "V3.1");
  return f;
}

File grant_request() {
  File f("10.3-GrantRequest");
  const auto x = any_scalar();
  const auto X = g_to(x);
  const auto request = record::request_grant(ctx(), 7, base::hash32("vectors", std::string_view("K")), X, secret(x), rng());
  const json in{{"ctx", hex(ctx())}, {"X", hex(X)}, {"request", hex(request.encode())}};
  f.pass("honest", in);
  f.fail("another slot", in, "request", bit(7), "V3.1");
  f.fail("another key", in, "request", bit(8), "V3.1");
  f.fail("another ctx", in, "ctx", bit(0), "V3.1");
  f.fail("T in another spelling", in, "request", respelled_element(40), "V2.1");
  f.fail("z plus the order", in, "request", respelled_scalar(72), "V2.1");
  f.fail("a byte too few", in, "request", shorter(), "refused");
  f.fail("a byte too many", in, "request", longer(), "refused");
  return f;
}

File grant_begin() {
  File f("15.4-GrantBegin");
  const auto x = any_scalar();
  const auto X = g_to(x);
  const auto K = base::hash32("vectors", std::string_view("K"));
  const auto begin = record::begin_grant(ctx(), 7, K, X, secret(x), rng());
  const json in{{"ctx", hex(ctx())}, {"X", hex(X)}, {"slot", 7}, {"K", hex(K)}, {"possession", hex(begin.possession)}};
  f.pass("honest", in);
  auto other = in;
  other["slot"] = 8;
  f.fail("another slot", other, "V3.1");
  f.fail("another key", in, "K", bit(0), "V3.1");
  f.fail("another ctx", in, "ctx", bit(0), "V3.1");
  f.fail("another X", in, "X", times_g(0), "V3.1");
  auto request = in;
  request["possession"] = hex(record::request_grant(ctx(), 7, K, X, secret(x), rng()).possession);
  f.fail("the proof of a grant request", request, "V3.1");
  f.fail("T in another spelling", in, "possession", respelled_element(0), "V2.1");
  f.fail("z plus the order", in, "possession", respelled_scalar(32), "V2.1");
  return f;
}

}  // namespace

std::vector<File> proof_files() {
  return {possession(), slot_proof(), membership(), acknowledgement(), settlement(), station_ballot(), grant_request()};
}

std::vector<File> session_files() { return {grant_begin()}; }

}  // namespace ippyo::vectors
