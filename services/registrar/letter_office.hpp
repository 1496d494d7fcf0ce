// SPDX-License-Identifier: Apache-2.0
// Batches of letters: one at a time is written on a thread of its own; its codes become valid when all of it is on disk. [SPEC 15.2 Application]
#pragma once
#include <condition_variable>
#include <map>
#include <thread>

#include "registrar/letter_source.hpp"

namespace ippyo::registrar {

struct Batch {
  enum class Stage : std::uint8_t { writing = 1, ready, failed, taken };
  Stage stage = Stage::writing;
  PrintAs as = PrintAs::pdf;
  std::uint32_t first = 0, last = 0;
  std::uint64_t done = 0, total = 0, size = 0;  ///< letters, letters, bytes
  std::vector<std::uint32_t> voided;            ///< to be taken out of the paper
  std::string message;                          ///< failed: why, and what to do
  std::string fetcher;                          ///< who began to fetch the file
  std::uint64_t position = 0, repeat = 0;       ///< of the next piece and of the piece given last
  std::filesystem::path path;
};
std::string_view name(Batch::Stage stage);  ///< "writing", "ready", "failed", "taken"

/// May be used from several threads.
class LetterOffice {
  const Context& context_;
  std::mutex mutex_;
  std::condition_variable ended_;
  std::map<std::uint32_t, Batch> batches_;  ///< by the first number
  std::atomic<bool> stop_{false};
  bool writing_ = false, recovered_ = false;
  std::thread thread_;

  void work(const PrintOrder& order);
  base::Result<void> write(const PrintOrder& order, std::vector<std::uint32_t>& voided);
  base::Result<void> make_valid(const LetterSource& source, const Actor& actor, std::vector<std::uint32_t>& voided);
  std::filesystem::path path_of(const PrintOrder& order) const;

 public:
  static constexpr std::size_t kPiece = 8u << 20;
  explicit LetterOffice(const Context& context) : context_(context) {}
  /// A batch under way is stopped and leaves nothing valid.
  ~LetterOffice();

  /// What an earlier run left in the folder: files whose letters are valid can be fetched, everything else is erased. Once, on a worker.
  base::Result<void> recover();
  /// Begins; gives the batch's number. Nothing when another batch is being written. `order.first` is filled in.
  std::optional<std::uint32_t> begin(PrintOrder order);
  std::optional<Batch> batch(std::uint32_t first);
  std::vector<Batch> batches();
  /// The next piece of the file, or the last one again; who begins fetches it all. When the last piece was given the file is gone.
  std::optional<Bytes> fetch(std::uint32_t first, const std::string& who, std::uint64_t from);
  /// Until nothing is being written: for programs and tests.
  void wait();
};

}  // namespace ippyo::registrar
