// SPDX-License-Identifier: Apache-2.0
// A stream of bytes in UTF-8 or CP932 as a stream of UTF-8. [SPEC 15.1 VoterRoll]
#pragma once
#include <istream>
#include <memory>
#include <string>
#include <vector>

#include "roll/csv.hpp"

struct UConverter;

namespace ippyo::roll {

class Decoder {
  struct Close {
    void operator()(UConverter* c) const;
  };
  std::istream* in_;
  std::unique_ptr<UConverter, Close> converter_;
  std::vector<char> raw_;

 public:
  enum class Step : std::uint8_t { more = 1, end, malformed, unreadable };
  /// Goes back to the beginning of `in`, and past the BOM when the encoding has one.
  Decoder(std::istream& in, Encoding encoding);
  /// Appends the text of the next bytes; with `malformed`, that before the fault.
  Step step(std::string& out);
};

}  // namespace ippyo::roll
