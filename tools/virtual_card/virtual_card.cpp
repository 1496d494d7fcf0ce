// SPDX-License-Identifier: Apache-2.0
#include "virtual_card/virtual_card.hpp"

#include <openssl/evp.h>
#include <openssl/rsa.h>

#include <algorithm>
#include <cstdio>

namespace ippyo::virtual_card {
namespace {

constexpr std::uint16_t kDone = 0x9000, kWrongLength = 0x6700, kSecurity = 0x6982, kBlocked = 0x6984, kNoFile = 0x6986,
                        kBadData = 0x6A80, kNotFound = 0x6A82, kBadP1P2 = 0x6A86, kBadOffset = 0x6B00, kUnknown = 0x6D00;
constexpr std::uint16_t kToken = 0x0006, kPresence = 0x0008, kIndividualNumber = 0x0001;

Bytes status(std::uint16_t sw) { return {static_cast<std::uint8_t>(sw >> 8), static_cast<std::uint8_t>(sw)}; }
Bytes with_status(ByteView data) {
  auto out = base::to_bytes(data);
  out.push_back(0x90);
  out.push_back(0x00);
  return out;
}

void put(Bytes& out, std::uint16_t tag, ByteView value) {
  out.push_back(static_cast<std::uint8_t>(tag >> 8));
  out.push_back(static_cast<std::uint8_t>(tag));
  if (value.size() > 255) {
    out.push_back(0x82);
    out.push_back(static_cast<std::uint8_t>(value.size() >> 8));
  } else if (value.size() > 127) {
    out.push_back(0x81);
  }
  out.push_back(static_cast<std::uint8_t>(value.size()));
  out.insert(out.end(), value.begin(), value.end());
}
Bytes record_of(const Bytes& members) {
  Bytes out;
  put(out, 0xFF20, members);
  return out;
}
std::string birth_text(const roll::Day& d) {
  char text[16];
  std::snprintf(text, sizeof text, "%04d%02d%02d", d.year % 10000, d.month % 100, d.day % 100);
  return text;
}
std::string sex_text(roll::Sex s) { return s == roll::Sex::male ? "1" : s == roll::Sex::female ? "2" : "3"; }

Bytes attribute_file(const roll::Attributes& a) {
  Bytes m;
  put(m, 0xDF21, Bytes(12));
  put(m, 0xDF22, base::view(a.name));
  put(m, 0xDF23, base::view(a.address));
  put(m, 0xDF24, base::view(birth_text(a.birth)));
  put(m, 0xDF25, base::view(sex_text(a.sex)));
  return record_of(m);
}
Bytes surface_file(const CardData& d) {
  Bytes m;
  put(m, 0xDF21, Bytes(18));
  put(m, 0xDF22, base::view(birth_text(d.attributes.birth)));
  put(m, 0xDF23, base::view(sex_text(d.attributes.sex)));
  put(m, 0xDF27, d.photo);
  put(m, 0xDF28, Bytes(256));
  return record_of(m);
}

Bytes digest(const EVP_MD* md, ByteView data) {
  Bytes out(EVP_MD_get_size(md));
  IPPYO_CHECK(EVP_Digest(data.data(), data.size(), out.data(), nullptr, md, nullptr) == 1);
  return out;
}

/// Signs `input` as given: with PKCS#1 v1.5 padding of the bytes, as PSS of a hash, or as ECDSA of a hash.
std::optional<Bytes> private_operation(EVP_PKEY* key, ByteView input, bool pss) {
  const std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)> c(EVP_PKEY_CTX_new(key, nullptr), EVP_PKEY_CTX_free);
  if (!c || EVP_PKEY_sign_init(c.get()) <= 0) return std::nullopt;
  if (EVP_PKEY_is_a(key, "RSA")) {
    if (EVP_PKEY_CTX_set_rsa_padding(c.get(), pss ? RSA_PKCS1_PSS_PADDING : RSA_PKCS1_PADDING) <= 0) return std::nullopt;
    if (pss && (EVP_PKEY_CTX_set_signature_md(c.get(), EVP_sha256()) <= 0 || EVP_PKEY_CTX_set_rsa_pss_saltlen(c.get(), 32) <= 0))
      return std::nullopt;
  }
  std::size_t n = EVP_PKEY_get_size(key);
  Bytes out(n);
  if (EVP_PKEY_sign(c.get(), out.data(), &n, input.data(), input.size()) <= 0) return std::nullopt;
  out.resize(n);
  return out;
}

}  // namespace

