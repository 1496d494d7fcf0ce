// SPDX-License-Identifier: Apache-2.0
#include "demo/serve.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <condition_variable>

#include "demo/terminal_input.hpp"

namespace ippyo::demo {
namespace {

using base::Result;
using std::chrono::seconds;

constexpr seconds kSecond{1}, kOthersMayEnrol{20};
constexpr base::UnixTime kLead = 20;  // between the opening and the first epoch: the trustees prepare
constexpr std::size_t kCastsAnEpoch = 3;

/// Keeps the rehearsal's clock in step with the wall while it lives.
class Wall {
  ServedElection& election_;
  std::mutex mutex_;
  std::condition_variable woken_;
  bool stop_ = false;
  std::thread thread_;

  void run() {
    std::unique_lock lock(mutex_);
    while (!woken_.wait_for(lock, kSecond, [this] { return stop_; })) {
      // A service that does not answer now is told a second later.
      (void)election_.go_to(std::max(base::SystemClock().now(), election_.now()));
    }
  }

 public:
  explicit Wall(ServedElection& election) : election_(election), thread_([this] { run(); }) {}
  ~Wall() {
    {
      const std::lock_guard lock(mutex_);
      stop_ = true;
    }
    woken_.notify_all();
    thread_.join();
  }
};

class Serving {
  ServedElection& e_;
  TerminalInput& input_;
  const Tell& tell_;
  const Progress& progress_;
  bool enter_ = false;

  /// Waits; true while the rehearsal goes on as it is: no Enter, no Ctrl-C.
  bool goes_on(std::chrono::milliseconds patience) {
    if (input_.line(patience)) enter_ = true;
    return !enter_ && !input_.stopped();
  }

 public:
  Serving(ServedElection& e, TerminalInput& input, const Tell& tell, const Progress& progress) : e_(e), input_(input), tell_(tell), progress_(progress) {}

  Result<void> say_where() {
    const auto people = e_.visitors().at_hand();
    if (!people.ok()) return people.error();
    const auto& first = people->at(0);
    const auto& at = e_.origin();
    auto text = fmt::format("\n投票のページ    The voting page    {0}/booth/\n確認のページ    The checking page  {0}/check/\n掲示板          The public board   {0}/board/\n\n", at);
    if (!e_.has_pages()) text += "NOT RUN: the pages are not built (npm or Node 20 is missing); everything else is served.\n\n";
    text += "三つの手順でためせます / Try it in three steps\n";
    text += fmt::format("1. {} さんの通知書を開きます / Open the letter of this sample voter:\n   {}\n   手で入れるときの番号 / the code, to type: {}\n", first.at("name").get<std::string>(),
                        first.at("link").get<std::string>(), first.at("code").get<std::string>());
    if (e_.visitors().has_reader())
      text += fmt::format("2. 登録します。カードは読み取り機に入っています / Enrol. The card is in the reader.\n   暗証番号 / PIN {}  ペアリング / pairing code {}\n",
                          first.at("pins").at("authentication").get<std::string>(), e_.visitors().pairing());
    else
      text += "2. 登録します。本人確認は見本の認証サービスで / Enrol. Prove who you are at the sample identity service.\n";
    text += "3. 1分ほどで投票が始まります / Voting opens about a minute later.\n\n";
    tell_(text);
    return say_letters("すべての通知書 / All letters:");
  }

  Result<void> say_letters(const std::string& title) {
    const auto people = e_.visitors().at_hand();
    if (!people.ok()) return people.error();
    auto text = fmt::format("{} {}\n", title, e_.letters().string());
    for (const auto& p : *people)
      text += p.contains("link") ? fmt::format("   {}  {}\n", p.at("name").get<std::string>(), p.at("link").get<std::string>())
                                 : fmt::format("   まだ申請していません / has not applied yet: {}（{}） {} {}\n", p.at("name").get<std::string>(), p.at("kana").get<std::string>(),
                                               p.at("birth").get<std::string>(), p.at("address").get<std::string>());
    tell_(text);
    return {};
  }

