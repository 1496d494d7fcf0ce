// SPDX-License-Identifier: Apache-2.0
// Which engine a text names. [ARCHITECTURE Private stores]
#include "db/location.hpp"

#include <libpq-fe.h>

#include <memory>
#include <string_view>

namespace ippyo::db {
namespace {

bool is_keyword(std::string_view word) {
  const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(PQconndefaults(), &PQconninfoFree);
  for (auto* option = options.get(); option && option->keyword; ++option)
    if (word == option->keyword) return true;
  return false;
}

}  // namespace

Location parse_location(const std::string& text) {
  if (text.starts_with("sqlite:")) return {false, text.substr(7)};
  if (text.starts_with("postgresql://") || text.starts_with("postgres://")) return {true, {}};
  const auto equals = text.find('=');
  if (equals != text.npos) {
    auto word = std::string_view(text).substr(0, equals);
    while (word.starts_with(' ')) word.remove_prefix(1);
    while (word.ends_with(' ')) word.remove_suffix(1);
    if (is_keyword(word)) return {true, {}};
  }
  return {false, text};
}

}  // namespace ippyo::db
