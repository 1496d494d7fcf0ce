// SPDX-License-Identifier: Apache-2.0
// Boxes in which two devices leave opaque messages for one another: in memory only, each for five minutes. [SPEC 16.1 Relay]
#pragma once
#include <array>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/clock.hpp"
#include "base/random.hpp"

namespace ippyo::relay {

inline constexpr std::size_t kMessages = 8, kMessageSize = 8192;
inline constexpr std::size_t kBoxes = 5000, kBytesHeld = 64 << 20;
inline constexpr base::UnixTime kBoxLife = 300, kLongestPoll = 20;
inline constexpr std::uint32_t kNewPerSecond = 100, kFailedJoinsPerMinute = 600;

enum class Refusal { busy, gone, taken, too_many };

struct Seat {
  std::string box;    ///< four digits
  std::string token;  ///< 32 hex digits: of one side
};
/// The other side's message; nothing: not there yet, ask again.
using Reading = std::variant<std::optional<base::Bytes>, Refusal>;
using Told = std::function<void(Reading)>;

/// For any thread. Whoever does not hold a token of a box learns only whether its number can be joined.
class Boxes {
  struct Side {
    std::string token;  ///< empty: nobody has joined
    std::array<std::optional<base::Bytes>, kMessages> messages;
  };
  struct Poll {
    std::size_t side, message;  ///< who waits, for which message of the other side
    base::UnixTime until;
    Told told;
  };
  struct Box {
    base::UnixTime until;
    std::array<Side, 2> sides;
    std::vector<Poll> polls{};  ///< at most one of a side
  };
  using Found = std::map<std::string, Box, std::less<>>::iterator;
  using Calls = std::vector<std::function<void()>>;

  const base::Clock& clock_;
  base::Rng& rng_;
  std::mutex mutex_;
  std::map<std::string, Box, std::less<>> boxes_;
  std::size_t held_ = 0;
  base::UnixTime second_ = 0, minute_ = 0;
  std::uint32_t made_ = 0, failed_ = 0;

  std::optional<std::pair<Found, std::size_t>> find(std::string_view box, std::string_view token);
  void end(Found box, Calls& calls);
  std::string free_number();

 public:
  /// Both outlive the boxes.
  Boxes(const base::Clock& clock, base::Rng& rng) : clock_(clock), rng_(rng) {}
  /// busy: too many boxes live, or were made in this second.
  std::variant<Seat, Refusal> open();
  /// gone, taken, or too_many once enough joins of this minute have failed.
  std::variant<Seat, Refusal> join(std::string_view box);
  /// taken: this side has written that message before. requires: message < kMessages, bytes.size() <= kMessageSize
  std::optional<Refusal> write(std::string_view box, std::string_view token, std::size_t message, base::Bytes bytes);
  /// `told` is called once, now or from another call, at the latest kLongestPoll later (as tick() notices).
  void read(std::string_view box, std::string_view token, std::size_t message, Told told);
  std::optional<Refusal> close(std::string_view box, std::string_view token);
  /// Ends what has run out.
  void tick();
  /// Ends everything.
  void clear();
  std::size_t size();
};

}  // namespace ippyo::relay
