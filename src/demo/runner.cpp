// SPDX-License-Identifier: Apache-2.0
#include "demo/runner.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/files.hpp"
#include "demo/counting.hpp"
#include "demo/result_file.hpp"
#include "demo/result_page.hpp"

namespace ippyo::demo {
namespace {

constexpr std::size_t kAtReaders = 20, kSmall = 100;

bool has_cards(const Scenario& s) {
  return std::ranges::any_of(s.evidence, [](const EvidenceNumbers& e) {
    return e.evidence == election::EvidenceClass::A || e.evidence == election::EvidenceClass::B;
  });
}

/// One run, phase after phase.
class Run {
  Scenario scenario_;
  Plan plan_;
  PlanFigures figures_;
  std::unique_ptr<Bodies> bodies_;
  const Tell& tell_;
  const Progress& progress_;
  Extent extent_;
  std::vector<PhaseTime> phases_;
  std::unique_ptr<CardRoom> room_;
  std::optional<PostingDesk> desk_;
  std::optional<Prepared> prepared_;
  std::optional<VotingOutcome> voting_;

  base::Result<void> phase(const std::string& name, const std::string& sentence, const std::function<base::Result<void>()>& work) {
    tell_(sentence);
    const auto begun = std::chrono::steady_clock::now();
    IPPYO_TRY(work());
    phases_.push_back({name, std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count()});
    return {};
  }
  base::Result<void> open_desk() {
    auto desk = PostingDesk::open(scenario_, *bodies_);
    if (!desk.ok()) return desk.error();
    desk_.emplace(std::move(*desk));
    return {};
  }
  Paper paper() const { return extent_ == Extent::full ? Paper{plan_.voters.size()} : Paper{}; }
  /// Without a PC/SC service everything is played nevertheless, and the line says so.
  AtReaders open_card_room() {
    const bool full = extent_ == Extent::full;
    if (!has_cards(scenario_) || (!full && scenario_.slots() < kSmall)) return {};
    auto room = CardRoom::open({std::string(kBoothOrigin), scenario_.title}, bodies_->folders.hidden("card-room"));
    if (!room.ok()) {
      tell_("NOT RUN: cards in readers: " + room.error().message + ". The chips of all voters answer in process.");
      return {};
    }
    room_ = std::move(*room);
    const AtReaders out{room_.get(), full ? scenario_.slots() : std::min<std::size_t>(kAtReaders, scenario_.slots())};
    tell_(fmt::format("{} voters put their cards into a reader: pcscd and ippyo-card, the PIN typed into its page; the others' chips answer in process.", out.voters));
    return out;
  }

 public:
  Run(Scenario scenario, Plan plan, std::unique_ptr<Bodies> bodies, const Tell& tell, const Progress& progress, Extent extent)
      : scenario_(std::move(scenario)), plan_(std::move(plan)), figures_(demo::figures(scenario_, plan_)), bodies_(std::move(bodies)), tell_(tell),
        progress_(progress), extent_(extent) {}

  base::Result<void> prepare() {
    IPPYO_TRY(open_desk());
    IPPYO_TRY(phase("setup", "The commission publishes the constitution: who holds which key, and by which rules.", [&] { return found_election(scenario_, *bodies_, *desk_); }));
    IPPYO_TRY(phase("ceremony", fmt::format("{} trustees make the election key in pieces; {} must come together to count.", scenario_.trustees,
                                              scenario_.threshold),
                    [&] { return hold_ceremony(*bodies_, *desk_); }));
    IPPYO_TRY(phase("enrolment", fmt::format("{} voters enrol; the board, the public record, shows keys without names.", figures_.slots),
                    [&]() -> base::Result<void> {
      auto prepared = enrol_voters(scenario_, plan_, *bodies_, *desk_, progress_, open_card_room(), paper());
      if (!prepared.ok()) return prepared.error();
      prepared_.emplace(std::move(*prepared));
      return {};
    }));
    return phase("opening", "The commission opens the election; every trustee rehearses a decryption and fixes the order in which it will mix.",
                 [&]() -> base::Result<void> {
                   IPPYO_TRY(open_election(scenario_, *bodies_, *desk_));
                   return prepare_trustees(*bodies_, *desk_, progress_);
                 });
  }

  base::Result<void> vote() {
    const record::State opened = desk_->state();
    desk_.reset();  // from here on the ballot box keeps the board
    return phase("epochs", fmt::format("{} people cast {} ballots over HTTP, {} of them again; after each of {} epochs every voter gets a new ciphertext.",
                                       figures_.casting, figures_.casts, figures_.twice + figures_.thrice, scenario_.epochs),
                 [&]() -> base::Result<void> {
                   auto voting = hold_voting(scenario_, plan_, *prepared_, opened, *bodies_, progress_);
                   if (!voting.ok()) return voting.error();
                   voting_.emplace(std::move(*voting));
                   return {};
                 });
  }

