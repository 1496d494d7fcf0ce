// SPDX-License-Identifier: Apache-2.0
#include "registrar/letter_office.hpp"

#include "base/files.hpp"
#include "registrar/letter_writers.hpp"
#include "registrar/private_file.hpp"

namespace ippyo::registrar {
namespace {

namespace fs = std::filesystem;
using base::Result;
constexpr const char* kPart = ".part";  // a file whose letters are not valid yet

}  // namespace

std::string_view name(Batch::Stage stage) {
  switch (stage) {
    case Batch::Stage::writing: return "writing";
    case Batch::Stage::ready: return "ready";
    case Batch::Stage::failed: return "failed";
    default: return "taken";
  }
}

LetterOffice::~LetterOffice() {
  stop_ = true;
  if (thread_.joinable()) thread_.join();
}

fs::path LetterOffice::path_of(const PrintOrder& order) const {
  const auto last = order.first + order.applications.size() - 1;
  return context_.config.prints / ("letters-" + std::to_string(order.first) + "-" + std::to_string(last) + std::string(extension(order.as)));
}

Result<void> LetterOffice::make_valid(const LetterSource& source, const Actor& actor, std::vector<std::uint32_t>& voided) {
  auto outcome = context_.store.run([&](db::Database& db) { return store_letters(db, context_.store, source.planned(), actor, voided); });
  if (outcome.code == db::Code::unknown_outcome) {
    bool there = false;
    const auto read = context_.store.run([&](db::Database& db) { return has_letter(db, source.planned().back(), there); });
    if (read.ok() && there) outcome = {};
  }
  return outcome.ok() ? Result<void>{} : Result<void>(outcome.error());
}

Result<void> LetterOffice::write(const PrintOrder& order, std::vector<std::uint32_t>& voided) {
  const auto path = path_of(order);
  const fs::path part = path.string() + kPart;
  IPPYO_TRY(erase_file(part));
  LetterSource source(context_, order, stop_);
  const auto progress = [&](std::uint64_t done) {
    const std::lock_guard lock(mutex_);
    batches_[order.first].done = done;
  };
  if (const auto written = write_batch(part, context_, order.as, source, progress); !written.ok()) {
    const auto about = source.planned().empty() ? std::string() : " (application " + std::to_string(source.planned().back().application) + ")";
    return base::Error{written.error().message + about};
  }
  if (const auto valid = make_valid(source, order.actor, voided); !valid.ok()) {
    IPPYO_TRY(erase_file(part));
    return valid.error();
  }
  std::error_code failed;
  fs::rename(part, path, failed);
  return failed ? Result<void>(base::Error{"cannot rename " + part.string() + ": " + failed.message()}) : Result<void>{};
}

void LetterOffice::work(const PrintOrder& order) {
  std::vector<std::uint32_t> voided;
  const auto done = write(order, voided);
  std::error_code unread;
  const auto size = done.ok() ? fs::file_size(path_of(order), unread) : 0;
  const std::lock_guard lock(mutex_);
  auto& batch = batches_[order.first];
  batch.stage = done.ok() ? Batch::Stage::ready : Batch::Stage::failed;
  if (!done.ok()) batch.message = done.error().message;
  batch.voided = std::move(voided);
  batch.size = size;
  writing_ = false;
  ended_.notify_all();
}

std::optional<std::uint32_t> LetterOffice::begin(PrintOrder order) {
  const std::lock_guard lock(mutex_);
  if (writing_) return std::nullopt;
  if (thread_.joinable()) thread_.join();
  auto& batch = batches_[order.first] = {};
  batch.as = order.as;
  batch.first = order.first;
  batch.total = order.applications.size();
  batch.last = static_cast<std::uint32_t>(order.first + batch.total - 1);
  batch.path = path_of(order);
  writing_ = true;
  const auto first = order.first;
  thread_ = std::thread([this, o = std::move(order)] { work(o); });
  return first;
}

std::optional<Batch> LetterOffice::batch(std::uint32_t first) {
  const std::lock_guard lock(mutex_);
  const auto found = batches_.find(first);
  return found == batches_.end() ? std::nullopt : std::optional(found->second);
}

std::vector<Batch> LetterOffice::batches() {
  const std::lock_guard lock(mutex_);
  std::vector<Batch> out;
  for (const auto& [first, batch] : batches_) out.push_back(batch);
  return out;
}

std::optional<Bytes> LetterOffice::fetch(std::uint32_t first, const std::string& who, std::uint64_t from) {
  const std::lock_guard lock(mutex_);
  const auto found = batches_.find(first);
  if (found == batches_.end() || found->second.stage != Batch::Stage::ready) return std::nullopt;
  auto& batch = found->second;
  if (!batch.fetcher.empty() && batch.fetcher != who) return std::nullopt;
  if (from != batch.position && from != batch.repeat) return std::nullopt;
  auto piece = read_piece(batch.path, from, kPiece);
  if (!piece.ok() || piece->empty()) return std::nullopt;
  batch.fetcher = who;
  batch.repeat = from;
  batch.position = from + piece->size();
  if (batch.position < batch.size) return std::move(*piece);
  if (!erase_file(batch.path).ok()) return std::nullopt;  // a file that cannot be erased is not given out as the only one
  batch.stage = Batch::Stage::taken;
  return std::move(*piece);
}

Result<void> LetterOffice::recover() {
  const std::lock_guard lock(mutex_);
  if (recovered_) return {};
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(context_.config.prints, failed)) {
    auto file = entry.path().filename().string();
    unsigned first = 0, last = 0;
    int read = 0;
    const bool ours = std::sscanf(file.c_str(), "letters-%u-%u%n", &first, &last, &read) == 2 && last >= first;
    if (!ours) continue;
    std::uint32_t stored = 0;
    const auto outcome = context_.store.run([&](db::Database& db) { return last_number(db, stored); });
    if (!outcome.ok()) return outcome.error();
    if (stored < last || file.ends_with(".tmp")) {
      IPPYO_TRY(erase_file(entry.path()));
      continue;
    }
    auto path = entry.path();
    if (file.ends_with(kPart)) {
      fs::rename(path, path.parent_path() / path.stem(), failed);
      path = path.parent_path() / path.stem();
    }
    auto& batch = batches_[first] = {};
    batch.stage = Batch::Stage::ready;
    batch.as = path.extension() == ".pdf" ? PrintAs::pdf : path.extension() == ".brf" ? PrintAs::braille : PrintAs::data;
    batch.first = first, batch.last = last;
    batch.done = batch.total = last - first + 1;
    batch.size = fs::file_size(path, failed);
    batch.path = path;
  }
  if (failed) return base::Error{"cannot read the folder of prints: " + failed.message()};
  recovered_ = true;
  return {};
}

void LetterOffice::wait() {
  std::unique_lock lock(mutex_);
  ended_.wait(lock, [this] { return !writing_; });
}

}  // namespace ippyo::registrar
