// SPDX-License-Identifier: Apache-2.0
// What an application is called, how it changes, and its rows in the store. [SPEC 15.2 Application]
#include "registrar/applications.hpp"

#include <array>

#include "base/codec.hpp"
#include "registrar/voters.hpp"
#include "roll/day.hpp"

namespace ippyo::registrar {
namespace {

constexpr std::array<std::string_view, 6> kStates{"received", "approved", "returned", "moved", "deceased", "withdrawn"};
constexpr std::array<std::string_view, 4> kChannels{"web", "phone", "counter", "post"};
constexpr std::array<std::string_view, 7> kActions{"approve", "return", "undeliverable", "moved", "deceased", "withdrawn", "reissue"};
constexpr std::array<std::string_view, 3> kLetterKinds{"print", "large-print", "braille"};
constexpr std::uint8_t kFormVersion = 1;

template <class T, std::size_t N>
std::optional<T> find(const std::array<std::string_view, N>& names, std::string_view name) {
  for (std::size_t i = 0; i < N; ++i)
    if (names[i] == name) return static_cast<T>(i + 1);
  return std::nullopt;
}

template <class T, std::size_t N>
std::string_view text(const std::array<std::string_view, N>& names, T value) {
  return names[static_cast<std::size_t>(value) - 1];
}

}  // namespace

std::string_view name(State state) { return text(kStates, state); }
std::string_view name(Channel channel) { return text(kChannels, channel); }
std::string_view name(Action action) { return text(kActions, action); }
std::string_view name(LetterKind kind) { return text(kLetterKinds, kind); }
std::optional<State> state_of(std::string_view name) { return find<State>(kStates, name); }
std::optional<Channel> channel_of(std::string_view name) { return find<Channel>(kChannels, name); }
std::optional<Action> action_of(std::string_view name) { return find<Action>(kActions, name); }
std::optional<LetterKind> letter_kind_of(std::string_view name) { return find<LetterKind>(kLetterKinds, name); }

std::optional<State> after(Action action, State state) {
  const bool received = state == State::received, approved = state == State::approved;
  switch (action) {
    case Action::approve: return received ? std::optional(State::approved) : std::nullopt;
    case Action::give_back: return received ? std::optional(State::returned) : std::nullopt;
    case Action::undeliverable:
    case Action::reissue: return approved ? std::optional(State::approved) : std::nullopt;
    case Action::moved: return received || approved ? std::optional(State::moved) : std::nullopt;
    case Action::deceased: return received || approved ? std::optional(State::deceased) : std::nullopt;
    case Action::withdrawn: return received || approved ? std::optional(State::withdrawn) : std::nullopt;
  }
  return std::nullopt;
}

bool needs_reason(Action action) { return action != Action::approve; }

Bytes Form::encode() const {
  base::Writer w;
  w.u8(kFormVersion).text(person.name).text(person.address);
  w.u16(static_cast<std::uint16_t>(person.birth.year)).u8(person.birth.month).u8(person.birth.day).u8(static_cast<std::uint8_t>(person.sex));
  for (const auto* part : {&kana, &email, &phone, &postal_code, &delivery_address, &country, &region, &ground, &evidence_note}) w.text(*part);
  w.flag(declared);
  return w.take();
}

base::Result<Form> Form::decode(ByteView bytes) {
  base::Reader r(bytes);
  Form f;
  if (r.u8() != kFormVersion) r.refuse();
  f.person.name = r.text(), f.person.address = r.text();
  f.person.birth.year = static_cast<std::int16_t>(r.u16()), f.person.birth.month = r.u8(), f.person.birth.day = r.u8();
  const auto sex = r.u8();
  if (sex > static_cast<std::uint8_t>(roll::Sex::other) || !roll::exists(f.person.birth)) r.refuse();
  f.person.sex = static_cast<roll::Sex>(sex);
  for (auto* part : {&f.kana, &f.email, &f.phone, &f.postal_code, &f.delivery_address, &f.country, &f.region, &f.ground, &f.evidence_note})
    *part = r.text();
  f.declared = r.flag();
  IPPYO_TRY(r.finish("an application form"));
  return f;
}

}  // namespace ippyo::registrar
