// SPDX-License-Identifier: Apache-2.0
// A drawn face as JPEG 2000, as large as the photo in a chip. Nobody's picture. [SPEC 14.3 VirtualCard]
#pragma once
#include "base/bytes.hpp"

namespace ippyo::virtual_card {
constexpr std::uint32_t kPhotoWidth = 240, kPhotoHeight = 320;
base::Bytes sample_photo();
}  // namespace ippyo::virtual_card
