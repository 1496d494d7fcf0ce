// SPDX-License-Identifier: Apache-2.0
// The polling card (入場券) of a voter who has a slot: the number that a second device must say. [SPEC 12.3 PollingCard]
#pragma once
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "letters/letter.hpp"

namespace ippyo::letters {

struct PollingCard {
  std::uint32_t number = 0;  ///< of the printing, 第 000123 号
  std::uint64_t slot = 0;
  Addressee to;
  std::string election_title;
  std::string polling_place;  ///< name and address of where this person votes on paper
  std::string voting_hours;   ///< in words, for the polling place
  Sender from;
  Dates dates;  ///< vote_from and vote_until of online voting
  bool rehearsal = false;
};

/// "1 234 567": groups of three from the right, no leading zeros; spoken and compared digit by digit.
std::string slot_digits(std::uint64_t slot);

/// One row for a printing house; `cards_csv_header` first. UTF-8 with CR LF; every cell in quotes; a cell that a spreadsheet would
/// take for a formula gets an apostrophe in front; control characters become spaces.
std::string cards_csv_header();
base::Result<std::string> csv_row(const PollingCard& card);  ///< errors: a time beyond the year 9999

using NextCard = std::function<base::Result<std::optional<PollingCard>>()>;
/// Both: mode 0600 (a name beside a slot must not leave the office in the open: cards travel in envelopes, never as postcards),
/// temporary name, sync, rename. errors: as write_letters.
base::Result<Printed> write_cards_csv(const std::filesystem::path& path, const NextCard& next, const Progress& progress = {});
base::Result<Printed> write_cards_pdf(const std::filesystem::path& path, const NextCard& next, const Progress& progress = {});

}  // namespace ippyo::letters
