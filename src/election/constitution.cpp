// SPDX-License-Identifier: Apache-2.0
#include "election/constitution.hpp"

#include "base/hash.hpp"
#include "election/fields.hpp"

namespace ippyo::election {

using base::Reader;
using base::Writer;

namespace {

constexpr std::size_t kMaxSigners = 1024, kMaxSmallList = 64, kMaxPossession = 64;

Signer read_signer(Reader& r) {
  Signer s;
  s.id = r.text(32);
  s.role = read_kind(r, Role::observer);
  s.name = r.text();
  s.key = r.fixed<32>();
  return s;
}

BoxKey read_box(Reader& r) {
  BoxKey b;
  b.signer = r.text(32);
  b.B = read_element(r);
  b.possession = r.bytes(kMaxPossession);
  return b;
}

}  // namespace

Bytes Constitution::encode() const {
  Writer w;
  w.text(election_id).text(title).text(title_en).text(host);
  w.u8(static_cast<std::uint8_t>(clock)).flag(paper);
  w.u32(trustees).u32(threshold).u32(mixes).u32(min_list);
  write_list(w, evidence, [&](EvidenceClass e) { w.u8(static_cast<std::uint8_t>(e)); });
  write_list(w, factors, [&](const std::string& f) { w.text(f); });
  w.text(penalties).text(penalties_en);
  w.raw(Z.bytes).bytes(Z_possession);
  write_list(w, signers, [&](const Signer& s) { w.text(s.id).u8(static_cast<std::uint8_t>(s.role)).text(s.name).raw(s.key); });
  write_list(w, boxes, [&](const BoxKey& b) { w.text(b.signer).raw(b.B.bytes).bytes(b.possession); });
  return w.take();
}

base::Result<Constitution> Constitution::decode(ByteView bytes) {
  Reader r(bytes);
  Constitution c;
  c.election_id = r.text(64);
  c.title = r.text();
  c.title_en = r.text();
  c.host = r.text();
  c.clock = read_kind(r, ClockKind::rehearsal);
  c.paper = r.flag();
  c.trustees = r.u32();
  c.threshold = r.u32();
  c.mixes = r.u32();
  c.min_list = r.u32();
  c.evidence = read_list(r, kMaxSmallList, [&] { return read_kind(r, EvidenceClass::D); });
  c.factors = read_list(r, kMaxSmallList, [&] { return r.text(32); });
  c.penalties = r.text();
  c.penalties_en = r.text();
  c.Z = read_element(r);
  c.Z_possession = r.bytes(kMaxPossession);
  c.signers = read_list(r, kMaxSigners, [&] { return read_signer(r); });
  c.boxes = read_list(r, kMaxSigners, [&] { return read_box(r); });
  IPPYO_TRY(r.finish("constitution"));
  return c;
}

const Signer* Constitution::signer(std::string_view id) const {
  for (const auto& s : signers)
    if (s.id == id) return &s;
  return nullptr;
}

const Signer* Constitution::trustee(std::uint32_t j) const {
  for (const auto& s : signers)
    if (s.role == Role::trustee && j-- == 1) return &s;
  return nullptr;
}

const BoxKey* Constitution::box(std::string_view id) const {
  for (const auto& b : boxes)
    if (b.signer == id) return &b;
  return nullptr;
}

Bytes registrar_possession_label(std::string_view election_id) { return Writer().text("registrar").text(election_id).take(); }

Bytes box_possession_label(std::string_view election_id, std::string_view signer) {
  return Writer().text("box").text(election_id).text(signer).take();
}

Bytes32 context0(const Constitution& c) { return base::hash32("ctx0", c.encode()); }

}  // namespace ippyo::election
