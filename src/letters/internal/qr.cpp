// SPDX-License-Identifier: Apache-2.0
#include "letters/internal/qr.hpp"

#include <qrencode.h>

#include <memory>

#include "base/check.hpp"

namespace ippyo::letters::internal {

base::Result<Qr> qr(std::span<const char> text) {
  constexpr std::size_t kLongest = 331;  // version 13: 69 squares to a side, half a millimetre each
  if (text.size() > kLongest)
    return base::Error{"The address of the booth is too long for a QR code on paper: use a shorter name."};
  const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
      QRcode_encodeData(static_cast<int>(text.size()), reinterpret_cast<const unsigned char*>(text.data()), 0, QR_ECLEVEL_M),
      QRcode_free);
  IPPYO_CHECK(code != nullptr);
  Qr out{static_cast<std::size_t>(code->width), base::SecretVector<char>(static_cast<std::size_t>(code->width * code->width))};
  for (std::size_t i = 0; i < out.modules.size(); ++i) out.modules.expose_mutable()[i] = static_cast<char>(code->data[i] & 1);
  base::wipe(code->data, out.modules.size());
  return out;
}

}  // namespace ippyo::letters::internal
