// SPDX-License-Identifier: Apache-2.0
// Chapter 12 in C++ before the files that make_letters.py wrote from the specification.
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "letters/letter_code.hpp"
#include "letters/polling_card.hpp"

namespace ippyo::letters {
namespace {

using nlohmann::json;

template <std::size_t N>
std::array<std::uint8_t, N> fixed(const json& hex) {
  const auto bytes = base::from_hex(hex.get<std::string>());
  std::array<std::uint8_t, N> out{};
  EXPECT_TRUE(bytes && bytes->size() == N);
  std::copy_n(bytes->begin(), N, out.begin());
  return out;
}

/// The word of the vector files for one of our sentences.
std::string reason_of(const std::string& sentence) {
  for (const auto& [part, word] : {std::pair<const char*, const char*>{"far longer", "long"},
                                   {"never contains", "never"},
                                   {"only the digits", "sign"},
                                   {"were read", "length"},
                                   {"group by group", "check"},
                                   {"address of the booth", "origin"},
                                   {"not the QR code of a letter", "letter"},
                                   {"another version", "version"},
                                   {"not read completely", "payload"},
                                   {"at most four lines", "lines"}})
    if (sentence.find(part) != std::string::npos) return word;
  return sentence;
}
json refused(const base::Error& error) { return {{"check", "refused"}, {"reason", reason_of(error.message)}}; }
json passed(json out) { return {{"check", "pass"}, {"out", std::move(out)}}; }
template <class Secret>
std::string text_of(const Secret& secret) {
  return {secret.expose().begin(), secret.expose().end()};
}

json judge_code(const json& in) {
  if (in.contains("typed")) {
    const auto code = DedicatedCode::parse(in["typed"].get<std::string>());
    return code.ok() ? passed({{"bytes", base::to_hex(code->bytes().expose())}}) : refused(code.error());
  }
  const auto code = DedicatedCode::from_bytes(fixed<kCodeBytes>(in["bytes"]));
  return passed({{"text", text_of(code.text())},
                 {"shown", text_of(code.shown())},
                 {"enrol_proof", base::to_hex(code.enrol_proof(fixed<32>(in["ctx0"])).expose())}});
}

json judge_letter(const json& in) {
  if (in.contains("scanned")) {
    const auto code = LetterCode::decode(in["scanned"].get<std::string>());
    return code.ok() ? passed({}) : refused(code.error());
  }
  const LetterCode code{in["origin"], fixed<32>(in["ctx0"]), policy_hash(in["policy_text"].get<std::string>()),
                        DedicatedCode::from_bytes(fixed<kCodeBytes>(in["code"]))};
  const auto text = code.encode();
  if (!text.ok()) return refused(text.error());
  const auto back = LetterCode::decode(text_of(*text));
  EXPECT_TRUE(back.ok() && back->ctx0 == code.ctx0 && back->policy == code.policy &&
              back->code.bytes().expose() == code.code.bytes().expose());
  return passed({{"policy", base::to_hex(code.policy)}, {"scanned", text_of(*text)}});
}

json judge_card(const json& in) {
  if (!in.contains("name")) return passed({{"digits", slot_digits(in["slot"])}});
  PollingCard card;
  card.number = in["number"];
  card.slot = in["slot"];
  card.to.postal_code = in["postal_code"];
  card.to.lines = in["lines"].get<std::vector<std::string>>();
  card.to.name = in["name"];
  card.election_title = in["election_title"];
  card.polling_place = in["polling_place"];
  card.voting_hours = in["voting_hours"];
  card.dates.vote_from = in["vote_from"];
  card.dates.vote_until = in["vote_until"];
  card.from.office = in["office"];
  card.from.telephone = in["telephone"];
  card.rehearsal = in["rehearsal"];
  const auto row = csv_row(card);
  return row.ok() ? passed({{"row", *row}}) : refused(row.error());
}

TEST(LetterVectors, EveryCaseIsJudgedAsItsFileSays) {
  std::size_t passing = 0, failing = 0;
  using Judge = json (*)(const json&);
  for (const auto& [name, judge] :
       {std::pair<std::string, Judge>{"dedicated_code", judge_code}, {"letter_code", judge_letter}, {"polling_card", judge_card}}) {
    std::ifstream in(std::string(IPPYO_SOURCE_DIR) + "/tests/vectors/" + name + ".json");
    const auto all = json::parse(in);
    for (const auto& one : all["cases"]) {
      const auto answer = judge(one["in"]);
      EXPECT_EQ(answer["check"], one["check"]) << name << ", " << one["about"];
      const auto* part = one["check"] == "pass" ? "out" : "reason";
      EXPECT_EQ(answer.value(part, json()), one[part]) << name << ", " << one["about"];
      ++(one["check"] == "pass" ? passing : failing);
    }
  }
  EXPECT_GE(passing, 20u);
  EXPECT_GE(failing, 30u);
}

}  // namespace
}  // namespace ippyo::letters
