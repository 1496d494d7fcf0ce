// SPDX-License-Identifier: Apache-2.0
#include "office/commission.hpp"

#include "base/hash.hpp"
#include "record/page_announcement.hpp"

namespace ippyo::office {

using record::EntryType;

base::Result<void> write_constitution(const Desk& desk, const election::Constitution& constitution) {
  const auto verdict = election::check_constitution(constitution);
  if (!verdict.passed()) return base::Error{"The constitution breaks a rule (" + verdict.finding().text() + "); correct it."};
  return write_entry(desk, EntryType::constitution, constitution.encode());
}

std::optional<Bytes32> find_slot_list(std::span<const Bytes> entries) {
  for (const auto& bytes : entries) {
    const auto entry = record::Entry::decode(bytes);
    if (entry && entry->type == EntryType::slots) return base::hash32("slots", ByteView(entry->body));
  }
  return std::nullopt;
}

election::Opening begin_opening(const record::State& state, const Bytes32& slot_list) {
  election::Opening opening;
  opening.y = state.key().y;
  opening.Z = state.constitution().Z;
  opening.slots = state.slots().size();
  opening.slot_list = slot_list;
  for (const auto& station : state.stations()) opening.token_lists.push_back(base::hash32("tokens", ByteView(station.encode())));
  return opening;
}

base::Result<void> write_opening(const Desk& desk, const election::Opening& opening) {
  const auto verdict = election::check_opening(desk.state.constitution(), opening);
  if (!verdict.passed()) return base::Error{"The opening breaks a rule (" + verdict.finding().text() + "); correct it."};
  return write_entry(desk, EntryType::opening, opening.encode());
}

base::Result<void> write_amendment(const Desk& desk, const election::Amendment& amendment) {
  auto schedule = desk.state.schedule();
  const auto verdict = election::amend(schedule, desk.state.constitution(), amendment, desk.state.sealed_epoch(), desk.time);
  if (!verdict.passed()) return base::Error{"The amendment breaks a rule (" + verdict.finding().text() + "); correct it."};
  return write_entry(desk, EntryType::amendment, amendment.encode());
}

static base::Result<void> write_statement(const Desk& desk, EntryType type, const std::string& statement) {
  return write_entry(desk, type, record::StatementBody{{}, statement}.encode());
}

base::Result<void> write_internet_close(const Desk& desk, const std::string& statement) {
  return write_statement(desk, EntryType::internet_close, statement);
}

base::Result<void> write_polling_places_closed(const Desk& desk, const std::string& statement) {
  return write_statement(desk, EntryType::polling_places_closed, statement);
}

base::Result<void> write_incident(const Desk& desk, const std::string& statement) {
  return write_statement(desk, EntryType::incident, statement);
}

base::Result<void> announce_page(const Desk& desk, const std::string& manifest) {
  if (const auto files = record::read_page_manifest(manifest); !files.ok()) return files.error();
  const auto body = record::StatementBody{base::sha256(base::view(manifest)), std::string(record::kPageFirstLine) + manifest}.encode();
  constexpr std::size_t kRoomForTheRest = 1024;  // type, time, seq, signers, signature
  if (body.size() + kRoomForTheRest > record::kMaxEntrySize) return base::Error{"the page has too many files for one entry of the board; bundle them"};
  return write_entry(desk, EntryType::incident, body);
}

base::Result<void> write_lot(const Desk& desk, const election::Lot& lot) {
  return write_entry(desk, EntryType::lot, record::encode_lot(lot));
}

base::Result<record::ResultBody> write_result(const Desk& desk) {
  if (!desk.state.audited() || !desk.state.all_decrypted())
    return base::Error{"Not every contest is decrypted by enough trustees; wait for their shares."};
  record::ResultBody out;
  const auto verdict = desk.state.tally(out);
  if (!verdict) return verdict.error();
  if (!verdict->passed())
    return base::Error{"The tally finds a fault (" + verdict->finding().text() + "); do not announce a result."};
  IPPYO_TRY(write_entry(desk, EntryType::result, out.encode()));
  return out;
}

}  // namespace ippyo::office
