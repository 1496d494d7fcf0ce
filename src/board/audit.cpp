// SPDX-License-Identifier: Apache-2.0
// Every file of a board directory against what its entries give. [SPEC 6.5 Directory]
#include <map>
#include <set>

#include "base/files.hpp"
#include "base/hash.hpp"
#include "board/bundle.hpp"
#include "board/reader.hpp"

namespace ippyo::board {

using base::Error;
using base::Result;
using base::Verdict;
namespace fs = std::filesystem;

namespace {

/// Paths inside the board, as text with slashes; their byte order is the order of the audit.
struct Listing {
  std::map<std::string, bool> files;  ///< true for a regular file, false for a link, a device ..
  std::set<std::string> folders;
};

Result<Listing> list(const fs::path& board) {
  Listing out;
  std::error_code error;
  for (fs::recursive_directory_iterator it(board, error), end; !error && it != end; it.increment(error)) {
    const auto name = it->path().lexically_relative(board).generic_string();
    const auto type = it->symlink_status(error).type();
    if (type == fs::file_type::directory)
      out.folders.insert(name);
    else
      out.files[name] = type == fs::file_type::regular;
  }
  if (error) return Error{"cannot list " + board.string() + ": " + error.message()};
  return out;
}

class Audit {
  const Reader& reader_;
  std::map<std::string, TileFile> tiles_;
  std::map<std::string, Bytes32> blobs_;
  std::string latest_;       ///< name of the checkpoint of the latest size, empty for an empty board
  std::string latest_bytes_;

  Verdict check_tile(const std::string& name, const TileFile& tile, const Bytes& bytes) const;
  Verdict check_checkpoint(const std::string& name, const Bytes& bytes) const;
  Verdict check_missing(const std::string& name) const;
  Verdict check_present(const std::string& name, bool regular, Result<Bytes>& bytes) const;

 public:
  Audit(const Reader& reader, const std::vector<Bytes32>& blobs);
  Result<Verdict> run() const;
};

Audit::Audit(const Reader& reader, const std::vector<Bytes32>& blobs) : reader_(reader) {
  for (const auto& tile : new_tiles(0, reader.size())) tiles_.emplace(tile.path().generic_string(), tile);
  for (const auto& blob : blobs) blobs_.emplace(blob_path(blob).generic_string(), blob);
  if (!reader.latest()) return;
  latest_ = "checkpoints/" + std::to_string(reader.size());
  latest_bytes_ = reader.latest()->note.serialize();
}

Verdict Audit::check_tile(const std::string& name, const TileFile& tile, const Bytes& bytes) const {
  const auto& tree = reader_.tree();
  if (tile.level != TileFile::kEntries)
    return bytes == tile_bytes(tree, tile) ? Verdict::pass() : Verdict::fail(kTile, name);
  const auto entries = decode_bundle(bytes, tile.width, name);
  if (!entries) return Verdict::fail(kTile, name);
  for (unsigned i = 0; i < tile.width; ++i)
    if (leaf_hash((*entries)[i]) != tree.node(0, tile.index * kTileWidth + i)) return Verdict::fail(kTile, name);
  return Verdict::pass();
}

/// A file of checkpoints/, whose name must be the size that it states.
Verdict Audit::check_checkpoint(const std::string& name, const Bytes& bytes) const {
  const auto text = base::to_string(bytes);
  const auto signed_checkpoint = SignedCheckpoint::parse(text);
  if (!signed_checkpoint || signed_checkpoint->note.serialize() != text) return Verdict::fail(kCheckpointForm, name);
  const auto& c = signed_checkpoint->checkpoint;
  if (name != "checkpoints/" + std::to_string(c.size)) return Verdict::fail(kCheckpointForm, name);
  if (c.size > reader_.size()) return Verdict::fail(kLatestCheckpoint, name);
  if (name == latest_ && text != latest_bytes_) return Verdict::fail(kLatestCheckpoint, name);
  return c.root == reader_.root(c.size) ? Verdict::pass() : Verdict::fail(kCheckpointRoot, name);
}

Verdict Audit::check_missing(const std::string& name) const {
  if (tiles_.contains(name)) return Verdict::fail(kTile, name + " is missing");
  if (blobs_.contains(name)) return Verdict::fail(kBlobMissing, name);
  return Verdict::fail(kLatestCheckpoint, name + " is missing");
}

Verdict Audit::check_present(const std::string& name, bool regular, Result<Bytes>& bytes) const {
  if (!regular) return Verdict::fail(kUnknownFile, name);
  const auto read = [&]() -> bool {
    bytes = base::read_file(reader_.board() / name, ~0ull);
    return bytes.ok();
  };
  if (const auto tile = tiles_.find(name); tile != tiles_.end())
    return read() ? check_tile(name, tile->second, *bytes) : Verdict::pass();
  if (const auto blob = blobs_.find(name); blob != blobs_.end())
    return !read() || base::sha256(*bytes) == blob->second ? Verdict::pass() : Verdict::fail(kBlobContent, name);
  if (name == "checkpoint" && reader_.latest()) {
    if (!read()) return Verdict::pass();
    if (base::to_string(*bytes) != latest_bytes_) return Verdict::fail(kLatestCheckpoint, name);
    const auto& c = reader_.latest()->checkpoint;
    return c.root == reader_.root(c.size) ? Verdict::pass() : Verdict::fail(kCheckpointRoot, name);
  }
  if (name.starts_with("checkpoints/")) return read() ? check_checkpoint(name, *bytes) : Verdict::pass();
  const auto hash = base::bytes32_from_hex(name.substr(name.rfind('/') + 1));
  if (hash && name == blob_path(*hash).generic_string()) return Verdict::fail(kBlobUnknown, name);
  return Verdict::fail(kUnknownFile, name);
}

/// Names that lie there and names that must lie there, in one order: the first bad one decides.
Result<Verdict> Audit::run() const {
  auto listing = list(reader_.board());
  if (!listing) return listing.error();
  std::set<std::string> names = listing->folders, needed_folders;
  const auto need = [&](const std::string& name) {
    names.insert(name);
    for (auto at = name.find('/'); at != name.npos; at = name.find('/', at + 1)) needed_folders.insert(name.substr(0, at));
  };
  for (const auto& [name, regular] : listing->files) need(name);  // a folder is as good as what is in it
  for (const auto& [name, tile] : tiles_) need(name);
  for (const auto& [name, blob] : blobs_) need(name);
  if (reader_.latest()) need("checkpoint"), need(latest_);
  for (const auto& name : names) {
    const auto file = listing->files.find(name);
    Result<Bytes> bytes = Bytes{};
    auto verdict = Verdict::pass();
    if (file != listing->files.end()) {
      verdict = check_present(name, file->second, bytes);
    } else if (listing->folders.contains(name)) {
      if (!needed_folders.contains(name)) verdict = Verdict::fail(kUnknownFile, name);
    } else {
      verdict = check_missing(name);
    }
    if (!bytes) return bytes.error();
    if (!verdict.passed()) return verdict;
  }
  return Verdict::pass();
}

}  // namespace

Result<Verdict> audit_directory(const Reader& reader, const std::vector<Bytes32>& blobs) {
  IPPYO_CHECK(reader.read() == reader.size());
  return Audit(reader, blobs).run();
}

}  // namespace ippyo::board
