// SPDX-License-Identifier: Apache-2.0
// The election as the board tells it: apply() is the one place that decides whether an entry is valid. [SPEC 8.4 Apply]
#pragma once
#include <functional>
#include <map>
#include <memory>

#include "record/bodies.hpp"

namespace ippyo::record {

/// PROTOCOL order; each is reached by exactly one entry type.
enum class Phase : std::uint8_t {
  empty, constituted, keyed, evidenced, enrolled, open, internet_closed, polling_closed, counted, settled, audited, result,
};

/// full: every proof. again: the entry was verified before by this very party and lies under a root it has recorded; hashes,
/// signatures, order and all cheap rules are still checked, proofs are not.
enum class Depth { full, again };

struct SlotInfo {
  proof::Element X;
  std::uint16_t style;
  Bytes32 evidence;
  election::EvidenceClass evidence_class;
};
using SlotList = std::vector<SlotInfo>;

/// Ciphertexts of all slots: slot i's contests start at offset[i].
struct SlotCiphertexts {
  std::shared_ptr<const std::vector<std::uint64_t>> offset;  ///< size N + 1
  std::vector<proof::Ciphertext> all;
  std::span<const proof::Ciphertext> of(std::uint64_t slot) const {
    return std::span(all).subspan((*offset)[slot], (*offset)[slot + 1] - (*offset)[slot]);
  }
};

/// A finished object with equal rows.
struct ListObject {
  Bytes header;
  std::vector<Bytes32> chunks;
  std::uint64_t rows = 0;
  std::uint64_t entry = 0;  ///< index of the closing entry
};

/// Copying is cheap (large parts are shared and immutable): a caller tries entries on a copy and keeps it if all pass.
class State {
 public:
  State();
  ~State();
  State(const State&);
  State& operator=(const State&);
  State(State&&) noexcept;
  State& operator=(State&&) noexcept;

  /// Applies the next entry of the board. On a failed Verdict the state is unchanged. Deterministic: no clock, no randomness.
  /// `root` gives the log's root over the first n entries (for 'settlement audited'). errors: only the world (a missing blob).
  using RootOf = std::function<Bytes32(std::uint64_t entries)>;
  base::Result<base::Verdict> apply(ByteView entry, std::shared_ptr<const BlobSource> blobs, const RootOf& root, Depth depth);
  /// The same for many entries; consecutive chunks of one object are verified in parallel. `applied` counts those that passed.
  base::Result<base::Verdict> apply_all(std::span<const Bytes> entries, std::shared_ptr<const BlobSource> blobs, const RootOf& root,
                                        Depth depth, std::uint64_t& applied);

  /// From where lists are read from now on. requires: every blob named so far is there.
  void read_blobs_from(std::shared_ptr<const BlobSource> blobs);

  std::uint64_t entries() const;
  Phase phase() const;
  UnixTime last_time() const;
  std::uint64_t next_seq(std::string_view signer) const;

  // What the board has said so far. requires: the phase that says it has been reached.
  const election::Constitution& constitution() const;
  const Bytes32& ctx0() const;
  const proof::ElectionKey& key() const;
  const CeremonyBody& ceremony() const;
  const SlotList& slots() const;
  const election::Opening& opening() const;
  const Bytes32& ctx() const;
  const election::Schedule& schedule() const;
  /// What is offered in the epoch that is open now: the schedule as it stood at the last seal (before the first: at the opening).
  const election::Schedule& casting_schedule() const;
  /// The schedule after that many amendments. requires: amendments <= schedule().amendments
  const election::Schedule& schedule_after(std::uint32_t amendments) const;
  const group::FixedBase& y_base() const;

  std::uint32_t sealed_epoch() const;                ///< the last sealed one, 0 before the first
  const SlotCiphertexts& current() const;            ///< after the last sealed epoch; C_0 before
  const election::Epoch* next_epoch(UnixTime now) const;  ///< the first unsealed epoch that is not void at `now`
  std::vector<proof::Element> nulls_of(std::uint64_t slot) const;
  std::uint64_t slots_of_style(std::uint16_t style) const;

  const std::vector<TokensBody>& stations() const;
  const PollBookCount& poll_book() const;
  const std::vector<proof::Element>& settlement_commitments() const;
  bool audited() const;

  std::uint64_t n_mix(std::uint16_t contest) const;
  std::uint32_t mixes_done(std::uint16_t contest) const;
  const ListObject* permutation(std::uint16_t contest, std::uint32_t mix, std::uint32_t trustee) const;
  /// The list after mix j (rows of 64 bytes); j = 0 is the input: slots by rank, then tokens by hash.
  std::unique_ptr<base::RowSource> list(std::uint16_t contest, std::uint32_t j) const;
  std::uint64_t last_mix_entry() const;              ///< index of the closing entry of the last mix of all contests
  bool all_mixed() const;
  std::vector<std::uint32_t> shares(std::uint16_t contest) const;  ///< trustees, in board order
  bool all_decrypted() const;                        ///< k shares for every contest

  /// Combines the first k shares, looks up and counts. requires: all_decrypted().
  base::Result<base::Verdict> tally(ResultBody& out) const;
  const ResultBody* result() const;
  const std::vector<election::Lot>& lots() const;
  /// All blobs that entries name so far, for "nothing else is on the board".
  std::vector<Bytes32> named_blobs() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace ippyo::record
