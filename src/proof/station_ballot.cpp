// SPDX-License-Identifier: Apache-2.0
#include "proof/station_ballot.hpp"

#include "base/check.hpp"
#include "base/codec.hpp"
#include "proof/internal/proof_bytes.hpp"

namespace ippyo::proof {
namespace {

constexpr std::size_t kKnowledge = kCiphertextSize, kMember = kCiphertextSize + kPossessionSize;

/// The label of the proof of r: the station label and the ciphertext.
Bytes knowledge_label(const Bytes& label, const Ciphertext& ciphertext) {
  return base::Writer().raw(label).raw(ciphertext.bytes()).take();
}

/// options[index], read in full. timing: constant in index
Point chosen(std::span<const Element> options, const base::Secret<std::uint32_t>& index) {
  group::SecretScalars unit(options.size());
  std::vector<Point> points;
  for (std::size_t v = 0; v < options.size(); ++v) {
    unit.expose_mutable()[v] = Scalar::from_u64((static_cast<std::uint64_t>(index.expose() ^ v) - 1) >> 63);
    points.push_back(options[v].point);
  }
  return group::msm_ct(points, unit);
}

}  // namespace

/// Random bytes: r, the proof of r, the membership proof.
Bytes prove_station_ballot(const StationStatement& s, const base::Secret<std::uint32_t>& index, base::Rng& rng) {
  IPPYO_CHECK(index.expose() < s.options.size());
  const group::SecretScalar r(Scalar::random(rng));
  const auto ciphertext = encrypt(group::FixedBase(s.y.point), chosen(s.options, index), r);
  const auto label = station_label(s.ctx, s.station, s.token_hash, s.contest);
  Bytes ballot = base::Writer().raw(ciphertext.bytes()).take();
  append(ballot, prove_possession({"station-r", knowledge_label(label, ciphertext), ciphertext.a}, r, rng));
  append(ballot, prove_membership({label, s.y, s.options, ciphertext}, index, r, rng));
  return ballot;
}

base::Verdict verify_station_ballot(const StationStatement& s, ByteView ballot, Ciphertext& ciphertext) {
  if (ballot.size() != station_ballot_size(s.options.size())) return base::Verdict::fail(kStationBallotLength);
  const auto read = Ciphertext::parse(ballot.first(kCiphertextSize));
  if (!read || read->a.is_identity() || read->b.is_identity()) return base::Verdict::fail(kStationBallotEncoding);
  const auto label = station_label(s.ctx, s.station, s.token_hash, s.contest);
  const auto known = knowledge_label(label, *read);
  IPPYO_REQUIRE(verify_possession({"station-r", known, read->a}, ballot.subspan(kKnowledge, kPossessionSize)));
  IPPYO_REQUIRE(verify_membership({label, s.y, s.options, *read}, ballot.subspan(kMember)));
  ciphertext = *read;
  return base::Verdict::pass();
}

}  // namespace ippyo::proof
