// SPDX-License-Identifier: Apache-2.0
// Everything that one virtual card holds, and its file. Sample people only: the keys lie open. [SPEC 14.3 VirtualCard]
#pragma once
#include <filesystem>
#include <memory>
#include <openssl/types.h>
#include <optional>
#include <string>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "card/card_type.hpp"
#include "roll/person.hpp"

namespace ippyo::virtual_card {

using base::Bytes;
using base::ByteView;
using PrivateKey = std::shared_ptr<EVP_PKEY>;

struct PinState {
  std::string value;
  std::uint8_t left = 0;
};

struct CardData {
  const card::CardType* type = nullptr;  ///< a row of card::rehearsal_cards()
  roll::Attributes attributes;
  PrivateKey auth_key, sign_key;
  Bytes auth_certificate, sign_certificate, auth_ca, sign_ca;  ///< DER; an empty certificate: the card has none
  PinState auth_pin, sign_pin, attribute_pin, number_b;
  Bytes photo;  ///< JPEG 2000, or empty
};

base::Result<void> write_card(const std::filesystem::path& file, const CardData& data);
base::Result<CardData> read_card(const std::filesystem::path& file);

}  // namespace ippyo::virtual_card
