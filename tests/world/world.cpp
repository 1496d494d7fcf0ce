// SPDX-License-Identifier: Apache-2.0
#include "world.hpp"

#include <unistd.h>

#include "board/log.hpp"
#include "board/policy.hpp"
#include "office/commission.hpp"
#include "office/scrutineer.hpp"
#include "proof/possession.hpp"

namespace ippyo::world {
namespace {

using election::ContestKind;
using election::Role;

/// The honest election must pass: anything else is a defect of the test.
template <class T>
T good(base::Result<T> result) {
  if (!result.ok()) std::fprintf(stderr, "world: %s\n", result.error().message.c_str());
  IPPYO_CHECK(result.ok());
  return std::move(result).value();
}
void good(base::Result<void> result) {
  if (!result.ok()) std::fprintf(stderr, "world: %s\n", result.error().message.c_str());
  IPPYO_CHECK(result.ok());
}

base::SigningKey key_for(std::uint8_t n) { return base::SigningKey::from_seed(base::Secret(Bytes32{n, 1, 2, 3})); }

election::Contest contest(const std::string& id, ContestKind kind, std::uint16_t seats, std::uint16_t options) {
  election::Contest c{id, kind, id == "mayor" ? "市長" : "市議会議員", id, seats, 0, {}};
  for (std::uint16_t n = 1; n <= options; ++n)
    c.options.push_back({n, "見本 " + std::to_string(n), "みほん", "Sample " + std::to_string(n), n});
  return c;
}

const std::vector<std::pair<std::string, Role>> kBodies = {
    {"commission", Role::commission},     {"registrar", Role::registrar},       {"box-1", Role::ballot_box},      {"box-2", Role::ballot_box},
    {"trustee-1", Role::trustee},         {"trustee-2", Role::trustee},         {"trustee-3", Role::trustee},     {"scrutineer-1", Role::scrutineer},
    {"scrutineer-2", Role::scrutineer},   {"station-1", Role::station},         {"observer-1", Role::observer}};

}  // namespace

World::World()
    : rng_(base::Secret(Bytes32{42})), z(group::SecretScalar(group::Scalar::random(rng_))), log_key(key_for(200)) {
  folder_ = std::filesystem::temp_directory_path() / ("ippyo-world-" + std::to_string(::getpid()));
  std::filesystem::remove_all(folder_);
  for (std::uint8_t n = 0; n < 3; ++n) cosigner_keys.push_back(key_for(static_cast<std::uint8_t>(201 + n)));
  std::uint8_t n = 1;
  for (const auto& [id, role] : kBodies) keys.signing.emplace(id, key_for(n++));
  for (const char* id : {"box-1", "box-2"}) box_keys.emplace(id, group::SecretScalar(group::Scalar::random(rng_)));
  std::vector<board::VerifierKey> cosigners;
  for (std::size_t i = 0; i < 3; ++i) cosigners.push_back(board::cosigner_key("sample.example/cosigner-" + std::to_string(i + 1), cosigner_keys[i]));
  policy = board::threshold_policy(board::log_key("sample.example/board", log_key), cosigners, 2);
  found();
  hold_ceremony();
  enrol();
  open();
  commit_permutations();
  vote();
  close();
  settle();
  mix();
  decrypt();
  result();
  std::filesystem::remove_all(folder_);
}

World::~World() = default;

const World& the_world() {
  static const World world;
  return world;
}

std::filesystem::path World::next_folder() { return folder_ / std::to_string(++submissions_); }

office::Desk World::desk(std::vector<std::string> signers) {
  record::SignedBy by;
  for (const auto& id : signers) by.keys.push_back(&keys.of(id));
  by.ids = std::move(signers);
  return {next_folder(), state, std::move(by), now};
}

void World::post(const std::filesystem::path& folder) {
  const auto s = good(record::Submission::open(folder));
  for (const auto& hash : s.blob_hashes) board.blobs->put(good(s.blobs->blob(hash)));
  for (const auto& bytes : s.entries) {
    before.push_back(state);
    board.entries.push_back(good(Entry::decode(bytes)));
    board::Tree tree;
    for (const auto& e : encoded(board)) tree.append(board::leaf_hash(e));
    const auto verdict = good(state.apply(bytes, board.blobs, [&](std::uint64_t n) { return tree.root(n); }, record::Depth::full));
    if (!verdict.passed()) std::fprintf(stderr, "world: %s\n", verdict.finding().text().c_str());
    IPPYO_CHECK(verdict.passed());
  }
}

void World::post_entry(EntryType type, Bytes body, const std::vector<std::string>& signers) {
  const auto d = desk(signers);
  good(office::write_entry(d, type, std::move(body)));
  post(d.folder);
}

void World::post_object(const ObjectKey& key, const std::vector<Bytes>& rows_of_object, std::size_t largest, Bytes header,
                        const std::vector<std::string>& signers) {
  auto d = desk(signers);
  auto w = good(record::SubmissionWriter::create(d.folder, state, std::move(d.by), now));
  const auto sink = good(w.begin_object(key, largest, 0));
  for (const auto& row : rows_of_object) good(sink->append(row));
  good(w.close_object(std::move(header)));
  good(w.finish());
  post(d.folder);
}

void World::found() {
  election::Constitution c;
  c.election_id = "sample-election";
  c.title = "見本選挙";
  c.title_en = "Sample election";
  c.host = "localhost";
  c.trustees = kTrustees;
  c.threshold = kThreshold;
  c.mixes = kMixes;
  c.min_list = 1;
  c.evidence = {election::EvidenceClass::B, election::EvidenceClass::C};
  c.factors = {"code"};
  c.penalties = "見本";
  const auto possession = [&](const Bytes& label, const proof::Element& X, const group::SecretScalar& x) {
    return proof::prove_possession({"pop", label, X}, x, rng_);
  };
  const auto power = [](const group::SecretScalar& x) {
    proof::Point p;
    group::fixed_mul_ct(proof::base_g(), x, {&p, 1});
    return proof::Element::from(p);
  };
  c.Z = power(z);
  c.Z_possession = possession(election::registrar_possession_label(c.election_id), c.Z, z);
  for (const auto& [id, role] : kBodies) c.signers.push_back({id, role, "見本 " + id, keys.of(id).public_key()});
  for (const auto& [id, secret] : box_keys) {
    const auto B = power(secret);
    c.boxes.push_back({id, B, possession(election::box_possession_label(c.election_id, id), B, secret)});
  }
  const auto d = desk({"commission"});
  good(office::write_constitution(d, c));
  post(d.folder);
}

void World::hold_ceremony() {
  const proof::CeremonyParameters p{state.ctx0(), kTrustees, kThreshold};
  record::CeremonyBody body;
  for (std::uint32_t i = 1; i <= kTrustees; ++i) {
    auto dealt = proof::deal(p, i, rng_);
    body.commitments.push_back(proof::dealing_commitment(p.ctx0, dealt.dealing));
    body.dealings.push_back(std::move(dealt.dealing));
    trustees.push_back({std::move(dealt.secret), group::SecretScalar(group::Scalar())});
  }
  for (std::uint32_t i = 1; i <= kTrustees; ++i)
    for (std::uint32_t j = 1; j <= kTrustees; ++j)
      body.shares.push_back(proof::encrypt_share(p, i, j, trustees[i - 1].dealer, body.dealings[j - 1].kappa, rng_));
  for (std::uint32_t j = 1; j <= kTrustees; ++j) {
    group::Scalar sum;
    for (std::uint32_t i = 1; i <= kTrustees; ++i) {
      const auto share = good(proof::decrypt_share_from(p, i, j, trustees[j - 1].dealer.share_key, body.shares[(i - 1) * kTrustees + j - 1]));
      IPPYO_CHECK(proof::verify_share_of(body.dealings[i - 1], j, share).passed());
      sum += share.expose();
    }
    trustees[j - 1].z = group::SecretScalar(sum);
  }
  post_entry(EntryType::ceremony, body.encode(), {"trustee-1", "trustee-2", "trustee-3"});
}

void World::enrol() {
  std::vector<office::Enrolment> enrolments;
  std::vector<Voter> unsorted;
  for (std::uint64_t i = 0; i < kSlots; ++i) {
    auto key = device::random_slot_key(rng_);
    const auto evidence = office::evidence_hash(rng_.bytes<32>(), base::view("evidence"));
    const auto style = static_cast<std::uint16_t>(i < 4 ? 0 : 1);
    auto possession = device::prove_enrolment(key, state.ctx0(), evidence, rng_);
    enrolments.push_back({key.X, style, election::EvidenceClass::B, evidence, std::move(possession)});
    unsorted.push_back({std::move(key), style});
  }
  const auto ranks = office::slot_numbers(enrolments);
  for (std::uint64_t slot = 0; slot < kSlots; ++slot)
    for (std::uint64_t i = 0; i < kSlots; ++i)
      if (ranks[i] == slot) voters.push_back(std::move(unsorted[i]));
  const auto first = desk({"registrar"});
  good(office::write_evidence(first, enrolments));
  post(first.folder);
  const auto second = desk({"registrar"});
  good(office::write_slots(second, enrolments));
  post(second.folder);
  tokens = office::make_tokens(4, rng_);
  const auto third = desk({"station-1", "observer-1"});
  good(office::write_tokens(third, "station-1", tokens));
  post(third.folder);
}

void World::open() {
  const auto slot_list = office::find_slot_list(encoded(board));
  auto o = office::begin_opening(state, *slot_list);
  o.contests = {contest("mayor", ContestKind::single_choice, 1, 3), contest("council", ContestKind::single_non_transferable, 2, 4)};
  o.styles = {{"a", "市長のみ", {0}}, {"b", "両方", {0, 1}}};
  o.calendar = {500, {1000, 5000}, {{1000, 1500}}, {6000, 9000}, 9000, 100, 30};  // five epochs of 100 s
  o.box_rotation = {"box-1", "box-2"};
  o.policy = policy;
  const auto d = desk({"commission"});
  good(office::write_opening(d, o));
  post(d.folder);
  sealed.push_back(state.current());
}

void World::commit_permutations() {
  for (std::uint16_t c = 0; c < 2; ++c)
    for (std::uint32_t j = 1; j <= kMixes; ++j) {
      Permutation p{c, j, j, base::MemoryRows(proof::kPermutationSecretRowSize), base::MemoryRows(proof::kPermutationRowSize), {}};
      const auto& id = state.opening().contests[c].id;
      p.header = good(proof::commit_permutation({state.ctx(), id, j, j, state.n_mix(c)}, rng_, folder_, p.secret, p.rows));
      std::vector<Bytes> list;
      for (std::size_t at = 0; at < p.rows.bytes().size(); at += proof::kPermutationRowSize)
        list.push_back(base::to_bytes(ByteView(p.rows.bytes()).subspan(at, proof::kPermutationRowSize)));
      post_object({EntryType::permutation, id, j, j}, list, proof::kPermutationRowSize, p.header, {"trustee-" + std::to_string(j)});
      permutations.push_back(std::move(p));
    }
}

}  // namespace ippyo::world
