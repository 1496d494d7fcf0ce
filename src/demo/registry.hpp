// SPDX-License-Identifier: Apache-2.0
// The office of a rehearsal: the real registrar as a process, its clerks as scripts that use nothing but its interface.
#pragma once
#include <span>

#include "demo/citizen.hpp"
#include "demo/office_bodies.hpp"
#include "demo/plan.hpp"
#include "demo/process.hpp"
#include "election/calendar.hpp"
#include "identity_provider/sample_provider.hpp"

namespace ippyo::demo {

/// What long work reports: what, done, total. May be empty.
using Progress = std::function<void(std::string_view what, std::uint64_t done, std::uint64_t total)>;

/// How long before the opening people apply: longer than any ground's lead time in eligibility.toml.
inline constexpr base::UnixTime kApplyBefore = 9 * 24 * 3600;
/// Letters that are printed on paper (PDF) and read back from it; all others go to the printing house as data.
inline constexpr std::size_t kPrintedLetters = 20;

class Registry {
  const Scenario& scenario_;
  Bodies& bodies_;
  std::unique_ptr<MailSink> mail_;
  std::unique_ptr<identity_provider::SampleProvider> provider_;  ///< only when somebody enrols with OpenID Connect
  std::unique_ptr<virtual_card::TestPki> cards_;
  std::unique_ptr<CitizenWorld> world_;
  std::optional<Process> process_;
  http::Url where_;
  base::UnixTime lists_from_ = 0;
  std::string manager_, clerk_;               ///< tokens of the two who signed in
  std::vector<std::int64_t> applications_;    ///< by citizen
  std::string ocsp_;
  std::map<std::string, roll::Attributes> people_;  ///< by number of the roll: whom the sample provider knows

  Registry(const Scenario& s, Bodies& b) : scenario_(s), bodies_(b) {}
  std::filesystem::path folder() const { return bodies_.folders.hidden("registrar"); }
  base::Result<void> write_files(const election::Calendar& calendar);
  base::Result<void> space_left() const;
  base::Result<void> start_process();
  base::Result<std::string> sign_in(const std::string& id, const std::string& invitation, base::Rng& rng);
  base::Result<void> staff_the_office();
  base::Result<std::uint64_t> print(const nlohmann::json& order, const std::filesystem::path& to, const Progress& progress);
  base::Result<void> receive_printed(std::span<Citizen> citizens, const std::filesystem::path& pdf);
  base::Result<void> receive_data(std::span<Citizen> citizens, const std::filesystem::path& csv);

 public:
  /// requires: the constitution stands on the board. `calendar`: as the opening will have it. `ocsp`: address of a responder for the
  /// sample cards; without one the registrar reads their lists.
  static base::Result<std::unique_ptr<Registry>> open(const Scenario& s, Bodies& b, const record::State& founded, const election::Calendar& calendar,
                                                      std::string ocsp = {});
  const http::Url& where() const { return where_; }
  const CitizenWorld& world() const { return *world_; }

  /// A city with these voters, one for every planned voter in order.
  std::vector<Citizen> make_citizens(const Plan& plan);
  base::Result<void> import_roll(const std::vector<Citizen>& citizens);
  /// Everybody applies, by post; a clerk looks at each and approves it. Then the letters.
  base::Result<void> take_applications(const std::vector<Citizen>& citizens, const Progress& progress);
  base::Result<void> send_letters(std::vector<Citizen>& citizens, const Progress& progress);
  base::Result<void> enrol(std::vector<Citizen>& citizens, const Progress& progress);
  /// What scrutineers do: every slot's evidence, with the tool for it.
  base::Result<void> audit() const;
  /// Evidence, slot list and the head of the audit log go to the board.
  base::Result<void> publish(PostingDesk& desk);
  /// The rehearsal's time to the process, and revocation lists of that day.
  base::Result<void> tell_time();
  base::Result<void> stop() { return process_->stop(); }
};

}  // namespace ippyo::demo
