// SPDX-License-Identifier: Apache-2.0
#include "virtual_card/vpcd.hpp"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>

#include "base/files.hpp"

namespace ippyo::virtual_card {
namespace {

enum Control : std::uint8_t { kPowerOff = 0, kPowerOn = 1, kReset = 2, kAtr = 4 };
constexpr std::array<std::uint8_t, 9> kAnswerToReset{0x3B, 0xE0, 0x00, 0xFF, 0x81, 0x31, 0xFE, 0x45, 0x14};

/// vpcd sends a length and then, once that is acknowledged, its message; an acknowledgement that waits costs 40 ms a command.
void acknowledge_at_once(int socket) {
#ifdef TCP_QUICKACK
  const int on = 1;
  ::setsockopt(socket, IPPROTO_TCP, TCP_QUICKACK, &on, sizeof on);
#else
  static_cast<void>(socket);
#endif
}

bool receive(int socket, std::span<std::uint8_t> out) {
  while (!out.empty()) {
    const auto n = ::recv(socket, out.data(), out.size(), 0);
    if (n <= 0) return false;
    acknowledge_at_once(socket);
    out = out.subspan(static_cast<std::size_t>(n));
  }
  return true;
}

bool send_message(int socket, ByteView payload) {
  Bytes m{static_cast<std::uint8_t>(payload.size() >> 8), static_cast<std::uint8_t>(payload.size())};
  m.insert(m.end(), payload.begin(), payload.end());
  return ::send(socket, m.data(), m.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(m.size());
}

}  // namespace

InsertedCard::InsertedCard(CardData data, int socket) : card_(std::move(data)), socket_(socket), thread_([this] { serve(); }) {}

base::Result<std::unique_ptr<InsertedCard>> InsertedCard::insert(CardData data, std::uint16_t port) {
  const int s = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(port);
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (s < 0 || ::connect(s, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0) {
    const auto error = base::system_error("no virtual reader listens on port " + std::to_string(port) + "; start pcscd with vpcd");
    if (s >= 0) ::close(s);
    return error;
  }
  return std::unique_ptr<InsertedCard>(new InsertedCard(std::move(data), s));
}

void InsertedCard::serve() {
  std::array<std::uint8_t, 2> length;
  while (receive(socket_, length)) {
    Bytes payload(length[0] << 8 | length[1]);
    if (!receive(socket_, payload)) break;
    if (payload.size() == 1) {
      if (payload[0] == kAtr && !send_message(socket_, kAnswerToReset)) break;
      if (payload[0] <= kReset) card_.reset();
      continue;
    }
    {
      const std::lock_guard lock(mutex_);
      const auto n = remove_at_.size();
      if (n > 0 && payload.size() >= n && std::equal(remove_at_.begin(), remove_at_.end(), payload.begin())) break;
    }
    if (!send_message(socket_, card_.answer(payload))) break;
  }
  ::shutdown(socket_, SHUT_RDWR);
}

void InsertedCard::remove_at(Bytes beginning) {
  const std::lock_guard lock(mutex_);
  remove_at_ = std::move(beginning);
}

CardData InsertedCard::remove() {
  ::shutdown(socket_, SHUT_RDWR);
  if (thread_.joinable()) thread_.join();
  return card_.data();
}

InsertedCard::~InsertedCard() {
  remove();
  ::close(socket_);
}

}  // namespace ippyo::virtual_card
