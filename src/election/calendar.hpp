// SPDX-License-Identifier: Apache-2.0
// When what is open: the announcement, early voting, Internet windows, epochs, polling day. [SPEC 7.4 Calendar]
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/codec.hpp"
#include "base/verdict.hpp"

namespace ippyo::election {

using base::UnixTime;

struct Window {
  UnixTime from, until;  ///< half-open
};
struct Calendar {
  UnixTime announcement;          ///< 告示日
  Window early_voting;            ///< 期日前投票期間
  std::vector<Window> internet;   ///< open hours, ascending, inside early voting; no epochs outside
  Window polling_day;             ///< 投票日, polling places open
  UnixTime paper_override_until;  ///< a paper vote until then replaces the online one
  std::uint32_t epoch_seconds;    ///< 60..900 (any length from 1 in a rehearsal)
  std::uint32_t grace_seconds;    ///< an epoch not on the board by close + grace is void
};
/// One epoch: every window is cut into pieces of epoch_seconds from its start; a last shorter piece is an epoch too.
struct Epoch {
  std::uint32_t number;  ///< from 1, ascending through all windows
  UnixTime open, close;
  std::string box;       ///< signer id of the ballot box
};

void encode(base::Writer&, const Calendar&);
Calendar decode_calendar(base::Reader&);

inline constexpr UnixTime kLastTime = 253402300799;  ///< 9999-12-31T23:59:59Z: no time on the board is later
inline constexpr std::uint64_t kMaxEpochs = 65536;   ///< all windows together, so that no calendar can exhaust a reader

void encode(base::Writer&, const Window&);
Window decode_window(base::Reader&);

/// How many epochs the windows are cut into. requires: epoch_seconds > 0, every window's from < until.
std::uint64_t epoch_count(const Calendar& c);
/// All epochs; boxes take turns: epoch t belongs to boxes[(t-1) mod size]. requires: boxes not empty,
/// check_calendar passed.
std::vector<Epoch> epochs_of(const Calendar& c, const std::vector<std::string>& boxes);

inline constexpr base::Check kCalendarOrder{7, 30, "calendar: times are not in order, or an Internet window is outside early voting"};
inline constexpr base::Check kEpochLength{7, 31, "calendar: epoch length, grace or number of epochs not allowed"};
base::Verdict check_calendar(const Calendar& c, bool rehearsal, bool paper);

}  // namespace ippyo::election
