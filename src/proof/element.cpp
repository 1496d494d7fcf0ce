// SPDX-License-Identifier: Apache-2.0
#include "proof/element.hpp"

#include <algorithm>
#include <memory>
#include <mutex>

#include "base/check.hpp"
#include "proof/transcript.hpp"

namespace ippyo::proof {

std::optional<Element> Element::parse(ByteView bytes) {
  const auto point = group::decode(bytes);
  if (!point) return std::nullopt;
  Element out;
  std::copy(bytes.begin(), bytes.end(), out.bytes.begin());
  out.point = *point;
  return out;
}

Element Element::from(const Point& p) { return {group::encode(p), p}; }

std::vector<Element> elements_from(std::span<const Point> points) {
  Bytes encodings(32 * points.size());
  group::encode_batch(points, encodings);
  std::vector<Element> out(points.size());
  for (std::size_t i = 0; i < points.size(); ++i) {
    std::copy_n(encodings.begin() + static_cast<std::ptrdiff_t>(32 * i), 32, out[i].bytes.begin());
    out[i].point = points[i];
  }
  return out;
}

std::optional<Ciphertext> Ciphertext::parse(ByteView bytes64) {
  std::array<Point, 2> points;
  if (bytes64.size() != kCiphertextSize || group::decode_batch(bytes64, points)) return std::nullopt;
  Ciphertext out;
  std::copy_n(bytes64.begin(), 32, out.a.bytes.begin());
  std::copy_n(bytes64.begin() + 32, 32, out.b.bytes.begin());
  out.a.point = points[0];
  out.b.point = points[1];
  return out;
}

Bytes64 Ciphertext::bytes() const {
  Bytes64 out;
  std::copy(a.bytes.begin(), a.bytes.end(), out.begin());
  std::copy(b.bytes.begin(), b.bytes.end(), out.begin() + 32);
  return out;
}

Ciphertext encrypt(const group::FixedBase& y, const Point& m, const group::SecretScalar& r) {
  std::array<Point, 2> ab;
  group::fixed_mul_ct(base_g(), r, {&ab[0], 1});
  group::fixed_mul_ct(y, r, {&ab[1], 1});
  ab[1] = group::add(ab[1], m);
  const auto elements = elements_from(ab);
  return {elements[0], elements[1]};
}

const Element& element_g() {
  static const Element g = Element::from(group::generator());
  return g;
}

const Element& element_h() {
  static const Element h = hash_to_group(base::Hasher("h2g/h"));
  return h;
}

const group::FixedBase& base_g() {
  static const group::FixedBase table(element_g().point);
  return table;
}

const group::FixedBase& base_h() {
  static const group::FixedBase table(element_h().point);
  return table;
}

namespace {

constexpr std::uint64_t kBlock = 256, kBlocks = 512;  // 131,072 generators, 24 MiB when all are in use

/// out[j] = h_{first+j}
void derive_generators(std::uint64_t first, std::span<Element> out) {
  const base::Hasher prefix("h2g/h_i");
  std::vector<Bytes64> uniform(out.size());
  for (std::size_t j = 0; j < out.size(); ++j) uniform[j] = base::Hasher(prefix).item(first + j).finish();
  std::vector<Point> points(out.size());
  group::from_uniform_batch(uniform, points);
  const auto elements = elements_from(points);
  std::copy(elements.begin(), elements.end(), out.begin());
}

/// Block b holds h_{256 b + 1} .. h_{256 b + 256}, made by whichever thread comes first; others do not wait for it.
struct GeneratorBlock {
  std::once_flag made;
  std::vector<Element> elements;
};

std::span<const Element> generator_block(std::uint64_t b) {
  static const auto blocks = std::make_unique<std::array<GeneratorBlock, kBlocks>>();
  auto& block = (*blocks)[b];
  std::call_once(block.made, [&] {
    block.elements.resize(kBlock);
    derive_generators(kBlock * b + 1, block.elements);
  });
  return block.elements;
}

}  // namespace

void shuffle_generators(std::uint64_t first, std::span<Element> out) {
  IPPYO_CHECK(first >= 1);
  std::uint64_t place = first - 1;
  while (!out.empty()) {
    const auto n = std::min<std::uint64_t>(out.size(), kBlock - place % kBlock);
    if (place / kBlock < kBlocks) {
      const auto block = generator_block(place / kBlock).subspan(place % kBlock, n);
      std::copy(block.begin(), block.end(), out.begin());
    } else {
      derive_generators(place + 1, out.first(n));
    }
    out = out.subspan(n);
    place += n;
  }
}

Element option_point(const Bytes32& ctx0, std::string_view contest, std::string_view name) {
  return hash_to_group(base::Hasher("h2g/m").item(ctx0).item(contest).item(name));
}

}  // namespace ippyo::proof
