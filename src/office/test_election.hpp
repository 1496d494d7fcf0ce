// SPDX-License-Identifier: Apache-2.0
// For tests: a small election played by the office on a real State: eight slots of two styles, one station, two epochs.
#pragma once
#include <gtest/gtest.h>

#include <unistd.h>

#include "board/policy.hpp"
#include "election/example.hpp"
#include "office/commission.hpp"
#include "office/registrar.hpp"
#include "office/scrutineer.hpp"
#include "office/station.hpp"
#include "proof/ceremony.hpp"
#include "proof/slot_proof.hpp"
#include "record/board_view.hpp"

namespace ippyo::office {

struct TestElection {
  static constexpr std::size_t kSlots = 8, kTokens = 5;
  base::SystemRng rng;
  std::filesystem::path folder;
  std::map<std::string, base::SigningKey> keys;
  record::State state;
  board::Tree tree;
  std::shared_ptr<const record::BlobSource> blobs;
  std::vector<Bytes> entries;
  int submissions = 0;
  std::vector<Enrolment> enrolments;
  std::vector<Bytes16> tokens;
  std::vector<record::StationBallotRow> station_ballots;
  const group::SecretScalar z{group::Scalar::from_u64(7)};  // as in the example constitution

  TestElection() {
    auto pattern = (std::filesystem::temp_directory_path() / "ippyo-office-XXXXXX").string();
    folder = ::mkdtemp(pattern.data());
  }
  ~TestElection() { std::filesystem::remove_all(folder); }

  Desk desk(const std::vector<std::string>& ids, base::UnixTime time) {
    record::SignedBy by{ids, {}};
    for (const auto& id : ids) by.keys.push_back(&keys.at(id));
    return {folder / std::to_string(++submissions), state, by, time};
  }
  base::Verdict verdict_of_last() {
    auto s = record::Submission::open(folder / std::to_string(submissions));
    EXPECT_TRUE(s.ok());
    auto next = state;
    auto longer = tree;
    for (const auto& e : s->entries) longer.append(board::leaf_hash(e));
    const auto source = blobs ? record::either(blobs, s->blobs) : s->blobs;
    std::uint64_t applied = 0;
    const auto root = [&](std::uint64_t n) { return longer.root(n); };
    auto verdict = next.apply_all(s->entries, source, root, record::Depth::full, applied);
    EXPECT_TRUE(verdict.ok());
    if (!verdict->passed()) return *verdict;
    state = std::move(next);
    tree = std::move(longer);
    blobs = source;
    entries.insert(entries.end(), s->entries.begin(), s->entries.end());
    return *verdict;
  }
  void post(const base::Result<void>& written) {
    ASSERT_TRUE(written.ok()) << written.error().message;
    const auto verdict = verdict_of_last();
    ASSERT_TRUE(verdict.passed()) << verdict.finding().text();
  }

