// SPDX-License-Identifier: Apache-2.0
// The prior application and its way through the office. Nothing is ever approved by itself. [SPEC 15.2 Application]
#pragma once
#include "letters/letter.hpp"
#include "registrar/store.hpp"
#include "roll/eligibility.hpp"

namespace ippyo::registrar {

enum class State : std::uint8_t {
  received = 1,  ///< waits for a clerk
  approved,      ///< a letter may be printed; the voter may enrol
  returned,      ///< with a reason; the applicant may apply again
  moved,         ///< ended: no right to vote here any more
  deceased,
  withdrawn,     ///< by the applicant
};
enum class Channel : std::uint8_t { web = 1, phone, counter, post };
std::string_view name(State state);
std::string_view name(Channel channel);
std::optional<State> state_of(std::string_view name);
std::optional<Channel> channel_of(std::string_view name);

/// What a clerk may do, and from which states. `undeliverable` kills the letter's code and leaves the application approved.
enum class Action : std::uint8_t { approve = 1, give_back, undeliverable, moved, deceased, withdrawn, reissue };
std::string_view name(Action action);  ///< "approve", "return", "undeliverable", "moved", "deceased", "withdrawn", "reissue"
std::optional<Action> action_of(std::string_view name);
/// The state after it, or nothing when the action is not allowed there.
std::optional<State> after(Action action, State state);
bool needs_reason(Action action);  ///< all but approve

/// What the applicant states, in the applicant's own words. Sealed in the store.
struct Form {
  roll::Attributes person;
  std::string kana, email, phone;
  std::string postal_code, delivery_address, country;  ///< where the letter goes; country empty: Japan
  std::string ground;         ///< the statement of the ground (宣誓)
  std::string evidence_note;  ///< what was shown or sent along
  bool declared = false;      ///< the declaration was made
  Bytes encode() const;
  static base::Result<Form> decode(ByteView bytes);
};

struct Application {
  std::int64_t id = 0;
  std::string reference;  ///< 10 digits, on the applicant's receipt
  std::optional<std::int64_t> voter;
  State state = State::received;
  Channel channel = Channel::web;
  std::string category;
  letters::Kind letter_kind = letters::Kind::normal;
  base::UnixTime received_at = 0, changed_at = 0;
  Form form;
};
struct Event {
  base::UnixTime at;
  std::string staff, action, reason;
};

}  // namespace ippyo::registrar
