// SPDX-License-Identifier: Apache-2.0
// make_vectors DIR writes the vector files; make_vectors DIR --check fails when a file there is not what it makes.
#include "make_vectors.hpp"

#include <cstdio>
#include <fstream>
#include <sstream>

namespace ippyo::vectors {

void File::add(const std::string& about, const json& in, const std::string& check) {
  auto answer = judge(name_, in);
  if (answer["check"] != check) {
    std::fprintf(stderr, "%s, %s: %s stated, %s found\n", name_.c_str(), about.c_str(), check.c_str(),
                 answer["check"].get<std::string>().c_str());
    std::exit(1);
  }
  json one{{"about", about}, {"in", in}, {"check", check}};
  if (answer.contains("out")) one["out"] = answer["out"];
  cases_.push_back(std::move(one));
}

std::string with_hex(const json& in, const char* field, const Edit& edit) {
  auto bytes = In(in).bytes(field);
  edit(bytes);
  return hex(bytes);
}

void File::fail(const std::string& about, json in, const char* field, const Edit& edit, const std::string& check) {
  in[field] = with_hex(in, field, edit);
  add(about, in, check);
}

std::string File::text() const { return json{{"section", name_}, {"cases", cases_}}.dump(1) + "\n"; }

namespace {

void replace(Bytes& bytes, std::size_t at, ByteView part) { std::copy(part.begin(), part.end(),
                                                                      bytes.begin() + static_cast<std::ptrdiff_t>(at)); }

}  // namespace

Edit times_g(std::size_t at) {
  return [=](Bytes& b) {
    const auto e = Element::parse(ByteView(b).subspan(at, 32)).value();
    replace(b, at, Element::from(group::add(e.point, proof::element_g().point)).bytes);
  };
}
Edit plus_one(std::size_t at) {
  return [=](Bytes& b) { replace(b, at, (Scalar::parse(ByteView(b).subspan(at, 32)).value() + Scalar::one()).bytes()); };
}
Edit bit(std::size_t at) {
  return [=](Bytes& b) { b.at(at) ^= 1; };
}
Edit put(std::size_t at, Bytes bytes) {
  return [=](Bytes& b) { replace(b, at, bytes); };
}
Edit respelled_element(std::size_t at) {
  return [=](Bytes& b) { b.at(at + 31) |= 0x80; };
}
Edit respelled_scalar(std::size_t at) {
  return [=](Bytes& b) {
    const auto minus_one = (Scalar() - Scalar::one()).bytes();
    unsigned carry = 1;
    for (std::size_t i = 0; i < 32; ++i) {
      carry += static_cast<unsigned>(b.at(at + i)) + minus_one[i];
      b[at + i] = static_cast<std::uint8_t>(carry);
      carry >>= 8;
    }
  };
}
Edit shorter() {
  return [](Bytes& b) { b.pop_back(); };
}
Edit longer() {
  return [](Bytes& b) { b.push_back(0); };
}

base::Rng& rng() {
  static base::KeyedRng one{base::Secret(base::hash32("vectors", std::string_view("fixed seed")))};
  return one;
}
Scalar any_scalar() { return Scalar::random(rng()); }
Element power(const Element& base, const Scalar& s) { return Element::from(group::mul_vartime(base.point, s)); }
Element g_to(const Scalar& s) { return power(proof::element_g(), s); }
group::SecretScalar secret(const Scalar& s) { return group::SecretScalar(s); }
group::SecretScalars secrets(const std::vector<Scalar>& s) {
  group::SecretScalars out(s.size());
  std::copy(s.begin(), s.end(), out.expose_mutable().begin());
  return out;
}
const Bytes32& ctx() {
  static const Bytes32 one = base::hash32("vectors", std::string_view("ctx"));
  return one;
}

}  // namespace ippyo::vectors

int main(int argc, char** argv) {
  using namespace ippyo;
  base::init_crypto();
  if (argc < 2) {
    std::fprintf(stderr, "usage: make_vectors DIR [--check]\n");
    return 1;
  }
  const bool check = argc == 3 && std::string_view(argv[2]) == "--check";
  int different = 0;
  for (const auto make : {vectors::basic_files, vectors::proof_files, vectors::list_files, vectors::election_files, vectors::session_files, vectors::message_files})
    for (const auto& file : make()) {
      const auto path = std::string(argv[1]) + "/" + file.name() + ".json";
      if (!check) {
        std::ofstream(path) << file.text();
        continue;
      }
      std::ostringstream there;
      there << std::ifstream(path).rdbuf();
      if (there.str() == file.text()) continue;
      std::fprintf(stderr, "%s is not what make_vectors makes; make it anew and read the difference\n", path.c_str());
      ++different;
    }
  return different == 0 ? 0 : 1;
}
