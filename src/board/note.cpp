// SPDX-License-Identifier: Apache-2.0
#include "board/note.hpp"

#include <charconv>

#include "base/codec.hpp"
#include "base/hash.hpp"

namespace ippyo::board {

using base::Error;
using base::Result;
using base::Verdict;

namespace {

constexpr std::string_view kDash = "\xE2\x80\x94 ";  // em dash, space
constexpr std::uint64_t kLargest = (1ull << 63) - 1;  // sizes and times of C2SP
constexpr std::size_t kKeyBytes = 32, kSignatureBytes = 64, kTimeBytes = 8, kMaxNoteBytes = 1u << 20;

/// The white space of Unicode in UTF-8, without the control characters that is_clean_utf8 refuses.
constexpr std::string_view kSpaces[] = {" ",
                                        "\xC2\x85",
                                        "\xC2\xA0",
                                        "\xE1\x9A\x80",
                                        "\xE2\x80\x80",
                                        "\xE2\x80\x81",
                                        "\xE2\x80\x82",
                                        "\xE2\x80\x83",
                                        "\xE2\x80\x84",
                                        "\xE2\x80\x85",
                                        "\xE2\x80\x86",
                                        "\xE2\x80\x87",
                                        "\xE2\x80\x88",
                                        "\xE2\x80\x89",
                                        "\xE2\x80\x8A",
                                        "\xE2\x80\xA8",
                                        "\xE2\x80\xA9",
                                        "\xE2\x80\xAF",
                                        "\xE2\x81\x9F",
                                        "\xE3\x80\x80"};

bool is_ed25519(std::uint8_t type) {
  return type == static_cast<std::uint8_t>(NoteKeyType::ed25519) || type == static_cast<std::uint8_t>(NoteKeyType::cosignature);
}

std::string id_bytes(std::uint32_t id) { return base::to_string(base::Writer().u32(id).data()); }

std::string cosigned_message(std::string_view text, base::UnixTime time) {
  return "cosignature/v1\ntime " + std::to_string(time) + "\n" + std::string(text);
}

VerifierKey ed25519_key(const std::string& name, NoteKeyType type, const base::SigningKey& key) {
  IPPYO_CHECK(is_key_name(name));
  return {name, static_cast<std::uint8_t>(type), base::to_bytes(key.public_key())};
}

}  // namespace

bool is_key_name(std::string_view name) {
  if (name.empty() || !base::is_clean_utf8(name)) return false;
  for (const auto space : kSpaces)
    if (name.find(space) != name.npos) return false;
  return name.find_first_of("+\n") == name.npos;
}

std::uint32_t VerifierKey::id() const {
  const auto digest = base::sha256(base::Writer().raw(base::view(name)).u8(0x0A).u8(type).raw(key).data());
  return base::Reader(digest).u32();
}

std::string VerifierKey::text() const {
  return name + "+" + base::to_hex(base::view(id_bytes(id()))) + "+" + base::to_base64(base::Writer().u8(type).raw(key).data());
}

Result<VerifierKey> VerifierKey::parse(std::string_view text) {
  const auto bad = Error{"a verifier key is not of the form name+hash+key: copy it again from its owner"};
  const auto first = text.find('+');
  const auto second = first == text.npos ? first : text.find('+', first + 1);
  if (second == text.npos) return bad;
  const auto raw = base::from_base64(text.substr(second + 1));
  if (!is_key_name(text.substr(0, first)) || !raw || raw->size() < 2) return bad;
  VerifierKey out{std::string(text.substr(0, first)), raw->front(), Bytes(raw->begin() + 1, raw->end())};
  if (is_ed25519(out.type) && out.key.size() != kKeyBytes) return bad;
  if (out.text() != text) return Error{"the hash of a verifier key does not belong to its key: copy it again from its owner"};
  return out;
}

VerifierKey log_key(const std::string& name, const base::SigningKey& key) { return ed25519_key(name, NoteKeyType::ed25519, key); }
VerifierKey cosigner_key(const std::string& name, const base::SigningKey& key) {
  return ed25519_key(name, NoteKeyType::cosignature, key);
}

std::string NoteSignature::line() const {
  return std::string(kDash) + name + " " + base::to_base64(base::Writer().u32(id).raw(bytes).data()) + "\n";
}

Result<NoteSignature> NoteSignature::parse(std::string_view line) {
  const auto bad = Error{"a signature line is malformed: take the checkpoint again from the board"};
  if (!line.starts_with(kDash)) return bad;
  line.remove_prefix(kDash.size());
  const auto space = line.find(' ');
  if (space == line.npos || !is_key_name(line.substr(0, space))) return bad;
  const auto raw = base::from_base64(line.substr(space + 1));
  if (!raw || raw->size() <= 4) return bad;
  return NoteSignature{std::string(line.substr(0, space)), base::Reader(*raw).u32(), Bytes(raw->begin() + 4, raw->end())};
}

std::string Note::serialize() const {
  auto out = text + "\n";
  for (const auto& s : signatures) out += s.line();
  return out;
}

Result<Note> Note::parse(std::string_view bytes) {
  const auto bad = Error{"a signed note is malformed: take it again from the board"};
  if (bytes.size() > kMaxNoteBytes || !base::is_clean_utf8(bytes) || !bytes.ends_with('\n')) return bad;
  const auto blank = bytes.rfind("\n\n");
  if (blank == bytes.npos) return bad;
  Note out{std::string(bytes.substr(0, blank + 1)), {}};
  for (auto rest = bytes.substr(blank + 2); !rest.empty();) {
    const auto end = rest.find('\n');
    auto signature = NoteSignature::parse(rest.substr(0, end));
    if (!signature) return signature.error();
    out.signatures.push_back(std::move(*signature));
    rest.remove_prefix(end + 1);
  }
  if (out.signatures.empty()) return bad;
  return out;
}

std::string Checkpoint::text() const { return origin + "\n" + std::to_string(size) + "\n" + base::to_base64(root) + "\n"; }

Result<Checkpoint> Checkpoint::parse(std::string_view text) {
  const auto bad = Error{"a checkpoint is not origin, size and root in three lines: take it again from the board"};
  const auto first = text.find('\n');
  const auto second = first == text.npos ? first : text.find('\n', first + 1);
  if (second == text.npos || first == 0 || !base::is_clean_utf8(text) || !text.ends_with('\n')) return bad;
  Checkpoint out{std::string(text.substr(0, first)), 0, {}};
  const auto digits = text.substr(first + 1, second - first - 1);
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), out.size);
  const auto root = base::from_base64(text.substr(second + 1, text.size() - second - 2));
  if (error != std::errc{} || out.size > kLargest || !root || root->size() != out.root.size()) return bad;
  std::copy(root->begin(), root->end(), out.root.begin());
  if (out.text() != text) return bad;  // leading zeroes, a sign, anything after the digits
  return out;
}

