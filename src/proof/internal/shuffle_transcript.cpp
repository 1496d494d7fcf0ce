// SPDX-License-Identifier: Apache-2.0
#include "proof/internal/shuffle_transcript.hpp"

#include "base/codec.hpp"

namespace ippyo::proof {

namespace {

/// Reads elements and scalars of 32 bytes one after the other; the first bad one spoils the whole.
struct FieldReader {
  ByteView left;
  bool good = true;

  Element element() { return take<Element>(32); }
  Ciphertext ciphertext() { return take<Ciphertext>(64); }
  Scalar scalar() { return take<Scalar>(32); }
  template <class T>
  T take(std::size_t size) {
    const auto value = T::parse(left.first(size));
    left = left.subspan(size);
    if (!value) good = false;
    return value.value_or(T{});
  }
};

}  // namespace

std::optional<PermutationHeader> PermutationHeader::parse(ByteView bytes) {
  if (bytes.size() != kPermutationHeaderSize) return std::nullopt;
  FieldReader in{bytes};
  PermutationHeader out;
  for (Element* t : {&out.t1, &out.t2, &out.t3}) *t = in.element();
  for (Scalar* s : {&out.s1, &out.s2, &out.s3}) *s = in.scalar();
  return in.good ? std::optional(out) : std::nullopt;
}

Bytes PermutationHeader::bytes() const {
  base::Writer out;
  for (const Element* t : {&t1, &t2, &t3}) out.raw(t->bytes);
  for (const Scalar* s : {&s1, &s2, &s3}) out.raw(s->bytes());
  return out.take();
}

std::optional<MixHeader> MixHeader::parse(ByteView bytes) {
  if (bytes.size() != kMixHeaderSize) return std::nullopt;
  FieldReader in{bytes};
  MixHeader out;
  out.t3 = in.element();
  out.t4 = in.ciphertext();
  out.s3 = in.scalar();
  out.s4 = in.scalar();
  return in.good ? std::optional(out) : std::nullopt;
}

Bytes MixHeader::bytes() const {
  base::Writer out;
  return out.raw(t3.bytes).raw(t4.bytes()).raw(s3.bytes()).raw(s4.bytes()).take();
}

std::string place_of(const ShuffleContext& context) {
  return "contest " + context.contest + ", mix " + std::to_string(context.mix);
}

static base::Hasher statement(std::string_view tag, const ShuffleContext& context) {
  base::Hasher out(tag);
  out.item(context.ctx).item(context.contest).item(context.mix).item(context.trustee);
  out.item(element_g().bytes).item(element_h().bytes);
  hash_generators(out, context.n);
  return out;
}

base::Hasher permutation_statement(const ShuffleContext& context) {
  return statement("mix-off", context).item(context.n);
}

base::Result<Challenge> permutation_challenge(const Bytes64& st, const base::RowSource& chain, const PermutationHeader& header,
                                              const base::RowSource& t) {
  base::Hasher e("mix-off-e");
  e.item(st);
  IPPYO_TRY(hash_rows(e, chain));
  e.item(header.t1.bytes).item(header.t2.bytes).item(header.t3.bytes);
  IPPYO_TRY(hash_rows(e, t));
  return challenge(e);
}

base::Result<Bytes64> permutation_commitment_digest(ByteView header, const base::RowSource& rows) {
  base::Hasher digest("mix-off-proof");
  digest.item(header);
  IPPYO_TRY(hash_rows(digest, rows));
  return digest.finish();
}

base::Result<Bytes64> mix_statement(const ShuffleContext& context, const Element& y, ByteView commitment_header,
                                    const base::RowSource& commitment_rows, const base::RowSource& input,
                                    const base::RowSource& output) {
  const auto digest = permutation_commitment_digest(commitment_header, commitment_rows);
  if (!digest.ok()) return digest.error();
  auto st = statement("mix-on", context);
  st.item(y.bytes).item(context.n);
  IPPYO_TRY(hash_rows(st, base::ColumnRows(commitment_rows, kColumnC, 32)));
  st.item(*digest);
  IPPYO_TRY(hash_rows(st, input));
  IPPYO_TRY(hash_rows(st, output));
  return st.finish();
}

Challenge mix_challenge(const Bytes64& st, const MixHeader& header) {
  return challenge(base::Hasher("mix-on-e").item(st).item(header.t3.bytes).item(header.t4.bytes()));
}

std::vector<Scalar> challenges(std::string_view tag, const Bytes64& st, Range range) {
  std::vector<Scalar> out;
  out.reserve(range.size());
  for (auto i = range.first; i < range.last; ++i) out.push_back(to_scalar(challenge_at(tag, st, i)));
  return out;
}

}  // namespace ippyo::proof
