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

/// Who asks for letters gets them on paper up to this number, and the paper itself.
struct Paper {
  std::size_t most = kPrintedLetters;
  std::filesystem::path pdf{};  ///< empty: with the private files
};
/// A member of the office who signs in with a passkey.
struct StaffMember {
  std::string id;
  passkey::Authenticator key;
  std::string token;
};

class Registry {
  const Scenario& scenario_;
  Bodies& bodies_;
  std::unique_ptr<MailSink> mail_;
  std::unique_ptr<identity_provider::SampleProvider> provider_;  ///< only when somebody enrols with OpenID Connect
  std::unique_ptr<virtual_card::TestPki> cards_;
  std::unique_ptr<CitizenWorld> world_;
  std::optional<Process> process_;
  std::mutex clock_;  ///< the rehearsal's time goes out in order
  http::Url where_;
  base::UnixTime lists_from_ = 0, signed_in_ = 0;
  StaffMember manager_{"manager-1", {}, {}}, clerk_{"clerk-1", {}, {}};
  std::vector<std::int64_t> applications_;    ///< by citizen
  std::string ocsp_, origin_;
  std::map<std::string, roll::Attributes> people_;  ///< by number of the roll: whom the sample provider knows

  Registry(const Scenario& s, Bodies& b) : scenario_(s), bodies_(b) {}
  std::filesystem::path folder() const { return bodies_.folders.hidden("registrar"); }
  base::Result<void> write_files(const election::Calendar& calendar);
  base::Result<void> space_left() const;
  std::vector<std::string> files() const;
  std::vector<std::string> environment() const;
  base::Result<std::string> invite_manager();
  base::Result<void> serve(const std::string& port);
  base::Result<void> join(StaffMember& member, const std::string& invitation);
  base::Result<void> sign_in(StaffMember& member);
  base::Result<void> sign_in_both();
  base::Result<void> staff_the_office(const std::string& invitation);
  base::Result<std::uint64_t> print(const nlohmann::json& order, const std::filesystem::path& to, const Progress& progress);
  base::Result<std::vector<letters::DedicatedCode>> read_printed(const std::filesystem::path& pdf) const;
  base::Result<void> receive_printed(std::span<Citizen> citizens, const std::filesystem::path& pdf);
  base::Result<std::string> run_tool(const std::filesystem::path& program, const std::vector<std::string>& arguments) const;
  base::Result<void> receive_data(std::span<Citizen> citizens, const std::filesystem::path& csv);

 public:
  /// requires: the constitution stands on the board. `calendar`: as the opening will have it. `ocsp`: address of a responder for the
  /// sample cards; without one the registrar reads their lists. `origin`: of the booth's page.
  static base::Result<std::unique_ptr<Registry>> open(const Scenario& s, Bodies& b, const record::State& founded, const election::Calendar& calendar,
                                                      std::string ocsp = {}, std::string_view origin = kBoothOrigin);
  const http::Url& where() const { return where_; }
  const CitizenWorld& world() const { return *world_; }

  /// A city with these voters: first those of the scenario's visitors, if `visitors`; then one for every planned voter in order.
  std::vector<Citizen> make_citizens(const Plan& plan, bool visitors = false);
  base::Result<void> import_roll(const std::vector<Citizen>& citizens);
  /// Everybody applies, by post; a clerk looks at each and approves it. Then the letters.
  base::Result<void> take_applications(const std::vector<Citizen>& citizens, const Progress& progress, const Paper& paper = {});
  base::Result<void> send_letters(std::vector<Citizen>& citizens, const Progress& progress, const Paper& paper = {});
  base::Result<void> enrol(std::span<Citizen> citizens, const Progress& progress);
  struct Approved {
    std::string number;  ///< of the roll
    letters::DedicatedCode code;
  };
  /// Applications that came in since: a clerk approves those that fit somebody, and their letters are printed into `folder`.
  base::Result<std::vector<Approved>> approve_waiting(const std::filesystem::path& folder);
  /// What scrutineers do: every slot's evidence, with the tool for it.
  base::Result<void> audit() const;
  /// Evidence, slot list and the head of the audit log go to the board.
  base::Result<void> publish(Desk& desk);
  /// The rehearsal's time to the process, and revocation lists of that day.
  base::Result<void> tell_time();
  base::Result<void> stop();
  bool runs() const { return process_.has_value(); }
  /// Where it was before; everybody of the office signs in again. requires: stopped.
  base::Result<void> start_again();
  /// New sessions for the two of the office if theirs are ten minutes old: they end after a quarter of an hour without use.
  base::Result<void> keep_signed_in();
  /// How many have enrolled.
  base::Result<std::uint64_t> enrolled();
  /// Writes the polling cards, a table that names everybody's slot. requires: the slot list is on the board.
  base::Result<void> write_polling_cards(const std::filesystem::path& csv) const;
  /// What the sample OpenID provider is called; empty: there is none.
  std::string provider() const { return provider_ ? provider_->issuer() : std::string(); }
  /// Whom its page offers by a button.
  void offer_at_provider(std::vector<std::string> numbers);
};

}  // namespace ippyo::demo
