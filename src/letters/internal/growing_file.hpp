// SPDX-License-Identifier: Apache-2.0
// Files that grow under a temporary name and get their own when they are complete and synced: text, and PDF page by page.
#pragma once
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"

extern "C" {
typedef struct _cairo cairo_t;
}

namespace ippyo::letters::internal {

/// Mode 0600, for it holds codes or names. Without finish() nothing is left behind.
class GrowingFile {
  std::filesystem::path path_, partial_;
  int fd_ = -1;
  std::string buffer_;
  GrowingFile() = default;
  base::Result<void> flush();

 public:
  static base::Result<GrowingFile> create(const std::filesystem::path& path);
  GrowingFile(GrowingFile&& o) noexcept;
  GrowingFile& operator=(GrowingFile&&) = delete;
  ~GrowingFile();
  base::Result<void> write(std::string_view bytes);
  base::Result<void> finish();
};

class PdfFile {
  struct State;
  std::unique_ptr<State> state_;
  explicit PdfFile(std::unique_ptr<State> state);
  base::Result<void> status() const;

 public:
  static base::Result<PdfFile> create(const std::filesystem::path& path, double width_mm, double height_mm,
                                      const std::string& title);
  PdfFile(PdfFile&&) noexcept;
  ~PdfFile();
  cairo_t* cairo();
  /// errors: what the system said when bytes were written.
  base::Result<void> end_page();
  base::Result<void> finish();
};

}  // namespace ippyo::letters::internal
