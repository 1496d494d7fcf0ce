// SPDX-License-Identifier: Apache-2.0
// What State remembers, and its steps by chapter of the election. Only src/record includes this.
#pragma once
#include <mutex>

#include "proof/decryption.hpp"
#include "proof/settlement.hpp"
#include "proof/shuffle.hpp"
#include "proof/slot_proof.hpp"
#include "proof/station_ballot.hpp"
#include "record/checks.hpp"
#include "record/context.hpp"
#include "record/state.hpp"

namespace ippyo::record {

using Outcome = base::Result<base::Verdict>;
using base::Verdict;
using proof::Ciphertext;
using proof::Element;

/// Ciphertexts of all slots; their points are decoded when somebody first needs them: most replays need only the bytes.
class SlotValues {
  mutable SlotCiphertexts values_;
  mutable std::once_flag decode_once_;
  bool decoded_;

 public:
  SlotValues(SlotCiphertexts values, bool decoded) : values_(std::move(values)), decoded_(decoded) {}
  const SlotCiphertexts& bytes() const { return values_; }   ///< only the encodings are set
  const SlotCiphertexts& points() const;                     ///< encodings and points
};

struct EvidenceItem {
  Bytes32 hash;
  std::uint8_t evidence_class;
};
struct StationBallot {
  std::uint16_t style;
  std::vector<Ciphertext> ciphertexts;  ///< per contest of the style
};

/// An object whose closing entry has not come yet, with what its chunks have shown so far.
struct OpenObject {
  std::uint64_t rows = 0;
  std::vector<Bytes32> chunks;
  bool short_chunk = false;  ///< the last chunk was not full: nothing may follow
  std::vector<Ciphertext> ciphertexts;  ///< epoch, settlement
  bool decoded = true;
  std::vector<Element> commitments;  ///< settlement: D
  std::vector<EvidenceItem> evidence;
  SlotList slots;
  std::vector<std::pair<Bytes32, StationBallot>> ballots;  ///< by token hash
  Bytes last_row;                                          ///< station batch: for the byte order
};

/// What verifying the rows of one chunk gives; depends only on the state before the object and the place of the rows.
struct VerifiedRows {
  Verdict verdict = Verdict::pass();
  std::vector<Ciphertext> ciphertexts;
  std::vector<Element> commitments;
};
/// Chunks of one object that were verified ahead, in parallel. The verdicts are those of verify_rows, chunk by chunk.
struct Prepared {
  ObjectKey key{};
  std::map<std::pair<std::uint64_t, Bytes32>, VerifiedRows> chunks;  ///< by first row and SHA-256
};

struct AheadChunk {
  Chunk chunk;
  Bytes rows;
};

struct PermutationObject {
  ListObject list;
  std::shared_ptr<const std::vector<Bytes32>> c;  ///< ascending
};

/// One entry on its way through apply().
struct Step {
  const Entry& entry;
  const std::shared_ptr<const BlobSource>& blobs;
  const State::RootOf& root;
  Depth depth;
  Prepared* prepared;  ///< may be null
  bool full() const { return depth == Depth::full; }
};

struct State::Impl {
  std::uint64_t entries = 0;
  Phase phase = Phase::empty;
  UnixTime last_time = 0;
  std::map<std::string, std::uint64_t, std::less<>> seq;
  std::shared_ptr<const BlobSource> blobs;
  std::vector<Bytes32> named_blobs;

  // Founding.
  std::shared_ptr<const election::Constitution> constitution;
  Bytes32 ctx0{}, ctx{};
  std::shared_ptr<const CeremonyBody> ceremony;
  Bytes64 ceremony_hash{};
  std::shared_ptr<const proof::ElectionKey> election_key;
  std::shared_ptr<const group::FixedBase> y_base;
  std::shared_ptr<const std::vector<EvidenceItem>> evidence;
  std::shared_ptr<const SlotList> slots;
  Bytes32 slot_list_hash{};
  std::vector<TokensBody> stations;
  std::vector<Bytes32> token_lists;

  // Opening and voting.
  std::shared_ptr<const election::Opening> opening;
  std::vector<std::shared_ptr<const election::Schedule>> schedules;  ///< by number of amendments
  std::uint32_t casting_amendments = 0;                              ///< those known at the last seal
  std::vector<std::vector<Element>> nulls;                           ///< per style
  std::vector<std::uint64_t> n_mix;
  std::uint32_t sealed = 0;
  std::shared_ptr<const SlotValues> current;
  std::map<ObjectKey, OpenObject> open;
  std::map<Bytes32, StationBallot> ballots;  ///< used tokens
  std::vector<std::string> closed_stations;

  // After the close.
  PollBookCount poll_book;
  std::shared_ptr<const SlotValues> settled;
  std::shared_ptr<const std::vector<Element>> commitments;
  std::uint64_t settlement_entry = 0;

