// SPDX-License-Identifier: Apache-2.0
#include "virtual_card/card_data.hpp"

#include <openssl/evp.h>
#include <openssl/x509.h>

#include "base/codec.hpp"
#include "base/files.hpp"

namespace ippyo::virtual_card {
namespace {

constexpr std::string_view kKind = "ippyo-virtual-card-1";

Bytes key_bytes(const PrivateKey& key) {
  unsigned char* der = nullptr;
  const int n = i2d_PrivateKey(key.get(), &der);
  IPPYO_CHECK(n > 0);
  Bytes out(der, der + n);
  OPENSSL_free(der);
  return out;
}

PrivateKey key_from(const Bytes& der) {
  const auto* p = der.data();
  return {d2i_AutoPrivateKey(nullptr, &p, static_cast<long>(der.size())), EVP_PKEY_free};
}

PinState read_pin(base::Reader& r) {
  PinState p;
  p.value = r.text(16);
  p.left = r.u8();
  return p;
}

const card::CardType* type_named(std::string_view name) {
  for (const auto& t : card::rehearsal_cards())
    if (t.name == name) return &t;
  return nullptr;
}

}  // namespace

base::Result<void> write_card(const std::filesystem::path& file, const CardData& d) {
  base::Writer w;
  const auto& a = d.attributes;
  w.text(kKind).text(d.type->name).text(a.name).text(a.address);
  w.u16(static_cast<std::uint16_t>(a.birth.year)).u8(a.birth.month).u8(a.birth.day).u8(static_cast<std::uint8_t>(a.sex));
  w.bytes(key_bytes(d.auth_key)).bytes(key_bytes(d.sign_key));
  w.bytes(d.auth_certificate).bytes(d.sign_certificate).bytes(d.auth_ca).bytes(d.sign_ca);
  for (const auto* p : {&d.auth_pin, &d.sign_pin, &d.attribute_pin, &d.number_b}) w.text(p->value).u8(p->left);
  w.bytes(d.photo);
  return base::write_file_durably(file, w.data());
}

base::Result<CardData> read_card(const std::filesystem::path& file) {
  const auto bytes = base::read_file(file, 1u << 20);
  if (!bytes.ok()) return bytes.error();
  base::Reader r(*bytes);
  CardData d;
  if (r.text() != kKind) r.refuse();
  d.type = type_named(r.text());
  d.attributes.name = r.text();
  d.attributes.address = r.text();
  d.attributes.birth.year = static_cast<std::int16_t>(r.u16());
  d.attributes.birth.month = r.u8();
  d.attributes.birth.day = r.u8();
  const auto sex = r.u8();
  if (sex > 3) r.refuse();
  d.attributes.sex = static_cast<roll::Sex>(sex);
  d.auth_key = key_from(r.bytes());
  d.sign_key = key_from(r.bytes());
  for (auto* c : {&d.auth_certificate, &d.sign_certificate, &d.auth_ca, &d.sign_ca}) *c = r.bytes();
  for (auto* p : {&d.auth_pin, &d.sign_pin, &d.attribute_pin, &d.number_b}) *p = read_pin(r);
  d.photo = r.bytes();
  if (!d.type || !d.auth_key || !d.sign_key) r.refuse();
  IPPYO_TRY(r.finish("virtual card " + file.filename().string()));
  return d;
}

}  // namespace ippyo::virtual_card
