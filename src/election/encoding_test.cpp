// SPDX-License-Identifier: Apache-2.0
// Every object of this chapter: what is written is read, and whatever a decoder accepts it writes back byte by byte.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "election/example.hpp"

namespace ippyo::election {
namespace {

using base::Reader;
using base::Writer;

template <class T>
T any() {
  return *rc::gen::arbitrary<T>();
}

std::string any_text() {
  std::string out;
  for (auto n = *rc::gen::inRange(0, 6); n > 0; --n) out += *rc::gen::element<std::string>("a", "9", "-", "市長", "\n", "é", "😀");
  return out;
}

template <class MakeOne>
auto any_list(MakeOne make_one) {
  std::vector<decltype(make_one())> out;
  for (auto n = *rc::gen::inRange(0, 4); n > 0; --n) out.push_back(make_one());
  return out;
}

template <class Enum>
Enum any_kind(Enum last) {
  return static_cast<Enum>(*rc::gen::inRange(1, static_cast<int>(last) + 1));
}

Element any_element() { return example_element(*rc::gen::inRange<std::uint64_t>(0, 100)); }
Bytes32 any_hash() { return Bytes32{any<std::uint8_t>(), any<std::uint8_t>()}; }
Window any_window() { return {any<UnixTime>(), any<UnixTime>()}; }
Option any_option() { return {any<std::uint16_t>(), any_text(), any_text(), any_text(), any<std::uint16_t>()}; }

Contest any_contest() {
  return {any_text(), any_kind(ContestKind::referendum), any_text(), any_text(), any<std::uint16_t>(), any<std::uint16_t>(),
          any_list(any_option)};
}

Style any_style() { return {any_text(), any_text(), any_list(any<std::uint16_t>)}; }

Calendar any_calendar() {
  return {any<UnixTime>(), any_window(), any_list(any_window), any_window(), any<UnixTime>(), any<std::uint32_t>(),
          any<std::uint32_t>()};
}

Constitution any_constitution() {
  Constitution c;
  c.election_id = any_text(), c.title = any_text(), c.title_en = any_text(), c.host = any_text();
  c.clock = any_kind(ClockKind::rehearsal), c.paper = any<bool>();
  c.trustees = any<std::uint32_t>(), c.threshold = any<std::uint32_t>(), c.mixes = any<std::uint32_t>();
  c.min_list = any<std::uint32_t>();
  c.evidence = any_list([] { return any_kind(EvidenceClass::D); });
  c.factors = any_list(any_text);
  c.penalties = any_text(), c.penalties_en = any_text();
  c.Z = any_element(), c.Z_possession = Bytes(*rc::gen::inRange<std::size_t>(0, 65), 5);
  c.signers = any_list([] { return Signer{any_text(), any_kind(Role::observer), any_text(), any_hash()}; });
  c.boxes = any_list([] { return BoxKey{any_text(), any_element(), Bytes(64, 3)}; });
  return c;
}

Opening any_opening() {
  Opening o;
  o.y = any_element(), o.Z = any_element(), o.slots = any<std::uint64_t>(), o.slot_list = any_hash();
  o.contests = any_list(any_contest), o.styles = any_list(any_style), o.calendar = any_calendar();
  o.box_rotation = any_list(any_text), o.token_lists = any_list(any_hash), o.policy = any_text();
  return o;
}

Amendment any_amendment() {
  return {any<std::uint32_t>(),  any_kind(AmendmentKind::suspend_window), any_text(), any<std::uint16_t>(), any_option(), any_window(),
          any_list(any_text)};
}

// Parts are read through a whole of their own, so that bytes left over are refused for them as well.
template <class T>
struct Part {
  T value;
  Bytes encode() const {
    Writer w;
    election::encode(w, value);
    return w.take();
  }
};
template <class T, T (*read)(Reader&)>
struct Read {
  static base::Result<Part<T>> decode(ByteView in) {
    Reader r(in);
    Part<T> part{read(r)};
    IPPYO_TRY(r.finish("part"));
    return part;
  }
};

Bytes mutated(Bytes bytes) {
  for (auto times = *rc::gen::inRange(1, 4); times > 0; --times) {
    const auto at = bytes.empty() ? 0 : *rc::gen::inRange<std::size_t>(0, bytes.size());
    const auto where = bytes.begin() + static_cast<std::ptrdiff_t>(at);
    switch (*rc::gen::inRange(0, 4)) {
      case 0: bytes.insert(where, any<std::uint8_t>()); break;
      case 1: if (!bytes.empty()) bytes.erase(where); break;
      case 2: if (!bytes.empty()) *where = any<std::uint8_t>(); break;
      default: bytes.erase(where, bytes.end());
    }
  }
  return bytes;
}

template <class Decoder>
void reads_what_is_written(const Bytes& bytes) {
  const auto read = Decoder::decode(bytes);
  RC_ASSERT(read.ok());
  RC_ASSERT(read->encode() == bytes);
  auto longer = bytes;
  longer.push_back(0);
  RC_ASSERT(!Decoder::decode(longer).ok());
  RC_ASSERT(!Decoder::decode(ByteView(bytes).first(bytes.size() - 1)).ok());
  for (int i = 0; i < 20; ++i) {
    const auto bad = mutated(bytes);
    const auto accepted = Decoder::decode(bad);
    if (accepted.ok()) RC_ASSERT(accepted->encode() == bad);
  }
}

RC_GTEST_PROP(Encoding, OfConstitutionIsCanonical, ()) { reads_what_is_written<Constitution>(any_constitution().encode()); }
RC_GTEST_PROP(Encoding, OfOpeningIsCanonical, ()) { reads_what_is_written<Opening>(any_opening().encode()); }
RC_GTEST_PROP(Encoding, OfAmendmentIsCanonical, ()) { reads_what_is_written<Amendment>(any_amendment().encode()); }
RC_GTEST_PROP(Encoding, OfContestIsCanonical, ()) {
  reads_what_is_written<Read<Contest, decode_contest>>(Part<Contest>{any_contest()}.encode());
}
RC_GTEST_PROP(Encoding, OfStyleIsCanonical, ()) {
  reads_what_is_written<Read<Style, decode_style>>(Part<Style>{any_style()}.encode());
}
RC_GTEST_PROP(Encoding, OfCalendarIsCanonical, ()) {
  reads_what_is_written<Read<Calendar, decode_calendar>>(Part<Calendar>{any_calendar()}.encode());
}
RC_GTEST_PROP(Encoding, CheckedOrNotNoAcceptedBytesStopTheProgram, ()) {
  const auto c = example_constitution();
  if (const auto read = Constitution::decode(mutated(c.encode())); read.ok()) (void)check_constitution(*read).passed();
  const auto o = Opening::decode(mutated(example_opening(c).encode()));
  if (o.ok() && check_opening(c, *o).passed()) {
    auto s = initial_schedule(*o);
    auto a = any_amendment();
    a.number = 1;
    (void)amend(s, c, a, any<std::uint8_t>(), any<UnixTime>()).passed();
  }
}

TEST(Encoding, FieldsStandInTheOrderOfTheSpecification) {
  Amendment a{};
  a.number = 0x01020304, a.kind = AmendmentKind::withdraw_option, a.reason = "r", a.contest = 5, a.option.number = 6;
  EXPECT_EQ(base::to_hex(a.encode()), "010203040200000001720005" "0006");
  Writer w;
  encode(w, example_option(1));
  EXPECT_EQ(base::to_hex(w.data()), "000100000007e58099e8a3" "9c3100000009e38193e38186e381bb0000000943616e646964617465" "0001");
  EXPECT_EQ(base::to_hex(box_possession_label("e", "b")), "00000003626f78000000016500000001" "62");
  EXPECT_EQ(base::to_hex(registrar_possession_label("e")), "000000097265676973747261720000000165");
}

TEST(Encoding, KindsOutOfRangeAndElementsThatAreNoneAreRefused) {
  const auto c = example_constitution();
  auto bytes = c.encode();
  const auto clock = 4 + c.election_id.size() + 4 + c.title.size() + 4 + c.title_en.size() + 4 + c.host.size();
  for (const std::uint8_t kind : {0, 3, 255}) {
    bytes[clock] = kind;
    EXPECT_FALSE(Constitution::decode(bytes).ok());
  }
  bytes = example_opening(c).encode();
  bytes[0] ^= 1;
  EXPECT_FALSE(Opening::decode(bytes).ok()) << "an odd field element is not canonical";
}

}  // namespace
}  // namespace ippyo::election
