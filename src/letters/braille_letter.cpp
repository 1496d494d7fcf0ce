// SPDX-License-Identifier: Apache-2.0
// The words of the letter in braille, and pages for the embosser.
#include "letters/braille.hpp"
#include "letters/internal/braille_signs.hpp"
#include "letters/internal/local_time.hpp"

namespace ippyo::letters {
namespace {

using base::Error;
using base::Result;

constexpr std::size_t kCellsInLine = 32, kLinesOnPage = 22, kIndent = 2;

/// Fills lines word by word; every page begins with the number of the letter and of the page.
class Embosser {
  std::string out_;
  Cells head_;
  std::size_t page_ = 0, lines_ = kLinesOnPage;

  void page() {
    if (page_ != 0) out_ += '\f';
    lines_ = 0;
    Cells line = head_, number{internal::kNumberSign};
    for (const char digit : std::to_string(++page_)) number.push_back(internal::digit_cell(static_cast<char32_t>(digit)));
    if (line.size() + number.size() < kCellsInLine) line.resize(kCellsInLine - number.size(), 0);
    line.insert(line.end(), number.begin(), number.end());
    put(line);
  }
  void put(const Cells& line) {
    out_ += ascii_braille(line) + "\r\n";
    ++lines_;
  }

 public:
  explicit Embosser(Cells head) : head_(std::move(head)) {}
  void line(const Cells& cells) {
    if (lines_ == kLinesOnPage) page();
    put(cells);
  }
  /// A word longer than a line goes on in the next.
  void paragraph(const Cells& cells) {
    Cells now(kIndent, 0);
    bool empty = true;
    for (std::size_t at = 0; at < cells.size();) {
      std::size_t space = at;
      while (space < cells.size() && cells[space] == 0) ++space;
      std::size_t end = space;
      while (end < cells.size() && cells[end] != 0) ++end;
      if (!empty && now.size() + end - at > kCellsInLine) {
        line(now);
        now.clear();
        at = space;
      }
      for (; at < end; ++at) {
        if (now.size() == kCellsInLine) line(std::exchange(now, {}));
        now.push_back(cells[at]);
      }
      empty = false;
    }
    if (!empty) line(now);
  }
  std::string take() { return std::move(out_) + '\f'; }
};

struct Words {
  std::vector<std::string> before, after;  ///< of the code
};

Result<Words> words(const Letter& l, const BrailleTexts& t) {
  const auto zone = l.to.overseas ? l.to.zone : std::string("Asia/Tokyo");
  const auto enrol = internal::local_time(l.dates.enrol_until, zone), first = internal::local_time(l.dates.vote_from, zone),
             last = internal::local_time(l.dates.vote_until, zone);
  for (const auto* one : {&enrol, &first, &last})
    if (!one->ok()) return one->error();
  Words w;
  if (l.rehearsal) w.before.push_back("れんしゅー。 ほんものの とーひょーでわ ありません。");
  w.before.insert(w.before.end(),
                  {t.name + " さま", t.election_title, "いんたーねっと とーひょーの せんよー こーどを おしらせ します。",
                   "せんよー こーどわ 18もじで、 4もじずつの くみに わけて かきます。 えいじわ こもじで うって かまいません。 "
                   "すーじの 0と 1、 えいじの oと iわ つかって いません。"});
  w.after = {
      "この ばんごーを ひとに おしえないで ください。 しょくいんが でんわや ほーもんで おたずね する ことわ ありません。",
      "とーろくの きげん、 " + braille_time(*enrol) + "まで。",
      "とーひょーの きかん、 " + braille_time(*first) + "から、 " + braille_time(*last) + "まで。",
      std::string(l.to.overseas
                      ? "じかんわ げんちの じかんです。"
                      : "とーひょーじょでも とーひょー できます。 そのときわ とーひょーじょの とーひょーが ゆーこーです。"),
      "とーろくにわ " + t.identity +
          "を つかいます。 いっしょに はいって いる かみの みぎはしに まるい あなが あります。 "
          "あなの すぐ ひだりが qrこーどで、 この ばんごーと おなじ ないよーです。 すまーとふぉんの かめらで よみとって ください。",
      "わからない ときわ でんわを ください。 " + t.telephone,
      t.office};
  return w;
}

/// "(1)" and the group, from the fifth cell.
Cells group_line(std::size_t n, const Cells& group) {
  Cells line{0,
             0,
             0,
             0,
             internal::dots(2356),
             internal::kNumberSign,
             internal::digit_cell(static_cast<char32_t>('1' + n)),
             internal::dots(2356),
             0};
  for (const auto cell : group) line.push_back(cell);
  return line;
}

}  // namespace

Result<std::string> braille_letter(const Letter& letter, const BrailleTexts& texts) {
  const auto all = words(letter, texts);
  if (!all.ok()) return all.error();
  const auto head = braille("だい" + std::to_string(letter.number) + "ごー");
  Embosser embosser(*head);
  const auto write = [&](const std::vector<std::string>& paragraphs) -> Result<void> {
    for (const auto& one : paragraphs) {
      const auto cells = braille(one);
      if (!cells.ok()) return Error{"Letter " + std::to_string(letter.number) + ": " + cells.error().message};
      embosser.paragraph(*cells);
    }
    return {};
  };
  IPPYO_TRY(write(all->before));
  const auto groups = braille_code(letter.code.code);
  embosser.line({});
  for (std::size_t i = 0; i < groups.size(); ++i) embosser.line(group_line(i, groups[i]));
  embosser.line({});
  IPPYO_TRY(write(all->after));
  return embosser.take();
}

}  // namespace ippyo::letters
