// SPDX-License-Identifier: Apache-2.0
// A trustee at work: rehearses, mixes, decrypts; believes nothing that it has not verified itself. [SPEC 11.5 Duties]
#pragma once
#include "base/clock.hpp"
#include "record/board_view.hpp"
#include "trustee/ceremony.hpp"
#include "trustee/progress.hpp"
#include "trustee/vault.hpp"

namespace ippyo::trustee {

inline constexpr std::uint32_t kMostRehearsed = 1000;

/// Every duty first catches up with the board (all new entries with every proof) and remembers how far it came. A board whose
/// verified beginning was rewritten is refused. Results are submissions in the folder `out`, which must not exist yet.
class Trustee {
  Vault vault_;
  const base::Clock* clock_;
  std::filesystem::path board_;
  std::optional<record::Follower> follower_;
  explicit Trustee(Vault vault, const base::Clock& clock) : vault_(std::move(vault)), clock_(&clock) {}
  /// follow(), then this trustee's index; the key stands on the board.
  base::Result<std::uint32_t> take_part(const std::filesystem::path& board, const Progress& progress);
  /// The share, from its real medium, if it fits Z_j on the board.
  base::Result<ElectionShare> share_of(std::uint32_t self) const;
  base::Result<record::SubmissionWriter> begin(const std::filesystem::path& out) const;
  /// errors: polls not closed, or settlement not audited.
  base::Result<void> may_tally() const;

 public:
  static base::Result<Bytes32> create(const std::filesystem::path& folder, const std::string& id,
      const base::Passphrase& passphrase,
                                      base::SealingCost cost = base::kSealForYears) {
    return Vault::create(folder, id, passphrase, cost);
  }
  /// `clock` outlives the trustee.
  static base::Result<Trustee> open(const std::filesystem::path& folder, const base::Passphrase& passphrase,
      const base::Clock& clock);
  const std::string& id() const { return vault_.id(); }
  const Bytes32& public_key() const { return vault_.key().public_key(); }

  /// Catches up. errors: the world, a rewritten board, a finding (with its check number), a constitution without this trustee.
  base::Result<const record::State*> follow(const std::filesystem::path& board, const Progress& progress = {});
  /// The ceremony as of now. The trustee outlives it and follows nothing else meanwhile.
  base::Result<Ceremony> ceremony(const std::filesystem::path& board, const std::filesystem::path& exchange,
      const Progress& progress = {});

  /// Test decryption of that day with the real share: only of the ciphertexts that ctx0 and the day determine.
  base::Result<void> rehearse(const std::filesystem::path& board, std::string_view day, std::uint32_t n,
      const std::filesystem::path& out,
                              const Progress& progress = {});
  /// Permutation commitments of every contest for the mix numbers given (none: its own index). Drawn once, handed out again if
  /// asked.
  base::Result<void> commit(const std::filesystem::path& board, std::vector<std::uint32_t> mixes, const std::filesystem::path& out,
                            const Progress& progress = {});
  /// The next mix of every contest where it is this trustee's turn. Returns how many. errors: none is due; wrong phase.
  base::Result<std::size_t> mix(const std::filesystem::path& board, const std::filesystem::path& out,
      const Progress& progress = {});
  /// Shares of decryption of the last mix of every contest. Records each list before it computes, gives only the same bytes again,
  /// refuses a second list of a contest on whatever board. Returns how many.
  base::Result<std::size_t> decrypt(const std::filesystem::path& board, const std::filesystem::path& out,
      const Progress& progress = {});
};

}  // namespace ippyo::trustee
