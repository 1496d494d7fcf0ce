// SPDX-License-Identifier: Apache-2.0
#include "demo/origin.hpp"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <thread>

#include "base/files.hpp"

namespace ippyo::demo {

using base::Error;
using base::Result;
namespace fs = std::filesystem;

namespace {

constexpr const char* kProgram = "/usr/sbin/nginx";
constexpr std::chrono::milliseconds kLook{20};
constexpr std::chrono::seconds kPatience{5};

/// A socket for `port` of the loopback, or -1; the bound port comes back.
int bind_loopback(std::uint16_t& port) {
  const int s = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_port = htons(port);
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof at;
  const int on = 1;
  if (s >= 0) ::setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (s < 0 || ::bind(s, reinterpret_cast<sockaddr*>(&at), size) != 0 || ::getsockname(s, reinterpret_cast<sockaddr*>(&at), &size) != 0) {
    if (s >= 0) ::close(s);
    return -1;
  }
  port = ntohs(at.sin_port);
  return s;
}

bool answers(std::uint16_t port) {
  const int s = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_port = htons(port);
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const bool yes = s >= 0 && ::connect(s, reinterpret_cast<sockaddr*>(&at), sizeof at) == 0;
  if (s >= 0) ::close(s);
  return yes;
}

bool has_ipv6_loopback() {
  const int s = ::socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in6 at{};
  at.sin6_family = AF_INET6;
  at.sin6_addr = in6addr_loopback;
  const bool yes = s >= 0 && ::bind(s, reinterpret_cast<sockaddr*>(&at), sizeof at) == 0;
  if (s >= 0) ::close(s);
  return yes;
}

/// Inside quotes nginx takes everything but these.
bool quotable(const std::string& path) { return path.find_first_of("\"\\$;{}\n@") == path.npos; }

void fill(std::string& text, const std::string& word, const std::string& value) {
  const auto mark = "@" + word + "@";
  for (auto at = text.find(mark); at != text.npos; at = text.find(mark, at + value.size())) text.replace(at, mark.size(), value);
}

}  // namespace

Result<std::uint16_t> free_port() {
  std::uint16_t port = 0;
  const int s = bind_loopback(port);
  if (s < 0) return base::system_error("there is no free port");
  ::close(s);
  return port;
}

Result<std::string> origin_file(std::string text, const OriginPlaces& places, const fs::path& deploy, bool ipv6) {
  for (const auto& path : {places.web.string(), deploy.string()})
    if (!quotable(path)) return Error{"nginx would misread the path " + path + "; build it in a folder of plain letters"};
  fill(text, "LISTEN_IPV6", ipv6 ? "listen [::1]:" + std::to_string(places.port) + ";" : std::string());
  fill(text, "PORT", std::to_string(places.port));
  fill(text, "BALLOT_BOX", std::to_string(places.ballot_box));
  fill(text, "REGISTRAR", std::to_string(places.registrar));
  fill(text, "RELAY", std::to_string(places.relay));
  fill(text, "CARD", std::to_string(places.card));
  fill(text, "WEB", places.web.string());
  fill(text, "DEPLOY", deploy.string());
  return text;
}

Result<Origin> Origin::start(const OriginPlaces& places, const fs::path& folder) {
  if (!fs::exists(kProgram)) return Error{"nginx is not installed; install nginx-light (scripts/setup does)"};
  auto port = places.port;
  const int held = bind_loopback(port);
  if (held < 0) return Error{"port " + std::to_string(places.port) + " is taken; stop what uses it, or choose another one with --port"};
  ::close(held);
  std::error_code failed;
  fs::create_directories(folder, failed);
  const auto deploy = program_folder().parent_path() / "share/nginx";
  const auto written = base::read_file(deploy / "rehearsal.conf", 1u << 20);
  if (!written.ok()) return written.error();
  const auto text = origin_file(base::to_string(*written), places, deploy, has_ipv6_loopback());
  if (!text.ok()) return text.error();
  IPPYO_TRY(base::write_file_durably(folder / "nginx.conf", base::view(*text)));
  auto nginx = Process::start(kProgram, {"-p", folder.string(), "-c", "nginx.conf", "-e", "stderr"}, {}, folder / "nginx.log");
  if (!nginx.ok()) return nginx.error();
  const auto limit = std::chrono::steady_clock::now() + kPatience;
  while (!answers(places.port)) {
    if (std::chrono::steady_clock::now() > limit) return Error{"nginx does not start; " + (folder / "nginx.log").string() + " says why"};
    std::this_thread::sleep_for(kLook);
  }
  return Origin(std::move(*nginx));
}

}  // namespace ippyo::demo
