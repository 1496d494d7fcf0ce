// SPDX-License-Identifier: Apache-2.0
#include "trustee/ceremony_files.hpp"

#include "base/codec.hpp"
#include "base/files.hpp"
#include "base/hash.hpp"

namespace ippyo::trustee {
namespace {

constexpr std::string_view kMagic = "ippyocer";
constexpr std::uint8_t kVersion = 1;
constexpr std::size_t kLargest = 1u << 20;
constexpr std::uint32_t kMostTrustees = 1000;

Bytes64 signed_hash(CeremonyFile kind, std::uint32_t trustee, const Bytes32& ctx0, const Bytes32& round, ByteView body) {
  return base::Hasher("ceremony-file")
      .item(std::uint64_t{static_cast<std::uint8_t>(kind)})
      .item(std::uint64_t{trustee})
      .item(ctx0)
      .item(round)
      .item(body)
      .finish();
}

Bytes encode_file(CeremonyFile kind, std::uint32_t trustee, const Bytes32& ctx0, const Bytes32& round, ByteView body,
                  const base::SigningKey& key) {
  base::Writer w;
  w.raw(base::view(kMagic)).u8(kVersion).u8(static_cast<std::uint8_t>(kind)).u32(trustee).raw(ctx0).raw(round).bytes(body);
  w.raw(key.sign(signed_hash(kind, trustee, ctx0, round, body)));
  return w.take();
}

}  // namespace

std::string file_name(CeremonyFile kind, std::uint32_t trustee) {
  static constexpr const char* kNames[] = {"commitment", "dealing", "shares", "checked", "answer", "signature"};
  const auto number = static_cast<unsigned>(kind);
  return std::to_string(number) + "-" + kNames[number - 1] + "-" + std::to_string(trustee);
}

Bytes Checked::encode() const {
  base::Writer w;
  w.raw(transcript).count(complaints.size());
  for (const auto dealer : complaints) w.u32(dealer);
  return w.take();
}

base::Result<Checked> Checked::decode(ByteView bytes) {
  base::Reader r(bytes);
  Checked out{r.fixed<32>(), {}};
  for (auto left = r.count(kMostTrustees); left > 0; --left) {
    const auto dealer = r.u32();
    if (dealer == 0 || (!out.complaints.empty() && dealer <= out.complaints.back())) r.refuse();
    out.complaints.push_back(dealer);
  }
  IPPYO_TRY(r.finish("list of complaints"));
  return out;
}

Bytes Answer::encode() const {
  base::Writer w;
  w.count(shares.size());
  for (const auto& [complainer, share] : shares) w.u32(complainer).raw(share.bytes());
  return w.take();
}

base::Result<Answer> Answer::decode(ByteView bytes) {
  base::Reader r(bytes);
  Answer out;
  for (auto left = r.count(kMostTrustees); left > 0; --left) {
    const auto complainer = r.u32();
    const auto share = proof::Scalar::parse(r.raw(32));
    if (!share || complainer == 0 || (!out.shares.empty() && complainer <= out.shares.back().first)) r.refuse();
    out.shares.emplace_back(complainer, share.value_or(proof::Scalar{}));
  }
  IPPYO_TRY(r.finish("answer to complaints"));
  return out;
}

Bytes EntrySignature::encode() const { return base::Writer().u64(time).raw(signature).take(); }

base::Result<EntrySignature> EntrySignature::decode(ByteView bytes) {
  base::Reader r(bytes);
  EntrySignature out{r.u64(), r.fixed<64>()};
  IPPYO_TRY(r.finish("signature of the ceremony"));
  return out;
}

ExchangeFolder::ExchangeFolder(std::filesystem::path folder, const election::Constitution& c)
    : folder_(std::move(folder)), ctx0_(election::context0(c)) {
  for (std::uint32_t j = 1; j <= c.trustees; ++j) trustees_.emplace_back(c.trustee(j)->id, c.trustee(j)->key);
}

bool ExchangeFolder::has(CeremonyFile kind, std::uint32_t trustee) const {
  return std::filesystem::exists(folder_ / file_name(kind, trustee));
}

base::Result<void> ExchangeFolder::put(CeremonyFile kind, std::uint32_t trustee, const Bytes32& round, ByteView body,
                                       const base::SigningKey& key) const {
  std::error_code fault;
  std::filesystem::create_directories(folder_, fault);
  if (fault) return base::Error{"cannot make the folder " + folder_.string() + ": " + fault.message()};
  const auto bytes = encode_file(kind, trustee, ctx0_, round, body, key);
  const auto file = folder_ / file_name(kind, trustee);
  if (has(kind, trustee)) {
    const auto there = base::read_file(file, kLargest);
    if (!there.ok()) return there.error();
    if (*there == bytes) return {};
    return base::Error{file.string() + " holds something else already: begin anew in an empty exchange folder"};
  }
  return base::write_file_durably(file, bytes);
}

base::Result<Bytes> ExchangeFolder::get(CeremonyFile kind, std::uint32_t trustee, const Bytes32& round) const {
  const auto name = file_name(kind, trustee);
  if (!has(kind, trustee))
    return base::Error{"waiting for " + id(trustee) + ": its file " + name + " is not in the exchange folder"};
  const auto bytes = base::read_file(folder_ / name, kLargest);
  if (!bytes.ok()) return bytes.error();
  base::Reader r(*bytes);
  const bool known = base::to_string(r.raw(kMagic.size())) == kMagic && r.u8() == kVersion &&
                     r.u8() == static_cast<std::uint8_t>(kind) && r.u32() == trustee;
  const auto ctx0 = r.fixed<32>();
  const auto its_round = r.fixed<32>();
  auto body = r.bytes();
  const auto signature = r.fixed<64>();
  const auto again = ": ask " + id(trustee) + " for the file again";
  if (!known || !r.finish(name).ok()) return base::Error{name + " is damaged" + again};
  if (ctx0 != ctx0_) return base::Error{name + " belongs to another election" + again};
  if (its_round != round) return base::Error{name + " belongs to another attempt, or commitments were exchanged since" + again};
  if (!base::verify_signature(key(trustee), signed_hash(kind, trustee, ctx0, its_round, body), signature))
    return base::Error{name + " is not signed by " + id(trustee) + again};
  return body;
}

base::Result<std::vector<Bytes>> ExchangeFolder::all(CeremonyFile kind, const Bytes32& round) const {
  std::vector<Bytes> out;
  for (std::uint32_t j = 1; j <= n(); ++j) {
    auto body = get(kind, j, round);
    if (!body.ok()) return body.error();
    out.push_back(std::move(*body));
  }
  return out;
}

Bytes32 ceremony_round(const Bytes32& ctx0, std::span<const Bytes64> commitments) {
  base::Hasher h("ceremony-round");
  h.item(ctx0).begin_item(64 * commitments.size());
  for (const auto& c : commitments) h.part(c);
  return h.finish32();
}

}  // namespace ippyo::trustee
