// SPDX-License-Identifier: Apache-2.0
#include "record/context.hpp"

namespace ippyo::record {

Bytes32 entry_context(const Bytes32& ctx0, const Bytes32& ctx, bool opened, EntryType kind) {
  switch (kind) {
    case EntryType::constitution: return {};
    case EntryType::ceremony:
    case EntryType::evidence:
    case EntryType::slots:
    case EntryType::tokens:
    case EntryType::opening:
    case EntryType::rehearsal: return ctx0;
    case EntryType::incident:
    case EntryType::audit_head: return opened ? ctx : ctx0;
    default: return ctx;
  }
}

Bytes32 entry_context(const State& state, EntryType kind) {
  const bool constituted = state.phase() >= Phase::constituted, opened = state.phase() >= Phase::open;
  return entry_context(constituted ? state.ctx0() : Bytes32{}, opened ? state.ctx() : Bytes32{}, opened, kind);
}

}  // namespace ippyo::record
