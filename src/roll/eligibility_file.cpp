// SPDX-License-Identifier: Apache-2.0
// The file eligibility.toml, read strictly: every error names file, line, key and what is allowed.
#include <toml++/toml.h>

#include <algorithm>
#include <set>

#include "base/codec.hpp"
#include "base/files.hpp"
#include "roll/eligibility.hpp"

namespace ippyo::roll {
namespace {

using base::Error;
using base::Result;

constexpr std::uint64_t kLongestFile = 1 << 20;
constexpr std::array<std::string_view, 4> kBallots{"city", "prefecture", "national", "referendum"};

std::string list_of(const auto& words) {
  std::string out;
  for (const auto& w : words) out += (out.empty() ? "" : ", ") + std::string(w);
  return out;
}

/// Keeps the first error; reading goes on with harmless values.
class Table {
  const std::string& file_;
  std::optional<Error>& error_;
  const toml::table& table_;
  std::string path_;  ///< ends in a dot unless empty
  std::set<std::string, std::less<>> asked_;

  const toml::node* find(const std::string& key) {
    asked_.insert(key);
    const auto* node = table_.get(key);
    if (!node) report(key, "is missing; add it");
    return node;
  }

 public:
  Table(const std::string& file, std::optional<Error>& error, const toml::table& table, std::string path)
      : file_(file), error_(error), table_(table), path_(std::move(path)) {}

  void report(const std::string& key, const std::string& what) {
    const auto* node = table_.get(key);
    const auto line = (node ? node->source() : table_.source()).begin.line;
    if (!error_) error_ = Error{file_ + ", line " + std::to_string(line) + ", " + path_ + key + ": " + what + "."};
  }
  std::string text(const std::string& key) {
    const auto* node = find(key);
    const auto value = node ? node->value_exact<std::string>() : std::nullopt;
    const bool good = value && !value->empty() && value->size() <= 1000 && base::is_clean_utf8(*value);
    if (node && !good) report(key, "write a text of 1 to 1000 bytes without control characters");
    return good ? *value : std::string();
  }
  std::string id() {
    const std::string id = text("id");
    const bool good = id.size() <= 32 && id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string::npos;
    if (!good) report("id", "write 1 to 32 of the characters a-z, 0-9 and -");
    return id;
  }
  Wording wording() {
    Wording w;
    w.ja = text("ja"), w.easy = text("easy"), w.en = text("en");
    return w;
  }
  int number(const std::string& key, int least, int most) {
    const auto* node = find(key);
    const auto value = node ? node->value_exact<std::int64_t>() : std::nullopt;
    const bool good = value && *value >= least && *value <= most;
    if (node && !good) report(key, "write a whole number from " + std::to_string(least) + " to " + std::to_string(most));
    return good ? static_cast<int>(*value) : least;
  }
  bool flag(const std::string& key) {
    const auto* node = find(key);
    const auto value = node ? node->value_exact<bool>() : std::nullopt;
    if (node && !value) report(key, "write true or false");
    return value.value_or(false);
  }
  /// Each at most once, and only words of `allowed`.
  std::vector<std::string> words(const std::string& key, const auto& allowed, bool may_be_empty) {
    std::vector<std::string> out;
    const auto* node = find(key);
    if (!node) return out;
    const auto* array = node->as_array();
    bool good = array && (may_be_empty || !array->empty());
    for (std::size_t i = 0; good && i < array->size(); ++i) {
      const auto value = array->get(i)->value_exact<std::string>();
      good = value && std::find(allowed.begin(), allowed.end(), *value) != allowed.end() && std::find(out.begin(), out.end(), *value) == out.end();
      if (good) out.push_back(*value);
    }
    if (!good) report(key, "write a list of some of these, each once: " + list_of(allowed));
    return out;
  }
  std::vector<Table> tables(const std::string& key) {
    std::vector<Table> out;
    const auto* node = find(key);
    if (!node) return out;
    const auto* array = node->as_array();
    if (!array || array->empty() || !array->is_array_of_tables()) {
      report(key, "write [[" + key + "]] at least once");
      return out;
    }
    for (std::size_t i = 0; i < array->size(); ++i) out.emplace_back(file_, error_, *array->get(i)->as_table(), key + "[" + std::to_string(i) + "].");
    return out;
  }
  void nothing_else() {
    for (const auto& [key, node] : table_) {
      if (!asked_.contains(key.str())) report(std::string(key.str()), "is not a key of this table; allowed are " + list_of(asked_));
    }
  }
};

template <class T>
void add(std::vector<T>& all, T one, Table& table) {
  if (std::any_of(all.begin(), all.end(), [&](const T& other) { return other.id == one.id; })) table.report("id", "is there twice; choose another");
  all.push_back(std::move(one));
}

Category category_of(Table& t, const std::vector<std::string>& evidence) {
  Category c;
  c.id = t.id();
  c.name = t.wording();
  c.basis = t.text("basis");
  if (c.basis != "law" && c.basis != "model") t.report("basis", "write \"law\" or \"model\"");
  c.source = t.text("source");
  c.evidence = t.words("evidence", evidence, false);
  c.flags = t.words("flags", kFlags, true);
  for (const auto& b : t.words("ballots", kBallots, false))
    c.ballots.push_back(static_cast<Ballot>(std::find(kBallots.begin(), kBallots.end(), b) - kBallots.begin() + 1));
  c.proxy_writing = t.flag("proxy_writing");
  c.lead_days = t.number("lead_days", 0, 60);
  c.region = t.flag("region");
  return c;
}

Eligibility read_all(Table& root) {
  Eligibility e;
  e.voting_age = root.number("voting_age", 15, 30);
  std::vector<std::string> ids;
  for (auto& t : root.tables("evidence")) {
    EvidenceKind kind;
    kind.id = t.id(), kind.name = t.wording();
    ids.push_back(kind.id);
    add(e.evidence, std::move(kind), t);
    t.nothing_else();
  }
  for (auto& t : root.tables("categories")) {
    add(e.categories, category_of(t, ids), t);
    t.nothing_else();
  }
  for (auto& t : root.tables("regions")) {
    Region r;
    r.id = t.id(), r.name = t.wording();
    r.postal_days = t.number("postal_days", 0, 60);
    r.zone = t.text("zone");
    if (!zone_exists(r.zone)) t.report("zone", "write the name of a time zone, for example America/New_York");
    add(e.regions, std::move(r), t);
    t.nothing_else();
  }
  root.nothing_else();
  return e;
}

}  // namespace

Result<Eligibility> Eligibility::parse(std::string_view text, const std::string& file) {
  try {
    const auto root = toml::parse(text, file);
    std::optional<Error> error;
    Table table(file, error, root, "");
    Eligibility e = read_all(table);
    if (error) return *error;
    return e;
  } catch (const toml::parse_error& e) {
    return Error{file + ", line " + std::to_string(e.source().begin.line) + ": this is not TOML (" + std::string(e.description()) + "); correct this line."};
  }
}

Result<Eligibility> Eligibility::load(const std::filesystem::path& path) {
  auto bytes = base::read_file(path, kLongestFile);
  if (!bytes) return bytes.error();
  return parse(base::to_string(*bytes), path.filename().string());
}

}  // namespace ippyo::roll
