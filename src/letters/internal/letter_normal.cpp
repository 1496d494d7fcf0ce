// SPDX-License-Identifier: Apache-2.0
// The letter in normal print: one sheet, one panel for each question. Who? (above) What? (middle) How? (below)
#include "letters/internal/letter_pages.hpp"

namespace ippyo::letters::internal {
namespace {

constexpr double kLeft = kMargin, kWidth = kTextWidth, kCodeWidth = 116;
constexpr double kQrSize = 44;

void heading(Canvas& c, const Letter& l, const LetterTexts& t) {
  c.title({kLeft, 61.5, kWidth, 7.5}, l.election_title, {.points = 12.5, .leading = 1.3}, 8);
  c.text(kLeft, 68.5, kWidth, t.heading, {.points = 21, .bold = true, .leading = 1.25});
  c.line(kLeft, 79.5, kLeft + kWidth, 79.5, 0.6);
  c.fit({kLeft, 81.5, kWidth, 15}, t.lead, {.points = 11, .leading = 1.5}, 9.5, "the first sentence");
}

void code_frame(Canvas& c, const LetterTexts& t) {
  c.fill({kLeft, 103, kCodeWidth, 8}, 0);
  c.text(kLeft, 104, kCodeWidth, "あなたの専用コード",
         {.points = 12, .bold = true, .align = Align::centre, .leading = 1.4, .grey = 1});
  c.frame({kLeft, 103, kCodeWidth, 35}, 0.6);
  c.text(kLeft, 132, kCodeWidth, t.no_confusion, {.points = 9, .align = Align::centre, .leading = 1.4});
  c.text(kLeft, 141, kCodeWidth, t.warning, {.points = 15, .bold = true, .align = Align::centre, .leading = 1.3});
  c.text(kLeft, 148, kCodeWidth, t.warning_more, {.points = 10, .align = Align::centre, .leading = 1.4});
  c.frame({kLeft, 140, kCodeWidth, 14}, 0.9, 0, 2);
}

void qr_frame(Canvas& c, const LetterTexts& t) {
  c.text(kQrX - 25, 103, 50, "QRコード", {.points = 12, .bold = true, .align = Align::centre, .leading = 1.4});
  c.text(kQrX - 25, 153.5, 50, t.scan, {.points = 9, .align = Align::centre});
  draw_hole(c);
  c.text(142, 160, 50, t.hole, {.points = 9.5, .leading = 1.45});
}

void dates(Canvas& c, const Letter& l, const LetterTexts& t) {
  const auto points = l.to.overseas ? 10.0 : 12.0;
  double y = 157;
  for (const auto& row : t.dates) {
    c.text(kLeft, y, 26, row.label, {.points = points, .leading = 1.45});
    for (const auto& line : row.lines)
      y += c.fit({kLeft + 27, y, kCodeWidth - 27, 7}, line,
                 {.points = points, .bold = true, .leading = l.to.overseas ? 1.25 : 1.45}, 8.5, "a date");
    y += 0.8;
    c.line(kLeft, y, kLeft + kCodeWidth, y, 0.2, 0.5);
    y += 1;
  }
  c.fit({kLeft, y, kCodeWidth, kFold2 - 1 - y}, t.paper + "\n" + t.lost, {.points = 10.5, .leading = 1.4}, 8.5,
        "the sentence about the polling place");
}

double steps(Canvas& c, const LetterTexts& t) {
  double y = 202;
  for (std::size_t i = 0; i < t.steps.size(); ++i) {
    c.circle(kLeft + 4.5, y + 4.5, 4.5, 0.2, true);
    c.text(kLeft, y + 0.9, 9, std::to_string(i + 1),
           {.points = 14, .bold = true, .align = Align::centre, .leading = 1.4, .grey = 1});
    c.text(kLeft + 12, y + 0.9, 26, t.steps[i].name, {.points = 13, .bold = true, .leading = 1.4});
    const auto h = c.text(kLeft + 35, y + 1.2, kWidth - 35, t.steps[i].body, {.points = 11, .leading = 1.45});
    y += std::max(h + 1.2, 9.0) + 1.6;
  }
  return y;
}

void languages(Canvas& c, const LetterTexts& t, const Box& box) {
  const auto h = c.fit({box.x, box.y, box.width, 19}, "【やさしい日本語】 " + t.easy,
                       {.points = 10, .leading = 1.45, .whole_words = true}, 8, "the plain text");
  const auto y = box.y + h + 1;
  c.fit({box.x, y, box.width, box.y + box.height - y}, "[English] " + t.english, {.points = 9.5, .leading = 1.35, .language = "en"},
        7, "the English text");
}

void help(Canvas& c, const LetterTexts& t, const Box& box) {
  c.frame(box, 0.4, 0, 2);
  c.text(box.x, box.y + 1, box.width, "お問い合わせ", {.points = 11, .bold = true, .align = Align::centre, .leading = 1.4});
  auto y = box.y + 6.5;
  y += c.fit({box.x + 2, y, box.width - 4, 9}, t.telephone, {.points = 18, .bold = true, .align = Align::centre, .leading = 1.3},
             11, "the telephone number");
  c.fit({box.x + 3, y, box.width - 6, box.y + box.height - y - 1}, t.help, {.points = 9.5, .align = Align::centre, .leading = 1.4},
        7, "the help desk");
}

void shared(Canvas& c, const Letter& l, const LetterTexts& t, std::size_t) {
  if (l.rehearsal) c.watermark("練習", {0, 99, kA4Width, 198});
  draw_fold_marks(c);
  draw_sender(c, l.from, l.to.overseas, l.rehearsal, t.issued);
  heading(c, l, t);
  code_frame(c, t);
  qr_frame(c, t);
  dates(c, l, t);
  const auto y = steps(c, t) + 0.5, height = 285.5 - y;
  if (height < 28) c.fail("the steps take too much of the paper; shorten what the voter needs at hand");
  languages(c, t, {kLeft, y, kWidth - 68, height});
  help(c, t, {kLeft + kWidth - 64, y, 64, height});
}

void own(Canvas& c, const Letter& l, const LetterTexts& t, const Qr& qr, std::size_t) {
  draw_address(c, l.to);
  draw_number(c, t.number, l.rehearsal);
  draw_code(c, l.code.code, {kLeft, 113, kCodeWidth, 20}, 28, 5);
  c.squares({qr.modules.expose().data(), qr.modules.size()}, qr.side, kQrX, kQrY, kQrSize);
  c.fit({kLeft, 287, kWidth, 5}, t.number + (l.reference.empty() ? "" : "　受付番号 " + l.reference),
        {.points = 8.5, .align = Align::right, .grey = 0.25}, 7, "the reference");
}

}  // namespace

const Pages kNormalPages{1, shared, own};

}  // namespace ippyo::letters::internal
