// SPDX-License-Identifier: Apache-2.0
// Reading a TOML table strictly: every error names file, line, key and what is allowed; a key nobody asked for is an error.
#pragma once
#include <toml++/toml.h>

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace ippyo::settings {

/// Keeps the first error of a file; reading goes on with harmless values.
class FirstError {
  std::string file_;
  std::optional<base::Error> error_;

 public:
  explicit FirstError(std::string file) : file_(std::move(file)) {}
  void report(std::uint32_t line, const std::string& key, const std::string& what);
  /// `at`: anything that knows its line and key.
  template <class At>
  void report(const At& at, const std::string& what) {
    report(at.line, at.key, what);
  }
  const std::optional<base::Error>& error() const { return error_; }
};

class TomlTable {
  FirstError* errors_;
  const toml::table* table_;
  std::string key_;  ///< path of this table; empty at the top
  std::uint32_t line_;
  std::vector<std::string> asked_;

  const toml::node* find(const std::string& key, bool required);
  std::string path(const std::string& key) const { return key_.empty() ? key : key_ + "." + key; }

 public:
  TomlTable(FirstError& errors, const toml::table& table, std::string key, std::uint32_t line)
      : errors_(&errors), table_(&table), key_(std::move(key)), line_(line) {}

  /// Clean UTF-8 of 1..1000 bytes; without `required` also missing (then empty).
  std::string text(const std::string& key, bool required = true);
  /// [a-z0-9-], at most `max` of them.
  std::string id(const std::string& key, std::size_t max);
  std::uint32_t number(const std::string& key, std::uint32_t least, std::uint32_t most, std::optional<std::uint32_t> missing = {});
  bool flag(const std::string& key);
  /// Which of the words stands there, as an index.
  std::size_t choice(const std::string& key, std::span<const std::string_view> words);
  /// An array of texts, not empty. With `words`: only these, each at most once.
  std::vector<std::string> texts(const std::string& key, std::span<const std::string_view> words = {});
  /// The one table under a key, required.
  TomlTable table(const std::string& key);
  /// The array of tables under a key; a missing one is empty.
  std::vector<TomlTable> tables(const std::string& key, bool required);
  struct Count {
    std::string name;
    std::uint32_t count, line;
  };
  /// A table of names with numbers, required: { "1" = 5, "1+3" = 2 }.
  std::vector<Count> counts(const std::string& key);
  /// All names of a table of texts: { "*" = "city" }.
  std::map<std::string, std::string> names(const std::string& key, bool required = true);
  /// Refuses every key that none of the functions above asked for.
  void finish();
  void report(const std::string& key, const std::string& what);
  bool has(const std::string& key) const { return table_->contains(key); }
  std::uint32_t line() const { return line_; }
  const std::string& key() const { return key_; }  ///< of this table; empty at the top
};

}  // namespace ippyo::settings
