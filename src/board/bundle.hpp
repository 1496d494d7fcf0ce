// SPDX-License-Identifier: Apache-2.0
// The files that a tree of some size has on disk, and entry bundles. [SPEC 6.5 Directory]
#pragma once
#include <filesystem>
#include <span>

#include "base/result.hpp"
#include "board/merkle.hpp"

namespace ippyo::board {

inline constexpr unsigned kTileWidth = 256;
inline constexpr std::size_t kMaxEntry = 65535;

/// A tile (level >= 0) or an entry bundle (level kEntries) as a tree of some size has it.
struct TileFile {
  static constexpr int kEntries = -1;
  int level;
  std::uint64_t index;
  unsigned width;  ///< 1..256
  std::filesystem::path path() const;  ///< inside the board
};

/// The tiles and bundles of a tree of `size` that a tree of `before` does not have in this width.
std::vector<TileFile> new_tiles(std::uint64_t before, std::uint64_t size);
/// The partial tiles and bundles of a tree of `before` that a tree of `size` has wider. requires: before <= size
std::vector<TileFile> partial_tiles_replaced(std::uint64_t before, std::uint64_t size);
/// The hashes of a tile, one after another. requires: level >= 0, the tree holds them
Bytes tile_bytes(const Tree& tree, const TileFile& tile);

/// u16 length || entry, one after another. requires: each at most kMaxEntry bytes
Bytes encode_bundle(std::span<const Bytes> entries);
/// errors: names the file when it is not exactly `width` entries.
base::Result<std::vector<Bytes>> decode_bundle(ByteView bytes, unsigned width, const std::string& file);
/// At least the first `width` entries of a bundle, also when the board has grown and only a wider file is left.
base::Result<std::vector<Bytes>> read_bundle(const std::filesystem::path& board, std::uint64_t index, unsigned width);

}  // namespace ippyo::board
