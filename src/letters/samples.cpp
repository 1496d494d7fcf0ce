// SPDX-License-Identifier: Apache-2.0
// letters_samples FOLDER [N]: sample letters of every kind to look at and to try printers with; with N also one PDF of N letters.
#include <cstdio>
#include <cstdlib>

#include "base/files.hpp"
#include "letters/sample_letter.hpp"

namespace {

using namespace ippyo;
using namespace ippyo::letters;

int report(const base::Result<Printed>& printed) {
  if (!printed.ok()) std::fprintf(stderr, "letters_samples: %s\n", printed.error().message.c_str());
  return printed.ok() ? 0 : 1;
}

int batch(const std::filesystem::path& path, std::uint32_t n) {
  std::uint32_t number = 0;
  const auto next = [&]() -> base::Result<std::optional<Letter>> {
    if (number == n) return std::optional<Letter>();
    ++number;
    auto letter = sample_letter(number);
    letter.to.name += std::to_string(number);
    return std::optional<Letter>(std::move(letter));
  };
  return report(write_letters(path, next, [n](std::uint64_t done) {
    if (done % 1000 == 0) std::printf("%llu of %u letters\n", static_cast<unsigned long long>(done), n);
  }));
}

int brailled(const std::filesystem::path& path) {
  const auto brf = braille_letter(sample_letter(), sample_braille_texts());
  const auto written = brf.ok() ? base::write_file_durably(path, base::view(*brf), 0600) : base::Result<void>(brf.error());
  if (!written.ok()) std::fprintf(stderr, "letters_samples: %s\n", written.error().message.c_str());
  return written.ok() ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return std::fprintf(stderr, "usage: letters_samples FOLDER [N]\n"), 2;
  base::init_crypto();
  const std::filesystem::path folder = argv[1];
  int bad = 0;
  for (const bool rehearsal : {false, true})
    for (const auto kind : {Kind::normal, Kind::large_print})
      for (const bool overseas : {false, true}) {
        auto letter = overseas ? sample_overseas(124, kind) : sample_letter(123, kind);
        letter.rehearsal = rehearsal;
        const auto name = std::string(rehearsal ? "rehearsal-" : "") + (overseas ? "overseas-" : "") +
                          (kind == Kind::normal ? "normal" : "large");
        bad |= report(write_letter(folder / (name + ".pdf"), letter));
      }
  bool given = false;
  bad |= report(write_cards_pdf(folder / "card.pdf", [&]() -> base::Result<std::optional<PollingCard>> {
    return std::exchange(given, true) ? std::optional<PollingCard>() : sample_card();
  }));
  bad |= brailled(folder / "braille.brf");
  return argc > 2 ? bad | batch(folder / "batch.pdf", static_cast<std::uint32_t>(std::atol(argv[2]))) : bad;
}
