// SPDX-License-Identifier: Apache-2.0
// box_on_full_disk FOLDER: an election on a small disk of its own that fills up, again and again; what was acknowledged must stand.
//
// While the disk is full casts and seals wait, and a box that is started serves, or ends.
// Once there is space the same processes go on. full_disk.py makes the disk. [SPEC 10.5 Seal]
#include <fcntl.h>
#include <unistd.h>

#include <cstdio>

#include "base/files.hpp"
#include "troubled_election.hpp"

namespace {

using namespace ippyo;

constexpr std::chrono::milliseconds kFull{600};  // so long the disk stays full

/// Fills the disk to its last byte until the end of its life.
class Filler {
  std::filesystem::path file_;

 public:
  explicit Filler(std::filesystem::path file) : file_(std::move(file)) { fill(); }
  Filler(const Filler&) = delete;
  ~Filler() { std::filesystem::remove(file_); }
  void fill() {
    const int fd = ::open(file_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    for (std::size_t size = 1 << 20; size > 0; size /= 2) {
      const base::Bytes bytes(size, 1);
      while (::write(fd, bytes.data(), size) == static_cast<ssize_t>(size)) {
      }
    }
    ::close(fd);
  }
};

class DiskTrouble {
  fault::TroubledElection& election_;
  std::filesystem::path filler_;

  void fill_while_casting(const fault::StubbornVoters& voters);
  base::Result<void> fill_while_sealing(const election::Epoch& epoch);
  base::Result<void> start_on_full_disk();

 public:
  std::size_t casts_held_up = 0, seals_held_up = 0;  ///< in how many epochs the full disk was felt
  std::size_t refused_starts = 0;
  DiskTrouble(fault::TroubledElection& election, std::filesystem::path filler) : election_(election), filler_(std::move(filler)) {}
  base::Result<void> hold_epoch(const election::Epoch& epoch);
};

void DiskTrouble::fill_while_casting(const fault::StubbornVoters& voters) {
  election_.wait_for(voters, fault::kSlots / 4);
  Filler filler(filler_);
  std::this_thread::sleep_for(kFull);
  filler.fill();  // what was freed meanwhile
  std::this_thread::sleep_for(kFull);
  if (voters.acknowledged() < fault::kSlots) ++casts_held_up;
}

/// Killed and started while there is no space: it serves, or ends with one sentence.
base::Result<void> DiskTrouble::start_on_full_disk() {
  auto& services = election_.services();
  services.kill_box();
  {
    const Filler filler(filler_);
    IPPYO_TRY(services.restart_box());
    if (!services.wait_for_box().ok()) ++refused_starts;
  }
  services.kill_box();
  IPPYO_TRY(services.restart_box());
  IPPYO_TRY(services.wait_for_box());
  return services.set_clock(election_.bodies().clock.now());
}

base::Result<void> DiskTrouble::fill_while_sealing(const election::Epoch& epoch) {
  auto& services = election_.services();
  {
    const auto before = board::Reader::open(election_.bodies().folders.board());
    if (!before.ok()) return before.error();
    const auto size = before->size();
    const Filler filler(filler_);
    IPPYO_TRY(services.set_clock(epoch.close));
    std::this_thread::sleep_for(kFull);
    const auto reader = board::Reader::open(election_.bodies().folders.board());
    if (!reader.ok()) return reader.error();
    if (reader->size() == size) ++seals_held_up;
  }
  if (epoch.number % 2 == 0) IPPYO_TRY(start_on_full_disk());
  return services.set_clock(epoch.close);
}

base::Result<void> DiskTrouble::hold_epoch(const election::Epoch& epoch) {
  const auto voters = election_.open_epoch(epoch);
  if (!voters.ok()) return voters.error();
  fill_while_casting(**voters);
  election_.wait_for(**voters, fault::kSlots);
  IPPYO_TRY(fill_while_sealing(epoch));
  return election_.check_epoch(epoch.number, **voters);
}

base::Result<void> play(fault::TroubledElection& election, DiskTrouble& trouble, const std::filesystem::path& folder) {
  IPPYO_TRY(election.begin(folder / "election"));
  for (const auto& epoch : election.epochs()) IPPYO_TRY(trouble.hold_epoch(epoch));
  return election.count();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return std::fprintf(stderr, "usage: box_on_full_disk FOLDER\n"), 2;
  base::init_crypto();
  const std::filesystem::path folder(argv[1]);
  fault::TroubledElection election(4);
  DiskTrouble trouble(election, folder / "filler");
  const auto done = play(election, trouble, folder);
  std::printf("%s; on a full disk casts waited in %zu epochs, seals in %zu, %zu starts were refused\n", election.figures.text().c_str(),
              trouble.casts_held_up, trouble.seals_held_up, trouble.refused_starts);
  if (!done.ok()) std::fprintf(stderr, "box_on_full_disk: %s\n", done.error().message.c_str());
  return done.ok() && election.figures.clean() && trouble.casts_held_up > 0 && trouble.seals_held_up > 0 ? 0 : 1;
}
