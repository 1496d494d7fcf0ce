// SPDX-License-Identifier: Apache-2.0
// A small election without a ballot box, for the tests of this layer: everybody abstains, and the lists are real.
#pragma once
#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

#include <algorithm>

#include "base/hash.hpp"
#include "board/policy.hpp"
#include "proof/possession.hpp"
#include "record/poster.hpp"
#include "trustee/trustee.hpp"

namespace ippyo::trustee::testing_election {

namespace fs = std::filesystem;
using record::EntryType;
using record::ObjectKey;

inline constexpr base::SealingCost kCheap{1, 64};
inline base::Passphrase passphrase() { return base::Passphrase("一票"); }

/// A temporary folder, in memory where there is such a thing.
class Folder {
  fs::path path_;

 public:
  Folder() {
    auto name = (::access("/dev/shm", W_OK) == 0 ? std::string("/dev/shm") : fs::temp_directory_path().string()) +
        "/ippyo-trustee-XXXXXX";
    IPPYO_CHECK(::mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  Folder(const Folder&) = delete;
  ~Folder() { fs::remove_all(path_); }
  fs::path operator/(const std::string& name) const { return path_ / name; }
};

template <class T>
std::string said(const base::Result<T>& r) {
  return r.ok() ? std::string("(no error)") : r.error().message;
}
template <class T>
::testing::AssertionResult refuses(const base::Result<T>& r, std::string_view why) {
  if (!r.ok() && r.error().message.find(why) != std::string::npos) return ::testing::AssertionSuccess();
  return ::testing::AssertionFailure() << "expected '" << why << "', got: " << said(r);
}

struct Rules {
  std::uint32_t trustees = 3, threshold = 2, mixes = 2;
  bool paper = false;
  bool real_clock = false;
};

class TestElection {
 public:
  const std::uint32_t slots, epoch_seconds;
  Folder folder;
  base::ManualClock clock{1000};
  base::SigningKey commission = base::SigningKey::generate(), registrar = base::SigningKey::generate(),
      log_key = base::SigningKey::generate(),
                   witness = base::SigningKey::generate();
  fs::path board = folder / "board";
  std::optional<record::Poster> poster;
  election::Constitution constitution;

  explicit TestElection(Rules rules = {}) : slots(rules.real_clock ? 100 : 5), epoch_seconds(rules.real_clock ? 60 : 10) {
    base::SystemRng rng;
    const group::SecretScalar z(proof::Scalar::random(rng)), b(proof::Scalar::random(rng));
    auto& c = constitution;
    c.election_id = "trial";
    c.title = "試験";
    c.host = "vote.example";
    c.clock = rules.real_clock ? election::ClockKind::real : election::ClockKind::rehearsal;
    c.paper = rules.paper;
    c.trustees = rules.trustees;
    c.threshold = rules.threshold;
    c.mixes = rules.mixes;
    c.min_list = slots;
    c.evidence = {election::EvidenceClass::D};
    c.factors = {"code"};
    c.Z = power(z);
    c.Z_possession = proof::prove_possession({"pop", election::registrar_possession_label("trial"), c.Z}, z, rng);
    const auto box = power(b);
    c.boxes.push_back({"box-1", box, proof::prove_possession({"pop", election::box_possession_label("trial", "box-1"), box}, b,
        rng)});
    c.signers = {{"commission", election::Role::commission, "C", commission.public_key()},
                 {"registrar", election::Role::registrar, "R", registrar.public_key()},
                 {"box-1", election::Role::ballot_box, "B", base::SigningKey::generate().public_key()},
                 {"scrutineer-1", election::Role::scrutineer, "S", base::SigningKey::generate().public_key()}};
    for (std::uint32_t j = 1; j <= rules.trustees; ++j) {
      const auto key = Trustee::create(trustee_folder(j), "trustee-" + std::to_string(j), passphrase(), kCheap);
      c.signers.push_back({"trustee-" + std::to_string(j), election::Role::trustee, "T" + std::to_string(j), *key});
    }
    poster.emplace(open_board(board));
    write("commission", commission, [&](auto& w) { return w.add(EntryType::constitution, c.encode()); });
  }

  fs::path trustee_folder(std::uint32_t j) const { return folder / ("trustee-" + std::to_string(j)); }
  Trustee trustee(std::uint32_t j) const { return *Trustee::open(trustee_folder(j), passphrase(), clock); }
  record::Poster open_board(const fs::path& at) {
    return *record::Poster::open(at, *board::Log::open(at, "board.example/trial", log_key.clone()), {});
  }
  fs::path fresh(const std::string& name) { return folder / (name + std::to_string(++count_)); }

  /// Posts what a body has handed in, and says what the board answers.
  std::string post(const fs::path& submission) { return post_to(*poster, submission); }
  std::string post_to(record::Poster& to, const fs::path& submission) {
    const auto s = record::Submission::open(submission);
    if (!s.ok()) return s.error().message;
    const auto verdict = to.post(*s);
    if (!verdict.ok()) return verdict.error().message;
    return verdict->passed() ? "accepted" : verdict->finding().text();
  }
  /// One submission by one body, posted.
  template <class Content>
  Bytes write(const std::string& id, const base::SigningKey& key, Content content) {
    const auto out = fresh("entry-");
    auto writer = record::SubmissionWriter::create(out, poster->state(), {{id}, {&key}}, clock.now());
    EXPECT_TRUE(content(*writer).ok());
    EXPECT_TRUE(writer->finish().ok());
    EXPECT_EQ(post(out), "accepted");
    return record::Entry::decode(record::Submission::open(out)->entries.back())->body;
  }
  void state_simply(EntryType type) {
    write("commission", commission, [&](auto& w) { return w.add(type, record::StatementBody{{}, "公告"}.encode()); });
  }

  /// All trustees do whatever is due until the key is made.
  void hold_ceremony() {
    const auto exchange = folder / "exchange", out = folder / "ceremony";
    for (int round = 0; round < 8 && !fs::exists(out); ++round)
      for (std::uint32_t j = 1; j <= constitution.trustees; ++j) {
        auto t = trustee(j);
        auto c = t.ceremony(board, exchange);
        ASSERT_TRUE(c.ok()) << said(c);
        const auto step = c->advance(clock.now(), out);
        ASSERT_TRUE(step.ok()) << said(step);
      }
    ASSERT_EQ(post(out), "accepted");
  }
  /// Evidence, slots, opening.
  void open() {
    base::SystemRng rng;
    std::vector<Bytes> evidence, list_rows;
    for (std::uint32_t i = 0; i < slots; ++i) {
      const group::SecretScalar x(proof::Scalar::random(rng));
      const auto X = power(x);
      const auto hash = base::hash32("evidence", std::uint64_t{i});
      const auto possession = proof::prove_possession({"pop",
          base::Writer().raw(poster->state().ctx0()).raw(X.bytes).raw(hash).data(), X}, x, rng);
      list_rows.push_back(base::Writer().raw(X.bytes).u16(0).raw(hash).u8(4).raw(possession).take());
      evidence.push_back(base::Writer().raw(hash).u8(4).take());
    }
    object(EntryType::evidence, evidence, record::kEvidenceRowSize);
    const auto list = object(EntryType::slots, list_rows, record::kSlotListRowSize);
    election::Opening o;
    o.y = poster->state().key().y;
    o.Z = constitution.Z;
    o.slots = slots;
    o.slot_list = base::hash32("slots", ByteView(list));
    for (const std::string id : {"mayor", "council"}) {
      election::Contest contest{id, election::ContestKind::single_choice, id, "", 1, 0, {}};
      for (std::uint16_t v = 1; v <= 2; ++v) contest.options.push_back({v, "候補" + std::to_string(v), "", "", v});
      o.contests.push_back(contest);
    }
    o.styles = {{"all", "全", {0, 1}}};
    o.calendar = {1000, {2000, 3000}, {{2000, 2000 + epoch_seconds}}, {3000, 4000}, 3500, epoch_seconds, 5};
    o.box_rotation = {"box-1"};
    o.policy = board::threshold_policy(poster->log().verifier_key(), {board::cosigner_key("witness.example", witness)}, 1);
    write("commission", commission, [&](auto& w) { return w.add(EntryType::opening, o.encode()); });
  }
  void close() {
    clock.set(2100);
    state_simply(EntryType::internet_close);
    clock.set(4100);
    state_simply(EntryType::polling_places_closed);
  }
  void cosign(record::Poster& on) {
    const auto& c = on.log().latest()->checkpoint;
    EXPECT_TRUE(on.log().add_signatures(c.size, {board::cosign(board::cosigner_key("witness.example", witness), witness, c.text(),
        clock.now())}).ok());
  }

 private:
  int count_ = 0;
  static proof::Element power(const group::SecretScalar& x) {
    group::Point p;
    group::fixed_mul_ct(proof::base_g(), x, {&p, 1});
    return proof::Element::from(p);
  }
  Bytes object(EntryType type, std::vector<Bytes> rows, std::size_t size) {
    std::sort(rows.begin(), rows.end());
    return write("registrar", registrar, [&](record::SubmissionWriter& w) -> base::Result<void> {
      const auto sink = w.begin_object(ObjectKey{type, {}, 0, 0}, size, size);
      for (const auto& row : rows) IPPYO_TRY((*sink)->append(row));
      return w.close_object({});
    });
  }
};

}  // namespace ippyo::trustee::testing_election
