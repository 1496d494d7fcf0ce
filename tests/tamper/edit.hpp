// SPDX-License-Identifier: Apache-2.0
// What a liar does to a board: bodies, rows, headers, single fields; new entries and objects.
#pragma once
#include "lie.hpp"
#include "proof/transcript.hpp"

namespace ippyo::tamper {

/// The rows of an object one by one; a row of a station batch carries its length in front.
std::vector<Bytes> rows_of(const World& world, const Board& board, const ObjectKey& key);
/// Other rows in their place, in one chunk; chunk and closing entry are made to fit. Returns the index of the chunk.
std::size_t put_rows(Board& board, const ObjectKey& key, const std::vector<Bytes>& rows);
std::size_t chunk_of(const Board& board, const ObjectKey& key);
std::size_t edit_row(const World& world, Board& board, const ObjectKey& key, std::size_t row,
                     const std::function<void(Bytes&)>& edit);
/// Returns the index of the closing entry.
std::size_t edit_header(Board& board, const ObjectKey& key, const std::function<void(Bytes&)>& edit);
std::size_t edit_closing(Board& board, const ObjectKey& key, const std::function<void(record::Closing&)>& edit);
std::size_t edit_chunk(Board& board, const ObjectKey& key, const std::function<void(record::Chunk&)>& edit);

template <class Body>
std::size_t edit_body(Board& board, std::size_t at, const std::function<void(Body&)>& edit) {
  auto body = *Body::decode(board.entries[at].body);
  edit(body);
  board.entries[at].body = body.encode();
  return at;
}
template <class Body>
std::size_t edit_body(Board& board, EntryType type, const std::function<void(Body&)>& edit) {
  return edit_body<Body>(board, board.find(type), edit);
}

/// A new entry before `at`, with the time of the entry before it. Returns `at`.
std::size_t insert(Board& board, std::size_t at, EntryType type, Bytes body, std::vector<std::string> signers);
/// A whole object: chunk at `at`, closing entry at `at` + 1. Returns `at`.
std::size_t insert_object(Board& board, std::size_t at, const ObjectKey& key, const std::vector<Bytes>& rows, Bytes header,
                          std::vector<std::string> signers);
std::size_t erase(Board& board, std::size_t at);
/// A copy of entry `from` before `to`. Returns `to`.
std::size_t copy_entry(Board& board, std::size_t from, std::size_t to);
void exchange(Board& board, std::size_t a, std::size_t b);
/// The signers of entry `at` sign it as it stands, and nobody else.
void sign_alone(const World& world, Board& board, std::size_t at, const Bytes32& context);

/// One field at an offset: the element times g, the scalar plus 1, one bit of a challenge or hash.
void spoil_element(Bytes& bytes, std::size_t at);
void spoil_scalar(Bytes& bytes, std::size_t at);
void spoil_bit(Bytes& bytes, std::size_t at);
/// The same value in a spelling that is not canonical; the identity.
void respell_element(Bytes& bytes, std::size_t at);
void respell_scalar(Bytes& bytes, std::size_t at);
void put_identity(Bytes& bytes, std::size_t at);
void put_bytes(Bytes& bytes, std::size_t at, ByteView part);

ObjectKey epoch_key(std::uint32_t epoch);
ObjectKey slots_key();
ObjectKey evidence_key();
ObjectKey settlement_key();
ObjectKey station_key();
ObjectKey permutation_key(const std::string& contest, std::uint32_t mix, std::uint32_t trustee);
ObjectKey mix_key(const std::string& contest, std::uint32_t mix, std::uint32_t trustee);
ObjectKey share_key(const std::string& contest, std::uint32_t trustee);

/// The nth slot of a style. Style 0 votes for the mayor, style 1 for mayor and council.
std::uint64_t slot_of(const World& world, std::uint16_t style, std::size_t nth = 0);
std::size_t width_of(const World& world, std::uint64_t slot);
/// Fresh randomness of a liar.
base::Rng& liar_rng();
proof::Scalar any_scalar();

}  // namespace ippyo::tamper
