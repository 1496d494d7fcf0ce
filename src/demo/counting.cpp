// SPDX-License-Identifier: Apache-2.0
#include "demo/counting.hpp"

#include <algorithm>

#include "office/commission.hpp"
#include "office/registrar.hpp"
#include "office/scrutineer.hpp"

namespace ippyo::demo {

base::Result<void> close_voting(Bodies& b, Desk& desk) {
  const auto& calendar = desk.state().opening().calendar;
  b.clock.set(calendar.internet.back().until + calendar.grace_seconds + 1);
  const auto internet = b.next_submission("internet-close");
  IPPYO_TRY(office::write_internet_close({internet, desk.state(), b.signers({"commission"}), b.clock.now()}, "インターネット投票を締め切りました。"));
  IPPYO_TRY(desk.post(internet));
  b.clock.set(std::max(calendar.polling_day.until, calendar.paper_override_until));
  const auto polling = b.next_submission("polling-places-closed");
  IPPYO_TRY(office::write_polling_places_closed({polling, desk.state(), b.signers({"commission"}), b.clock.now()}, "すべての投票所を閉じました。"));
  return desk.post(polling);
}

base::Result<void> settle(const office::PollBook& book, Bodies& b, Desk& desk) {
  const auto count = b.next_submission("poll-book-count");
  IPPYO_TRY(office::write_poll_book_count({count, desk.state(), b.signers({"registrar"}), b.clock.now()}, book));
  IPPYO_TRY(desk.post(count));
  const auto settlement = b.next_submission("settlement"), openings = b.folders.hidden("settlement-openings");
  IPPYO_TRY(office::write_settlement({settlement, desk.state(), b.signers({"registrar"}), b.clock.now()}, book, b.z, openings));
  IPPYO_TRY(desk.post(settlement));
  const auto report = office::audit_settlement(desk.state(), book, openings);
  if (!report.ok()) return report.error();
  if (!report->agrees())
    return base::Error{"the scrutineers do not sign: the settlement differs from the poll book" +
                       (report->differences.empty() ? std::string() : " (" + report->differences[0].text() + ")")};
  const auto head = desk.head();
  if (!head.ok()) return head.error();
  auto draft = office::draft_audited(desk.state(), head->entries, head->root, b.scrutineers(), b.clock.now(), "投票録とスロットを一つずつ照合しました。");
  if (!draft.ok()) return draft.error();
  for (const auto& id : b.scrutineers()) IPPYO_TRY(office::sign_entry(*draft, desk.state().ctx(), id, b.keys.at(id)));
  const auto audited = b.next_submission("settlement-audited");
  IPPYO_TRY(office::write_signed(audited, desk.state(), *draft));
  IPPYO_TRY(desk.post(audited));
  return office::erase_openings(desk.state(), openings);
}

namespace {

/// Every trustee verifies the whole record by itself.
base::Result<void> follow_all(Bodies& b) {
  return b.trustees_at_work([&](trustee::Trustee& t, std::size_t) -> base::Result<void> {
    const auto followed = t.follow(b.folders.board());
    return followed.ok() ? base::Result<void>{} : base::Result<void>(followed.error());
  });
}

}  // namespace

base::Result<void> mix_lists(Bodies& b, Desk& desk, const Progress& progress) {
  const auto mixes = desk.state().constitution().mixes;
  IPPYO_TRY(follow_all(b));
  for (std::uint32_t j = 0; j < mixes; ++j) {
    const auto folder = b.next_submission("mix-" + b.trustees[j].id());
    const auto mixed = b.trustees[j].mix(b.folders.board(), folder);
    if (!mixed.ok()) return mixed.error();
    IPPYO_TRY(desk.post(folder));
    if (progress) progress("mixing", j + 1, mixes);
  }
  return {};
}

base::Result<void> decrypt_lists(Bodies& b, Desk& desk, const Progress& progress) {
  const auto k = desk.state().constitution().threshold;
  // Every trustee verifies the whole record, also those whose shares are not needed.
  IPPYO_TRY(follow_all(b));
  std::uint32_t done = 0;
  for (auto it = b.trustees.rbegin(); it != b.trustees.rend(); ++it, ++done) {
    if (done < k) {
      const auto folder = b.next_submission("share-" + it->id());
      const auto given = it->decrypt(b.folders.board(), folder);
      if (!given.ok()) return given.error();
      IPPYO_TRY(desk.post(folder));
    } else {
      const auto followed = it->follow(b.folders.board());
      if (!followed.ok()) return followed.error();
    }
    if (progress) progress("decrypting", done + 1, b.trustees.size());
  }
  return {};
}

base::Result<void> publish_result(Bodies& b, Desk& desk) {
  const auto folder = b.next_submission("result");
  const auto result = office::write_result({folder, desk.state(), b.signers({"commission"}), b.clock.now()});
  if (!result.ok()) return result.error();
  return desk.post(folder);
}

}  // namespace ippyo::demo
