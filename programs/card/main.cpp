// SPDX-License-Identifier: Apache-2.0
// ippyo-card: lets the voting page ask the card; the PIN is typed in this program's own page. [SPEC 14.2 Agent]
#include <CLI/CLI.hpp>
#include <cstdio>

#ifdef __linux__
#include <sys/prctl.h>
#endif
#include <sys/resource.h>

#include "base/files.hpp"
#include "card/pcsc.hpp"
#include "card/photo.hpp"
#include "http/signals.hpp"
#include "service.hpp"

namespace {

using namespace ippyo;

class PcscDoor final : public card_agent::Door {
  std::string reader_;

 public:
  explicit PcscDoor(std::string reader) : reader_(std::move(reader)) {}
  card::Answer<std::unique_ptr<card::Channel>> open() override {
    auto channel = card::PcscChannel::open(reader_);
    if (!channel.ok()) return channel.error();
    return std::unique_ptr<card::Channel>(std::move(*channel));
  }
};

/// PINs pass through this process: no core file, and no other program of the same user may look into it.
void close_to_others() {
  const rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
#ifdef __linux__
  ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
}

/// The code of the last start, or a new one.
base::Result<std::string> pairing(const std::string& file, base::Rng& rng) {
  if (file.empty()) return card_agent::new_pairing(rng);
  std::error_code ignored;
  if (std::filesystem::exists(file, ignored)) {
    const auto kept = base::read_file(file, 64);
    if (!kept.ok()) return kept.error();
    if (kept->size() == 19) return base::to_string(*kept);
    return base::Error{file + " holds no pairing code; delete it and start again"};
  }
  const auto fresh = card_agent::new_pairing(rng);
  IPPYO_TRY(base::write_file_durably(file, base::view(fresh), 0600));
  return fresh;
}

struct Command {
  card_agent::Options options;
  std::string reader, pairing_file;
  card::FaceModels face;
  int camera = 0;
  bool rehearsal = false;
};

base::Result<void> serve(Command& command) {
  base::SystemRng rng;
  auto code = pairing(command.pairing_file, rng);
  if (!code.ok()) return code.error();
  command.options.pairing = *code;
  if (command.rehearsal) command.options.types = card::rehearsal_cards();
  const auto matcher = card::face_matcher(command.face);
  const auto camera = card::open_camera(command.camera);
  if (matcher.ok()) command.options.face = {matcher->get(), camera.get()};
  else command.options.no_face = matcher.error().message;
  std::fprintf(stderr, "ippyo-card: %s\n", matcher.ok() ? "a face can be compared on this kit" : command.options.no_face.c_str());
  http::StopSignal stop;
  const base::SystemClock clock;
  PcscDoor door(command.reader);
  auto service = card_agent::Service::start(command.options, door, clock);
  if (!service.ok()) return service.error();
  std::printf("%u\npairing %s\n", static_cast<unsigned>((*service)->port()), code->c_str());
  std::fflush(stdout);
  stop.wait();
  (*service)->stop(std::chrono::seconds(2));
  return {};
}

}  // namespace

int main(int argc, char** argv) {
  base::init_crypto();
  close_to_others();
  CLI::App app{"Lets the voting page ask a My Number Card in a reader of this computer. It serves the loopback only, until "
               "SIGTERM; it prints its port, then the pairing code to type once into the voting page.",
               "ippyo-card"};
  Command command;
  app.add_option("--origin", command.options.origins, "of the voting page, for example https://vote.example.jp; may be repeated")
      ->required();
  app.add_option("--port", command.options.port, "0: any free port")->capture_default_str();
  app.add_option("--reader", command.reader, "use this reader only (default: the one that holds a card)");
  app.add_option("--pairing-file", command.pairing_file, "keeps the pairing code, so that a kit is paired once");
  app.add_option("--face-detector", command.face.detector, "model file for OpenCV's FaceDetectorYN");
  app.add_option("--face-recogniser", command.face.recogniser, "model file for OpenCV's FaceRecognizerSF");
  app.add_option("--camera", command.camera, "number of the camera for faces: N of /dev/videoN")->capture_default_str();
  app.add_flag("--rehearsal-cards", command.rehearsal, "rehearsals only: knows the stand-in for the next generation of cards too");
  CLI11_PARSE(app, argc, argv);
  const auto outcome = serve(command);
  if (outcome.ok()) return 0;
  std::fprintf(stderr, "ippyo-card: %s\n", outcome.error().message.c_str());
  return 1;
}
