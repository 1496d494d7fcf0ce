// SPDX-License-Identifier: Apache-2.0
// What became of an operation on a private store. [ARCHITECTURE Private stores]
#pragma once
#include <string>
#include <utility>

#include "base/result.hpp"

namespace ippyo::db {

enum class Code {
  ok,               // done; once a commit said so, durable
  conflict,         // a rule of the schema (unique, foreign key, check) refused it; nothing changed
  unknown_outcome,  // it may or may not have been stored: read again by request id before telling anyone
  unavailable,      // nothing changed; the store cannot do it now
};
const char* name(Code code);

struct [[nodiscard]] Outcome {
  Code code = Code::ok;
  std::string reason{};  // one sentence for the operator; empty when ok

  bool ok() const { return code == Code::ok; }
  explicit operator bool() const { return ok(); }
  base::Error error() const { return {reason}; }

  static Outcome conflict(std::string why) { return {Code::conflict, std::move(why)}; }
  static Outcome unavailable(std::string why) { return {Code::unavailable, std::move(why)}; }
  static Outcome unknown(std::string why) { return {Code::unknown_outcome, std::move(why)}; }
};

}  // namespace ippyo::db

/// Leaves the enclosing function with the outcome of `expr` unless it is ok.
#define IPPYO_DB_TRY(expr)                             \
  do {                                                 \
    if (auto ippyo_outcome = (expr); !ippyo_outcome)   \
      return ippyo_outcome;                            \
  } while (false)
