// SPDX-License-Identifier: Apache-2.0
// The file eligibility.toml.
#include <toml++/toml.h>

#include <algorithm>

#include "base/files.hpp"
#include "roll/eligibility.hpp"
#include "settings/toml_table.hpp"

namespace ippyo::roll {
namespace {

using base::Error;
using base::Result;
using settings::TomlTable;

constexpr std::uint64_t kLongestFile = 1 << 20;
constexpr std::size_t kLongestId = 32;
constexpr std::uint32_t kMostDays = 60;
constexpr std::array<std::string_view, 4> kBallots{"city", "prefecture", "national", "referendum"};
constexpr std::array<std::string_view, 2> kBases{"law", "model"};

Wording wording_of(TomlTable& t) {
  Wording w;
  w.ja = t.text("ja");
  w.easy = t.text("easy");
  w.en = t.text("en");
  return w;
}

Category category_of(TomlTable& t, const std::vector<std::string_view>& evidence) {
  Category c;
  c.id = t.id("id", kLongestId);
  c.name = wording_of(t);
  c.basis = kBases[t.choice("basis", kBases)];
  c.source = t.text("source");
  c.evidence = t.texts("evidence", evidence);
  if (t.has("flags")) c.flags = t.texts("flags", kFlags);
  for (const auto& b : t.texts("ballots", kBallots))
    c.ballots.push_back(static_cast<Ballot>(std::find(kBallots.begin(), kBallots.end(), b) - kBallots.begin() + 1));
  c.proxy_writing = t.flag("proxy_writing");
  c.lead_days = static_cast<int>(t.number("lead_days", 0, kMostDays));
  c.region = t.flag("region");
  return c;
}

EvidenceKind evidence_of(TomlTable& t) {
  EvidenceKind kind;
  kind.id = t.id("id", kLongestId);
  kind.name = wording_of(t);
  return kind;
}

Region region_of(TomlTable& t) {
  Region r;
  r.id = t.id("id", kLongestId);
  r.name = wording_of(t);
  r.postal_days = static_cast<int>(t.number("postal_days", 0, kMostDays));
  r.zone = t.text("zone");
  if (!zone_exists(r.zone)) t.report("zone", "write the name of a time zone, for example America/New_York");
  return r;
}

template <class T>
void add(std::vector<T>& all, T one, TomlTable& table) {
  if (std::any_of(all.begin(), all.end(), [&](const T& other) { return other.id == one.id; }))
    table.report("id", "is there twice; choose another");
  all.push_back(std::move(one));
  table.finish();
}

Eligibility read_all(TomlTable& root) {
  Eligibility e;
  e.voting_age = static_cast<int>(root.number("voting_age", 15, 30));
  for (auto& t : root.tables("evidence", true)) add(e.evidence, evidence_of(t), t);
  std::vector<std::string_view> ids;
  for (const auto& kind : e.evidence) ids.push_back(kind.id);
  for (auto& t : root.tables("categories", true)) add(e.categories, category_of(t, ids), t);
  for (auto& t : root.tables("regions", true)) add(e.regions, region_of(t), t);
  root.finish();
  return e;
}

}  // namespace

Result<Eligibility> Eligibility::parse(std::string_view text, const std::string& file) {
  try {
    const auto root = toml::parse(text, file);
    settings::FirstError errors(file);
    TomlTable table(errors, root, "", 1);
    Eligibility e = read_all(table);
    if (errors.error()) return *errors.error();
    return e;
  } catch (const toml::parse_error& e) {
    return Error{file + ", line " + std::to_string(e.source().begin.line) + ": this is not TOML (" + std::string(e.description()) +
                 "); correct this line."};
  }
}

Result<Eligibility> Eligibility::load(const std::filesystem::path& path) {
  auto bytes = base::read_file(path, kLongestFile);
  if (!bytes) return bytes.error();
  return parse(base::to_string(*bytes), path.filename().string());
}

}  // namespace ippyo::roll
