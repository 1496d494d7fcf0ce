// SPDX-License-Identifier: Apache-2.0
// A submitted form, decoded into memory that is wiped: a PIN is among its fields. [SPEC 14.2 Agent]
#pragma once
#include <string>

#include "base/bytes.hpp"
#include "base/secret.hpp"

namespace ippyo::card_agent {

/// application/x-www-form-urlencoded. Wipes `body` of what it was made from when it is destroyed.
class Form {
  base::Bytes& body_;

 public:
  explicit Form(base::Bytes& body) : body_(body) {}
  Form(const Form&) = delete;
  ~Form();
  /// The first field of that name, decoded; empty when absent or malformed.
  base::SecretVector<std::uint8_t> secret(std::string_view name) const;
  std::string text(std::string_view name) const;
};

}  // namespace ippyo::card_agent
