// SPDX-License-Identifier: Apache-2.0
#include "virtual_card/test_pki.hpp"

#include <openssl/bio.h>
#include <openssl/pem.h>

#include <array>
#include <map>

#include "base/files.hpp"
#include "base/random.hpp"
#include "virtual_card/certificates.hpp"

namespace ippyo::virtual_card {
namespace {

namespace fs = std::filesystem;
using card::Algorithm;
using card::Key;

template <class Write>
Bytes pem(Write write) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> out(BIO_new(BIO_s_mem()), BIO_free);
  IPPYO_CHECK(write(out.get()) == 1);
  char* text = nullptr;
  const auto size = BIO_get_mem_data(out.get(), &text);
  return {text, text + size};
}
Bytes pem_of(const X509* x) {
  return pem([&](BIO* out) { return PEM_write_bio_X509(out, const_cast<X509*>(x)); });
}
Bytes pem_of(const PrivateKey& key) {
  return pem([&](BIO* out) { return PEM_write_bio_PrivateKey(out, key.get(), nullptr, nullptr, 0, nullptr, nullptr); });
}

std::vector<PrivateKey> keys_in(const Bytes& text) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> in(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())), BIO_free);
  std::vector<PrivateKey> keys;
  while (EVP_PKEY* key = PEM_read_bio_PrivateKey(in.get(), nullptr, nullptr, nullptr)) keys.emplace_back(key, EVP_PKEY_free);
  return keys;
}

std::string index_time(base::UnixTime t) {
  const std::unique_ptr<ASN1_TIME, decltype(&ASN1_TIME_free)> time(ASN1_UTCTIME_set(nullptr, static_cast<time_t>(t)),
                                                                   ASN1_TIME_free);
  return std::string(reinterpret_cast<const char*>(ASN1_STRING_get0_data(time.get())), ASN1_STRING_length(time.get()));
}
base::UnixTime unix_time(const std::string& text) {
  const std::unique_ptr<ASN1_TIME, decltype(&ASN1_TIME_free)> time(ASN1_TIME_new(), ASN1_TIME_free);
  tm parts{};
  if (!ASN1_TIME_set_string(time.get(), text.c_str()) || !ASN1_TIME_to_tm(time.get(), &parts)) return 0;
  return static_cast<base::UnixTime>(timegm(&parts));
}
std::string hex_serial(std::uint64_t serial) {
  char text[24];
  std::snprintf(text, sizeof text, "%016llX", static_cast<unsigned long long>(serial));
  return text;
}

/// One root, its OCSP signer, and what it issued (the rows of index.txt).
struct Issuer {
  struct Row {
    base::UnixTime until = 0, revoked = 0;
    std::string name;
  };
  fs::path folder;
  Authority root, ocsp;
  std::map<std::uint64_t, Row> rows;

  std::string index() const {
    std::string text;
    for (const auto& [serial, r] : rows)
      text += (r.revoked ? "R\t" : "V\t") + index_time(r.until) + "\t" + (r.revoked ? index_time(r.revoked) : "") + "\t" +
              hex_serial(serial) + "\tunknown\t" + r.name + "\n";
    return text;
  }
  void read_index(const std::string& text) {
    for (std::size_t at = 0; at < text.size();) {
      const auto end = std::min(text.find('\n', at), text.size());
      std::array<std::string, 6> columns;
      std::size_t column = 0;
      for (const char c : text.substr(at, end - at)) {
        if (c == '\t' && column < 5) ++column;
        else columns[column] += c;
      }
      const auto revoked = columns[2].empty() ? 0 : unix_time(columns[2]);
      rows[std::stoull("0" + columns[3], nullptr, 16)] = {unix_time(columns[1]), revoked, columns[5]};
      at = end + 1;
    }
  }
};

std::string issuer_name(Key key, Algorithm algorithm, bool wrong) {
  const auto* generation = wrong ? "other-" : algorithm == Algorithm::ecdsa_p384_sha384 ? "next-" : "";
  return std::string(generation) + (key == Key::auth ? "auth" : "sign");
}

}  // namespace

struct TestPki::Impl {
  fs::path folder, pool_file;
  base::UnixTime now;
  mutable std::mutex mutex;  // guards everything below; signing itself runs outside
  base::SystemRng rng;
  std::vector<PrivateKey> pool;
  std::size_t pool_size = kPoolSize, kept = 0, next = 0;  // keys wanted, keys already in the file, cards issued
  mutable std::map<std::string, Issuer> issuers;

