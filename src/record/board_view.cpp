// SPDX-License-Identifier: Apache-2.0
#include "record/board_view.hpp"

#include "base/codec.hpp"
#include "base/files.hpp"
#include "board/policy.hpp"

namespace ippyo::record {
namespace {

class BoardBlobs final : public BlobSource {
  std::filesystem::path board_;

 public:
  explicit BoardBlobs(std::filesystem::path board) : board_(std::move(board)) {}
  base::Result<Bytes> blob(const Bytes32& sha256) const override { return board::read_blob(board_, sha256); }
};

class EitherBlobs final : public BlobSource {
  std::shared_ptr<const BlobSource> first_, second_;

 public:
  EitherBlobs(std::shared_ptr<const BlobSource> first, std::shared_ptr<const BlobSource> second)
      : first_(std::move(first)), second_(std::move(second)) {}
  base::Result<Bytes> blob(const Bytes32& sha256) const override {
    auto found = first_->blob(sha256);
    return found.ok() ? std::move(found) : second_->blob(sha256);
  }
};

/// The log's signature and every cosignature, as soon as the opening has named the keys.
base::Verdict check_latest(const State& state, const board::SignedCheckpoint& latest) {
  if (state.phase() < Phase::open) return base::Verdict::pass();
  const auto policy = board::Policy::parse(state.opening().policy);
  IPPYO_CHECK(policy.ok());  // apply() has refused an opening whose policy does not parse
  return board::check_checkpoint(*policy, latest, false, true);
}

}  // namespace

std::shared_ptr<const BlobSource> board_blobs(const std::filesystem::path& board) { return std::make_shared<BoardBlobs>(board); }

std::shared_ptr<const BlobSource> either(std::shared_ptr<const BlobSource> first, std::shared_ptr<const BlobSource> second) {
  return std::make_shared<EitherBlobs>(std::move(first), std::move(second));
}

base::Result<VerifiedHead> load_head(const std::filesystem::path& file) {
  if (!std::filesystem::exists(file)) return VerifiedHead{};
  const auto bytes = base::read_file(file, 64);
  if (!bytes.ok()) return bytes.error();
  base::Reader r(*bytes);
  VerifiedHead head{r.u64(), r.fixed<32>()};
  if (!r.finish("head").ok())
    return base::Error{file.string() + " is damaged; delete it to verify the whole board again from its first entry"};
  return head;
}

base::Result<void> save_head(const std::filesystem::path& file, const VerifiedHead& head) {
  return base::write_file_durably(file, base::Writer().u64(head.entries).raw(head.root).take(), 0600);
}

struct Follower::Impl {
  board::Reader reader;
  std::filesystem::path head_file;
  VerifiedHead head;
  State state;
  std::shared_ptr<const BlobSource> blobs;
  std::vector<Bytes> waiting;  ///< read and not yet applied: the next call begins with what this one stopped at
  Reliance reliance;

  /// Whether the policy's quorum has cosigned the latest checkpoint. Before the opening nobody is named yet.
  bool cosigned() const {
    if (state.phase() < Phase::open) return false;
    const auto policy = board::Policy::parse(state.opening().policy);
    return policy.ok() && reader.latest() && board::check_checkpoint(*policy, *reader.latest(), true, true).passed();
  }

  /// Reads and applies up to `until` in steps, so that memory stays bounded and progress can be shown.
  base::Result<base::Verdict> apply_until(std::uint64_t until, Depth depth, std::uint64_t total,
                                          const std::function<void(std::uint64_t, std::uint64_t)>& progress) {
    constexpr std::uint64_t kStep = 512;
    while (state.entries() < until) {
      if (waiting.empty()) {
        auto entries = reader.read_until(std::min(until, state.entries() + kStep));
        if (!entries.ok()) return entries.error();
        waiting = std::move(*entries);
      }
      std::uint64_t applied = 0;
      auto verdict = state.apply_all(waiting, blobs, [&](std::uint64_t n) { return n <= reader.read() ? reader.root(n) : Bytes32{}; }, depth, applied);
      waiting.erase(waiting.begin(), waiting.begin() + static_cast<std::ptrdiff_t>(applied));
      if (!verdict.ok() || !verdict->passed()) return verdict;
      if (progress) progress(state.entries(), total);
    }
    return base::Verdict::pass();
  }
};

base::Result<Follower> Follower::open(const std::filesystem::path& board, const std::filesystem::path& head_file, Reliance reliance) {
  auto reader = board::Reader::open(board);
  if (!reader.ok()) return reader.error();
  VerifiedHead head;
  if (!head_file.empty()) {
    auto loaded = load_head(head_file);
    if (!loaded.ok()) return loaded.error();
    head = *loaded;
  }
  Follower f;
  f.impl_ = std::make_unique<Impl>(Impl{std::move(*reader), head_file, head, State{}, board_blobs(board), {}, reliance});
  return f;
}

Follower::Follower() = default;
Follower::Follower(Follower&&) noexcept = default;
Follower::~Follower() = default;

base::Result<base::Verdict> Follower::catch_up(const std::function<void(std::uint64_t, std::uint64_t)>& progress) {
  auto& i = *impl_;
  IPPYO_TRY(i.reader.refresh());
  const auto size = i.reader.size();
  const auto rewritten = base::Error{"the board is not the one that was verified here before: it was rewritten. Keep a copy of it and of " +
                                     i.head_file.string() + ", and tell the election commission"};
  if (size < i.head.entries) return rewritten;
  if (i.state.entries() < i.head.entries) {
    auto again = i.apply_until(i.head.entries, Depth::again, size, progress);
    if (!again.ok()) return again;
    if (!again->passed() || i.reader.root(i.head.entries) != i.head.root) return rewritten;
  }
  const bool relies = i.reliance == Reliance::quorum && i.state.phase() >= Phase::open;
  if (relies && !i.cosigned()) return base::Verdict::pass();  // not yet: the next call looks again
  auto verdict = i.apply_until(size, relies ? Depth::again : Depth::full, size, progress);
  if (!verdict.ok() || !verdict->passed()) return verdict;
  if (size == 0) return base::Verdict::pass();
  const auto root = i.reader.root(size);
  if (root != i.reader.latest()->checkpoint.root) return base::Verdict::fail(board::kCheckpointRoot, "size " + std::to_string(size));
  IPPYO_REQUIRE(check_latest(i.state, *i.reader.latest()));
  if (i.head.entries != size) {
    i.head = {size, root};
    // What rests on others is not remembered as verified here.
    if (!i.head_file.empty() && i.reliance == Reliance::proofs) IPPYO_TRY(save_head(i.head_file, i.head));
  }
  return base::Verdict::pass();
}

const State& Follower::state() const { return impl_->state; }
const board::Reader& Follower::reader() const { return impl_->reader; }
VerifiedHead Follower::head() const { return impl_->head; }

}  // namespace ippyo::record
