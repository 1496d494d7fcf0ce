// SPDX-License-Identifier: Apache-2.0
// The code of the letter: 80 random bits in 16 characters, and two that notice a slip of the pen. [SPEC 12.1 DedicatedCode]
#pragma once
#include <array>
#include <string_view>

#include "base/bytes.hpp"
#include "base/random.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"

namespace ippyo::letters {

using base::Bytes32;
using base::ByteView;

/// The 32 signs of a code, by value: 2 to 9, then A to Z without I and O. Nobody can mistake 0 for O or 1 for I.
inline constexpr std::string_view kCodeAlphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
inline constexpr std::size_t kCodeBytes = 10, kCodeCharacters = 18, kCodeShown = 22;

using CodeBytes = std::array<std::uint8_t, kCodeBytes>;
using CodeText = std::array<char, kCodeCharacters>;
using ShownCode = std::array<char, kCodeShown>;

/// Move-only and not printable. Everything but parse() takes the same time for every code.
class DedicatedCode {
  base::Secret<CodeBytes> bytes_;

 public:
  explicit DedicatedCode(base::Secret<CodeBytes> bytes) : bytes_(std::move(bytes)) {}
  static DedicatedCode draw(base::Rng& rng);
  static DedicatedCode from_bytes(const CodeBytes& bytes) { return DedicatedCode(base::Secret(bytes)); }
  /// What a person typed: small letters, full width, spaces and every kind of hyphen are welcome.
  /// errors: a sign that no code has (0, O, 1, I are named as such), another length, a wrong check. The code is never repeated.
  /// timing: variable in the text; for the machine where it was typed. A server gets enrol_proof().
  static base::Result<DedicatedCode> parse(std::string_view typed);
  DedicatedCode clone() const { return DedicatedCode(bytes_.clone()); }

  const base::Secret<CodeBytes>& bytes() const { return bytes_; }
  base::Secret<CodeText> text() const;    ///< canonical: 18 characters of the alphabet
  base::Secret<ShownCode> shown() const;  ///< "ABCD-EFGH-JKLM-NPQR-ST"
  /// HKDF-SHA-256 (RFC 5869) of the 18 characters, salt ctx0, info "enrol": all that the office ever sees of a code again.
  base::Secret<Bytes32> enrol_proof(const Bytes32& ctx0) const;
};

}  // namespace ippyo::letters
