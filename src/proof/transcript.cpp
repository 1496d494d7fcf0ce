// SPDX-License-Identifier: Apache-2.0
#include "proof/transcript.hpp"

#include <algorithm>

namespace ippyo::proof {

Challenge challenge_from(const Bytes64& hash) {
  Challenge out;
  std::copy_n(hash.begin(), out.size(), out.begin());
  if (out == Challenge{}) out[0] = 1;
  return out;
}

Challenge challenge_at(std::string_view tag, const Bytes64& state, std::uint64_t index) {
  return challenge(base::Hasher(tag).item(state).item(index));
}

Challenge operator^(const Challenge& a, const Challenge& b) {
  Challenge out;
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = a[i] ^ b[i];
  return out;
}

Element hash_to_group(base::Hasher h) { return Element::from(group::from_uniform(h.finish())); }
Scalar hash_to_scalar(base::Hasher h) { return Scalar::from_wide(h.finish()); }

}  // namespace ippyo::proof
