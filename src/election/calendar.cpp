// SPDX-License-Identifier: Apache-2.0
#include "election/calendar.hpp"

#include "base/check.hpp"
#include "election/fields.hpp"

namespace ippyo::election {

using base::Reader;
using base::Verdict;
using base::Writer;

void encode(Writer& w, const Window& window) { w.u64(window.from).u64(window.until); }

Window decode_window(Reader& r) {
  Window w{};
  w.from = r.u64();
  w.until = r.u64();
  return w;
}

void encode(Writer& w, const Calendar& c) {
  w.u64(c.announcement);
  encode(w, c.early_voting);
  write_list(w, c.internet, [&](const Window& window) { encode(w, window); });
  encode(w, c.polling_day);
  w.u64(c.paper_override_until).u32(c.epoch_seconds).u32(c.grace_seconds);
}

Calendar decode_calendar(Reader& r) {
  Calendar c{};
  c.announcement = r.u64();
  c.early_voting = decode_window(r);
  c.internet = read_list(r, 4096, [&] { return decode_window(r); });
  c.polling_day = decode_window(r);
  c.paper_override_until = r.u64();
  c.epoch_seconds = r.u32();
  c.grace_seconds = r.u32();
  return c;
}

std::uint64_t epoch_count(const Calendar& c) {
  IPPYO_CHECK(c.epoch_seconds > 0);
  std::uint64_t n = 0;
  for (const auto& w : c.internet) n += (w.until - w.from - 1) / c.epoch_seconds + 1;
  return n;
}

std::vector<Epoch> epochs_of(const Calendar& c, const std::vector<std::string>& boxes) {
  IPPYO_CHECK(c.epoch_seconds > 0 && !boxes.empty());
  std::vector<Epoch> out;
  for (const auto& w : c.internet)
    for (auto open = w.from; open < w.until; open += c.epoch_seconds) {
      const auto& box = boxes[out.size() % boxes.size()];
      out.push_back({static_cast<std::uint32_t>(out.size() + 1), open, std::min<UnixTime>(open + c.epoch_seconds, w.until), box});
    }
  return out;
}

static Verdict check_order(const Calendar& c, bool paper) {
  const auto refuse = [](const char* where) { return Verdict::fail(kCalendarOrder, where); };
  const auto sound = [](const Window& w) { return w.from < w.until && w.until <= kLastTime; };
  if (!sound(c.early_voting) || c.announcement > c.early_voting.from) return refuse("early voting");
  if (c.internet.empty()) return refuse("no Internet window");
  auto free_from = c.early_voting.from;
  for (const auto& w : c.internet) {
    if (!sound(w) || w.from < free_from || w.until > c.early_voting.until) return refuse("Internet windows");
    free_from = w.until;
  }
  if (!sound(c.polling_day) || c.polling_day.from < c.early_voting.until) return refuse("polling day");
  if (paper && (c.paper_override_until < free_from || c.paper_override_until > c.polling_day.until)) return refuse("paper override");
  return Verdict::pass();
}

Verdict check_calendar(const Calendar& c, bool rehearsal, bool paper) {
  IPPYO_REQUIRE(check_order(c, paper));
  const std::uint32_t shortest = rehearsal ? 1 : 60;
  if (c.epoch_seconds < shortest || (!rehearsal && c.epoch_seconds > 900)) return Verdict::fail(kEpochLength, "length");
  if (c.grace_seconds == 0) return Verdict::fail(kEpochLength, "grace");
  if (epoch_count(c) > kMaxEpochs) return Verdict::fail(kEpochLength, "number of epochs");
  return Verdict::pass();
}

}  // namespace ippyo::election
