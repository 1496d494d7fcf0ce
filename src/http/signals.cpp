// SPDX-License-Identifier: Apache-2.0
// Waiting for the order to stop. [ARCHITECTURE HTTP]
#include "http/signals.hpp"

#include <pthread.h>

#include "base/check.hpp"

namespace ippyo::http {

StopSignal::StopSignal() {
  sigemptyset(&set_);
  sigaddset(&set_, SIGTERM);
  sigaddset(&set_, SIGINT);
  IPPYO_CHECK(pthread_sigmask(SIG_BLOCK, &set_, nullptr) == 0);
}

int StopSignal::wait() {
  int signal = 0;
  while (sigwait(&set_, &signal) != 0) {
  }
  return signal;
}

}  // namespace ippyo::http
