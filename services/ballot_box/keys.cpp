// SPDX-License-Identifier: Apache-2.0
#include "ballot_box/keys.hpp"

#include <algorithm>
#include <set>

#include "base/codec.hpp"

namespace ippyo::ballot_box {
namespace {

constexpr std::string_view kPurpose = "ballot box keys";
enum Kind : std::uint8_t { box = 1, log = 2, cosigner = 3 };

void add_item(base::Writer& w, Kind kind, const std::string& name, const base::SigningKey& key) {
  const auto seed = key.seed();
  w.u8(kind).text(name).raw(seed.expose());
}

base::Result<void> read_item(base::Reader& r, KeyRing& ring) {
  const auto kind = r.u8();
  auto name = r.text(256);
  auto seed = r.fixed<32>();
  auto key = base::SigningKey::from_seed(base::Secret(seed));
  base::wipe(seed.data(), seed.size());
  if (kind == Kind::log) return ring.logs.push_back({std::move(name), std::move(key)}), base::Result<void>{};
  if (kind == Kind::cosigner) return ring.cosigners.push_back({std::move(name), std::move(key)}), base::Result<void>{};
  auto bytes = r.fixed<32>();
  const auto b = group::Scalar::parse(bytes);
  base::wipe(bytes.data(), bytes.size());
  if (kind != Kind::box || !b || b->is_zero()) return base::Error{"the key file is malformed; restore it from its copy"};
  ring.boxes.push_back(make_box_key(std::move(name), std::move(key), group::SecretScalar(*b)));
  return {};
}

base::Result<void> check_ring(const KeyRing& ring) {
  if (ring.boxes.empty()) return base::Error{"the key files hold no key of a ballot box; give its file too"};
  if (ring.logs.size() != 1) return base::Error{"the key files must hold exactly one log key; give the one of this board"};
  std::set<std::string> names;
  for (const auto& b : ring.boxes)
    if (!names.insert(b.id).second) return base::Error{"the key files hold two keys of one ballot box; give only the valid one"};
  for (const auto& c : ring.cosigners)
    if (!names.insert("cosigner " + c.name).second) return base::Error{"the key files hold two keys of one cosigner; give only the valid one"};
  return {};
}

}  // namespace

const BoxKey* KeyRing::box(std::string_view id) const {
  const auto found = std::find_if(boxes.begin(), boxes.end(), [&](const BoxKey& b) { return b.id == id; });
  return found == boxes.end() ? nullptr : &*found;
}

BoxKey make_box_key(std::string id, base::SigningKey signing, group::SecretScalar b) {
  group::Point point;
  group::fixed_mul_ct(proof::base_g(), b, {&point, 1});
  return {std::move(id), std::move(signing), std::move(b), Element::from(point)};
}

base::SecretBytes encode_keys(const KeyRing& ring) {
  base::Writer w;
  for (const auto& b : ring.boxes) {
    add_item(w, Kind::box, b.id, b.signing);
    const auto bytes = base::Secret(b.b.expose().bytes());
    w.raw(bytes.expose());
  }
  for (const auto& l : ring.logs) add_item(w, Kind::log, l.name, l.key);
  for (const auto& c : ring.cosigners) add_item(w, Kind::cosigner, c.name, c.key);
  auto bytes = w.take();
  auto out = base::secret_bytes(bytes);
  base::wipe(bytes.data(), bytes.size());
  return out;
}

base::Result<void> write_keys(const std::filesystem::path& file, const KeyRing& ring, const base::Passphrase& passphrase,
                              base::SealingCost cost) {
  return base::write_sealed_file(file, kPurpose, encode_keys(ring).expose(), passphrase, cost);
}

base::Result<KeyRing> read_keys(const std::vector<std::string>& files, const base::Passphrase& passphrase) {
  KeyRing ring;
  for (const auto& file : files) {
    const auto bytes = base::read_sealed_file(file, kPurpose, passphrase);
    if (!bytes.ok()) return bytes.error();
    base::Reader r(bytes->expose());
    while (r.left() > 0 && !r.failed()) IPPYO_TRY(read_item(r, ring));
    IPPYO_TRY(r.finish("the key file " + file));
  }
  IPPYO_TRY(check_ring(ring));
  return ring;
}

}  // namespace ippyo::ballot_box