  PrivateKey pool_key(std::size_t n) {
    while (pool.size() <= n % pool_size) pool.push_back(new_rsa_key());
    return pool[n % pool_size];
  }
  /// The issuer of that name, read from its folder or made; wrong roots only when somebody asks for them.
  Issuer& issuer(const std::string& name) {
    if (const auto found = issuers.find(name); found != issuers.end()) return found->second;
    Issuer i;
    i.folder = folder / name;
    if (!load(i)) make(i, name);
    return issuers.emplace(name, std::move(i)).first->second;
  }
  bool load(Issuer& i) const {
    const auto root = base::read_file(i.folder / "root.der"), key = base::read_file(i.folder / "root.key");
    const auto index = base::read_file(i.folder / "index.txt");
    if (!root.ok() || !key.ok() || !index.ok()) return false;
    const auto keys = keys_in(*key);
    i.root = {certificate_from(*root), keys.empty() ? nullptr : keys[0]};
    i.read_index(base::to_string(*index));
    return i.root.certificate && i.root.key;
  }
  void make(Issuer& i, const std::string& name) const {
    const Validity ten_years{now - 1000 * kDay, now + 3650 * kDay};
    i.root = new_root(name.ends_with("auth") ? "JPKI for user authentication" : "JPKI for digital signature",
                      name.starts_with("next-") ? new_ec_key("P-384") : new_rsa_key(), ten_years);
    i.ocsp = new_ocsp_signer(i.root, ten_years);
  }
  std::uint64_t new_serial() { return (rng.u64() >> 2) | std::uint64_t{1} << 62; }

  /// Registers a serial, then signs without holding the lock.
  Bytes leaf(const std::string& issuer_name, EVP_PKEY* key, Validity validity, const roll::Attributes* person) {
    Leaf l{0, {}, validity, person};
    const Authority* root = nullptr;
    {
      const std::lock_guard lock(mutex);
      auto& i = issuer(issuer_name);
      l.serial = new_serial();
      l.common_name = hex_serial(l.serial) + hex_serial(rng.u64()).substr(0, 14);
      i.rows[l.serial] = {validity.until, 0, "/C=JP/CN=" + l.common_name};
      root = &i.root;
    }
    return der(new_leaf(*root, key, l).get());
  }
  base::Result<void> save(const Issuer& i) const {
    std::error_code ignored;
    fs::create_directories(i.folder, ignored);
    std::vector<Revoked> revoked;
    for (const auto& [serial, r] : i.rows)
      if (r.revoked) revoked.push_back({serial, r.revoked});
    Bytes crl_der;
    const auto crl = new_crl_pem(i.root, revoked, now, now, crl_der);
    IPPYO_TRY(base::write_file_durably(i.folder / "crl.pem", crl));
    IPPYO_TRY(base::write_file_durably(i.folder / "crl.der", crl_der));
    IPPYO_TRY(base::write_file_durably(i.folder / "index.txt", base::view(i.index())));
    if (!i.ocsp.certificate) return {};  // read from the folder: its keys are there
    IPPYO_TRY(base::write_file_durably(i.folder / "root.pem", pem_of(i.root.certificate.get())));
    IPPYO_TRY(base::write_file_durably(i.folder / "root.key", pem_of(i.root.key), 0600));
    IPPYO_TRY(base::write_file_durably(i.folder / "ocsp.pem", pem_of(i.ocsp.certificate.get())));
    IPPYO_TRY(base::write_file_durably(i.folder / "ocsp.key", pem_of(i.ocsp.key), 0600));
    return base::write_file_durably(i.folder / "root.der", der(i.root.certificate.get()));
  }
};

