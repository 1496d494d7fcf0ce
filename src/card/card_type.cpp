// SPDX-License-Identifier: Apache-2.0
#include "card/card_type.hpp"

namespace ippyo::card {
namespace {

constexpr std::array<std::uint8_t, 10> kKeys{0xD3, 0x92, 0xF0, 0x00, 0x26, 0x01, 0x00, 0x00, 0x00, 0x01};
constexpr std::array<std::uint8_t, 10> kAttributes{0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x04, 0x08};
constexpr std::array<std::uint8_t, 10> kSurface{0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x04, 0x02};
// First digit F: the range that nobody registers, so that no real card answers to it.
constexpr std::array<std::uint8_t, 10> kNextKeys{0xF0, 0x69, 0x70, 0x70, 0x79, 0x6F, 0x00, 0x00, 0x00, 0x01};
constexpr std::array<std::uint8_t, 10> kNextAttributes{0xF0, 0x69, 0x70, 0x70, 0x79, 0x6F, 0x00, 0x00, 0x00, 0x02};
constexpr std::array<std::uint8_t, 10> kNextSurface{0xF0, 0x69, 0x70, 0x70, 0x79, 0x6F, 0x00, 0x00, 0x00, 0x03};

constexpr PinPolicy kAuthPin{0x0018, 4, 4, 3};
constexpr PinPolicy kSignPin{0x001B, 6, 16, 5, PinAlphabet::digits_and_capitals};
constexpr PinPolicy kAttributePin{0x0011, 4, 4, 3};
constexpr PinPolicy kNumberB{0x0012, 14, 14, 10};
constexpr KeyFiles kAuth{0x0017, 0x000A, 0x000B, kAuthPin, false};
constexpr KeyFiles kSign{0x001A, 0x0001, 0x0002, kSignPin, true};

const std::array<CardType, 2> kTypes{{
    {"my-number-card", kKeys, Algorithm::rsa2048_sha256, kAuth, kSign,  //
     {kAttributes, 0x0002, kAttributePin}, {kSurface, 0x0002, kNumberB}},
    {"next-card-stand-in", kNextKeys, Algorithm::ecdsa_p384_sha384, kAuth, kSign,
     {kNextAttributes, 0x0002, kAttributePin}, {kNextSurface, 0x0002, kNumberB}},
}};

}  // namespace

std::span<const CardType> present_cards() { return std::span(kTypes).first(1); }
std::span<const CardType> rehearsal_cards() { return kTypes; }

}  // namespace ippyo::card
