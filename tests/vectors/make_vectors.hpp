// SPDX-License-Identifier: Apache-2.0
// Vector files as they are made: cases that pass, and what is wrong with the others.
#pragma once
#include <functional>

#include "base/random.hpp"
#include "judge.hpp"

namespace ippyo::vectors {

using Edit = std::function<void(Bytes&)>;

/// The cases of one file. Every case is judged as it is added; the program ends if the answer is not the one stated here.
class File {
  std::string name_;
  json cases_ = json::array();
  void add(const std::string& about, const json& in, const std::string& check);

 public:
  explicit File(std::string name) : name_(std::move(name)) {}
  const std::string& name() const { return name_; }
  void pass(const std::string& about, const json& in) { add(about, in, "pass"); }
  void fail(const std::string& about, const json& in, const std::string& check) { add(about, in, check); }
  /// The case with one field edited.
  void fail(const std::string& about, json in, const char* field, const Edit& edit, const std::string& check);
  std::string text() const;
};

Edit times_g(std::size_t at);           ///< an element becomes another one
Edit plus_one(std::size_t at);          ///< a scalar becomes the next one
Edit bit(std::size_t at);               ///< the lowest bit of a byte
Edit put(std::size_t at, Bytes bytes);
Edit respelled_element(std::size_t at);  ///< the same value, not canonical
Edit respelled_scalar(std::size_t at);
Edit shorter();
Edit longer();
inline Edit identity(std::size_t at) { return put(at, Bytes(32)); }

base::Rng& rng();
Scalar any_scalar();
Element g_to(const Scalar& s);
Element power(const Element& base, const Scalar& s);
group::SecretScalar secret(const Scalar& s);
group::SecretScalars secrets(const std::vector<Scalar>& s);
std::string with_hex(const json& in, const char* field, const Edit& edit);

/// An election key with its tables, ciphertexts under it.
struct Key {
  Scalar log = any_scalar();
  Element y = g_to(log);
  group::FixedBase table{y.point};
  Ciphertext encrypted(const Element& m, const Scalar& r) const { return proof::encrypt(table, m.point, secret(r)); }
};
const Bytes32& ctx();

std::vector<File> basic_files();
std::vector<File> proof_files();
std::vector<File> list_files();
std::vector<File> election_files();
std::vector<File> message_files();  ///< of a voter's device
std::vector<File> session_files();  ///< made last, so that the random bytes of the others stay

}  // namespace ippyo::vectors
