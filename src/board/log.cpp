// SPDX-License-Identifier: Apache-2.0
#include "board/log.hpp"

#include <algorithm>
#include <utility>

#include "base/hash.hpp"
#include "board/bundle.hpp"
#include "board/file_batch.hpp"
#include "board/intent.hpp"
#include "board/repair.hpp"

namespace ippyo::board {

using base::Error;
using base::Result;
namespace fs = std::filesystem;

struct Log::Impl {
  fs::path board, staging, intent_file;
  base::SigningKey key;
  VerifierKey verifier;
  base::FileLock lock;
  Tree tree{};
  std::vector<Bytes> tail{};  ///< entries of the last bundle while it is partial
  std::optional<SignedCheckpoint> latest{};
  /// An append that open() found unfinished, or finished without its caller having been told.
  std::optional<Intent> untold{};
  /// The last append of this object, which returned to its caller. Marked on disk only when the log is closed in order: a caller
  /// that dies before it could note the success asks again.
  std::optional<Intent> told{};
  bool broken = false;

  Result<void> usable() const;
  Result<void> load_latest();
  Result<void> load_entries(std::uint64_t until);
  Result<void> complete_intent();
  Result<void> write_tiles(std::uint64_t before, std::span<const Bytes> entries);
  Result<void> publish();
  Result<void> write_append(std::uint64_t before, std::span<const Bytes> entries);
  void tidy(const Intent& intent);
  bool repeats(const Intent& intent, std::span<const Bytes> entries) const;
  /// Whatever failed may be half durable: only reading everything again tells.
  Result<void> give_up(const Error& error) {
    broken = true;
    return error;
  }
};

namespace {

fs::path beside(const fs::path& board, const char* suffix) { return board.string() + suffix; }

fs::path without_last_slash(const fs::path& path) {
  const auto normal = path.lexically_normal();
  return normal.has_filename() ? normal : normal.parent_path();
}

Result<void> make_empty_folder(const fs::path& folder) {
  std::error_code error;
  fs::remove_all(folder, error);
  if (!error) fs::create_directories(folder, error);
  if (error) return Error{"cannot prepare " + folder.string() + ": " + error.message()};
  return {};
}

}  // namespace

Result<void> Log::Impl::usable() const {
  if (broken) return Error{"an earlier write to " + board.string() + " failed: find out why, then open the board again"};
  return {};
}

Result<void> Log::Impl::load_latest() {
  auto reader = Reader::open(board);
  if (!reader) return reader.error();
  latest = reader->latest();
  if (!latest) return {};
  const auto& signatures = latest->note.signatures;
  const auto by_us = [&](const NoteSignature& s) { return verify_note_signature(verifier, latest->note.text, s).passed(); };
  if (latest->checkpoint.origin != verifier.name || std::none_of(signatures.begin(), signatures.end(), by_us))
    return Error{board.string() + " is not signed by this key as " + verifier.name + ": use the key that began it"};
  IPPYO_TRY(load_entries(latest->checkpoint.size));
  if (tree.root(tree.size()) != latest->checkpoint.root)
    return Error{"the entries of " + board.string() + " do not give the root of its checkpoint: restore the board from a copy"};
  return {};
}

Result<void> Log::Impl::load_entries(std::uint64_t until) {
  while (tree.size() < until) {
    const auto index = tree.size() / kTileWidth;
    const auto width = static_cast<unsigned>(std::min<std::uint64_t>(kTileWidth, until - index * kTileWidth));
    auto entries = read_bundle(board, index, width);
    if (!entries) return entries.error();
    entries->resize(width);
    for (auto i = tree.size() % kTileWidth; i < width; ++i) tree.append(leaf_hash((*entries)[i]));
    tail.clear();
    if (width < kTileWidth) tail = std::move(*entries);
  }
  return {};
}

/// After a crash: what was intended is signed and published now, or was published and is left alone.
Result<void> Log::Impl::complete_intent() {
  const auto intent = load_intent(intent_file);
  if (!intent) return intent.error();
  if (!*intent) return {};
  const auto& wanted = **intent;
  const auto have = tree.size();
  if (have > wanted.size) return Error{intent_file.string() + " is older than the board: restore both from the same copy"};
  if (have < wanted.size && (have != wanted.before || wanted.done))
    return Error{board.string() + " is older than what was signed last: restore the newest copy, a second history must not begin"};
  IPPYO_TRY(load_entries(wanted.size));
  if (tree.root(wanted.size) != wanted.root)
    return Error{"the entries of " + board.string() + " are not those intended at the last append: restore the board from a copy"};
  if (have < wanted.size) IPPYO_TRY(publish());
  if (!wanted.done) untold = wanted;
  return {};
}

Result<void> Log::Impl::write_tiles(std::uint64_t before, std::span<const Bytes> entries) {
  std::vector<Bytes> open_bundles = tail;
  open_bundles.insert(open_bundles.end(), entries.begin(), entries.end());
  const auto first = before - before % kTileWidth;
  FileBatch batch(board, staging);
  for (const auto& tile : new_tiles(before, tree.size())) {
    if (tile.level != TileFile::kEntries) {
      IPPYO_TRY(batch.put(tile.path(), tile_bytes(tree, tile)));
      continue;
    }
    const auto bundle = std::span<const Bytes>(open_bundles).subspan(tile.index * kTileWidth - first, tile.width);
    IPPYO_TRY(batch.put(tile.path(), encode_bundle(bundle)));
  }
  IPPYO_TRY(batch.finish());
  tail.assign(open_bundles.end() - static_cast<std::ptrdiff_t>(tree.size() % kTileWidth), open_bundles.end());
  return {};
}

/// Signs the whole tree. The history comes first: who sees `checkpoint` finds it there.
Result<void> Log::Impl::publish() {
  const Checkpoint checkpoint{verifier.name, tree.size(), tree.root(tree.size())};
  const auto text = checkpoint.text();
  const Note note{text, {sign_note(verifier, key, text)}};
  const auto bytes = note.serialize();
  FileBatch batch(board, staging);
  IPPYO_TRY(batch.put(fs::path("checkpoints") / std::to_string(checkpoint.size), base::view(bytes)));
  IPPYO_TRY(batch.finish());
  IPPYO_TRY(batch.put("checkpoint", base::view(bytes)));
  IPPYO_TRY(batch.finish());
  latest = SignedCheckpoint{checkpoint, note};
  return {};
}

Result<void> Log::Impl::write_append(std::uint64_t before, std::span<const Bytes> entries) {
  IPPYO_TRY(write_tiles(before, entries));
  const Intent intent{before, tree.size(), tree.root(tree.size()), false};
  IPPYO_TRY(save_intent(intent_file, intent));
  IPPYO_TRY(publish());
  tidy(intent);
  return {};
}

/// The append stands; what fails here is repaired by the next open().
void Log::Impl::tidy(const Intent& intent) {
  FileBatch batch(board, staging);
  auto result = Result<void>{};
  for (const auto& tile : partial_tiles_replaced(intent.before, intent.size))
    if (result.ok()) result = batch.remove(tile.path());
  if (result.ok()) result = batch.finish();
  broken = !result.ok();
  told = intent;
}

bool Log::Impl::repeats(const Intent& intent, std::span<const Bytes> entries) const {
  if (intent.size - intent.before != entries.size()) return false;
  for (std::size_t i = 0; i < entries.size(); ++i)
    if (leaf_hash(entries[i]) != tree.node(0, intent.before + i)) return false;
  return true;
}

Log::Log(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Log::Log(Log&&) noexcept = default;
Log::~Log() {
  if (!impl_ || impl_->broken || !impl_->told) return;
  impl_->told->done = true;
  // Without it the next open() only expects a repetition that will not come.
  static_cast<void>(save_intent(impl_->intent_file, *impl_->told));
}

Result<Log> Log::open(const fs::path& path, const std::string& name, base::SigningKey key) {
  if (!is_key_name(name)) return Error{"the name of a log has no spaces and no plus: choose another"};
  const auto board = without_last_slash(path);
  std::error_code error;
  fs::create_directories(board, error);
  if (error) return Error{"cannot create " + board.string() + ": " + error.message()};
  IPPYO_TRY(base::sync_folder(board.parent_path()));
  auto lock = base::FileLock::take(beside(board, ".lock"));
  if (!lock) return lock.error();
  auto verifier = log_key(name, key);
  auto impl = std::unique_ptr<Impl>(new Impl{board, beside(board, ".staging"), beside(board, ".intent"), std::move(key),
                                             std::move(verifier), std::move(*lock)});
  IPPYO_TRY(make_empty_folder(impl->staging));
  IPPYO_TRY(impl->load_latest());
  IPPYO_TRY(impl->complete_intent());
  IPPYO_TRY(align_checkpoints(impl->board, impl->staging, impl->latest));
  IPPYO_TRY(remove_leftovers(impl->board, impl->staging, impl->tree.size()));
  return Log(std::move(impl));
}

const fs::path& Log::board() const { return impl_->board; }
const VerifierKey& Log::verifier_key() const { return impl_->verifier; }
std::uint64_t Log::size() const { return impl_->tree.size(); }
Bytes32 Log::root(std::uint64_t n) const { return impl_->tree.root(n); }
const std::optional<SignedCheckpoint>& Log::latest() const { return impl_->latest; }

Result<void> Log::put_blob(ByteView bytes) { return put_blobs({base::to_bytes(bytes)}); }

Result<void> Log::put_blobs(const std::vector<Bytes>& blobs) {
  IPPYO_TRY(impl_->usable());
  FileBatch batch(impl_->board, impl_->staging);
  for (const auto& blob : blobs) {
    const auto hash = base::sha256(blob);
    if (read_blob(impl_->board, hash).ok()) {
      batch.keep(blob_path(hash));
    } else if (const auto put = batch.put(blob_path(hash), blob); !put) {
      return impl_->give_up(put.error());
    }
  }
  if (const auto done = batch.finish(); !done) return impl_->give_up(done.error());
  return {};
}

Result<void> Log::keep_only_blobs(std::vector<Bytes32> named) {
  IPPYO_TRY(impl_->usable());
  if (const auto removed = remove_unnamed_blobs(impl_->board, impl_->staging, std::move(named)); !removed) return impl_->give_up(removed.error());
  return {};
}

Result<void> Log::append(std::span<const Bytes> entries) {
  IPPYO_CHECK(!entries.empty());
  IPPYO_TRY(impl_->usable());
  if (const auto untold = std::exchange(impl_->untold, std::nullopt); untold && impl_->repeats(*untold, entries)) {
    impl_->tidy(*untold);
    return {};
  }
  const auto before = size();
  for (const auto& entry : entries) impl_->tree.append(leaf_hash(entry));
  const auto written = impl_->write_append(before, entries);
  if (written) return {};
  impl_->tree.truncate(before);
  return impl_->give_up(written.error());
}

Result<void> Log::add_signatures(std::uint64_t size, const std::vector<NoteSignature>& lines) {
  IPPYO_TRY(impl_->usable());
  const auto path = fs::path("checkpoints") / std::to_string(size);
  const auto bytes = base::read_file(impl_->board / path);
  if (!bytes) return Error{"there is no checkpoint of size " + std::to_string(size) + " to add signatures to: publish it first"};
  auto checkpoint = SignedCheckpoint::parse(base::to_string(*bytes));
  if (!checkpoint) return checkpoint.error();
  auto& have = checkpoint->note.signatures;
  for (const auto& line : lines) {
    const auto same_key = [&](const NoteSignature& s) { return s.name == line.name && s.id == line.id; };
    const auto text = line.line();
    if (!NoteSignature::parse(std::string_view(text).substr(0, text.size() - 1)))
      return Error{"a signature to be added is malformed: ask its cosigner again"};
    if (std::none_of(have.begin(), have.end(), same_key)) have.push_back(line);
  }
  const auto out = checkpoint->note.serialize();
  if (out == base::to_string(*bytes)) return {};
  FileBatch batch(impl_->board, impl_->staging);
  auto result = batch.put(path, base::view(out));
  if (result) result = batch.finish();
  const bool is_latest = impl_->latest && impl_->latest->checkpoint.size == size;
  if (result && is_latest) result = batch.put("checkpoint", base::view(out));
  if (result && is_latest) result = batch.finish();
  if (!result) return impl_->give_up(result.error());
  if (is_latest) impl_->latest = std::move(*checkpoint);
  return {};
}

}  // namespace ippyo::board
