// SPDX-License-Identifier: Apache-2.0
// The opening: contests, styles, calendar, schedule, policy; hashed into ctx. And its later amendments. [SPEC 7.5 Opening, SPEC 7.6 Amendment]
#pragma once
#include "election/calendar.hpp"
#include "election/constitution.hpp"
#include "election/contest.hpp"

namespace ippyo::election {

struct Opening {
  Element y;                           ///< the election key, as recomputed from the ceremony
  Element Z;                           ///< as in the constitution
  std::uint64_t slots = 0;             ///< N
  Bytes32 slot_list{};                 ///< hash of the slot list object (its closing entry's body, H32("slots", body))
  std::vector<Contest> contests;
  std::vector<Style> styles;
  Calendar calendar;
  std::vector<std::string> box_rotation;      ///< signer ids
  std::vector<Bytes32> token_lists;           ///< H32("tokens", body) of every station tokens entry, in board order
  std::string policy;                         ///< witness policy in C2SP tlog-policy text

  Bytes encode() const;
  static base::Result<Opening> decode(ByteView bytes);
};
/// ctx = H32("ctx", ctx0, H("ceremony", transcript body), opening bytes).
Bytes32 context(const Bytes32& ctx0, const base::Bytes64& ceremony_hash, const Opening& o);

enum class AmendmentKind : std::uint8_t { add_option = 1, withdraw_option, extend_window, suspend_window };
/// Numbers ascending from 1. ctx does not change. Only the fields of the kind are encoded; decode leaves the others as here.
struct Amendment {
  std::uint32_t number;
  AmendmentKind kind;
  std::string reason;
  std::uint16_t contest = 0;       ///< add, withdraw
  Option option{};                 ///< add: a number never used before; withdraw: its number
  Window window{};                 ///< extend: after all others; suspend: epochs with from < close <= until are removed
  std::vector<std::string> boxes;  ///< extend: rotation of the added epochs
  Bytes encode() const;
  static base::Result<Amendment> decode(ByteView bytes);
};

inline constexpr base::Check kOpeningShape{7, 32, "opening: contests, styles or boxes missing, doubled or out of range"};
inline constexpr base::Check kOpeningKeys{2, 31, "opening: y is the identity, or Z is not the constitution's"};
inline constexpr base::Check kAmendmentNumber{7, 33, "amendment: number not the next one"};
inline constexpr base::Check kAmendmentContent{7, 34, "amendment: not allowed as it stands"};
/// A rotation: at least one box of the constitution, none twice.
bool is_rotation(const Constitution& c, const std::vector<std::string>& boxes);
/// Also check_contest, check_plaintexts and check_calendar of its parts. That y, N, slot list and token lists are those of the
/// board, and that the policy can be read, is for the record layer.
base::Verdict check_opening(const Constitution& c, const Opening& o);

/// The election as amended so far: what is offered, and the epochs still to come.
struct Schedule {
  std::vector<Contest> contests;                  ///< with every option ever offered
  std::vector<std::set<std::uint16_t>> withdrawn;  ///< per contest
  std::vector<Epoch> epochs;                       ///< ascending; suspended ones removed
  std::uint32_t amendments = 0;                    ///< number of the last one
  Calendar calendar;                               ///< with the windows added by amendments
  std::uint32_t last_epoch = 0;                    ///< the highest number ever given: a suspended epoch's is not given again
};
/// requires: check_opening passed.
Schedule initial_schedule(const Opening& o);
/// Checks and applies one amendment; `sealed` is the last sealed epoch, `now` the entry's time. On failure `s` is unchanged.
/// After an added option the caller owes check_plaintexts (V1) of that contest, and the phase (V7).
base::Verdict amend(Schedule& s, const Constitution& c, const Amendment& a, std::uint32_t sealed, UnixTime now);

}  // namespace ippyo::election
