// SPDX-License-Identifier: Apache-2.0
// A line on stderr every two seconds while something takes long. [SPEC 11.6 Commands]
#pragma once
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

#include "trustee/progress.hpp"

namespace ippyo::trustee {

class Ticker {
  std::mutex mutex_;
  std::condition_variable stop_;
  bool stopped_ = false;
  std::string what_ = "working";
  std::uint64_t done_ = 0, total_ = 0;
  std::thread thread_;
  void run();

 public:
  Ticker() : thread_([this] { run(); }) {}
  Ticker(const Ticker&) = delete;
  ~Ticker();
  void set(std::string_view what, std::uint64_t done, std::uint64_t total);
};

}  // namespace ippyo::trustee
