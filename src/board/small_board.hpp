// SPDX-License-Identifier: Apache-2.0
// A small signed and cosigned board for the tests of its directory.
#pragma once
#include <fstream>

#include "base/hash.hpp"
#include "board/log.hpp"
#include "board/policy.hpp"
#include "board/test_board.hpp"

namespace ippyo::board::testing_board {

inline constexpr const char* kName = "board.example";

/// A small board with two checkpoints, both cosigned by two witnesses, and two blobs.
struct SmallBoard {
  Folder folder;
  std::vector<Bytes32> blobs{base::sha256(base::view("one")), base::sha256(base::view("two"))};
  std::optional<Policy> policy;

  explicit SmallBoard(std::vector<std::size_t> batches = {2, 3}) {
    auto log = Log::open(folder.board(), kName, key(1));
    IPPYO_CHECK(log.ok() && log->put_blobs({{'o', 'n', 'e'}, {'t', 'w', 'o'}}).ok());
    std::vector<VerifierKey> cosigners{cosigner_key("a.example", key(2)), cosigner_key("b.example", key(3))};
    for (const auto n : batches) {
      IPPYO_CHECK(log->append(entries(log->size(), n)).ok());
      const auto text = log->latest()->note.text;
      const auto a = cosign(cosigners[0], key(2), text, 1000), b = cosign(cosigners[1], key(3), text, 2000);
      IPPYO_CHECK(log->add_signatures(log->size(), {a, b}).ok());
    }
    policy = *Policy::parse(threshold_policy(log->verifier_key(), cosigners, 2));
  }
  std::filesystem::path path(const std::string& name) const { return folder.board() / name; }

  base::Verdict audit() const {
    auto reader = Reader::open(folder.board());
    IPPYO_CHECK(reader.ok() && reader->read_until(reader->size()).ok());
    const auto verdict = audit_directory(*reader, blobs);
    IPPYO_CHECK(verdict.ok());
    return *verdict;
  }
  /// All that a verifier does with the directory: read, audit, and check every checkpoint against the policy.
  bool accepted() const {
    auto reader = Reader::open(folder.board());
    if (!reader || !reader->read_until(reader->size())) return false;
    const auto verdict = audit_directory(*reader, blobs);
    const auto history = reader->history();
    if (!verdict || !verdict->passed() || !history) return false;
    for (const auto& checkpoint : *history)
      if (!check_checkpoint(*policy, checkpoint, true, true).passed()) return false;
    return check_checkpoint(*policy, *reader->latest(), true, true).passed();
  }
};

inline void write(const std::filesystem::path& path, ByteView bytes) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << base::to_string(bytes);
}

}  // namespace ippyo::board::testing_board
