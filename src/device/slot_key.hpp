// SPDX-License-Identifier: Apache-2.0
// The voter's slot key: made again on every device of the voter from the passkey's PRF. [SPEC 10.7 SlotKey]
#pragma once
#include "base/random.hpp"
#include "base/secret.hpp"
#include "proof/element.hpp"

namespace ippyo::device {

using base::Bytes;
using base::Bytes32;
using base::Bytes64;
using base::ByteView;
using proof::Ciphertext;
using proof::Element;

struct SlotKey {
  group::SecretScalar x;
  Element X;  ///< g^x
};
/// Salt that the page hands to the passkey's PRF: H32("prf", ctx0).
Bytes32 prf_salt(const Bytes32& ctx0);
/// x = hash_to_scalar("slot-key", PRF, code, ctx0). Secrecy rests on the PRF alone; the code is an enrolment password.
SlotKey derive_slot_key(const base::Secret<Bytes32>& prf, std::string_view code, const Bytes32& ctx0);
/// Without a PRF: a random key that lives on this one device.
SlotKey random_slot_key(base::Rng& rng);

/// ctx0, X, evidence hash: 96 bytes, the label of the slot list's possession proof.
Bytes enrolment_label(const Bytes32& ctx0, const Element& X, const Bytes32& evidence);
/// The possession proof (tag "pop") that stands in the slot list.
Bytes prove_enrolment(const SlotKey& key, const Bytes32& ctx0, const Bytes32& evidence, base::Rng& rng);

}  // namespace ippyo::device
