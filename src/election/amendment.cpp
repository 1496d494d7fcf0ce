// SPDX-License-Identifier: Apache-2.0
// Later changes, and the election as they leave it. [SPEC 7.6 Amendment]
#include "election/fields.hpp"
#include "election/opening.hpp"

namespace ippyo::election {

using base::Reader;
using base::Verdict;
using base::Writer;

Bytes Amendment::encode() const {
  Writer w;
  w.u32(number).u8(static_cast<std::uint8_t>(kind)).text(reason);
  switch (kind) {
    case AmendmentKind::add_option: w.u16(contest), election::encode(w, option); break;
    case AmendmentKind::withdraw_option: w.u16(contest).u16(option.number); break;
    case AmendmentKind::extend_window:
      election::encode(w, window);
      write_list(w, boxes, [&](const std::string& id) { w.text(id); });
      break;
    case AmendmentKind::suspend_window: election::encode(w, window); break;
  }
  return w.take();
}

base::Result<Amendment> Amendment::decode(ByteView bytes) {
  Reader r(bytes);
  Amendment a{};
  a.number = r.u32();
  a.kind = read_kind(r, AmendmentKind::suspend_window);
  a.reason = r.text();
  switch (a.kind) {
    case AmendmentKind::add_option: a.contest = r.u16(), a.option = decode_option(r); break;
    case AmendmentKind::withdraw_option: a.contest = r.u16(), a.option.number = r.u16(); break;
    case AmendmentKind::extend_window:
      a.window = decode_window(r);
      a.boxes = read_list(r, 1024, [&] { return r.text(32); });
      break;
    case AmendmentKind::suspend_window: a.window = decode_window(r); break;
  }
  IPPYO_TRY(r.finish("amendment"));
  return a;
}

bool is_rotation(const Constitution& c, const std::vector<std::string>& boxes) {
  return !boxes.empty() && all_distinct(boxes) &&
         std::all_of(boxes.begin(), boxes.end(), [&](const std::string& id) { return c.box(id) != nullptr; });
}

Schedule initial_schedule(const Opening& o) {
  Schedule s;
  s.contests = o.contests;
  s.withdrawn.resize(o.contests.size());
  s.epochs = epochs_of(o.calendar, o.box_rotation);
  s.calendar = o.calendar;
  s.last_epoch = static_cast<std::uint32_t>(s.epochs.size());
  return s;
}

namespace {

Verdict refuse(const std::string& where) { return Verdict::fail(kAmendmentContent, where); }

Verdict add_option(Schedule& s, const Amendment& a) {
  if (a.contest >= s.contests.size()) return refuse("no such contest");
  auto grown = s.contests[a.contest];
  if (grown.kind == ContestKind::yes_no) return refuse("a yes-no question has no third answer");
  if (a.option.number != grown.options.back().number + 1) return refuse("option number not the next one");
  if (a.option.order != grown.options.size() + 1) return refuse("an added option comes last on the screen");
  grown.options.push_back(a.option);
  if (const auto shape = check_contest(grown); !shape.passed()) return refuse(shape.finding().text());
  s.contests[a.contest] = std::move(grown);
  return Verdict::pass();
}

Verdict withdraw_option(Schedule& s, const Amendment& a) {
  if (a.contest >= s.contests.size()) return refuse("no such contest");
  const auto& contest = s.contests[a.contest];
  auto& withdrawn = s.withdrawn[a.contest];
  if (contest.kind == ContestKind::yes_no) return refuse("a yes-no question keeps both answers");
  const auto known = [&](const Option& o) { return o.number == a.option.number; };
  if (std::none_of(contest.options.begin(), contest.options.end(), known)) return refuse("no such option");
  if (withdrawn.contains(a.option.number)) return refuse("option already withdrawn");
  if (withdrawn.size() + 1 == contest.options.size()) return refuse("the last option");
  withdrawn.insert(a.option.number);
  return Verdict::pass();
}

/// Later than every window there is, and before the polls (and the paper that replaces online votes) close.
Verdict extend_window(Schedule& s, const Constitution& c, const Amendment& a, UnixTime now) {
  const auto& w = a.window;
  if (w.from >= w.until || w.from < s.calendar.internet.back().until || w.from < now) return refuse("window not after all others");
  if (w.until > s.calendar.polling_day.until || (c.paper && w.until > s.calendar.paper_override_until))
    return refuse("window beyond the close of the polls");
  if (!is_rotation(c, a.boxes)) return refuse("rotation of the boxes");
  auto added = s.calendar;
  added.internet = {w};
  if (s.last_epoch + epoch_count(added) > kMaxEpochs) return refuse("number of epochs");
  for (auto epoch : epochs_of(added, a.boxes)) {
    epoch.number = ++s.last_epoch;
    s.epochs.push_back(std::move(epoch));
  }
  s.calendar.internet.push_back(w);
  return Verdict::pass();
}

/// Never backwards: an epoch that has closed may already be sealed and on its way.
Verdict suspend_window(Schedule& s, const Amendment& a, std::uint32_t sealed, UnixTime now) {
  if (a.window.from >= a.window.until || a.window.from < now) return refuse("window in the past or empty");
  const auto hit = [&](const Epoch& e) { return a.window.from < e.close && e.close <= a.window.until; };
  if (std::none_of(s.epochs.begin(), s.epochs.end(), hit)) return refuse("no epoch closes in the window");
  if (std::any_of(s.epochs.begin(), s.epochs.end(), [&](const Epoch& e) { return hit(e) && e.number <= sealed; }))
    return refuse("an epoch is already sealed");
  std::erase_if(s.epochs, hit);
  return Verdict::pass();
}

Verdict apply_kind(Schedule& s, const Constitution& c, const Amendment& a, std::uint32_t sealed, UnixTime now) {
  switch (a.kind) {
    case AmendmentKind::add_option: return add_option(s, a);
    case AmendmentKind::withdraw_option: return withdraw_option(s, a);
    case AmendmentKind::extend_window: return extend_window(s, c, a, now);
    case AmendmentKind::suspend_window: return suspend_window(s, a, sealed, now);
  }
  return refuse("kind");
}

}  // namespace

Verdict amend(Schedule& s, const Constitution& c, const Amendment& a, std::uint32_t sealed, UnixTime now) {
  if (a.number != s.amendments + 1) return Verdict::fail(kAmendmentNumber, std::to_string(a.number));
  if (a.reason.empty()) return refuse("no reason given");
  IPPYO_REQUIRE(apply_kind(s, c, a, sealed, now));
  s.amendments = a.number;
  return Verdict::pass();
}

}  // namespace ippyo::election
