// SPDX-License-Identifier: Apache-2.0
#include "letters/letter_code.hpp"

#include <sodium.h>

#include <algorithm>

#include "base/check.hpp"
#include "base/hash.hpp"

namespace ippyo::letters {
namespace {

using base::Error;
using base::Result;

constexpr std::string_view kBooth = "/booth/#", kVersion = "1.";
constexpr std::size_t kBytes = 32 + 32 + kCodeBytes, kCharacters = (kBytes * 8 + 5) / 6;
constexpr int kVariant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
using Payload = std::array<std::uint8_t, kBytes>;

bool is_host(std::string_view host) {
  const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.'; };
  return !host.empty() && host.size() <= 253 && std::ranges::all_of(host, fits) && host.front() != '.' && host.front() != '-' &&
         host.back() != '.' && host.back() != '-' && host.find("..") == std::string_view::npos;
}

bool is_port(std::string_view port) {
  unsigned n = 0;
  for (const char c : port) {
    if (c < '0' || c > '9' || n > 6553) return false;
    n = 10 * n + static_cast<unsigned>(c - '0');
  }
  return !port.empty() && port.front() != '0' && n <= 65535;
}

}  // namespace

Bytes32 policy_hash(std::string_view witness_policy) { return base::hash32("policy", witness_policy); }

Result<void> check_origin(std::string_view origin) {
  const Error refused{
      "The address of the booth must be https://HOST in small letters, for rehearsals also http://localhost:PORT, "
      "without anything after it: correct it in the office's settings."};
  const bool secure = origin.starts_with("https://"), plain = origin.starts_with("http://");
  if (!secure && !plain) return refused;
  auto host = origin.substr(secure ? 8 : 7);
  if (const auto colon = host.find(':'); colon != std::string_view::npos) {
    if (!is_port(host.substr(colon + 1))) return refused;
    host = host.substr(0, colon);
  }
  if (!is_host(host) || (plain && host != "localhost" && host != "127.0.0.1")) return refused;
  return {};
}

Result<base::SecretVector<char>> LetterCode::encode() const {
  IPPYO_TRY(check_origin(origin));
  Payload payload{};
  std::ranges::copy(ctx0, payload.begin());
  std::ranges::copy(policy, payload.begin() + 32);
  std::ranges::copy(code.bytes().expose(), payload.begin() + 64);
  std::array<char, kCharacters + 1> text{};  // libsodium ends it with a zero
  sodium_bin2base64(text.data(), text.size(), payload.data(), payload.size(), kVariant);
  const std::string head = origin + std::string(kBooth) + std::string(kVersion);
  base::SecretVector<char> out(head.size() + kCharacters);
  std::ranges::copy(head, out.expose_mutable().begin());
  std::copy_n(text.begin(), kCharacters, out.expose_mutable().begin() + static_cast<std::ptrdiff_t>(head.size()));
  base::wipe(payload.data(), payload.size());
  base::wipe(text.data(), text.size());
  return out;
}

Result<LetterCode> LetterCode::decode(std::string_view scanned) {
  const auto at = scanned.substr(0, 512).find(kBooth);
  if (at == std::string_view::npos || !check_origin(scanned.substr(0, at)).ok())
    return Error{"This is not the QR code of a letter: scan the square on the letter with the dedicated code."};
  const auto rest = scanned.substr(at + kBooth.size());
  if (!rest.starts_with(kVersion))
    return Error{"This letter was made for another version of the booth: open the address that the office names, or telephone it."};
  const auto text = rest.substr(kVersion.size());
  Payload payload{};
  std::size_t size = 0;
  const char* end = nullptr;
  const bool good =
      text.size() == kCharacters &&
      sodium_base642bin(payload.data(), payload.size(), text.data(), text.size(), nullptr, &size, &end, kVariant) == 0 &&
      size == kBytes && end == text.data() + text.size();
  if (!good) return Error{"The QR code was not read completely: scan it again in good light, or type the code below it."};
  CodeBytes code{};
  LetterCode out{std::string(scanned.substr(0, at)), {}, {}, DedicatedCode::from_bytes(code)};
  std::copy_n(payload.begin(), 32, out.ctx0.begin());
  std::copy_n(payload.begin() + 32, 32, out.policy.begin());
  std::copy_n(payload.begin() + 64, kCodeBytes, code.begin());
  out.code = DedicatedCode::from_bytes(code);
  base::wipe(payload.data(), payload.size());
  base::wipe(code.data(), code.size());
  return out;
}

}  // namespace ippyo::letters
