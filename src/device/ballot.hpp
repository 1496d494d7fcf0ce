// SPDX-License-Identifier: Apache-2.0
// Building a cast: fresh ciphertexts for every contest of the slot, their proofs, signed with the grant's key. [SPEC 10.2 Cast]
#pragma once
#include "device/slot_key.hpp"
#include "record/grant_request.hpp"
#include "record/state.hpp"

namespace ippyo::device {

/// One contest as offered in an epoch: plaintext numbers ascending, and their elements.
struct OfferedContest {
  std::string id;
  std::vector<std::uint32_t> numbers;
  std::vector<Element> points;
};
/// What the public board says about one slot in one epoch: enough to build a cast, and to check one on another device.
struct SlotView {
  Bytes32 ctx{};
  std::uint64_t slot = 0;
  std::uint32_t epoch = 0;
  Element y;
  group::FixedBase y_base;
  Element X;
  std::vector<OfferedContest> contests;  ///< of the slot's style, in the order of the opening
  std::vector<Ciphertext> previous;      ///< the last sealed epoch's, or C_0
};
/// What a style offers in the epoch that is open now, by contest.
std::vector<OfferedContest> offered_contests(const record::State& state, std::uint16_t style);
/// requires: open; slot in the list; `epoch` is not sealed
SlotView view_slot(const record::State& state, std::uint64_t slot, std::uint32_t epoch);
/// The same for many slots: `contests` from offered_contests() of the slot's style, made once.
SlotView view_slot(const record::State& state, std::uint64_t slot, std::uint32_t epoch, std::vector<OfferedContest> contests);

/// What the casting device keeps until the voter has checked, or until the end of the next epoch. Move-only, wiped at its end.
struct KeptBallot {
  Bytes32 ctx{};
  std::uint64_t slot = 0;
  std::uint32_t epoch = 0;
  Bytes row;  ///< as sent
  std::vector<Ciphertext> ciphertexts;
  group::SecretScalars r;
  base::SecretVector<std::uint32_t> choices;
  void wipe();
};
struct BuiltCast {
  record::Cast cast;
  KeptBallot kept;
};
/// One plaintext number per contest. Everything random is fresh at every call: a rebuild for a later epoch shares nothing.
/// errors: the key is not the slot's, the grant is for something else, a choice is not offered.
/// timing: constant in the choices
base::Result<BuiltCast> build_cast(const SlotView& view, const SlotKey& key, const base::SecretVector<std::uint32_t>& choices,
                                   const record::Grant& grant, const base::SigningKey& K, base::Rng& rng);

}  // namespace ippyo::device
