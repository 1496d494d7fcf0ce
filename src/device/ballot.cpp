// SPDX-License-Identifier: Apache-2.0
#include "device/ballot.hpp"

#include <algorithm>

#include "proof/membership.hpp"
#include "proof/slot_proof.hpp"

namespace ippyo::device {

std::vector<OfferedContest> offered_contests(const record::State& state, std::uint16_t style) {
  std::vector<OfferedContest> out;
  const auto& schedule = state.casting_schedule();
  for (const auto c : state.opening().styles[style].contests) {
    const auto& contest = schedule.contests[c];
    auto numbers = election::plaintext_numbers(contest, schedule.withdrawn[c]);
    auto points = election::plaintext_points(state.ctx0(), contest, numbers);
    out.push_back({contest.id, std::move(numbers), std::move(points)});
  }
  return out;
}

SlotView view_slot(const record::State& state, std::uint64_t slot, std::uint32_t epoch) {
  return view_slot(state, slot, epoch, offered_contests(state, state.slots()[slot].style));
}

SlotView view_slot(const record::State& state, std::uint64_t slot, std::uint32_t epoch, std::vector<OfferedContest> contests) {
  const auto previous = state.current().of(slot);
  return {state.ctx(),        slot, epoch, state.key().y, state.y_base(), state.slots()[slot].X,
          std::move(contests), {previous.begin(), previous.end()}};
}

void KeptBallot::wipe() {
  r.clear();
  choices.clear();
  base::wipe(row.data(), row.size());
  row.clear();
  ciphertexts.clear();
}

// The chosen option: its index and element, found by touching every option alike.
struct Chosen {
  base::Secret<std::uint32_t> index;
  base::Secret<group::Point> point;
  bool offered;
};

static Chosen choose(const OfferedContest& contest, std::uint32_t number) {
  std::uint32_t index = 0, found = 0;
  group::Point point{};
  for (std::uint32_t v = 0; v < contest.numbers.size(); ++v) {
    const std::uint32_t differs = contest.numbers[v] ^ number;
    const std::uint32_t same = 1 ^ ((differs | (0 - differs)) >> 31);  // 1 for equal numbers, without a branch
    const std::uint64_t mask = 0 - static_cast<std::uint64_t>(same);
    index |= v & static_cast<std::uint32_t>(mask);
    found |= same;
    const auto& p = contest.points[v].point;
    for (std::size_t l = 0; l < p.X.size(); ++l) {
      point.X[l] |= p.X[l] & mask;
      point.Y[l] |= p.Y[l] & mask;
      point.Z[l] |= p.Z[l] & mask;
      point.T[l] |= p.T[l] & mask;
    }
  }
  Chosen out{base::Secret<std::uint32_t>(index), base::Secret<group::Point>(point), found == 1};
  base::wipe(&point, sizeof point);
  return out;
}

static base::Result<void> check_grant(const SlotView& view, const SlotKey& key, const record::Grant& grant,
                                      const base::SigningKey& K) {
  if (!(key.X == view.X))
    return base::Error{"This device does not hold the key of this slot; sign in with the passkey used at enrolment."};
  if (grant.slot != view.slot || grant.K != K.public_key() || view.epoch < grant.first || view.epoch > grant.last)
    return base::Error{"The registrar's permission is not for this slot and epoch; ask for a new one."};
  return {};
}

// Ciphertext and membership proof of one contest.
static bool seal_contest(const SlotView& view, std::size_t c, std::uint32_t number, KeptBallot& kept, record::Cast& cast,
                         base::Rng& rng) {
  const auto& contest = view.contests[c];
  const auto chosen = choose(contest, number);
  if (!chosen.offered) return false;
  const group::SecretScalar r(group::Scalar::random(rng));
  const auto ciphertext = proof::encrypt(view.y_base, chosen.point.expose(), r);
  const auto label = proof::slot_label(view.ctx, contest.id, view.slot, view.epoch);
  cast.membership.push_back(proof::prove_membership({label, view.y, contest.points, ciphertext}, chosen.index, r, rng));
  const auto bytes = ciphertext.bytes();
  cast.row.insert(cast.row.end(), bytes.begin(), bytes.end());
  kept.ciphertexts.push_back(ciphertext);
  kept.r.expose_mutable()[c] = r.expose();
  kept.choices.expose_mutable()[c] = number;
  return true;
}

base::Result<BuiltCast> build_cast(const SlotView& view, const SlotKey& key, const base::SecretVector<std::uint32_t>& choices,
                                   const record::Grant& grant, const base::SigningKey& K, base::Rng& rng) {
  IPPYO_TRY(check_grant(view, key, grant, K));
  const auto w = view.contests.size();
  if (choices.size() != w) return base::Error{"A vote renews every contest; choose once in each of them."};
  record::Cast cast{rng.bytes<16>(), grant, view.epoch, {}, {}, {}};
  KeptBallot kept{view.ctx, view.slot, view.epoch, {}, {}, group::SecretScalars(w), base::SecretVector<std::uint32_t>(w)};
  for (std::size_t c = 0; c < w; ++c)
    if (!seal_contest(view, c, choices.expose()[c], kept, cast, rng))
      return base::Error{"A choice is not offered in this epoch; load the election again and choose anew."};
  const proof::SlotStatement statement{view.ctx, view.slot, view.epoch, view.y, view.X, view.previous, kept.ciphertexts};
  const auto proof = proof::prove_slot_author(statement, key.x, kept.r, rng);
  cast.row.insert(cast.row.end(), proof.begin(), proof.end());
  cast.signature = K.sign(record::cast_hash(cast, view.ctx));
  kept.row = cast.row;
  return BuiltCast{std::move(cast), std::move(kept)};
}

}  // namespace ippyo::device
