// SPDX-License-Identifier: Apache-2.0
#include "card/client.hpp"

#include <openssl/evp.h>

#include <algorithm>

#include "base/codec.hpp"
#include "card/ber.hpp"

namespace ippyo::card {
namespace {

constexpr std::uint16_t kDone = 0x9000;
constexpr std::uint16_t kNotFound = 0x6A82;
constexpr std::uint16_t kNotAllowed = 0x6982;
constexpr std::size_t kMaxFile = 0x7FFF;  // READ BINARY has 15 bits for the offset
constexpr std::uint32_t kRecord = 0xFF20, kName = 0xDF22, kAddress = 0xDF23, kBirth = 0xDF24, kSex = 0xDF25, kPhoto = 0xDF27;
constexpr std::array<std::uint8_t, 19> kDigestInfo{0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01,
                                                  0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20};

Bytes hash(const EVP_MD* md, ByteView message) {
  Bytes out(EVP_MD_get_size(md));
  IPPYO_CHECK(EVP_Digest(message.data(), message.size(), out.data(), nullptr, md, nullptr) == 1);
  return out;
}

/// What a status of VERIFY says about the tries: nothing, if it is not such a status.
std::optional<unsigned> tries_in(std::uint16_t status) {
  if ((status & 0xFFF0) == 0x63C0) return status & 0x0F;
  if (status == 0x6984 || status == 0x6983) return 0;  // the present card and the usual one
  return std::nullopt;
}

std::optional<roll::Day> day(ByteView digits) {
  if (digits.size() != 8) return std::nullopt;
  int n = 0;
  for (const auto c : digits) {
    if (c < '0' || c > '9') return std::nullopt;
    n = n * 10 + (c - '0');
  }
  // Month or day may be 00: the roll knows people whose day of birth nobody does.
  const auto year = static_cast<std::int16_t>(n / 10000);
  const auto month = static_cast<std::uint8_t>(n / 100 % 100), day_of_month = static_cast<std::uint8_t>(n % 100);
  if (month > 12 || day_of_month > 31) return std::nullopt;
  return roll::Day{year, month, day_of_month};
}

roll::Sex sex(ByteView v) {
  if (v.size() != 1) return roll::Sex::unknown;
  return v[0] == '1' ? roll::Sex::male : v[0] == '2' ? roll::Sex::female : v[0] == '3' ? roll::Sex::other : roll::Sex::unknown;
}

}  // namespace

Client::~Client() {
  if (channel_) channel_->reset();
}

Answer<Client> Client::open(Channel& channel, std::span<const CardType> types) {
  for (const auto& type : types) {
    Client client(channel, type);
    const auto selected = client.select_application(type.aid);
    if (selected.ok()) return client;
    client.channel_ = nullptr;
    if (selected.error().trouble != Trouble::not_my_number_card) return selected.error();
  }
  return Trouble::not_my_number_card;
}

Answer<Done> Client::select_application(ByteView aid) {
  Bytes command{0x00, 0xA4, 0x04, 0x0C, static_cast<std::uint8_t>(aid.size())};
  command.insert(command.end(), aid.begin(), aid.end());
  const auto r = channel_->transmit(command);
  IPPYO_TRY(r);
  // Cards of other kinds refuse with many statuses (6A82, 6A86, 6D00, 6E00, ..): all mean the same to us.
  if (r->status != kDone) return Trouble::not_my_number_card;
  return Done{};
}

Answer<Done> Client::select_file(std::uint16_t file) {
  const auto r = channel_->transmit(std::array<std::uint8_t, 7>{0x00, 0xA4, 0x02, 0x0C, 0x02, static_cast<std::uint8_t>(file >> 8),
                                                                static_cast<std::uint8_t>(file)});
  IPPYO_TRY(r);
  if (r->status == kNotFound) return Trouble::no_certificate;
  if (r->status != kDone) return Trouble::card_answer;
  return Done{};
}

Answer<unsigned> Client::tries_of(ByteView aid, const PinPolicy& policy) {
  IPPYO_TRY(select_application(aid));
  IPPYO_TRY(select_file(policy.file));
  const auto r = channel_->transmit(std::array<std::uint8_t, 4>{0x00, 0x20, 0x00, 0x80});
  IPPYO_TRY(r);
  const auto tries = tries_in(r->status);
  if (!tries) return Trouble::card_answer;
  return *tries;
}

Answer<unsigned> Client::tries(Key key) { return tries_of(type_->aid, type_->files(key).pin); }
Answer<unsigned> Client::attribute_tries() { return tries_of(type_->attributes.aid, type_->attributes.pin); }
Answer<unsigned> Client::surface_tries() { return tries_of(type_->surface.aid, type_->surface.pin); }

/// requires: the application of the PIN is selected.
Answer<Done> Client::show_pin(const PinPolicy& policy, const Pin& pin, LastTry last) {
  const auto digits = pin.expose();
  if (digits.size() < policy.min || digits.size() > policy.max) return Refusal{Trouble::pin_format, {}};
  IPPYO_TRY(select_file(policy.file));
  const auto asked = channel_->transmit(std::array<std::uint8_t, 4>{0x00, 0x20, 0x00, 0x80});
  IPPYO_TRY(asked);
  const auto left = tries_in(asked->status);
  if (!left) return Trouble::card_answer;
  if (*left == 0) return Refusal{Trouble::pin_blocked, 0};
  if (*left == 1 && last == LastTry::keep) return Refusal{Trouble::pin_last_try, 1};
  base::SecretVector<std::uint8_t> command(5 + digits.size());
  const auto out = command.expose_mutable();
  const std::array<std::uint8_t, 5> head{0x00, 0x20, 0x00, 0x80, static_cast<std::uint8_t>(digits.size())};
  std::copy(head.begin(), head.end(), out.begin());
  std::copy(digits.begin(), digits.end(), out.begin() + head.size());
  const auto r = channel_->transmit(command.expose());
  IPPYO_TRY(r);
  if (r->status == kDone) return Done{};
  const auto tries = tries_in(r->status);
  if (!tries) return Trouble::card_answer;
  return *tries == 0 ? Refusal{Trouble::pin_blocked, 0} : Refusal{Trouble::pin_wrong, *tries};
}

/// A file that holds one tag-length-value object, read to its announced end.
Answer<Bytes> Client::read(std::uint16_t file) {
  IPPYO_TRY(select_file(file));
  Bytes out;
  std::size_t whole = 7;  // the longest header: three bytes of tag, four of length
  bool measured = false;
  while (out.size() < whole) {
    const auto n = std::min<std::size_t>(whole - out.size(), 256);
    const auto at = out.size();
    const auto r = channel_->transmit(std::array<std::uint8_t, 5>{0x00, 0xB0, static_cast<std::uint8_t>(at >> 8),
                                                                  static_cast<std::uint8_t>(at), static_cast<std::uint8_t>(n)});
    IPPYO_TRY(r);
    if (r->status == kNotAllowed) return Trouble::no_certificate;
    if (r->status != kDone || r->data.empty() || r->data.size() > n) return Trouble::card_answer;
    out.insert(out.end(), r->data.begin(), r->data.end());
    if (measured) continue;
    const auto header = tlv_header(out);
    if (!header) return out[0] == 0 || out[0] == 0xFF ? Trouble::no_certificate : Trouble::card_answer;
    whole = header->header + header->length;
    if (whole > kMaxFile || header->length == 0) return Trouble::card_answer;
    measured = true;
  }
  out.resize(whole);
  return out;
}

Answer<Bytes> Client::certificate(Key key) {
  IPPYO_TRY(select_application(type_->aid));
  return read(type_->files(key).certificate);
}

Answer<Bytes> Client::raw_signature(Key key, ByteView message) {
  const bool rsa = type_->algorithm == Algorithm::rsa2048_sha256;
  IPPYO_TRY(select_file(type_->files(key).key));
  Bytes body = rsa ? Bytes(kDigestInfo.begin(), kDigestInfo.end()) : Bytes{};
  const auto digest = hash(rsa ? EVP_sha256() : EVP_sha384(), message);
  body.insert(body.end(), digest.begin(), digest.end());
  Bytes command{0x80, 0x2A, 0x00, 0x80, static_cast<std::uint8_t>(body.size())};
  command.insert(command.end(), body.begin(), body.end());
  command.push_back(0x00);
  auto r = channel_->transmit(command);
  IPPYO_TRY(r);
  const auto n = r->data.size();
  if (r->status != kDone || (rsa ? n != 256 : n < 8 || n > 104)) return Trouble::card_answer;
  return std::move(r->data);
}

Answer<Bytes> Client::sign(Key key, const Pin& pin, ByteView message, LastTry last) {
  IPPYO_TRY(select_application(type_->aid));
  IPPYO_TRY(show_pin(type_->files(key).pin, pin, last));
  return raw_signature(key, message);
}

Answer<Client::Signed> Client::sign_with_certificate(Key key, const Pin& pin, ByteView message, LastTry last) {
  IPPYO_TRY(select_application(type_->aid));
  const auto& files = type_->files(key);
  // A missing certificate must not cost a try, so what is readable is read first.
  auto certificate = files.certificate_needs_pin ? Answer<Bytes>(Bytes{}) : read(files.certificate);
  IPPYO_TRY(certificate);
  IPPYO_TRY(show_pin(files.pin, pin, last));
  if (files.certificate_needs_pin) {
    certificate = read(files.certificate);
    IPPYO_TRY(certificate);
  }
  auto signature = raw_signature(key, message);
  IPPYO_TRY(signature);
  return Signed{std::move(*certificate), std::move(*signature)};
}

Answer<Bytes> Client::record(const RecordFiles& files, const Pin& pin, LastTry last) {
  IPPYO_TRY(select_application(files.aid));
  IPPYO_TRY(show_pin(files.pin, pin, last));
  return read(files.record);
}

Answer<roll::Attributes> Client::attributes(const Pin& pin, LastTry last) {
  const auto bytes = record(type_->attributes, pin, last);
  IPPYO_TRY(bytes);
  const auto inside = member(*bytes, kRecord);
  if (!inside) return Trouble::card_answer;
  const auto name = member(*inside, kName), address = member(*inside, kAddress);
  const auto birth = member(*inside, kBirth), s = member(*inside, kSex);
  if (!name || !address || !birth || !s) return Trouble::card_answer;
  const auto born = day(*birth);
  roll::Attributes a{base::to_string(*name), base::to_string(*address), {}, sex(*s)};
  if (!born || !base::is_clean_utf8(a.name) || !base::is_clean_utf8(a.address)) return Trouble::card_answer;
  a.birth = *born;
  return a;
}

Answer<Bytes> Client::photo(const Pin& number_b, LastTry last) {
  const auto bytes = record(type_->surface, number_b, last);
  IPPYO_TRY(bytes);
  const auto inside = member(*bytes, kRecord);
  const auto photo = inside ? member(*inside, kPhoto) : std::nullopt;
  if (!photo || photo->empty()) return Trouble::card_answer;
  return base::to_bytes(*photo);
}

}  // namespace ippyo::card
