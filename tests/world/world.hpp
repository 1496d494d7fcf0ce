// SPDX-License-Identifier: Apache-2.0
// One small election, played completely and honestly with every secret kept, so that tests can then lie.
#pragma once
#include <filesystem>

#include "board.hpp"
#include "device/ballot.hpp"
#include "office/registrar.hpp"
#include "office/station.hpp"
#include "proof/decryption.hpp"
#include "proof/shuffle.hpp"

namespace ippyo::world {

/// Two styles: A (mayor), B (mayor and council). Slots are numbered as on the board.
struct Voter {
  device::SlotKey key;
  std::uint16_t style;
};
struct TrusteeSecret {
  proof::DealerSecret dealer;
  group::SecretScalar z;
};
/// A trustee's permutation for one contest, with the secret that mixes it.
struct Permutation {
  std::uint16_t contest;
  std::uint32_t mix, trustee;
  base::MemoryRows secret{proof::kPermutationSecretRowSize};
  base::MemoryRows rows{proof::kPermutationRowSize};
  Bytes header;
};

class World {
  std::filesystem::path folder_;
  int submissions_ = 0;
  base::KeyedRng rng_;

  std::filesystem::path next_folder();
  office::Desk desk(std::vector<std::string> signers);
  void found();
  void hold_ceremony();
  void enrol();
  void open();
  void commit_permutations();
  void vote();
  void amend();
  void close_station();
  void close();
  void settle();
  void mix();
  void decrypt();
  void result();

 public:
  static constexpr std::uint64_t kSlots = 10;
  static constexpr std::uint32_t kTrustees = 3, kThreshold = 2, kMixes = 2;

  Keys keys;
  Board board;
  record::State state;
  std::vector<record::State> before;  ///< before[i]: the state before entry i
  base::UnixTime now = 500;
  group::SecretScalar z;
  std::map<std::string, group::SecretScalar> box_keys;
  base::SigningKey log_key;
  std::vector<base::SigningKey> cosigner_keys;
  std::vector<Voter> voters;  ///< by slot
  std::vector<TrusteeSecret> trustees;
  std::vector<Permutation> permutations;
  std::vector<base::Bytes16> tokens;
  office::PollBook poll_book;
  std::string policy;
  std::vector<record::SlotCiphertexts> sealed;                    ///< by epoch, 0: C_0
  std::map<std::uint32_t, std::vector<Bytes>> rows;               ///< rows of a sealed epoch, by slot

  /// Plays it. Aborts if anything is refused: the honest election is the first test.
  World();
  ~World();
  World(const World&) = delete;

  base::Rng& rng() { return rng_; }
  /// Applies a finished submission folder and takes it onto the board.
  void post(const std::filesystem::path& folder);
  /// A signed entry of the board's next place, not yet on it.
  void post_entry(EntryType type, Bytes body, const std::vector<std::string>& signers);
  void post_object(const ObjectKey& key, const std::vector<Bytes>& rows, std::size_t largest, Bytes header, const std::vector<std::string>& signers);
  /// An honest row for a voter's new ballot, and one for a slot carried over.
  Bytes author_row(std::uint64_t slot, std::uint32_t epoch, const std::vector<std::uint32_t>& choices);
  Bytes carried_row(std::uint64_t slot, std::uint32_t epoch, const record::SlotCiphertexts& previous);
  std::string box_of(std::uint32_t epoch) const { return epoch % 2 == 1 ? "box-1" : "box-2"; }
};

/// The one world that tests of a program share; made when first asked for.
const World& the_world();

/// Writes a board directory: the entries in `steps` appends, each with its checkpoint, cosigned by all three.
void write_board(const World& world, const Board& board, const std::filesystem::path& folder, std::size_t steps = 6);

}  // namespace ippyo::world
