// SPDX-License-Identifier: Apache-2.0
#include "roll/difference.hpp"

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>

#include "base/check.hpp"
#include "roll/day.hpp"
#include "roll/import.hpp"

namespace ippyo::roll {
namespace {

using Kind = Change::Kind;

std::array<std::string, kColumns.size()> cells(const Voter& v) {
  return {v.number, v.name, v.kana, to_text(v.birth), std::string(word(v.sex)), v.address, v.district, joined(v.flags)};
}

bool same_person(const Voter& a, const Voter& b) { return a.birth == b.birth || name_key(a.name) == name_key(b.name); }

Change changed(const Voter& before, const Voter& after) {
  Change c{Kind::changed, before, after, {}};
  const auto a = cells(before), b = cells(after);
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] != b[i]) c.fields.push_back(kColumns[i]);
  }
  return c;
}

using Voters = std::map<std::string, const Voter*>;  ///< by number

/// Who stands only on one side under his number, by what makes a person; empty where two are alike.
std::unordered_map<std::string, const Voter*> by_person(const Voters& voters, const AddressRules& rules) {
  std::unordered_map<std::string, const Voter*> out;
  for (const auto& [number, v] : voters) {
    const auto [at, fresh] = out.emplace(name_key(v->name) + '\n' + to_text(v->birth) + '\n' + address_key(v->address, rules), v);
    if (!fresh) at->second = nullptr;
  }
  return out;
}

/// Takes the pairs whose number alone is new out of both sides.
void take_renumbered(Voters& gone, Voters& come, const AddressRules& rules, std::vector<Change>& out) {
  const auto before = by_person(gone, rules), after = by_person(come, rules);
  for (const auto& [key, v] : before) {
    const auto found = after.find(key);
    if (!v || found == after.end() || !found->second) continue;
    out.push_back(changed(*v, *found->second));
    gone.erase(v->number);
    come.erase(found->second->number);
  }
}

const std::string& number_of(const Change& c) { return c.before ? c.before->number : c.after->number; }

std::string line_of(const Voter& v) {
  std::string out;
  for (const auto& cell : cells(v)) out += (out.empty() ? "" : "  ") + (cell.empty() ? std::string("-") : cell);
  return out;
}

}  // namespace

Difference difference(std::span<const Voter> before, std::span<const Voter> after, const AddressRules& rules) {
  Voters gone, come;
  for (const Voter& v : before) IPPYO_CHECK(gone.emplace(v.number, &v).second);
  Difference d;
  for (const Voter& v : after) {
    const auto found = gone.find(v.number);
    if (found != gone.end() && (*found->second == v || same_person(*found->second, v))) {
      if (*found->second == v) {
        ++d.unchanged;
      } else {
        d.changes.push_back(changed(*found->second, v));
      }
      gone.erase(found);
    } else {
      IPPYO_CHECK(come.emplace(v.number, &v).second);
    }
  }
  take_renumbered(gone, come, rules, d.changes);
  d.changed = d.changes.size();
  for (const auto& [number, v] : come) d.changes.push_back({Kind::added, std::nullopt, *v, {}});
  for (const auto& [number, v] : gone) d.changes.push_back({Kind::removed, *v, std::nullopt, {}});
  d.added = come.size();
  d.removed = gone.size();
  std::sort(d.changes.begin(), d.changes.end(),
            [](const Change& a, const Change& b) { return std::tie(a.kind, number_of(a)) < std::tie(b.kind, number_of(b)); });
  return d;
}

std::vector<std::string> lines(const Difference& d) {
  std::vector<std::string> out;
  out.push_back("追加 " + std::to_string(d.added) + "人、削除 " + std::to_string(d.removed) + "人、変更 " +
                std::to_string(d.changed) + "人、変更なし " + std::to_string(d.unchanged) + "人");
  for (const Change& c : d.changes) {
    if (c.kind == Kind::added) out.push_back("追加  " + line_of(*c.after));
    if (c.kind == Kind::removed) out.push_back("削除  " + line_of(*c.before));
    if (c.kind != Kind::changed) continue;
    const auto a = cells(*c.before), b = cells(*c.after);
    for (const auto field : c.fields) {
      const auto i = static_cast<std::size_t>(std::find(kColumns.begin(), kColumns.end(), field) - kColumns.begin());
      out.push_back("変更  " + number_of(c) + "  " + std::string(field) + ": " + (a[i].empty() ? "なし" : a[i]) + " → " +
                    (b[i].empty() ? "なし" : b[i]));
    }
  }
  return out;
}

}  // namespace ippyo::roll
