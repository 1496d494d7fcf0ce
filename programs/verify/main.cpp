// SPDX-License-Identifier: Apache-2.0
// ippyo-verify BOARD: everything that anybody can check about an election, from its public record alone. [SPEC 9.1 Verification]
#include <CLI/CLI.hpp>
#include <cstdio>

#include "base/random.hpp"
#include "terminal/progress_bar.hpp"
#include "verify/verify.hpp"

int main(int argc, char** argv) {
  using namespace ippyo;
  base::init_crypto();
  CLI::App app{"Verifies a whole election from its board directory, from the first entry to the seats. Needs no secret and no network.\n"
               "Exit status: 0 fully valid, 1 not valid (the findings say why), 2 the board could not be read.",
               "ippyo-verify"};
  std::string board;
  bool as_json = false;
  app.add_option("BOARD", board, "the board directory")->required();
  app.add_flag("--json", as_json, "print the report as JSON");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    return app.exit(e) == 0 ? 0 : 2;
  }
  terminal::ProgressBar bar;
  const auto report = verify::verify_board(board, [&](std::string_view what, std::uint64_t done, std::uint64_t total) { bar.set(what, done, total); });
  bar.clear();
  if (!report.ok()) {
    std::fprintf(stderr, "ippyo-verify: %s\n", report.error().message.c_str());
    return 2;
  }
  const auto text = as_json ? verify::report_json(*report) : verify::report_text(*report);
  std::fwrite(text.data(), 1, text.size(), stdout);
  return report->verified() ? 0 : 1;
}
