// SPDX-License-Identifier: Apache-2.0
// Which context a signature is bound to. [SPEC 8.1 Entry]
#pragma once
#include "record/state.hpp"

namespace ippyo::record {

/// The context under which an entry of this kind (for a chunk: the kind that closes it) is signed when `state` is the board before it.
Bytes32 entry_context(const State& state, EntryType kind);
/// The same from its parts; `opened` says whether the opening stands on the board.
Bytes32 entry_context(const Bytes32& ctx0, const Bytes32& ctx, bool opened, EntryType kind);

}  // namespace ippyo::record
