// SPDX-License-Identifier: Apache-2.0
// The parameters of a query or a form, each at most once. [SPEC 13.3 OpenIdConnect]
#pragma once
#include <optional>
#include <utility>

#include "http/message.hpp"

namespace ippyo::identity_provider {

class Parameters {
  http::Request holder_;  ///< it knows how to decode a query
  std::vector<std::string> names_;
  explicit Parameters(std::string text);

 public:
  static Parameters of_query(const http::Request& request) { return Parameters(request.query); }
  /// Nothing when the body is no form.
  static std::optional<Parameters> of_form(const http::Request& request);

  std::string text(std::string_view name) const { return holder_.parameter(name); }  ///< decoded, or empty
  bool has(std::string_view name) const;
  bool repeated() const;  ///< a name twice, or a name in disguise; OAuth forbids both
  const std::vector<std::string>& names() const { return names_; }
};

using Pairs = std::vector<std::pair<std::string_view, std::string>>;
/// name=value&.. as application/x-www-form-urlencoded; pairs without a value are left out.
std::string query_of(const Pairs& pairs);

/// One word of a list with spaces between the words.
bool has_word(std::string_view list, std::string_view word);

/// 1 to `most` characters U+0021 to U+007E.
bool visible(std::string_view text, std::size_t most);

}  // namespace ippyo::identity_provider
