// SPDX-License-Identifier: Apache-2.0
// Vectors of chapter 5, of count and seats.
#include <filesystem>

#include "election/tally.hpp"
#include "make_vectors.hpp"
#include "proof/ceremony.hpp"
#include "proof/decryption.hpp"
#include "proof/shuffle.hpp"

namespace ippyo::vectors {
namespace {

File key_ceremony() {
  File f("5.1-KeyCeremony");
  const proof::CeremonyParameters p{ctx(), 3, 2};
  std::vector<proof::DealtDealing> dealt;
  json all = json::array();
  for (std::uint32_t i = 1; i <= 3; ++i) {
    dealt.push_back(proof::deal(p, i, rng()));
    all.push_back(hex(dealt.back().dealing.encode()));
  }
  const json base_in{{"ctx0", hex(ctx())}, {"n", 3}, {"k", 2}};
  auto in = base_in;
  in["dealing"] = all[1];
  f.pass("commitment", in);
  in["place"] = 2;
  in["commitment"] = hex(proof::dealing_commitment(ctx(), dealt[1].dealing));
  f.pass("a dealing", in);
  const auto committed = [&](const std::string& about, std::size_t at, Edit (*edit)(std::size_t), const std::string& check) {
    auto other = in;
    other["dealing"] = with_hex(in, "dealing", edit(at));
    const auto d = proof::Dealing::decode(In(other).bytes("dealing"));
    if (d.ok()) other["commitment"] = hex(proof::dealing_commitment(ctx(), *d));
    f.fail(about, other, check);
  };
  // i, kappa, possession, k, two A, two T, two z
  constexpr std::size_t kappa = 4, possession = 36, A = 104, T = A + 64, z = T + 64;
  f.fail("another commitment", in, "commitment", bit(0), "V19.2");
  auto other = in;
  other["place"] = 1;
  f.fail("at another place", other, "V19.1");
  other = in;
  other["k"] = 3;
  f.fail("too few coefficients", other, "V19.3");
  committed("another A_0", A, times_g, "V19.4");
  committed("another A_1", A + 32, times_g, "V19.4");
  committed("another T", T + 32, times_g, "V19.4");
  committed("another z", z, plus_one, "V19.4");
  committed("another kappa", kappa, times_g, "V19.4");
  committed("another possession", possession + 32, plus_one, "V19.5");
  committed("A_1 the identity", A + 32, identity, "V2.10");
  committed("kappa the identity", kappa, identity, "V2.10");
  committed("A_0 in another spelling", A, respelled_element, "refused");
  committed("z plus the order", z + 32, respelled_scalar, "refused");
  f.fail("a byte too many", in, "dealing", longer(), "refused");
  auto share = base_in;
  share["dealing"] = all[0];
  share["receiver"] = 3;
  share["share"] = hex(proof::reveal_share(dealt[0].secret, 3).bytes());
  f.pass("a share", share);
  f.fail("another share", share, "share", plus_one(0), "V19.6");
  auto encrypted = base_in;
  encrypted["dealer"] = 1;
  encrypted["receiver"] = 3;
  encrypted["share_key"] = hex(dealt[2].secret.share_key.expose().bytes());
  encrypted["encrypted"] = hex(proof::encrypt_share(p, 1, 3, dealt[0].secret, dealt[2].dealing.kappa, rng()));
  f.pass("an encrypted share", encrypted);
  f.fail("R the identity", encrypted, "encrypted", identity(0), "refused");
  f.fail("a byte too few", encrypted, "encrypted", shorter(), "refused");
  auto key = base_in;
  key["dealings"] = all;
  f.pass("the key", key);
  return f;
}

struct Shuffled {
  Key key;
  json permutation, mix;
};

Shuffled shuffled(std::uint64_t n) {
  Shuffled out;
  const proof::ShuffleContext context{ctx(), "mayor", 1, 2, n};
  const auto scratch = std::filesystem::temp_directory_path();
  base::MemoryRows secret(proof::kPermutationSecretRowSize), rows(proof::kPermutationRowSize), input(proof::kCiphertextSize);
  base::MemoryRows mixed(proof::kMixRowSize);
  const auto header = *proof::commit_permutation(context, rng(), scratch, secret, rows);
  std::vector<Ciphertext> list;
  for (std::uint64_t i = 0; i < n; ++i) list.push_back(out.key.encrypted(proof::option_point(ctx(), "mayor", std::to_string(i % 3)),
                                                                         any_scalar()));
  if (!input.append(*base::from_hex(hex(list))).ok()) std::abort();
  const json where{{"ctx", hex(ctx())}, {"contest", "mayor"}, {"mix", 1}, {"trustee", 2}, {"n", n}};
  out.permutation = where;
  out.permutation["header"] = hex(header);
  out.permutation["rows"] = hex(rows.bytes());
  const auto mix_header = *proof::mix(context, out.key.y, secret, header, rows, input, rng(), scratch, mixed);
  out.mix = where;
  out.mix["y"] = hex(out.key.y);
  out.mix["commitment_header"] = hex(header);
  out.mix["commitment_rows"] = hex(rows.bytes());
  out.mix["input"] = hex(list);
  out.mix["header"] = hex(mix_header);
  out.mix["rows"] = hex(mixed.bytes());
  return out;
}

File permutation() {
  File f("5.2-PermutationCommitment");
  for (const std::uint64_t n : {1, 2, 5}) {
    const auto in = shuffled(n).permutation;
    f.pass("places: " + std::to_string(n), in);
    if (n != 2) continue;
    f.fail("another t1", in, "header", times_g(0), "V13.1");
    f.fail("another s1", in, "header", plus_one(96), "V13.1");
    f.fail("another s2", in, "header", plus_one(128), "V13.2");
    f.fail("another s3", in, "header", plus_one(160), "V13.3");
    f.fail("another s of the last row", in, "rows", plus_one(160 + 96), "V13.4");
    f.fail("another c", in, "rows", times_g(0), "V13.1");
    f.fail("another ctx", in, "ctx", bit(0), "V13.1");
    f.fail("c the identity", in, "rows", identity(0), "V2.11");
    f.fail("c-hat the identity", in, "rows", identity(160 + 32), "V2.11");
    f.fail("t-hat in another spelling", in, "rows", respelled_element(64), "V2.11");
    f.fail("s plus the order", in, "rows", respelled_scalar(128), "V2.11");
    f.fail("a header with a byte too few", in, "header", shorter(), "V2.11");
    auto more = in;
    more["n"] = 3;
    f.fail("a row too few", more, "V2.11");
  }
  return f;
}

File mix() {
  File f("5.3-Mix");
  for (const std::uint64_t n : {1, 2, 5}) {
    const auto in = shuffled(n).mix;
    f.pass("places: " + std::to_string(n), in);
    if (n != 2) continue;
    f.fail("another t3", in, "header", times_g(0), "V13.5");
    f.fail("another s3", in, "header", plus_one(96), "V13.5");
    f.fail("another s4", in, "header", plus_one(128), "V13.6");
    f.fail("another output", in, "rows", times_g(32), "V13.5");
    f.fail("another input", in, "input", times_g(32), "V13.5");
    f.fail("another y", in, "y", times_g(0), "V13.5");
    f.fail("another commitment", in, "commitment_rows", times_g(32), "V13.5");
    f.fail("output in another spelling", in, "rows", respelled_element(96), "V2.12");
    f.fail("s plus the order", in, "rows", respelled_scalar(64), "V2.12");
    f.fail("s4 plus the order", in, "header", respelled_scalar(128), "V2.12");
    f.fail("a header with a byte too many", in, "header", longer(), "V2.12");
    f.fail("c the identity", in, "commitment_rows", identity(0), "V2.11");
  }
  return f;
}

File decryption() {
  File f("5.4-Decryption");
  const Key key;
  // log y = 2 z_1 - z_2, the shares of a line through (1, z_1) and (2, z_2)
  const auto z1 = any_scalar(), z2 = z1 + z1 - key.log;
  std::vector<Ciphertext> list;
  for (int i = 0; i < 3; ++i) list.push_back(key.encrypted(proof::option_point(ctx(), "mayor", std::to_string(i)), any_scalar()));
  const base::MemoryRows rows(proof::kCiphertextSize, *base::from_hex(hex(list)));
  json shares = json::array();
  for (const std::uint32_t j : {1u, 2u}) {
    const auto z = j == 1 ? z1 : z2;
    const auto Z = g_to(z);
    base::MemoryRows out(proof::kShareRowSize);
    const auto header = *proof::decrypt_list({"dec", ctx(), "mayor", j, Z}, secret(z), rows, out);
    shares.push_back(hex(out.bytes()));
    const json in{{"tag", "dec"}, {"ctx", hex(ctx())}, {"contest", "mayor"}, {"trustee", j}, {"Z", hex(Z)}, {"list", hex(list)},
                  {"header", hex(header)}, {"rows", hex(out.bytes())}};
    f.pass("a share", in);
    if (j == 2) continue;
    f.fail("another M", in, "rows", times_g(32), "V14.1");
    f.fail("two M exchanged", in, "rows", [](Bytes& b) { std::swap_ranges(b.begin(), b.begin() + 32, b.begin() + 32); }, "V14.1");
    f.fail("another T_1", in, "header", times_g(0), "V14.1");
    f.fail("another T_2", in, "header", times_g(32), "V14.1");
    f.fail("another s", in, "header", plus_one(64), "V14.1");
    f.fail("another Z", in, "Z", times_g(0), "V14.1");
    f.fail("another list", in, "list", times_g(32), "V14.1");
    f.fail("another ctx", in, "ctx", bit(0), "V14.1");
    f.fail("M in another spelling", in, "rows", respelled_element(64), "V2.13");
    f.fail("s plus the order", in, "header", respelled_scalar(64), "V2.13");
    f.fail("a header with a byte too few", in, "header", shorter(), "V2.13");
    f.fail("a row too few", in, "rows", [](Bytes& b) { b.resize(64); }, "V2.13");
    auto other = in;
    other["tag"] = "dec-rehearsal";
    f.fail("another tag", other, "V14.1");
  }
  f.pass("two shares combined", {{"list", hex(list)}, {"trustees", {1, 2}}, {"shares", shares}});
  return f;
}

File rehearsal() {
  File f("5.5-Rehearsal");
  const Key key;
  f.pass("a day", {{"ctx0", hex(ctx())}, {"y", hex(key.y)}, {"day", "2026-11-24"}, {"n", 2}});
  f.pass("the next day", {{"ctx0", hex(ctx())}, {"y", hex(key.y)}, {"day", "2026-11-25"}, {"n", 1}});
  return f;
}

std::string contest(election::ContestKind kind, std::uint16_t seats, std::uint16_t approve_max, std::uint16_t n) {
  election::Contest c{"mayor", kind, "t", "", seats, approve_max, {}};
  for (std::uint16_t o = 1; o <= n; ++o) c.options.push_back({o, "o" + std::to_string(o), "", "", o});
  base::Writer w;
  encode(w, c);
  return hex(w.take());
}

File count() {
  File f("7.7-Count");
  const auto plaintexts = [](std::initializer_list<const char*> names) {
    json out = json::array();
    for (const auto* name : names) out.push_back(hex(proof::option_point(ctx(), "mayor", name)));
    return out;
  };
  json in{{"ctx0", hex(ctx())}, {"contest", contest(election::ContestKind::single_choice, 1, 0, 3)}, {"withdrawn", json::array()},
          {"null", 1}, {"unused", 1}};
  in["plaintexts"] = plaintexts({"1", "2", "1", "0", "abstain", "null", "unused", "null", "unused", "4", "test"});
  f.pass("every class", in);
  in["withdrawn"] = {2};
  f.pass("an option withdrawn", in);
  in["null"] = 3;
  f.fail("too few nulls", in, "V9.30");
  in["null"] = 2;
  in["unused"] = 3;
  f.fail("too few unused", in, "V9.31");
  in = {{"ctx0", hex(ctx())}, {"contest", contest(election::ContestKind::approval, 1, 2, 3)}, {"withdrawn", {3}}, {"null", 0},
        {"unused", 0}};
  in["plaintexts"] = plaintexts({"3", "5", "1", "7", "0", "4"});
  f.pass("approval, one withdrawn: its sets do not count", in);
  return f;
}

File seats() {
  File f("7.8-Seats");
  using election::ContestKind;
  const auto one = [](ContestKind kind, std::uint16_t n, std::uint16_t approve, json valid) {
    return json{{"contest", contest(kind, n, approve, 4)}, {"valid", std::move(valid)}};
  };
  f.pass("one winner", one(ContestKind::single_choice, 1, 0, {{1, 3}, {2, 5}, {3, 0}, {4, 1}}));
  f.pass("a tie for the only seat", one(ContestKind::single_choice, 1, 0, {{1, 5}, {2, 5}, {3, 0}, {4, 1}}));
  f.pass("nobody has a vote", one(ContestKind::single_choice, 1, 0, {{1, 0}, {2, 0}}));
  f.pass("a tie at the edge", one(ContestKind::single_non_transferable, 2, 0, {{1, 4}, {2, 9}, {3, 4}, {4, 1}}));
  f.pass("fewer options with votes than seats", one(ContestKind::single_non_transferable, 3, 0, {{1, 4}, {2, 0}, {3, 7}, {4, 0}}));
  f.pass("equal votes without a tie", one(ContestKind::single_non_transferable, 2, 0, {{1, 4}, {2, 4}, {3, 1}}));
  f.pass("approval adds up sets", one(ContestKind::approval, 1, 2, {{1, 2}, {2, 1}, {3, 2}, {4, 3}, {8, 0}}));
  f.pass("approval without seats", one(ContestKind::approval, 0, 2, {{1, 2}, {2, 2}}));
  f.pass("a referendum elects nobody", one(ContestKind::referendum, 0, 0, {{1, 2}, {2, 2}}));
  auto lot = one(ContestKind::single_non_transferable, 2, 0, {{1, 4}, {2, 9}, {3, 4}, {4, 1}});
  lot["winners"] = {3};
  f.pass("a lot", lot);
  for (const json& winners : {json{2}, json{1, 3}, json::array(), json{1, 1}}) {
    lot["winners"] = winners;
    f.fail("winners that are not as many, or not tied", lot, "V16.32");
  }
  auto none = one(ContestKind::single_choice, 1, 0, {{1, 3}, {2, 5}});
  none["winners"] = {2};
  f.fail("a lot without a tie", none, "V16.32");
  return f;
}

}  // namespace

std::vector<File> list_files() { return {key_ceremony(), permutation(), mix(), decryption(), rehearsal()}; }
std::vector<File> election_files() { return {count(), seats()}; }

}  // namespace ippyo::vectors
