// SPDX-License-Identifier: Apache-2.0
// Whose signatures a reader demands: C2SP tlog-policy. [SPEC 6.4 WitnessPolicy]
#pragma once
#include <map>

#include "board/note.hpp"

namespace ippyo::board {

/// Lines "log VKEY [URL]", "witness NAME VKEY [URL]", "group NAME K|any|all MEMBER..", "quorum NAME|none"; comments with #.
class Policy {
  friend class PolicyReader;
  struct Group {
    std::size_t k;
    std::vector<std::string> members;
  };
  VerifierKey log_;
  std::vector<std::pair<std::string, VerifierKey>> witnesses_;
  std::vector<std::pair<std::string, Group>> groups_;
  std::string quorum_;

 public:
  /// errors: names the line. Exactly one log, exactly one quorum, names defined before use, no name twice.
  static base::Result<Policy> parse(std::string_view text);
  const VerifierKey& log() const { return log_; }
  const std::vector<std::pair<std::string, VerifierKey>>& witnesses() const { return witnesses_; }
  /// The policy's vkey with that name and id, if it names one.
  const VerifierKey* key(const std::string& name, std::uint32_t id) const;
  /// Is the quorum reached by cosigners with these names (policy names, not key names)?
  bool satisfied(const std::vector<std::string>& witnesses) const;
};

inline constexpr base::Check kLogSignature{17, 4, "checkpoint: the log's signature is missing or does not hold"};
inline constexpr base::Check kOrigin{17, 5, "checkpoint: the origin is not the name of the log"};
inline constexpr base::Check kQuorum{17, 6, "checkpoint: the policy's quorum of cosignatures is not reached"};
inline constexpr base::Check kUnknownSignature{17, 7, "checkpoint: a signature line by a key that the policy does not name, or twice by one"};
/// Log signature, origin, every known signature; with `quorum` also the quorum; with `strict` no other line may stand.
base::Verdict check_checkpoint(const Policy& policy, const SignedCheckpoint& c, bool quorum, bool strict);
/// The earliest time by which the quorum had signed: the board's time of that checkpoint. Empty below the quorum.
std::optional<base::UnixTime> quorum_time(const Policy& policy, const SignedCheckpoint& c);
/// A policy of one log and cosigners of which k must sign, as text.
std::string threshold_policy(const VerifierKey& log, const std::vector<VerifierKey>& cosigners, std::size_t k);

}  // namespace ippyo::board
