// SPDX-License-Identifier: Apache-2.0
// Signed notes, checkpoints and cosignatures of C2SP (signed-note, tlog-checkpoint, tlog-cosignature v1). [SPEC 6.2 SignedNote, SPEC 6.3 Checkpoint]
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "base/signature.hpp"
#include "base/verdict.hpp"
#include "board/merkle.hpp"

namespace ippyo::board {

enum class NoteKeyType : std::uint8_t { ed25519 = 0x01, cosignature = 0x04, ml_dsa_44 = 0x06 };

/// Not empty, well-formed UTF-8 without spaces, control characters and plus.
bool is_key_name(std::string_view name);

/// name+hash+base64(type || key): what a policy names.
struct VerifierKey {
  std::string name;   ///< no spaces, no plus, not empty
  std::uint8_t type;  ///< a NoteKeyType, or a type of the future that is kept and not verified
  Bytes key;          ///< 32 bytes for Ed25519
  std::uint32_t id() const;  ///< first 4 bytes of SHA-256(name || 0x0A || type || key), big-endian
  std::string text() const;
  static base::Result<VerifierKey> parse(std::string_view text);
};
VerifierKey log_key(const std::string& name, const base::SigningKey& key);
VerifierKey cosigner_key(const std::string& name, const base::SigningKey& key);

/// One signature line: "— name base64(id || bytes)". An Ed25519 cosignature's bytes are time u64 || signature (64).
struct NoteSignature {
  std::string name;
  std::uint32_t id;
  Bytes bytes;
  std::string line() const;  ///< with its LF
  static base::Result<NoteSignature> parse(std::string_view line);  ///< without LF
  friend bool operator==(const NoteSignature&, const NoteSignature&) = default;
};
struct Note {
  std::string text;  ///< ends in LF
  std::vector<NoteSignature> signatures;
  std::string serialize() const;
  static base::Result<Note> parse(std::string_view bytes);
};

/// The text of a checkpoint: origin, size, root. Extension lines are refused: our boards have none.
struct Checkpoint {
  std::string origin;
  std::uint64_t size;
  Bytes32 root;
  std::string text() const;
  static base::Result<Checkpoint> parse(std::string_view text);
};
struct SignedCheckpoint {
  Checkpoint checkpoint;
  Note note;
  static base::Result<SignedCheckpoint> parse(std::string_view bytes);
};

NoteSignature sign_note(const VerifierKey& as, const base::SigningKey& key, std::string_view text);
NoteSignature cosign(const VerifierKey& as, const base::SigningKey& key, std::string_view checkpoint_text, base::UnixTime time);
/// The time that a cosignature states. requires: type cosignature, and the signature was verified
base::UnixTime cosignature_time(const NoteSignature& s);

inline constexpr base::Check kNoteSignature{17, 3, "a signature by a known key does not hold"};
/// Does `s`, which carries the name and id of `key`, hold over the text? Types that are not Ed25519 are not judged: pass.
base::Verdict verify_note_signature(const VerifierKey& key, std::string_view text, const NoteSignature& s);

}  // namespace ippyo::board
