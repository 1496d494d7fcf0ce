// SPDX-License-Identifier: Apache-2.0
// What a card's certificate must be, and the four attributes in it. [SPEC 13.2 Card]
#include <openssl/x509v3.h>

#include <array>

#include "base/codec.hpp"
#include "identity/openssl.hpp"

namespace ippyo::identity {

std::vector<CardType> standard_card_types(bool test_cards) {
  using enum CertificateKind;
  std::vector<CardType> types{{"card", authentication, "1.2.392.200149.8.5.1.3.30"},
                              {"card", signature, "1.2.392.200149.8.5.1.1.20"},
                              {"phone", signature, "1.2.392.200149.8.5.1.1.40"}};
  if (test_cards) types.push_back({"test card", signature, "1.2.392.200149.8.5.1.0.20"});
  return types;
}

namespace {

using openssl::mutable_of;

/// X509_V_OK, or why `root` alone does not carry `leaf`. Times are judged by the caller.
int chain_error(const Certificate& leaf, const Certificate& root) {
  const std::unique_ptr<X509_STORE, decltype(&X509_STORE_free)> store(X509_STORE_new(), X509_STORE_free);
  const std::unique_ptr<X509_STORE_CTX, decltype(&X509_STORE_CTX_free)> ctx(X509_STORE_CTX_new(), X509_STORE_CTX_free);
  IPPYO_CHECK(store && ctx && X509_STORE_add_cert(store.get(), mutable_of(root)) == 1);
  IPPYO_CHECK(X509_STORE_CTX_init(ctx.get(), store.get(), mutable_of(leaf), nullptr) == 1);
  auto* param = X509_STORE_CTX_get0_param(ctx.get());
  X509_VERIFY_PARAM_set_flags(param, X509_V_FLAG_NO_CHECK_TIME);
  X509_VERIFY_PARAM_set_auth_level(param, 2);  // 112 bits: no SHA-1, no RSA below 2048
  X509_VERIFY_PARAM_set_depth(param, 0);       // one tier: nothing between root and card
  return X509_verify_cert(ctx.get()) == 1 ? X509_V_OK : X509_STORE_CTX_get_error(ctx.get());
}

/// The root that carries the certificate; several may share a key identifier when a root was issued again for the same key.
std::variant<Certificate, int> issuer_of(const Certificate& certificate, const std::vector<Certificate>& roots, base::UnixTime at) {
  int error = X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT;
  const auto wanted = certificate.issuer_key_id();
  for (const auto& root : roots) {
    if (wanted.empty() || root.key_id() != wanted || at < root.not_before() || at > root.not_after()) continue;
    error = chain_error(certificate, root);
    if (error == X509_V_OK) return root;
  }
  return error;
}

/// The one policy of the certificate, dotted; empty when there is not exactly one.
std::string policy_of(const Certificate& certificate) {
  const std::unique_ptr<CERTIFICATEPOLICIES, decltype(&CERTIFICATEPOLICIES_free)> policies(
      static_cast<CERTIFICATEPOLICIES*>(X509_get_ext_d2i(&certificate.x509(), NID_certificate_policies, nullptr, nullptr)),
      CERTIFICATEPOLICIES_free);
  if (!policies || sk_POLICYINFO_num(policies.get()) != 1) return {};
  std::array<char, 80> text{};
  const int size = OBJ_obj2txt(text.data(), text.size(), sk_POLICYINFO_value(policies.get(), 0)->policyid, 1);
  return size > 0 && static_cast<std::size_t>(size) < text.size() ? text.data() : "";
}

bool key_as_in(const CardType& type, const Certificate& certificate) {
  const auto key = openssl::key_type(certificate);
  return key == type.key && (*key != KeyType::rsa_sha256 || EVP_PKEY_get_bits(X509_get0_pubkey(&certificate.x509())) >= 2048);
}

/// X509_check_ca alone lets pass who says CA:TRUE but may not sign certificates.
bool is_authority(const Certificate& certificate) {
  auto* x509 = mutable_of(certificate);
  return (X509_get_extension_flags(x509) & EXFLAG_CA) != 0 || X509_check_ca(x509) != 0;
}

bool usage_is_exactly(CertificateKind kind, const Certificate& certificate) {
  const std::uint32_t wanted =
      KU_DIGITAL_SIGNATURE | (kind == CertificateKind::signature ? static_cast<std::uint32_t>(KU_NON_REPUDIATION) : 0u);
  return X509_get_key_usage(mutable_of(certificate)) == wanted;  // absent reads as all bits
}

Refusal no_chain() {
  return {"chain", "This certificate was not issued by the authority of My Number Cards: use your own card, or go to the counter."};
}
Refusal wrong_policy() {
  return {"policy", "This kind of certificate is not accepted in this election: use your My Number Card, or go to the counter."};
}

}  // namespace

Answer<Judged> judge(const Certificate& certificate, CertificateKind kind, const CardRoots& roots,
                     const std::vector<CardType>& types, base::UnixTime at) {
  const openssl::ErrorsForgotten forgotten;
  auto issuer = issuer_of(certificate, roots.of(kind), at);
  if (const int* error = std::get_if<int>(&issuer))
    return *error == X509_V_ERR_EE_KEY_TOO_SMALL ? wrong_policy() : no_chain();
  if (is_authority(certificate)) return no_chain();
  const auto policy = policy_of(certificate);
  const CardType* row = nullptr;
  for (const auto& type : types)
    if (type.kind == kind && type.policy == policy) row = &type;
  if (row == nullptr || !key_as_in(*row, certificate)) return wrong_policy();
  if (!usage_is_exactly(kind, certificate))
    return Refusal{"usage", "This certificate is not meant for this use: use your own My Number Card, or go to the counter."};
  if (at < certificate.not_before())
    return Refusal{"not-yet-valid", "The certificate is not valid yet: try again on the day it begins, or go to the counter."};
  if (at > certificate.not_after())
    return Refusal{"expired", "The certificate on your card has expired: renew it at the counter of your city, then come back."};
  return Judged{*row, std::get<Certificate>(std::move(issuer))};
}

std::optional<roll::Day> read_birth(std::string_view yyyymmdd) {
  if (yyyymmdd.size() != 8 || yyyymmdd.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
  int number = 0;
  for (const char c : yyyymmdd) number = number * 10 + (c - '0');
  const roll::Day day{static_cast<std::int16_t>(number / 10'000), static_cast<std::uint8_t>(number / 100 % 100),
                      static_cast<std::uint8_t>(number % 100)};
  return day.month > 12 || day.day > 31 ? std::nullopt : std::optional(day);
}

namespace {

constexpr std::string_view kAttributeArc = "1.2.392.200149.8.5.5.";
// Bytes of .1 name, .2 its marks, .3 sex, .4 birth date, .5 address, .6 its marks.
constexpr std::array<std::size_t, 7> kLongest{0, 300, 200, 1, 9, 800, 200};

/// The field's number 1..6, or 0 for an otherName that says nothing here.
std::size_t field_of(const ASN1_OBJECT* type) {
  std::array<char, 80> text{};
  OBJ_obj2txt(text.data(), text.size(), type, 1);
  const std::string_view oid(text.data());
  if (oid.size() != kAttributeArc.size() + 1 || !oid.starts_with(kAttributeArc)) return 0;
  return oid.back() >= '1' && oid.back() <= '6' ? static_cast<std::size_t>(oid.back() - '0') : 0;
}

using Fields = std::array<std::optional<std::string>, 7>;

bool read_field(const GENERAL_NAME& entry, Fields& fields) {
  if (entry.type != GEN_OTHERNAME) return true;
  const auto field = field_of(entry.d.otherName->type_id);
  if (field == 0) return true;
  const auto* value = entry.d.otherName->value;
  if (fields[field] || value->type != V_ASN1_UTF8STRING) return false;
  fields[field] = base::to_string(openssl::bytes_of(value->value.utf8string));
  const auto& text = *fields[field];
  return text.size() <= kLongest[field] && base::is_clean_utf8(text) && text.find('\n') == std::string::npos;
}

std::optional<roll::Sex> read_sex(const std::string& digit) {
  if (digit == "1") return roll::Sex::male;
  if (digit == "2") return roll::Sex::female;
  return digit == "3" ? std::optional(roll::Sex::unknown) : std::nullopt;
}

bool is_marks(const std::string& text) { return text.find_first_not_of("01") == std::string::npos; }

}  // namespace

std::optional<CertifiedAttributes> certified_attributes(const Certificate& certificate) {
  const openssl::ErrorsForgotten forgotten;
  const std::unique_ptr<GENERAL_NAMES, decltype(&GENERAL_NAMES_free)> names(
      static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(&certificate.x509(), NID_subject_alt_name, nullptr, nullptr)),
      GENERAL_NAMES_free);
  Fields fields;
  for (int i = 0; i < sk_GENERAL_NAME_num(names.get()); ++i)
    if (!read_field(*sk_GENERAL_NAME_value(names.get(), i), fields)) return std::nullopt;
  const auto text = [&](std::size_t field) { return fields[field].value_or(""); };
  const auto birth = text(4).size() == 9 && text(4)[0] >= '0' && text(4)[0] <= '5' ? read_birth(text(4).substr(1)) : std::nullopt;
  const auto sex = read_sex(text(3));
  if (text(1).empty() || text(5).empty() || !birth || !sex || !is_marks(text(2)) || !is_marks(text(6)))
    return std::nullopt;
  return CertifiedAttributes{{text(1), text(5), *birth, *sex}, text(2), text(6)};
}

}  // namespace ippyo::identity
