// SPDX-License-Identifier: Apache-2.0
#include "roll/unicode.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>
#include <unicode/utf8.h>

#include "base/check.hpp"

namespace ippyo::roll {
namespace {

std::u32string normalised(const icu::Normalizer2* form, const std::u32string& text) {
  UErrorCode status = U_ZERO_ERROR;
  const auto in = icu::UnicodeString::fromUTF32(reinterpret_cast<const UChar32*>(text.data()), static_cast<int32_t>(text.size()));
  const icu::UnicodeString out = form->normalize(in, status);
  IPPYO_CHECK(U_SUCCESS(status));
  std::u32string result(static_cast<std::size_t>(out.countChar32()), 0);
  out.toUTF32(reinterpret_cast<UChar32*>(result.data()), static_cast<int32_t>(result.size()), status);
  status = status == U_STRING_NOT_TERMINATED_WARNING ? U_ZERO_ERROR : status;
  IPPYO_CHECK(U_SUCCESS(status));
  return result;
}

const icu::Normalizer2* form(bool folded) {
  UErrorCode status = U_ZERO_ERROR;
  const auto* f = folded ? icu::Normalizer2::getNFKCCasefoldInstance(status) : icu::Normalizer2::getNFKCInstance(status);
  IPPYO_CHECK(U_SUCCESS(status));
  return f;
}

}  // namespace

std::optional<std::u32string> code_points(std::string_view utf8) {
  std::u32string out;
  out.reserve(utf8.size());
  const auto* s = reinterpret_cast<const std::uint8_t*>(utf8.data());
  for (std::size_t i = 0; i < utf8.size();) {
    UChar32 c = 0;
    U8_NEXT(s, i, utf8.size(), c);
    if (c < 0) return std::nullopt;
    out.push_back(static_cast<char32_t>(c));
  }
  return out;
}

std::string to_utf8(std::u32string_view text) {
  std::string out;
  out.reserve(text.size() * 3);
  for (const char32_t c : text) {
    std::uint8_t b[U8_MAX_LENGTH];
    std::size_t n = 0;
    U8_APPEND_UNSAFE(b, n, c);
    out.append(reinterpret_cast<const char*>(b), n);
  }
  return out;
}

std::u32string nfkc(const std::u32string& text) { return normalised(form(false), text); }
std::u32string nfkc_folded(const std::u32string& text) { return normalised(form(true), text); }

bool is_space(char32_t c) { return u_isUWhiteSpace(static_cast<UChar32>(c)); }

bool is_kanji(char32_t c) { return u_hasBinaryProperty(static_cast<UChar32>(c), UCHAR_IDEOGRAPHIC) || c == U'々'; }

}  // namespace ippyo::roll
