// SPDX-License-Identifier: Apache-2.0
// Over real HTTP: casts, repetitions, refusals, runs of slots, the board's files, the rehearsal's clock.
#include "ballot_box/service.hpp"

#include <nlohmann/json.hpp>

#include "ballot_box/runs.hpp"
#include "ballot_box/test_box.hpp"
#include "proof/acknowledgement.hpp"
#include "proof/slot_proof.hpp"
#include "http/client.hpp"

namespace ippyo::ballot_box::test {
namespace {

struct Running {
  Places places{};
  base::ManualClock clock{1000};
  std::unique_ptr<Service> service;
  std::unique_ptr<http::Client> client;

  Running() {
    ServiceOptions options;
    options.board = places.board();
    options.data = places.data();
    options.submissions = places.submissions();
    options.port = 0;
    options.threads = 1;
    options.intake = {1, 8};
    auto started = Service::start(options, ring(), clock, &clock, [](const std::string&) {});
    EXPECT_TRUE(started.ok()) << (started.ok() ? "" : started.error().message);
    service = std::move(*started);
    client = std::make_unique<http::Client>(std::vector<http::Url>{{"127.0.0.1", service->port()}});
    set(1000);
  }
  http::Response get(const std::string& target) { return client->get(target).value(); }
  http::Response post(const std::string& target, Bytes body) { return client->post(target, std::move(body)).value(); }
  http::Response cast(const record::Cast& c) { return post("/cast", c.encode()); }
  nlohmann::json page(const std::string& target) {
    const auto r = get(target);
    return nlohmann::json::parse(r.body.begin(), r.body.end());
  }
  /// The answer comes when everything due at that time is done.
  unsigned set(UnixTime now) { return post("/rehearsal/clock", base::to_bytes(base::view("{\"now\":" + std::to_string(now) + "}"))).status; }
};

TEST(BoxService, TakesACastOnceAndAnswersItsRepetitionAlike) {
  Running r;
  Device device;
  const auto cast = device.cast(opened_state(), 4, 1);
  const auto first = r.cast(cast);
  ASSERT_EQ(first.status, 200u) << base::to_string(first.body);
  EXPECT_EQ(first.body.size(), proof::kAcknowledgementSize);
  EXPECT_EQ(r.cast(cast).body, first.body);
  ASSERT_EQ(r.set(1100), 200u);
  EXPECT_EQ(r.cast(cast).body, first.body) << "also after the seal, until its erasure";
  ASSERT_EQ(r.set(1200), 200u);
  EXPECT_EQ(r.cast(cast).status, 503u);
}

TEST(BoxService, TellsTheNumberOfCastsForTheRegistrarsPermitOnly) {
  Running r;
  Device device;
  ASSERT_EQ(r.cast(device.cast(opened_state(), 4, 1)).status, 200u);
  const auto permit = [&](std::uint64_t slot, UnixTime until, const char* signer = "registrar") {
    record::CountPermit p{slot, base::SystemRng().bytes<16>(), until, {}};
    p.signature = world::the_world().keys.of(signer).sign(record::permit_hash(p, opened_state().ctx()));
    return p.encode();
  };
  const auto good = permit(4, 1120);
  const auto told = r.post("/casts/count", good);
  EXPECT_EQ(told.status, 200u);
  EXPECT_EQ(base::to_string(told.body), "{\"count\":1}");
  EXPECT_EQ(r.post("/casts/count", good).status, 403u) << "a permit counts once";
  EXPECT_EQ(base::to_string(r.post("/casts/count", permit(5, 1120)).body), "{\"count\":0}");
  auto other_slot = permit(4, 1120);
  other_slot[7] = 5;
  for (const auto& bad : {permit(4, 999), permit(4, 1120, "box-1"), permit(99, 1120), other_slot, Bytes(3)})
    EXPECT_EQ(r.post("/casts/count", bad).status, 403u);
  EXPECT_EQ(r.post("/casts/count", Bytes(97)).status, 413u);
}

TEST(BoxService, RefusalsForNowAreAllAlike) {
  Running r;
  Device device;
  const auto late = device.cast(opened_state(), 5, 1);
  ASSERT_EQ(r.cast(device.cast(opened_state(), 4, 1)).status, 200u);
  const auto written = r.cast(device.cast(opened_state(), 4, 1, 2));
  EXPECT_EQ(written.status, 503u);
  EXPECT_FALSE(written.header("Retry-After").empty());
  ASSERT_EQ(r.set(1100), 200u);
  const auto closed = r.cast(late);
  EXPECT_EQ(closed.status, written.status);
  EXPECT_EQ(closed.body, written.body);
  EXPECT_EQ(closed.header("Retry-After"), written.header("Retry-After"));
  EXPECT_EQ(answer_of(Refused{Refusal::for_now, {}}).body, http::busy().body);
}

TEST(BoxService, RefusesWithAStatusOfItsOwn) {
  Running r;
  Device device;
  const auto cast = device.cast(opened_state(), 4, 1);
  EXPECT_EQ(r.post("/cast", Bytes(10)).status, 400u);
  EXPECT_EQ(r.post("/cast", Bytes(kMaxCastSize + 1)).status, 413u);
  auto other = cast;
  other.grant.signature[0] ^= 1;
  device.sign(other);
  EXPECT_EQ(r.cast(other).status, 403u);
  other = cast;
  other.membership[0][100] ^= 1;
  EXPECT_EQ(r.cast(other).status, 403u);
  ASSERT_EQ(r.cast(cast).status, 200u);
  other = device.cast(opened_state(), 6, 1);
  other.request = cast.request;
  device.sign(other);
  EXPECT_EQ(r.cast(other).status, 409u);
  const auto replayed = r.cast(device.cast(opened_state(), cast.grant, 1));
  EXPECT_EQ(replayed.status, 403u) << "the grant was used";
  EXPECT_EQ(r.get("/cast").status, 405u);
}

TEST(BoxService, TellsElectionAndEpoch) {
  Running r;
  const auto election = r.page("/election");
  EXPECT_EQ(election["ctx"], base::to_hex(opened_state().ctx()));
  EXPECT_EQ(election["phase"], "open");
  EXPECT_EQ(election["boxes"].size(), 2u);
  auto epoch = r.page("/epoch");
  EXPECT_EQ(epoch["state"], "open");
  EXPECT_EQ(epoch["epoch"], 1);
  EXPECT_EQ(epoch["closes_at"], 1100);
  ASSERT_EQ(r.set(1231), 200u);  // epochs 1 and 2 are void
  epoch = r.page("/epoch");
  EXPECT_EQ(epoch["epoch"], 3);
  EXPECT_EQ(epoch["void"], (nlohmann::json{1, 2}));
  EXPECT_EQ(r.set(1230), 409u);
  EXPECT_EQ(r.post("/rehearsal/clock", Bytes(3)).status, 400u);
}

TEST(BoxService, TellsWhatStandsWhereOnTheBoard) {
  Running r;
  const auto all = r.page("/contents");
  EXPECT_EQ(all["size"], opened_board().entries.size());
  EXPECT_EQ(all["entries"][0]["type"], 1);
  EXPECT_EQ(r.get("/contents").header("Cache-Control"), "no-store");
  ASSERT_EQ(r.set(1100), 200u);
  const auto later = r.page("/contents?from=" + std::to_string(opened_board().entries.size()));
  ASSERT_EQ(later["entries"].size(), 1u);
  EXPECT_EQ(later["entries"][0]["number"], 1);
  EXPECT_GT(later["size"], all["size"]);
  EXPECT_TRUE(r.page("/contents?from=18446744073709551615")["entries"].empty());
  for (const char* query : {"?", "?from=", "?from=-1", "?from=01", "?from=1e3", "?from=18446744073709551616", "?since=1"})
    EXPECT_EQ(r.get("/contents" + std::string(query)).status, std::string(query) == "?" ? 200u : 400u) << query;
}

TEST(BoxService, GivesTheRowsOfTheLastTwoSealedEpochsInRuns) {
  Running r;
  Device device;
  const auto cast = device.cast(opened_state(), 4, 1);
  ASSERT_EQ(r.cast(cast).status, 200u);
  EXPECT_EQ(r.page("/run/0/0")["trivial"], true);
  EXPECT_EQ(r.get("/run/1/0").status, 404u);
  ASSERT_EQ(r.set(1100), 200u);
  std::size_t before = 0;  // bytes of the rows of slots 0..3
  for (std::size_t i = 0; i < 4; ++i) before += proof::slot_row_size(opened_state().current().of(i).size());
  const auto run = r.get("/run/1/0");
  ASSERT_EQ(run.status, 200u);
  EXPECT_EQ(base::to_bytes(ByteView(run.body).subspan(before, cast.row.size())), cast.row);
  EXPECT_EQ(r.get("/run/1/1").status, 404u);
  ASSERT_EQ(r.set(1200), 200u);
  EXPECT_EQ(r.get("/run/1/0").body, run.body);
  ASSERT_EQ(r.set(1300), 200u);
  EXPECT_EQ(r.get("/run/1/0").status, 404u);
  EXPECT_EQ(r.get("/run/3/0").status, 200u);
  EXPECT_EQ(r.get("/run/x/0").status, 404u);
  const auto slots = r.get("/slots/0");
  ASSERT_EQ(slots.body.size(), 34 * opened_state().slots().size());
  EXPECT_TRUE(std::equal(slots.body.begin(), slots.body.begin() + 32, opened_state().slots()[0].X.bytes.begin()));
  EXPECT_EQ(r.get("/slots/1").status, 404u);
}

TEST(BoxService, ServesTheBoardsFilesAndNothingBesideThem) {
  Running r;
  const auto checkpoint = r.get("/board/checkpoint");
  EXPECT_EQ(checkpoint.body, *base::read_file(r.places.board() / "checkpoint"));
  EXPECT_EQ(checkpoint.header("Cache-Control"), "no-store");
  EXPECT_EQ(r.get("/board/checkpoint/x").status, 404u);
  EXPECT_EQ(r.get("/board/../data/box.db").status, 404u);
  EXPECT_EQ(r.get("/board/tile").status, 404u);
}

TEST(BoxService, DoesNotStartWithOtherKeysOrTwice) {
  Running r;
  Places places;
  base::ManualClock clock(1000);
  ServiceOptions options;
  options.board = places.board();
  options.data = places.data();
  options.port = 0;
  auto keys = ring({"box-1"});
  keys.boxes[0] = make_box_key("box-1", base::SigningKey::generate(), group::SecretScalar(group::Scalar::one()));
  EXPECT_FALSE(Service::start(options, std::move(keys), clock, &clock, [](const std::string&) {}).ok());
  options.ids = {"box-9"};
  EXPECT_FALSE(Service::start(options, ring(), clock, &clock, [](const std::string&) {}).ok());
  options.ids = {};
  options.board = r.places.board();
  EXPECT_FALSE(Service::start(options, ring(), clock, &clock, [](const std::string&) {}).ok()) << "the board has its writer";
}

TEST(BoxKeys, ARingComesBackFromItsFilesOnlyUnderItsPassphrase) {
  Places places;
  const base::Passphrase passphrase("correct"), wrong("wrong");
  const auto file = places.folder / "keys";
  constexpr base::SealingCost kCheap{1, 8};
  ASSERT_TRUE(write_keys(file, ring(), passphrase, kCheap).ok());
  const auto keys = read_keys({file}, passphrase);
  ASSERT_TRUE(keys.ok());
  EXPECT_TRUE(keys->box("box-2")->B == ring().box("box-2")->B);
  EXPECT_EQ(keys->logs[0].key.public_key(), world::the_world().log_key.public_key());
  EXPECT_EQ(keys->cosigners.size(), 3u);
  EXPECT_FALSE(read_keys({file}, wrong).ok());
  EXPECT_FALSE(read_keys({file, file}, passphrase).ok()) << "two log keys";
}

}  // namespace
}  // namespace ippyo::ballot_box::test
