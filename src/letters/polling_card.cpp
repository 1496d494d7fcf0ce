// SPDX-License-Identifier: Apache-2.0
#include "letters/polling_card.hpp"

#include "letters/internal/growing_file.hpp"
#include "letters/internal/letter_texts.hpp"
#include "letters/internal/local_time.hpp"

namespace ippyo::letters {
namespace {

using base::Error;
using base::Result;

/// Whatever a name or an address contains, it stays one cell and no spreadsheet computes it.
std::string cell(std::string_view text) {
  constexpr std::string_view kFormula = "=+-@";
  std::string out = "\"";
  for (const auto* wide : {"", "＝", "＋", "－", "＠"})  // some spreadsheets take full width for the same
    if (*wide != '\0' && text.starts_with(wide)) out += '\'';
  if (!text.empty() && (kFormula.find(text.front()) != std::string_view::npos || static_cast<unsigned char>(text.front()) < ' '))
    out += '\'';
  for (const char c : text) {
    if (c == '"') out += '"';
    out += static_cast<unsigned char>(c) < ' ' || c == 0x7F ? ' ' : c;
  }
  return out + '"';
}

std::string row(const std::vector<std::string>& cells) {
  std::string out;
  for (const auto& one : cells) out += (out.empty() ? "" : ",") + cell(one);
  return out + "\r\n";
}

}  // namespace

std::string slot_digits(std::uint64_t slot) {
  auto digits = std::to_string(slot);
  for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3)
    digits.insert(static_cast<std::size_t>(at), 1, ' ');
  return digits;
}

std::string cards_csv_header() {
  return row({"印刷番号", "郵便番号", "住所1", "住所2", "住所3", "住所4", "氏名", "国外", "選挙名", "スロット番号", "投票所",
              "投票時間", "インターネット投票開始", "インターネット投票終了", "問い合わせ先", "電話", "練習"});
}

Result<std::string> csv_row(const PollingCard& card) {
  const auto first = internal::local_time(card.dates.vote_from, "Asia/Tokyo"),
             last = internal::local_time(card.dates.vote_until, "Asia/Tokyo");
  for (const auto* one : {&first, &last})
    if (!one->ok()) return one->error();
  const auto line = [&](std::size_t i) { return i < card.to.lines.size() ? card.to.lines[i] : std::string(); };
  if (card.to.lines.size() > 4)
    return Error{"Card " + std::to_string(card.number) + ": an address has at most four lines; shorten it."};
  return row({internal::number_text(card.number), card.to.postal_code, line(0), line(1), line(2), line(3), card.to.name,
              card.to.overseas ? "国外" : "", card.election_title, slot_digits(card.slot), card.polling_place, card.voting_hours,
              internal::japanese_day(*first) + internal::japanese_hour(*first),
              internal::japanese_day(*last) + internal::japanese_hour(*last), card.from.office, card.from.telephone,
              card.rehearsal ? "練習" : ""});
}

Result<Printed> write_cards_csv(const std::filesystem::path& path, const NextCard& next, const Progress& progress) {
  auto file = internal::GrowingFile::create(path);
  if (!file.ok()) return file.error();
  IPPYO_TRY(file->write("\xEF\xBB\xBF" + cards_csv_header()));  // without the mark Japanese spreadsheets guess Shift_JIS
  Printed done;
  while (true) {
    const auto card = next();
    if (!card.ok()) return card.error();
    if (!*card) break;
    const auto text = csv_row(**card);
    if (!text.ok()) return text.error();
    IPPYO_TRY(file->write(*text));
    if (++done.letters; progress) progress(done.letters);
  }
  IPPYO_TRY(file->finish());
  return done;
}

}  // namespace ippyo::letters
