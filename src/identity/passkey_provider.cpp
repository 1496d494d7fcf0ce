// SPDX-License-Identifier: Apache-2.0
#include "identity/passkey_provider.hpp"

#include <algorithm>
#include <array>

#include "base/codec.hpp"
#include "base/hash.hpp"

namespace ippyo::identity {
namespace {

enum class Half : std::uint8_t { registration = 1, assertion };

/// What is kept between the halves.
struct Kept {
  Half half;
  Bytes32 nonce;
  Bytes handle;  ///< registration only
  Bytes encode() const {
    base::Writer w;
    w.u8(static_cast<std::uint8_t>(half)).raw(nonce).bytes(handle);
    return w.take();
  }
  static std::optional<Kept> decode(ByteView bytes) {
    base::Reader r(bytes);
    Kept k{static_cast<Half>(r.u8()), r.fixed<32>(), r.bytes(passkey::kLongestHandle)};
    if (!r.finish("kept part").ok() || (k.half != Half::registration && k.half != Half::assertion)) return std::nullopt;
    return k;
  }
};

Refusal refuse(passkey::Refusal r) { return {std::string(passkey::word(r)), std::string(passkey::sentence(r))}; }

/// Names in the list that a device shows; authenticators may cut after 64 bytes, so we do it, between characters.
std::string shown_name(const std::string& title) {
  auto end = std::min<std::size_t>(title.size(), 64);
  while (end > 0 && end < title.size() && (static_cast<unsigned char>(title[end]) & 0xc0) == 0x80) --end;
  return end == 0 ? "ippyo" : title.substr(0, end);
}

}  // namespace

Answer<Begun> PasskeyProvider::begin(const Purpose& purpose, const OnFile& known, const Moment& moment) {
  Kept kept{Half::assertion, moment.rng.bytes<32>(), {}};
  const auto challenge = purpose.claim(kept.nonce);
  const auto salt = base::hash32("prf", ByteView(settings_.ctx0));
  if (!known.empty()) {
    const auto credential = passkey::Credential::decode(known.record);
    if (!credential) return refuse(passkey::Refusal::unknown_credential);
    return Begun{passkey::request_options(settings_.rp, challenge, std::array{credential->id}, salt), kept.encode()};
  }
  if (purpose.action != Purpose::Action::enrol) return refuse(passkey::Refusal::unknown_credential);
  kept.half = Half::registration;
  kept.handle = base::to_bytes(moment.rng.bytes<32>());
  const auto name = shown_name(purpose.title);
  return Begun{passkey::creation_options(settings_.rp, {kept.handle, name, name}, challenge, passkey::Discoverable::required, salt),
               kept.encode()};
}

Answer<Shown> PasskeyProvider::finish(const Purpose& purpose, const OnFile& known, ByteView kept, const nlohmann::json& answer,
                                      const Moment&) {
  const auto begun = Kept::decode(kept);
  // What is on file may have changed since the first half; then this answer is for something that is no more.
  if (!begun || (begun->half == Half::registration) != known.empty()) return refuse(passkey::Refusal::challenge);
  const auto challenge = purpose.claim(begun->nonce);
  passkey::Answer<passkey::Credential> judged = passkey::Refusal::unknown_credential;
  if (begun->half == Half::registration) {
    judged = passkey::finish_registration(settings_.rp, challenge, begun->handle, answer);
  } else if (const auto credential = passkey::Credential::decode(known.record)) {
    judged = passkey::finish_assertion(settings_.rp, challenge, std::array{*credential}, answer);
  }
  if (const auto* refusal = std::get_if<passkey::Refusal>(&judged)) return refuse(*refusal);
  const auto& credential = std::get<passkey::Credential>(judged);
  const auto subject = passkey::to_base64url(credential.id);
  if (!known.subject.empty() && subject != known.subject) return refuse(passkey::Refusal::unknown_credential);
  return Shown{.subject = subject, .record = credential.encode(), .attributes = std::nullopt, .evidence_class = 0, .evidence = {}};
}

Answer<Shown> PasskeyProvider::audit(const Purpose&, ByteView) const {
  return Refusal{"no-evidence", "A passkey is no evidence of who somebody is. Check the evidence of the other factor."};
}

}  // namespace ippyo::identity
