// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "passkey/passkey.hpp"

namespace ippyo::passkey {

std::string to_base64url(ByteView bytes) {
  auto text = base::to_base64(bytes);
  std::replace(text.begin(), text.end(), '+', '-');
  std::replace(text.begin(), text.end(), '/', '_');
  while (!text.empty() && text.back() == '=') text.pop_back();
  return text;
}

std::optional<Bytes> from_base64url(std::string_view text) {
  if (text.find_first_of("+/=") != std::string_view::npos) return std::nullopt;
  std::string standard(text);
  std::replace(standard.begin(), standard.end(), '-', '+');
  std::replace(standard.begin(), standard.end(), '_', '/');
  standard.append((4 - standard.size() % 4) % 4, '=');
  return base::from_base64(standard);
}

}  // namespace ippyo::passkey
