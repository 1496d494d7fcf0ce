// SPDX-License-Identifier: Apache-2.0
// What the QR of a letter holds: which election, under whose watch, and the code. [SPEC 12.2 LetterCode]
#pragma once
#include <string>

#include "letters/dedicated_code.hpp"

namespace ippyo::letters {

/// H32("policy", text): the witness policy (6.4) that this letter's reader must find on the board.
Bytes32 policy_hash(std::string_view witness_policy);

/// Opens the booth with everything after '#', which a browser sends to nobody.
struct LetterCode {
  std::string origin;  ///< "https://vote.city.example"; in rehearsals also "http://localhost:7100"
  Bytes32 ctx0{};
  Bytes32 policy{};
  DedicatedCode code;

  /// errors: an origin that is neither https://HOST[:PORT] nor http://localhost[:PORT] or http://127.0.0.1[:PORT].
  base::Result<base::SecretVector<char>> encode() const;
  /// errors: another kind of text, another version, another length, a second spelling of the same bytes. Never repeats the text.
  /// timing: variable; for the machine that scanned it.
  static base::Result<LetterCode> decode(std::string_view scanned);
  LetterCode clone() const { return {origin, ctx0, policy, code.clone()}; }
};

/// errors: as LetterCode::encode.
base::Result<void> check_origin(std::string_view origin);

}  // namespace ippyo::letters
