// SPDX-License-Identifier: Apache-2.0
// Parts that every letter has, in normal and in large print.
#include "letters/internal/letter_pages.hpp"

namespace ippyo::letters::internal {

void draw_address(Canvas& c, const Addressee& to) {
  const auto lines = address_text(to), name = name_text(to);
  Style style{.points = 10.5, .leading = 1.25, .language = to.overseas ? "en" : "ja"}, bold = style;
  bold.bold = !to.overseas;
  const auto needed = [&] {
    bold.points = to.overseas ? style.points : style.points + 2.5;
    return c.height(lines, kAddress.width, style) + c.height(name, kAddress.width, bold) + 1;
  };
  while (needed() > kAddress.height && style.points > 7.5) style.points -= 0.5;
  if (needed() > kAddress.height) c.fail("the address does not fit into the window of the envelope; shorten it");
  auto y = kAddress.y;
  if (to.overseas) y += c.text(kAddress.x, y, kAddress.width, name, bold);
  y += c.text(kAddress.x, y, kAddress.width, lines, style);
  if (!to.overseas) c.text(kAddress.x, y + 1, kAddress.width, name, bold);
}

void draw_number(Canvas& c, const std::string& number, bool rehearsal) {
  c.text(116, rehearsal ? 18.5 : 11.5, 76, number, {.points = 11, .align = Align::right});
}

void draw_fold_marks(Canvas& c) {
  for (const auto y : {kFold1, kFold2}) {
    c.line(4, y, 9, y, 0.2, 0.4);
    c.line(kA4Width - 9, y, kA4Width - 4, y, 0.2, 0.4);
  }
}

void draw_hole(Canvas& c) {
  c.circle(kHoleX, kHoleY, kHoleRadius, 0.3);
  c.line(kHoleX - 1, kHoleY, kHoleX + 1, kHoleY, 0.2);
  c.line(kHoleX, kHoleY - 1, kHoleX, kHoleY + 1, 0.2);
}

void draw_sender(Canvas& c, const Sender& from, bool overseas, bool rehearsal, const std::string& issued) {
  const double x = 116, w = 76;
  double y = 12;
  if (rehearsal) {
    c.fill({x, 8, w, 9}, 0);
    c.text(x, 9.2, w, kRehearsal, {.points = 12, .bold = true, .align = Align::centre, .grey = 1});
    y = 19;
  }
  y += 6.5;  // the number of the letter stands above
  c.text(x, y, w, issued, {.points = 10.5, .align = Align::right});
  y += 9;
  const Style small{.points = 9.5, .leading = 1.45};
  y += c.fit({x, y, w, 12}, from.office, {.points = 13, .bold = true, .leading = 1.3}, 9, "the name of the office") + 1;
  auto where = "〒" + from.postal_code + "　" + from.address + "\n電話 " + from.telephone;
  if (overseas && !from.office_latin.empty()) where = from.office_latin + ", JAPAN\n" + where;
  c.fit({x, y, w, kWindowZone.height - y}, where, small, 7.5, "the address of the office");
}

void draw_code(Canvas& c, const DedicatedCode& code, const Box& box, double points, std::size_t groups_in_line) {
  const auto shown = code.shown();
  const std::string_view all(shown.expose().data(), shown.expose().size());
  const Style style{.points = points, .bold = true, .face = Face::mono, .leading = 1.3};
  const Style small{.points = points < 40 ? 9.5 : 16.0, .align = Align::centre, .leading = 1.2};
  const auto sign = c.width("0", style), line = c.height("0", 0, style), label = c.height("1", 0, small);
  const auto widest = sign * static_cast<double>(5 * groups_in_line - (groups_in_line < 5 ? 0 : 3));
  for (std::size_t group = 0; group < 5; ++group) {
    const auto column = static_cast<double>(group % groups_in_line), row = static_cast<double>(group / groups_in_line);
    const auto x = box.x + (box.width - widest) / 2 + column * 5 * sign, y = box.y + row * (line + label + 2);
    const auto n = group < 4 ? 4.0 : 2.0;
    c.text(x, y, n * sign, std::to_string(group + 1), small);
    c.line(x, y + label, x + n * sign, y + label, 0.25, 0.3);
  }
  for (std::size_t at = 0, row = 0; at < all.size(); at += 5 * groups_in_line, ++row)
    c.text(box.x + (box.width - widest) / 2, box.y + label + static_cast<double>(row) * (line + label + 2), 0,
           all.substr(at, 5 * groups_in_line), style);
}

}  // namespace ippyo::letters::internal
