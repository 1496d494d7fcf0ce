// SPDX-License-Identifier: Apache-2.0
// Chapters 1 to 3.
#include "judge.hpp"

#include "base/codec.hpp"
#include "base/signature.hpp"

namespace ippyo::vectors {

std::vector<Bytes> In::list(const char* key) const {
  std::vector<Bytes> out;
  for (const auto& item : j_.at(key)) out.push_back(base::from_hex(item.get<std::string>()).value());
  return out;
}

Element In::element(const char* key) const {
  const auto e = Element::parse(bytes(key));
  if (!e) throw Refused();
  return *e;
}

Scalar In::scalar(const char* key) const {
  const auto s = Scalar::parse(bytes(key));
  if (!s) throw Refused();
  return *s;
}

std::vector<Element> In::elements(const char* key) const {
  std::vector<Element> out;
  for (const auto& item : list(key)) {
    const auto e = Element::parse(item);
    if (!e) throw Refused();
    out.push_back(*e);
  }
  return out;
}

std::vector<Ciphertext> In::ciphertexts(const char* key) const {
  std::vector<Ciphertext> out;
  const auto all = bytes(key);
  for (std::size_t i = 0; i + 64 <= all.size(); i += 64) {
    const auto c = Ciphertext::parse(ByteView(all).subspan(i, 64));
    if (!c) throw Refused();
    out.push_back(*c);
  }
  return out;
}

std::string hex(ByteView bytes) { return base::to_hex(bytes); }
std::string hex(const Element& e) { return base::to_hex(e.bytes); }
std::string hex(const Ciphertext& c) { return base::to_hex(c.bytes()); }
std::string hex(std::span<const Ciphertext> list) {
  std::string out;
  for (const auto& c : list) out += hex(c);
  return out;
}
json hex_list(std::span<const Element> list) {
  json out = json::array();
  for (const auto& e : list) out.push_back(hex(e));
  return out;
}

json passed(json out) { return {{"check", "pass"}, {"out", std::move(out)}}; }
json answer(const base::Verdict& verdict, json out) {
  return verdict.passed() ? passed(std::move(out)) : json{{"check", verdict.finding().check.number()}};
}

json judge(const std::string& name, const json& in) {
  for (const auto* chapter : {&basics(), &sigma_proofs(), &lists(), &election_rules(), &messages()}) {
    const auto found = chapter->find(name);
    if (found == chapter->end()) continue;
    try {
      return found->second(In(in));
    } catch (const Refused&) {
      return {{"check", "refused"}};
    }
  }
  throw std::runtime_error("no code judges vectors of " + name);
}

namespace {

base::Hasher hasher(const std::string& tag, const In& in) {
  base::Hasher h(tag);
  for (const auto& item : in.list("items")) h.item(ByteView(item));
  return h;
}

json text(const In& in) {
  const auto bytes = in.bytes("bytes");
  if (!base::is_clean_utf8(base::to_string(bytes))) throw Refused();
  return passed();
}

json hash(const In& in) { return passed({{"hash", hex(hasher(in.text("tag"), in).finish())}}); }

json signature(const In& in) {
  if (!base::verify_signature(in.hash("key"), in.bytes("message"), in.fixed<64>("signature"))) throw Refused();
  return passed();
}

json scalar(const In& in) {
  if (in.has("wide")) return passed({{"scalar", hex(Scalar::from_wide(in.fixed<64>("wide")).bytes())}});
  const auto s = in.scalar("bytes");
  return passed({{"square", hex((s * s).bytes())}});
}

json element(const In& in) {
  const auto e = in.element("bytes");
  return passed({{"square", hex(Element::from(group::add(e.point, e.point)))}});
}

json hash_to_group(const In& in) { return passed({{"element", hex(proof::hash_to_group(hasher("h2g/" + in.text("label"), in)))}}); }

json generator(const In& in) {
  const auto i = in.number("index");
  if (in.text("name") == "g") return passed({{"element", hex(proof::element_g())}});
  if (in.text("name") == "h") return passed({{"element", hex(proof::element_h())}});
  std::vector<Element> all(i);
  proof::shuffle_generators(1, all);
  return passed({{"element", hex(all.back())}});
}

json ciphertext(const In& in) {
  const auto y = in.element("y");
  const auto plus = [](const Element& a, const Element& base, const Scalar& s) {
    return Element::from(group::add(a.point, group::mul_vartime(base.point, s)));
  };
  if (in.has("ciphertext")) {
    const auto c = in.ciphertexts("ciphertext").at(0);
    const auto s = in.scalar("s");
    return passed({{"ciphertext", hex(Ciphertext{plus(c.a, proof::element_g(), s), plus(c.b, y, s)})}});
  }
  const auto r = in.scalar("r");
  return passed({{"ciphertext", hex(Ciphertext{plus(Element{}, proof::element_g(), r), plus(in.element("m"), y, r)})}});
}

json option_point(const In& in) {
  return passed({{"element", hex(proof::option_point(in.hash("ctx0"), in.text("contest"), in.text("name")))}});
}

json challenge(const In& in) {
  if (in.has("state"))
    return passed({{"challenge", hex(proof::challenge_at(in.text("tag"), in.fixed<64>("state"), in.number("index")))}});
  return passed({{"challenge", hex(proof::challenge(hasher(in.text("tag"), in)))},
                 {"scalar", hex(proof::hash_to_scalar(hasher(in.text("tag"), in)).bytes())}});
}

}  // namespace

const std::map<std::string, Judge>& basics() {
  static const std::map<std::string, Judge> all{
      {"1.1-Bytes", text},           {"1.3-Hash", hash},           {"1.11-Signatures", signature}, {"2.1-Scalar", scalar},
      {"2.2-Element", element},      {"2.3-HashToGroup", hash_to_group}, {"2.4-Generators", generator}, {"3.2-Ciphertext",
          ciphertext},
      {"3.3-OptionPoint", option_point}, {"3.4-Challenge", challenge}};
  return all;
}

}  // namespace ippyo::vectors
