// SPDX-License-Identifier: Apache-2.0
#include "roll/decoder.hpp"

#include <unicode/ucnv.h>
#include <unicode/unistr.h>

#include <array>

#include "base/check.hpp"

namespace ippyo::roll {
namespace {
constexpr std::size_t kChunk = 1 << 16;
}

void Decoder::Close::operator()(UConverter* c) const { ucnv_close(c); }

Decoder::Decoder(std::istream& in, Encoding encoding) : in_(&in), raw_(kChunk) {
  UErrorCode status = U_ZERO_ERROR;
  converter_.reset(ucnv_open(encoding == Encoding::cp932 ? "windows-31j" : "UTF-8", &status));
  IPPYO_CHECK(U_SUCCESS(status));
  ucnv_setToUCallBack(converter_.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
  IPPYO_CHECK(U_SUCCESS(status));
  in.clear();
  in.seekg(encoding == Encoding::utf8_with_bom ? 3 : 0);
}

Decoder::Step Decoder::step(std::string& out) {
  if (in_->fail() && !in_->eof()) return Step::unreadable;
  in_->read(raw_.data(), static_cast<std::streamsize>(raw_.size()));
  if (in_->bad() || (in_->fail() && !in_->eof())) return Step::unreadable;
  const char* source = raw_.data();
  const char* const limit = source + in_->gcount();
  const bool last = in_->eof();
  for (bool more = true; more;) {
    std::array<char16_t, 4096> units;
    char16_t* target = units.data();
    UErrorCode status = U_ZERO_ERROR;
    ucnv_toUnicode(converter_.get(), &target, units.data() + units.size(), &source, limit, nullptr, last, &status);
    icu::UnicodeString(false, units.data(), static_cast<int32_t>(target - units.data())).toUTF8String(out);
    more = status == U_BUFFER_OVERFLOW_ERROR;
    if (U_FAILURE(status) && !more) return Step::malformed;
  }
  return last ? Step::end : Step::more;
}

}  // namespace ippyo::roll