  Result<void> wait_for_people() {
    tell_("登録を待っています。Enter を押すと、登録なしで進みます。 / Waiting for somebody to enrol; press Enter to go on without.");
    while (goes_on(2 * kSecond)) {
      const auto letters = e_.approve();
      if (!letters.ok()) return letters.error();
      if (*letters > 0) IPPYO_TRY(say_letters("申請が認められました。通知書です / An application was approved; the letter:"));
      const auto enrolled = e_.visitors_enrolled();
      if (!enrolled.ok()) return enrolled.error();
      if (*enrolled > 0) break;
    }
    if (enter_ || input_.stopped()) return {};
    tell_(fmt::format("登録されました。ほかの人も、あと {} 秒は登録できます。 / Enrolled. Others may still enrol for {} seconds.", kOthersMayEnrol.count(), kOthersMayEnrol.count()));
    for (auto left = kOthersMayEnrol; left.count() > 0 && goes_on(kSecond); left -= kSecond)
      progress_("others may enrol", static_cast<std::uint64_t>((kOthersMayEnrol - left).count()), static_cast<std::uint64_t>(kOthersMayEnrol.count()));
    return {};
  }

  Result<void> open_voting() {
    enter_ = false;
    tell_("登録を締め切り、名簿を公開し、選挙を始めます。 / Enrolment closes; the lists are published, audited, and the election opens.");
    IPPYO_TRY(e_.close_enrolment(kLead));
    const auto people = e_.visitors().at_hand();
    if (!people.ok()) return people.error();
    for (const auto& p : *people)
      if (p.contains("slot"))
        tell_(fmt::format("入場券 / polling card: {} 番号 / number {}", p.at("name").get<std::string>(), p.at("slot").get<std::string>()));
    tell_("まもなく投票が始まります。やり直しは何度でもできます。 / Voting opens in a moment; everybody may vote again as often as they like.\n"
          "Enter を押すと締め切って開票します。 / Press Enter to close voting and count.");
    return {};
  }

  bool is_open(std::uint32_t epoch) {
    const auto now = e_.services().epoch();
    return now.ok() && (*now)["epoch"] == epoch && (*now)["state"] == "open";
  }

  void hold_epochs() {
    const auto& epochs = e_.epochs();
    for (const auto& epoch : epochs) {
      while (!is_open(epoch.number) && e_.now() < epoch.close)
        if (!goes_on(kSecond)) return;
      if (epoch.number == 1) tell_("投票できます。 / Voting is open.");
      // A sample voter who comes too late for an epoch is no reason to end the rehearsal.
      if (const auto cast = e_.cast(kCastsAnEpoch); !cast.ok()) tell_("a sample voter could not cast: " + cast.error().message);
      while (e_.now() < epoch.close) {
        progress_(fmt::format("epoch {} of {}", epoch.number, epochs.size()), e_.now() - epoch.open, epoch.close - epoch.open);
        if (!goes_on(kSecond)) return;
      }
    }
  }

  Result<void> count() {
    IPPYO_TRY(e_.close_and_count());
    const auto said = e_.verify();
    if (!said.ok()) return said.error();
    tell_(*said + fmt::format("\n開票が終わりました。結果 / Counted. The result: {}/board/\n終わるときは Ctrl-C / Ctrl-C ends everything.", e_.origin()));
    while (!input_.stopped()) (void)input_.line(kSecond * 60);
    return {};
  }

  Result<void> run() {
    {
      const Wall wall(e_);
      IPPYO_TRY(say_where());
      IPPYO_TRY(wait_for_people());
      if (input_.stopped()) return {};
      IPPYO_TRY(open_voting());
      hold_epochs();
    }
    return input_.stopped() ? Result<void>{} : count();
  }
};

}  // namespace

Result<void> serve_people(const ServeOptions& options, const Tell& tell, const Progress& progress) {
  TerminalInput input;
  tell("練習の選挙を用意しています(十数秒)。 / A rehearsal is being set up.");
  auto election = ServedElection::open(options, tell, progress);
  if (!election.ok()) return election.error();
  tell((*election)->scenario().title + " / " + (*election)->scenario().title_en + "  [練習 rehearsal]");
  const auto served = Serving(**election, input, tell, progress).run();
  return input.stopped() ? Result<void>{} : served;
}

}  // namespace ippyo::demo
