// SPDX-License-Identifier: Apache-2.0
// What goes into the scrutineers' audit beside the store, as files. [SPEC 15.7 ScrutineerAudit]
#pragma once
#include "office/scrutineer.hpp"

namespace ippyo::registrar {

/// The overridden slots, one decimal number a line, each once; empty lines count for nothing. Stations are taken from the board.
/// errors name the line.
base::Result<office::PollBook> read_poll_book(const std::filesystem::path& file, const record::State& state);

}  // namespace ippyo::registrar
