// SPDX-License-Identifier: Apache-2.0
#include "device/slot_key.hpp"

#include "base/check.hpp"
#include "proof/possession.hpp"

namespace ippyo::device {

static SlotKey key_of(group::Scalar x) {
  SlotKey key{group::SecretScalar(x), {}};
  base::wipe(&x, sizeof x);
  group::Point X;
  group::fixed_mul_ct(proof::base_g(), key.x, {&X, 1});
  key.X = Element::from(X);
  IPPYO_CHECK(!key.X.is_identity());  // one chance in 2^252
  return key;
}

Bytes32 prf_salt(const Bytes32& ctx0) { return base::hash32("prf", ByteView(ctx0)); }

SlotKey derive_slot_key(const base::Secret<Bytes32>& prf, std::string_view code, const Bytes32& ctx0) {
  base::Hasher h("slot-key");
  h.item(prf.expose()).item(code).item(ctx0);
  auto wide = h.finish();
  auto key = key_of(group::Scalar::from_wide(wide));
  base::wipe(wide.data(), wide.size());
  base::wipe(&h, sizeof h);
  return key;
}

SlotKey random_slot_key(base::Rng& rng) { return key_of(group::Scalar::random(rng)); }

Bytes enrolment_label(const Bytes32& ctx0, const Element& X, const Bytes32& evidence) {
  Bytes label(ctx0.begin(), ctx0.end());
  label.insert(label.end(), X.bytes.begin(), X.bytes.end());
  label.insert(label.end(), evidence.begin(), evidence.end());
  return label;
}

Bytes prove_enrolment(const SlotKey& key, const Bytes32& ctx0, const Bytes32& evidence, base::Rng& rng) {
  const auto label = enrolment_label(ctx0, key.X, evidence);
  return proof::prove_possession({"pop", label, key.X}, key.x, rng);
}

}  // namespace ippyo::device
