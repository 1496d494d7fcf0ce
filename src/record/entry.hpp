// SPDX-License-Identifier: Apache-2.0
// One typed, signed entry of the board. [SPEC 8.1 Entry]
#pragma once
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"
#include "base/signature.hpp"
#include "base/verdict.hpp"

namespace ippyo::record {

using base::Bytes;
using base::Bytes32;
using base::Bytes64;
using base::ByteView;
using base::UnixTime;

/// Wire numbers; never reused.
enum class EntryType : std::uint8_t {
  constitution = 1,
  ceremony,              ///< transcript of the key ceremony, by all trustees
  evidence,              ///< salted evidence hashes with class; closes a chunked list
  slots,                 ///< the slot list; closes a chunked list
  tokens,                ///< hashes of station tokens
  opening,
  amendment,
  rehearsal,             ///< a trustee's share of a day's test decryption
  permutation,           ///< closes a permutation commitment
  epoch,                 ///< closes a sealed epoch
  station_batch,         ///< closes a station's ballots
  internet_close,
  polling_places_closed,
  poll_book_count,
  settlement,            ///< closes the settlement
  settlement_audited,
  mix,                   ///< closes a mix
  decryption,            ///< closes a share of decryption
  lot,
  result,
  incident,
  audit_head,            ///< hash of the registrar's private evidence log
  chunk,                 ///< a piece of the object that a later entry closes
};
const char* entry_name(EntryType type);

/// type u8, time u64, seq u64, signers (count u8, ids), body (u32 length), signatures (64 each, in order of the signers).
struct Entry {
  EntryType type;
  UnixTime time;                     ///< when signed, by the signer's clock; never before the entry before it
  std::uint64_t seq;                 ///< of the first signer, counted from 0
  std::vector<std::string> signers;  ///< ids, the one who posts first
  Bytes body;
  std::vector<Bytes64> signatures;

  Bytes encode() const;
  static base::Result<Entry> decode(ByteView bytes);
};
inline constexpr std::size_t kMaxEntrySize = 65535;

/// What is signed: H("entry", type, context, time, seq, signers, body); context is ctx0 up to and including the opening and in
/// rehearsals, ctx afterwards; 32 zero bytes for the constitution itself.
Bytes64 signing_hash(const Entry& e, const Bytes32& context);

using base::SigningKey;

}  // namespace ippyo::record
