// SPDX-License-Identifier: Apache-2.0
#include "base/verdict.hpp"

namespace ippyo::base {

std::string Finding::text() const {
  std::string out = check.number();
  if (entry) out += " at entry " + std::to_string(*entry);
  out += std::string(": ") + check.title;
  if (!where.empty()) out += " (" + where + ")";
  return out;
}

}  // namespace ippyo::base