  // Mixes and shares, per contest.
  std::map<std::tuple<std::uint16_t, std::uint32_t, std::uint32_t>, PermutationObject> permutations;
  std::vector<std::vector<ListObject>> mixes;
  std::vector<std::vector<std::uint32_t>> mixers;
  std::vector<std::vector<std::pair<std::uint32_t, ListObject>>> shares;
  std::uint64_t last_mix_entry = 0;
  mutable std::shared_ptr<const ResultBody> tally;
  std::shared_ptr<const ResultBody> result;
  std::vector<election::Lot> lots;

  // Envelope.
  Outcome apply(ByteView bytes, const std::shared_ptr<const BlobSource>& source, const RootOf& root, Depth depth, Prepared* prepared);
  Verdict check_envelope(const Entry& e, EntryType kind, const election::Constitution& c) const;
  Verdict check_signers(const Entry& e, EntryType kind, const election::Constitution& c) const;
  Verdict check_signatures(const Entry& e, EntryType kind, const election::Constitution& c) const;
  Outcome dispatch(const Step& s);
  Outcome dispatch_object(const Step& s);

  // One function per entry type; each changes nothing unless it passes.
  Outcome found(const Step& s);
  Outcome key_ceremony(const Step& s);
  Outcome announce_tokens(const Step& s);
  Outcome open_election(const Step& s);
  std::vector<std::uint64_t> places(const election::Opening& o) const;
  Verdict check_lengths(const election::Opening& o) const;
  Outcome amend(const Step& s);
  Outcome rehearse(const Step& s);
  Outcome close_internet(const Step& s);
  Outcome close_polling(const Step& s);
  Outcome count_poll_book(const Step& s);
  Outcome audit(const Step& s);
  Outcome draw_lot(const Step& s);
  Outcome publish_result(const Step& s);
  Outcome state_something(const Step& s);

  // Objects: chunks as they come, then the closing entry.
  Outcome add_chunk(const Step& s);
  Verdict check_object_start(const ObjectKey& key, const Entry& e) const;
  VerifiedRows verify_rows(const ObjectKey& key, std::uint64_t first, std::uint64_t n, ByteView rows, Depth depth) const;
  /// Verifies the chunks of one epoch or settlement that entries[0] begins; returns how many entries that are.
  std::optional<AheadChunk> ahead_of(ByteView bytes, const BlobSource& source, const AheadChunk* before) const;
  std::size_t prepare(std::span<const Bytes> ahead, const BlobSource& source, Prepared& out) const;
  Verdict take_rows(const ObjectKey& key, const Chunk& chunk, ByteView rows, const Step& s, OpenObject& o) const;
  Verdict take_evidence(ByteView rows, OpenObject& o) const;
  Verdict take_slots(ByteView rows, Depth depth, OpenObject& o) const;
  Verdict take_station_ballots(const ObjectKey& key, ByteView rows, std::uint64_t n, Depth depth, OpenObject& o) const;
  Verdict take_ballot(const std::string& station, const StationBallotRow& row, Depth depth, OpenObject& o) const;
  Outcome close_evidence(const Closing& c, const Step& s, OpenObject& o);
  Outcome close_slots(const Closing& c, const Step& s, OpenObject& o);
  Outcome close_epoch(const Closing& c, const Step& s, OpenObject& o);
  Outcome close_station(const Closing& c, const Step& s, OpenObject& o);
  Outcome close_settlement(const Closing& c, const Step& s, OpenObject& o);
  Outcome close_permutation(const Closing& c, const Step& s, OpenObject& o);
  Outcome close_mix(const Closing& c, const Step& s, OpenObject& o);
  Outcome close_decryption(const Closing& c, const Step& s, OpenObject& o);

  // Questions.
  const election::Schedule& schedule() const { return *schedules.back(); }
  const election::Epoch* epoch(std::uint32_t number) const;
  std::optional<std::uint16_t> contest_index(std::string_view id) const;
  const Element& key_y() const { return election_key->y; }
  std::size_t width(std::uint64_t slot) const { return opening->styles[(*slots)[slot].style].contests.size(); }
  std::size_t largest_row(const ObjectKey& key) const;
  /// Of an epoch or settlement. requires: slot exists
  std::size_t row_size(const ObjectKey& key, std::uint64_t slot) const;
  Verdict check_distinct(const SlotCiphertexts& values) const;
  std::unique_ptr<base::RowSource> list(std::uint16_t contest, std::uint32_t j) const;
  proof::ShuffleContext shuffle_context(std::uint16_t contest, std::uint32_t mix, std::uint32_t trustee) const;
  proof::DecryptionStatement share_statement(std::uint16_t contest, std::uint32_t trustee) const;
  bool all_mixed() const;
  bool all_decrypted() const;
  Outcome compute_tally() const;  ///< fills `tally`
};

std::uint32_t trustee_number(const election::Constitution& c, std::string_view signer);  ///< 0: no trustee

/// Decodes a body or leaves the function with the finding.
#define IPPYO_DECODE(Type, name, bytes)                                         \
  auto name##_result = Type::decode(bytes);                                     \
  if (!name##_result.ok()) return Verdict::fail(kBodyEncoding, name##_result.error().message); \
  auto& name = *name##_result

}  // namespace ippyo::record
