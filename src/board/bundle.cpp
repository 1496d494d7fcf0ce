// SPDX-License-Identifier: Apache-2.0
#include "board/bundle.hpp"

#include <algorithm>
#include <charconv>

#include "base/codec.hpp"
#include "base/files.hpp"
#include "board/reader.hpp"

namespace ippyo::board {

using base::Error;
using base::Result;
namespace fs = std::filesystem;

namespace {

/// An index in groups of three digits, all but the last with an x: 1234067 is x001/x234/067.
std::string index_path(std::uint64_t index) {
  const auto group = [](std::uint64_t v) {
    auto digits = std::to_string(v % 1000);
    return std::string(3 - digits.size(), '0') + digits;
  };
  auto out = group(index);
  for (index /= 1000; index > 0; index /= 1000) out = "x" + group(index) + "/" + out;
  return out;
}

/// The levels that a tree of this size has on disk: entries, then tiles of hashes over 256^level leaves each.
std::vector<std::pair<int, unsigned>> tile_levels(std::uint64_t size) {
  std::vector<std::pair<int, unsigned>> out{{TileFile::kEntries, 0}};
  for (unsigned shift = 0; shift < 64 && size >> shift > 0; shift += 8) out.emplace_back(static_cast<int>(shift / 8), shift);
  return out;
}

fs::path with_width(const std::string& path, unsigned width) {
  return width == kTileWidth ? path : path + ".p/" + std::to_string(width);
}

/// A file of the bundle that is at least `width` wide: the one asked for, the full one, or any wider partial one.
std::pair<fs::path, unsigned> find_bundle(const fs::path& board, std::uint64_t index, unsigned width) {
  std::error_code ignored;
  for (const unsigned w : {width, kTileWidth})
    if (fs::exists(board / bundle_path(index, w), ignored)) return {bundle_path(index, w), w};
  std::pair<fs::path, unsigned> best{bundle_path(index, width), width};
  for (const auto& entry : fs::directory_iterator((board / bundle_path(index, 1)).parent_path(), ignored)) {
    const auto name = entry.path().filename().string();
    unsigned w = 0;
    std::from_chars(name.data(), name.data() + name.size(), w);
    if (w > best.second && w < kTileWidth && std::to_string(w) == name) best = {bundle_path(index, w), w};
  }
  return best;
}

}  // namespace

fs::path tile_path(unsigned level, std::uint64_t index, unsigned width) {
  return with_width("tile/" + std::to_string(level) + "/" + index_path(index), width);
}

fs::path bundle_path(std::uint64_t index, unsigned width) { return with_width("tile/entries/" + index_path(index), width); }

fs::path TileFile::path() const {
  return level == kEntries ? bundle_path(index, width) : tile_path(static_cast<unsigned>(level), index, width);
}

std::vector<TileFile> new_tiles(std::uint64_t before, std::uint64_t size) {
  std::vector<TileFile> out;
  for (const auto& [level, shift] : tile_levels(size)) {
    const auto old_hashes = before >> shift, hashes = size >> shift;
    if (old_hashes == hashes) continue;
    for (auto i = old_hashes / kTileWidth; i * kTileWidth < hashes; ++i)
      out.push_back({level, i, static_cast<unsigned>(std::min<std::uint64_t>(kTileWidth, hashes - i * kTileWidth))});
  }
  return out;
}

std::vector<TileFile> partial_tiles_replaced(std::uint64_t before, std::uint64_t size) {
  std::vector<TileFile> out;
  for (const auto& [level, shift] : tile_levels(before)) {
    const auto old_hashes = before >> shift;
    const auto width = static_cast<unsigned>(old_hashes % kTileWidth);
    if (width != 0 && old_hashes != size >> shift) out.push_back({level, old_hashes / kTileWidth, width});
  }
  return out;
}

Bytes tile_bytes(const Tree& tree, const TileFile& tile) {
  Bytes out;
  out.reserve(tile.width * sizeof(Bytes32));
  for (unsigned i = 0; i < tile.width; ++i) {
    const auto& hash = tree.node(static_cast<unsigned>(tile.level) * 8, tile.index * kTileWidth + i);
    out.insert(out.end(), hash.begin(), hash.end());
  }
  return out;
}

Bytes encode_bundle(std::span<const Bytes> entries) {
  base::Writer w;
  for (const auto& entry : entries) {
    IPPYO_CHECK(entry.size() <= kMaxEntry);
    w.u16(static_cast<std::uint16_t>(entry.size())).raw(entry);
  }
  return w.take();
}

Result<std::vector<Bytes>> decode_bundle(ByteView bytes, unsigned width, const std::string& file) {
  base::Reader r(bytes);
  std::vector<Bytes> out;
  for (unsigned i = 0; i < width && !r.failed(); ++i) {
    const auto length = r.u16();
    out.push_back(base::to_bytes(r.raw(length)));
  }
  if (!r.finish(file).ok()) return Error{file + " is not a bundle of " + std::to_string(width) + " entries: copy the board again"};
  return out;
}

Result<std::vector<Bytes>> read_bundle(const fs::path& board, std::uint64_t index, unsigned width) {
  // The writer removes a partial bundle once a wider one is durable; between looking and reading that can happen again.
  constexpr int kAttempts = 8;
  for (int attempt = 1;; ++attempt) {
    const auto [path, found] = find_bundle(board, index, width);
    const auto bytes = base::read_file(board / path);
    if (bytes) return decode_bundle(*bytes, found, path.string());
    if (attempt == kAttempts) return bytes.error();
  }
}

}  // namespace ippyo::board
