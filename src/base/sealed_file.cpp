// SPDX-License-Identifier: Apache-2.0
#include "base/sealed_file.hpp"

#include <sodium.h>

#include "base/codec.hpp"
#include "base/files.hpp"
#include "base/hash.hpp"

namespace ippyo::base {
namespace {

constexpr std::string_view kMagic = "ippyseal";
constexpr std::uint8_t kVersion = 1, kByKey = 0, kByPassphrase = 1;
constexpr std::size_t kNonceSize = 24, kTagSize = 16, kChecksumSize = 32, kLargest = 1u << 24;
/// A file cannot ask for more than this: it would stop the machine before a word is said.
constexpr SealingCost kHighestCost{64, 4u << 20};

struct Header {
  std::uint8_t kind = kByKey;
  SealingCost cost{0, 0};
  Bytes16 salt{};
  std::string purpose;
  std::array<std::uint8_t, kNonceSize> nonce{};

  Bytes encode() const {
    Writer w;
    w.raw(view(kMagic)).u8(kVersion).u8(kind).u32(cost.passes).u32(cost.memory_kib).raw(salt).text(purpose).raw(nonce);
    return w.take();
  }
};

Result<Secret<Bytes32>> stretch(const Header& h, const Passphrase& p) {
  Bytes32 key{};
  const auto text = p.expose();
  if (crypto_pwhash(key.data(), key.size(), reinterpret_cast<const char*>(text.data()), text.size(), h.salt.data(), h.cost.passes,
                    std::size_t{h.cost.memory_kib} << 10, crypto_pwhash_ALG_ARGON2ID13) != 0)
    return Error{"not enough memory to work with the passphrase: close other programs (" + std::to_string(h.cost.memory_kib >> 10) +
                 " MiB are needed)"};
  Secret<Bytes32> out(key);
  wipe(key.data(), key.size());
  return out;
}

Bytes seal_under(const Header& h, ByteView secret, const Secret<Bytes32>& key) {
  Bytes out = h.encode();
  const auto header = out;
  out.resize(header.size() + secret.size() + kTagSize);
  crypto_aead_xchacha20poly1305_ietf_encrypt(out.data() + header.size(), nullptr, secret.data(), secret.size(), header.data(),
                                             header.size(), nullptr, h.nonce.data(), key.expose().data());
  const auto checksum = sha256(out);  // of public bytes: tells a damaged file from a wrong passphrase
  out.insert(out.end(), checksum.begin(), checksum.end());
  return out;
}

struct Parsed {
  Header header;
  ByteView header_bytes, body;
};

Result<Parsed> parse(std::string_view purpose, ByteView sealed, const std::string& name) {
  const Error damaged{name + " is damaged or not a sealed file: use a backup copy"};
  if (sealed.size() < kChecksumSize) return damaged;
  const auto content = sealed.first(sealed.size() - kChecksumSize);
  const auto checksum = sha256(content);
  if (!equal_ct(checksum, sealed.last(kChecksumSize))) return damaged;
  Reader r(content);
  Header h;
  const bool magic = to_string(r.raw(kMagic.size())) == kMagic;
  const auto version = r.u8();
  h.kind = r.u8();
  h.cost.passes = r.u32();
  h.cost.memory_kib = r.u32();
  h.salt = r.fixed<16>();
  h.purpose = r.text(256);
  h.nonce = r.fixed<kNonceSize>();
  if (!magic || r.failed() || r.left() < kTagSize) return damaged;
  if (version != kVersion || h.kind > kByPassphrase)
    return Error{name + " was sealed by a newer version of this program: use that one"};
  if (h.purpose != purpose)
    return Error{name + " holds another secret (" + h.purpose + ") than the one asked for (" + std::string(purpose) + ")"};
  const bool priced = h.cost.passes >= 1 && h.cost.passes <= kHighestCost.passes && h.cost.memory_kib >= 8 &&
                      h.cost.memory_kib <= kHighestCost.memory_kib;
  if (h.kind == kByPassphrase ? !priced : (h.cost.passes != 0 || h.cost.memory_kib != 0 || h.salt != Bytes16{})) return damaged;
  return Parsed{h, content.first(content.size() - r.left()), content.last(r.left())};
}

Result<SecretBytes> open_under(const Parsed& p, const Secret<Bytes32>& key, const std::string& refusal) {
  SecretBytes out(p.body.size() - kTagSize);
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(out.expose_mutable().data(), nullptr, nullptr, p.body.data(), p.body.size(),
                                                 p.header_bytes.data(), p.header_bytes.size(), p.header.nonce.data(),
                                                 key.expose().data()) != 0)
    return Error{refusal};
  return out;
}

}  // namespace

SecretBytes secret_bytes(ByteView bytes) {
  SecretBytes out(bytes.size());
  std::copy(bytes.begin(), bytes.end(), out.expose_mutable().begin());
  return out;
}

Result<Bytes> seal(std::string_view purpose, ByteView secret, const Passphrase& passphrase, SealingCost cost) {
  Header h{kByPassphrase, cost, {}, std::string(purpose), {}};
  randombytes_buf(h.salt.data(), h.salt.size());
  randombytes_buf(h.nonce.data(), h.nonce.size());
  const auto key = stretch(h, passphrase);
  if (!key.ok()) return key.error();
  return seal_under(h, secret, *key);
}

Result<SecretBytes> unseal(std::string_view purpose, ByteView sealed, const Passphrase& passphrase, const std::string& name) {
  const auto p = parse(purpose, sealed, name);
  if (!p.ok()) return p.error();
  if (p->header.kind != kByPassphrase) return Error{name + " is not sealed with a passphrase"};
  const auto key = stretch(p->header, passphrase);
  if (!key.ok()) return key.error();
  return open_under(*p, *key, "wrong passphrase for " + name + ": try again");
}

Result<void> write_sealed_file(const std::filesystem::path& path, std::string_view purpose, ByteView secret,
    const Passphrase& passphrase,
                               SealingCost cost) {
  const auto sealed = seal(purpose, secret, passphrase, cost);
  if (!sealed.ok()) return sealed.error();
  return write_file_durably(path, *sealed, 0600);
}

Result<SecretBytes> read_sealed_file(const std::filesystem::path& path, std::string_view purpose, const Passphrase& passphrase) {
  const auto sealed = read_file(path, kLargest);
  if (!sealed.ok()) return sealed.error();
  return unseal(purpose, *sealed, passphrase, path.string());
}

Result<void> write_sealed_file(const std::filesystem::path& path, std::string_view purpose, ByteView secret,
    const Secret<Bytes32>& key) {
  Header h{kByKey, {0, 0}, {}, std::string(purpose), {}};
  randombytes_buf(h.nonce.data(), h.nonce.size());
  return write_file_durably(path, seal_under(h, secret, key), 0600);
}

Result<SecretBytes> read_sealed_file(const std::filesystem::path& path, std::string_view purpose, const Secret<Bytes32>& key) {
  const auto sealed = read_file(path, kLargest);
  if (!sealed.ok()) return sealed.error();
  const auto p = parse(purpose, *sealed, path.string());
  if (!p.ok()) return p.error();
  if (p->header.kind != kByKey) return Error{path.string() + " is sealed with a passphrase, not with the key of this folder"};
  return open_under(*p, key, path.string() + " was sealed with the key of another folder: it does not belong here");
}

}  // namespace ippyo::base
