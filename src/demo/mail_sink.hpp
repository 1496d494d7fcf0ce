// SPDX-License-Identifier: Apache-2.0
// Everybody's mailbox in a rehearsal: a mail server (RFC 5321) on loopback that keeps the last code of each address.
#pragma once
#include <condition_variable>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/result.hpp"

namespace ippyo::demo {

class MailSink {
  int listening_ = -1;
  std::uint16_t port_ = 0;
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::map<std::string, std::string> codes_;  ///< address -> eight digits
  std::uint64_t mails_ = 0;
  std::vector<std::jthread> threads_;
  MailSink() = default;
  void accept_all();
  void serve(int connection);
  void deliver(const std::string& to, const std::string& message);

 public:
  static base::Result<std::unique_ptr<MailSink>> open();
  ~MailSink();
  std::uint16_t port() const { return port_; }
  std::uint64_t mails();
  /// Takes the code out of the mailbox; waits up to ten seconds for it.
  std::optional<std::string> take_code(const std::string& address);
};

/// The eight digits of "Code: 1234 5678" in a message whose text is base64.
std::optional<std::string> code_in(const std::string& message);

}  // namespace ippyo::demo
