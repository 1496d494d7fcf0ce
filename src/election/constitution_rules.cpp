// SPDX-License-Identifier: Apache-2.0
// What a constitution must satisfy before anything may build on it. [SPEC 7.1 Constitution]
#include "election/constitution.hpp"
#include "election/fields.hpp"
#include "proof/possession.hpp"

namespace ippyo::election {

using base::Verdict;

namespace {

Verdict check_form(const Constitution& c) {
  const auto refuse = [](const char* where) { return Verdict::fail(kConstitutionForm, where); };
  if (!is_id(c.election_id, 64)) return refuse("election id");
  if (c.title.empty()) return refuse("title");
  if (c.host.empty()) return refuse("host");
  if (c.evidence.empty() || !std::is_sorted(c.evidence.begin(), c.evidence.end()) || !all_distinct(c.evidence))
    return refuse("evidence classes");
  static const std::set<std::string> kFactors{"code", "card", "oidc", "passkey", "email"};
  if (c.factors.empty() || !all_distinct(c.factors)) return refuse("factors");
  for (const auto& factor : c.factors)
    if (!kFactors.contains(factor)) return refuse("factors");
  return Verdict::pass();
}

Verdict check_thresholds(const Constitution& c) {
  const std::uint64_t n = c.trustees, k = c.threshold, mixes = c.mixes;
  if (2 * k > n && k <= mixes && mixes <= n) return Verdict::pass();
  return Verdict::fail(kConstitutionRules, std::to_string(k) + " of " + std::to_string(n) + ", " + std::to_string(mixes) + " mixes");
}

Verdict check_signers(const Constitution& c) {
  std::set<std::string> ids;
  std::set<Bytes32> keys;
  for (const auto& s : c.signers) {
    if (!is_id(s.id)) return Verdict::fail(kConstitutionBodies, "a signer's id");
    if (s.name.empty()) return Verdict::fail(kConstitutionBodies, "name of " + s.id);
    if (!ids.insert(s.id).second) return Verdict::fail(kConstitutionBodies, "two signers " + s.id);
    if (!keys.insert(s.key).second) return Verdict::fail(kConstitutionBodies, s.id + " has another signer's key");
  }
  const auto count = [&](Role role) {
    const auto has = [&](const Signer& s) { return s.role == role; };
    return static_cast<std::uint64_t>(std::count_if(c.signers.begin(), c.signers.end(), has));
  };
  if (count(Role::commission) != 1) return Verdict::fail(kConstitutionBodies, "not exactly one commission");
  if (count(Role::registrar) != 1) return Verdict::fail(kConstitutionBodies, "not exactly one registrar");
  if (count(Role::trustee) != c.trustees) return Verdict::fail(kConstitutionBodies, "number of trustees");
  if (count(Role::ballot_box) == 0) return Verdict::fail(kConstitutionBodies, "no ballot box");
  if (count(Role::ballot_box) != c.boxes.size()) return Verdict::fail(kConstitutionBodies, "number of box keys");
  if (c.paper && count(Role::scrutineer) == 0) return Verdict::fail(kConstitutionBodies, "no scrutineer to audit the settlement");
  return Verdict::pass();
}

/// With as many keys as boxes, distinct signers make it exactly one key each. Bodies are different, so their keys are.
Verdict check_boxes(const Constitution& c) {
  std::set<std::string> signers;
  std::set<Bytes32> keys{c.Z.bytes};
  for (const auto& b : c.boxes) {
    const auto* signer = c.signer(b.signer);
    if (!signer || signer->role != Role::ballot_box) return Verdict::fail(kConstitutionBodies, "a box key of " + b.signer);
    if (!signers.insert(b.signer).second) return Verdict::fail(kConstitutionBodies, "two keys for " + b.signer);
    if (b.B.is_identity()) return Verdict::fail(kConstitutionKeys, b.signer);
    if (!keys.insert(b.B.bytes).second) return Verdict::fail(kConstitutionBodies, "B of " + b.signer + " is another body's");
  }
  return Verdict::pass();
}

Verdict check_possession(const base::Bytes& label, const Element& X, const Bytes& proof, const std::string& where) {
  if (proof::verify_possession({"pop", label, X}, proof).passed()) return Verdict::pass();
  return Verdict::fail(kConstitutionPossession, where);
}

}  // namespace

Verdict check_constitution(const Constitution& c) {
  IPPYO_REQUIRE(check_form(c));
  IPPYO_REQUIRE(check_thresholds(c));
  IPPYO_REQUIRE(check_signers(c));
  if (c.Z.is_identity()) return Verdict::fail(kConstitutionKeys, "Z");
  IPPYO_REQUIRE(check_boxes(c));
  IPPYO_REQUIRE(check_possession(registrar_possession_label(c.election_id), c.Z, c.Z_possession, "Z"));
  for (const auto& b : c.boxes)
    IPPYO_REQUIRE(check_possession(box_possession_label(c.election_id, b.signer), b.B, b.possession, b.signer));
  if (c.clock == ClockKind::real && c.min_list < 100) return Verdict::fail(kConstitutionMinList, std::to_string(c.min_list));
  return Verdict::pass();
}

}  // namespace ippyo::election
