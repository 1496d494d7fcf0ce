// SPDX-License-Identifier: Apache-2.0
// The prior application and its way through the office. Nothing is ever approved by itself. [SPEC 15.2 Application]
#pragma once
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

/// How the applicant wants the letter. The first two are letters::Kind.
enum class LetterKind : std::uint8_t { print = 1, large_print, braille };
std::string_view name(LetterKind kind);  ///< "print", "large-print", "braille"
std::optional<LetterKind> letter_kind_of(std::string_view name);

/// What the applicant states, in the applicant's own words. Sealed in the store.
struct Form {
  roll::Attributes person;
  std::string kana, email, phone;
  std::string postal_code, delivery_address, country;  ///< where the letter goes, lines divided by LF; country empty: Japan
  std::string region;         ///< id of a region, for categories that ask for one
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
  LetterKind letter_kind = LetterKind::print;
  base::UnixTime received_at = 0, changed_at = 0;
  Form form;
};
struct Event {
  base::UnixTime at;
  std::string staff, action, reason;
};

/// The application whose living letter has this code (identity::CodePepper::record), if it is approved.
db::Outcome find_live_letter(db::Database& db, ByteView code_mac, std::optional<std::int64_t>& application);
db::Outcome read_application(db::Database& db, const StoreKeys& keys, std::int64_t id, std::optional<Application>& out);
/// The line of the roll of an approved application; also a line that is no longer present.
db::Outcome voter_of(db::Database& db, const StoreKeys& keys, const Application& application, std::optional<roll::Voter>& out);
/// Takes factors and enrolment off the file, unless the enrolment has a slot already: then nothing is erased.
db::Outcome erase_enrolment(db::Database& db, std::int64_t application);
/// The living letter's code, if there is one, opens nothing any more. `killed` says whether there was one.
db::Outcome kill_letter(db::Database& db, std::int64_t application, bool& killed);
/// Stores a new application (id, reference and times are given by the caller's row); its id comes out.
db::Outcome insert_application(db::Database& db, const StoreKeys& keys, Application& application);
db::Outcome read_events(db::Database& db, const StoreKeys& keys, std::int64_t application, std::vector<Event>& out);
/// One more change with who, when and why; the audit log gets it too, without the reason.
db::Outcome add_event(db::Database& db, const Store& store, std::int64_t application, const Actor& actor, std::string_view action,
                      std::string_view reason);

}  // namespace ippyo::registrar
