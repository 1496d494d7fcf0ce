// SPDX-License-Identifier: Apache-2.0
#include "record/state.hpp"

#include <algorithm>

#include "record/internal/state_impl.hpp"

namespace ippyo::record {

State::State() : impl_(std::make_unique<Impl>()) {}
State::~State() = default;
State::State(const State& o) : impl_(std::make_unique<Impl>(*o.impl_)) {}
State& State::operator=(const State& o) {
  if (this != &o) impl_ = std::make_unique<Impl>(*o.impl_);
  return *this;
}
State::State(State&&) noexcept = default;
State& State::operator=(State&&) noexcept = default;

base::Result<base::Verdict> State::apply(ByteView entry, std::shared_ptr<const BlobSource> blobs, const RootOf& root, Depth depth) {
  auto outcome = impl_->apply(entry, blobs, root, depth, nullptr);
  if (outcome.ok() && !outcome->passed()) return std::move(*outcome).at_entry(entries());
  return outcome;
}

base::Result<base::Verdict> State::apply_all(std::span<const Bytes> entries, std::shared_ptr<const BlobSource> blobs, const RootOf& root,
                                             Depth depth, std::uint64_t& applied) {
  applied = 0;
  Prepared prepared;
  std::size_t prepared_until = 0;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (depth == Depth::full && i >= prepared_until) prepared_until = i + impl_->prepare(entries.subspan(i), *blobs, prepared);
    auto outcome = impl_->apply(entries[i], blobs, root, depth, &prepared);
    if (!outcome.ok()) return outcome;
    if (!outcome->passed()) return std::move(*outcome).at_entry(this->entries());
    ++applied;
  }
  return Verdict::pass();
}

void State::read_blobs_from(std::shared_ptr<const BlobSource> blobs) { impl_->blobs = std::move(blobs); }

std::uint64_t State::entries() const { return impl_->entries; }
Phase State::phase() const { return impl_->phase; }
UnixTime State::last_time() const { return impl_->last_time; }

std::uint64_t State::next_seq(std::string_view signer) const {
  const auto found = impl_->seq.find(signer);
  return found == impl_->seq.end() ? 0 : found->second;
}

const election::Constitution& State::constitution() const { return *impl_->constitution; }
const Bytes32& State::ctx0() const { return impl_->ctx0; }
const proof::ElectionKey& State::key() const { return *impl_->election_key; }
const CeremonyBody& State::ceremony() const { return *impl_->ceremony; }
const SlotList& State::slots() const { return *impl_->slots; }
const election::Opening& State::opening() const { return *impl_->opening; }
const Bytes32& State::ctx() const { return impl_->ctx; }
const election::Schedule& State::schedule() const { return impl_->schedule(); }
const election::Schedule& State::casting_schedule() const { return *impl_->schedules[impl_->casting_amendments]; }
const election::Schedule& State::schedule_after(std::uint32_t amendments) const { return *impl_->schedules[amendments]; }
const group::FixedBase& State::y_base() const { return *impl_->y_base; }

std::uint32_t State::sealed_epoch() const { return impl_->sealed; }
const SlotCiphertexts& State::current() const { return impl_->current->points(); }

const election::Epoch* State::next_epoch(UnixTime now) const {
  for (const auto& e : impl_->schedule().epochs)
    if (e.number > impl_->sealed && now <= e.close + impl_->opening->calendar.grace_seconds) return &e;
  return nullptr;
}

std::vector<proof::Element> State::nulls_of(std::uint64_t slot) const { return impl_->nulls[(*impl_->slots)[slot].style]; }

std::uint64_t State::slots_of_style(std::uint16_t style) const {
  const auto& slots = *impl_->slots;
  return static_cast<std::uint64_t>(std::count_if(slots.begin(), slots.end(), [&](const SlotInfo& s) { return s.style == style; }));
}

const std::vector<TokensBody>& State::stations() const { return impl_->stations; }
const PollBookCount& State::poll_book() const { return impl_->poll_book; }
const std::vector<proof::Element>& State::settlement_commitments() const { return *impl_->commitments; }
bool State::audited() const { return impl_->phase >= Phase::audited; }

std::uint64_t State::n_mix(std::uint16_t contest) const { return impl_->n_mix[contest]; }
std::uint32_t State::mixes_done(std::uint16_t contest) const { return static_cast<std::uint32_t>(impl_->mixes[contest].size()); }

const ListObject* State::permutation(std::uint16_t contest, std::uint32_t mix, std::uint32_t trustee) const {
  const auto found = impl_->permutations.find({contest, mix, trustee});
  return found == impl_->permutations.end() ? nullptr : &found->second.list;
}

std::unique_ptr<base::RowSource> State::list(std::uint16_t contest, std::uint32_t j) const { return impl_->list(contest, j); }
std::uint64_t State::last_mix_entry() const { return impl_->last_mix_entry; }
bool State::all_mixed() const { return impl_->all_mixed(); }
bool State::all_decrypted() const { return impl_->all_decrypted(); }

std::vector<std::uint32_t> State::shares(std::uint16_t contest) const {
  std::vector<std::uint32_t> out;
  for (const auto& [trustee, share] : impl_->shares[contest]) out.push_back(trustee);
  return out;
}

base::Result<base::Verdict> State::tally(ResultBody& out) const {
  auto outcome = impl_->compute_tally();
  if (outcome.ok() && outcome->passed()) out = *impl_->tally;
  return outcome;
}

const ResultBody* State::result() const { return impl_->result.get(); }
const std::vector<election::Lot>& State::lots() const { return impl_->lots; }
std::vector<Bytes32> State::named_blobs() const { return impl_->named_blobs; }

}  // namespace ippyo::record
