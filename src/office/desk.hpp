// SPDX-License-Identifier: Apache-2.0
// How every body of the office writes: one submission, signed, for a board as it stands. [SPEC 8.5 Submission]
#pragma once
#include "record/submission.hpp"

namespace ippyo::office {

using base::Bytes;
using base::Bytes16;
using base::Bytes32;
using base::Bytes64;
using base::ByteView;
using proof::Ciphertext;
using proof::Element;

/// Where a submission goes, on which state of the board it builds, who signs, and when.
struct Desk {
  std::filesystem::path folder;
  const record::State& state;
  record::SignedBy by;
  base::UnixTime time;
};
/// A submission of one simple entry.
base::Result<void> write_entry(const Desk& desk, record::EntryType type, Bytes body);

/// An entry that several bodies sign one after the other, each on its own machine.
record::Entry draft_entry(const record::State& state, record::EntryType type, Bytes body, std::vector<std::string> signers,
                          base::UnixTime time);
/// Adds the signature of `id`. context: state.ctx0() or state.ctx(), by the entry's type (SPEC 8.1).
/// errors: `id` is not among the signers of the draft.
base::Result<void> sign_entry(record::Entry& entry, const Bytes32& context, const std::string& id, const base::SigningKey& key);
/// Writes a submission of one entry that all its signers have signed. errors: says whose signature is missing.
base::Result<void> write_signed(const std::filesystem::path& folder, const record::State& state, const record::Entry& entry);

}  // namespace ippyo::office
