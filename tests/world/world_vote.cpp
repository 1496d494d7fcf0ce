// SPDX-License-Identifier: Apache-2.0
// The world from the first epoch to the result.
#include <algorithm>

#include "board/log.hpp"
#include "board/policy.hpp"
#include "office/commission.hpp"
#include "office/scrutineer.hpp"
#include "proof/slot_proof.hpp"
#include "world.hpp"

namespace ippyo::world {
namespace {

template <class T>
T good(base::Result<T> result) {
  IPPYO_CHECK(result.ok());
  return std::move(result).value();
}
void good(base::Result<void> result) { IPPYO_CHECK(result.ok()); }

/// Who chooses what in which epoch; a slot of style A has one contest. Epoch 3 is left out: its box is down, it becomes void.
using Choices = std::vector<std::uint32_t>;
std::map<std::uint64_t, Choices> casts_of(std::uint32_t epoch, const std::vector<Voter>& voters) {
  std::map<std::uint64_t, Choices> out;
  for (std::uint64_t slot = 0; slot < voters.size(); ++slot) {
    const bool casts = (slot + epoch) % 3 == 0 || (epoch == 5 && slot < 3);
    if (!casts || slot == 9) continue;  // slot 9 never votes
    const auto first = static_cast<std::uint32_t>((slot + epoch) % 4);
    if (voters[slot].style == 0)
      out[slot] = {first};
    else
      out[slot] = {first, static_cast<std::uint32_t>((slot + 2 * epoch) % 4)};
  }
  return out;
}

}  // namespace

Bytes World::author_row(std::uint64_t slot, std::uint32_t epoch, const std::vector<std::uint32_t>& choices) {
  const auto view = device::view_slot(state, slot, epoch);
  record::Grant grant{slot, rng_.bytes<16>(), {}, epoch, epoch, {}};
  const auto K = base::SigningKey::from_seed(base::Secret(rng_.bytes<32>()));
  grant.K = K.public_key();
  grant.signature = keys.of("registrar").sign(record::grant_hash(grant, state.ctx()));
  base::SecretVector<std::uint32_t> chosen(choices.size());
  std::copy(choices.begin(), choices.end(), chosen.expose_mutable().begin());
  return good(device::build_cast(view, voters[slot].key, chosen, grant, K, rng_)).cast.row;
}

Bytes World::carried_row(std::uint64_t slot, std::uint32_t epoch, const record::SlotCiphertexts& previous) {
  return proof::carry_over(state.ctx(), slot, epoch, state.key().y, state.y_base(), voters[slot].key.X, previous.of(slot), rng_);
}

void World::vote() {
  for (std::uint32_t epoch = 1; epoch <= 5; ++epoch) {
    if (epoch == 4) amend();
    if (epoch == 3) continue;
    now = state.schedule().epochs[epoch - 1].close + 1;
    const auto casts = casts_of(epoch, voters);
    std::vector<Bytes> list;
    for (std::uint64_t slot = 0; slot < kSlots; ++slot) {
      const auto cast = casts.find(slot);
      list.push_back(cast == casts.end() ? carried_row(slot, epoch, state.current()) : author_row(slot, epoch, cast->second));
    }
    rows[epoch] = list;
    post_object({EntryType::epoch, {}, epoch, 0}, list, proof::slot_row_size(2), {}, {box_of(epoch)});
    while (sealed.size() < epoch) sealed.push_back(sealed.back());  // a void epoch leaves things as they were
    sealed.push_back(state.current());
  }
  close_station();
}

/// Between epochs 2 and 4: option 4 of the council is withdrawn, option 5 added.
void World::amend() {
  now = std::max(now, state.last_time()) + 1;
  const auto d1 = desk({"commission"});
  election::Amendment withdraw{1, election::AmendmentKind::withdraw_option, "見本", 1, {4, {}, {}, {}, 0}, {}, {}};
  good(office::write_amendment(d1, withdraw));
  post(d1.folder);
  const auto d2 = desk({"commission"});
  election::Amendment add{2, election::AmendmentKind::add_option, "見本", 1, {5, "見本 5", "みほん", "Sample 5", 5}, {}, {}};
  good(office::write_amendment(d2, add));
  post(d2.folder);
}

/// Token 0: a slot holder of style B (slot with that style, overridden later); token 1: a voter without a slot, style A; 2 abandoned; 3 unused.
void World::close_station() {
  const office::LoanedDevice device(state, "station-1");
  const auto cast = [&](std::uint16_t style, const Choices& choices, const base::Bytes16& token) {
    base::SecretVector<std::uint32_t> chosen(choices.size());
    std::copy(choices.begin(), choices.end(), chosen.expose_mutable().begin());
    return device.cast(good(device.seal(style, chosen, rng_)), token, rng_);
  };
  const std::vector<record::StationBallotRow> ballots{cast(1, {2, 5}, tokens[0]), cast(0, {1}, tokens[1])};
  const auto d = desk({"station-1", "observer-1"});
  good(office::write_station_batch(d, "station-1", ballots));
  post(d.folder);
  poll_book.stations = {office::close_station(state, "station-1", tokens, ballots, {0, 1})};
}

void World::close() {
  now = state.schedule().epochs.back().close + 31;
  const auto d1 = desk({"commission"});
  good(office::write_internet_close(d1, "見本"));
  post(d1.folder);
  now = 9000;
  const auto d2 = desk({"commission"});
  good(office::write_polling_places_closed(d2, "見本"));
  post(d2.folder);
  std::uint64_t of_a = 0, of_b = 0;
  for (std::uint64_t slot = 0; slot < kSlots; ++slot)  // the first of style A, the first two of style B vote on paper or at the station
    if ((voters[slot].style == 0 && of_a++ < 1) || (voters[slot].style == 1 && of_b++ < 2)) poll_book.overridden.insert(slot);
  const auto d3 = desk({"registrar"});
  good(office::write_poll_book_count(d3, poll_book));
  post(d3.folder);
}

void World::settle() {
  const auto openings = folder_ / "openings";
  const auto d = desk({"registrar"});
  good(office::write_settlement(d, poll_book, z, openings));
  post(d.folder);
  IPPYO_CHECK(good(office::audit_settlement(state, poll_book, openings)).agrees());
  board::Tree tree;
  for (const auto& e : encoded(board)) tree.append(board::leaf_hash(e));
  const std::vector<std::string> scrutineers{"scrutineer-1", "scrutineer-2"};
  auto draft = good(office::draft_audited(state, tree.size(), tree.root(tree.size()), scrutineers, now, "見本"));
  for (const auto& id : scrutineers) good(office::sign_entry(draft, state.ctx(), id, keys.of(id)));
  const auto folder = next_folder();
  good(office::write_signed(folder, state, draft));
  post(folder);
}

void World::mix() {
  for (auto& p : permutations) {
    const auto& id = state.opening().contests[p.contest].id;
    base::MemoryRows out(proof::kMixRowSize);
    auto header = good(proof::mix({state.ctx(), id, p.mix, p.trustee, state.n_mix(p.contest)}, state.key().y, p.secret, p.header, p.rows,
                                  *state.list(p.contest, p.mix - 1), rng_, folder_, out));
    std::vector<Bytes> list;
    for (std::size_t at = 0; at < out.bytes().size(); at += proof::kMixRowSize)
      list.push_back(base::to_bytes(ByteView(out.bytes()).subspan(at, proof::kMixRowSize)));
    post_object({EntryType::mix, id, p.mix, p.trustee}, list, proof::kMixRowSize, std::move(header), {"trustee-" + std::to_string(p.trustee)});
  }
}

void World::decrypt() {
  for (std::uint16_t c = 0; c < 2; ++c)
    for (const std::uint32_t j : {3u, 1u}) {
      const auto& id = state.opening().contests[c].id;
      base::MemoryRows out(proof::kShareRowSize);
      auto header = good(proof::decrypt_list({"dec", state.ctx(), id, j, state.key().Z[j - 1]}, trustees[j - 1].z, *state.list(c, kMixes), out));
      std::vector<Bytes> list;
      for (std::size_t at = 0; at < out.bytes().size(); at += proof::kShareRowSize)
        list.push_back(base::to_bytes(ByteView(out.bytes()).subspan(at, proof::kShareRowSize)));
      post_object({EntryType::decryption, id, 0, j}, list, proof::kShareRowSize, std::move(header), {"trustee-" + std::to_string(j)});
    }
}

void World::result() {
  const auto d = desk({"commission"});
  good(office::write_result(d));
  post(d.folder);
}

void write_board(const World& world, const Board& board, const std::filesystem::path& folder, std::size_t steps) {
  auto log = good(board::Log::open(folder, "sample.example/board", world.log_key.clone()));
  std::vector<Bytes> blobs;
  for (const auto& e : board.entries)
    if (e.type == EntryType::chunk)
      if (const auto chunk = record::Chunk::decode(e.body); chunk.ok()) blobs.push_back(good(board.blobs->blob(chunk->sha256)));
  good(log.put_blobs(blobs));
  const auto entries = encoded(board);
  const auto per_step = std::max<std::size_t>(1, (entries.size() + steps - 1) / steps);
  for (std::size_t at = 0; at < entries.size(); at += per_step) {
    good(log.append(std::span(entries).subspan(at, std::min(per_step, entries.size() - at))));
    std::vector<board::NoteSignature> lines;
    for (std::size_t i = 0; i < world.cosigner_keys.size(); ++i)
      lines.push_back(board::cosign(board::cosigner_key("sample.example/cosigner-" + std::to_string(i + 1), world.cosigner_keys[i]), world.cosigner_keys[i],
                                    log.latest()->note.text, 1000 + log.size()));
    good(log.add_signatures(log.size(), lines));
  }
}

}  // namespace ippyo::world
