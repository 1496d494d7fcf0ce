// SPDX-License-Identifier: Apache-2.0
// The letter in large print: nothing below 20 points but the address in the window and the sender; four pages, one matter each.
#include "letters/internal/letter_pages.hpp"

namespace ippyo::letters::internal {
namespace {

constexpr double kLeft = kMargin, kWidth = kTextWidth, kBottom = 280;
constexpr double kQrSize = 55;
constexpr Style kBody{.points = 22, .leading = 1.5};
constexpr Style kStrong{.points = 24, .bold = true, .leading = 1.4};

void title(Canvas& c, std::string_view words, double y) {
  c.text(kLeft, y, kWidth, words, {.points = 30, .bold = true, .leading = 1.25});
  c.line(kLeft, y + 15, kLeft + kWidth, y + 15, 1);
}

void first_page(Canvas& c, const Letter& l, const LetterTexts& t) {
  draw_fold_marks(c);
  draw_sender(c, l.from, l.to.overseas, l.rehearsal, t.issued);
  double y = 63;
  y += c.title({kLeft, y, kWidth, 20}, l.election_title, {.points = 20, .leading = 1.3}, 16) + 1;
  y += c.text(kLeft, y, kWidth, t.heading, {.points = 30, .bold = true, .leading = 1.25}) + 2;
  c.line(kLeft, y, kLeft + kWidth, y, 1);
  y += c.fit({kLeft, y + 4, kWidth, 75}, t.lead, kBody, 20, "the first sentence") + 9;
  for (const auto& row : t.dates) {
    y += c.text(kLeft, y, kWidth, row.label, kStrong);
    for (const auto& line : row.lines)
      y += c.fit({kLeft + 8, y, kWidth - 8, l.to.overseas ? 11.7 : 23.5}, line, kBody, 16, "a date");
    y += 4;
  }
  c.line(kLeft, y, kLeft + kWidth, y, 0.6);
  c.fit({kLeft, y + 3, kWidth, kBottom - y - 3}, "この手紙は4ページあります。わからないときは、電話 " + t.telephone + " へ。",
        kBody, 16, "the first page");
}

void code_page(Canvas& c, const LetterTexts& t) {
  title(c, "あなたの専用コード", 20);
  c.frame({kLeft, 42, kWidth, 50}, 1.2, 0, 3);
  c.text(kLeft, 46, kWidth, t.warning, {.points = 28, .bold = true, .align = Align::centre, .leading = 1.3});
  auto more = t.warning_more;
  more.insert(more.find("おたずね"), "\n");  // one thought in one line
  c.fit({kLeft + 6, 63, kWidth - 12, 28}, more, kBody, 20, "the warning");
  draw_fold_marks(c);
  c.fit({kLeft, 104, 121, 88}, "右の四角がQRコードです。" + t.scan + "。\n" + t.hole, kBody, 20, "the sentence about the hole");
  draw_hole(c);
  c.frame({kLeft, 202, kWidth, 77}, 1.2, 0, 3);
}

void steps_page(Canvas& c, const LetterTexts& t) {
  title(c, "投票までの3つの手順", 20);
  double y = 42;
  for (std::size_t i = 0; i < t.steps.size(); ++i) {
    c.circle(kLeft + 8, y + 7, 8, 0.2, true);
    c.text(kLeft, y + 0.6, 16, std::to_string(i + 1),
           {.points = 28, .bold = true, .align = Align::centre, .leading = 1.3, .grey = 1});
    c.text(kLeft + 22, y + 1, kWidth - 22, t.steps[i].name, {.points = 26, .bold = true, .leading = 1.3});
    y += 15;
    y += c.fit({kLeft + 22, y, kWidth - 22, kBottom - y}, t.steps[i].body, kBody, 20, "a step") + 7;
  }
  c.fit({kLeft, y, kWidth, kBottom - y}, t.paper, kBody, 20, "the sentence about the polling place");
}

void last_page(Canvas& c, const LetterTexts& t) {
  title(c, "お問い合わせ", 20);
  double y = 42;
  y += c.fit({kLeft, y, kWidth, 26}, "電話 " + t.telephone, {.points = 40, .bold = true, .leading = 1.3}, 24,
             "the telephone number") +
       1;
  y += c.fit({kLeft, y, kWidth, 60}, t.help + "\n" + t.lost, kBody, 20, "the help desk") + 6;
  c.line(kLeft, y, kLeft + kWidth, y, 0.6);
  y += 4;
  y += c.text(kLeft, y, kWidth, "やさしい日本語", kStrong);
  y +=
      c.fit({kLeft, y, kWidth, kBottom - y}, t.easy, {.points = 22, .leading = 1.5, .whole_words = true}, 20, "the plain text") + 6;
  c.line(kLeft, y, kLeft + kWidth, y, 0.6);
  y += 4;
  y += c.text(kLeft, y, kWidth, "English", kStrong);
  c.fit({kLeft, y, kWidth, kBottom - y}, t.english, {.points = 20, .leading = 1.35, .language = "en"}, 16, "the English text");
}

void shared(Canvas& c, const Letter& l, const LetterTexts& t, std::size_t page) {
  if (l.rehearsal) c.watermark("練習", {0, page == 0 ? 99.0 : 0.0, kA4Width, page == 0 ? 198.0 : kA4Height});
  if (l.rehearsal && page > 0) {
    c.fill({kLeft, 8, kWidth, 11}, 0);
    c.text(kLeft, 8, kWidth, kRehearsal, {.points = 20, .bold = true, .align = Align::centre, .leading = 1.4, .grey = 1});
  }
  if (page == 0) first_page(c, l, t);
  if (page == 1) code_page(c, t);
  if (page == 2) steps_page(c, t);
  if (page == 3) last_page(c, t);
}

void own(Canvas& c, const Letter& l, const LetterTexts& t, const Qr& qr, std::size_t page) {
  if (page == 0) {
    draw_address(c, l.to);
    draw_number(c, t.number, l.rehearsal);
  }
  if (page == 1) {
    c.squares({qr.modules.expose().data(), qr.modules.size()}, qr.side, kQrX, kQrY, kQrSize);
    draw_code(c, l.code.code, {kLeft, 205, kWidth, 72}, 62, 3);
  }
  c.fit({kLeft, 282, kWidth - 34, 11}, t.number + (l.reference.empty() ? "" : "　受付番号 " + l.reference),
        {.points = 14, .leading = 1.3}, 11, "the reference");
  c.text(kLeft + kWidth - 34, 281, 34, std::to_string(page + 1) + "／4",
         {.points = 20, .bold = true, .align = Align::right, .leading = 1.3});
}

}  // namespace

const Pages kLargePages{4, shared, own};

}  // namespace ippyo::letters::internal
