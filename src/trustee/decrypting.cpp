// SPDX-License-Identifier: Apache-2.0
// The duty that everything else protects: shares of decryption.
#include <algorithm>

#include "board/policy.hpp"
#include "proof/decryption.hpp"
#include "trustee/decrypted_lists.hpp"
#include "trustee/trustee.hpp"

namespace ippyo::trustee {
namespace {

/// Is the last mix under a checkpoint of this board that the policy's quorum has cosigned?
base::Result<bool> last_mix_is_witnessed(const record::Follower& follower) {
  const auto policy = board::Policy::parse(follower.state().opening().policy);
  if (!policy.ok()) return policy.error();
  const auto history = follower.reader().history();
  if (!history.ok()) return history.error();
  for (const auto& c : *history) {
    const auto size = c.checkpoint.size;
    if (size <= follower.state().last_mix_entry() || size > follower.state().entries()) continue;
    if (c.checkpoint.root == follower.reader().root(size) && board::check_checkpoint(*policy, c, true, false).passed()) return true;
  }
  return false;
}

}  // namespace

base::Result<void> Trustee::may_tally() const {
  const auto& state = follower_->state();
  if (state.phase() < record::Phase::open) return base::Error{"the election is not open yet: this is not the time for it"};
  const auto& calendar = state.opening().calendar;
  const auto close = std::max(calendar.polling_day.until, calendar.paper_override_until);
  if (state.phase() < record::Phase::polling_closed ||
      (state.constitution().clock == election::ClockKind::real && clock_->now() < close))
    return base::Error{"the polls are not closed: nothing is mixed or decrypted before"};
  if (state.phase() < record::Phase::audited)
    return base::Error{"the settlement is not audited yet: wait for the scrutineers' entry"};
  return {};
}

base::Result<std::size_t> Trustee::decrypt(const std::filesystem::path& board, const std::filesystem::path& out,
    const Progress& progress) {
  const auto self = take_part(board, progress);
  if (!self.ok()) return self.error();
  IPPYO_TRY(may_tally());
  const auto& state = follower_->state();
  if (!state.all_mixed()) return base::Error{"mixes are missing: only the list after the last mix of every contest is decrypted"};
  const auto witnessed = last_mix_is_witnessed(*follower_);
  if (!witnessed.ok()) return witnessed.error();
  if (!*witnessed) return base::Error{"no checkpoint with the policy's quorum covers the last mix yet: wait for the cosignatures"};
  const auto share = share_of(*self);
  if (!share.ok()) return share.error();

  std::vector<std::pair<std::string, std::unique_ptr<base::RowSource>>> due;
  for (std::uint16_t c = 0; c < state.opening().contests.size(); ++c) {
    const auto given = state.shares(c);
    if (std::ranges::count(given, *self) > 0) continue;
    due.emplace_back(state.opening().contests[c].id, state.list(c, state.constitution().mixes));
  }
  if (due.empty()) return base::Error{"every share of this trustee stands on the board already: there is nothing left to do"};
  for (const auto& [contest, list] : due) {
    const auto hash = proof::list_hash(state.ctx(), contest, *list);
    if (!hash.ok()) return hash.error();
    IPPYO_TRY(admit_list(vault_, state.ctx(), contest, *hash));  // durable before anything is computed with the share
  }
  auto writer = begin(out);
  if (!writer.ok()) return writer.error();
  for (const auto& [contest, list] : due) {
    auto object = writer->begin_object({record::EntryType::decryption, contest, 0, *self}, proof::kShareRowSize,
        proof::kShareRowSize);
    if (!object.ok()) return object.error();
    CountedRows sink(**object, progress, "decrypting " + contest, proof::kShareRowSize, list->rows());
    auto header = proof::decrypt_list({"dec", state.ctx(), contest, *self, state.key().Z[*self - 1]}, share->z, *list, sink);
    if (!header.ok()) return header.error();
    IPPYO_TRY(writer->close_object(std::move(*header)));
  }
  IPPYO_TRY(writer->finish());
  return due.size();
}

}  // namespace ippyo::trustee
