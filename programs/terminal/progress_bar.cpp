// SPDX-License-Identifier: Apache-2.0
#include "terminal/progress_bar.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

namespace ippyo::terminal {

using std::chrono::steady_clock;

namespace {

int terminal_columns() {
  winsize size{};
  return ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

}  // namespace

ProgressBar::ProgressBar() : terminal_(::isatty(STDERR_FILENO) == 1) {}

void ProgressBar::clear() {
  const std::lock_guard lock(mutex_);
  if (visible_ && terminal_) std::fprintf(stderr, "\r\033[K");
  visible_ = false;
}

void ProgressBar::set(std::string_view what, std::uint64_t done, std::uint64_t total) {
  const std::lock_guard lock(mutex_);
  const auto now = steady_clock::now();
  if (what != what_) {
    what_ = what;
    begun_ = shown_ = now;
  }
  const auto pause = terminal_ ? std::chrono::milliseconds(100) : std::chrono::milliseconds(10000);
  if (now - begun_ < std::chrono::seconds(2) || now - shown_ < pause) return;
  shown_ = now;
  const auto seconds = std::chrono::duration<double>(now - begun_).count();
  const auto share = total == 0 ? 0.0 : static_cast<double>(std::min(done, total)) / static_cast<double>(total);
  const auto left = share > 0 ? seconds / share - seconds : 0.0;
  if (!terminal_) {
    std::fprintf(stderr, "%s: %.0f %%, about %.0f s left\n", what_.c_str(), 100 * share, left);
    return;
  }
  // One line always: a line that wraps could not be removed again.
  const int columns = terminal_columns();
  constexpr int kTextColumns = 55;
  const int width = std::clamp(columns - kTextColumns, 0, 30);
  const auto filled = static_cast<int>(share * width);
  char line[160];
  std::snprintf(line, sizeof line, "%-28s [%.*s%*s] %3.0f %%  about %.0f s left", what_.c_str(), filled, "##############################",
                width - filled, "", 100 * share, left);
  std::fprintf(stderr, "\r\033[K%.*s", columns - 1, line);
  visible_ = true;
}

}  // namespace ippyo::terminal
