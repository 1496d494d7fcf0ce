// SPDX-License-Identifier: Apache-2.0
#include "letters/letter.hpp"

#include <cairo.h>

#include <map>

#include "base/check.hpp"
#include "letters/internal/growing_file.hpp"
#include "letters/internal/letter_pages.hpp"

namespace ippyo::letters {
namespace {

using namespace internal;
using base::Error;
using base::Result;
using Surface = std::unique_ptr<cairo_surface_t, void (*)(cairo_surface_t*)>;

Error of_letter(std::uint32_t number, const std::string& fault) {
  return {"Letter " + std::to_string(number) + ": " + fault + (fault.ends_with('.') ? "" : ".")};
}

/// Everything on which the part of a page depends that letters have in common.
std::string common_key(const Letter& l) {
  std::string key{static_cast<char>(l.kind), static_cast<char>(l.rehearsal), static_cast<char>(l.to.overseas)};
  for (const auto* part :
       {&l.to.zone, &l.from.office, &l.from.postal_code, &l.from.address, &l.from.telephone, &l.from.hours, &l.from.mail,
        &l.from.office_latin, &l.from.telephone_abroad, &l.election_title, &l.identity, &l.code.origin})
    key += *part + '\n';
  for (const auto time : {l.dates.issued, l.dates.enrol_until, l.dates.vote_from, l.dates.vote_until})
    key += std::to_string(time) + '\n';
  return key;
}

/// The common part, drawn once and pointed at by every page: 14,000 letters set it once.
class Forms {
  std::map<std::string, std::vector<Surface>> drawn_;

 public:
  Result<const std::vector<Surface>*> of(const Letter& l, const LetterTexts& texts, Typesetter& typesetter) {
    constexpr std::size_t kKept = 64;  // kinds and time zones; more would be a mistake of the caller, not worth memory
    const auto key = common_key(l);
    if (const auto found = drawn_.find(key); found != drawn_.end()) return &found->second;
    if (drawn_.size() >= kKept) drawn_.clear();
    std::vector<Surface> pages;
    for (std::size_t page = 0; page < pages_of(l.kind).count; ++page) {
      const cairo_rectangle_t extent{0, 0, kA4Width * kPointsPerMm, kA4Height * kPointsPerMm};
      pages.emplace_back(cairo_recording_surface_create(CAIRO_CONTENT_COLOR_ALPHA, &extent), cairo_surface_destroy);
      const std::unique_ptr<cairo_t, decltype(&cairo_destroy)> cairo(cairo_create(pages.back().get()), cairo_destroy);
      Canvas canvas(cairo.get(), typesetter);
      pages_of(l.kind).shared(canvas, l, texts, page);
      if (!canvas.fault().empty()) return Error{canvas.fault()};
    }
    return &drawn_.emplace(key, std::move(pages)).first->second;
  }
};

class Printer {
  PdfFile pdf_;
  std::unique_ptr<Typesetter> typesetter_;
  Forms forms_;
  Printed done_;

  Result<void> pages(const Letter& l) {
    if (l.to.lines.empty() || l.to.lines.size() > 4 || l.to.name.empty())
      return Error{"an address needs a name and one to four lines"};
    const auto texts = letter_texts(l);
    if (!texts.ok()) return texts.error();
    const auto encoded = l.code.encode();
    if (!encoded.ok()) return encoded.error();
    const auto squares = qr(encoded->expose());
    if (!squares.ok()) return squares.error();
    const auto forms = forms_.of(l, *texts, *typesetter_);
    if (!forms.ok()) return forms.error();
    for (std::size_t page = 0; page < (*forms)->size(); ++page) {
      Canvas canvas(pdf_.cairo(), *typesetter_);
      canvas.paint((**forms)[page].get());
      pages_of(l.kind).own(canvas, l, *texts, *squares, page);
      if (!canvas.fault().empty()) return Error{canvas.fault()};
      IPPYO_TRY(pdf_.end_page());
      ++done_.pages;
    }
    return {};
  }

 public:
  Printer(PdfFile pdf, std::unique_ptr<Typesetter> typesetter) : pdf_(std::move(pdf)), typesetter_(std::move(typesetter)) {}
  Result<void> print(const Letter& l) {
    if (const auto printed = pages(l); !printed.ok()) return of_letter(l.number, printed.error().message);
    ++done_.letters;
    return {};
  }
  Result<Printed> finish() {
    IPPYO_TRY(pdf_.finish());
    return done_;
  }
  std::uint64_t letters() const { return done_.letters; }
};

Result<Printer> start(const std::filesystem::path& path) {
  auto typesetter = Typesetter::open();
  if (!typesetter.ok()) return typesetter.error();
  auto pdf = PdfFile::create(path, kA4Width, kA4Height, "専用コードの手紙");
  if (!pdf.ok()) return pdf.error();
  return Printer(*std::move(pdf), *std::move(typesetter));
}

}  // namespace

Result<Printed> write_letters(const std::filesystem::path& path, const NextLetter& next, const Progress& progress) {
  auto printer = start(path);
  if (!printer.ok()) return printer.error();
  while (true) {
    const auto letter = next();
    if (!letter.ok()) return letter.error();
    if (!*letter) break;
    IPPYO_TRY(printer->print(**letter));
    if (progress) progress(printer->letters());
  }
  if (printer->letters() == 0) return Error{"There are no letters to print: approve applications first."};
  return printer->finish();
}

Result<Printed> write_letter(const std::filesystem::path& path, const Letter& letter) {
  auto printer = start(path);
  if (!printer.ok()) return printer.error();
  IPPYO_TRY(printer->print(letter));
  return printer->finish();
}

}  // namespace ippyo::letters
