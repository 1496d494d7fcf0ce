// SPDX-License-Identifier: Apache-2.0
// What a voter's device sends and shows: 7.3 (numbers), 10.1, 10.2, 10.7, 10.8.
#include "base/codec.hpp"
#include "base/signature.hpp"
#include "device/answer.hpp"
#include "device/second_device.hpp"
#include "election/contest.hpp"
#include "judge.hpp"
#include "proof/membership.hpp"
#include "proof/possession.hpp"
#include "proof/slot_proof.hpp"
#include "record/cast.hpp"

namespace ippyo::vectors {
namespace {

json contest_numbers(const In& in) {
  const auto bytes = in.bytes("contest");
  base::Reader r(bytes);
  const auto contest = election::decode_contest(r);
  if (!r.finish("contest").ok()) throw Refused();
  if (const auto verdict = election::check_contest(contest); !verdict.passed()) return answer(verdict);
  const auto offered = election::plaintext_numbers(contest, in.raw("withdrawn").get<std::set<std::uint16_t>>());
  return passed({{"offered", offered}, {"ever", election::all_plaintext_numbers(contest)},
                 {"elements", hex_list(election::plaintext_points(in.hash("ctx0"), contest, offered))}});
}

record::Grant grant_of(const In& in, ByteView bytes) {
  const auto grant = record::Grant::decode(bytes);
  if (!grant.ok() || !base::verify_signature(in.hash("registrar"), record::grant_hash(*grant, in.hash("ctx")), grant->signature))
    throw Refused();
  return *grant;
}

json grant(const In& in) {
  const auto g = grant_of(in, in.bytes("grant"));
  return passed({{"slot", g.slot}, {"nonce", hex(g.nonce)}, {"K", hex(g.K)}, {"first", g.first}, {"last", g.last}});
}

device::SlotView view_of(const In& in, std::uint64_t slot, std::uint32_t epoch) {
  const auto y = in.element("y");
  device::SlotView view{in.hash("ctx"), slot, epoch, y, group::FixedBase(y.point), {}, {}, {}};
  for (const auto& one : in.raw("contests"))
    view.contests.push_back({one.at("id"), one.at("numbers"), In(one).elements("options")});
  if (!in.has("X")) return view;
  view.X = in.element("X");
  view.previous = in.ciphertexts("previous");
  return view;
}

base::Verdict membership_of(const device::SlotView& view, const record::Cast& cast) {
  for (std::size_t c = 0; c < view.contests.size(); ++c) {
    const auto& contest = view.contests[c];
    const auto label = proof::slot_label(view.ctx, contest.id, view.slot, view.epoch);
    const auto ciphertext = Ciphertext::parse(ByteView(cast.row).subspan(64 * c, 64)).value();
    const auto verdict = proof::verify_membership({label, view.y, contest.points, ciphertext}, cast.membership[c]);
    if (!verdict.passed()) return verdict;
  }
  return base::Verdict::pass();
}

json cast(const In& in) {
  const auto bytes = in.bytes("cast");
  const auto cast = record::Cast::decode(bytes);
  if (!cast.ok()) throw Refused();
  const auto g = grant_of(in, cast->grant.encode());
  if (cast->epoch < g.first || cast->epoch > g.last) throw Refused();
  if (!base::verify_signature(g.K, record::cast_hash(*cast, in.hash("ctx")), cast->signature)) throw Refused();
  const auto view = view_of(in, g.slot, cast->epoch);
  if (cast->row.size() != 80 + 224 * view.contests.size()) return {{"check", "V2.3"}};
  if (cast->membership.size() != view.contests.size()) return {{"check", "V2.4"}};
  const proof::SlotRow row{view.slot, &view.X, view.previous, cast->row};
  std::vector<Ciphertext> current;
  const auto verdict = proof::verify_slot_rows(view.ctx, view.epoch, view.y, {&row, 1}, current);
  if (!verdict.passed()) return answer(verdict);
  return answer(membership_of(view, *cast), {{"request", hex(cast->request)}, {"slot", g.slot}, {"epoch", cast->epoch}});
}

json slot_key(const In& in) {
  const auto ctx0 = in.hash("ctx0");
  if (in.has("prf")) {
    const auto key = device::derive_slot_key(base::Secret<Bytes32>(in.hash("prf")), in.text("code"), ctx0);
    return passed({{"salt", hex(device::prf_salt(ctx0))}, {"x", hex(key.x.expose().bytes())}, {"X", hex(key.X)}});
  }
  const auto X = in.element("X");
  const auto label = device::enrolment_label(ctx0, X, in.hash("evidence"));
  return answer(proof::verify_possession({"pop", label, X}, in.bytes("possession")));
}

json check_code(const In& in) {
  const auto code = device::CheckCode::decode(in.bytes("code"));
  if (!code.ok()) throw Refused();
  const auto view = view_of(in, in.number("slot"), code->epoch);
  const auto reading = device::read_check_code(view, *code);
  if (!reading.ok()) throw Refused();
  if (in.has("row")) return answer(device::confirm_row(*reading, view, in.bytes("row")));
  json choices = json::array();
  for (const auto& one : reading->choices) choices.push_back(one ? json(*one) : json(nullptr));
  const ByteView ciphertexts(reading->ciphertexts);
  const auto checked = base::hash32("checked", ByteView(view.ctx), view.slot, std::uint64_t{view.epoch}, ciphertexts);
  return passed({{"epoch", reading->epoch}, {"choices", choices}, {"hash", hex(checked)}});
}

}  // namespace

const std::map<std::string, Judge>& messages() {
  static const std::map<std::string, Judge> all{{"7.3-Contests", contest_numbers}, {"10.1-Grant", grant}, {"10.2-Cast", cast},
                                                {"10.7-SlotKey", slot_key},        {"10.8-CheckCode", check_code}};
  return all;
}

}  // namespace ippyo::vectors
