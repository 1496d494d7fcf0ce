// SPDX-License-Identifier: Apache-2.0
// Vectors of what a voter's device sends and shows. Their randomness is their own: the other files do not change with them.
#include "base/codec.hpp"
#include "base/signature.hpp"
#include "device/second_device.hpp"
#include "election/contest.hpp"
#include "make_vectors.hpp"

namespace ippyo::vectors {
namespace {

base::Rng& own_rng() {
  static base::KeyedRng one{base::Secret(base::hash32("vectors", std::string_view("messages")))};
  return one;
}

Bytes32 named(std::string_view name) { return base::hash32("vectors", name); }
base::SigningKey signer(std::string_view name) { return base::SigningKey::from_seed(base::Secret<Bytes32>(named(name))); }

// --- 7.3 ---

std::string contest(election::ContestKind kind, std::uint16_t seats, std::uint16_t approve_max,
                    const std::vector<std::uint16_t>& numbers) {
  election::Contest c{"council", kind, "市議会議員", "", seats, approve_max, {}};
  for (const auto n : numbers)
    c.options.push_back({n, "見本" + std::to_string(n), "", "", static_cast<std::uint16_t>(c.options.size() + 1)});
  base::Writer w;
  election::encode(w, c);
  return hex(w.take());
}

File contests() {
  using election::ContestKind;
  File f("7.3-Contests");
  const auto one = [](const std::string& bytes, json withdrawn = json::array()) {
    return json{{"ctx0", hex(named("ctx0"))}, {"contest", bytes}, {"withdrawn", std::move(withdrawn)}};
  };
  const auto council = contest(ContestKind::single_non_transferable, 2, 0, {1, 2, 3, 7});
  const auto approval = contest(ContestKind::approval, 1, 2, {1, 2, 3});
  f.pass("numbers with a gap", one(council));
  f.pass("one withdrawn", one(council, {2}));
  f.pass("yes or no", one(contest(ContestKind::yes_no, 0, 0, {1, 2})));
  f.pass("approval of up to two of three", one(approval));
  f.pass("approval, one withdrawn", one(approval, {3}));
  f.pass("approval of number 31", one(contest(ContestKind::approval, 0, 1, {1, 31})));
  f.pass("approval of all, 64 sets", one(contest(ContestKind::approval, 0, 6, {1, 2, 3, 4, 5, 6})));
  f.fail("approval with more than 64 sets", one(contest(ContestKind::approval, 0, 3, {1, 2, 3, 4, 5, 6, 7, 8})), "V16.31");
  f.fail("numbers that do not ascend", one(contest(ContestKind::single_choice, 1, 0, {2, 1})), "V16.30");
  f.fail("number 0", one(contest(ContestKind::single_choice, 1, 0, {0, 1})), "V16.30");
  f.fail("approval of number 32", one(contest(ContestKind::approval, 0, 1, {1, 32})), "V16.30");
  f.fail("a byte too few", one(council), "contest", shorter(), "refused");
  f.fail("a byte too many", one(council), "contest", longer(), "refused");
  return f;
}

// --- 10.1, 10.2 ---

record::Grant grant_for(std::uint64_t slot, std::uint32_t first, std::uint32_t last) {
  record::Grant g{slot, own_rng().bytes<16>(), signer("K").public_key(), first, last, {}};
  g.signature = signer("registrar").sign(record::grant_hash(g, ctx()));
  return g;
}

File grants() {
  File f("10.1-Grant");
  const auto in = [](const record::Grant& g) {
    return json{{"ctx", hex(ctx())}, {"registrar", hex(signer("registrar").public_key())}, {"grant", hex(g.encode())}};
  };
  const auto honest = in(grant_for(7, 3, 5));
  f.pass("three epochs", honest);
  f.pass("one epoch", in(grant_for(0, 1, 1)));
  f.fail("four epochs", in(grant_for(7, 3, 6)), "refused");
  f.fail("epoch 0", in(grant_for(7, 0, 2)), "refused");
  f.fail("first after last", in(grant_for(7, 4, 3)), "refused");
  for (const std::size_t at : {7, 8, 24, 59, 63, 64, 96})
    f.fail("another byte " + std::to_string(at), honest, "grant", bit(at), "refused");
  f.fail("another ctx", honest, "ctx", bit(0), "refused");
  f.fail("another registrar", honest, "registrar", bit(0), "refused");
  f.fail("a byte too few", honest, "grant", shorter(), "refused");
  f.fail("a byte too many", honest, "grant", longer(), "refused");
  return f;
}

/// A slot of two contests before its first epoch, or later.
struct Voter {
  device::SlotKey key = device::random_slot_key(own_rng());
  Element y = g_to(Scalar::random(own_rng()));
  device::SlotView view{ctx(), 7, 3, y, group::FixedBase(y.point), key.X, {}, {}};
  explicit Voter(bool later) {
    add("mayor", {0, 1, 2}, later);
    add("council", {0, 1, 3}, later);
  }
  void add(const std::string& id, const std::vector<std::uint32_t>& numbers, bool later) {
    device::OfferedContest contest{id, numbers, {}};
    for (const auto v : numbers) contest.points.push_back(proof::option_point(named("ctx0"), id, std::to_string(v)));
    const auto before = proof::option_point(named("ctx0"), id, "abstain");
    view.previous.push_back(later ? proof::encrypt(view.y_base, before.point, secret(Scalar::random(own_rng())))
                                  : Ciphertext{Element{}, before});
    view.contests.push_back(std::move(contest));
  }
  device::BuiltCast cast(std::uint32_t mayor, std::uint32_t council) const {
    base::SecretVector<std::uint32_t> choices(2);
    choices.expose_mutable()[0] = mayor;
    choices.expose_mutable()[1] = council;
    return std::move(device::build_cast(view, key, choices, grant_for(7, 3, 5), signer("K"), own_rng()).value());
  }
  json contests() const {
    json out = json::array();
    for (const auto& one : view.contests)
      out.push_back({{"id", one.id}, {"numbers", one.numbers}, {"options", hex_list(one.points)}});
    return out;
  }
  json in() const {
    return {{"ctx", hex(ctx())}, {"registrar", hex(signer("registrar").public_key())}, {"y", hex(view.y)}, {"X", hex(key.X)},
            {"previous", hex(view.previous)}, {"contests", contests()}};
  }
};

/// The cast, changed and signed again: only what was changed is wrong with it.
json resigned(const Voter& voter, record::Cast cast, const std::function<void(record::Cast&)>& change) {
  change(cast);
  cast.signature = signer("K").sign(record::cast_hash(cast, ctx()));
  auto in = voter.in();
  in["cast"] = hex(cast.encode());
  return in;
}

File casts() {
  File f("10.2-Cast");
  const Voter first(false), voter(true);
  f.pass("in the first epoch", resigned(first, first.cast(1, 0).cast, [](auto&) {}));
  const auto cast = voter.cast(2, 3).cast;
  const auto lie = [&](const std::string& about, const std::string& check, const std::function<void(record::Cast&)>& change) {
    f.fail(about, resigned(voter, cast, change), check);
  };
  const auto honest = resigned(voter, cast, [](auto&) {});
  const std::size_t epoch_at = 16 + 128 + 3;
  f.pass("in a later epoch", honest);
  f.fail("another request", honest, "cast", bit(0), "refused");
  f.fail("another grant", honest, "cast", bit(16 + 8), "refused");
  f.fail("another epoch", honest, "cast", bit(epoch_at), "refused");
  f.fail("another row", honest, "cast", bit(epoch_at + 1 + 4), "refused");
  f.fail("a byte too few", honest, "cast", shorter(), "refused");
  f.fail("a byte too many", honest, "cast", longer(), "refused");
  f.fail("another registrar", honest, "registrar", bit(0), "refused");
  lie("an epoch outside the grant", "refused", [](auto& c) { c.epoch = 6; });
  lie("an epoch of the grant for which the row was not built", "V5.1", [](auto& c) { c.epoch = 4; });
  lie("a row of another length", "V2.3", [](auto& c) { c.row.pop_back(); });
  lie("a proof too few", "V2.4", [](auto& c) { c.membership.pop_back(); });
  lie("a' in another spelling", "V2.2", [](auto& c) { respelled_element(0)(c.row); });
  lie("another a'", "V5.1", [](auto& c) { times_g(0)(c.row); });
  lie("a membership proof of another length", "V2.4", [](auto& c) { c.membership[0].pop_back(); });
  lie("another response", "V3.2", [](auto& c) { plus_one(c.membership[1].size() - 32)(c.membership[1]); });
  lie("the proof of the other contest", "V3.2", [](auto& c) { c.membership[1] = c.membership[0]; });
  auto unsigned_cast = honest;
  unsigned_cast["X"] = hex(first.key.X);
  f.fail("the slot of another key", unsigned_cast, "V5.1");
  auto same = honest;
  same["previous"] = hex(ByteView(cast.row).first(64)) + hex(voter.view.previous[1]);
  f.fail("a' and b' as before", same, "V6.1");
  auto other = honest;
  other["contests"][0]["options"][2] = hex(proof::option_point(named("ctx0"), "mayor", "null"));
  f.fail("an option that is not offered", other, "V3.2");
  return f;
}

// --- 10.7, 10.8 ---

File slot_keys() {
  File f("10.7-SlotKey");
  const auto ctx0 = named("ctx0");
  const json derived{{"ctx0", hex(ctx0)}, {"prf", hex(named("prf"))}, {"code", "U4RGNXU3EZAYCGJLBT"}};
  f.pass("derived", derived);
  f.fail("a PRF of 31 bytes", derived, "prf", shorter(), "refused");
  const auto key = device::random_slot_key(own_rng());
  const auto possession = device::prove_enrolment(key, ctx0, named("evidence"), own_rng());
  const json in{{"ctx0", hex(ctx0)}, {"X", hex(key.X)}, {"evidence", hex(named("evidence"))}, {"possession", hex(possession)}};
  f.pass("possession at the enrolment", in);
  f.fail("another election", in, "ctx0", bit(0), "V3.1");
  f.fail("another key", in, "X", times_g(0), "V3.1");
  f.fail("other evidence", in, "evidence", bit(0), "V3.1");
  f.fail("z plus the order", in, "possession", respelled_scalar(32), "V2.1");
  f.fail("a byte too few", in, "possession", shorter(), "V2.1");
  return f;
}

void code_lies(File& f, const json& in) {
  for (const auto& [name, edit] : {std::pair{"r", plus_one(48 + 64)}, {"a", times_g(48)}, {"b", times_g(48 + 32)}}) {
    auto other = in;
    other["code"] = with_hex(in, "code", edit);
    f.pass("another " + std::string(name) + ": its contest does not open", other);
  }
  f.fail("another election", in, "code", bit(0), "refused");
  f.fail("another slot", in, "code", bit(39), "refused");
  f.fail("a in another spelling", in, "code", respelled_element(48), "refused");
  f.fail("r plus the order", in, "code", respelled_scalar(48 + 64), "refused");
  f.fail("a byte too few", in, "code", shorter(), "refused");
  f.fail("a byte too many", in, "code", longer(), "refused");
  auto style = in;
  style["contests"].erase(1);
  f.fail("more contests than the style has", style, "refused");
}

File check_codes() {
  File f("10.8-CheckCode");
  const Voter voter(true);
  const auto built = voter.cast(2, 3);
  const auto code = device::check_code(built.kept).encode();
  json in{{"ctx", hex(ctx())}, {"slot", 7}, {"y", hex(voter.view.y)}, {"contests", voter.contests()}, {"code", hex(code.expose())}};
  f.pass("two choices", in);
  code_lies(f, in);
  in["X"] = hex(voter.key.X);
  in["previous"] = hex(voter.view.previous);
  in["row"] = hex(built.kept.row);
  f.pass("the sealed row holds it", in);
  f.fail("other ciphertexts", in, "row", times_g(0), "V3.80");
  auto other = in;
  other["row"] = hex(voter.cast(2, 3).kept.row);
  f.fail("another ballot with the same choice", other, "V3.80");
  f.fail("another e_V", in, "row", bit(128), "V5.1");
  f.fail("T_1 in another spelling", in, "row", respelled_element(128 + 16), "V2.2");
  f.fail("a byte too few", in, "row", shorter(), "V2.3");
  auto same = in;
  same["previous"] = hex(ByteView(built.kept.row).first(64)) + hex(voter.view.previous[1]);
  f.fail("as before", same, "V6.1");
  return f;
}

}  // namespace

std::vector<File> message_files() { return {contests(), grants(), casts(), slot_keys(), check_codes()}; }

}  // namespace ippyo::vectors
