// SPDX-License-Identifier: Apache-2.0
// The primary is killed while it commits, again and again; what was told ok is there, what was told refused is not.
#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <future>
#include <map>
#include <set>
#include <thread>

#include "base/random.hpp"
#include "db/group_commit.hpp"
#include "db/test_postgres.hpp"

namespace ippyo::db::test {
namespace {

constexpr std::string_view kSchema = "-- version 1\nCREATE TABLE inbox (request INTEGER PRIMARY KEY, content INTEGER NOT NULL UNIQUE) STRICT;\n";

/// A primary and the standby that every commit waits for.
struct Pair {
  std::unique_ptr<PostgresServer> primary = PostgresServer::fresh(true);
  std::unique_ptr<PostgresServer> standby = primary->standby(free_port());

  std::string location() const {
    const auto first = std::to_string(primary->port()), second = std::to_string(standby->port());
    return "host=127.0.0.1,127.0.0.1 port=" + first + "," + second + " dbname=postgres user=ippyo passfile=" + primary->home()->passfile().string();
  }
  void wait_until_synchronous() const {
    while (primary->ask("SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'") != "1") ::usleep(5'000);
  }
  /// The standby takes over; a new one follows it in the place of the dead server.
  void take_over() {
    const int port = primary->port();
    primary = std::move(standby);
    standby = primary->standby(port);
  }
};

/// What every request was told, and what an unknown one turned out to be.
struct Ledger {
  std::mutex mutex{};
  std::map<std::int64_t, Code> told{};
  std::map<std::int64_t, bool> resolved{};
  std::atomic<std::uint64_t> ok{0};

  std::size_t count(Code code) const {
    return static_cast<std::size_t>(std::count_if(told.begin(), told.end(), [&](const auto& t) { return t.second == code; }));
  }
};

Code submit(GroupCommit& group, Work work) {
  std::promise<Code> told;
  while (!group.submit(work, [&](Outcome outcome) { told.set_value(outcome.code); })) std::this_thread::yield();
  return told.get_future().get();
}

/// Reads by request id, inside a transaction, until the store can say.
bool is_stored(GroupCommit& group, std::int64_t request) {
  bool found = false;
  while (submit(group, [&](Database& db) {
           found = false;
           return db.prepare("SELECT 1 FROM inbox WHERE request = ?").bind(request).each([&](const Row&) { return found = true, false; });
         }) != Code::ok) {
  }
  return found;
}

/// One client: new requests one after the other, every tenth with content that is taken.
void write(GroupCommit& group, Ledger& ledger, std::int64_t first, const std::atomic<bool>& stop) {
  std::int64_t taken = -1;
  for (auto request = first; !stop; ++request) {
    const auto content = request % 10 == 9 && taken >= 0 ? taken : request;
    const auto code = submit(group, [&](Database& db) { return db.prepare("INSERT INTO inbox VALUES (?, ?)").bind(request).bind(content).run(); });
    if (code == Code::ok) taken = content, ++ledger.ok;
    const bool stored = code == Code::unknown_outcome && is_stored(group, request);
    const std::lock_guard lock(ledger.mutex);
    ledger.told.emplace(request, code);
    if (code == Code::unknown_outcome) ledger.resolved.emplace(request, stored);
  }
}

enum class Kill { any_moment, waiting_and_received, waiting_and_not_received };

void kill_primary(Pair& pair, Kill how) {
  base::SystemRng rng;
  ::usleep(static_cast<useconds_t>(rng.below(30'000)));
  if (how != Kill::any_moment) {
    pair.standby->cut_off(true);
    while (pair.primary->ask("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'") == "0") ::usleep(2'000);
  }
  pair.primary->kill();
  if (how == Kill::waiting_and_received) pair.standby->cut_off(false);
  // A receiver that is to end before it goes on does not read what still lies in its socket.
  if (how == Kill::waiting_and_not_received) {
    pair.standby->ask("SELECT pg_promote(false)");
    pair.standby->cut_off(false);
    while (pair.standby->ask("SELECT pg_is_in_recovery()") == "t") ::usleep(2'000);
  } else {
    pair.standby->promote();
  }
}

std::set<std::int64_t> stored(const Pair& pair) {
  std::set<std::int64_t> out;
  auto db = *Database::open(pair.location(), kSchema);
  EXPECT_TRUE(db.prepare("SELECT request FROM inbox").each([&](const Row& row) { return out.insert(row.integer(0)), true; }).ok());
  return out;
}

void judge(const Ledger& ledger, const std::set<std::int64_t>& rows) {
  for (const auto& [request, code] : ledger.told) {
    const bool there = rows.contains(request);
    const bool wanted = code == Code::ok || (code == Code::unknown_outcome && ledger.resolved.at(request));
    EXPECT_EQ(there, wanted) << "request " << request << " was told " << name(code);
  }
  EXPECT_LE(rows.size(), ledger.told.size());
}

void report(const Ledger& ledger, int rounds) {
  const auto found = std::count_if(ledger.resolved.begin(), ledger.resolved.end(), [](const auto& r) { return r.second; });
  printf("failover: %d primaries killed; told ok %zu, conflict %zu, unavailable %zu, unknown %zu (stored %zu, not stored %zu)\n", rounds, ledger.count(Code::ok),
         ledger.count(Code::conflict), ledger.count(Code::unavailable), ledger.resolved.size(), static_cast<std::size_t>(found),
         ledger.resolved.size() - static_cast<std::size_t>(found));
}

TEST(Failover, NothingToldOkIsLostAndNothingToldRefusedIsThere) {
  if (const auto why = PostgresServer::missing()) {
    printf("NOT RUN: failover of a store: %s\n", why->c_str());
    GTEST_SKIP();
  }
  const char* wanted = std::getenv("IPPYO_FAILOVER_ROUNDS");
  const int rounds = wanted ? std::atoi(wanted) : 12;
  Pair pair;
  pair.wait_until_synchronous();
  GroupCommit group(*Database::open(pair.location(), kSchema));
  Ledger ledger;
  std::atomic<bool> stop{false};
  std::vector<std::thread> writers;
  for (std::int64_t w = 0; w < 4; ++w) writers.emplace_back([&, w] { write(group, ledger, w * 1'000'000'000, stop); });
  const auto wait_for_more = [&](std::uint64_t more) {
    for (const auto until = ledger.ok + more; ledger.ok < until;) ::usleep(1'000);
  };
  for (int round = 0; round < rounds; ++round) {
    pair.wait_until_synchronous();
    wait_for_more(40);
    kill_primary(pair, static_cast<Kill>(round % 3));
    pair.take_over();
  }
  pair.wait_until_synchronous();
  wait_for_more(40);
  stop = true;
  for (auto& writer : writers) writer.join();
  EXPECT_FALSE(group.failed());
  group.stop();
  report(ledger, rounds);
  judge(ledger, stored(pair));
  EXPECT_GT(ledger.resolved.size(), 0u) << "no primary was killed in a commit";
}

}  // namespace
}  // namespace ippyo::db::test
