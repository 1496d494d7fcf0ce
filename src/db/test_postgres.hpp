// SPDX-License-Identifier: Apache-2.0
// Real PostgreSQL servers that a test starts, kills and promotes, as an unprivileged user. For tests only.
#pragma once
#include <sys/types.h>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ippyo::db::test {

/// Servers share a home: socket, passfile, log. It goes away with its last server.
struct PostgresHome {
  std::filesystem::path path;
  PostgresHome();
  PostgresHome(const PostgresHome&) = delete;
  ~PostgresHome();
  std::filesystem::path passfile() const { return path / "passfile"; }
};

class PostgresServer {
  std::shared_ptr<PostgresHome> home_;
  std::filesystem::path data_;
  int port_ = 0;
  pid_t pid_ = 0;

  PostgresServer(std::shared_ptr<PostgresHome> home, int port);
  void start();
  void signal_children(int signal, const std::string& title) const;

 public:
  PostgresServer(const PostgresServer&) = delete;
  ~PostgresServer() { kill(); }

  /// Why no server can be started here, if so.
  static std::optional<std::string> missing();
  /// An empty server. With `synchronous` a commit waits for any one standby, also after a promotion.
  static std::unique_ptr<PostgresServer> fresh(bool synchronous);
  /// A running copy on `port` that follows this one.
  std::unique_ptr<PostgresServer> standby(int port) const;

  int port() const { return port_; }
  pid_t pid() const { return pid_; }
  bool running() const { return pid_ != 0; }
  const std::shared_ptr<PostgresHome>& home() const { return home_; }
  /// A location of its own: through the loopback address, password from the passfile.
  std::string location(const std::string& more = "") const;
  /// The first value of an answer. An error ends the test program.
  std::string ask(const std::string& sql) const;
  void promote() const;
  /// SIGKILL for the postmaster and every process of the server, none of which does anything in between.
  void kill();
  /// The process that receives from the primary stops, as if the standby were cut off, or goes on.
  void cut_off(bool off) const;
};

int free_port();

}  // namespace ippyo::db::test
