// SPDX-License-Identifier: Apache-2.0
// For tests: a small election that passes every check; a test changes one thing and names the check that notices.
#pragma once
#include "election/opening.hpp"
#include "proof/possession.hpp"

namespace ippyo::election {

inline Element example_element(std::uint64_t n) { return Element::from(group::mul_vartime(group::generator(), group::Scalar::from_u64(n))); }

inline Bytes example_possession(const Bytes& label, std::uint64_t x) {
  base::KeyedRng rng(base::Secret(Bytes32{9}));
  const auto X = example_element(x);
  return proof::prove_possession({"pop", label, X}, group::SecretScalar(group::Scalar::from_u64(x)), rng);
}

inline Signer example_signer(const std::string& id, Role role, std::uint8_t key) { return {id, role, "Body " + id, Bytes32{key}}; }

/// Two boxes, three trustees, two mixes, a scrutineer; z = 7, box keys 11 and 12.
inline Constitution example_constitution() {
  Constitution c;
  c.election_id = "mayor-2028";
  c.title = "市長選挙";
  c.title_en = "Mayor";
  c.host = "vote.example";
  c.trustees = 3;
  c.threshold = c.mixes = 2;
  c.evidence = {EvidenceClass::A, EvidenceClass::C};
  c.factors = {"code", "card"};
  c.penalties = "買収は罰せられる";
  c.Z = example_element(7);
  c.Z_possession = example_possession(registrar_possession_label(c.election_id), 7);
  c.signers = {example_signer("commission", Role::commission, 1), example_signer("registrar", Role::registrar, 2),
               example_signer("box-1", Role::ballot_box, 3),      example_signer("box-2", Role::ballot_box, 4),
               example_signer("trustee-1", Role::trustee, 5),     example_signer("trustee-2", Role::trustee, 6),
               example_signer("trustee-3", Role::trustee, 7),     example_signer("scrutineer-1", Role::scrutineer, 8)};
  c.boxes = {{"box-1", example_element(11), example_possession(box_possession_label(c.election_id, "box-1"), 11)},
             {"box-2", example_element(12), example_possession(box_possession_label(c.election_id, "box-2"), 12)}};
  return c;
}

inline Option example_option(std::uint16_t n) { return {n, "候補" + std::to_string(n), "こうほ", "Candidate", n}; }

inline Contest example_contest(const std::string& id, ContestKind kind, std::uint16_t seats, std::uint16_t options,
                               std::uint16_t approve_max = 0) {
  Contest c{id, kind, "題", "Title", seats, approve_max, {}};
  for (std::uint16_t n = 1; n <= options; ++n) c.options.push_back(example_option(n));
  return c;
}

/// Early voting 1000..5000 with Internet windows 1000..2000 and 3000..3250, epochs of 100 s; polls 6000..9000.
inline Calendar example_calendar() { return {500, {1000, 5000}, {{1000, 2000}, {3000, 3250}}, {6000, 9000}, 9000, 100, 30}; }

inline Opening example_opening(const Constitution& c) {
  Opening o;
  o.y = example_element(21);
  o.Z = c.Z;
  o.slots = 10;
  o.slot_list = Bytes32{1};
  o.contests = {example_contest("mayor", ContestKind::single_choice, 1, 2),
                example_contest("council", ContestKind::single_non_transferable, 2, 4),
                example_contest("park", ContestKind::yes_no, 0, 2), example_contest("names", ContestKind::approval, 0, 4, 2)};
  o.styles = {{"all", "全部", {0, 1, 2, 3}}, {"council-only", "議員のみ", {1}}};
  o.calendar = example_calendar();
  o.box_rotation = {"box-1", "box-2"};
  o.token_lists = {Bytes32{2}, Bytes32{3}};
  o.policy = "quorum none\n";
  return o;
}

}  // namespace ippyo::election
