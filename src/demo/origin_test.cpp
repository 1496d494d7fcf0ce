// SPDX-License-Identifier: Apache-2.0
#include "demo/origin.hpp"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/files.hpp"

namespace ippyo::demo {
namespace {

const OriginPlaces kPlaces{7100, "/srv/web", 7101, 7102, 7105, 7190};

std::string template_text() {
  const auto bytes = base::read_file(std::string(IPPYO_SOURCE_DIR) + "/deploy/nginx/rehearsal.conf");
  EXPECT_TRUE(bytes.ok());
  return base::to_string(*bytes);
}

TEST(OriginFile, FillsInEveryWordOfTheTemplate) {
  const auto text = origin_file(template_text(), kPlaces, "/opt/nginx", false);
  ASSERT_TRUE(text.ok());
  EXPECT_EQ(text->find('@', text->find("daemon off")), std::string::npos);
  for (const auto* part : {"listen 127.0.0.1:7100;", "server 127.0.0.1:7101;", "server 127.0.0.1:7102;", "server 127.0.0.1:7105;", "http://localhost:7190 http://127.0.0.1:7190",
                           "root \"/srv/web\";", "include \"/opt/nginx/server.conf\";"})
    EXPECT_NE(text->find(part), std::string::npos) << part;
}

TEST(OriginFile, ListensOnTheLoopbackOnly) {
  const auto text = origin_file(template_text(), kPlaces, "/opt/nginx", true);
  ASSERT_TRUE(text.ok());
  for (auto at = text->find("listen "); at != std::string::npos; at = text->find("listen ", at + 1)) {
    const auto address = text->substr(at + 7, 9);
    EXPECT_TRUE(address == "127.0.0.1" || address.starts_with("[::1]")) << address;
  }
  EXPECT_NE(text->find("listen [::1]:7100;"), std::string::npos);
}

TEST(OriginFile, RefusesAPathThatNginxWouldMisread) {
  for (const auto* path : {"/srv/a\"b", "/srv/$HOME", "/srv/a;b", "/srv/{x}", "/srv/@PORT@", "/srv/a\\b", "/srv/a\nb"}) {
    auto places = kPlaces;
    places.web = path;
    EXPECT_FALSE(origin_file(template_text(), places, "/opt/nginx", false).ok()) << path;
    EXPECT_FALSE(origin_file(template_text(), kPlaces, path, false).ok()) << path;
  }
}

TEST(Origin, SaysThatThePortIsTaken) {
  const int s = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof at;
  ASSERT_EQ(::bind(s, reinterpret_cast<sockaddr*>(&at), size), 0);
  ASSERT_EQ(::listen(s, 1), 0);
  ASSERT_EQ(::getsockname(s, reinterpret_cast<sockaddr*>(&at), &size), 0);
  auto places = kPlaces;
  places.port = ntohs(at.sin_port);
  const auto refused = Origin::start(places, std::filesystem::temp_directory_path() / "ippyo-origin-test");
  ::close(s);
  ASSERT_FALSE(refused.ok());
  EXPECT_TRUE(refused.error().message.find("is taken") != std::string::npos || refused.error().message.find("is not installed") != std::string::npos)
      << refused.error().message;
}

}  // namespace
}  // namespace ippyo::demo
