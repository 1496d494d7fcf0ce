// SPDX-License-Identifier: Apache-2.0
// box_under_kill KILLS SEED: a whole election whose ballot box is killed again and again; what it acknowledged must stand. [SPEC 10.5 Seal]
//
// While voters cast, while an epoch is sealed and while the box starts, SIGKILL ends it at moments drawn from SEED; it is started again
// with the same command line. After each seal every acknowledged ballot must lie byte for byte in the epoch, and every request sent
// again must get its acknowledgement again, or be refused if its ballot does not stand. In the end the election is counted and verified.
#include <fmt/format.h>

#include <algorithm>

#include "demo/counting.hpp"
#include "demo/replay.hpp"
#include "demo/voting.hpp"
#include "record/bodies.hpp"
#include "stubborn_voters.hpp"

namespace {

using namespace ippyo;
using Seconds = std::chrono::duration<double>;
using SteadyClock = std::chrono::steady_clock;

constexpr std::uint32_t kSlots = 60, kKillsPerEpoch = 4, kFewestEpochs = 6, kMostEpochs = 100;

demo::Scenario scenario_with(std::uint32_t epochs) {
  const auto text = fmt::format(R"([election]
id = "kills"
title = "停止と再開"
title_en = "Stop and go"
note = "試験用。"
note_en = "For tests."
clock = "rehearsal"
paper = false
min_list = 1
epochs = {0}
factors = ["code"]
seed = "kills"
source = "invented: for tests"
[trustees]
count = 3
threshold = 2
mixes = 2
source = "invented: for tests"
[revotes]
twice_percent = 0
thrice_percent = 0
source = "invented: for tests"
[[evidence]]
class = "A"
slots = {1}
voters = {1}
source = "invented: for tests"
[[contests]]
id = "mayor"
kind = "single-choice"
title = "市長"
title_en = "Mayor"
seats = 1
source = "invented: for tests"
options = [{{number = 1, name = "甲", kana = "こう", name_en = "A", votes = {1}}}, {{number = 2, name = "乙", kana = "おつ", name_en = "B", votes = 0}},
           {{number = 3, name = "丙", kana = "へい", name_en = "C", votes = 0}}]
[[styles]]
id = "all"
name = "全域"
contests = ["mayor"]
slots = {1}
voters = {1}
source = "invented: for tests"
)", epochs, kSlots);
  auto scenario = demo::parse_scenario(text, "box_under_kill");
  if (!scenario.ok()) std::fprintf(stderr, "%s\n", scenario.error().message.c_str());
  return std::move(*scenario);
}

struct Figures {
  std::uint32_t casting = 0, sealing = 0, starting = 0, epochs_sealed = 0;
  std::size_t sent = 0, acknowledged = 0, missing = 0, changed = 0;
  double longest_start = 0;
  std::uint32_t kills() const { return casting + sealing + starting; }
};

/// Preparation, voting under kills, count.
class KilledElection {
  demo::Scenario scenario_;
  std::uint32_t kills_;
  base::KeyedRng rng_;
  demo::Plan plan_;
  std::unique_ptr<demo::Bodies> bodies_;
  std::optional<demo::PostingDesk> desk_;
  std::optional<demo::Prepared> prepared_;
  std::optional<record::State> opened_;
  std::optional<demo::VotingServices> services_;
  Seconds sealing_{0.05}, starting_{0.05};  ///< how long an undisturbed one took: kills fall into that time

  void pause_up_to(Seconds longest) {
    std::this_thread::sleep_for(std::chrono::microseconds(rng_.below(1 + static_cast<std::uint64_t>(longest.count() * 1e6))));
  }
  base::Result<void> open_desk();
  base::Result<void> start_again(std::uint32_t& left);
  base::Result<void> kill_while_casting(const fault::StubbornVoters& voters, std::uint32_t& left);
  base::Result<void> kill_while_sealing(base::UnixTime close, std::uint32_t& left);
  base::Result<void> hold_epoch(const election::Epoch& epoch);
  base::Result<void> check_epoch(std::uint32_t epoch, std::vector<fault::SentBallot> sent);
  base::Result<void> count_seals();

