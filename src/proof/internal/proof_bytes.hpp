// SPDX-License-Identifier: Apache-2.0
// Elements, scalars and challenges in and out of rows and proofs. [SPEC 4 Proofs]
#pragma once
#include "proof/transcript.hpp"

namespace ippyo::proof {

/// Canonical scalars of 32 bytes each. requires: bytes.size() == 32 * out.size().
bool read_scalars(ByteView bytes, std::span<Scalar> out);
/// The first 16 bytes. requires: they are there.
Challenge read_challenge(ByteView bytes);
/// The first 32 bytes, whose point is known.
Element element_at(ByteView bytes, const Point& p);
/// Are the first 32 bytes the identity?
bool identity_at(ByteView bytes);

/// Fixed-size bytes of a row or proof under construction.
inline void append(Bytes& out, ByteView part) { out.insert(out.end(), part.begin(), part.end()); }
void append_scalars(Bytes& out, std::span<const Scalar> scalars);
/// The encodings of points one after the other.
Bytes encodings_of(std::span<const Point> points);

/// Fresh secret scalars in order.
group::SecretScalars random_scalars(std::size_t n, base::Rng& rng);
/// k + e x, which is published.
inline Scalar respond(const Scalar& k, const Challenge& e, const Scalar& x) { return k + to_scalar(e) * x; }

}  // namespace ippyo::proof