Result<SignedCheckpoint> SignedCheckpoint::parse(std::string_view bytes) {
  auto note = Note::parse(bytes);
  if (!note) return note.error();
  auto checkpoint = Checkpoint::parse(note->text);
  if (!checkpoint) return checkpoint.error();
  return SignedCheckpoint{std::move(*checkpoint), std::move(*note)};
}

NoteSignature sign_note(const VerifierKey& as, const base::SigningKey& key, std::string_view text) {
  return {as.name, as.id(), base::to_bytes(key.sign(base::view(text)))};
}

NoteSignature cosign(const VerifierKey& as, const base::SigningKey& key, std::string_view checkpoint_text, base::UnixTime time) {
  IPPYO_CHECK(time <= kLargest);
  const auto signature = key.sign(base::view(cosigned_message(checkpoint_text, time)));
  return {as.name, as.id(), base::Writer().u64(time).raw(signature).take()};
}

base::UnixTime cosignature_time(const NoteSignature& s) { return base::Reader(s.bytes).u64(); }

Verdict verify_note_signature(const VerifierKey& key, std::string_view text, const NoteSignature& s) {
  if (!is_ed25519(key.type)) return Verdict::pass();
  const bool cosignature = key.type == static_cast<std::uint8_t>(NoteKeyType::cosignature);
  const auto fail = Verdict::fail(kNoteSignature, key.name);
  if (s.name != key.name || s.id != key.id() || key.key.size() != kKeyBytes) return fail;
  if (s.bytes.size() != kSignatureBytes + (cosignature ? kTimeBytes : 0)) return fail;
  const auto message = cosignature ? cosigned_message(text, cosignature_time(s)) : std::string(text);
  if (cosignature && cosignature_time(s) > kLargest) return fail;
  Bytes32 public_key;
  base::Bytes64 signature;
  std::copy(key.key.begin(), key.key.end(), public_key.begin());
  std::copy(s.bytes.end() - kSignatureBytes, s.bytes.end(), signature.begin());
  return base::verify_signature(public_key, base::view(message), signature) ? Verdict::pass() : fail;
}

}  // namespace ippyo::board
