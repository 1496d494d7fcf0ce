// SPDX-License-Identifier: Apache-2.0
// From the close to the result: poll book, settlement and its audit, mixes, shares, count.
#pragma once
#include "demo/preparation.hpp"
#include "office/poll_book.hpp"

namespace ippyo::demo {

base::Result<void> close_voting(Bodies& b, Desk& desk);
/// Signs the poll book's count, settles every slot, lets the scrutineers compare slot by slot, erases the openings.
base::Result<void> settle(const office::PollBook& book, Bodies& b, Desk& desk);
base::Result<void> mix_lists(Bodies& b, Desk& desk, const Progress& progress);
base::Result<void> decrypt_lists(Bodies& b, Desk& desk, const Progress& progress);
base::Result<void> publish_result(Bodies& b, Desk& desk);

}  // namespace ippyo::demo
