// SPDX-License-Identifier: Apache-2.0
#include "ballot_box/runs.hpp"

#include <algorithm>
#include <charconv>

#include "base/codec.hpp"

namespace ippyo::ballot_box {

std::optional<Bytes> slot_run(const record::State& state, std::uint64_t k) {
  if (state.phase() < record::Phase::open) return std::nullopt;
  const auto& slots = state.slots();
  if (k >= (slots.size() + kRunSlots - 1) / kRunSlots) return std::nullopt;
  base::Writer w;
  for (auto i = k * kRunSlots; i < std::min<std::uint64_t>(slots.size(), (k + 1) * kRunSlots); ++i) w.raw(slots[i].X.bytes).u16(slots[i].style);
  return w.take();
}

base::Result<std::optional<Bytes>> row_run(const std::filesystem::path& board, const SealedEpoch& epoch, std::uint64_t k) {
  const auto per_run = kRunSlots / epoch.rows_per_chunk;
  if (k >= (epoch.chunks.size() + per_run - 1) / per_run) return std::optional<Bytes>();
  Bytes out;
  for (auto i = k * per_run; i < std::min<std::uint64_t>(epoch.chunks.size(), (k + 1) * per_run); ++i) {
    const auto blob = board::read_blob(board, epoch.chunks[i]);
    if (!blob.ok()) return blob.error();
    out.insert(out.end(), blob->begin(), blob->end());
  }
  return std::optional(std::move(out));
}

std::optional<std::filesystem::path> board_file(const std::filesystem::path& board, std::string_view path) {
  auto out = board;
  while (true) {
    const auto part = path.substr(0, path.find('/'));
    const auto allowed = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-'; };
    if (part.empty() || part[0] == '.' || !std::all_of(part.begin(), part.end(), allowed)) return std::nullopt;
    out /= part;
    if (part.size() == path.size()) return out;
    path.remove_prefix(part.size() + 1);
  }
}

bool is_immutable(std::string_view path) { return path.starts_with("tile/") || path.starts_with("blob/"); }

std::optional<std::uint64_t> path_number(std::string_view text) {
  std::uint64_t v = 0;
  const auto end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, v);
  const bool plain = !text.empty() && (text.size() == 1 || text[0] != '0');
  if (error != std::errc() || stop != end || !plain) return std::nullopt;
  return v;
}

}  // namespace ippyo::ballot_box
