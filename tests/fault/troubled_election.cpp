// SPDX-License-Identifier: Apache-2.0
#include "troubled_election.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "demo/counting.hpp"
#include "demo/replay.hpp"
#include "record/bodies.hpp"

namespace ippyo::fault {
namespace {

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
  auto scenario = demo::parse_scenario(text, "troubled_election");
  if (!scenario.ok()) std::fprintf(stderr, "%s\n", scenario.error().message.c_str());
  return std::move(*scenario);
}

}  // namespace

std::string Figures::text() const {
  return fmt::format("{} ballots sent, {} acknowledged, {} missing, {} answered otherwise, {} of {} epochs void", sent, acknowledged, missing, changed,
                     epochs - sealed, epochs);
}

TroubledElection::TroubledElection(std::uint32_t epochs) : scenario_(scenario_with(epochs)) { figures.epochs = epochs; }

base::Result<void> TroubledElection::open_desk() {
  auto desk = demo::PostingDesk::open(scenario_, *bodies_);
  if (!desk.ok()) return desk.error();
  desk_.emplace(std::move(*desk));
  return {};
}

base::Result<void> TroubledElection::begin(const std::filesystem::path& folder) {
  auto plan = demo::make_plan(scenario_);
  if (!plan.ok()) return plan.error();
  plan_ = std::move(*plan);
  plan_.casts.clear();  // those of the test are written down as they come to stand
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
  board_.emplace(demo::PublicBoard{scenario_, *opened_});
  desk_.reset();
  auto services = demo::VotingServices::start(scenario_, *bodies_, *prepared_->registry);
  if (!services.ok()) return services.error();
  services_.emplace(std::move(*services));
  return {};
}

base::Result<demo::Runs> TroubledElection::download(std::uint32_t epoch) const {
  std::vector<std::uint64_t> slots(kSlots);
  std::iota(slots.begin(), slots.end(), 0u);
  http::Client box({services_->where().box});
  return demo::Runs::download(*board_, box, epoch, slots);
}

base::Result<std::unique_ptr<StubbornVoters>> TroubledElection::open_epoch(const election::Epoch& epoch) {
  IPPYO_TRY(services_->set_clock(epoch.open + 1));
  IPPYO_TRY(services_->wait_for_epoch(epoch.number, "open"));
  const auto before = download(epoch.number - 1);
  if (!before.ok()) return before.error();
  return std::make_unique<StubbornVoters>(*opened_, services_->where(), *prepared_, epoch.number, *before);
}

void TroubledElection::wait_for(const StubbornVoters& voters, std::size_t acknowledged) const {
  while (voters.acknowledged() < acknowledged && !voters.failed()) std::this_thread::sleep_for(std::chrono::microseconds(200));
}

base::Result<void> TroubledElection::check_epoch(std::uint32_t epoch, StubbornVoters& voters) {
  IPPYO_TRY(services_->wait_until_sealed(epoch));
  const auto sent = voters.finish();
  if (!sent.ok()) return sent.error();
  const auto sealed = download(epoch);
  if (!sealed.ok()) return sealed.error();
  http::Client box({services_->where().box});
  for (const auto& ballot : *sent) {
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

/// How many epochs the board holds; the others are void.
base::Result<void> TroubledElection::count_seals() {
  auto reader = board::Reader::open(bodies_->folders.board());
  if (!reader.ok()) return reader.error();
  const auto entries = reader->read_until(reader->size());
  if (!entries.ok()) return entries.error();
  for (const auto& bytes : *entries) {
    const auto entry = record::Entry::decode(bytes);
    if (!entry.ok() || entry->type != record::EntryType::epoch) continue;
    const auto closing = record::Closing::decode(entry->body);
    if (closing.ok()) ++figures.sealed;
  }
  return {};
}

base::Result<void> TroubledElection::count() {
  IPPYO_TRY(services_->stop());
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

}  // namespace ippyo::fault
