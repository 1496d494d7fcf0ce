// SPDX-License-Identifier: Apache-2.0
// One certification service and one person for the tests of this folder.
#pragma once
#include <unistd.h>

#include "virtual_card/test_pki.hpp"

namespace ippyo::virtual_card::test {

constexpr base::UnixTime kNow = 1'795'000'000;  // November 2026
inline const roll::Attributes kTaro{"試験　太郎", "茨城県つくば市研究学園一丁目１番地１", {1980, 2, 29}, roll::Sex::male};

inline const std::filesystem::path& folder() {
  struct Folder {
    std::filesystem::path path = std::filesystem::temp_directory_path() / ("ippyo-card-test-" + std::to_string(::getpid()));
    Folder() { std::filesystem::create_directories(path); }
    ~Folder() {
      std::error_code ignored;
      std::filesystem::remove_all(path, ignored);
    }
  };
  static const Folder f;
  return f.path;
}

inline TestPki& pki() {
  static const auto opened = TestPki::open(folder() / "pki", kNow, {}, 4);
  return *opened.value();
}

}  // namespace ippyo::virtual_card::test
