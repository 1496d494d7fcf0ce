// SPDX-License-Identifier: Apache-2.0
// For tests: docs/openapi/registrar.yaml as a list of operations, and every answer compared with it.
#pragma once
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "http/message.hpp"
#include "registrar/endpoint.hpp"

namespace ippyo::registrar::test {

struct Operation {
  std::string method, path;       ///< the path as in the file: /staff/applications/{id}
  std::string access;             ///< name of Access
  std::uint64_t body_limit = 0;
  std::set<unsigned> statuses;
};

class Described {
  std::vector<Operation> operations_;
  std::set<std::string> words_;
  bool read_ = false;

 public:
  Described();
  /// Read once. Without Python's yaml it is empty, says so, and compares nothing.
  static const Described& the_file();
  bool is_read() const { return read_; }
  const std::vector<Operation>& operations() const { return operations_; }
  const std::set<std::string>& words() const { return words_; }
  /// The operations of this path: several where the last part may be one of some words.
  const Operation* find(const std::string& method, const std::string& target) const;
  /// Fails the test when the answer's status or the word of its problem is not described.
  void expect(const std::string& method, const std::string& target, const http::Response& answer) const;
  static std::string word_of(const http::Response& answer);
};

std::string_view name(Access access);

}  // namespace ippyo::registrar::test
