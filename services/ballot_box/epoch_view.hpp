// SPDX-License-Identifier: Apache-2.0
// What the box says and accepts at one moment: an immutable picture that all threads share. [SPEC 10.4 Answers]
#pragma once
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "record/state.hpp"

namespace ippyo::ballot_box {

/// open: casts for `epoch` are accepted until its close. sealing: its rows are being fixed and posted. waiting: `epoch` is the next
/// one, not begun, or another box's. closed: no epoch is left.
enum class Standing { open, sealing, waiting, closed };
const char* name(Standing standing);

/// What a voter may put into one contest.
struct OfferedContest {
  std::string id;
  std::vector<proof::Element> options;
};

struct EpochView {
  record::State state;
  Standing standing = Standing::waiting;
  election::Epoch epoch{};                              ///< number 0: none is left, or the election is not open yet
  std::vector<std::vector<OfferedContest>> offered{};  ///< per style; empty unless `standing` is open

  /// `open`, but the close has passed by this clock: sealing, though nobody has noticed yet.
  Standing at(base::UnixTime now) const { return standing == Standing::open && now >= epoch.close ? Standing::sealing : standing; }
};
using View = std::shared_ptr<const EpochView>;

/// `begun`: the epoch that this box has begun and not finished, 0 for none.
EpochView make_view(const record::State& state, base::UnixTime now, std::uint32_t begun);
/// The epoch of that number in the schedule as amended so far; null if there is none.
const election::Epoch* find_epoch(const record::State& state, std::uint32_t number);
/// Scheduled epochs after the last sealed one and before `epoch`: void, their ballots do not count.
std::vector<std::uint32_t> void_epochs(const record::State& state, std::uint32_t epoch);

}  // namespace ippyo::ballot_box
