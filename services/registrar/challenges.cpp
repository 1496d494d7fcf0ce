// SPDX-License-Identifier: Apache-2.0
#include "registrar/challenges.hpp"

#include <sodium.h>

#include <nlohmann/json.hpp>

#include "base/codec.hpp"
#include "passkey/passkey.hpp"
#include "registrar/staff.hpp"

namespace ippyo::registrar {
namespace {

constexpr std::size_t kHead = 16;

base::Secret<Bytes32> fresh_key() {
  base::SystemRng rng;
  return base::Secret(rng.bytes<32>());
}

base::UnixTime end_of(const Bytes32& challenge) { return base::Reader(ByteView(challenge).first(8)).u64(); }

/// The challenge inside the client data. Only looked for here; passkey::finish_* judge the client data.
std::optional<Bytes32> claimed(const nlohmann::json& answer) {
  constexpr std::size_t kLongest = 8192;
  if (!answer.is_object() || !answer.contains("response") || !answer["response"].is_object()) return std::nullopt;
  const auto found = answer["response"].find("clientDataJSON");
  if (found == answer["response"].end() || !found->is_string() || found->get_ref<const std::string&>().size() > kLongest) return std::nullopt;
  const auto bytes = passkey::from_base64url(found->get_ref<const std::string&>());
  if (!bytes) return std::nullopt;
  const auto data = nlohmann::json::parse(bytes->begin(), bytes->end(), nullptr, false);
  if (!data.is_object() || !data.contains("challenge") || !data["challenge"].is_string()) return std::nullopt;
  const auto challenge = passkey::from_base64url(data["challenge"].get_ref<const std::string&>());
  if (!challenge || challenge->size() != 32) return std::nullopt;
  Bytes32 out;
  std::copy(challenge->begin(), challenge->end(), out.begin());
  return out;
}

}  // namespace

Challenges::Challenges() : key_(fresh_key()) {}

Bytes32 Challenges::mac(ByteView text) const {
  Bytes32 out;
  crypto_auth_hmacsha256(out.data(), text.data(), text.size(), key_.expose().data());
  return out;
}

base::Bytes16 Challenges::tag(ByteView head, std::string_view purpose) const {
  const auto full = mac(base::Writer().u8(1).raw(head).text(purpose).data());
  base::Bytes16 out;
  std::copy_n(full.begin(), out.size(), out.begin());
  return out;
}

Bytes32 Challenges::draw(std::string_view purpose, base::UnixTime now, base::Rng& rng) const {
  base::Writer head;
  head.u64(now + kChallengeLife).raw(rng.bytes<8>());
  const auto t = tag(head.data(), purpose);
  Bytes32 out;
  std::copy(head.data().begin(), head.data().end(), out.begin());
  std::copy(t.begin(), t.end(), out.begin() + kHead);
  return out;
}

Bytes32 Challenges::handle(const Bytes32& challenge) const { return mac(base::Writer().u8(2).raw(challenge).data()); }

std::optional<Bytes32> Challenges::named_by(const nlohmann::json& answer, std::string_view purpose, base::UnixTime now) {
  const auto challenge = claimed(answer);
  if (!challenge) return std::nullopt;
  const auto all = ByteView(*challenge);
  if (!base::equal_ct(tag(all.first(kHead), purpose), all.subspan(kHead)) || end_of(*challenge) <= now) return std::nullopt;
  const std::lock_guard lock(mutex_);
  return used_.contains(*challenge) ? std::nullopt : challenge;
}

bool Challenges::use(const Bytes32& challenge, base::UnixTime now) {
  const std::lock_guard lock(mutex_);
  std::erase_if(used_, [now](const auto& entry) { return entry.second <= now; });
  return used_.emplace(challenge, end_of(challenge)).second;
}

}  // namespace ippyo::registrar
