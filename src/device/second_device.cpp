// SPDX-License-Identifier: Apache-2.0
#include "device/second_device.hpp"

#include <algorithm>

#include "base/codec.hpp"
#include "proof/slot_proof.hpp"

namespace ippyo::device {

static constexpr std::size_t kPartSize = proof::kCiphertextSize + 32, kHeadSize = 32 + 8 + 4 + 4, kMaxContests = 64;

base::SecretVector<std::uint8_t> CheckCode::encode() const {
  base::SecretVector<std::uint8_t> out(kHeadSize + kPartSize * ciphertexts.size());
  const auto head = base::Writer().raw(ctx).u64(slot).u32(epoch).count(ciphertexts.size()).take();
  auto at = std::ranges::copy(head, out.expose_mutable().begin()).out;
  for (std::size_t c = 0; c < ciphertexts.size(); ++c) {
    at = std::ranges::copy(ciphertexts[c].bytes(), at).out;
    auto r_bytes = r.expose()[c].bytes();
    at = std::ranges::copy(r_bytes, at).out;
    base::wipe(r_bytes.data(), r_bytes.size());
  }
  return out;
}

base::Result<CheckCode> CheckCode::decode(ByteView bytes) {
  base::Reader in(bytes);
  CheckCode out;
  out.ctx = in.fixed<32>();
  out.slot = in.u64();
  out.epoch = in.u32();
  const auto w = in.count(kMaxContests);
  out.r = group::SecretScalars(w);
  for (std::uint32_t c = 0; c < w; ++c) {
    const auto ciphertext = Ciphertext::parse(in.raw(proof::kCiphertextSize));
    const auto r = group::Scalar::parse(in.raw(32));
    if (!ciphertext || !r) {
      in.refuse();
      break;
    }
    out.ciphertexts.push_back(*ciphertext);
    out.r.expose_mutable()[c] = *r;
  }
  IPPYO_TRY(in.finish("check code"));
  return out;
}

CheckCode check_code(const KeptBallot& kept) {
  CheckCode out{kept.ctx, kept.slot, kept.epoch, kept.ciphertexts, group::SecretScalars(kept.r.size())};
  std::ranges::copy(kept.r.expose(), out.r.expose_mutable().begin());
  return out;
}

bool Reading::opens() const {
  return std::ranges::all_of(choices, [](const auto& choice) { return choice.has_value(); });
}

// a = g^r, and then m = b / y^r decides. The second device is allowed to learn the choice: it looks for it openly.
static std::optional<std::uint32_t> open_contest(const SlotView& view, const OfferedContest& contest, const Ciphertext& sent,
                                                 const group::SecretScalar& r) {
  const auto mask = proof::encrypt(view.y_base, group::identity(), r);
  if (!(mask.a == sent.a)) return std::nullopt;
  const auto m = Element::from(group::sub(sent.b.point, mask.b.point));
  for (std::size_t v = 0; v < contest.points.size(); ++v)
    if (contest.points[v] == m) return contest.numbers[v];
  return std::nullopt;
}

base::Result<Reading> read_check_code(const SlotView& view, const CheckCode& code) {
  if (code.ctx != view.ctx)
    return base::Error{"This code belongs to another election; open the election's own page and scan again."};
  if (code.slot != view.slot || code.epoch != view.epoch)
    return base::Error{"This code is for another slot or epoch than the one loaded; load the one that it names."};
  if (code.ciphertexts.size() != view.contests.size())
    return base::Error{"This code does not have the contests of its slot; treat the casting device as faulty."};
  Reading out{code.slot, code.epoch, {}, {}};
  for (std::size_t c = 0; c < view.contests.size(); ++c) {
    const group::SecretScalar r(code.r.expose()[c]);
    out.choices.push_back(open_contest(view, view.contests[c], code.ciphertexts[c], r));
    const auto bytes = code.ciphertexts[c].bytes();
    out.ciphertexts.insert(out.ciphertexts.end(), bytes.begin(), bytes.end());
  }
  return out;
}

base::Verdict confirm_row(const Reading& reading, const SlotView& view, ByteView sealed_row) {
  const auto where = "epoch " + std::to_string(reading.epoch) + ", slot " + std::to_string(reading.slot);
  if (reading.slot != view.slot || reading.epoch != view.epoch || sealed_row.size() < reading.ciphertexts.size() ||
      !std::ranges::equal(sealed_row.first(reading.ciphertexts.size()), reading.ciphertexts))
    return base::Verdict::fail(kReadCiphertexts, where);
  const proof::SlotRow row{view.slot, &view.X, view.previous, sealed_row};
  std::vector<Ciphertext> current;
  return proof::verify_slot_rows(view.ctx, view.epoch, view.y, {&row, 1}, current);
}

bool confirm_sealed(const Reading& reading, const record::State& sealed) {
  if (sealed.sealed_epoch() != reading.epoch || reading.slot >= sealed.slots().size()) return false;
  Bytes bytes;
  for (const auto& ciphertext : sealed.current().of(reading.slot)) {
    const auto one = ciphertext.bytes();
    bytes.insert(bytes.end(), one.begin(), one.end());
  }
  return bytes == reading.ciphertexts;
}

}  // namespace ippyo::device
