// SPDX-License-Identifier: Apache-2.0
// What became of an operation on a private store. [ARCHITECTURE Private stores]
#include "db/outcome.hpp"

namespace ippyo::db {

const char* name(Code code) {
  switch (code) {
    case Code::ok: return "ok";
    case Code::conflict: return "conflict";
    case Code::unknown_outcome: return "unknown outcome";
    case Code::unavailable: return "unavailable";
  }
  return "unavailable";
}

}  // namespace ippyo::db
