// SPDX-License-Identifier: Apache-2.0
#include "demo/serving.hpp"

#include <fmt/format.h>

#include "base/files.hpp"
#include "demo/counting.hpp"
#include "letters/letter_code.hpp"
#include "office/commission.hpp"
#include "office/poll_book.hpp"

namespace ippyo::demo {

using base::Error;
using base::Result;
namespace fs = std::filesystem;

namespace {

constexpr base::UnixTime kHour = 3600, kDay = 24 * kHour, kGrace = 120;
constexpr base::UnixTime kPollingDayAfter = 12;  // days: longer than any ground's lead time in eligibility.toml
constexpr base::UnixTime kGuessedOpening = 300;  // what the letters say before the commission has decided
constexpr std::uint16_t kNobody = 1;             // a port on which nothing listens

}  // namespace

election::Calendar ServedElection::calendar(base::UnixTime opens) const {
  const auto closes = opens + scenario_.epochs * scenario_.epoch_seconds;
  const auto polling_day = opens / kDay * kDay + kPollingDayAfter * kDay;
  return {opens, {opens, closes}, {{opens, closes}}, {polling_day, polling_day + 13 * kHour}, polling_day + 13 * kHour, scenario_.epoch_seconds, kGrace};
}

Result<void> ServedElection::announce_pages(Desk& desk) {
  const auto manifest = base::read_file(web() / "manifest.txt", 1u << 20);
  if (!manifest.ok()) return manifest.error();
  const auto folder = bodies_->next_submission("pages");
  IPPYO_TRY(office::announce_page({folder, desk.state(), bodies_->signers({"commission"}), now()}, base::to_string(*manifest)));
  return desk.post(folder);
}

Result<void> ServedElection::found() {
  auto desk = PostingDesk::open(scenario_, *bodies_);
  if (!desk.ok()) return desk.error();
  IPPYO_TRY(found_election(scenario_, *bodies_, *desk));
  IPPYO_TRY(hold_ceremony(*bodies_, *desk));
  if (has_pages()) IPPYO_TRY(announce_pages(*desk));
  auto registry = Registry::open(scenario_, *bodies_, desk->state(), calendar(now() + kGuessedOpening), {}, origin_);
  if (!registry.ok()) return registry.error();
  registry_ = std::move(*registry);
  return {};
}

Result<void> ServedElection::take_in_citizens() {
  auto all = registry_->make_citizens(plan_, true);
  std::vector<Citizen> applicants;
  std::size_t visitors = 0;
  IPPYO_TRY(registry_->import_roll(all));
  for (const auto& v : scenario_.visitors) {
    visitors += v.count;
    const auto from = all.begin() + static_cast<std::ptrdiff_t>(visitors), to = from + v.applicants;
    std::move(from, to, std::back_inserter(applicants));
    all.erase(from, to);
  }
  std::error_code failed;
  fs::create_directories(letters(), failed);
  IPPYO_TRY(registry_->take_applications(all, progress_));
  IPPYO_TRY(registry_->send_letters(all, progress_, {visitors, letters() / "letters.pdf"}));
  for (std::size_t n = visitors; n < all.size(); ++n) samples_.push_back(std::move(all[n]));
  all.erase(all.begin() + static_cast<std::ptrdiff_t>(visitors), all.end());
  std::move(applicants.begin(), applicants.end(), std::back_inserter(all));
  visitors_ = std::make_unique<Visitors>(std::move(all), origin_, registry_->world().ctx0, letters::policy_hash(witness_policy(scenario_, *bodies_)));
  registry_->offer_at_provider(visitors_->numbers());
  return registry_->enrol(samples_, progress_);
}

Result<void> ServedElection::open_card_reader() {
  if (!options_.cards) return {};
  const auto opened = visitors_->open_reader(registry_->world(), {origin_, scenario_.title}, bodies_->folders.hidden("card-reader"), options_.card_port);
  if (!opened.ok()) tell_("NOT RUN: the card reader: " + opened.error().message + ". Use the sample identity provider instead.");
  return opened.ok() ? visitors_->insert(1) : Result<void>{};
}

fs::path ServedElection::web() const { return options_.web.empty() ? program_folder().parent_path() / "web" : fs::absolute(options_.web); }
bool ServedElection::has_pages() const { return fs::exists(web() / "booth/index.html") && fs::exists(web() / "manifest.txt"); }

Result<void> ServedElection::start_origin() {
  std::uint16_t relay = kNobody;
  if (fs::exists(program_folder() / "ippyo-relay")) {
    auto started = Process::start(program_folder() / "ippyo-relay", {"--port", "0"}, {}, bodies_->folders.hidden("relay.log"));
    if (!started.ok()) return started.error();
    relay_.emplace(std::move(*started));
    const auto port = relay_->line();
    if (!port.ok()) return port.error();
    relay = static_cast<std::uint16_t>(std::stoul(*port));
  }
  std::uint16_t card = options_.card_port == 0 ? kNobody : options_.card_port;
  if (visitors_->has_reader()) card = static_cast<std::uint16_t>(std::stoul(visitors_->agent().substr(visitors_->agent().rfind(':') + 1)));
  auto nginx = Origin::start({options_.port, web(), services_->where().box.port, registry_->where().port, relay, card}, bodies_->folders.hidden("nginx"));
  if (!nginx.ok()) return nginx.error();
  nginx_.emplace(std::move(*nginx));
  return {};
}

Result<std::unique_ptr<ServedElection>> ServedElection::open(ServeOptions options, const Tell& tell, const Progress& progress) {
  auto scenario = load_scenario(options.scenario);
  if (!scenario.ok()) return scenario.error();
  if (scenario->visitors.empty() || !scenario->stations.empty() || !scenario->amendments.empty())
    return Error{options.scenario.string() + " keeps no places for visitors, or has stations or amendments; serve scenarios/serve.toml"};
  auto plan = make_plan(*scenario);
  if (!plan.ok()) return plan.error();
  if (options.port == 0) {
    const auto port = free_port();
    if (!port.ok()) return port.error();
    options.port = *port;
  }
  IPPYO_TRY(spare_other_elections(options.out, *scenario, tell));
  auto bodies = Bodies::make(*scenario, fs::absolute(options.out), base::SystemClock().now());
  if (!bodies.ok()) return bodies.error();
  std::unique_ptr<ServedElection> e(new ServedElection(std::move(*scenario), std::move(*plan), std::move(*bodies), std::move(options), tell, progress));
  e->origin_ = fmt::format("http://localhost:{}", e->options_.port);
  IPPYO_TRY(e->found());
  auto services = VotingServices::start(e->scenario_, *e->bodies_, *e->registry_);
  if (!services.ok()) return services.error();
  e->services_.emplace(std::move(*services));
  IPPYO_TRY(e->take_in_citizens());
  IPPYO_TRY(e->open_card_reader());
  IPPYO_TRY(e->start_origin());
  return e;
}

Result<std::uint64_t> ServedElection::visitors_enrolled() {
  const auto all = registry_->enrolled();
  if (!all.ok()) return all.error();
  return *all - std::min<std::uint64_t>(*all, plan_.voters.size());
}

Result<std::size_t> ServedElection::approve() {
  auto approved = registry_->approve_waiting(letters());
  if (!approved.ok()) return approved.error();
  for (auto& a : *approved) visitors_->receive(a.number, std::move(a.code));
  return approved->size();
}

Result<void> ServedElection::publish_lists() {
  IPPYO_TRY(registry_->keep_signed_in());
  IPPYO_TRY(registry_->publish(*desk_));
  IPPYO_TRY(registry_->audit());
  const auto cards = letters() / "polling-cards.csv";
  IPPYO_TRY(registry_->write_polling_cards(cards));
  IPPYO_TRY(visitors_->read_polling_cards(cards));
  std::map<base::Bytes32, std::uint64_t> slots;
  const auto& list = desk_->state().slots();
  for (std::uint64_t slot = 0; slot < list.size(); ++slot) slots[list[slot].X.bytes] = slot;
  for (auto& c : samples_) {
    const auto at = slots.find(c.key().X.bytes);
    if (at == slots.end()) return Error{"an enrolled voter is not on the slot list"};
    voters_.push_back({std::move(c), at->second});
  }
  samples_.clear();
  return {};
}

Result<void> ServedElection::close_enrolment(base::UnixTime lead) {
  auto desk = BoxDesk::open(*bodies_, *services_);
  if (!desk.ok()) return desk.error();
  desk_.emplace(std::move(*desk));
  IPPYO_TRY(publish_lists());
  IPPYO_TRY(open_election(scenario_, calendar(now() + lead), *bodies_, *desk_));
  opened_ = desk_->state();
  IPPYO_TRY(prepare_trustees(*bodies_, *desk_, progress_));
  stage_ = Stage::voting;
  return {};
}

// The plan's casts in their order, whatever epochs it had in mind for them; nobody twice at a time.
std::vector<PlannedCast> ServedElection::next_casts(std::size_t count, std::uint32_t epoch) {
  std::vector<PlannedCast> out;
  std::set<std::uint32_t> casting;
  for (std::size_t tried = 0; tried < plan_.casts.size() && out.size() < count; ++tried) {
    auto cast = plan_.casts[next_cast_++ % plan_.casts.size()];
    if (!casting.insert(cast.voter).second) continue;
    cast.epoch = epoch;
    out.push_back(std::move(cast));
  }
  return out;
}

Result<void> ServedElection::cast(std::size_t count) {
  const auto now = services_->epoch();
  if (!now.ok()) return now.error();
  if ((*now)["state"] != "open") return Error{"no epoch is open; the ballot box says " + now->dump()};
  const auto epoch = (*now)["epoch"].get<std::uint32_t>();
  const auto casts = next_casts(count, epoch);
  return cast_now({scenario_, *opened_}, services_->where(), registry_->world(), voters_, casts, epoch, (*now)["sealed"].get<std::uint32_t>(), figures_, progress_);
}

Result<void> ServedElection::go_to(base::UnixTime now) {
  if (now < bodies_->clock.now()) return Error{"the clock of a rehearsal never goes back"};
  return services_->set_clock(now);
}

Result<void> ServedElection::end_epoch() {
  const auto now = services_->epoch();
  if (!now.ok()) return now.error();
  const auto epoch = (*now)["epoch"].get<std::uint32_t>();
  if (stage_ != Stage::voting || epoch == 0) return Error{"no epoch is open"};
  IPPYO_TRY(go_to(std::max(this->now(), (*now)["closes_at"].get<base::UnixTime>() + 1)));
  IPPYO_TRY(services_->wait_until_sealed(epoch));
  if (epoch < opened_->schedule().epochs.size()) IPPYO_TRY(services_->wait_for_epoch(epoch + 1, "open"));
  return services_->tell_time();
}

Result<std::string> ServedElection::verify() const {
  auto verifier = Process::start(program_folder() / "ippyo-verify", {board().string()}, {}, bodies_->folders.hidden("verify.log"));
  if (!verifier.ok()) return verifier.error();
  std::string output;
  const auto status = verifier->finish(output);
  if (!status.ok()) return status.error();
  return *status == 0 ? Result<std::string>(std::move(output)) : Error{"ippyo-verify does not accept the record:\n" + output};
}

Result<void> ServedElection::start_box() {
  if (services_->box_runs()) return {};
  IPPYO_TRY(services_->restart_box());
  return services_->wait_for_box();
}

Result<void> ServedElection::close_and_count() {
  const auto& last = opened_->schedule().epochs.back();
  if (now() < last.close) {
    IPPYO_TRY(end_epoch());
    IPPYO_TRY(go_to(last.close + kGrace + 1));
  }
  IPPYO_TRY(desk_->catch_up());
  tell_("投票を締め切りました。紙の投票と照らし合わせ、混ぜ合わせ、開票します。 / Voting is closed: settlement, mixes, decryption.");
  IPPYO_TRY(close_voting(*bodies_, *desk_));
  if (scenario_.paper) {
    office::PollBook book;
    for (std::size_t v = 0; v < plan_.voters.size(); ++v)
      if (plan_.voters[v].overridden) book.overridden.insert(voters_[v].slot);
    IPPYO_TRY(settle(book, *bodies_, *desk_));
  }
  IPPYO_TRY(mix_lists(*bodies_, *desk_, progress_));
  IPPYO_TRY(decrypt_lists(*bodies_, *desk_, progress_));
  IPPYO_TRY(publish_result(*bodies_, *desk_));
  stage_ = Stage::counted;
  return services_->tell_time();
}

}  // namespace ippyo::demo
