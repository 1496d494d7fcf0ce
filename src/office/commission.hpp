// SPDX-License-Identifier: Apache-2.0
// The election commission's entries. [SPEC 8.3 Bodies]
#pragma once
#include "office/desk.hpp"

namespace ippyo::office {

/// desk.state is the empty state.
base::Result<void> write_constitution(const Desk& desk, const election::Constitution& constitution);

/// H32("slots", body) of the closing entry of the slot list, if it is among these entries of the board.
std::optional<Bytes32> find_slot_list(std::span<const Bytes> entries);
/// An opening with everything that the board already says: y, Z, N, slot list, token lists. The caller adds the rest.
election::Opening begin_opening(const record::State& state, const Bytes32& slot_list);
base::Result<void> write_opening(const Desk& desk, const election::Opening& opening);

base::Result<void> write_amendment(const Desk& desk, const election::Amendment& amendment);
base::Result<void> write_internet_close(const Desk& desk, const std::string& statement);
base::Result<void> write_polling_places_closed(const Desk& desk, const std::string& statement);
base::Result<void> write_incident(const Desk& desk, const std::string& statement);
/// An incident that announces the files of the voter's page (8.3). errors: the manifest is none, or too long for an entry.
base::Result<void> announce_page(const Desk& desk, const std::string& manifest);
base::Result<void> write_lot(const Desk& desk, const election::Lot& lot);
/// Tallies the state and writes what comes out. errors: the tally's finding.
base::Result<record::ResultBody> write_result(const Desk& desk);

}  // namespace ippyo::office
