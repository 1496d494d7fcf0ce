// SPDX-License-Identifier: Apache-2.0
#include "demo/terminal_input.hpp"

#include <poll.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

namespace ippyo::demo {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

TerminalInput::TerminalInput() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  ::pthread_sigmask(SIG_BLOCK, &set, nullptr);
  signals_ = ::signalfd(-1, &set, SFD_CLOEXEC);
}

TerminalInput::~TerminalInput() { ::close(signals_); }

std::optional<std::string> TerminalInput::line(milliseconds patience) {
  const auto limit = steady_clock::now() + patience;
  for (;;) {
    if (const auto end = held_.find('\n'); end != held_.npos) {
      auto out = held_.substr(0, end);
      held_.erase(0, end + 1);
      return out;
    }
    const auto left = patience.count() < 0 ? -1 : std::max<std::int64_t>(0, std::chrono::ceil<milliseconds>(limit - steady_clock::now()).count());
    pollfd watched[2] = {{signals_, POLLIN, 0}, {open_ ? STDIN_FILENO : -1, POLLIN, 0}};
    const int ready = ::poll(watched, 2, static_cast<int>(left));
    if (ready < 0 && errno == EINTR) continue;
    if (watched[0].revents != 0) stopped_ = true;
    if (ready <= 0 || stopped_) return std::nullopt;
    char buffer[1024];
    const auto n = ::read(STDIN_FILENO, buffer, sizeof buffer);
    if (n > 0) held_.append(buffer, static_cast<std::size_t>(n));
    if (n <= 0) open_ = false;
    if (!open_ && patience.count() < 0) return std::nullopt;
  }
}

}  // namespace ippyo::demo
