// SPDX-License-Identifier: Apache-2.0
// face_kit ORIGIN FOLDER: ippyo-card's service with a virtual card, a camera without pictures and a matcher that finds another face first,
// then the right one. For the test of the page only; prints port and pairing code like ippyo-card, until its standard input ends.
#include <cstdio>
#include <iostream>

#include "service.hpp"
#include "virtual_card/sample_photo.hpp"
#include "virtual_card/test_pki.hpp"
#include "virtual_card/virtual_card.hpp"

namespace {

using namespace ippyo;

struct SecondTime final : card::FaceMatcher {
  int pictures = 0;
  card::FaceAnswer<double> similarity(const card::Image&, const card::Image&) override {
    return ++pictures > static_cast<int>(card_agent::kPicturesPerTry) ? 0.9 : 0.1;
  }
};
struct NoLens final : card::Camera {
  card::FaceAnswer<card::Image> take() override { return card::Image{1, 1, {0}}; }
};

class Lent final : public card::Channel {
  card::Channel& card_;

 public:
  explicit Lent(card::Channel& c) : card_(c) {}
  card::Answer<card::Response> transmit(base::ByteView command) override { return card_.transmit(command); }
  void reset() override { card_.reset(); }
};
struct Reader final : card_agent::Door {
  virtual_card::VirtualCard card;
  explicit Reader(virtual_card::CardData data) : card(std::move(data)) {}
  card::Answer<std::unique_ptr<card::Channel>> open() override { return std::unique_ptr<card::Channel>(std::make_unique<Lent>(card)); }
};

}  // namespace

int main(int argc, char** argv) {
  base::init_crypto();
  if (argc != 3) return 2;
  const base::SystemClock clock;
  auto pki = virtual_card::TestPki::open(argv[2], clock.now(), {}, 2);
  if (!pki.ok()) return std::fprintf(stderr, "face_kit: %s\n", pki.error().message.c_str()), 1;
  virtual_card::CardOptions card;
  card.number_b = "02010220331234";
  card.photo = virtual_card::sample_photo();
  Reader reader((*pki)->issue({"試験　花子", "見本市見本一丁目90001番地", {1990, 1, 2}, roll::Sex::female}, card));
  SecondTime matcher;
  NoLens camera;
  base::SystemRng rng;
  card_agent::Options options;
  options.port = 0;
  options.origins = {argv[1]};
  options.pairing = card_agent::new_pairing(rng);
  options.face.matcher = &matcher;
  options.face.camera = &camera;
  auto service = card_agent::Service::start(options, reader, clock);
  if (!service.ok()) return std::fprintf(stderr, "face_kit: %s\n", service.error().message.c_str()), 1;
  std::printf("%u\npairing %s\n", static_cast<unsigned>((*service)->port()), options.pairing.c_str());
  std::fflush(stdout);
  for (std::string line; std::getline(std::cin, line);) {}
  return 0;
}
