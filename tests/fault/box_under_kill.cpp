// SPDX-License-Identifier: Apache-2.0
// box_under_kill KILLS SEED: a whole election whose ballot box is killed again and again; what it acknowledged must stand. [SPEC 10.5 Seal]
//
// While voters cast, while an epoch is sealed and while the box starts, SIGKILL ends it at moments drawn from SEED; it is started again
// with the same command line. After each seal every acknowledged ballot must lie byte for byte in the epoch, and every request sent
// again must get its acknowledgement again, or be refused if its ballot does not stand. In the end the election is counted and verified.
#include <algorithm>
#include <cstdio>

#include "troubled_election.hpp"

namespace {

using namespace ippyo;
using Seconds = std::chrono::duration<double>;
using SteadyClock = std::chrono::steady_clock;

constexpr std::uint32_t kKillsPerEpoch = 4, kFewestEpochs = 6, kMostEpochs = 100;

class Killer {
  fault::TroubledElection& election_;
  std::uint32_t kills_;
  base::KeyedRng rng_;
  Seconds sealing_{0.05}, starting_{0.05};  ///< how long an undisturbed one took: kills fall into that time

  void pause_up_to(Seconds longest) {
    std::this_thread::sleep_for(std::chrono::microseconds(rng_.below(1 + static_cast<std::uint64_t>(longest.count() * 1e6))));
  }
  void kill(std::uint32_t& counter, std::uint32_t& left) {
    election_.services().kill_box();
    ++counter;
    --left;
  }
  base::Result<void> start_again(std::uint32_t& left);
  base::Result<void> kill_while_casting(const fault::StubbornVoters& voters, std::uint32_t& left);
  base::Result<void> kill_while_sealing(base::UnixTime close, std::uint32_t& left);

 public:
  std::uint32_t casting = 0, sealing = 0, starting = 0;
  double longest_start = 0;
  std::uint32_t done() const { return casting + sealing + starting; }

  Killer(fault::TroubledElection& election, std::uint32_t kills, std::uint64_t seed)
      : election_(election), kills_(kills), rng_(base::Secret(base::hash32("kills", seed))) {}
  base::Result<void> hold_epoch(const election::Epoch& epoch);
};

/// One time out of three the box is killed once more before it is ready.
base::Result<void> Killer::start_again(std::uint32_t& left) {
  auto& services = election_.services();
  auto begun = SteadyClock::now();
  IPPYO_TRY(services.restart_box());
  while (left > 0 && rng_.below(3) == 0) {
    pause_up_to(starting_);
    kill(starting, left);
    begun = SteadyClock::now();
    IPPYO_TRY(services.restart_box());
  }
  IPPYO_TRY(services.wait_for_box());
  starting_ = SteadyClock::now() - begun;
  longest_start = std::max(longest_start, starting_.count());
  return services.set_clock(election_.bodies().clock.now());
}

/// Each kill after a drawn number of acknowledgements, and a little later still.
base::Result<void> Killer::kill_while_casting(const fault::StubbornVoters& voters, std::uint32_t& left) {
  std::vector<std::size_t> moments;
  for (auto n = rng_.below(left + 1); n > 0; --n) moments.push_back(rng_.below(fault::kSlots * 9 / 10));
  std::sort(moments.begin(), moments.end());
  for (const auto acknowledged : moments) {
    if (left == 0) break;
    election_.wait_for(voters, acknowledged);
    pause_up_to(Seconds(0.003));
    kill(casting, left);
    IPPYO_TRY(start_again(left));
  }
  return {};
}

base::Result<void> Killer::kill_while_sealing(base::UnixTime close, std::uint32_t& left) {
  const bool undisturbed = left == 0;
  while (left > 0) {
    // Returns when the seal is done, or breaks off with the box.
    std::jthread clock([&] { (void)election_.services().set_clock(close).ok(); });
    pause_up_to(sealing_ * 1.5);
    kill(sealing, left);
    clock.join();
    IPPYO_TRY(start_again(left));
  }
  const auto begun = SteadyClock::now();
  IPPYO_TRY(election_.services().set_clock(close));
  if (undisturbed) sealing_ = SteadyClock::now() - begun;
  return {};
}

base::Result<void> Killer::hold_epoch(const election::Epoch& epoch) {
  const auto voters = election_.open_epoch(epoch);
  if (!voters.ok()) return voters.error();
  // The first epoch is not disturbed: it shows how long a seal takes here.
  const auto epochs_left = election_.figures.epochs - epoch.number + 1;
  auto left = epoch.number == 1 ? 0 : (kills_ - done() + epochs_left - 1) / epochs_left;
  IPPYO_TRY(kill_while_casting(**voters, left));
  // Some are still on the line when the epoch closes.
  election_.wait_for(**voters, fault::kSlots * 8 / 10 + rng_.below(fault::kSlots * 2 / 10 + 1));
  IPPYO_TRY(kill_while_sealing(epoch.close, left));
  return election_.check_epoch(epoch.number, **voters);
}

base::Result<void> play(fault::TroubledElection& election, Killer& killer, const std::filesystem::path& folder) {
  IPPYO_TRY(election.begin(folder));
  for (const auto& epoch : election.epochs()) IPPYO_TRY(killer.hold_epoch(epoch));
  return election.count();
}

/// Memory if there is such a folder: SIGKILL does not ask whether the disk is slow.
std::filesystem::path work_folder() {
  const std::filesystem::path memory("/dev/shm");
  std::error_code none;
  auto pattern = ((std::filesystem::is_directory(memory, none) ? memory : std::filesystem::temp_directory_path()) / "ippyo-kills-XXXXXX").string();
  return ::mkdtemp(pattern.data()) == nullptr ? std::filesystem::path() : std::filesystem::path(pattern);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return std::fprintf(stderr, "usage: box_under_kill KILLS SEED\n"), 2;
  base::init_crypto();
  const auto kills = static_cast<std::uint32_t>(std::strtoul(argv[1], nullptr, 10));
  const auto seed = std::strtoull(argv[2], nullptr, 10);
  const auto begun = SteadyClock::now();
  const auto folder = work_folder();
  fault::TroubledElection election(std::clamp(1 + (kills + kKillsPerEpoch - 1) / kKillsPerEpoch, kFewestEpochs, kMostEpochs));
  Killer killer(election, kills, seed);
  const auto done = play(election, killer, folder);
  std::printf("%u kills (%u casting, %u sealing, %u starting), %s; longest start %.2f s; seed %llu, %.0f s\n", killer.done(), killer.casting,
              killer.sealing, killer.starting, election.figures.text().c_str(), killer.longest_start, static_cast<unsigned long long>(seed),
              Seconds(SteadyClock::now() - begun).count());
  if (!done.ok()) std::fprintf(stderr, "box_under_kill: %s\n", done.error().message.c_str());
  if (!done.ok() || killer.done() != kills || !election.figures.clean()) return std::fprintf(stderr, "everything is left in %s\n", folder.c_str()), 1;
  std::filesystem::remove_all(folder);
  return 0;
}
