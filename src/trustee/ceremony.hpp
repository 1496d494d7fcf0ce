// SPDX-License-Identifier: Apache-2.0
// One trustee's part in the key ceremony, step by step. [SPEC 11.4 Ceremony]
#pragma once
#include "record/state.hpp"
#include "trustee/ceremony_files.hpp"
#include "trustee/share.hpp"

namespace ippyo::trustee {

/// Why a ceremony stops: everybody starts anew in an empty folder, with another person from that body. n and k never shrink.
struct Stop {
  std::uint32_t culprit;  ///< index of the trustee
  std::string sentence;
};

/// All steps may be repeated: what was handed out once is handed out again, never drawn anew.
class Ceremony {
  const Vault& vault_;
  const record::State& state_;
  ExchangeFolder files_;
  proof::CeremonyParameters parameters_;
  std::uint32_t self_;
  Ceremony(const Vault& vault, const record::State& state, ExchangeFolder files, std::uint32_t self);
  base::Result<DealerMemory> memory() const;
  base::Result<std::vector<Bytes64>> commitments(Bytes32& round) const;
  base::Result<std::vector<proof::Dealing>> dealings(Bytes32& round) const;
  base::Result<record::CeremonyBody> body(Bytes32& round) const;
  base::Result<std::vector<Checked>> all_checked(const record::CeremonyBody& body, const Bytes32& round) const;
  base::Result<void> make_share(const record::CeremonyBody& body);
  record::Entry entry(const record::CeremonyBody& body, std::uint64_t time) const;
  std::optional<std::uint32_t> first_without(CeremonyFile kind) const;
  std::string waiting(CeremonyFile kind) const;

 public:
  /// requires: `vault` and `state` outlive this. errors: the board is not in the phase, its constitution does not name this trustee
  /// with this key.
  static base::Result<Ceremony> join(const Vault& vault, const record::State& state, const std::filesystem::path& exchange);
  std::uint32_t index() const { return self_; }

  base::Result<void> commit();  ///< 1: draws everything, keeps it sealed, hands out the hash
  base::Result<void> reveal();  ///< 2: after all commitments
  base::Result<void> deal();    ///< 3: after all dealings; checks them first. errors: a dealing that does not hold, with its check
  /// 4: after all shares. Returns the dealers complained of.
  base::Result<std::vector<std::uint32_t>> check();
  /// 5: publishes f_i(j) to every trustee j that complained of this dealer. Returns how many.
  base::Result<std::size_t> answer();
  /// Decides every complaint by rule; empty: there is none. errors: an answer is awaited, unless `limit_passed`.
  base::Result<std::vector<Stop>> judge(bool limit_passed) const;
  /// 6: after everybody checked without complaint: seals the share, wipes the polynomial, signs the entry. The first trustee
  /// sets the time.
  base::Result<void> sign(std::uint64_t now);
  /// 7: all signatures together, as a submission that any trustee may carry to the board.
  base::Result<void> assemble(const std::filesystem::path& out) const;
  /// Does the next step that is due and says in one sentence what was done and what is awaited.
  base::Result<std::string> advance(std::uint64_t now, const std::filesystem::path& out);
  /// Forgets everything drawn, for a new start. errors: the key stands on the board already.
  base::Result<void> restart();
};

/// Sentence of a stop, with what follows from it.
std::string stop_sentence(const std::string& what);

}  // namespace ippyo::trustee
