// SPDX-License-Identifier: Apache-2.0
#include "card/ber.hpp"

namespace ippyo::card {

std::optional<Tlv> tlv_header(base::ByteView in) {
  if (in.empty()) return std::nullopt;
  Tlv t;
  t.tag = in[0];
  std::size_t at = 1;
  if ((in[0] & 0x1F) == 0x1F) {
    do {
      if (at == in.size() || at == 3) return std::nullopt;
      t.tag = t.tag << 8 | in[at];
    } while (in[at++] & 0x80);
  }
  if (at == in.size()) return std::nullopt;
  const std::size_t first = in[at++];
  t.length = first;
  if (first & 0x80) {
    const auto bytes = first & 0x7F;
    if (bytes == 0 || bytes > 2 || in.size() - at < bytes) return std::nullopt;
    t.length = 0;
    for (std::size_t i = 0; i < bytes; ++i) t.length = t.length << 8 | in[at++];
  }
  t.header = at;
  return t;
}

std::optional<base::ByteView> member(base::ByteView in, std::uint32_t tag) {
  while (!in.empty()) {
    const auto t = tlv_header(in);
    if (!t || in.size() - t->header < t->length) return std::nullopt;
    if (t->tag == tag) return in.subspan(t->header, t->length);
    in = in.subspan(t->header + t->length);
  }
  return std::nullopt;
}

}  // namespace ippyo::card