TestPki::TestPki(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
TestPki::~TestPki() = default;
const fs::path& TestPki::folder() const { return impl_->folder; }

base::Result<std::unique_ptr<TestPki>> TestPki::open(const fs::path& folder, base::UnixTime now, const fs::path& pool,
                                                     std::size_t pool_size) {
  IPPYO_CHECK(pool_size >= 2);
  auto impl = std::make_unique<Impl>();
  impl->folder = folder;
  impl->pool_file = pool.empty() ? folder / "keys.pem" : pool;
  impl->now = now;
  impl->pool_size = pool_size;
  std::error_code failed;
  fs::create_directories(folder, failed);
  if (failed) return base::Error{"cannot make the folder " + folder.string() + ": " + failed.message()};
  if (const auto kept = base::read_file(impl->pool_file); kept.ok()) impl->pool = keys_in(*kept);
  impl->kept = impl->pool.size();
  for (const auto* name : {"auth", "sign", "next-auth", "next-sign"}) impl->issuer(name);
  std::unique_ptr<TestPki> pki(new TestPki(std::move(impl)));
  IPPYO_TRY(pki->save());
  return pki;
}

CardData TestPki::issue(const roll::Attributes& person, const CardOptions& o) {
  CardData d;
  d.type = &card::rehearsal_cards()[o.next_generation ? 1 : 0];
  d.attributes = person;
  {
    const std::lock_guard lock(impl_->mutex);
    const auto n = impl_->next++;
    // Two keys of a card are never the same, and neighbours have different pairs.
    d.auth_key = o.next_generation ? new_ec_key("P-384") : impl_->pool_key(2 * n);
    d.sign_key = o.next_generation ? new_ec_key("P-384") : impl_->pool_key(2 * n + 1);
  }
  const auto now = impl_->now;
  const Validity validity = o.expired ? Validity{now - 1827 * kDay, now - kDay} : Validity{now - 30 * kDay, now + 1796 * kDay};
  const auto name = [&](Key key) { return issuer_name(key, d.type->algorithm, o.wrong_root); };
  d.auth_certificate = impl_->leaf(name(Key::auth), d.auth_key.get(), validity, nullptr);
  if (!o.without_sign) d.sign_certificate = impl_->leaf(name(Key::sign), d.sign_key.get(), validity, &person);
  {
    const std::lock_guard lock(impl_->mutex);
    d.auth_ca = der(impl_->issuer(name(Key::auth)).root.certificate.get());
    d.sign_ca = der(impl_->issuer(name(Key::sign)).root.certificate.get());
  }
  const auto& t = *d.type;
  d.auth_pin = {o.pin, t.auth.pin.tries};
  d.sign_pin = {o.sign_pin, t.sign.pin.tries};
  d.attribute_pin = {o.pin, t.attributes.pin.tries};
  d.number_b = {o.number_b.empty() ? printed_birth(person.birth) + "20331234" : o.number_b, t.surface.pin.tries};
  d.photo = o.photo;
  return d;
}

void TestPki::move(CardData& card, const std::string& address) {
  card.attributes.address = address;
  if (card.sign_certificate.empty()) return;
  const bool wrong = [&] {
    const std::lock_guard lock(impl_->mutex);
    return card.sign_ca != der(impl_->issuer(issuer_name(Key::sign, card.type->algorithm, false)).root.certificate.get());
  }();
  revoke(card.sign_certificate);
  card.sign_certificate = impl_->leaf(issuer_name(Key::sign, card.type->algorithm, wrong), card.sign_key.get(),
                                      {impl_->now, impl_->now + 1796 * kDay}, &card.attributes);
}

void TestPki::revoke(ByteView certificate) {
  const auto x = certificate_from(certificate);
  IPPYO_CHECK(x != nullptr);
  const std::lock_guard lock(impl_->mutex);
  for (auto& [name, i] : impl_->issuers)
    if (const auto row = i.rows.find(serial_of(x.get())); row != i.rows.end()) row->second.revoked = impl_->now;
}

base::Result<void> TestPki::save() const {
  const std::lock_guard lock(impl_->mutex);
  if (impl_->pool.size() > impl_->kept) {
    Bytes text;
    for (const auto& key : impl_->pool) {
      const auto one = pem_of(key);
      text.insert(text.end(), one.begin(), one.end());
    }
    IPPYO_TRY(base::write_file_durably(impl_->pool_file, text, 0600));
    impl_->kept = impl_->pool.size();
  }
  for (const auto& [name, i] : impl_->issuers) IPPYO_TRY(impl_->save(i));
  return {};
}

Bytes TestPki::root(Key key, Algorithm algorithm) const {
  const std::lock_guard lock(impl_->mutex);
  return der(impl_->issuer(issuer_name(key, algorithm, false)).root.certificate.get());
}

}  // namespace ippyo::virtual_card
