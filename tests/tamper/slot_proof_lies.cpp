// SPDX-License-Identifier: Apache-2.0
// Lies inside one row of an epoch: every field, every spelling, and forgeries that hold where a weaker proof would.
#include "base/random.hpp"
#include "forgery.hpp"
#include "proof/slot_proof.hpp"
#include "record/checks.hpp"

namespace ippyo::tamper {

namespace {

/// A row of two contests: a', b' twice; e_V; T_1; T_2, T_3, T_4 twice; z_x; z_r twice; z_s twice.
struct Field {
  const char* name;
  std::size_t at;
};
constexpr Field kElements[] = {{"a' of contest 1", 0},    {"b' of contest 1", 32},   {"a' of contest 2", 64},
                               {"b' of contest 2", 96},   {"T_1", 144},               {"T_2 of contest 1", 176},
                               {"T_3 of contest 1", 208}, {"T_4 of contest 1", 240},  {"T_2 of contest 2", 272},
                               {"T_3 of contest 2", 304}, {"T_4 of contest 2", 336}};
constexpr Field kScalars[] = {{"z_x", 368}, {"z_r of contest 1", 400}, {"z_r of contest 2", 432}, {"z_s of contest 1", 464},
                              {"z_s of contest 2", 496}};
constexpr std::size_t kChallenge = 128;
static_assert(proof::slot_row_size(2) == 528);

/// In epoch 4: this slot of two contests did (`casts`) or did not vote there.
std::uint64_t slot_that(const World& w, bool casts) {
  for (std::size_t nth = 0;; ++nth)
    if (const auto slot = slot_of(w, 1, nth); slot != 9 && ((slot + 4) % 3 == 0) == casts) return slot;
}

Lie in_row(std::string name, const base::Check& check, bool casts, std::function<void(Bytes&)> edit) {
  return lie(std::move(name), check,
             [=](const World& w, Board& b) { return edit_row(w, b, epoch_key(4), slot_that(w, casts), edit); });
}

void add_fields(Lies& out) {
  for (const bool casts : {true, false}) {
    const std::string who = casts ? "voter's row: " : "box's row: ";
    out.push_back(in_row(who + "another e_V", proof::kSlotProof, casts, [](Bytes& r) { spoil_bit(r, kChallenge); }));
    for (const auto& f : kElements)
      out.push_back(in_row(who + "another " + f.name, proof::kSlotProof, casts, [at = f.at](Bytes& r) { spoil_element(r, at); }));
    for (const auto& f : kScalars)
      out.push_back(in_row(who + "another " + f.name, proof::kSlotProof, casts, [at = f.at](Bytes& r) { spoil_scalar(r, at); }));
  }
  for (const auto& f : kElements)
    out.push_back(in_row(std::string(f.name) + " in another spelling", proof::kSlotEncoding, true,
                         [at = f.at](Bytes& r) { respell_element(r, at); }));
  for (const auto& f : kScalars)
    out.push_back(in_row(std::string(f.name) + " plus the order", proof::kSlotEncoding, true,
                         [at = f.at](Bytes& r) { respell_scalar(r, at); }));
  out.push_back(in_row("a' is the identity", proof::kSlotEncoding, true, [](Bytes& r) { put_identity(r, 0); }));
  out.push_back(in_row("b' is the identity", proof::kSlotEncoding, true, [](Bytes& r) { put_identity(r, 32); }));
  out.push_back(in_row("the contests of a slot exchanged", proof::kSlotProof, true, [](Bytes& r) {
    const auto at = [&](std::size_t i) { return r.begin() + static_cast<std::ptrdiff_t>(i); };
    std::swap_ranges(at(0), at(64), at(64));
    std::swap_ranges(at(176), at(272), at(272));
    std::swap_ranges(at(400), at(432), at(432));
    std::swap_ranges(at(464), at(496), at(496));
  }));
}

using Forge = std::function<Bytes(SlotForger&)>;
Lie forged(std::string name, const base::Check& check, std::uint32_t epoch, Forge forge) {
  return lie(std::move(name), check, [=](const World& w, Board& b) {
    const auto slot = slot_of(w, 1, 1);
    SlotForger f(w, slot, epoch);
    const auto row = forge(f);
    return edit_row(w, b, epoch_key(epoch), slot, [&](Bytes& r) { r = row; });
  });
}

std::vector<Scalar> renew_all(SlotForger& f) {
  std::vector<Scalar> s;
  for (std::size_t c = 0; c < f.width(); ++c) {
    s.push_back(any_scalar());
    f.current[c] = renewed(f.world, f.previous[c], s[c]);
  }
  return s;
}

/// Without x: contest 1 carried over, contest 2 overwritten. Every equation holds with a pair (e_V, e_P) of its own contest.
Bytes split_challenges(SlotForger& f) {
  const auto& g = proof::element_g();
  const auto s = renew_all(f)[0], r = any_scalar();
  f.current[1] = encrypted(f.world, option(f.world, 1, "1"), r);
  const Challenge e_v0 = liar_rng().bytes<16>(), e_p1 = liar_rng().bytes<16>();
  const auto z_x = any_scalar(), z_r0 = any_scalar(), k_s = any_scalar(), z_s1 = any_scalar(), k_r = any_scalar();
  const auto minus_v = -proof::to_scalar(e_v0), minus_p = -proof::to_scalar(e_p1);
  const auto& y = f.world.state.key().y;
  const std::vector<Element> T{product({{g, z_x}, {f.X(), minus_v}}), product({{g, z_r0}, {f.current[0].a, minus_v}}), g_to(k_s),
                               product({{y, k_s}}), g_to(k_r),
                               product({{g, z_s1}, {quotient(f.current[1].a, f.previous[1].a), minus_p}}),
                               product({{y, z_s1}, {quotient(f.current[1].b, f.previous[1].b), minus_p}})};
  const auto e = f.challenge(T), e_p0 = e ^ e_v0, e_v1 = e ^ e_p1;
  return f.row(e_v0, T, {z_x, z_r0, k_r + proof::to_scalar(e_v1) * r, k_s + proof::to_scalar(e_p0) * s, z_s1});
}

/// A vote changed on its way in slot 0; the error is hidden in T_2 of an accomplice, under weights that do not cover the proofs.
std::size_t weight_attack(const World& w, Board& b) {
  const auto& g = proof::element_g();
  const auto& y = w.state.key().y;
  SlotForger victim(w, slot_of(w, 0, 0), 4), helper(w, slot_of(w, 0, 1), 4);
  const auto D = quotient(option(w, 0, "2"), option(w, 0, "1"));
  const auto s = renew_all(victim);
  victim.current[0].b = product({{victim.current[0].b, Scalar::one()}, {D, Scalar::one()}});
  const auto first = victim.carried(s);
  std::vector<Element> T_first;
  for (std::size_t i = 0; i < 4; ++i) T_first.push_back(*Element::parse(ByteView(first).subspan(80 + 32 * i, 32)));
  Challenge e_v0;
  std::copy_n(first.begin() + 64, 16, e_v0.begin());
  base::KeyedRng weights{base::Secret(base::hash32("weights over the statements alone"))};
  std::vector<Scalar> weight;
  for (int i = 0; i < 8; ++i) weight.push_back(proof::to_scalar(weights.bytes<16>()));
  const auto delta = -weight[3] * proof::to_scalar(e_v0 ^ victim.challenge(T_first)) * weight[5].inverse();
  const auto r = any_scalar(), z_s = any_scalar(), k_x = any_scalar(), k_r = any_scalar();
  helper.current[0] = encrypted(w, option(w, 0, "1"), r);
  const Challenge e_p = liar_rng().bytes<16>();
  const auto minus = -proof::to_scalar(e_p);
  const std::vector<Element> T{g_to(k_x), product({{g, k_r}, {D, delta}}),
                               product({{g, z_s}, {quotient(helper.current[0].a, helper.previous[0].a), minus}}),
                               product({{y, z_s}, {quotient(helper.current[0].b, helper.previous[0].b), minus}})};
  const auto e_v = helper.challenge(T) ^ e_p;
  const auto second = helper.row(
      e_v, T, {k_x + proof::to_scalar(e_v) * w.voters[helper.slot].key.x.expose(), k_r + proof::to_scalar(e_v) * r, z_s});
  auto rows = rows_of(w, b, epoch_key(4));
  rows[victim.slot] = first;
  rows[helper.slot] = second;
  return put_rows(b, epoch_key(4), rows);
}

/// Two voters under one hand seal with one r: every proof holds.
std::size_t same_randomness(const World& w, Board& b) {
  auto rows = rows_of(w, b, epoch_key(4));
  const auto r = any_scalar();
  for (const auto slot : {slot_of(w, 0, 0), slot_of(w, 0, 1)}) {
    SlotForger f(w, slot, 4);
    f.current[0] = encrypted(w, option(w, 0, slot == slot_of(w, 0, 0) ? "1" : "2"), r);
    rows[slot] = f.authored({r});
  }
  put_rows(b, epoch_key(4), rows);
  return b.find(epoch_key(4));
}

void add_forgeries(Lies& out) {
  out.push_back(forged("one pair of challenges per contest: contest 2 overwritten without x", proof::kSlotProof, 4,
                       split_challenges));
  out.push_back(lie("a changed vote hidden under known weights of the batch", proof::kSlotProof, weight_attack));
  out.push_back(lie("two slots with one r in an epoch", record::kDistinct, same_randomness));
  out.push_back(forged("carried over with another plaintext", proof::kSlotProof, 4, [](SlotForger& f) {
    const auto s = renew_all(f);
    f.current[0].b = product({{f.current[0].b, Scalar::one()}, {option(f.world, 0, "1"), Scalar::one()}});
    return f.carried(s);
  }));
  out.push_back(forged("carried over with s = 0", proof::kSlotUnchanged, 4,
                       [](SlotForger& f) { return f.carried({Scalar(), Scalar()}); }));
  out.push_back(forged("one contest carried over with s = 0", proof::kSlotUnchanged, 4, [](SlotForger& f) {
    auto s = renew_all(f);
    f.current[1] = f.previous[1];
    s[1] = Scalar();
    return f.carried(s);
  }));
  out.push_back(forged("a ballot written with the key of another slot", proof::kSlotProof, 4, [](SlotForger& f) {
    const std::vector<Scalar> r{any_scalar(), any_scalar()};
    for (std::uint16_t c = 0; c < 2; ++c) f.current[c] = encrypted(f.world, option(f.world, c, "1"), r[c]);
    const auto& stranger = f.world.voters[slot_of(f.world, 1, 0)].key.x;
    return f.authored_with(stranger, r);
  }));
  out.push_back(forged("a row proven for another election", proof::kSlotProof, 4, [](SlotForger& f) {
    return f.carried_in(Bytes32{7}, renew_all(f));
  }));
  out.push_back(forged("an epoch built on an older one than the last", proof::kSlotProof, 4, [](SlotForger& f) {
    const auto older = f.world.sealed[1].of(f.slot);
    f.previous.assign(older.begin(), older.end());
    return f.carried(renew_all(f));
  }));
  out.push_back(forged("a first ciphertext that is not trivial", proof::kSlotProof, 1, [](SlotForger& f) {
    for (std::uint16_t c = 0; c < 2; ++c) f.previous[c] = encrypted(f.world, option(f.world, c, "1"), any_scalar());
    return f.carried(renew_all(f));
  }));
  out.push_back(forged("a row proven for another epoch", proof::kSlotProof, 4, [](SlotForger& f) {
    f.epoch = 5;
    return f.carried(renew_all(f));
  }));
}

}  // namespace

Lies lies_about_slot_proofs() {
  Lies out;
  add_fields(out);
  add_forgeries(out);
  return out;
}

}  // namespace ippyo::tamper
