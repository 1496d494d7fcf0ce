// SPDX-License-Identifier: Apache-2.0
#include "roll/normalise.hpp"

#include <algorithm>
#include <functional>

#include "roll/address_numbers.hpp"
#include "roll/unicode.hpp"
#include "roll/variants.hpp"

namespace ippyo::roll {
namespace {

constexpr std::size_t kLongest = 4096;  ///< bytes; a longer text is no name and no address
constexpr std::u32string_view kCouldNotBeWritten = U"〓●";

/// Passes until nothing changes: what one pass removes may bring together what the next one joins.
std::u32string settled(std::u32string text, const std::function<std::u32string(const std::u32string&)>& pass) {
  for (int i = 0; i < 16; ++i) {
    std::u32string next = pass(text);
    if (next == text) return text;
    text = std::move(next);
  }
  return {};
}

std::string key_of(std::string_view text, const std::function<std::u32string(const std::u32string&)>& pass) {
  if (text.size() > kLongest) return {};
  const auto points = code_points(text);
  return points ? to_utf8(settled(*points, pass)) : std::string();
}

std::u32string name_pass(const std::u32string& text) {
  std::u32string out;
  int depth = 0;
  for (char32_t c : nfkc_folded(text)) {
    if (c == U'(' || c == U'[' || c == U'〔') ++depth;
    const bool inside = depth > 0;
    if (c == U')' || c == U']' || c == U'〕') {
      depth = std::max(depth - 1, 0);
      continue;
    }
    if (inside || is_space(c) || c == U'・') continue;
    if (c == U'々' && !out.empty()) c = out.back();
    out.push_back(one_shape(c));
  }
  return out;
}

std::u32string kana_pass(const std::u32string& text) {
  std::u32string out;
  for (const char32_t c : nfkc_folded(text)) {
    if (is_space(c) || c == U'・') continue;
    const bool dash = c == U'-' || c == U'‐' || c == U'−' || c == U'―' || c == U'–' || c == U'—';
    out.push_back(dash ? U'ー' : large_katakana(c));
  }
  return out;
}

std::u32string without_spaces(const std::u32string& text) {
  std::u32string out;
  const auto digit = [](char32_t c) { return c >= U'0' && c <= U'9'; };
  bool space = false;
  for (char32_t c : text) {
    if (is_space(c)) {
      space = true;
      continue;
    }
    if (space && !out.empty() && digit(out.back()) && digit(c)) out.push_back(U'-');
    space = false;
    if ((c >= U'\u2010' && c <= U'\u2015') || c == U'\u2212') c = U'-';
    out.push_back(one_shape(c));
  }
  return out;
}

void drop_beginnings(std::u32string& text, const AddressRules& rules) {
  if (text.starts_with(U"〒")) {
    const auto end = text.find_first_not_of(U"0123456789-", 1);
    const std::size_t length = (end == std::u32string::npos ? text.size() : end) - 1;
    text.erase(0, length == 7 || length == 8 ? length + 1 : 1);
  }
  for (const auto& prefix : rules.prefixes) {
    const auto points = code_points(prefix);
    const auto begin = points ? without_spaces(nfkc_folded(*points)) : std::u32string();
    if (!begin.empty() && text.starts_with(begin)) text.erase(0, begin.size());
  }
}

/// 大字 and 字 go, but not the 字 of 十文字 and 名字.
void drop_aza(std::u32string& text) {
  for (auto at = text.find(U"大字"); at != std::u32string::npos; at = text.find(U"大字", at)) text.erase(at, 2);
  for (auto at = text.find(U'字'); at != std::u32string::npos; at = text.find(U'字', at)) {
    const bool part_of_name = at > 0 && (text[at - 1] == U'文' || text[at - 1] == U'名');
    part_of_name ? void(++at) : void(text.erase(at, 1));
  }
}

/// 自由が丘 is 自由ケ丘, 学園の森 is 学園ノ森: between two kanji only.
void fold_particles(std::u32string& text) {
  for (std::size_t i = 1; i + 1 < text.size(); ++i) {
    if (!is_kanji(text[i - 1]) || !is_kanji(text[i + 1])) continue;
    if (text[i] == U'が' || text[i] == U'ガ') text[i] = U'ケ';
    if (text[i] == U'の') text[i] = U'ノ';
  }
}

std::u32string address_pass(const std::u32string& text, const AddressRules& rules) {
  std::u32string out = without_spaces(nfkc_folded(text));
  drop_beginnings(out, rules);
  drop_aza(out);
  out = with_plain_numbers(out);
  fold_particles(out);
  return out;
}

std::u32string points_of(const std::string& key) { return code_points(key).value_or(std::u32string()); }

std::u32string alike_key(const std::string& key) {
  std::u32string out = points_of(key);
  std::transform(out.begin(), out.end(), out.begin(), alike);
  return out;
}

/// Equal where both could be written, and something could.
bool equal_but_for_gaps(std::u32string_view a, std::u32string_view b) {
  if (a.size() != b.size()) return false;
  std::size_t written = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const bool gap =
        kCouldNotBeWritten.find(a[i]) != std::u32string_view::npos || kCouldNotBeWritten.find(b[i]) != std::u32string_view::npos;
    if (!gap && a[i] != b[i]) return false;
    written += !gap;
  }
  return written > 0;
}

/// The key of what follows the last space; empty without one.
std::u32string given_name(std::string_view name) {
  auto text = nfkc(code_points(name).value_or(std::u32string()));
  while (!text.empty() && is_space(text.back())) text.pop_back();
  const auto space = std::find_if(text.rbegin(), text.rend(), is_space);
  return space == text.rend() ? std::u32string() : alike_key(name_key(to_utf8(std::u32string(space.base(), text.end()))));
}

/// An address without its numbers, and its numbers.
struct Taken {
  std::u32string text, numbers;
};
Taken taken_apart(const std::u32string& key) {
  Taken t;
  for (std::size_t i = 0; i < key.size(); ++i) {
    const bool digit = key[i] >= U'0' && key[i] <= U'9';
    if (digit) t.numbers.push_back(key[i]);
    if (digit && (i + 1 == key.size() || key[i + 1] < U'0' || key[i + 1] > U'9')) t.numbers.push_back(U' ');
    if (!digit && key[i] != U'-') t.text.push_back(key[i]);
  }
  return t;
}

/// The longer one is the shorter one and a building: the shorter one ends in a whole number.
bool is_beginning(std::u32string_view shorter, std::u32string_view longer) {
  const auto digit = [](char32_t c) { return c >= U'0' && c <= U'9'; };
  return shorter.size() < longer.size() && digit(shorter.back()) && longer.starts_with(shorter) && !digit(longer[shorter.size()]) &&
         longer[shorter.size()] != U'-';
}

}  // namespace

