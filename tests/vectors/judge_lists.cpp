// SPDX-License-Identifier: Apache-2.0
// Chapter 5, and count and seats of chapter 7.
#include "election/tally.hpp"
#include "judge.hpp"
#include "proof/ceremony.hpp"
#include "proof/decryption.hpp"
#include "proof/shuffle.hpp"

namespace ippyo::vectors {
namespace {

proof::Dealing dealing_of(const Bytes& bytes) {
  auto d = proof::Dealing::decode(bytes);
  if (!d.ok()) throw Refused();
  return std::move(*d);
}

json key_ceremony(const In& in) {
  const proof::CeremonyParameters p{in.hash("ctx0"), in.number32("n"), in.number32("k")};
  if (in.has("dealings")) {
    std::vector<proof::Dealing> dealings;
    for (const auto& bytes : in.list("dealings")) dealings.push_back(dealing_of(bytes));
    const auto key = proof::election_key(p, dealings);
    return passed({{"y", hex(key.y)}, {"Z", hex_list(key.Z)}});
  }
  if (in.has("encrypted")) {
    const auto share = proof::decrypt_share_from(p, in.number32("dealer"), in.number32("receiver"),
                                                 group::SecretScalar(in.scalar("share_key")),
                                                 in.bytes("encrypted"));
    if (!share.ok()) throw Refused();
    return passed({{"share", hex(share->expose().bytes())}});
  }
  const auto dealing = dealing_of(in.bytes("dealing"));
  if (in.has("share")) return answer(proof::verify_share_of(dealing, in.number32("receiver"),
                                                            group::SecretScalar(in.scalar("share"))));
  if (!in.has("commitment")) return passed({{"commitment", hex(proof::dealing_commitment(p.ctx0, dealing))}});
  return answer(proof::verify_dealing(p, in.number32("place"), in.fixed<64>("commitment"), dealing));
}

proof::ShuffleContext shuffle_context(const In& in) {
  return {in.hash("ctx"), in.text("contest"), in.number32("mix"), in.number32("trustee"), in.number("n")};
}

json permutation(const In& in) {
  const auto header = in.bytes("header");
  const base::MemoryRows rows(proof::kPermutationRowSize, in.bytes("rows"));
  const auto verdict = proof::verify_permutation_commitment(shuffle_context(in), header, rows);
  return answer(*verdict, {{"digest", hex(*proof::permutation_commitment_digest(header, rows))}});
}

json mix(const In& in) {
  const base::MemoryRows committed(proof::kPermutationRowSize, in.bytes("commitment_rows")), input(proof::kCiphertextSize,
      in.bytes("input"));
  const base::MemoryRows rows(proof::kMixRowSize, in.bytes("rows"));
  return answer(*proof::verify_mix(shuffle_context(in), in.element("y"), in.bytes("commitment_header"), committed, input,
                                   in.bytes("header"), rows));
}

json decryption(const In& in) {
  const base::MemoryRows list(proof::kCiphertextSize, in.bytes("list"));
  if (in.has("shares")) {
    std::vector<base::MemoryRows> rows;
    std::vector<proof::ShareOfList> shares;
    const auto trustees = in.raw("trustees").get<std::vector<std::uint32_t>>();
    for (const auto& bytes : in.list("shares")) rows.emplace_back(proof::kShareRowSize, bytes);
    for (std::size_t i = 0; i < rows.size(); ++i) shares.push_back({trustees[i], &rows[i]});
    json out = json::array();
    if (!proof::combine(list, shares, [&](std::uint64_t, const Bytes32& m) { out.push_back(hex(m)); }).ok()) throw Refused();
    return passed({{"plaintexts", out}});
  }
  const auto Z = in.element("Z");
  const auto tag = in.text("tag");
  const base::MemoryRows rows(proof::kShareRowSize, in.bytes("rows"));
  return answer(*proof::verify_decryption({tag, in.hash("ctx"), in.text("contest"), in.number32("trustee"), Z}, list,
                                          in.bytes("header"), rows));
}

json rehearsal(const In& in) {
  const auto y = in.element("y");
  return passed({{"list", hex(proof::rehearsal_ciphertexts(in.hash("ctx0"), y, in.text("day"), in.number("n")))}});
}

election::Contest contest_of(const In& in) {
  const auto bytes = in.bytes("contest");
  base::Reader r(bytes);
  auto contest = election::decode_contest(r);
  if (!r.finish("contest").ok()) throw Refused();
  return contest;
}

json pairs(const std::map<std::uint32_t, std::uint64_t>& votes) {
  json out = json::array();
  for (const auto& [number, n] : votes) out.push_back({number, n});
  return out;
}

json count(const In& in) {
  const auto contest = contest_of(in);
  election::Counter counter(in.hash("ctx0"), contest);
  for (const auto& plaintext : in.list("plaintexts")) {
    Bytes32 m{};
    std::copy(plaintext.begin(), plaintext.end(), m.begin());
    counter.add(m);
  }
  election::ContestCount c;
  const auto verdict = counter.finish(in.raw("withdrawn").get<std::set<std::uint16_t>>(), in.number("null"), in.number("unused"),
                                      c);
  return answer(verdict, {{"abstain", c.abstain}, {"blank", c.blank}, {"null", c.null}, {"unused", c.unused}, {"invalid",
      c.invalid},
                          {"valid", pairs(c.valid)}, {"withdrawn", pairs(c.withdrawn)}});
}

json seats(const In& in) {
  const auto contest = contest_of(in);
  election::ContestCount c;
  for (const auto& pair : in.raw("valid")) c.valid[pair.at(0).get<std::uint32_t>()] = pair.at(1).get<std::uint64_t>();
  const auto allocation = election::allocate_seats(contest, c);
  if (in.has("winners"))
    return answer(election::check_lot(allocation, {0, in.raw("winners").get<std::vector<std::uint16_t>>(), "drawn"}));
  return passed({{"elected", allocation.elected}, {"tied", allocation.tied}, {"open", allocation.open}});
}

}  // namespace

const std::map<std::string, Judge>& lists() {
  static const std::map<std::string, Judge> all{{"5.1-KeyCeremony", key_ceremony}, {"5.2-PermutationCommitment", permutation},
                                                {"5.3-Mix", mix},
                                                {"5.4-Decryption", decryption},    {"5.5-Rehearsal", rehearsal}};
  return all;
}

const std::map<std::string, Judge>& election_rules() {
  static const std::map<std::string, Judge> all{{"7.7-Count", count}, {"7.8-Seats", seats}};
  return all;
}

}  // namespace ippyo::vectors
