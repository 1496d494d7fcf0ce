// SPDX-License-Identifier: Apache-2.0
// The one canonical encoding: fixed-width big-endian integers, u32-length-prefixed bytes. [SPEC 1.2 Encoding]
#pragma once
#include <string>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace ippyo::base {

/// Builds canonical bytes. Never fails.
class Writer {
  Bytes out_;

 public:
  Writer& u8(std::uint8_t v);
  Writer& u16(std::uint16_t v);
  Writer& u32(std::uint32_t v);
  Writer& u64(std::uint64_t v);
  Writer& flag(bool v) { return u8(v ? 1 : 0); }
  Writer& raw(ByteView v);                 ///< fixed-size fields: the bytes alone
  Writer& bytes(ByteView v);               ///< u32 length, then the bytes; requires: size < 2^32
  Writer& text(std::string_view v) { return bytes(view(v)); }
  Writer& count(std::size_t n);            ///< u32 number of the items that follow
  const Bytes& data() const { return out_; }
  Bytes take() { return std::move(out_); }
};

/// Reads canonical bytes. The first fault is kept; everything after it reads as zero or empty.
/// Ask finish() once at the end: it also refuses trailing bytes.
class Reader {
  ByteView in_;
  bool failed_ = false;
  ByteView take(std::size_t n);

 public:
  explicit Reader(ByteView in) : in_(in) {}
  std::uint8_t u8();
  std::uint16_t u16();
  std::uint32_t u32();
  std::uint64_t u64();
  bool flag();                             ///< exactly 0 or 1
  Bytes bytes(std::size_t max = 1u << 20);
  std::string text(std::size_t max = 1u << 16);  ///< valid UTF-8 without control characters other than LF
  std::uint32_t count(std::size_t max);    ///< at most `max` items
  ByteView raw(std::size_t n) { return take(n); }
  template <std::size_t N>
  std::array<std::uint8_t, N> fixed() {
    std::array<std::uint8_t, N> a{};
    const auto v = take(N);
    if (v.size() == N) std::copy(v.begin(), v.end(), a.begin());
    return a;
  }
  void refuse() { failed_ = true; }        ///< the caller found a value that the type forbids
  bool failed() const { return failed_; }
  std::size_t left() const { return in_.size(); }
  /// errors: names `what` when anything was short, non-canonical, too large or left over.
  Result<void> finish(std::string_view what) const;
};

/// True for well-formed UTF-8 (no surrogates, no overlong forms) without control characters other than LF.
bool is_clean_utf8(std::string_view text);

}  // namespace ippyo::base