std::string name_key(std::string_view name) { return key_of(name, name_pass); }
std::string kana_key(std::string_view kana) { return key_of(kana, kana_pass); }
std::string address_key(std::string_view address, const AddressRules& rules) {
  return key_of(address, [&](const std::u32string& text) { return address_pass(text, rules); });
}

std::string_view word(Likeness l) { return l == Likeness::same ? "same" : l == Likeness::close ? "close" : "different"; }

Likeness compare_names(std::string_view a, std::string_view b) {
  const std::string x = name_key(a), y = name_key(b);
  if (x.empty() || y.empty()) return Likeness::different;
  if (x == y && points_of(x).find_first_of(kCouldNotBeWritten) == std::u32string::npos) return Likeness::same;
  if (equal_but_for_gaps(alike_key(x), alike_key(y))) return Likeness::close;
  const auto given = given_name(a);
  const bool written = !given.empty() && given.find_first_of(kCouldNotBeWritten) == std::u32string::npos;
  return written && given == given_name(b) ? Likeness::close : Likeness::different;
}

Likeness compare_addresses(std::string_view a, std::string_view b, const AddressRules& rules) {
  const std::string x = address_key(a, rules), y = address_key(b, rules);
  if (x.empty() || y.empty()) return Likeness::different;
  if (x == y) return Likeness::same;
  const auto p = alike_key(x), q = alike_key(y);
  if (equal_but_for_gaps(p, q) || is_beginning(p, q) || is_beginning(q, p)) return Likeness::close;
  const auto s = taken_apart(p), t = taken_apart(q);
  if (s.numbers.empty() || s.numbers != t.numbers) return Likeness::different;
  return s.text.starts_with(t.text) || t.text.starts_with(s.text) ? Likeness::close : Likeness::different;
}

Match compare(const Attributes& shown, const Voter& voter, const AddressRules& rules) {
  using enum Likeness;
  Match m{};
  m.name = compare_names(shown.name, voter.name);
  m.address = compare_addresses(shown.address, voter.address, rules);
  m.birth = shown.birth == voter.birth ? same : different;
  m.sex = shown.sex == voter.sex || shown.sex == Sex::unknown || voter.sex == Sex::unknown ? same : different;
  const bool another = m.birth == different || m.name == different || (m.name == close && m.address == different);
  m.verdict = another                  ? Match::Verdict::does_not_match
              : m.to_look_at().empty() ? Match::Verdict::matches
                                       : Match::Verdict::needs_look;
  return m;
}

std::vector<std::string_view> Match::to_look_at() const {
  std::vector<std::string_view> out;
  if (name != Likeness::same) out.push_back("name");
  if (address != Likeness::same) out.push_back("address");
  if (birth != Likeness::same) out.push_back("birth");
  if (sex != Likeness::same) out.push_back("sex");
  return out;
}

std::string_view word(Match::Verdict v) {
  return v == Match::Verdict::matches ? "matches" : v == Match::Verdict::needs_look ? "needs-look" : "does-not-match";
}

}  // namespace ippyo::roll
