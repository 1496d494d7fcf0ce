// SPDX-License-Identifier: Apache-2.0
#include "record/submission.hpp"

#include <algorithm>

#include "base/codec.hpp"
#include "base/files.hpp"
#include "base/hash.hpp"
#include "board/reader.hpp"
#include "record/context.hpp"

namespace ippyo::record {
namespace {

/// Blobs of a folder laid out as on the board.
class FolderBlobs final : public BlobSource {
  std::filesystem::path folder_;

 public:
  explicit FolderBlobs(std::filesystem::path folder) : folder_(std::move(folder)) {}
  base::Result<Bytes> blob(const Bytes32& sha256) const override { return board::read_blob(folder_, sha256); }
};

}  // namespace

struct SubmissionWriter::Impl {
  std::filesystem::path folder;
  State state;
  SignedBy by;
  UnixTime time;
  std::uint64_t seq;
  std::vector<Bytes> entries;

  // The object that is being written.
  std::optional<ObjectKey> key;
  std::size_t row_size = 0;
  std::uint32_t per_chunk = 0, rows_in_buffer = 0;
  std::uint64_t first = 0;
  Bytes buffer;
  std::vector<Bytes32> chunks;

  base::Result<void> sign_and_keep(EntryType type, Bytes body, EntryType context_kind) {
    Entry e{type, time, seq, by.ids, std::move(body), {}};
    const auto hash = signing_hash(e, entry_context(state, context_kind));
    for (const auto* k : by.keys) e.signatures.push_back(k->sign(hash));
    return keep(e);
  }
  base::Result<void> keep(const Entry& e) {
    auto bytes = e.encode();
    if (bytes.size() > kMaxEntrySize) return base::Error{std::string("the ") + entry_name(e.type) + " entry is larger than 65,535 bytes; split it"};
    entries.push_back(std::move(bytes));
    ++seq;
    return {};
  }

  base::Result<void> append_rows(ByteView rows) {
    if (row_size == 0) return append_row(rows, rows.size());
    IPPYO_CHECK(rows.size() % row_size == 0);
    for (std::size_t at = 0; at < rows.size(); at += row_size) IPPYO_TRY(append_row(rows.subspan(at, row_size), row_size));
    return {};
  }
  base::Result<void> append_row(ByteView row, std::size_t size) {
    if (buffer.size() + size > kMaxBlobSize) return base::Error{"a row of the object is larger than its largest row size"};
    buffer.insert(buffer.end(), row.begin(), row.end());
    return ++rows_in_buffer == per_chunk ? flush() : base::Result<void>{};
  }
  base::Result<void> flush() {
    if (rows_in_buffer == 0) return {};
    const auto hash = base::sha256(buffer);
    const auto path = folder / board::blob_path(hash);
    std::error_code made;
    std::filesystem::create_directories(path.parent_path(), made);
    IPPYO_TRY(base::write_file_durably(path, buffer));
    const Chunk chunk{*key, first, rows_in_buffer, static_cast<std::uint32_t>(buffer.size()), hash};
    IPPYO_TRY(sign_and_keep(EntryType::chunk, chunk.encode(), key->kind));
    chunks.push_back(hash);
    first += rows_in_buffer;
    rows_in_buffer = 0;
    buffer.clear();
    return {};
  }
};

namespace {

/// The caller's end of an object: rows go to the writer that began it.
template <class Impl>
class ObjectSink final : public base::RowSink {
  Impl& impl_;

 public:
  explicit ObjectSink(Impl& impl) : impl_(impl) {}
  base::Result<void> append(ByteView rows) override { return impl_.append_rows(rows); }
};

}  // namespace

base::Result<SubmissionWriter> SubmissionWriter::create(const std::filesystem::path& folder, const State& state, SignedBy by, UnixTime time) {
  IPPYO_CHECK(!by.ids.empty() && (by.ids.size() == by.keys.size() || by.keys.empty()));
  std::error_code failed;
  std::filesystem::create_directories(folder / "blob", failed);
  if (failed) return base::Error{"cannot create the folder " + folder.string() + ": " + failed.message()};
  if (std::filesystem::exists(folder / "entries"))
    return base::Error{folder.string() + " already holds a finished submission; choose an empty folder"};
  SubmissionWriter w;
  w.impl_ = std::make_unique<Impl>();
  w.impl_->folder = folder;
  w.impl_->state = state;
  w.impl_->seq = state.next_seq(by.ids[0]);
  w.impl_->by = std::move(by);
  w.impl_->time = std::max(time, state.last_time());
  return w;
}

SubmissionWriter::SubmissionWriter() = default;
SubmissionWriter::SubmissionWriter(SubmissionWriter&&) noexcept = default;
SubmissionWriter::~SubmissionWriter() = default;

base::Result<void> SubmissionWriter::add(EntryType type, Bytes body) { return impl_->sign_and_keep(type, std::move(body), type); }

base::Result<void> SubmissionWriter::add_signed(const Entry& entry) { return impl_->keep(entry); }

base::Result<std::unique_ptr<base::RowSink>> SubmissionWriter::begin_object(const ObjectKey& key, std::size_t largest_row_size,
                                                                            std::size_t row_size) {
  IPPYO_CHECK(!impl_->key);
  impl_->key = key;
  impl_->row_size = row_size;
  impl_->per_chunk = rows_per_chunk(largest_row_size);
  impl_->first = 0;
  impl_->rows_in_buffer = 0;
  impl_->chunks.clear();
  return std::unique_ptr<base::RowSink>(new ObjectSink<Impl>(*impl_));
}

base::Result<void> SubmissionWriter::close_object(Bytes header) {
  IPPYO_CHECK(impl_->key.has_value());
  IPPYO_TRY(impl_->flush());
  const Closing closing{*impl_->key, impl_->first, std::move(header), impl_->chunks};
  const auto kind = impl_->key->kind;
  impl_->key.reset();
  return impl_->sign_and_keep(kind, closing.encode(), kind);
}

base::Result<void> SubmissionWriter::finish() {
  IPPYO_CHECK(!impl_->key);
  base::Writer w;
  for (const auto& e : impl_->entries) w.bytes(e);
  return base::write_file_durably(impl_->folder / "entries", w.data());
}

base::Result<Submission> Submission::open(const std::filesystem::path& folder) {
  const auto bytes = base::read_file(folder / "entries");
  if (!bytes.ok()) return base::Error{folder.string() + " holds no finished submission (no file 'entries'); ask its author for a complete copy"};
  Submission s;
  base::Reader r(*bytes);
  while (r.left() > 0 && !r.failed()) s.entries.push_back(r.bytes(kMaxEntrySize));
  IPPYO_TRY(r.finish("the file 'entries' of a submission"));
  s.blobs = std::make_shared<FolderBlobs>(folder);
  for (const auto& bytes_of_entry : s.entries) {
    const auto e = Entry::decode(bytes_of_entry);
    if (!e.ok() || e->type != EntryType::chunk) continue;
    if (const auto chunk = Chunk::decode(e->body); chunk.ok()) s.blob_hashes.push_back(chunk->sha256);
  }
  return s;
}

}  // namespace ippyo::record
