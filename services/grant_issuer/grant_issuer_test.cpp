// SPDX-License-Identifier: Apache-2.0
// A grant only for the holder of the slot key, only while an epoch is open, for that epoch and two rebuilds.
#include <gtest/gtest.h>
#include <stdlib.h>

#include "grant_issuer/service.hpp"
#include "http/client.hpp"
#include "proof/possession.hpp"
#include "world.hpp"

namespace ippyo::grant_issuer {
namespace {

using base::Bytes;

std::size_t entries_before_voting() {
  const auto& entries = world::the_world().board.entries;
  std::size_t n = 0;
  while (entries[n].type != record::EntryType::chunk || record::Chunk::decode(entries[n].body)->key.kind != record::EntryType::epoch) ++n;
  return n;
}
const record::State& opened() {
  static const auto n = entries_before_voting();
  return world::the_world().before[n];
}
const base::SigningKey& registrar() { return world::the_world().keys.of("registrar"); }

record::GrantRequest request(std::uint64_t slot, std::uint64_t key_of, const base::SigningKey& K) {
  base::SystemRng rng;
  const auto& key = world::the_world().voters[key_of].key;
  return record::request_grant(opened().ctx(), slot, K.public_key(), key.X, key.x, rng);
}
Answer ask(const record::GrantRequest& r, base::UnixTime now) {
  base::SystemRng rng;
  return decide(opened(), r, now, registrar(), rng);
}

TEST(GrantIssuer, GivesAGrantForTheOpenEpochAndTwoRebuilds) {
  const auto K = base::SigningKey::generate();
  const auto answer = ask(request(3, 3, K), 1050);
  ASSERT_TRUE(std::holds_alternative<record::Grant>(answer));
  const auto& grant = std::get<record::Grant>(answer);
  EXPECT_EQ(grant.slot, 3u);
  EXPECT_EQ(grant.first, 1u);
  EXPECT_EQ(grant.last, 3u);
  EXPECT_EQ(grant.K, K.public_key());
  EXPECT_TRUE(base::verify_signature(registrar().public_key(), record::grant_hash(grant, opened().ctx()), grant.signature));
  EXPECT_NE(std::get<record::Grant>(ask(request(3, 3, K), 1050)).nonce, grant.nonce);
  EXPECT_EQ(std::get<record::Grant>(ask(request(3, 3, K), 1131)).first, 2u) << "epoch 1 is void by then";
}

TEST(GrantIssuer, GivesNoneWhileNoEpochIsOpen) {
  const auto K = base::SigningKey::generate();
  for (const base::UnixTime now : {999, 1531}) {
    const auto answer = ask(request(3, 3, K), now);
    ASSERT_TRUE(std::holds_alternative<Refused>(answer));
    EXPECT_EQ(std::get<Refused>(answer).kind, Refusal::for_now);
  }
}

TEST(GrantIssuer, RefusesWhoDoesNotHoldTheKeyAndSlotsThatDoNotExist) {
  const auto K = base::SigningKey::generate();
  auto other_key = request(3, 3, K);
  other_key.K[0] ^= 1;
  for (const auto& r : {request(3, 4, K), request(99, 3, K), other_key}) {
    const auto answer = ask(r, 1050);
    ASSERT_TRUE(std::holds_alternative<Refused>(answer));
    EXPECT_EQ(std::get<Refused>(answer).kind, Refusal::possession);
  }
}

TEST(GrantIssuer, LimitsHowOftenOneSlotMayAskInAMinute) {
  Limiter limiter;
  for (std::uint32_t i = 0; i < kGrantsPerMinute; ++i) EXPECT_TRUE(limiter.allows(3, 1));
  EXPECT_FALSE(limiter.allows(3, 1));
  EXPECT_TRUE(limiter.allows(4, 1));
  EXPECT_TRUE(limiter.allows(3, 2));
}

struct Running {
  std::filesystem::path folder;
  base::ManualClock clock{900};
  std::unique_ptr<Service> service;
  Running() {
    auto pattern = (std::filesystem::temp_directory_path() / "ippyo-grants-XXXXXX").string();
    folder = ::mkdtemp(pattern.data());
    world::write_board(world::the_world(), world::the_world().board.cut(entries_before_voting()), folder / "board", 1);
  }
  ~Running() {
    service.reset();
    std::filesystem::remove_all(folder);
  }
  bool start(const base::SigningKey& key) {
    ServiceOptions options;
    options.board = folder / "board";
    options.data = folder / "data";
    options.port = 0;
    options.threads = 1;
    auto started = Service::start(options, key.clone(), clock, &clock, [](const std::string&) {});
    if (started.ok()) service = std::move(*started);
    return started.ok();
  }
};

TEST(GrantIssuer, AnswersOverHttp) {
  Running r;
  ASSERT_TRUE(r.start(registrar()));
  http::Client client({{"127.0.0.1", r.service->port()}});
  const auto K = base::SigningKey::generate();
  EXPECT_EQ(client.post("/grant", request(3, 3, K).encode())->status, 503u);
  EXPECT_EQ(client.post("/rehearsal/clock", base::to_bytes(base::view("{\"now\":1050}")))->status, 200u);
  EXPECT_EQ(client.post("/rehearsal/clock", base::to_bytes(base::view("{\"now\":1000}")))->status, 409u);
  const auto given = client.post("/grant", request(3, 3, K).encode());
  ASSERT_EQ(given->status, 200u);
  EXPECT_TRUE(record::Grant::decode(given->body).ok());
  EXPECT_EQ(client.post("/grant", request(3, 4, K).encode())->status, 403u);
  EXPECT_EQ(client.post("/grant", Bytes(3))->status, 400u);
  EXPECT_EQ(client.post("/grant", Bytes(105))->status, 413u);
}

TEST(GrantIssuer, DoesNotStartWithAnotherKey) {
  Running r;
  EXPECT_FALSE(r.start(base::SigningKey::generate()));
}

}  // namespace
}  // namespace ippyo::grant_issuer
