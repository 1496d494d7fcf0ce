// SPDX-License-Identifier: Apache-2.0
// Small boards for the tests of this layer.
#pragma once
#include <stdlib.h>
#include <unistd.h>

#include <filesystem>
#include <map>

#include "base/check.hpp"
#include "base/codec.hpp"
#include "base/files.hpp"
#include "base/signature.hpp"

namespace ippyo::board::testing_board {

/// A temporary folder that holds one board and what lies beside it.
class Folder {
  std::filesystem::path path_;

 public:
  Folder() {
    // In memory where there is such a folder: nothing here must survive, and fsync costs nothing.
    const std::string memory = "/dev/shm";
    const auto parent = ::access(memory.c_str(), W_OK) == 0 ? memory : std::filesystem::temp_directory_path().string();
    auto name = parent + "/ippyo-board-XXXXXX";
    IPPYO_CHECK(::mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  Folder(const Folder&) = delete;
  ~Folder() { std::filesystem::remove_all(path_); }
  std::filesystem::path board() const { return path_ / "board"; }
};

inline base::SigningKey key(std::uint8_t number) {
  base::Bytes32 seed{};
  seed[0] = number;
  return base::SigningKey::from_seed(base::Secret<base::Bytes32>(seed));
}

/// The entries [first, first + n) of a board whose every entry is different, some of them empty or long.
inline std::vector<base::Bytes> entries(std::uint64_t first, std::size_t n) {
  std::vector<base::Bytes> out;
  for (auto i = first; i < first + n; ++i) {
    auto entry = base::Writer().u64(i).take();
    entry.resize(8 + i * 7 % 90, static_cast<std::uint8_t>(i));
    out.push_back(std::move(entry));
  }
  return out;
}

/// Every file below a folder with its bytes.
inline std::map<std::string, base::Bytes> contents(const std::filesystem::path& folder) {
  std::map<std::string, base::Bytes> out;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
    if (entry.is_regular_file()) out[entry.path().lexically_relative(folder).string()] = *base::read_file(entry.path());
  return out;
}

}  // namespace ippyo::board::testing_board
