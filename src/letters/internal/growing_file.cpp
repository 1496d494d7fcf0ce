// SPDX-License-Identifier: Apache-2.0
#include "letters/internal/growing_file.hpp"

#include <cairo-pdf.h>
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <optional>

#include "base/check.hpp"
#include "base/files.hpp"
#include "letters/internal/canvas.hpp"

namespace ippyo::letters::internal {

using base::Result;

Result<GrowingFile> GrowingFile::create(const std::filesystem::path& path) {
  GrowingFile file;
  file.path_ = path;
  file.partial_ = path.string() + ".tmp";
  ::unlink(file.partial_.c_str());
  file.fd_ = ::open(file.partial_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (file.fd_ < 0) return base::system_error("cannot create " + file.partial_.string());
  return file;
}

GrowingFile::GrowingFile(GrowingFile&& o) noexcept
    : path_(std::move(o.path_)), partial_(std::move(o.partial_)), fd_(std::exchange(o.fd_, -1)), buffer_(std::move(o.buffer_)) {}

GrowingFile::~GrowingFile() {
  if (fd_ < 0) return;
  ::close(fd_);
  ::unlink(partial_.c_str());
}

Result<void> GrowingFile::flush() {
  for (std::string_view left = buffer_; !left.empty();) {
    const auto n = ::write(fd_, left.data(), left.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return base::system_error("cannot write " + partial_.string());
    left.remove_prefix(static_cast<std::size_t>(n));
  }
  buffer_.clear();
  return {};
}

Result<void> GrowingFile::write(std::string_view bytes) {
  buffer_ += bytes;
  return buffer_.size() < (1u << 16) ? Result<void>{} : flush();
}

Result<void> GrowingFile::finish() {
  IPPYO_TRY(flush());
  if (::fsync(fd_) != 0) return base::system_error("cannot sync " + partial_.string());
  if (::rename(partial_.c_str(), path_.c_str()) != 0) return base::system_error("cannot rename " + partial_.string());
  ::close(std::exchange(fd_, -1));
  return base::sync_folder(path_.parent_path());
}

struct PdfFile::State {
  GrowingFile file;
  std::optional<base::Error> error;
  cairo_surface_t* surface = nullptr;
  cairo_t* cairo = nullptr;

  explicit State(GrowingFile f) : file(std::move(f)) {}
  ~State() { close(); }
  void close() {
    if (cairo != nullptr) cairo_destroy(cairo);
    if (surface != nullptr) {
      cairo_surface_finish(surface);
      cairo_surface_destroy(surface);
    }
    cairo = nullptr;
    surface = nullptr;
  }
  static cairo_status_t write(void* self, const unsigned char* data, unsigned size) {
    auto& state = *static_cast<State*>(self);
    if (const auto done = state.file.write({reinterpret_cast<const char*>(data), size}); !done.ok()) {
      if (!state.error) state.error = done.error();
      return CAIRO_STATUS_WRITE_ERROR;
    }
    return CAIRO_STATUS_SUCCESS;
  }
};

PdfFile::PdfFile(std::unique_ptr<State> state) : state_(std::move(state)) {}
PdfFile::PdfFile(PdfFile&&) noexcept = default;
PdfFile::~PdfFile() = default;
cairo_t* PdfFile::cairo() { return state_->cairo; }

Result<PdfFile> PdfFile::create(const std::filesystem::path& path, double width_mm, double height_mm, const std::string& title) {
  auto file = GrowingFile::create(path);
  if (!file.ok()) return file.error();
  auto state = std::make_unique<State>(*std::move(file));
  state->surface =
      cairo_pdf_surface_create_for_stream(State::write, state.get(), width_mm * kPointsPerMm, height_mm * kPointsPerMm);
  cairo_pdf_surface_restrict_to_version(state->surface, CAIRO_PDF_VERSION_1_5);
  cairo_pdf_surface_set_metadata(state->surface, CAIRO_PDF_METADATA_TITLE, title.c_str());
  state->cairo = cairo_create(state->surface);
  PdfFile out(std::move(state));
  IPPYO_TRY(out.status());
  return out;
}

Result<void> PdfFile::status() const {
  if (state_->error) return *state_->error;
  const auto bad = cairo_status(state_->cairo);
  if (bad == CAIRO_STATUS_SUCCESS) return {};
  return base::Error{std::string("the pages could not be drawn (") + cairo_status_to_string(bad) +
                     "): try again with fewer letters"};
}

Result<void> PdfFile::end_page() {
  cairo_show_page(state_->cairo);
  return status();
}

Result<void> PdfFile::finish() {
  IPPYO_TRY(status());
  cairo_surface_finish(state_->surface);
  IPPYO_TRY(status());
  if (const auto bad = cairo_surface_status(state_->surface); bad != CAIRO_STATUS_SUCCESS)
    return base::Error{std::string("the pages could not be completed (") + cairo_status_to_string(bad) + "): try again"};
  state_->close();
  return state_->file.finish();
}

}  // namespace ippyo::letters::internal