  base::Result<void> count() {
    IPPYO_TRY(open_desk());
    const auto closing = fmt::format("Voting closes. {} votes are replaced on paper or at a station; scrutineers compare, the public cannot see which.",
                                     figures_.overridden);
    const auto settled = phase("settlement", closing,
                    [&]() -> base::Result<void> {
                      IPPYO_TRY(close_voting(*bodies_, *desk_));
                      if (!scenario_.paper) return {};
                      office::PollBook book;
                      for (std::size_t v = 0; v < plan_.voters.size(); ++v)
                        if (plan_.voters[v].overridden) book.overridden.insert(prepared_->voters[v].slot);
                      book.stations = voting_->stations;
                      return settle(book, *bodies_, *desk_);
                    });
    IPPYO_TRY(settled);
    IPPYO_TRY(phase("mix", fmt::format("{} trustees check everything and mix the votes, one after the other.", scenario_.mixes),
                    [&] { return mix_lists(*bodies_, *desk_, progress_); }));
    IPPYO_TRY(phase("decryption", fmt::format("{} trustees decrypt the mixed votes together.", scenario_.threshold),
                    [&] { return decrypt_lists(*bodies_, *desk_, progress_); }));
    return phase("result", "The commission publishes the result.", [&] { return publish_result(*bodies_, *desk_); });
  }

  base::Result<void> compare() const {
    if (desk_->state().result()->counts == replay(scenario_, plan_)) return {};
    return base::Error{"the counts differ from the voter-by-voter replay of the scenario; please report this, and keep the folder"};
  }

  base::Result<void> verify() {
    return phase("verify", "A separate program, ippyo-verify, checks the whole record.", [&]() -> base::Result<void> {
      auto verifier = Process::start(program_folder() / "ippyo-verify", {bodies_->folders.board().string()}, {}, bodies_->folders.hidden("verify.log"));
      if (!verifier.ok()) return verifier.error();
      std::string output;
      const auto status = verifier->finish(output);
      if (!status.ok()) return status.error();
      if (*status != 0) return base::Error{"ippyo-verify does not accept the record:\n" + output};
      tell_(output);
      return {};
    });
  }

  base::Result<void> write_result() {
    const auto size = desk_->log().size();
    const auto result = result_json({scenario_, figures_, voting_->figures, desk_->state(), desk_->log().root(size), true, phases_});
    const auto& out = bodies_->folders.out;
    IPPYO_TRY(base::write_file_durably(out / "result.json", base::view(result.dump(2) + "\n")));
    IPPYO_TRY(base::write_file_durably(out / "result.html", base::view(result_page(result))));
    std::string times;
    double total = 0;
    for (const auto& p : phases_) {
      times += fmt::format("{}{} {:.1f} s", times.empty() ? "" : ", ", p.name, p.seconds);
      total += p.seconds;
    }
    tell_(fmt::format("{:.0f} s in all: {}", total, times));
    tell_(fmt::format("Open in a browser:  {}\nCheck again:        {} {}", (out / "result.html").string(), (program_folder() / "ippyo-verify").string(),
                      (out / "board").string()));
    return {};
  }
};

}  // namespace

base::Result<void> spare_other_elections(const std::filesystem::path& out, const Scenario& scenario, const Tell& tell) {
  std::error_code failed;
  if (!std::filesystem::exists(out / "result.json", failed)) return {};
  const auto bytes = base::read_file(out / "result.json");
  if (!bytes.ok()) return bytes.error();
  const auto earlier = nlohmann::json::parse(base::to_string(*bytes), nullptr, false);
  const auto id = nlohmann::json::json_pointer("/election/id");
  if (!earlier.is_object() || !earlier.contains(id) || earlier.at(id) != scenario.election_id)
    return base::Error{out.string() + " holds the result of another election, which this run would erase; choose another folder with --out"};
  tell("The earlier run of this election in " + out.string() + " is replaced.");
  return {};
}

base::Result<void> run_demo(const std::filesystem::path& scenario_file, const std::filesystem::path& out, const Tell& tell, const Progress& progress,
                            Extent extent) {
  auto scenario = load_scenario(scenario_file);
  if (!scenario.ok()) return scenario.error();
  auto plan = make_plan(*scenario);
  if (!plan.ok()) return plan.error();
  IPPYO_TRY(spare_other_elections(out, *scenario, tell));
  tell(scenario->title + " / " + scenario->title_en + "  [練習 rehearsal]");
  auto bodies = Bodies::make(*scenario, std::filesystem::absolute(out), base::SystemClock().now() / 3600 * 3600);
  if (!bodies.ok()) return bodies.error();
  Run run(std::move(*scenario), std::move(*plan), std::move(*bodies), tell, progress, extent);
  IPPYO_TRY(run.prepare());
  IPPYO_TRY(run.vote());
  IPPYO_TRY(run.count());
  IPPYO_TRY(run.compare());
  IPPYO_TRY(run.verify());
  return run.write_result();
}

}  // namespace ippyo::demo
