// SPDX-License-Identifier: Apache-2.0
// The squares of a QR code.
#pragma once
#include <span>

#include "base/result.hpp"
#include "base/secret.hpp"

namespace ippyo::letters::internal {

/// side * side values, 1 is dark. They hold the code as readably as the text does.
struct Qr {
  std::size_t side = 0;
  base::SecretVector<char> modules;
};
/// Bytes, error correction M: 15 % of the squares may be damaged. errors: too long for a square that fits on the paper.
base::Result<Qr> qr(std::span<const char> text);

}  // namespace ippyo::letters::internal
