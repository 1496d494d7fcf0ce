// SPDX-License-Identifier: Apache-2.0
// What is kept of a passkey, and the words of a refusal.
#include <array>

#include "base/codec.hpp"
#include "passkey/passkey.hpp"
#include "passkey/public_key.hpp"

namespace ippyo::passkey {
namespace {

struct Text {
  std::string_view word, sentence;
};
constexpr std::array<Text, kRefusals> kTexts{{
    {"malformed", "The answer of your device could not be read. Please try again, or use another device."},
    {"prf-leak", "This page sent something that must stay on your device. Close it and open the official address again."},
    {"challenge", "This answer belongs to another attempt. Please start again."},
    {"origin", "The answer came through another web page. Close it and open the official address again."},
    {"rp", "This passkey belongs to another service. Please choose the passkey of this one."},
    {"user-presence", "Your device did not wait for you. Please try again and confirm on the device."},
    {"user-verification", "Your device did not check your fingerprint, face or PIN. Please set up its screen lock and try again."},
    {"algorithm", "This device makes keys of a kind that is not accepted here. Please use another device."},
    {"unknown-credential", "This passkey is not registered here. Please choose the one that you registered, or ask the help desk."},
    {"signature", "The answer of your device is not valid. Please try again, or ask the help desk."},
    {"counter", "There may be a copy of this passkey. Please ask the help desk before you go on."},
}};

}  // namespace

std::string_view word(Refusal refusal) { return kTexts[static_cast<std::size_t>(refusal)].word; }
std::string_view sentence(Refusal refusal) { return kTexts[static_cast<std::size_t>(refusal)].sentence; }

Bytes Credential::encode() const {
  base::Writer w;
  w.u8(1).bytes(id).bytes(user_handle).u32(static_cast<std::uint32_t>(algorithm)).bytes(key).u32(counter).flag(backup_eligible);
  return w.take();
}

base::Result<Credential> Credential::decode(ByteView bytes) {
  base::Reader r(bytes);
  Credential c;
  if (r.u8() != 1) r.refuse();
  c.id = r.bytes(kLongestId);
  c.user_handle = r.bytes(kLongestHandle);
  const auto algorithm = algorithm_of(static_cast<std::int32_t>(r.u32()));
  if (!algorithm || c.id.empty() || c.user_handle.empty()) r.refuse();
  c.algorithm = algorithm.value_or(Algorithm::es256);
  c.key = r.bytes(kLongestKey);
  c.counter = r.u32();
  c.backup_eligible = r.flag();
  IPPYO_TRY(r.finish("passkey record"));
  return c;
}

}  // namespace ippyo::passkey
