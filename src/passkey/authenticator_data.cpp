// SPDX-License-Identifier: Apache-2.0
#include "passkey/authenticator_data.hpp"

#include "base/codec.hpp"
#include "passkey/cbor_map.hpp"

namespace ippyo::passkey {
namespace {

constexpr std::uint8_t kCoseAlgorithm = 3;  // label in a COSE_Key

/// Reads aaguid, id and key from the start of `rest` and takes them off.
bool take_attested(ByteView& rest, AuthenticatorData& out) {
  base::Reader reader(rest);
  reader.raw(16);  // aaguid: the make, asked of nobody
  const std::size_t size = reader.u16();
  const auto id = reader.raw(size);
  if (reader.failed() || size == 0 || size > kLongestId) return false;
  out.id = base::to_bytes(id);
  rest = rest.subspan(18 + size);
  const auto key_size = cbor_item_size(rest);
  if (!key_size) return false;
  const auto key = CborMap::read(rest.first(*key_size));
  if (!key) return false;
  const auto algorithm = integer_of(key->at(kCoseAlgorithm));
  if (!algorithm) return false;
  out.algorithm = *algorithm;
  rest = rest.subspan(*key_size);
  return true;
}

}  // namespace

std::optional<AuthenticatorData> read_authenticator_data(ByteView raw, bool attested) {
  AuthenticatorData out;
  base::Reader reader(raw);
  out.rp_hash = reader.fixed<32>();
  out.flags = reader.u8();
  out.counter = reader.u32();
  if (reader.failed() || out.has(kAttested) != attested) return std::nullopt;
  if (out.has(kBackedUp) && !out.has(kBackupEligible)) return std::nullopt;
  auto rest = raw.subspan(raw.size() - reader.left());
  if (attested && !take_attested(rest, out)) return std::nullopt;
  if (!out.has(kExtensions)) return rest.empty() ? std::optional(out) : std::nullopt;
  const auto extensions = CborMap::read(rest);
  if (!extensions) return std::nullopt;
  out.has_hmac_secret = extensions->at("hmac-secret") != nullptr;
  out.has_blob = extensions->at("credBlob") != nullptr;
  return out;
}

}  // namespace ippyo::passkey
