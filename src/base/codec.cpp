// SPDX-License-Identifier: Apache-2.0
#include "base/codec.hpp"

#include "base/check.hpp"

namespace ippyo::base {

template <class T>
static void put(Bytes& out, T v) {
  for (int shift = static_cast<int>(sizeof(T)) * 8 - 8; shift >= 0; shift -= 8)
    out.push_back(static_cast<std::uint8_t>(v >> shift));
}

Writer& Writer::u8(std::uint8_t v) { return out_.push_back(v), *this; }
Writer& Writer::u16(std::uint16_t v) { return put(out_, v), *this; }
Writer& Writer::u32(std::uint32_t v) { return put(out_, v), *this; }
Writer& Writer::u64(std::uint64_t v) { return put(out_, v), *this; }
Writer& Writer::raw(ByteView v) { return out_.insert(out_.end(), v.begin(), v.end()), *this; }

Writer& Writer::bytes(ByteView v) {
  IPPYO_CHECK(v.size() <= 0xffffffffu);
  u32(static_cast<std::uint32_t>(v.size()));
  return raw(v);
}

Writer& Writer::count(std::size_t n) {
  IPPYO_CHECK(n <= 0xffffffffu);
  return u32(static_cast<std::uint32_t>(n));
}

ByteView Reader::take(std::size_t n) {
  if (failed_ || in_.size() < n) {
    failed_ = true;
    return {};
  }
  const auto out = in_.first(n);
  in_ = in_.subspan(n);
  return out;
}

template <class T>
static T get(ByteView v) {
  T out = 0;
  for (const auto b : v) out = static_cast<T>(out << 8 | b);
  return out;
}

std::uint8_t Reader::u8() { return get<std::uint8_t>(take(1)); }
std::uint16_t Reader::u16() { return get<std::uint16_t>(take(2)); }
std::uint32_t Reader::u32() { return get<std::uint32_t>(take(4)); }
std::uint64_t Reader::u64() { return get<std::uint64_t>(take(8)); }

bool Reader::flag() {
  const auto v = u8();
  if (v > 1) failed_ = true;
  return v == 1;
}

Bytes Reader::bytes(std::size_t max) {
  const auto n = u32();
  if (n > max) failed_ = true;
  return to_bytes(take(failed_ ? 0 : n));
}

std::string Reader::text(std::size_t max) {
  const auto raw = bytes(max);
  const std::string out(raw.begin(), raw.end());
  if (!is_clean_utf8(out)) failed_ = true;
  return failed_ ? std::string{} : out;
}

std::uint32_t Reader::count(std::size_t max) {
  const auto n = u32();
  // An item has at least one byte: a count beyond the bytes that are left is a lie, refused before anything is reserved.
  if (n > max || n > in_.size()) failed_ = true;
  return failed_ ? 0 : n;
}

Result<void> Reader::finish(std::string_view what) const {
  if (failed_) return Error{std::string(what) + ": bytes are short or not in canonical form"};
  if (!in_.empty()) return Error{std::string(what) + ": bytes are left over"};
  return {};
}

/// Length of the well-formed sequence at p, 0 if there is none. Table 3-7 of the Unicode standard.
static std::size_t sequence_length(ByteView p) {
  const auto cont = [&](std::size_t i, int lo = 0x80, int hi = 0xbf) {
    return i < p.size() && p[i] >= lo && p[i] <= hi;
  };
  const int b = p[0];
  if (b < 0x80) return (b >= 0x20 && b != 0x7f) || b == '\n' ? 1 : 0;
  if (b >= 0xc2 && b <= 0xdf) return cont(1) ? 2 : 0;
  if (b >= 0xe0 && b <= 0xef)
    return cont(1, b == 0xe0 ? 0xa0 : 0x80, b == 0xed ? 0x9f : 0xbf) && cont(2) ? 3 : 0;
  if (b >= 0xf0 && b <= 0xf4)
    return cont(1, b == 0xf0 ? 0x90 : 0x80, b == 0xf4 ? 0x8f : 0xbf) && cont(2) && cont(3) ? 4 : 0;
  return 0;
}

bool is_clean_utf8(std::string_view text) {
  auto rest = view(text);
  while (!rest.empty()) {
    const auto n = sequence_length(rest);
    if (n == 0) return false;
    rest = rest.subspan(n);
  }
  return true;
}

}  // namespace ippyo::base
