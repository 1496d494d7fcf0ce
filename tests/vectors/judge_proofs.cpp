// SPDX-License-Identifier: Apache-2.0
// Chapter 4, and 10.3.
#include "judge.hpp"
#include "proof/acknowledgement.hpp"
#include "proof/possession.hpp"
#include "proof/settlement.hpp"
#include "proof/slot_proof.hpp"
#include "proof/station_ballot.hpp"
#include "record/grant_request.hpp"

namespace ippyo::vectors {
namespace {

json possession(const In& in) {
  const auto X = in.element("X");
  const auto label = in.bytes("label"), proof = in.bytes("proof");
  const auto tag = in.text("tag");
  return answer(proof::verify_possession({tag, label, X}, proof));
}

json slot_row(const In& in) {
  const auto y = in.element("y"), X = in.element("X");
  const auto previous = in.ciphertexts("previous");
  const auto row = in.bytes("row");
  const std::vector<proof::SlotRow> rows{{in.number("slot"), &X, previous, row}};
  std::vector<Ciphertext> current;
  const auto verdict = proof::verify_slot_rows(in.hash("ctx"), in.number32("epoch"), y, rows, current);
  return answer(verdict, {{"current", verdict.passed() ? hex(current) : ""}});
}

json membership(const In& in) {
  if (in.has("token_hash"))
    return passed({{"label", hex(proof::station_label(in.hash("ctx"), in.text("station"), in.hash("token_hash"),
                                                      in.text("contest")))}});
  if (in.has("slot"))
    return passed({{"label", hex(proof::slot_label(in.hash("ctx"), in.text("contest"), in.number("slot"), in.number32("epoch")))}});
  const auto y = in.element("y");
  const auto options = in.elements("options");
  const auto ciphertext = in.ciphertexts("ciphertext");
  const auto label = in.bytes("label"), proof = in.bytes("proof");
  return answer(proof::verify_membership({label, y, options, ciphertext.at(0)}, proof));
}

json acknowledgement(const In& in) {
  const auto B = in.element("B"), X = in.element("X");
  const auto row = in.bytes("row"), proof = in.bytes("proof");
  return answer(proof::verify_acknowledgement({in.hash("ctx"), in.number32("epoch"), in.number("slot"), row, B, X}, proof));
}

json settlement(const In& in) {
  if (in.has("commitments")) return answer(proof::verify_settlement_total(in.elements("commitments"), in.number("n"),
                                                                          in.scalar("delta")));
  if (in.has("overridden")) return answer(proof::verify_settlement_opening(in.element("D"), in.number("overridden") == 1,
                                                                           in.scalar("d")));
  const auto y = in.element("y"), Z = in.element("Z");
  const auto nulls = in.elements("nulls");
  const auto previous = in.ciphertexts("previous");
  const auto row = in.bytes("row");
  const std::vector<proof::SettlementRow> rows{{{in.number("slot"), nulls, previous}, row}};
  std::vector<Ciphertext> settled;
  std::vector<Element> commitments;
  const auto verdict = proof::verify_settlement_rows({in.hash("ctx"), y, Z}, rows, settled, commitments);
  return answer(verdict, verdict.passed() ? json{{"current", hex(settled)}, {"D", hex(commitments.at(0))}} : json::object());
}

json station_ballot(const In& in) {
  const auto y = in.element("y");
  const auto options = in.elements("options");
  const auto station = in.text("station"), contest = in.text("contest");
  Ciphertext c;
  const auto verdict =
      proof::verify_station_ballot({in.hash("ctx"), station, in.hash("token_hash"), contest, y, options}, in.bytes("ballot"), c);
  return answer(verdict, {{"ciphertext", verdict.passed() ? hex(c) : ""}});
}

json grant_request(const In& in) {
  const auto X = in.element("X");
  const auto request = record::GrantRequest::decode(in.bytes("request"));
  if (!request.ok()) throw Refused();
  return answer(record::verify_grant_request(*request, in.hash("ctx"), X), {{"slot", request->slot}, {"K", hex(request->K)}});
}

json grant_begin(const In& in) {
  const auto X = in.element("X");
  record::GrantRequest begin{in.number("slot"), in.hash("K"), {}};
  const auto possession = in.bytes("possession");
  if (possession.size() != begin.possession.size()) throw Refused();
  std::ranges::copy(possession, begin.possession.begin());
  return answer(record::verify_grant_begin(begin, in.hash("ctx"), X), json::object());
}

}  // namespace

const std::map<std::string, Judge>& sigma_proofs() {
  static const std::map<std::string, Judge> all{{"4.1-Possession", possession},           {"4.2-SlotProof", slot_row},
                                                {"4.3-Membership", membership},           {"4.4-Acknowledgement", acknowledgement},
                                                {"4.5-Settlement", settlement},           {"4.6-StationBallot", station_ballot},
                                                {"10.3-GrantRequest", grant_request},     {"15.4-GrantBegin", grant_begin}};
  return all;
}

}  // namespace ippyo::vectors
