// SPDX-License-Identifier: Apache-2.0
#include "device/answer.hpp"

#include <algorithm>
#include <numeric>

#include "proof/slot_proof.hpp"

namespace ippyo::device {

base::Verdict check_acknowledgement(const KeptBallot& kept, const Element& B, const Element& X, ByteView acknowledgement) {
  return proof::verify_acknowledgement({kept.ctx, kept.epoch, kept.slot, kept.row, B, X}, acknowledgement);
}

bool recorded(const KeptBallot& kept, ByteView sealed_row) { return !kept.row.empty() && std::ranges::equal(kept.row, sealed_row); }

std::optional<ByteView> row_in_run(ByteView run, std::span<const std::size_t> contests, std::size_t index) {
  const auto size = [](std::size_t sum, std::size_t w) { return sum + proof::slot_row_size(w); };
  const auto total = std::accumulate(contests.begin(), contests.end(), std::size_t{0}, size);
  if (run.size() != total || index >= contests.size()) return std::nullopt;
  const auto before = contests.first(index);
  const auto offset = std::accumulate(before.begin(), before.end(), std::size_t{0}, size);
  return run.subspan(offset, proof::slot_row_size(contests[index]));
}

}  // namespace ippyo::device
