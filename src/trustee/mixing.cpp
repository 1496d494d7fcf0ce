// SPDX-License-Identifier: Apache-2.0
// Permutation commitments before the close, mixes after it.
#include <sodium.h>

#include <algorithm>

#include "proof/decryption.hpp"
#include "proof/shuffle.hpp"
#include "trustee/encrypted_rows.hpp"
#include "trustee/kept_object.hpp"
#include "trustee/permutation_record.hpp"
#include "trustee/trustee.hpp"

namespace ippyo::trustee {
namespace {

base::Secret<Bytes32> fresh_rows_key() {
  Bytes32 bytes;
  randombytes_buf(bytes.data(), bytes.size());
  base::Secret<Bytes32> key(bytes);
  base::wipe(bytes.data(), bytes.size());
  return key;
}

proof::ShuffleContext context_of(const record::State& state, std::uint16_t contest, const record::ObjectKey& key) {
  return {state.ctx(), key.contest, key.number, key.trustee, state.n_mix(contest)};
}

/// Draws a permutation. Complete once the public object is: a crash before that has let nothing out, and it is drawn anew.
base::Result<void> draw(const Vault& vault, const proof::ShuffleContext& context, const record::ObjectKey& key,
    const KeptObject& kept) {
  const auto secret_file = secret_rows_file(vault, key);
  std::error_code fault;
  std::filesystem::create_directories(secret_file.parent_path(), fault);
  if (fault) return base::Error{"cannot make the folder " + secret_file.parent_path().string() + ": " + fault.message()};
  PermutationRecord record{context.ctx, context.n, {}, {}, fresh_rows_key(), std::nullopt};
  auto secret = base::FileRows::create(secret_file, proof::kPermutationSecretRowSize);
  if (!secret.ok()) return secret.error();
  auto rows = kept.begin();
  if (!rows.ok()) return rows.error();
  const auto scratch = vault.scratch();
  if (!scratch.ok()) return scratch.error();
  EncryptedRows hidden(**secret, record.rows_key);
  base::SystemRng rng;
  const auto header = proof::commit_permutation(context, rng, *scratch, hidden, **rows);
  if (!header.ok()) return header.error();
  const auto commitment = proof::permutation_commitment_digest(*header, **rows);
  if (!commitment.ok()) return commitment.error();
  const auto digest = digest_of(**secret);
  if (!digest.ok()) return digest.error();
  record.commitment = *commitment;
  record.rows = *digest;
  IPPYO_TRY(sync_file(secret_file));
  IPPYO_TRY(keep_permutation(vault, key, record));
  return kept.finish(*header);
}

/// Trustees of one contest are distinct: whoever has mixed it before does not mix it again.
bool has_mixed(const Vault& vault, record::ObjectKey key) {
  while (--key.number > 0)
    if (KeptObject(vault, key, proof::kMixRowSize).complete()) return true;
  return false;
}

struct Turn {
  std::uint16_t contest;
  record::ObjectKey key;  ///< of the mix
  const record::ListObject* commitment;
};

/// Mixes one list with the commitment made for it. The list is recorded before the mix is computed.
base::Result<void> mix_list(const Vault& vault, const record::State& state, const std::filesystem::path& board, const Turn& turn,
                            const KeptObject& kept, const Progress& progress) {
  const auto input = state.list(turn.contest, turn.key.number - 1);
  const auto hash = proof::list_hash(state.ctx(), turn.key.contest, *input);
  if (!hash.ok()) return hash.error();
  auto record = load_permutation(vault, turn.key);
  if (!record.ok()) return record.error();
  const auto name = "mix " + std::to_string(turn.key.number) + " of contest " + turn.key.contest;
  if (record->ctx != state.ctx() || record->n != state.n_mix(turn.contest))
    return base::Error{"the permutation kept for " + name + " belongs to another opening: it is not used"};
  if (record->used_for && *record->used_for != *hash)
    return base::Error{"the permutation for " + name +
        " has served another list, and serves one only: another trustee takes this mix"};
  const auto public_rows = record::chunk_rows(record::board_blobs(board), turn.commitment->chunks, proof::kPermutationRowSize,
      turn.commitment->rows);
  const auto digest = proof::permutation_commitment_digest(turn.commitment->header, *public_rows);
  if (!digest.ok()) return digest.error();
  if (*digest != record->commitment)
    return base::Error{"the commitment on the board for " + name +
        " is not the one that this folder keeps: another trustee takes this mix"};
  record->used_for = *hash;
  IPPYO_TRY(keep_permutation(vault, turn.key, *record));
  if (kept.complete()) return {};  // mixed before: the same bytes again

  auto file = base::FileRows::open(secret_rows_file(vault, turn.key), proof::kPermutationSecretRowSize);
  if (!file.ok()) return file.error();
  const auto intact = digest_of(**file);
  if (!intact.ok()) return intact.error();
  if (*intact != record->rows) return base::Error{"the secret rows for " + name + " are damaged: use a backup copy of this folder"};
  auto rows = kept.begin();
  if (!rows.ok()) return rows.error();
  const auto scratch = vault.scratch();
  if (!scratch.ok()) return scratch.error();
  const EncryptedRows secret(**file, record->rows_key);
  CountedRows sink(**rows, progress, "computing " + name, proof::kMixRowSize, input->rows());
  base::SystemRng rng;
  const auto header = proof::mix(context_of(state, turn.contest, turn.key), state.key().y, secret, turn.commitment->header,
      *public_rows, *input,
                                 rng, *scratch, sink);
  if (!header.ok()) return header.error();
  return kept.finish(*header);
}

}  // namespace

base::Result<void> Trustee::commit(const std::filesystem::path& board, std::vector<std::uint32_t> mixes,
    const std::filesystem::path& out,
                                   const Progress& progress) {
  const auto self = take_part(board, progress);
  if (!self.ok()) return self.error();
  const auto& state = follower_->state();
  if (state.phase() < record::Phase::open)
    return base::Error{"the opening does not stand on the board yet: the lists have no length before it"};
  const auto last = state.constitution().mixes;
  if (mixes.empty() && *self <= last) mixes.push_back(*self);
  if (mixes.empty() || std::ranges::any_of(mixes, [&](std::uint32_t j) { return j == 0 || j > last; }))
    return base::Error{"name the mix numbers to stand by for, from 1 to " + std::to_string(last)};
  std::vector<record::ObjectKey> due;
  for (std::uint16_t c = 0; c < state.opening().contests.size(); ++c) {
    for (const auto j : mixes) {
      const record::ObjectKey key{record::EntryType::permutation, state.opening().contests[c].id, j, *self};
      if (state.permutation(c, j, *self) || state.mixes_done(c) >= j) continue;
      const KeptObject kept(vault_, key, proof::kPermutationRowSize);
      if (progress) progress("drawing permutations", due.size(), state.opening().contests.size() * mixes.size());
      if (!kept.complete()) IPPYO_TRY(draw(vault_, context_of(state, c, key), key, kept));
      const auto record = load_permutation(vault_, key);
      if (!record.ok()) return record.error();
      if (record->ctx != state.ctx())
        return base::Error{"this folder keeps permutations of another opening, and serves one election only: use a new folder"};
      due.push_back(key);
    }
  }
  if (due.empty()) return base::Error{"every commitment of this trustee stands on the board already: there is nothing left to do"};
  auto writer = begin(out);
  if (!writer.ok()) return writer.error();
  for (const auto& key : due) IPPYO_TRY(KeptObject(vault_, key, proof::kPermutationRowSize).hand_out(*writer, key, progress));
  return writer->finish();
}

base::Result<std::size_t> Trustee::mix(const std::filesystem::path& board, const std::filesystem::path& out,
    const Progress& progress) {
  const auto self = take_part(board, progress);
  if (!self.ok()) return self.error();
  IPPYO_TRY(may_tally());
  const auto& state = follower_->state();
  std::vector<Turn> turns;
  for (std::uint16_t c = 0; c < state.opening().contests.size(); ++c) {
    const auto j = state.mixes_done(c) + 1;
    if (j > state.constitution().mixes) continue;
    const record::ObjectKey key{record::EntryType::mix, state.opening().contests[c].id, j, *self};
    const auto* commitment = state.permutation(c, j, *self);
    if (commitment && has_permutation(vault_, key) && !has_mixed(vault_, key)) turns.push_back({c, key, commitment});
  }
  if (turns.empty()) return base::Error{"it is not this trustee's turn: no next mix for which it holds a commitment on the board"};
  for (const auto& turn : turns) IPPYO_TRY(mix_list(vault_, state, board, turn, KeptObject(vault_, turn.key, proof::kMixRowSize),
      progress));
  auto writer = begin(out);
  if (!writer.ok()) return writer.error();
  for (const auto& turn : turns) IPPYO_TRY(KeptObject(vault_, turn.key, proof::kMixRowSize).hand_out(*writer, turn.key, progress));
  IPPYO_TRY(writer->finish());
  return turns.size();
}

}  // namespace ippyo::trustee
