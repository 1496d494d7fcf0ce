// SPDX-License-Identifier: Apache-2.0
// Binding values. [ARCHITECTURE Private stores]
#include "base/secret.hpp"
#include "db/engine.hpp"

namespace ippyo::db {

Statement::~Statement() {
  for (auto& value : values_) {
    if (auto* text = std::get_if<std::string>(&value)) base::wipe(text->data(), text->size());
    if (auto* blob = std::get_if<base::Bytes>(&value); blob && !blob->empty()) base::wipe(blob->data(), blob->size());
  }
}

Statement& Statement::bind(std::int64_t value) {
  values_.emplace_back(value);
  return *this;
}

Statement& Statement::bind(std::string_view text) {
  // PostgreSQL has no such texts, and libpq would cut them short.
  if (text.find('\0') != text.npos && failure_.ok()) failure_ = Outcome::conflict("a text holds a zero byte; store it as bytes or refuse it");
  values_.emplace_back(std::string(text));
  return *this;
}

Statement& Statement::bind(base::ByteView blob) {
  values_.emplace_back(base::to_bytes(blob));
  return *this;
}

Statement& Statement::bind_null() {
  values_.emplace_back(std::monostate{});
  return *this;
}

Outcome Statement::run() {
  return each([](const Row&) { return true; });
}

Outcome Statement::each(const OnRow& row) {
  if (!failure_) return failure_;
  return engine_->each(sql_, values_, row);
}

}  // namespace ippyo::db
