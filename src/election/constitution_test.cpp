// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <functional>

#include "election/example.hpp"

namespace ippyo::election {
namespace {

using Change = std::function<void(Constitution&)>;

/// Every change must be refused by exactly this check.
void refused_by(const base::Check& check, const std::vector<Change>& changes) {
  for (std::size_t i = 0; i < changes.size(); ++i) {
    auto c = example_constitution();
    changes[i](c);
    const auto verdict = check_constitution(c);
    ASSERT_FALSE(verdict.passed()) << check.number() << ", change " << i;
    EXPECT_EQ(verdict.finding().check, check) << "change " << i << ": " << verdict.finding().text();
  }
}

TEST(Constitution, ASoundOnePasses) {
  const auto verdict = check_constitution(example_constitution());
  EXPECT_TRUE(verdict.passed()) << verdict.finding().text();
}

TEST(Constitution, V19_30_ThresholdsMustHold) {
  refused_by(kConstitutionRules, {[](auto& c) { c.threshold = 1; }, [](auto& c) { c.threshold = 3; }, [](auto& c) { c.mixes = 1; },
                                  [](auto& c) { c.mixes = 4; }, [](auto& c) { c.trustees = 0; },
                                  [](auto& c) { c.trustees = c.threshold = c.mixes = 0; },
                                  [](auto& c) { c.trustees = 4, c.threshold = 0x80000002, c.mixes = 4; }});
}

TEST(Constitution, V4_30_BodiesMustBeThereOnceAndBeDifferent) {
  refused_by(kConstitutionBodies,
             {[](auto& c) { c.signers.erase(c.signers.begin()); }, [](auto& c) { c.signers.erase(c.signers.begin() + 1); },
              [](auto& c) { c.signers.push_back(example_signer("commission-2", Role::commission, 99)); },
              [](auto& c) { c.signers.push_back(example_signer("registrar-2", Role::registrar, 99)); },
              [](auto& c) { c.signers.push_back(example_signer("trustee-4", Role::trustee, 99)); },
              [](auto& c) { c.signers.push_back(example_signer("box-3", Role::ballot_box, 99)); },
              [](auto& c) { c.signers.erase(c.signers.begin() + 2, c.signers.begin() + 4), c.boxes.clear(); },
              [](auto& c) { c.boxes.pop_back(); }, [](auto& c) { c.boxes[1] = c.boxes[0]; },
              [](auto& c) { c.boxes[1].signer = "trustee-1"; }, [](auto& c) { c.boxes[1].signer = "nobody"; },
              [](auto& c) { c.boxes[1].B = c.boxes[0].B; }, [](auto& c) { c.boxes[1].B = c.Z; },
              [](auto& c) { c.signers.pop_back(); }, [](auto& c) { c.signers[7].id = "trustee-1"; },
              [](auto& c) { c.signers[7].id = ""; }, [](auto& c) { c.signers[7].id = "Scrutineer"; },
              [](auto& c) { c.signers[7].id = std::string(33, 'a'); }, [](auto& c) { c.signers[7].name = ""; },
              [](auto& c) { c.signers[4].key = c.signers[1].key; }, [](auto& c) { c.signers[2].key = c.signers[1].key; }});
}

TEST(Constitution, WithoutPaperNoScrutineerIsNeeded) {
  auto c = example_constitution();
  c.paper = false;
  c.signers.pop_back();
  EXPECT_TRUE(check_constitution(c).passed());
}

TEST(Constitution, V4_31_IdTitleHostEvidenceAndFactorsMustBeAllowed) {
  refused_by(kConstitutionForm,
             {[](auto& c) { c.election_id = ""; }, [](auto& c) { c.election_id = std::string(65, 'a'); },
              [](auto& c) { c.election_id = "a b"; }, [](auto& c) { c.title = ""; }, [](auto& c) { c.host = ""; },
              [](auto& c) { c.evidence.clear(); }, [](auto& c) { c.evidence = {EvidenceClass::C, EvidenceClass::A}; },
              [](auto& c) { c.evidence = {EvidenceClass::A, EvidenceClass::A}; }, [](auto& c) { c.factors.clear(); },
              [](auto& c) { c.factors = {"code", "code"}; }, [](auto& c) { c.factors = {"horoscope"}; }});
}

TEST(Constitution, V2_30_KeysMustNotBeTheIdentity) {
  refused_by(kConstitutionKeys, {[](auto& c) { c.Z = Element{}; }, [](auto& c) { c.boxes[0].B = Element{}; }});
}

TEST(Constitution, V3_30_PossessionIsBoundToElectionAndBody) {
  refused_by(kConstitutionPossession,
             {[](auto& c) { c.Z_possession[40] ^= 1; }, [](auto& c) { c.Z_possession.pop_back(); },
              [](auto& c) { c.Z_possession.clear(); },
              [](auto& c) { c.boxes[1].possession[3] ^= 1; }, [](auto& c) { c.Z = example_element(8); },
              [](auto& c) { c.election_id = "mayor-2032"; },
              [](auto& c) { std::swap(c.boxes[0].signer, c.boxes[1].signer); },
              [](auto& c) { c.Z_possession = example_possession(box_possession_label(c.election_id, "registrar"), 7); }});
}

TEST(Constitution, V15_30_ShortListsOnlyInARehearsal) {
  refused_by(kConstitutionMinList, {[](auto& c) { c.clock = ClockKind::real, c.min_list = 99; }});
  auto c = example_constitution();
  c.min_list = 5;
  EXPECT_TRUE(check_constitution(c).passed());
  c.clock = ClockKind::real;
  c.min_list = 100;
  EXPECT_TRUE(check_constitution(c).passed());
}

TEST(Constitution, FindsItsBodies) {
  const auto c = example_constitution();
  EXPECT_EQ(c.trustee(1)->id, "trustee-1");
  EXPECT_EQ(c.trustee(3)->id, "trustee-3");
  EXPECT_EQ(c.trustee(0), nullptr);
  EXPECT_EQ(c.trustee(4), nullptr);
  EXPECT_EQ(c.signer("registrar")->role, Role::registrar);
  EXPECT_EQ(c.signer("nobody"), nullptr);
  EXPECT_EQ(c.box("box-2")->B, example_element(12));
  EXPECT_EQ(c.box("trustee-1"), nullptr);
}

TEST(Constitution, Context0ChangesWithEveryField) {
  const std::vector<Change> changes{
      [](auto& c) { c.election_id += "x"; }, [](auto& c) { c.title += "x"; },       [](auto& c) { c.title_en += "x"; },
      [](auto& c) { c.host += "x"; },        [](auto& c) { c.clock = ClockKind::real; }, [](auto& c) { c.paper = false; },
      [](auto& c) { ++c.trustees; },         [](auto& c) { ++c.threshold; },        [](auto& c) { ++c.mixes; },
      [](auto& c) { ++c.min_list; },         [](auto& c) { c.evidence.pop_back(); }, [](auto& c) { c.factors.pop_back(); },
      [](auto& c) { c.penalties += "x"; },   [](auto& c) { c.penalties_en += "x"; }, [](auto& c) { c.Z = example_element(8); },
      [](auto& c) { c.Z_possession[0] ^= 1; }, [](auto& c) { c.signers[0].key[5] ^= 1; }, [](auto& c) { c.boxes[0].B = c.Z; }};
  std::set<Bytes32> seen{context0(example_constitution())};
  for (const auto& change : changes) {
    auto c = example_constitution();
    change(c);
    EXPECT_TRUE(seen.insert(context0(c)).second);
  }
}

}  // namespace
}  // namespace ippyo::election
