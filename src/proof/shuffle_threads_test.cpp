// SPDX-License-Identifier: Apache-2.0
// Bytes and verdicts do not depend on the number of threads [SPEC 1.10]; lists longer than one step.
#include <array>
#include <cstdio>

#include "proof/decryption.hpp"
#include "proof/internal/shuffle_fixture.hpp"

namespace ippyo::proof {
namespace {

/// Run by the test below in processes of their own, as the number of threads is fixed for the life of a process.
TEST(Threads, DISABLED_PrintWhatWasMade) {
  Shuffled s(700);
  auto verdicts = s.commitment_verdict().passed() && s.mix_verdict().passed() ? std::string("pass") : std::string("fail");
  bump_scalar(s.commitment.bytes(), 650 * kPermutationRowSize + kColumnSHat);
  bump_scalar(s.commitment.bytes(), 450 * kPermutationRowSize + kColumnSHat);
  verdicts += " " + s.commitment_verdict().finding().text();
  put(s.commitment.bytes(), 600 * kPermutationRowSize + kColumnT, no_value());
  put(s.commitment.bytes(), 500 * kPermutationRowSize + kColumnT, no_value());
  verdicts += " " + s.commitment_verdict().finding().text();
  const auto digest = base::hash("made", s.secret.bytes(), s.commitment.bytes(), s.commitment_header, s.output.bytes(), s.header);
  std::printf("made: %s %s\n", base::to_hex(digest).c_str(), verdicts.c_str());
}

std::string made_with(int threads) {
  const auto command = "IPPYO_THREADS=" + std::to_string(threads) + " '" + std::filesystem::read_symlink("/proc/self/exe").string() +
                       "' --gtest_also_run_disabled_tests --gtest_filter=Threads.DISABLED_PrintWhatWasMade";
  std::FILE* out = ::popen(command.c_str(), "r");
  if (!out) return {};
  std::string line;
  std::array<char, 4096> buffer;
  while (std::fgets(buffer.data(), static_cast<int>(buffer.size()), out))
    if (std::string_view(buffer.data()).starts_with("made: ")) line = buffer.data();
  ::pclose(out);
  return line;
}

TEST(Threads, DoNotChangeBytesOrVerdicts) {
  const auto one = made_with(1);
  EXPECT_NE(one.find(" pass "), std::string::npos) << one;
  EXPECT_NE(one.find("row 450"), std::string::npos) << one;
  EXPECT_NE(one.find("row 500"), std::string::npos) << one;
  EXPECT_EQ(one, made_with(3));
}

TEST(LongLists, AreMadeAndVerifiedAcrossSteps) {
  const auto n = base::kRowsPerStep + 3;
  Shuffled s(n);
  EXPECT_PASSES(s.commitment_verdict());
  EXPECT_PASSES(s.mix_verdict());
  bump_scalar(s.commitment.bytes(), base::kRowsPerStep * kPermutationRowSize + kColumnSHat);
  const auto refused = s.commitment_verdict();
  EXPECT_REFUSED(refused, kPermutationSteps);
  EXPECT_EQ(refused.finding().where, "contest mayor, mix 2, row " + std::to_string(base::kRowsPerStep));
  base::MemoryRows rows(kShareRowSize);
  const auto z = Scalar::from_u64(77);
  const DecryptionStatement statement{"dec", seed(3), "mayor", 1, s.y};
  const auto header = decrypt_list(statement, group::SecretScalar(z), s.input, rows);
  ASSERT_TRUE(header.ok());
  EXPECT_PASSES(*verify_decryption(statement, s.input, *header, rows));
  bump_element(rows.bytes(), base::kRowsPerStep * kShareRowSize);
  EXPECT_REFUSED(*verify_decryption(statement, s.input, *header, rows), kShareProof);
}

}  // namespace
}  // namespace ippyo::proof
