// SPDX-License-Identifier: Apache-2.0
// The check on a second device: what does the sent ciphertext really hold? [SPEC 10.8 CheckCode]
#pragma once
#include "device/answer.hpp"

namespace ippyo::device {

/// What the QR code carries: ctx (32), slot u64, epoch u32, list of (ciphertext (64), r (32)) in the order of the contests.
struct CheckCode {
  Bytes32 ctx{};
  std::uint64_t slot = 0;
  std::uint32_t epoch = 0;
  std::vector<Ciphertext> ciphertexts;
  group::SecretScalars r;
  base::SecretVector<std::uint8_t> encode() const;
  static base::Result<CheckCode> decode(ByteView bytes);
};
CheckCode check_code(const KeptBallot& kept);

/// What the second device shows. It never shows a number to compare that came from the casting device alone: the voter
/// compares the slot number with the polling card.
struct Reading {
  std::uint64_t slot = 0;
  std::uint32_t epoch = 0;
  std::vector<std::optional<std::uint32_t>> choices;  ///< per contest; empty: does not open to anything that is offered
  Bytes ciphertexts;                                  ///< 64 bytes each: kept until the epoch is sealed
  bool opens() const;
};
/// errors: the code is for another election, or not for the contests of this slot.
base::Result<Reading> read_check_code(const SlotView& view, const CheckCode& code);

/// After the epoch: does this row hold exactly the ciphertexts read, with a slot proof that verifies? `view` is that of the epoch.
base::Verdict confirm_row(const Reading& reading, const SlotView& view, ByteView sealed_row);
/// The same against a board that this device replayed itself: `sealed` has just sealed the reading's epoch.
bool confirm_sealed(const Reading& reading, const record::State& sealed);
inline constexpr base::Check kReadCiphertexts{3, 80, "the sealed row does not hold the ciphertexts that were checked"};

}  // namespace ippyo::device