  void constitute() {
    auto c = election::example_constitution();
    c.min_list = 4;
    c.signers.push_back(election::example_signer("scrutineer-2", election::Role::scrutineer, 0));
    c.signers.push_back(election::example_signer("station-1", election::Role::station, 0));
    c.signers.push_back(election::example_signer("observer-1", election::Role::observer, 0));
    for (auto& s : c.signers) s.key = keys.emplace(s.id, base::SigningKey::generate()).first->second.public_key();
    post(write_constitution(desk({"commission"}, 100), c));
  }
  void hold_ceremony() {
    const proof::CeremonyParameters p{state.ctx0(), 3, 2};
    record::CeremonyBody body;
    std::vector<proof::DealtDealing> dealt;
    for (std::uint32_t i = 1; i <= 3; ++i) dealt.push_back(proof::deal(p, i, rng));
    for (const auto& d : dealt) {
      body.commitments.push_back(proof::dealing_commitment(p.ctx0, d.dealing));
      body.dealings.push_back(d.dealing);
      for (std::uint32_t j = 1; j <= 3; ++j)
        body.shares.push_back(proof::encrypt_share(p, d.dealing.index, j, d.secret, dealt[j - 1].dealing.kappa, rng));
    }
    post(write_entry(desk({"trustee-1", "trustee-2", "trustee-3"}, 200), record::EntryType::ceremony, body.encode()));
  }
  /// Slots of style 0 and 1 in turn of enrolment.
  void enrol() {
    for (std::size_t i = 0; i < kSlots; ++i) {
      const group::SecretScalar x(group::Scalar::random(rng));
      Enrolment e{Element::from(proof::base_g().point()), static_cast<std::uint16_t>(i % 2), election::EvidenceClass::A, {}, {}};
      group::Point X;
      group::fixed_mul_ct(proof::base_g(), x, {&X, 1});
      e.X = Element::from(X);
      e.evidence = evidence_hash(rng.bytes<32>(), base::view("a signed statement"));
      Bytes label(state.ctx0().begin(), state.ctx0().end());
      label.insert(label.end(), e.X.bytes.begin(), e.X.bytes.end());
      label.insert(label.end(), e.evidence.begin(), e.evidence.end());
      e.possession = proof::prove_possession({"pop", label, e.X}, x, rng);
      enrolments.push_back(std::move(e));
    }
    post(write_evidence(desk({"registrar"}, 300), enrolments));
    post(write_slots(desk({"registrar"}, 310), enrolments));
    tokens = make_tokens(kTokens, rng);
    post(write_tokens(desk({"station-1", "observer-1"}, 320), "station-1", tokens));
  }
  election::Opening opening() {
    auto o = begin_opening(state, find_slot_list(entries).value());
    const auto example = election::example_opening(state.constitution());
    o.contests = example.contests;
    o.styles = example.styles;
    o.calendar = example.calendar;
    o.calendar.internet = {{1000, 1200}};
    o.box_rotation = example.box_rotation;
    const auto log_key = board::log_key("test.example/log", base::SigningKey::generate());
    const auto witness_key = board::cosigner_key("test.example/w", base::SigningKey::generate());
    o.policy = board::threshold_policy(log_key, {witness_key}, 1);
    return o;
  }
  /// Nobody votes on the Internet: every slot is carried over.
  void seal(std::uint32_t epoch, const std::string& box, base::UnixTime time) {
    const auto by = desk({box}, time);
    auto writer = record::SubmissionWriter::create(by.folder, state, by.by, by.time);
    ASSERT_TRUE(writer.ok());
    auto sink = writer->begin_object({record::EntryType::epoch, "", epoch, 0}, proof::slot_row_size(4), 0);
    ASSERT_TRUE(sink.ok());
    for (std::uint64_t i = 0; i < kSlots; ++i)
      ASSERT_TRUE((*sink)->append(proof::carry_over(state.ctx(), i, epoch, state.key().y, state.y_base(), state.slots()[i].X,
                                                    state.current().of(i), rng)).ok());
    ASSERT_TRUE(writer->close_object({}).ok());
    post(writer->finish());
  }
  static base::SecretVector<std::uint32_t> choices(std::initializer_list<std::uint32_t> numbers) {
    base::SecretVector<std::uint32_t> out(numbers.size());
    std::copy(numbers.begin(), numbers.end(), out.expose_mutable().begin());
    return out;
  }
  /// Two ballots at the station: the first and the third token.
  void vote_at_station() {
    const LoanedDevice device(state, "station-1");
    auto all = device.seal(0, choices({1, 2, 1, 3}), rng), council = device.seal(1, choices({4}), rng);
    ASSERT_TRUE(all.ok() && council.ok());
    station_ballots.push_back(device.cast(std::move(*all), tokens[0], rng));
    station_ballots.push_back(device.cast(std::move(*council), tokens[2], rng));
    post(write_station_batch(desk({"station-1", "observer-1"}, 8000), "station-1", station_ballots));
  }
  void play_to_close() {
    constitute();
    hold_ceremony();
    enrol();
    post(write_opening(desk({"commission"}, 900), opening()));
    seal(1, "box-1", 1100);
    election::Amendment withdraw{1, election::AmendmentKind::withdraw_option, "died", 1, {}, {}, {}};
    withdraw.option.number = 3;
    post(write_amendment(desk({"commission"}, 1110), withdraw));
    seal(2, "box-2", 1200);
    post(write_internet_close(desk({"commission"}, 1300), "closed"));
    vote_at_station();
    post(write_polling_places_closed(desk({"commission"}, 9000), "closed"));
  }
  /// One slot of each style is overridden.
  PollBook poll_book() {
    PollBook book;
    book.overridden = {first_of_style(0), first_of_style(1)};
    book.stations = {close_station(state, "station-1", tokens, station_ballots, {1, 0})};
    return book;
  }
  std::uint64_t first_of_style(std::uint16_t style, std::uint64_t from = 0) const {
    while (state.slots()[from].style != style) ++from;
    return from;
  }
  std::filesystem::path openings() const { return folder / "openings"; }
  void settle() {
    const auto book = poll_book();
    post(write_poll_book_count(desk({"registrar"}, 9100), book));
    post(write_settlement(desk({"registrar"}, 9200), book, z, openings()));
  }
};

}  // namespace ippyo::office
