// SPDX-License-Identifier: Apache-2.0
// For tests: the small election of tests/world at the moment when voting begins, with a box, a board directory and a clock to set.
#pragma once
#include <gtest/gtest.h>
#include <stdlib.h>

#include <future>

#include "ballot_box/driver.hpp"
#include "ballot_box/intake.hpp"
#include "base/files.hpp"
#include "world.hpp"

namespace ippyo::ballot_box::test {

using record::EntryType;

/// Everything that stands on the board before the first epoch.
inline world::Board opened_board() {
  const auto& all = world::the_world().board;
  std::size_t n = 0;
  while (all.entries[n].type != EntryType::chunk || record::Chunk::decode(all.entries[n].body)->key.kind != EntryType::epoch) ++n;
  return all.cut(n);
}
inline const record::State& opened_state() {
  static const record::State state = world::the_world().before[opened_board().entries.size()];
  return state;
}

inline KeyRing ring(std::vector<std::string> boxes = {"box-1", "box-2"}) {
  const auto& w = world::the_world();
  KeyRing keys;
  for (const auto& id : boxes) keys.boxes.push_back(make_box_key(id, w.keys.of(id).clone(), w.box_keys.at(id).clone()));
  keys.logs.push_back({"sample.example/board", w.log_key.clone()});
  for (std::size_t i = 0; i < 3; ++i) keys.cosigners.push_back({"sample.example/cosigner-" + std::to_string(i + 1), w.cosigner_keys[i].clone()});
  return keys;
}

/// In memory where there is such a place: these tests are about order, and a disk shared with others would only slow them.
inline std::filesystem::path new_folder() {
  const std::filesystem::path memory = "/dev/shm";
  auto pattern = ((std::filesystem::is_directory(memory) ? memory : std::filesystem::temp_directory_path()) / "ippyo-box-XXXXXX").string();
  return ::mkdtemp(pattern.data());
}

/// A folder with board, data and submissions, for one test.
struct Places {
  std::filesystem::path folder = new_folder();
  Places() {
    world::write_board(world::the_world(), opened_board(), board(), 1);
    std::filesystem::create_directories(data());
    std::filesystem::create_directories(submissions());
  }
  Places(const Places&) = delete;
  ~Places() { std::filesystem::remove_all(folder); }
  std::filesystem::path board() const { return folder / "board"; }
  std::filesystem::path data() const { return folder / "data"; }
  std::filesystem::path submissions() const { return folder / "submissions"; }
};

/// Epochs are 1000-1100, 1100-1200, .. 1400-1500, grace 30; boxes take turns, box-1 first.
struct Box {
  Places& places;
  base::ManualClock clock;
  KeyRing keys;
  std::vector<std::string> said;
  std::unique_ptr<Ledger> ledger;
  std::unique_ptr<Driver> driver;

  explicit Box(Places& at, UnixTime now, std::vector<std::string> boxes = {"box-1", "box-2"}, bool ticking = true) : places(at), clock(now), keys(ring(std::move(boxes))) {
    auto opened = Ledger::open(places.board(), places.data(), keys, clock);
    EXPECT_TRUE(opened.ok()) << (opened.ok() ? "" : opened.error().message);
    ledger = std::move(*opened);
    driver = std::make_unique<Driver>(*ledger, keys, clock, DriverPlaces{places.data(), places.submissions()},
                                      [this](const std::string& text) { said.push_back(text); });
    const auto ready = driver->open();
    EXPECT_TRUE(ready.ok()) << (ready.ok() ? "" : ready.error().message);
    if (ticking) driver->tick();
  }
  void at(UnixTime now) {
    EXPECT_TRUE(clock.set(now));
    driver->tick();
  }
  Sealer sealer() { return {*driver->inbox(), *ledger, keys, places.data()}; }
  EpochRecord record() { return std::move(**driver->inbox()->unfinished()); }
};

/// A voter's device with a grant of its own for every cast.
struct Device {
  base::SystemRng rng{};
  base::SigningKey K = base::SigningKey::generate();

  record::Grant grant(std::uint64_t slot, std::uint32_t first, std::uint32_t last) {
    record::Grant g{slot, rng.bytes<16>(), K.public_key(), first, last, {}};
    sign(g);
    return g;
  }
  static void sign(record::Grant& g) { g.signature = world::the_world().keys.of("registrar").sign(record::grant_hash(g, opened_state().ctx())); }
  void sign(record::Cast& c) { c.signature = K.sign(record::cast_hash(c, opened_state().ctx())); }

  record::Cast cast(const record::State& state, std::uint64_t slot, std::uint32_t epoch, std::uint32_t choice = 1) {
    return cast(state, grant(slot, epoch, epoch + 2), epoch, choice);
  }
  record::Cast cast(const record::State& state, const record::Grant& g, std::uint32_t epoch, std::uint32_t choice = 1) {
    const auto view = device::view_slot(state, g.slot, epoch);
    base::SecretVector<std::uint32_t> choices(view.contests.size());
    for (auto& c : choices.expose_mutable()) c = choice;
    auto built = device::build_cast(view, world::the_world().voters[g.slot].key, choices, g, K, rng);
    EXPECT_TRUE(built.ok());
    return std::move(built->cast);
  }
};

/// Waits for the one answer of an intake.
inline Intake::Answer answer(Intake& intake, ByteView body) {
  std::promise<Intake::Answer> told;
  intake.cast(body, [&](Intake::Answer a) { told.set_value(std::move(a)); });
  return told.get_future().get();
}
inline std::optional<Refusal> refusal(const Intake::Answer& a) {
  return std::holds_alternative<Refused>(a) ? std::optional(std::get<Refused>(a).kind) : std::nullopt;
}

}  // namespace ippyo::ballot_box::test
