// SPDX-License-Identifier: Apache-2.0
#include "registrar/letter_writers.hpp"

#include <sstream>

#include "letters/braille.hpp"
#include "registrar/private_file.hpp"
#include "roll/csv.hpp"

namespace ippyo::registrar {
namespace {

using base::Error;
using base::Result;
using letters::Letter;

constexpr std::size_t kAddressLines = 4;

/// A text of the letter as bytes of the file, for one letter.
using AsText = std::function<Result<std::string>(const Letter&)>;

Result<void> write_texts(const std::filesystem::path& path, LetterSource& source, const std::string& head, const AsText& as_text,
                         const letters::Progress& progress) {
  auto file = PrivateFile::create(path);
  if (!file.ok()) return file.error();
  IPPYO_TRY(file->write(base::view(head)));
  for (std::uint64_t done = 0;;) {
    auto letter = source.next();
    if (!letter.ok()) return letter.error();
    if (!*letter) return file->finish();
    auto text = as_text(**letter);
    if (!text.ok()) return Error{"letter " + std::to_string((*letter)->number) + ": " + text.error().message};
    const auto written = file->write(base::view(*text));
    base::wipe(text->data(), text->size());
    IPPYO_TRY(written);
    progress(++done);
  }
}

Result<std::string> braille_text(const Context& context, const std::string& kana, const Letter& letter) {
  if (context.config.title_kana.empty() || context.config.office_kana.empty())
    return Error{"there is no title and office in kana; write title_kana and office_kana in registrar.toml"};
  auto words = kana;
  for (const std::string_view wide = "　"; words.find(wide) != words.npos;) words.replace(words.find(wide), wide.size(), " ");
  letters::BrailleTexts texts;
  texts.name = words;
  texts.election_title = context.config.title_kana;
  texts.office = context.config.office_kana;
  texts.telephone = context.config.sender.telephone;
  auto brf = letters::braille_letter(letter, texts);
  if (brf.ok() && !brf->ends_with('\f')) *brf += '\f';
  return brf;
}

Result<std::string> csv_text(const Letter& letter) {
  const auto qr = letter.code.encode();
  if (!qr.ok()) return qr.error();
  auto lines = letter.to.lines;
  if (lines.size() > kAddressLines) return Error{"the address has more than four lines"};
  lines.resize(kAddressLines);
  const auto shown = letter.code.code.shown();
  const auto number = std::to_string(letter.number);
  std::ostringstream out;
  roll::CsvWriter(out, false)
      .row({number, letter.to.postal_code, lines[0], lines[1], lines[2], lines[3], letter.to.name,
            letter.kind == letters::Kind::large_print ? "large-print" : "print", std::string_view(shown.expose().data(), shown.expose().size()),
            std::string_view(qr->expose().data(), qr->expose().size())});
  return std::move(out).str();
}

std::string csv_head() {
  std::ostringstream out;
  roll::CsvWriter(out).row({"number", "postal_code", "address_1", "address_2", "address_3", "address_4", "name", "kind", "code", "qr"});
  return std::move(out).str();
}

}  // namespace

std::string_view extension(PrintAs as) { return as == PrintAs::pdf ? ".pdf" : as == PrintAs::braille ? ".brf" : ".csv"; }

Result<void> write_batch(const std::filesystem::path& path, const Context& context, PrintAs as, LetterSource& source, const letters::Progress& progress) {
  switch (as) {
    case PrintAs::braille:
      return write_texts(path, source, "", [&](const Letter& l) { return braille_text(context, source.kana(), l); }, progress);
    case PrintAs::data: return write_texts(path, source, csv_head(), csv_text, progress);
    default: {
      const auto printed = letters::write_letters(path, [&] { return source.next(); }, progress);
      return printed.ok() ? Result<void>{} : Result<void>(printed.error());
    }
  }
}

}  // namespace ippyo::registrar
