// SPDX-License-Identifier: Apache-2.0
// Lies about the constitution, the key ceremony and the opening.
#include "board/policy.hpp"
#include "edit.hpp"
#include "forgery.hpp"
#include "proof/possession.hpp"
#include "record/checks.hpp"

namespace ippyo::tamper {

using namespace record;
using election::Constitution;
using election::Opening;

namespace {

Lie in_constitution(std::string name, const base::Check& check, std::function<void(Constitution&)> edit) {
  return lie(std::move(name), check,
             [edit](const World&, Board& b) { return edit_body<Constitution>(b, EntryType::constitution, edit); });
}
Lie in_ceremony(std::string name, const base::Check& check, std::function<void(const World&, CeremonyBody&)> edit) {
  return lie(std::move(name), check, [edit](const World& w, Board& b) {
    return edit_body<CeremonyBody>(b, EntryType::ceremony, [&](CeremonyBody& c) { edit(w, c); });
  });
}
Lie in_opening(std::string name, const base::Check& check, std::function<void(Opening&)> edit) {
  return lie(std::move(name), check, [edit](const World&, Board& b) { return edit_body<Opening>(b, EntryType::opening, edit); });
}

}  // namespace

Lies lies_about_the_constitution() {
  using namespace election;
  return {
      in_constitution("one trustee of three can decrypt", kConstitutionRules, [](auto& c) { c.threshold = 1; }),
      in_constitution("fewer mixes than trustees that must be honest", kConstitutionRules, [](auto& c) { c.mixes = 1; }),
      in_constitution("more mixes than trustees", kConstitutionRules, [](auto& c) { c.mixes = 4; }),
      in_constitution("two signers with one key", kConstitutionBodies, [](auto& c) { c.signers[5].key = c.signers[4].key; }),
      in_constitution("two signers with one name", kConstitutionBodies, [](auto& c) { c.signers[5].id = c.signers[4].id; }),
      in_constitution("two registrars", kConstitutionBodies, [](auto& c) { c.signers[0].role = Role::registrar; }),
      in_constitution("one trustee fewer than it says", kConstitutionBodies, [](auto& c) { c.signers[6].role = Role::observer; }),
      in_constitution("a paper vote without scrutineers", kConstitutionBodies,
                      [](auto& c) { c.signers[7].role = c.signers[8].role = Role::observer; }),
      in_constitution("two boxes with one key", kConstitutionBodies, [](auto& c) { c.boxes[1].B = c.boxes[0].B; }),
      in_constitution("a box whose key nobody has", kConstitutionBodies, [](auto& c) { c.boxes.pop_back(); }),
      in_constitution("nobody shows to hold Z", kConstitutionPossession, [](auto& c) { spoil_scalar(c.Z_possession, 32); }),
      in_constitution("Z shown with the proof of a box", kConstitutionPossession,
                      [](auto& c) { c.Z_possession = c.boxes[0].possession; }),
      in_constitution("nobody shows to hold the key of a box", kConstitutionPossession,
                      [](auto& c) { std::swap(c.boxes[0].possession, c.boxes[1].possession); }),
      in_constitution("Z is the identity", kConstitutionKeys, [](auto& c) { c.Z = proof::Element{}; }),
      in_constitution("a box key is the identity", kConstitutionKeys, [](auto& c) { c.boxes[0].B = proof::Element{}; }),
      in_constitution("short lists in a real election", kConstitutionMinList, [](auto& c) { c.clock = ClockKind::real; }),
      in_constitution("no evidence asked for", kConstitutionForm, [](auto& c) { c.evidence.clear(); }),
      in_constitution("no factor asked for", kConstitutionForm, [](auto& c) { c.factors.clear(); }),
      in_constitution("an election without a title", kConstitutionForm, [](auto& c) { c.title.clear(); }),
  };
}

Lies lies_about_the_ceremony() {
  using namespace proof;
  const auto again = [](const World& w, CeremonyBody& c, std::size_t i, Dealing d) {
    c.dealings[i] = std::move(d);
    c.commitments[i] = dealing_commitment(w.state.ctx0(), c.dealings[i]);
  };
  const auto edited = [=](std::size_t i, std::function<void(Dealing&)> edit) {
    return [=](const World& w, CeremonyBody& c) {
      auto d = c.dealings[i];
      edit(d);
      again(w, c, i, std::move(d));
    };
  };
  return {
      in_ceremony("a dealer with k+1 coefficients", kDealerCoefficients,
                  [=](const World& w, CeremonyBody& c) {
                    again(w, c, 1, deal({w.state.ctx0(), World::kTrustees, World::kThreshold + 1}, 2, liar_rng()).dealing);
                  }),
      in_ceremony("a dealer copies another one's coefficients", kDealerProof,
                  [=](const World& w, CeremonyBody& c) {
                    auto copied = c.dealings[0];
                    copied.index = 2;
                    again(w, c, 1, copied);
                  }),
      in_ceremony("a dealing other than the one committed to", kDealerCommitment,
                  [=](const World& w, CeremonyBody& c) {
                    c.dealings[1] = deal({w.state.ctx0(), World::kTrustees, World::kThreshold}, 2, liar_rng()).dealing;
                  }),
      in_ceremony("a dealing made for another election", kDealerProof,
                  [=](const World& w, CeremonyBody& c) {
                    again(w, c, 1, deal({{}, World::kTrustees, World::kThreshold}, 2, liar_rng()).dealing);
                  }),
      in_ceremony("two dealers with one number", kDealerIndex, edited(1, [](Dealing& d) { d.index = 1; })),
      in_ceremony("a dealer's key for shares that nobody holds", kShareKeyPossession,
                  edited(2, [](Dealing& d) { spoil_scalar(d.kappa_possession, 32); })),
      in_ceremony("a dealer's key for shares made by another one", kDealerProof,
                  edited(2, [](Dealing& d) { d.kappa = element_h(); })),
      in_ceremony("a dealer's first coefficient is zero", kDealerEncoding, edited(0, [](Dealing& d) { d.A[0] = Element{}; })),
      in_ceremony("a dealer's last coefficient is zero", kDealerEncoding, edited(0, [](Dealing& d) { d.A.back() = Element{}; })),
      in_ceremony("a coefficient other than the one proven", kDealerProof, edited(0, [](Dealing& d) { d.A[1] = element_h(); })),
      in_ceremony("a dealer's T is another", kDealerProof, edited(0, [](Dealing& d) { d.T[1] = element_h(); })),
      in_ceremony("a dealer's z is another", kDealerProof, edited(0, [](Dealing& d) { d.z[1] += Scalar::one(); })),
      in_ceremony("the last dealer cancels the election key", kElectionKeyIdentity,
                  [=](const World& w, CeremonyBody& c) { again(w, c, 2, cancelling_dealing(w, c.dealings[2])); }),
      in_ceremony("a complaint that nobody answered", kComplaint,
                  [](const World&, CeremonyBody& c) { c.complaints.push_back({1, 2, {}}); }),
      in_ceremony("a complaint answered with a share that does not fit", kComplaint,
                  [](const World& w, CeremonyBody& c) { c.complaints.push_back({1, 2, reveal_share(w.trustees[0].dealer, 3)}); }),
      in_ceremony("a complaint against oneself", kComplaint,
                  [](const World& w, CeremonyBody& c) { c.complaints.push_back({1, 1, reveal_share(w.trustees[0].dealer, 1)}); }),
      in_ceremony("a complaint of nobody", kComplaint,
                  [](const World& w, CeremonyBody& c) { c.complaints.push_back({1, 4, reveal_share(w.trustees[0].dealer, 4)}); }),
      in_ceremony("one encrypted share missing", kCeremonyShape, [](const World&, CeremonyBody& c) { c.shares.pop_back(); }),
      in_ceremony("an encrypted share of another length", kCeremonyShape,
                  [](const World&, CeremonyBody& c) { c.shares[4].pop_back(); }),
      in_ceremony("one commitment missing", kCeremonyShape, [](const World&, CeremonyBody& c) { c.commitments.pop_back(); }),
      in_ceremony("one dealing missing", kCeremonyShape, [](const World&, CeremonyBody& c) { c.dealings.pop_back(); }),
      lie("an element of a dealing spelled in another way", kBodyEncoding,
          [](const World&, Board& b) {
            const auto at = b.find(EntryType::ceremony);
            auto& body = b.entries[at].body;
            const auto kappa = CeremonyBody::decode(body)->dealings[0].kappa.bytes;
            const auto found = std::search(body.begin(), body.end(), kappa.begin(), kappa.end());
            respell_element(body, static_cast<std::size_t>(found - body.begin()));
            return at;
          }),
  };
}

Lies lies_about_the_opening() {
  using namespace election;
  Lies out{
      in_opening("another election key", kOpeningContext, [](auto& o) { o.y = proof::element_h(); }),
      in_opening("another Z", kOpeningContext, [](auto& o) { o.Z = proof::element_h(); }),
      in_opening("another slot list", kOpeningContext, [](auto& o) { o.slot_list[0] ^= 1; }),
      in_opening("another token list", kOpeningContext, [](auto& o) { o.token_lists[0][0] ^= 1; }),
      in_opening("a token list left out", kOpeningContext, [](auto& o) { o.token_lists.clear(); }),
      in_opening("one slot more than the list has", kSlotCount, [](auto& o) { ++o.slots; }),
      in_opening("one slot fewer than the list has", kSlotCount, [](auto& o) { --o.slots; }),
      in_opening("a policy that cannot be read", kPolicy, [](auto& o) { o.policy = "quorum everybody\n"; }),
      in_opening("a policy without a log", kPolicy, [](auto& o) { o.policy = o.policy.substr(o.policy.find('\n') + 1); }),
      in_opening("no contests", kOpeningShape, [](auto& o) { o.contests.clear(); }),
      in_opening("two contests with one id", kOpeningShape, [](auto& o) { o.contests[1].id = o.contests[0].id; }),
      in_opening("two styles with one id", kOpeningShape, [](auto& o) { o.styles[1].id = o.styles[0].id; }),
      in_opening("a style with a contest that does not exist", kOpeningShape, [](auto& o) { o.styles[1].contests = {0, 2}; }),
      in_opening("a style with one contest twice", kOpeningShape, [](auto& o) { o.styles[1].contests = {1, 1}; }),
      in_opening("a contest that nobody votes in", kOpeningShape, [](auto& o) { o.styles[1].contests = {0}; }),
      in_opening("a ballot box that does not exist", kOpeningShape, [](auto& o) { o.box_rotation[1] = "box-3"; }),
      in_opening("one ballot box twice", kOpeningShape, [](auto& o) { o.box_rotation[1] = "box-1"; }),
      in_opening("no ballot box", kOpeningShape, [](auto& o) { o.box_rotation.clear(); }),
      in_opening("a contest without options", kContestShape, [](auto& o) { o.contests[0].options.clear(); }),
      in_opening("a single choice with two seats", kContestShape, [](auto& o) { o.contests[0].seats = 2; }),
      in_opening("two options with one number", kContestShape, [](auto& o) { o.contests[0].options[1].number = 1; }),
      in_opening("two options at one place of the screen", kContestShape, [](auto& o) { o.contests[0].options[1].order = 1; }),
      in_opening("more than 64 sets to approve", kApprovalSets,
                 [](auto& o) {
                   auto& c = o.contests[1];
                   c.kind = ContestKind::approval;
                   for (std::uint16_t n = 5; n <= 8; ++n) c.options.push_back({n, "見本", "みほん", "Sample", n});
                   c.approve_max = 4;
                 }),
      in_opening("an Internet window outside early voting", kCalendarOrder, [](auto& o) { o.calendar.internet[0].until = 5001; }),
      in_opening("polling day before early voting", kCalendarOrder, [](auto& o) { o.calendar.polling_day = {100, 200}; }),
      in_opening("epochs without length", kEpochLength, [](auto& o) { o.calendar.epoch_seconds = 0; }),
      lie("an opening after the first window has begun", kOpeningTime,
          [](const World&, Board& b) {
            const auto at = b.find(EntryType::opening);
            b.entries[at].time = 1001;
            return at;
          }),
      lie("a slot of a style that the opening does not have", kSlotStyle,
          [](const World& w, Board& b) {
            edit_row(w, b, slots_key(), 3, [](Bytes& r) { r[33] = 9; });
            const auto hash = base::hash32("slots", ByteView(b.entries[b.find(slots_key())].body));
            return edit_body<Opening>(b, EntryType::opening, [&](Opening& o) { o.slot_list = hash; });
          }),
  };
  out.push_back(lie("a list shorter than the constitution allows", kMinList, [](const World& w, Board& b) {
    b = short_list_board(w);
    return b.find(EntryType::opening);
  }));
  return out;
}

}  // namespace ippyo::tamper