/// ISO 7816-4: header, then nothing, Le, Lc data, or Lc data Le, short or extended.
struct VirtualCard::Command {
  std::uint8_t cla = 0, ins = 0, p1 = 0, p2 = 0;
  ByteView data{};
  std::size_t expected = 256;

  static std::optional<Command> parse(ByteView in) {
    if (in.size() < 4) return std::nullopt;
    Command c{in[0], in[1], in[2], in[3]};
    in = in.subspan(4);
    if (in.empty()) return c;
    const bool extended = in[0] == 0 && in.size() >= 3;
    const std::size_t width = extended ? 2 : 1, maximum = extended ? 65536 : 256;
    if (extended) in = in.subspan(1);
    const auto number = [&](ByteView v) { return width == 2 ? std::size_t{v[0]} << 8 | v[1] : std::size_t{v[0]}; };
    const auto n = number(in);
    in = in.subspan(width);
    if (in.empty()) return c.expected = n ? n : maximum, c;
    if (n == 0 || in.size() < n) return std::nullopt;
    c.data = in.first(n);
    in = in.subspan(n);
    if (in.empty()) return c;
    if (in.size() != width) return std::nullopt;
    c.expected = number(in) ? number(in) : maximum;
    return c;
  }
};

VirtualCard::VirtualCard(CardData data) : data_(std::move(data)) { IPPYO_CHECK(data_.type != nullptr); }

void VirtualCard::reset() {
  application_ = Application::none;
  file_.reset();
  shown_.clear();
}

card::Answer<card::Response> VirtualCard::transmit(ByteView command) {
  if (!present_) return card::Trouble::card_removed;
  auto out = answer(command);
  const auto sw = static_cast<std::uint16_t>(out[out.size() - 2] << 8 | out.back());
  out.resize(out.size() - 2);
  return card::Response{std::move(out), sw};
}

Bytes VirtualCard::answer(ByteView bytes) {
  const auto c = Command::parse(bytes);
  if (!c) return status(kWrongLength);
  if (c->cla == 0x00 && c->ins == 0xA4) return select(*c);
  if (c->cla == 0x00 && c->ins == 0xB0) return read(*c);
  if (c->cla == 0x00 && c->ins == 0x20 && c->p2 == 0x80) return verify(*c);
  if (c->cla == 0x80 && c->ins == 0x2A && (c->p2 & 0x80)) return sign(*c);
  return status(kUnknown);
}

Bytes VirtualCard::select(const Command& c) {
  if (c.p1 == 0x04) {
    const auto is = [&](ByteView aid) { return std::ranges::equal(c.data, aid); };
    const auto found = is(data_.type->aid)              ? Application::keys
                       : is(data_.type->attributes.aid) ? Application::attributes
                       : is(data_.type->surface.aid)    ? Application::surface
                                                        : Application::none;
    if (found == Application::none) return status(kNotFound);
    reset();  // selecting an application anew forgets its PINs
    application_ = found;
    return status(kDone);
  }
  if (c.p1 != 0x02) return status(kBadP1P2);
  if (c.data.size() != 2 || application_ == Application::none) return status(kNotFound);
  const auto file = static_cast<std::uint16_t>(c.data[0] << 8 | c.data[1]);
  touched_ = touched_ || (application_ == Application::attributes && file == kIndividualNumber);
  if (!exists(file)) return status(kNotFound);
  file_ = file;
  return status(kDone);
}

bool VirtualCard::exists(std::uint16_t file) const {
  if (policy(file) || content(file)) return true;
  const auto& t = *data_.type;
  if (application_ == Application::attributes) return file == kIndividualNumber;
  return application_ == Application::keys && (file == t.auth.key || file == t.sign.key);
}

std::optional<Bytes> VirtualCard::content(std::uint16_t file) const {
  const auto& t = *data_.type;
  if (application_ == Application::attributes && file == t.attributes.record) return attribute_file(data_.attributes);
  if (application_ == Application::surface && file == t.surface.record) return surface_file(data_);
  if (application_ != Application::keys) return std::nullopt;
  if (file == kToken) {
    Bytes token(160, ' ');
    std::ranges::copy(std::string_view("JPKIAPICCTOKEN2"), token.begin());
    return token;
  }
  if (file == kPresence) return Bytes{!data_.sign_certificate.empty(), !data_.auth_certificate.empty(), 0};
  const auto held = [](const Bytes& b) { return b.empty() ? std::nullopt : std::optional(b); };
  if (file == t.auth.certificate) return held(data_.auth_certificate);
  if (file == t.auth.ca) return held(data_.auth_ca);
  if (file == t.sign.certificate) return held(data_.sign_certificate);
  if (file == t.sign.ca) return held(data_.sign_ca);
  return std::nullopt;
}

