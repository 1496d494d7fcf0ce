// SPDX-License-Identifier: Apache-2.0
// The polling card on paper: the sheet and envelope of the letter, so that the slot number lies inside.
#include "letters/internal/growing_file.hpp"
#include "letters/internal/letter_pages.hpp"
#include "letters/internal/local_time.hpp"
#include "letters/polling_card.hpp"

namespace ippyo::letters {
namespace {

using namespace internal;
using base::Error;
using base::Result;

constexpr double kLeft = kMargin, kWidth = kTextWidth;

Result<std::string> time_words(base::UnixTime time) {
  const auto t = local_time(time, "Asia/Tokyo");
  if (!t.ok()) return t.error();
  return japanese_day(*t) + japanese_hour(*t);
}

/// Label on the left, words on the right, a line below. Returns where the next one begins.
double row(Canvas& c, double y, const std::string& label, const std::string& words, double points) {
  c.text(kLeft + 4, y, 38, label, {.points = 11});
  const auto h = c.fit({kLeft + 44, y - 0.5, kWidth - 48, 20}, words, {.points = points, .bold = true, .leading = 1.4}, 9,
                       "a row of the card");
  y += std::max(h, 6.0) + 1.2;
  c.line(kLeft + 4, y, kLeft + kWidth - 4, y, 0.2, 0.5);
  return y + 1.8;
}

void slot(Canvas& c, std::uint64_t number) {
  c.frame({kLeft, 103, kWidth, 52}, 0.8, 0, 3);
  c.text(kLeft, 106, kWidth, "インターネット投票の番号（スロット番号）",
         {.points = 14, .bold = true, .align = Align::centre, .leading = 1.3});
  c.fit({kLeft + 4, 113, kWidth - 8, 29}, slot_digits(number),
        {.points = 64, .bold = true, .face = Face::mono, .align = Align::centre, .leading = 1.2}, 30, "the slot number");
  c.fit({kLeft + 6, 140, kWidth - 12, 13},
        "投票したあとに別の端末で確かめるときは、\n読み上げられる番号が、この番号と同じことを確認してください。",
        {.points = 11, .align = Align::centre, .leading = 1.4}, 10, "the sentence about the slot number");
}

Result<void> draw(Canvas& c, const PollingCard& card) {
  const auto issued = local_time(card.dates.issued, "Asia/Tokyo");
  const auto first = time_words(card.dates.vote_from), last = time_words(card.dates.vote_until);
  if (!issued.ok()) return issued.error();
  for (const auto* one : {&first, &last})
    if (!one->ok()) return one->error();
  if (card.rehearsal) c.watermark("練習", {0, kFold1, kA4Width, kFold2});
  draw_fold_marks(c);
  draw_address(c, card.to);
  draw_number(c, number_text(card.number), card.rehearsal);
  draw_sender(c, card.from, card.to.overseas, card.rehearsal, japanese_day(*issued));
  c.title({kLeft, 61.5, kWidth, 7.5}, card.election_title, {.points = 12.5, .leading = 1.3}, 8);
  c.text(kLeft, 68.5, kWidth, "投票所入場券", {.points = 21, .bold = true, .leading = 1.25});
  c.line(kLeft, 79.5, kLeft + kWidth, 79.5, 0.6);
  c.text(kLeft, 82, kWidth,
         "投票所へは、この券をお持ちください。\nインターネットで投票する方は、下の番号を手もとに置いてください。",
         {.points = 11, .leading = 1.5});
  slot(c, card.slot);
  auto y = row(c, 160, "インターネット投票", *first + "から\n" + *last + "まで", 12);
  y = row(c, y, "氏名", card.to.name, 14);
  if (y > kFold2 - 1) c.fail("the rows of the card do not fit; shorten the name");
  y = row(c, 203, "投票所", card.polling_place, 13);
  y = row(c, y, "投票所の時間", card.voting_hours, 12);
  c.fit({kLeft + 4, y + 1, kWidth - 8, 26},
        "投票所で投票すると、インターネットの投票は数えられません。投票所の投票が有効です。\n"
        "この券をなくしても投票できます。投票所でお申し出ください。\n"
        "この番号と氏名をならべて人に見せたり、写真を公開したりしないでください。",
        {.points = 11, .leading = 1.5}, 9, "the notes of the card");
  c.fit({kLeft + 4, y + 30, kWidth - 8, 14},
        "お問い合わせ　" + card.from.office + "\n電話 " + card.from.telephone + "　" + card.from.hours,
        {.points = 12, .bold = true, .leading = 1.45}, 9, "the help desk");
  return c.fault().empty() ? Result<void>{} : Error{c.fault()};
}

}  // namespace

Result<Printed> write_cards_pdf(const std::filesystem::path& path, const NextCard& next, const Progress& progress) {
  const auto typesetter = Typesetter::open();
  if (!typesetter.ok()) return typesetter.error();
  auto pdf = PdfFile::create(path, kA4Width, kA4Height, "投票所入場券");
  if (!pdf.ok()) return pdf.error();
  Printed done;
  while (true) {
    const auto card = next();
    if (!card.ok()) return card.error();
    if (!*card) break;
    Canvas canvas(pdf->cairo(), **typesetter);
    if (const auto drawn = draw(canvas, **card); !drawn.ok())
      return Error{"Card " + std::to_string((*card)->number) + ": " + drawn.error().message};
    IPPYO_TRY(pdf->end_page());
    done.pages = ++done.letters;
    if (progress) progress(done.letters);
  }
  if (done.letters == 0) return Error{"There are no polling cards to print: publish the slot list first."};
  IPPYO_TRY(pdf->finish());
  return done;
}

}  // namespace ippyo::letters
