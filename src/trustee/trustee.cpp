// SPDX-License-Identifier: Apache-2.0
#include "trustee/trustee.hpp"

#include <algorithm>

#include "proof/decryption.hpp"

namespace ippyo::trustee {
namespace {

/// YYYY-MM-DD, nothing else.
bool is_day(std::string_view day) {
  if (day.size() != 10) return false;
  for (std::size_t i = 0; i < day.size(); ++i)
    if (i == 4 || i == 7 ? day[i] != '-' : day[i] < '0' || day[i] > '9') return false;
  return true;
}

}  // namespace

base::Result<Trustee> Trustee::open(const std::filesystem::path& folder, const base::Passphrase& passphrase,
    const base::Clock& clock) {
  auto vault = Vault::open(folder, passphrase);
  if (!vault.ok()) return vault.error();
  return Trustee(std::move(*vault), clock);
}

base::Result<const record::State*> Trustee::follow(const std::filesystem::path& board, const Progress& progress) {
  if (!follower_ || board_ != board) {
    follower_.reset();
    auto opened = record::Follower::open(board, vault_.path("head"));
    if (!opened.ok()) return opened.error();
    follower_.emplace(std::move(*opened));
    board_ = board;
  }
  const auto verdict = follower_->catch_up([&](std::uint64_t done, std::uint64_t total) {
    if (progress) progress("verifying the board", done, total);
  });
  if (!verdict.ok() || !verdict->passed()) {
    const base::Error error = verdict.ok() ? base::Error{"the board does not hold, and nothing was done: " +
        verdict->finding().text()} : verdict.error();
    follower_.reset();
    return error;
  }
  if (vault_.holds(kShareFile) && follower_->state().phase() >= record::Phase::constituted) {
    const auto share = load_share(vault_);
    if (!share.ok()) return share.error();
    if (share->ctx0 != follower_->state().ctx0())
      return base::Error{"the share of this folder belongs to another election than this board"};
  }
  return &follower_->state();
}

base::Result<Ceremony> Trustee::ceremony(const std::filesystem::path& board, const std::filesystem::path& exchange,
    const Progress& progress) {
  const auto state = follow(board, progress);
  if (!state.ok()) return state.error();
  return Ceremony::join(vault_, **state, exchange);
}

base::Result<std::uint32_t> Trustee::take_part(const std::filesystem::path& board, const Progress& progress) {
  const auto state = follow(board, progress);
  if (!state.ok()) return state.error();
  const auto joined = Ceremony::join(vault_, **state, {});
  if (!joined.ok()) return joined.error();
  if ((*state)->phase() < record::Phase::keyed)
    return base::Error{"the election key does not stand on the board yet: finish the key ceremony"};
  return joined->index();
}

base::Result<ElectionShare> Trustee::share_of(std::uint32_t self) const {
  auto share = load_share(vault_);
  if (!share.ok()) return share.error();
  const auto& key = follower_->state().key();
  group::Point public_share;
  group::fixed_mul_ct(proof::base_g(), share->z, {&public_share, 1});
  if (share->index != self || !(proof::Element::from(public_share) == key.Z[self - 1]))
    return base::Error{"the share of this folder does not fit the key on the board: it comes from another ceremony"};
  return share;
}

base::Result<record::SubmissionWriter> Trustee::begin(const std::filesystem::path& out) const {
  return record::SubmissionWriter::create(out, follower_->state(), {{vault_.id()}, {&vault_.key()}}, clock_->now());
}

base::Result<void> Trustee::rehearse(const std::filesystem::path& board, std::string_view day, std::uint32_t n,
    const std::filesystem::path& out,
                                     const Progress& progress) {
  if (!is_day(day)) return base::Error{"a day is written YYYY-MM-DD, as in 2026-10-18"};
  if (n == 0 || n > kMostRehearsed)
    return base::Error{"a rehearsal decrypts 1 to " + std::to_string(kMostRehearsed) + " test ciphertexts"};
  const auto self = take_part(board, progress);
  if (!self.ok()) return self.error();
  const auto& state = follower_->state();
  if (state.phase() >= record::Phase::audited)
    return base::Error{"rehearsals end when the settlement is audited: there is nothing to rehearse any more"};
  const auto share = share_of(*self);
  if (!share.ok()) return share.error();
  base::MemoryRows list(proof::kCiphertextSize), rows(proof::kShareRowSize);
  for (const auto& c : proof::rehearsal_ciphertexts(state.ctx0(), state.key().y, day, n)) IPPYO_TRY(list.append(c.bytes()));
  const proof::DecryptionStatement statement{"dec-rehearsal", state.ctx0(), "rehearsal", *self, state.key().Z[*self - 1]};
  auto header = proof::decrypt_list(statement, share->z, list, rows);
  if (!header.ok()) return header.error();
  auto writer = begin(out);
  if (!writer.ok()) return writer.error();
  const record::RehearsalBody body{std::string(day), *self, n, std::move(*header), rows.bytes()};
  IPPYO_TRY(writer->add(record::EntryType::rehearsal, body.encode()));
  return writer->finish();
}

}  // namespace ippyo::trustee
