// SPDX-License-Identifier: Apache-2.0
// One bit of one file of a board directory, whichever it is: the board is refused. IPPYO_FLIPS sets how many are tried.
#include <gtest/gtest.h>

#include <cstdlib>

#include "directory.hpp"

namespace ippyo::tamper {
namespace {

constexpr std::uint64_t kFlips = 160;

bool refused(const fs::path& board) {
  const auto report = verify::verify_board(board);
  return !report.ok() || (!report->verified() && !report->findings.empty());
}

TEST(Flips, EveryBitOfEveryFileCounts) {
  const char* wanted = std::getenv("IPPYO_FLIPS");
  const auto flips = wanted == nullptr ? kFlips : std::strtoull(wanted, nullptr, 10);
  const auto board = copy_of_honest_directory();
  ASSERT_FALSE(refused(board));
  const auto files = files_of(board);
  auto& rng = liar_rng();
  for (std::uint64_t n = 0; n < flips; ++n) {
    const auto& file = files[n % files.size()];  // small files as often as large ones
    const auto whole = read_all(file);
    auto bytes = whole;
    const auto bit = rng.below(8 * bytes.size());
    bytes[bit / 8] ^= static_cast<std::uint8_t>(1u << bit % 8);
    write_all(file, bytes);
    EXPECT_TRUE(refused(board)) << "NOT CAUGHT: " << file.lexically_relative(board) << ", bit " << bit;
    write_all(file, whole);
  }
  EXPECT_FALSE(refused(board));
}

}  // namespace
}  // namespace ippyo::tamper
