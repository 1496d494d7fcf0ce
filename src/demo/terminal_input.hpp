// SPDX-License-Identifier: Apache-2.0
// Lines of standard input, and the order to stop. Make it before the first thread starts.
#pragma once
#include <chrono>
#include <optional>
#include <string>

namespace ippyo::demo {

class TerminalInput {
  int signals_;
  bool open_ = true;
  bool stopped_ = false;
  std::string held_;

 public:
  TerminalInput();
  ~TerminalInput();
  TerminalInput(const TerminalInput&) = delete;
  /// The next line, without LF. Nothing: none came in time, or none will come any more. `patience` below zero: waits as long as it takes.
  std::optional<std::string> line(std::chrono::milliseconds patience);
  /// SIGINT or SIGTERM came.
  bool stopped() const { return stopped_; }
  /// The input is at its end.
  bool ended() const { return !open_; }
};

}  // namespace ippyo::demo