bool VirtualCard::readable(std::uint16_t file) const {
  const auto& t = *data_.type;
  if (application_ == Application::keys) return file != t.sign.certificate || shown_.contains(t.sign.pin.file);
  return !shown_.empty();
}

Bytes VirtualCard::read(const Command& c) {
  const auto bytes = file_ ? content(*file_) : std::nullopt;
  if (!bytes) return status(application_ == Application::attributes && file_ == kIndividualNumber ? kSecurity : kNoFile);
  if (!readable(*file_)) return status(kSecurity);
  const std::size_t offset = c.p1 << 8 | c.p2;
  if (offset > bytes->size()) return status(kBadOffset);
  return with_status(ByteView(*bytes).subspan(offset).first(std::min(c.expected, bytes->size() - offset)));
}

const card::PinPolicy* VirtualCard::policy(std::uint16_t file) const {
  const auto& t = *data_.type;
  const auto one = [&](const card::PinPolicy& p) { return p.file == file ? &p : nullptr; };
  if (application_ == Application::attributes) return one(t.attributes.pin);
  if (application_ == Application::surface) return one(t.surface.pin);
  if (application_ != Application::keys) return nullptr;
  return one(t.auth.pin) ? &t.auth.pin : one(t.sign.pin);
}

PinState* VirtualCard::pin(std::uint16_t file) {
  if (!policy(file)) return nullptr;
  if (application_ == Application::attributes) return &data_.attribute_pin;
  if (application_ == Application::surface) return &data_.number_b;
  return file == data_.type->auth.pin.file ? &data_.auth_pin : &data_.sign_pin;
}

Bytes VirtualCard::verify(const Command& c) {
  auto* state = file_ ? pin(*file_) : nullptr;
  if (!state) return status(kNoFile);
  const auto tries = [&] { return status(static_cast<std::uint16_t>(0x63C0 | state->left)); };
  if (c.data.empty()) return tries();
  if (state->left == 0) return status(kBlocked);
  if (base::equal_ct(c.data, base::view(state->value))) {
    state->left = policy(*file_)->tries;
    shown_.insert(*file_);
    return status(kDone);
  }
  --state->left;
  shown_.erase(*file_);
  return tries();
}

/// P1: 0 as given, 1 hashed, 2 hash given and DigestInfo added, 3 both, 4 PSS of a hash, 5 PSS and hashed.
/// P2: 80 for the selected key, else 80 + its short id.
Bytes VirtualCard::sign(const Command& c) {
  const auto& t = *data_.type;
  const std::uint16_t wanted = c.p2 == 0x80 ? file_.value_or(0) : c.p2 & 0x1F;
  const bool auth = wanted == t.auth.key;
  if (application_ != Application::keys || (!auth && wanted != t.sign.key)) return status(kNoFile);
  if (!shown_.contains((auth ? t.auth : t.sign).pin.file)) return status(kSecurity);
  const bool rsa = t.algorithm == card::Algorithm::rsa2048_sha256;
  const auto* md = rsa ? EVP_sha256() : EVP_sha384();
  if (c.p1 > (rsa ? 5 : 1)) return status(kBadP1P2);
  auto input = c.p1 & 1 ? digest(md, c.data) : base::to_bytes(c.data);
  const auto hash_size = static_cast<std::size_t>(EVP_MD_get_size(md));
  if ((c.p1 >= 2 || !rsa) && input.size() != hash_size) return status(kWrongLength);
  if (c.p1 == 2 || c.p1 == 3) {
    const auto prefix = *base::from_hex("3031300d060960864801650304020105000420");
    input.insert(input.begin(), prefix.begin(), prefix.end());
  }
  if (input.empty() || input.size() > 245) return status(kBadData);
  const auto signature = private_operation((auth ? data_.auth_key : data_.sign_key).get(), input, c.p1 >= 4);
  return signature ? with_status(*signature) : status(kBadData);
}

}  // namespace ippyo::virtual_card
