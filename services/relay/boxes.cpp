// SPDX-License-Identifier: Apache-2.0
#include "relay/boxes.hpp"

#include <algorithm>

namespace ippyo::relay {
namespace {

constexpr std::uint64_t kNumbers = 10'000;

std::string new_token(base::Rng& rng) { return base::to_hex(rng.bytes<16>()); }

bool is_token_of(std::string_view token, const std::string& side) {
  return !side.empty() && token.size() == side.size() && base::equal_ct(base::view(token), base::view(side));
}

void call(std::vector<std::function<void()>>& calls) {
  for (const auto& f : calls) f();
}

}  // namespace

/// A living box of that number and the side to which the token belongs.
std::optional<std::pair<Boxes::Found, std::size_t>> Boxes::find(std::string_view box, std::string_view token) {
  const auto found = boxes_.find(box);
  if (found == boxes_.end() || clock_.now() >= found->second.until) return std::nullopt;
  for (std::size_t side = 0; side < 2; ++side)
    if (is_token_of(token, found->second.sides[side].token)) return std::pair{found, side};
  return std::nullopt;
}

void Boxes::end(Found box, Calls& calls) {
  for (auto& poll : box->second.polls) calls.push_back([told = std::move(poll.told)] { told(Refusal::gone); });
  for (auto& side : box->second.sides)
    for (auto& message : side.messages)
      if (message) held_ -= message->size();
  boxes_.erase(box);
}

/// requires: fewer boxes than numbers, by far
std::string Boxes::free_number() {
  while (true) {
    auto digits = std::to_string(rng_.below(kNumbers));
    digits.insert(0, 4 - digits.size(), '0');
    if (!boxes_.contains(digits)) return digits;
  }
}

std::variant<Seat, Refusal> Boxes::open() {
  const std::lock_guard lock(mutex_);
  const auto now = clock_.now();
  if (now != second_) second_ = now, made_ = 0;
  if (boxes_.size() >= kBoxes || made_ >= kNewPerSecond) return Refusal::busy;
  ++made_;
  Seat seat{free_number(), new_token(rng_)};
  Box box{now + kBoxLife, {}};
  box.sides[0].token = seat.token;
  boxes_.emplace(seat.box, std::move(box));
  return seat;
}

std::variant<Seat, Refusal> Boxes::join(std::string_view number) {
  const std::lock_guard lock(mutex_);
  const auto now = clock_.now();
  if (now - minute_ >= 60) minute_ = now, failed_ = 0;
  if (failed_ >= kFailedJoinsPerMinute) return Refusal::too_many;
  const auto found = boxes_.find(number);
  const bool alive = found != boxes_.end() && now < found->second.until;
  if (!alive || !found->second.sides[1].token.empty()) {
    ++failed_;
    return alive ? Refusal::taken : Refusal::gone;
  }
  found->second.sides[1].token = new_token(rng_);
  return Seat{found->first, found->second.sides[1].token};
}

std::optional<Refusal> Boxes::write(std::string_view number, std::string_view token, std::size_t message, base::Bytes bytes) {
  Calls calls;
  {
    const std::lock_guard lock(mutex_);
    const auto at = find(number, token);
    if (!at) return Refusal::gone;
    auto& box = at->first->second;
    auto& place = box.sides[at->second].messages.at(message);
    if (place) return Refusal::taken;
    if (held_ + bytes.size() > kBytesHeld) return Refusal::busy;
    held_ += bytes.size();
    place = std::move(bytes);
    std::erase_if(box.polls, [&](Poll& poll) {
      if (poll.side == at->second || poll.message != message) return false;
      calls.push_back([told = std::move(poll.told), copy = *place] { told(copy); });
      return true;
    });
  }
  call(calls);
  return std::nullopt;
}

void Boxes::read(std::string_view number, std::string_view token, std::size_t message, Told told) {
  Calls calls;
  {
    const std::lock_guard lock(mutex_);
    const auto at = find(number, token);
    const auto* there = at ? &at->first->second.sides[1 - at->second].messages.at(message) : nullptr;
    if (!at) {
      calls.push_back([&] { told(Refusal::gone); });
    } else if (*there) {
      calls.push_back([&told, copy = **there] { told(copy); });
    } else {
      auto& polls = at->first->second.polls;
      // A device that asks anew has lost its earlier question.
      std::erase_if(polls, [&](Poll& poll) {
        if (poll.side != at->second) return false;
        calls.push_back([earlier = std::move(poll.told)] { earlier(std::nullopt); });
        return true;
      });
      polls.push_back({at->second, message, clock_.now() + kLongestPoll, std::move(told)});
    }
  }
  call(calls);
}

std::optional<Refusal> Boxes::close(std::string_view number, std::string_view token) {
  Calls calls;
  {
    const std::lock_guard lock(mutex_);
    const auto at = find(number, token);
    if (!at) return Refusal::gone;
    end(at->first, calls);
  }
  call(calls);
  return std::nullopt;
}

void Boxes::tick() {
  Calls calls;
  {
    const std::lock_guard lock(mutex_);
    const auto now = clock_.now();
    for (auto box = boxes_.begin(); box != boxes_.end();) {
      const auto next = std::next(box);
      std::erase_if(box->second.polls, [&](Poll& poll) {
        if (now < poll.until || now >= box->second.until) return false;
        calls.push_back([told = std::move(poll.told)] { told(std::nullopt); });
        return true;
      });
      if (now >= box->second.until) end(box, calls);
      box = next;
    }
  }
  call(calls);
}

void Boxes::clear() {
  Calls calls;
  {
    const std::lock_guard lock(mutex_);
    while (!boxes_.empty()) end(boxes_.begin(), calls);
  }
  call(calls);
}

std::size_t Boxes::size() {
  const std::lock_guard lock(mutex_);
  return boxes_.size();
}

}  // namespace ippyo::relay
