// SPDX-License-Identifier: Apache-2.0
#include "registrar/ways.hpp"

#include <algorithm>

namespace ippyo::registrar {

using election::EvidenceClass;
using identity::Factor;

namespace {

bool holds(const auto& list, const auto& value) { return std::ranges::find(list, value) != std::ranges::end(list); }

/// A person who enrolled in this way can show what a grant asks for.
bool suffices(const Way& way, const election::Constitution& c) {
  return std::ranges::all_of(c.factors, [&](const std::string& name) {
    const auto factor = identity::factor_of(name);
    if (!factor) return false;
    if (*factor == Factor::code || holds(way, *factor)) return true;
    return (*factor == Factor::card && holds(c.factors, "oidc") && holds(way, Factor::oidc)) ||
           (*factor == Factor::oidc && holds(c.factors, "card") && holds(way, Factor::card));
  });
}

}  // namespace

std::vector<Way> offered_ways(const Config& config, const election::Constitution& constitution) {
  std::vector<Way> out;
  std::ranges::copy_if(config.ways, std::back_inserter(out), [&](const Way& way) { return suffices(way, constitution); });
  return out;
}

Way left_of(std::span<const Way> ways, const std::set<Factor>& shown) {
  const auto missing = [&](const Way& way) {
    Way out;
    std::ranges::copy_if(way, std::back_inserter(out), [&](Factor f) { return !shown.contains(f); });
    return out;
  };
  // Most of what was shown is used; then the least is left.
  const auto worse = [&](const Way& a, const Way& b) {
    const auto left_a = missing(a).size(), left_b = missing(b).size();
    const auto used_a = a.size() - left_a, used_b = b.size() - left_b;
    return left_b == 0 ? left_a != 0 : left_a != 0 && (used_a != used_b ? used_a < used_b : left_a > left_b);
  };
  const Way* best = &ways.front();
  for (const auto& way : ways)
    if (worse(*best, way)) best = &way;
  return missing(*best);
}

std::vector<Factor> grant_factors(const election::Constitution& constitution, EvidenceClass enrolled_with) {
  std::vector<Factor> out;
  const bool both = holds(constitution.factors, "card") && holds(constitution.factors, "oidc");
  const auto dropped = enrolled_with == EvidenceClass::C ? Factor::card : Factor::oidc;
  for (const auto& name : constitution.factors)
    if (const auto factor = identity::factor_of(name); factor && !(both && *factor == dropped)) out.push_back(*factor);
  std::ranges::stable_partition(out, [](Factor f) { return f != Factor::email; });
  return out;
}

bool gives_evidence(Factor factor) { return factor == Factor::card || factor == Factor::oidc || factor == Factor::email; }

std::optional<EvidenceClass> class_of(char letter) {
  return letter >= 'A' && letter <= 'D' ? std::optional(static_cast<EvidenceClass>(letter - 'A' + 1)) : std::nullopt;
}
char letter_of(EvidenceClass evidence_class) { return static_cast<char>('A' + static_cast<int>(evidence_class) - 1); }

Factor factor_of(EvidenceClass evidence_class) {
  return evidence_class == EvidenceClass::C ? Factor::oidc : evidence_class == EvidenceClass::D ? Factor::email : Factor::card;
}

}  // namespace ippyo::registrar
