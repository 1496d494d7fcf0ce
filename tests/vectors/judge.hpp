// SPDX-License-Identifier: Apache-2.0
// One case of a vector file before our own code: what goes in stands in JSON, what comes out too. tests/vectors/README.md
#pragma once
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "base/hash.hpp"
#include "base/verdict.hpp"
#include "proof/transcript.hpp"

namespace ippyo::vectors {

using base::Bytes;
using base::Bytes16;
using base::Bytes32;
using base::Bytes64;
using base::ByteView;
using nlohmann::json;
using proof::Ciphertext;
using proof::Element;
using proof::Scalar;

/// Bytes that are no encoding of anything, where no numbered check is asked.
struct Refused : std::runtime_error {
  Refused() : std::runtime_error("refused") {}
};

/// The fields of a case: hex strings, texts, numbers, lists of hex strings.
class In {
  const json& j_;

 public:
  explicit In(const json& j) : j_(j) {}
  bool has(const char* key) const { return j_.contains(key); }
  std::uint64_t number(const char* key) const { return j_.at(key).get<std::uint64_t>(); }
  std::uint32_t number32(const char* key) const { return j_.at(key).get<std::uint32_t>(); }
  std::string text(const char* key) const { return j_.at(key).get<std::string>(); }
  Bytes bytes(const char* key) const { return base::from_hex(text(key)).value(); }
  std::vector<Bytes> list(const char* key) const;
  std::vector<Element> elements(const char* key) const;
  std::vector<Ciphertext> ciphertexts(const char* key) const;  ///< one hex string, 64 bytes each
  const json& raw(const char* key) const { return j_.at(key); }
  template <std::size_t N>
  std::array<std::uint8_t, N> fixed(const char* key) const {
    const auto b = bytes(key);
    std::array<std::uint8_t, N> out{};
    if (b.size() != N) throw Refused();
    std::copy(b.begin(), b.end(), out.begin());
    return out;
  }
  Bytes32 hash(const char* key) const { return fixed<32>(key); }
  Element element(const char* key) const;
  Scalar scalar(const char* key) const;
};

std::string hex(ByteView bytes);
std::string hex(const Element& e);
std::string hex(const Ciphertext& c);
std::string hex(std::span<const Ciphertext> list);
json hex_list(std::span<const Element> list);

/// {"check": "pass", "out": {..}}, or {"check": "V5.1"}, or {"check": "refused"}. `name` is that of the file: "4.2-SlotProof".
json judge(const std::string& name, const json& in);
json passed(json out = json::object());
json answer(const base::Verdict& verdict, json out = json::object());

using Judge = json (*)(const In&);
const std::map<std::string, Judge>& basics();
const std::map<std::string, Judge>& sigma_proofs();
const std::map<std::string, Judge>& lists();
const std::map<std::string, Judge>& election_rules();
const std::map<std::string, Judge>& messages();

}  // namespace ippyo::vectors
