// SPDX-License-Identifier: Apache-2.0
// A program of ours as a process of its own: started, its first line read, stopped with SIGTERM.
#pragma once
#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace ippyo::demo {

class Process {
  pid_t pid_ = -1;
  int out_ = -1;  ///< its standard output
  std::string name_;
  Process() = default;

 public:
  /// `environment` is added to ours ("NAME=value"). Standard error goes to the file `log`. errors: cannot be started.
  static base::Result<Process> start(const std::filesystem::path& program, const std::vector<std::string>& arguments,
                                     const std::vector<std::string>& environment, const std::filesystem::path& log);
  Process(Process&& o) noexcept;
  Process& operator=(Process&&) = delete;
  ~Process();
  pid_t id() const { return pid_; }
  /// The next line of its output, without LF. errors: it ended before one came.
  base::Result<std::string> line();
  /// Everything until it ends, and its exit status.
  base::Result<int> finish(std::string& output);
  /// SIGTERM, then waits. errors: it ended with another status than 0. requires: it was neither finished, stopped nor killed.
  base::Result<void> stop();
  /// SIGKILL, then waits; nothing if it has ended.
  void kill();
};

/// Folder of the running program.
std::filesystem::path program_folder();

}  // namespace ippyo::demo
