// SPDX-License-Identifier: Apache-2.0
#include "settings/toml_table.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/codec.hpp"

namespace ippyo::settings {
namespace {

const toml::table kEmpty;

std::uint32_t line_of(const toml::node& n) { return n.source().begin.line; }

}  // namespace

void FirstError::report(std::uint32_t line, const std::string& key, const std::string& what) {
  if (!error_) error_ = base::Error{fmt::format("{}, line {}, {}: {}", file_, line, key, what)};
}

void TomlTable::report(const std::string& key, const std::string& what) {
  const auto* node = table_->get(key);
  errors_->report(node ? line_of(*node) : line_, path(key), what);
}

const toml::node* TomlTable::find(const std::string& key, bool required) {
  asked_.push_back(key);
  const auto* node = table_->get(key);
  if (node == nullptr && required) report(key, "is missing; add it");
  return node;
}

std::string TomlTable::text(const std::string& key, bool required) {
  const auto* node = find(key, required);
  if (node == nullptr) return {};
  const auto value = node->value_exact<std::string>();
  if (!value || value->empty() || value->size() > 1000 || !base::is_clean_utf8(*value)) {
    report(key, "write a text of 1 to 1000 bytes without control characters");
    return {};
  }
  return *value;
}

std::string TomlTable::id(const std::string& key, std::size_t max) {
  const auto* node = find(key, true);
  if (node == nullptr) return {};
  const auto value = node->value_exact<std::string>();
  const auto allowed = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
  if (!value || value->empty() || value->size() > max || !std::all_of(value->begin(), value->end(), allowed)) {
    report(key, fmt::format("write 1 to {} of the characters a-z, 0-9 and -", max));
    return {};
  }
  return *value;
}

std::uint32_t TomlTable::number(const std::string& key, std::uint32_t least, std::uint32_t most,
                                std::optional<std::uint32_t> missing) {
  const auto* node = find(key, !missing);
  if (node == nullptr) return missing.value_or(least);
  const auto value = node->value_exact<std::int64_t>();
  if (!value || *value < least || *value > most) {
    report(key, fmt::format("write a whole number from {} to {}", least, most));
    return least;
  }
  return static_cast<std::uint32_t>(*value);
}

bool TomlTable::flag(const std::string& key) {
  const auto* node = find(key, true);
  if (node == nullptr) return false;
  const auto value = node->value_exact<bool>();
  if (!value) report(key, "write true or false");
  return value.value_or(false);
}

std::size_t TomlTable::choice(const std::string& key, std::span<const std::string_view> words) {
  const auto* node = find(key, true);
  if (node == nullptr) return 0;
  const auto value = node->value_exact<std::string>();
  const auto at = value ? std::find(words.begin(), words.end(), *value) : words.end();
  if (at == words.end()) {
    report(key, fmt::format("write one of {}", fmt::join(words, ", ")));
    return 0;
  }
  return static_cast<std::size_t>(at - words.begin());
}

std::vector<std::string> TomlTable::texts(const std::string& key, std::span<const std::string_view> words) {
  const auto* node = find(key, true);
  if (node == nullptr) return {};
  std::vector<std::string> out;
  const auto* array = node->as_array();
  bool good = array != nullptr && !array->empty();
  for (std::size_t i = 0; good && i < array->size(); ++i) {
    const auto value = array->get(i)->value_exact<std::string>();
    good = value && (words.empty() || std::find(words.begin(), words.end(), *value) != words.end()) &&
           std::find(out.begin(), out.end(), *value) == out.end();
    if (good) out.push_back(*value);
  }
  if (!good)
    report(key, words.empty() ? "write a list of at least one text, each once"
                              : fmt::format("write a list of at least one of {}, each at most once", fmt::join(words, ", ")));
  return out;
}

TomlTable TomlTable::table(const std::string& key) {
  const auto* node = find(key, true);
  const auto* table = node ? node->as_table() : nullptr;
  if (node != nullptr && table == nullptr) report(key, fmt::format("write a table [{}]", path(key)));
  return {*errors_, table ? *table : kEmpty, path(key), node ? line_of(*node) : line_};
}

std::vector<TomlTable> TomlTable::tables(const std::string& key, bool required) {
  const auto* node = find(key, required);
  if (node == nullptr) return {};
  std::vector<TomlTable> out;
  const auto* array = node->as_array();
  if (array == nullptr || array->empty()) {
    report(key, fmt::format("write one or more tables [[{}]]", path(key)));
    return {};
  }
  for (std::size_t i = 0; i < array->size(); ++i) {
    const auto& item = *array->get(i);
    const auto name = fmt::format("{}[{}]", path(key), i);
    if (!item.is_table()) errors_->report(line_of(item), name, fmt::format("write a table [[{}]]", path(key)));
    out.emplace_back(*errors_, item.is_table() ? *item.as_table() : kEmpty, name, line_of(item));
  }
  return out;
}

std::vector<TomlTable::Count> TomlTable::counts(const std::string& key) {
  const auto* node = find(key, true);
  const auto* table = node ? node->as_table() : nullptr;
  if (node != nullptr && table == nullptr) report(key, "write a table of choices and votes, such as { 1 = 5, 2 = 3 }");
  std::vector<Count> out;
  if (table == nullptr) return out;
  for (const auto& [name, value] : *table) {
    const auto count = value.value_exact<std::int64_t>();
    if (!count || *count < 0 || *count > 10'000'000)
      errors_->report(line_of(value), path(key) + "." + std::string(name.str()), "write a whole number from 0 to 10000000");
    out.push_back({std::string(name.str()), static_cast<std::uint32_t>(count.value_or(0)), line_of(value)});
  }
  return out;
}

std::map<std::string, std::string> TomlTable::names(const std::string& key, bool required) {
  const auto* node = find(key, required);
  const auto* table = node ? node->as_table() : nullptr;
  if (node != nullptr && table == nullptr) report(key, "write a table of names and texts, such as { a = \"b\" }");
  std::map<std::string, std::string> out;
  if (table == nullptr) return out;
  for (const auto& [name, value] : *table) {
    const auto text = value.value_exact<std::string>();
    if (!text || text->empty() || text->size() > 1000 || !base::is_clean_utf8(*text))
      errors_->report(line_of(value), path(key) + "." + std::string(name.str()), "write a text of 1 to 1000 bytes without control characters");
    out.emplace(std::string(name.str()), text.value_or(""));
  }
  return out;
}

void TomlTable::finish() {
  for (const auto& [key, value] : *table_)
    if (std::find(asked_.begin(), asked_.end(), key.str()) == asked_.end())
      errors_->report(line_of(value), path(std::string(key.str())), fmt::format("is not known; allowed here: {}",
                                                                                fmt::join(asked_, ", ")));
}

}  // namespace ippyo::settings