 public:
  Figures figures;
  KilledElection(demo::Scenario scenario, std::uint32_t kills, std::uint64_t seed)
      : scenario_(std::move(scenario)), kills_(kills), rng_(base::Secret(base::hash32("kills", seed))) {}
  base::Result<void> prepare(const std::filesystem::path& folder);
  base::Result<void> vote();
  base::Result<void> count();
};

base::Result<void> KilledElection::open_desk() {
  auto desk = demo::PostingDesk::open(scenario_, *bodies_);
  if (!desk.ok()) return desk.error();
  desk_.emplace(std::move(*desk));
  return {};
}

base::Result<void> KilledElection::prepare(const std::filesystem::path& folder) {
  auto plan = demo::make_plan(scenario_);
  if (!plan.ok()) return plan.error();
  plan_ = std::move(*plan);
  plan_.casts.clear();  // those of this test are written down as they come to stand
  auto bodies = demo::Bodies::make(scenario_, folder, base::SystemClock().now() / 3600 * 3600);
  if (!bodies.ok()) return bodies.error();
  bodies_ = std::move(*bodies);
  IPPYO_TRY(open_desk());
  IPPYO_TRY(demo::found_election(scenario_, *bodies_, *desk_));
  IPPYO_TRY(demo::hold_ceremony(*bodies_, *desk_));
  auto prepared = demo::enrol_voters(scenario_, plan_, *bodies_, *desk_, {});
  if (!prepared.ok()) return prepared.error();
  prepared_.emplace(std::move(*prepared));
  IPPYO_TRY(demo::open_election(scenario_, *bodies_, *desk_));
  IPPYO_TRY(demo::prepare_trustees(*bodies_, *desk_, {}));
  opened_ = desk_->state();
  desk_.reset();
  return {};
}

/// After a kill; one time out of three the box is killed once more before it is ready.
base::Result<void> KilledElection::start_again(std::uint32_t& left) {
  const auto now = bodies_->clock.now();
  auto begun = SteadyClock::now();
  IPPYO_TRY(services_->restart_box());
  while (left > 0 && rng_.below(3) == 0) {
    pause_up_to(starting_);
    services_->kill_box();
    ++figures.starting;
    --left;
    begun = SteadyClock::now();
    IPPYO_TRY(services_->restart_box());
  }
  IPPYO_TRY(services_->wait_for_box());
  starting_ = SteadyClock::now() - begun;
  figures.longest_start = std::max(figures.longest_start, starting_.count());
  return services_->set_clock(now);
}

/// Each kill after a drawn number of acknowledgements, and a little later still.
base::Result<void> KilledElection::kill_while_casting(const fault::StubbornVoters& voters, std::uint32_t& left) {
  std::vector<std::size_t> moments;
  for (auto n = rng_.below(left + 1); n > 0; --n) moments.push_back(rng_.below(kSlots * 9 / 10));
  std::sort(moments.begin(), moments.end());
  for (const auto acknowledged : moments) {
    if (left == 0) break;
    while (voters.acknowledged() < acknowledged && !voters.failed()) std::this_thread::sleep_for(std::chrono::microseconds(200));
    pause_up_to(Seconds(0.003));
    services_->kill_box();
    ++figures.casting;
    --left;
    IPPYO_TRY(start_again(left));
  }
  return {};
}

base::Result<void> KilledElection::kill_while_sealing(base::UnixTime close, std::uint32_t& left) {
  const bool undisturbed = left == 0;
  while (left > 0) {
    // Returns when the seal is done, or breaks off with the box.
    std::jthread clock([&] { (void)services_->set_clock(close).ok(); });
    pause_up_to(sealing_ * 1.5);
    services_->kill_box();
    ++figures.sealing;
    --left;
    clock.join();
    IPPYO_TRY(start_again(left));
  }
  const auto begun = SteadyClock::now();
  IPPYO_TRY(services_->set_clock(close));
  if (undisturbed) sealing_ = SteadyClock::now() - begun;
  return {};
}

base::Result<void> KilledElection::hold_epoch(const election::Epoch& epoch) {
  IPPYO_TRY(services_->set_clock(epoch.open + 1));
  IPPYO_TRY(services_->wait_for_epoch(epoch.number, "open"));
  std::vector<std::uint64_t> slots(kSlots);
  std::generate(slots.begin(), slots.end(), [n = std::uint64_t{0}]() mutable { return n++; });
  const demo::PublicBoard board{scenario_, *opened_};
  http::Client box({services_->where().box});
  auto before = demo::Runs::download(board, box, epoch.number - 1, slots);
  if (!before.ok()) return before.error();
  fault::StubbornVoters voters(*opened_, services_->where(), prepared_->devices, epoch.number, std::move(*before));
  // The first epoch is not disturbed: it shows how long a seal takes here.
  const auto last = scenario_.epochs, epochs_left = last - epoch.number + 1;
  auto left = epoch.number == 1 ? 0 : (kills_ - figures.kills() + epochs_left - 1) / epochs_left;
  IPPYO_TRY(kill_while_casting(voters, left));
  // Some are still on the line when the epoch closes.
  const auto enough = kSlots * 8 / 10 + rng_.below(kSlots * 2 / 10 + 1);
  while (voters.acknowledged() < enough && !voters.failed()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  IPPYO_TRY(kill_while_sealing(epoch.close, left));
  IPPYO_TRY(services_->wait_until_sealed(epoch.number));
  auto sent = voters.finish();
  if (!sent.ok()) return sent.error();
  return check_epoch(epoch.number, std::move(*sent));
}

base::Result<void> KilledElection::check_epoch(std::uint32_t epoch, std::vector<fault::SentBallot> sent) {
  std::vector<std::uint64_t> slots;
  for (const auto& ballot : sent) slots.push_back(ballot.kept.slot);
  const demo::PublicBoard board{scenario_, *opened_};
  http::Client box({services_->where().box});
  const auto sealed = demo::Runs::download(board, box, epoch, slots);
  if (!sealed.ok()) return sealed.error();
  for (const auto& ballot : sent) {
    const auto row = sealed->row(ballot.kept.slot);
    if (!row.ok()) return row.error();
    const bool stands = device::recorded(ballot.kept, *row);
    if (stands) plan_.casts.push_back({ballot.voter, epoch, {ballot.choice}});
    ++figures.sent;
    if (ballot.acknowledgement) ++figures.acknowledged;
    if (ballot.acknowledgement && !stands) ++figures.missing;
    // Sent again after the seal: its acknowledgement as before, exactly if the ballot stands.
    const auto again = box.post("/cast", ballot.request);
    if (!again.ok()) return again.error();
    const bool same = !ballot.acknowledgement || *ballot.acknowledgement == again->body;
    if (again->status != (stands ? 200u : 503u) || !same) ++figures.changed;
  }
  return {};
}

base::Result<void> KilledElection::vote() {
  auto services = demo::VotingServices::start(scenario_, *bodies_);
  if (!services.ok()) return services.error();
  services_.emplace(std::move(*services));
  for (const auto& epoch : opened_->schedule().epochs) IPPYO_TRY(hold_epoch(epoch));
  return services_->stop();
}

/// How many epochs the board holds; the others are void.
base::Result<void> KilledElection::count_seals() {
  auto reader = board::Reader::open(bodies_->folders.board());
  if (!reader.ok()) return reader.error();
  const auto entries = reader->read_until(reader->size());
  if (!entries.ok()) return entries.error();
  for (const auto& bytes : *entries) {
    const auto entry = record::Entry::decode(bytes);
    if (!entry.ok() || entry->type != record::EntryType::epoch) continue;
    const auto closing = record::Closing::decode(entry->body);
    if (closing.ok()) ++figures.epochs_sealed;
  }
  return {};
}

base::Result<void> KilledElection::count() {
  IPPYO_TRY(open_desk());
  IPPYO_TRY(count_seals());
  IPPYO_TRY(demo::close_voting(*bodies_, *desk_));
  IPPYO_TRY(demo::mix_lists(*bodies_, *desk_, {}));
  IPPYO_TRY(demo::decrypt_lists(*bodies_, *desk_, {}));
  IPPYO_TRY(demo::publish_result(*bodies_, *desk_));
  if (desk_->state().result()->counts != demo::replay(scenario_, plan_)) return base::Error{"the result is not that of the ballots that stand"};
  auto verifier = demo::Process::start(demo::program_folder() / "ippyo-verify", {bodies_->folders.board().string()}, {},
                                       bodies_->folders.hidden("verify.log"));
  if (!verifier.ok()) return verifier.error();
  std::string output;
  const auto status = verifier->finish(output);
  if (!status.ok()) return status.error();
  if (*status != 0) return base::Error{"ippyo-verify does not accept the record:\n" + output};
  return {};
}

base::Result<void> play(KilledElection& election, const std::filesystem::path& folder) {
  IPPYO_TRY(election.prepare(folder));
  IPPYO_TRY(election.vote());
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
  const auto epochs = std::clamp(1 + (kills + kKillsPerEpoch - 1) / kKillsPerEpoch, kFewestEpochs, kMostEpochs);
  const auto folder = work_folder();
  KilledElection election(scenario_with(epochs), kills, seed);
  const auto done = play(election, folder);
  const auto& f = election.figures;
  std::printf("%u kills (%u casting, %u sealing, %u starting), %zu ballots sent, %zu acknowledged, %zu missing, %zu answered otherwise, "
              "%u of %u epochs void; longest start %.2f s; seed %llu, %.0f s\n",
              f.kills(), f.casting, f.sealing, f.starting, f.sent, f.acknowledged, f.missing, f.changed, epochs - f.epochs_sealed, epochs,
              f.longest_start, static_cast<unsigned long long>(seed), Seconds(SteadyClock::now() - begun).count());
  if (!done.ok()) std::fprintf(stderr, "box_under_kill: %s\n", done.error().message.c_str());
  const bool good = done.ok() && f.kills() == kills && f.missing == 0 && f.changed == 0 && f.epochs_sealed == epochs;
  if (!good) return std::fprintf(stderr, "everything is left in %s\n", folder.c_str()), 1;
  std::filesystem::remove_all(folder);
  return 0;
}
