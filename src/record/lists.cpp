// SPDX-License-Identifier: Apache-2.0
// Permutation commitments, mixes, shares of decryption, rehearsals. [SPEC 8.4.4 Lists]
#include <algorithm>

#include "record/internal/state_impl.hpp"

namespace ippyo::record {
namespace {

/// Some columns of a list that it owns.
class OwnedColumns final : public base::RowSource {
  std::unique_ptr<base::RowSource> base_;
  base::ColumnRows columns_;

 public:
  OwnedColumns(std::unique_ptr<base::RowSource> rows, std::size_t offset, std::size_t size)
      : base_(std::move(rows)), columns_(*base_, offset, size) {}
  std::uint64_t rows() const override { return columns_.rows(); }
  std::size_t row_size() const override { return columns_.row_size(); }
  base::Result<void> read(std::uint64_t first, std::span<std::uint8_t> out) const override { return columns_.read(first, out); }
};

ListObject finished(const Closing& c, std::uint64_t entry) { return {c.header, c.chunks, c.rows, entry}; }

/// The first column of a list, ascending. errors: the world.
base::Result<std::vector<Bytes32>> sorted_first_column(const base::RowSource& rows) {
  std::vector<Bytes32> out(rows.rows());
  const base::ColumnRows column(rows, 0, 32);
  for (std::uint64_t first = 0; first < out.size(); first += base::kRowsPerStep) {
    const auto n = std::min<std::uint64_t>(base::kRowsPerStep, out.size() - first);
    IPPYO_TRY(column.read(first, {out[first].data(), 32 * n}));
  }
  std::sort(out.begin(), out.end());
  return out;
}

/// Both ascending: do they share a value?
bool overlap(const std::vector<Bytes32>& a, const std::vector<Bytes32>& b) {
  auto i = a.begin();
  auto j = b.begin();
  while (i != a.end() && j != b.end()) {
    if (*i == *j) return true;
    *i < *j ? ++i : ++j;
  }
  return false;
}

constexpr std::uint32_t kMaxRehearsal = 1024;

bool is_day(std::string_view day) {
  if (day.size() != 10) return false;
  for (std::size_t i = 0; i < day.size(); ++i)
    if (i == 4 || i == 7 ? day[i] != '-' : day[i] < '0' || day[i] > '9') return false;
  return true;
}

}  // namespace

proof::ShuffleContext State::Impl::shuffle_context(std::uint16_t contest, std::uint32_t mix, std::uint32_t trustee) const {
  return {ctx, opening->contests[contest].id, mix, trustee, n_mix[contest]};
}

proof::DecryptionStatement State::Impl::share_statement(std::uint16_t contest, std::uint32_t trustee) const {
  return {"dec", ctx, opening->contests[contest].id, trustee, election_key->Z[trustee - 1]};
}

bool State::Impl::all_mixed() const {
  return std::all_of(mixes.begin(), mixes.end(), [&](const auto& list) { return list.size() == constitution->mixes; });
}

bool State::Impl::all_decrypted() const {
  return opening != nullptr && std::all_of(shares.begin(), shares.end(), [&](const auto& list) { return list.size() >= constitution->threshold; });
}

/// Input of the mixes: slots whose style has the contest, by rank, then all tokens by hash; (1, m_unused) where there is no ballot.
std::unique_ptr<base::RowSource> State::Impl::list(std::uint16_t contest, std::uint32_t j) const {
  if (j > 0) {
    const auto& object = mixes[contest][j - 1];
    return std::make_unique<OwnedColumns>(chunk_rows(blobs, object.chunks, proof::kMixRowSize, object.rows), 0, proof::kCiphertextSize);
  }
  const auto& values = (settled ? settled : current)->bytes();
  Bytes rows;
  const auto place_in = [&](std::uint16_t style) {
    const auto& contests = opening->styles[style].contests;
    const auto at = std::find(contests.begin(), contests.end(), contest);
    return at == contests.end() ? std::optional<std::size_t>{} : static_cast<std::size_t>(at - contests.begin());
  };
  const auto put = [&](const Ciphertext& c) {
    rows.insert(rows.end(), c.a.bytes.begin(), c.a.bytes.end());
    rows.insert(rows.end(), c.b.bytes.begin(), c.b.bytes.end());
  };
  for (std::size_t i = 0; i < slots->size(); ++i)
    if (const auto place = place_in((*slots)[i].style)) put(values.of(i)[*place]);
  std::vector<Bytes32> tokens;
  for (const auto& station : stations) tokens.insert(tokens.end(), station.hashes.begin(), station.hashes.end());
  std::sort(tokens.begin(), tokens.end());
  const Ciphertext unused{Element{}, proof::option_point(ctx0, opening->contests[contest].id, "unused")};
  for (const auto& token : tokens) {
    const auto ballot = ballots.find(token);
    const auto place = ballot == ballots.end() ? std::nullopt : place_in(ballot->second.style);
    put(place ? ballot->second.ciphertexts[*place] : unused);
  }
  return std::make_unique<base::MemoryRows>(proof::kCiphertextSize, std::move(rows));
}

Outcome State::Impl::close_permutation(const Closing& c, const Step& s, OpenObject&) {
  const auto contest = *contest_index(c.key.contest);
  if (c.rows != n_mix[contest]) return Verdict::fail(kListLength);
  const auto rows = chunk_rows(s.blobs, c.chunks, proof::kPermutationRowSize, c.rows);
  auto elements = sorted_first_column(*rows);
  if (!elements.ok()) return elements.error();
  const bool doubled = std::adjacent_find(elements->begin(), elements->end()) != elements->end();
  if (doubled || std::any_of(permutations.begin(), permutations.end(), [&](const auto& p) { return overlap(*p.second.c, *elements); }))
    return Verdict::fail(kCommitmentReused);
  if (s.full()) {
    auto verdict = proof::verify_permutation_commitment(shuffle_context(contest, c.key.number, c.key.trustee), c.header, *rows);
    if (!verdict.ok() || !verdict->passed()) return verdict;
  }
  permutations[{contest, c.key.number, c.key.trustee}] = {finished(c, entries), std::make_shared<const std::vector<Bytes32>>(std::move(*elements))};
  return Verdict::pass();
}

Outcome State::Impl::close_mix(const Closing& c, const Step& s, OpenObject&) {
  const auto contest = *contest_index(c.key.contest);
  if (c.rows != n_mix[contest]) return Verdict::fail(kListLength);
  if (s.full()) {
    const auto& commitment = permutations.at({contest, c.key.number, c.key.trustee}).list;
    const auto committed = chunk_rows(s.blobs, commitment.chunks, proof::kPermutationRowSize, commitment.rows);
    const auto rows = chunk_rows(s.blobs, c.chunks, proof::kMixRowSize, c.rows);
    // Lists read blobs through the source of this entry: the mix before may stand in the same submission.
    Impl here(*this);
    here.blobs = s.blobs;
    auto verdict = proof::verify_mix(shuffle_context(contest, c.key.number, c.key.trustee), key_y(), commitment.header, *committed,
                                     *here.list(contest, c.key.number - 1), c.header, *rows);
    if (!verdict.ok() || !verdict->passed()) return verdict;
  }
  mixes[contest].push_back(finished(c, entries));
  mixers[contest].push_back(c.key.trustee);
  last_mix_entry = entries;
  return Verdict::pass();
}

Outcome State::Impl::close_decryption(const Closing& c, const Step& s, OpenObject&) {
  const auto contest = *contest_index(c.key.contest);
  if (c.rows != n_mix[contest]) return Verdict::fail(kListLength);
  if (s.full()) {
    const auto rows = chunk_rows(s.blobs, c.chunks, proof::kShareRowSize, c.rows);
    auto verdict = proof::verify_decryption(share_statement(contest, c.key.trustee), *list(contest, constitution->mixes), c.header, *rows);
    if (!verdict.ok() || !verdict->passed()) return verdict;
  }
  shares[contest].emplace_back(c.key.trustee, finished(c, entries));
  return Verdict::pass();
}

Outcome State::Impl::rehearse(const Step& s) {
  IPPYO_DECODE(RehearsalBody, b, s.entry.body);
  const auto trustee = trustee_number(*constitution, s.entry.signers[0]);
  if (b.trustee != trustee) return Verdict::fail(kContestUnknown, "rehearsal of another trustee's share");
  if (!is_day(b.day) || b.n < 1 || b.n > kMaxRehearsal || b.rows.size() != b.n * proof::kShareRowSize)
    return Verdict::fail(kRehearsalShape, b.day);
  if (!s.full()) return Verdict::pass();
  base::MemoryRows ciphertexts(proof::kCiphertextSize), rows(proof::kShareRowSize, b.rows);
  for (const auto& c : proof::rehearsal_ciphertexts(ctx0, key_y(), b.day, b.n)) IPPYO_TRY(ciphertexts.append(c.bytes()));
  return proof::verify_decryption({"dec-rehearsal", ctx0, "rehearsal", trustee, election_key->Z[trustee - 1]}, ciphertexts, b.header, rows);
}

}  // namespace ippyo::record
