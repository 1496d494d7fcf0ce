// SPDX-License-Identifier: Apache-2.0
#include "identity_provider/parameters.hpp"

#include <algorithm>

namespace ippyo::identity_provider {

Parameters::Parameters(std::string text) {
  for (std::string_view rest = text; !rest.empty();) {
    const auto pair = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
    if (!pair.empty()) names_.emplace_back(pair.substr(0, pair.find('=')));
  }
  holder_.query = std::move(text);
}

std::optional<Parameters> Parameters::of_form(const http::Request& request) {
  if (request.content_type() != "application/x-www-form-urlencoded") return std::nullopt;
  return Parameters(base::to_string(request.body));
}

bool Parameters::has(std::string_view name) const { return std::ranges::find(names_, name) != names_.end(); }

bool Parameters::repeated() const {
  auto sorted = names_;
  std::ranges::sort(sorted);
  const auto disguised = [](const std::string& name) { return name.find_first_of("%+") != name.npos; };
  return std::ranges::adjacent_find(sorted) != sorted.end() || std::ranges::any_of(sorted, disguised);
}

std::string query_of(const Pairs& pairs) {
  static constexpr char kDigits[] = "0123456789ABCDEF";
  const auto plain = [](unsigned char c) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return letter || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
  };
  std::string out;
  for (const auto& [name, value] : pairs) {
    if (value.empty()) continue;
    out += (out.empty() ? "" : "&") + std::string(name) + '=';
    for (const unsigned char c : value) {
      if (plain(c)) out += static_cast<char>(c);
      else out += {'%', kDigits[c >> 4], kDigits[c & 15]};
    }
  }
  return out;
}

bool has_word(std::string_view list, std::string_view word) {
  return (" " + std::string(list) + " ").find(" " + std::string(word) + " ") != std::string::npos;
}

bool visible(std::string_view text, std::size_t most) {
  return !text.empty() && text.size() <= most && std::ranges::all_of(text, [](char c) { return c > 0x20 && c < 0x7f; });
}

}  // namespace ippyo::identity_provider
