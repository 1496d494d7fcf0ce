// SPDX-License-Identifier: Apache-2.0
// The letter that brings the dedicated code: what is on it, and many of them as one PDF. [docs/formats/letters.md]
#pragma once
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "letters/letter_code.hpp"

namespace ippyo::letters {

enum class Kind : std::uint8_t { normal = 1, large_print };

/// Where a letter goes. In Japan the postal code stands first and the name last; abroad the other way round.
struct Addressee {
  std::string postal_code;         ///< "305-8555"; abroad as that country writes it, or empty
  std::vector<std::string> lines;  ///< 1 to 4, as they shall be printed; abroad the last one is the country
  std::string name;                ///< without 様, which is added in Japan
  bool overseas = false;
  std::string zone = "Asia/Tokyo";  ///< time zone of the place (IANA); abroad times are given in it and in Japan's
};

/// Who sends it and who answers the telephone.
struct Sender {
  std::string office;  ///< "つくば市選挙管理委員会"
  std::string postal_code, address, telephone, hours, mail;
  std::string office_latin;      ///< "Election Commission, City of Tsukuba"
  std::string telephone_abroad;  ///< "+81 29 883 1111"; may be empty
};

/// Times that the voter must know. Printed in words, in the addressee's zone.
struct Dates {
  base::UnixTime issued = 0, enrol_until = 0, vote_from = 0, vote_until = 0;
};

struct Letter {
  Kind kind = Kind::normal;
  Addressee to;
  Sender from;
  std::string election_title;
  std::uint32_t number = 0;  ///< printed on every page as 第 000123 号; a new one for every printing
  std::string reference;     ///< the office's own, e.g. of the application; no personal data
  std::string identity = "マイナンバーカードと暗証番号（数字4けた）";  ///< what the voter needs at hand to enrol
  Dates dates;
  bool rehearsal = false;  ///< prints 練習 on every page
  LetterCode code;
};

/// The next letter, or nothing when there are no more. An error ends the printing.
using NextLetter = std::function<base::Result<std::optional<Letter>>()>;
/// Called after every letter with the number done so far.
using Progress = std::function<void(std::uint64_t)>;

/// What was printed: by these figures the office counts the paper.
struct Printed {
  std::uint64_t letters = 0, pages = 0;
};

/// Writes one PDF (mode 0600: it holds codes) beside `path`, syncs it and renames it: there is never half a file. Memory does not
/// grow with the number of letters beyond the table of pages. A letter that does not fit or cannot be drawn stops the printing.
/// errors: no font, a sign that no font has, an address that is too long, a bad origin, a full disk; they name the number of
/// the letter and never a person. The caller makes codes valid only after this returned.
base::Result<Printed> write_letters(const std::filesystem::path& path, const NextLetter& next, const Progress& progress = {});
base::Result<Printed> write_letter(const std::filesystem::path& path, const Letter& letter);

}  // namespace ippyo::letters
