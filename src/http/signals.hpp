// SPDX-License-Identifier: Apache-2.0
// Waiting for the order to stop. [ARCHITECTURE HTTP]
#pragma once
#include <csignal>

namespace ippyo::http {

/// Make it before the first thread starts: SIGTERM and SIGINT are then held for wait() in every thread.
class StopSignal {
  sigset_t set_;

 public:
  StopSignal();
  /// Blocks until SIGTERM or SIGINT; returns which.
  int wait();
};

}  // namespace ippyo::http
