// SPDX-License-Identifier: Apache-2.0
// ippyo: the commands of the office, and a whole election as a demonstration.
#include <CLI/CLI.hpp>
#include <cstdio>

#include "base/random.hpp"
#include "demo/control.hpp"
#include "demo/serve.hpp"
#include "group/point.hpp"
#include "registrar_commands.hpp"
#include "terminal/progress_bar.hpp"

int main(int argc, char** argv) {
  using namespace ippyo;
  base::init_crypto();
  CLI::App app{"ippyo 一票: verifiable Internet voting", "ippyo"};
  app.set_version_flag("--version", std::string("ippyo 0.1.0, group kernel ") + std::string(group::kernel_name()));
  app.require_subcommand(1);
  auto* demo = app.add_subcommand("demo", "runs a whole election from a scenario file and shows the result");
  std::string scenario, out = "demo-out";
  demo->add_option("SCENARIO", scenario, "a scenario file, for example scenarios/smoke.toml")->required();
  demo->add_option("--out", out, "folder for the board, the result and everything private of the rehearsal")->capture_default_str();
  bool full = false;
  demo->add_flag("--full", full, "every voter's card goes through pcscd and ippyo-card and every letter is printed, not those of 20 only; slow");
  demo::ServeOptions serve;
  bool serving = false, control = false;
  auto* serves = demo->add_flag("--serve", serving, "keeps everything running, so that people can vote in their browser");
  auto* port = demo->add_option("--port", serve.port, "of the pages' origin; 0: any free one (default: 7100, with --control 0)")->needs(serves);
  auto* card_port = demo->add_option("--card-port", serve.card_port, "of ippyo-card (default: 7190, with --control 0)")->needs(serves);
  demo->add_option("--web", serve.web, "folder with the pages (default: those that were built with this program)")->needs(serves);
  auto* cards = demo->add_flag("--cards", serve.cards, "with --control: with a card reader too")->needs(serves);
  demo->add_flag("--control", control, "reads commands from standard input and answers each with a line of JSON; time stands still between them")->needs(serves);
  office_tool::Run registrar;
  office_tool::add_registrar_commands(app, registrar);
  CLI11_PARSE(app, argc, argv);
  if (registrar) {
    const auto done = registrar();
    if (!done.ok()) std::fprintf(stderr, "ippyo registrar: %s\n", done.error().message.c_str());
    return done.ok() ? 0 : 1;
  }

  terminal::ProgressBar bar;
  const auto tell = [&](const std::string& line) {
    bar.clear();
    std::printf("%s\n", line.c_str());
    std::fflush(stdout);
  };
  const auto progress = [&](std::string_view what, std::uint64_t done, std::uint64_t total) { bar.set(what, done, total); };
  const auto ran = [&]() -> base::Result<void> {
    if (!serving) return demo::run_demo(scenario, out, tell, progress, full ? demo::Extent::full : demo::Extent::usual);
    serve.scenario = scenario;
    serve.out = out;
    if (control) {
      serve.cards = cards->count() > 0;
      return demo::serve_under_control(serve, progress);
    }
    if (port->count() == 0) serve.port = 7100;
    if (card_port->count() == 0) serve.card_port = 7190;
    return demo::serve_people(serve, tell, progress);
  }();
  bar.clear();
  if (!ran.ok()) {
    std::fprintf(stderr, "ippyo demo: %s\n", ran.error().message.c_str());
    return 1;
  }
  return 0;
}
