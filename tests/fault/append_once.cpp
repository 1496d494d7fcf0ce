// SPDX-License-Identifier: Apache-2.0
// append_once append|check BOARD BEFORE COUNT: the append that append_faults.py makes fail, and what must hold then. [SPEC 6.6 Append]
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "base/codec.hpp"
#include "base/hash.hpp"
#include "base/random.hpp"
#include "board/log.hpp"

namespace {

using namespace ippyo;

std::vector<base::Bytes> batch(std::uint64_t first, std::size_t n) {
  std::vector<base::Bytes> out;
  for (auto i = first; i < first + n; ++i) out.push_back(base::Writer().u64(i).raw(base::Bytes(i % 50, 7)).take());
  return out;
}

base::Bytes blob(std::uint64_t size) { return base::Writer().u64(size).raw(base::Bytes(1000, 3)).take(); }

int failed(const std::string& message) {
  std::fprintf(stderr, "append_once: %s\n", message.c_str());
  return 1;
}

/// The batch always begins at `before`: repeating the program after a crash repeats the very same append.
int append(const std::filesystem::path& path, base::SigningKey key, std::uint64_t before, std::size_t n) {
  auto log = board::Log::open(path, "fault.example", std::move(key));
  if (!log) return failed(log.error().message);
  if (const auto put = log->put_blob(blob(before)); !put) return failed(put.error().message);
  if (const auto done = log->append(batch(before, n)); !done) return failed(done.error().message);
  // What the driver has read counts as acknowledged. Who cannot note a success must not close the log in order.
  if (std::puts("appended") < 0 || std::fflush(stdout) != 0) std::_Exit(1);
  return 0;
}

/// What a stranger sees after the board was opened again: every file in its place, the entries those of `before` or of the whole.
int check(const std::filesystem::path& path, base::SigningKey key, std::uint64_t before, std::size_t n) {
  {
    const auto log = board::Log::open(path, "fault.example", std::move(key));
    if (!log) return failed(log.error().message);
  }
  auto reader = board::Reader::open(path);
  if (!reader) return failed(reader.error().message);
  if (reader->size() != before && reader->size() != before + n) return failed("neither before nor after");
  const auto entries = reader->read_until(reader->size());
  if (!entries || *entries != batch(0, reader->size())) return failed("other entries than were appended");
  // A blob that was put by a failed append may lie there before its entry does.
  std::vector<board::Bytes32> blobs;
  for (const auto size : {std::uint64_t{0}, before}) {
    const auto hash = base::sha256(blob(size));
    if (std::filesystem::exists(path / board::blob_path(hash))) blobs.push_back(hash);
  }
  const auto verdict = board::audit_directory(*reader, blobs);
  if (!verdict) return failed(verdict.error().message);
  if (!verdict->passed()) return failed(verdict->finding().text());
  std::printf("%llu %s\n", static_cast<unsigned long long>(reader->size()), base::to_hex(reader->root(reader->size())).c_str());
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) return failed("usage: append_once append|check BOARD BEFORE COUNT");
  base::init_crypto();
  const auto before = std::strtoull(argv[3], nullptr, 10), n = std::strtoull(argv[4], nullptr, 10);
  auto key = base::SigningKey::from_seed(base::Secret<base::Bytes32>(base::Bytes32{1}));
  const auto run = std::strcmp(argv[1], "append") == 0 ? append : check;
  return run(argv[2], std::move(key), before, n);
}
