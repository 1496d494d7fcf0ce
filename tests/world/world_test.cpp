// SPDX-License-Identifier: Apache-2.0
// One small election from the constitution to the seats, then again through a board directory and the verifier.
#include <gtest/gtest.h>

#include "verify/verify.hpp"
#include "world.hpp"

namespace ippyo::world {
namespace {

TEST(World, AnHonestElectionPassesEveryCheck) {
  const auto& w = the_world();
  ASSERT_NE(w.state.result(), nullptr);
  EXPECT_EQ(first_finding(w.board), std::nullopt);
  for (std::uint16_t c = 0; c < 2; ++c) EXPECT_EQ(w.state.result()->counts[c].total(), w.state.n_mix(c));
  EXPECT_EQ(w.state.result()->counts[0].null, 3u);
  EXPECT_EQ(w.state.result()->counts[1].null, 2u);
}

TEST(World, ABoardDirectoryOfItIsVerified) {
  const auto folder = std::filesystem::path(testing::TempDir()) / "ippyo-world-board";
  std::filesystem::remove_all(folder);
  std::filesystem::remove_all(folder.string() + ".lock");
  std::filesystem::remove_all(folder.string() + ".intent");
  write_board(the_world(), the_world().board, folder);
  const auto report = verify::verify_board(folder);
  ASSERT_TRUE(report.ok());
  EXPECT_TRUE(report->verified()) << verify::report_text(*report);
}

TEST(World, SigningAgainChangesNothing) {
  auto board = the_world().board;
  sign_again(board, the_world().keys);
  EXPECT_EQ(encoded(board), encoded(the_world().board));
}

}  // namespace
}  // namespace ippyo::world
