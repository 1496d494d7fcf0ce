// SPDX-License-Identifier: Apache-2.0
#include "office/station.hpp"

#include <algorithm>

#include "base/codec.hpp"
#include "base/hash.hpp"
#include "proof/station_ballot.hpp"

namespace ippyo::office {
namespace {

// Index of a number among those offered, by touching all of them; size() of the list if it is not there.
std::uint32_t index_of(const StationContest& contest, std::uint32_t number) {
  const auto n = static_cast<std::uint32_t>(contest.numbers.size());
  std::uint32_t index = n;
  for (std::uint32_t v = 0; v < n; ++v) {
    const std::uint32_t differs = contest.numbers[v] ^ number;
    const std::uint32_t keep = 0 - ((differs | (0 - differs)) >> 31);  // all ones unless equal
    index = (index & keep) | (v & ~keep);
  }
  return index;
}

// m_v of the index, by touching all.
group::Point point_of(const StationContest& contest, std::uint32_t index) {
  group::Point out{};
  for (std::uint32_t v = 0; v < contest.points.size(); ++v) {
    const std::uint32_t differs = v ^ index;
    const std::uint64_t mask = ((static_cast<std::uint64_t>(differs) | (0 - static_cast<std::uint64_t>(differs))) >> 63) - 1;
    const auto& p = contest.points[v].point;
    for (std::size_t l = 0; l < p.X.size(); ++l) {
      out.X[l] |= p.X[l] & mask;
      out.Y[l] |= p.Y[l] & mask;
      out.Z[l] |= p.Z[l] & mask;
      out.T[l] |= p.T[l] & mask;
    }
  }
  return out;
}

Bytes32 code_of(std::span<const Ciphertext> ciphertexts) {
  base::Hasher h("sealed-ballot");
  h.begin_item(ciphertexts.size() * proof::kCiphertextSize);
  for (const auto& ciphertext : ciphertexts) h.part(ciphertext.bytes());
  return h.finish32();
}

}  // namespace

Bytes32 SealedBallot::code() const { return code_of(ciphertexts); }

LoanedDevice::LoanedDevice(const record::State& state, std::string station)
    : ctx_(state.ctx()), station_(std::move(station)), y_(state.key().y), y_base_(state.y_base()),
      amendment_(state.schedule().amendments) {
  const auto& schedule = state.schedule();
  for (const auto& style : state.opening().styles) {
    auto& contests = styles_.emplace_back();
    for (const auto c : style.contests) {
      auto numbers = election::plaintext_numbers(schedule.contests[c], schedule.withdrawn[c]);
      auto points = election::plaintext_points(state.ctx0(), schedule.contests[c], numbers);
      contests.push_back({schedule.contests[c].id, std::move(numbers), std::move(points)});
    }
  }
}

base::Result<SealedBallot> LoanedDevice::seal(std::uint16_t style, const base::SecretVector<std::uint32_t>& choices,
                                              base::Rng& rng) const {
  if (style >= styles_.size()) return base::Error{"This election has no such ballot style; choose the style on the voter's slip."};
  const auto& contests = styles_[style];
  if (choices.size() != contests.size()) return base::Error{"A ballot answers every contest; choose once in each of them."};
  const auto w = contests.size();
  SealedBallot out{style, amendment_, {}, group::SecretScalars(w), base::SecretVector<std::uint32_t>(w)};
  for (std::size_t c = 0; c < contests.size(); ++c) {
    const auto index = index_of(contests[c], choices.expose()[c]);
    if (index == contests[c].numbers.size()) return base::Error{"A choice is not offered; choose anew."};
    const group::SecretScalar r(group::Scalar::random(rng));
    auto point = point_of(contests[c], index);
    out.ciphertexts.push_back(proof::encrypt(y_base_, point, r));
    base::wipe(&point, sizeof point);
    out.r.expose_mutable()[c] = r.expose();
    out.indices.expose_mutable()[c] = index;
  }
  return out;
}

OpenedBallot LoanedDevice::open(SealedBallot&& ballot) const {
  const SealedBallot thrown_away = std::move(ballot);
  OpenedBallot out;
  out.ciphertexts = thrown_away.ciphertexts;
  for (std::size_t c = 0; c < out.ciphertexts.size(); ++c) {
    out.r.push_back(thrown_away.r.expose()[c]);
    out.choices.push_back(styles_[thrown_away.style][c].numbers[thrown_away.indices.expose()[c]]);
  }
  return out;
}

record::StationBallotRow LoanedDevice::cast(SealedBallot&& ballot, const Bytes16& token, base::Rng& rng) const {
  const SealedBallot spent = std::move(ballot);
  record::StationBallotRow row{token, spent.style, spent.amendment, {}};
  const auto hash = record::token_hash(token);
  for (std::size_t c = 0; c < spent.ciphertexts.size(); ++c) {
    const auto& contest = styles_[spent.style][c];
    const auto& ciphertext = spent.ciphertexts[c];
    const group::SecretScalar r(group::Scalar(spent.r.expose()[c]));
    const base::Secret<std::uint32_t> index(std::uint32_t{spent.indices.expose()[c]});
    const auto label = proof::station_label(ctx_, station_, hash, contest.id);
    // As prove_station_ballot, which draws r itself: here r was fixed before the token was known.
    const auto known = base::Writer().raw(label).raw(ciphertext.bytes()).take();
    base::Writer out;
    out.raw(ciphertext.bytes()).raw(proof::prove_possession({"station-r", known, ciphertext.a}, r, rng));
    out.raw(proof::prove_membership({label, y_, contest.points, ciphertext}, index, r, rng));
    row.ballots.push_back(out.take());
  }
  return row;
}

bool LoanedDevice::opening_holds(std::uint16_t style, const Bytes32& code, const OpenedBallot& opened) const {
  if (style >= styles_.size()) return false;
  const auto& contests = styles_[style];
  const auto w = contests.size();
  if (opened.ciphertexts.size() != w || opened.r.size() != w || opened.choices.size() != w) return false;
  if (code_of(opened.ciphertexts) != code) return false;
  for (std::size_t c = 0; c < w; ++c) {
    const auto v = std::ranges::find(contests[c].numbers, opened.choices[c]);
    if (v == contests[c].numbers.end()) return false;
    const auto& point = contests[c].points[static_cast<std::size_t>(v - contests[c].numbers.begin())].point;
    if (!(proof::encrypt(y_base_, point, group::SecretScalar(opened.r[c])) == opened.ciphertexts[c])) return false;
  }
  return true;
}

}  // namespace ippyo::office
