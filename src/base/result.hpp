// SPDX-License-Identifier: Apache-2.0
// The first of the three kinds of failure: the world did not do what we asked. [SPEC 1.5 Failures]
#pragma once
#include <string>
#include <utility>
#include <variant>

#include "base/check.hpp"

namespace ippyo::base {

/// What went wrong and what to do next, in one sentence for a person; never a secret, a name or a stack.
struct Error {
  std::string message;
};

/// A value or an Error. Reading the wrong side is our own bug and aborts.
template <class T>
class [[nodiscard]] Result {
  std::variant<T, Error> v_;

 public:
  Result(T value) : v_(std::move(value)) {}
  Result(Error error) : v_(std::move(error)) {}
  bool ok() const { return v_.index() == 0; }
  explicit operator bool() const { return ok(); }
  T& value() & { return IPPYO_CHECK(ok()), std::get<0>(v_); }
  const T& value() const& { return IPPYO_CHECK(ok()), std::get<0>(v_); }
  T&& value() && { return IPPYO_CHECK(ok()), std::get<0>(std::move(v_)); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }
  const Error& error() const { return IPPYO_CHECK(!ok()), std::get<1>(v_); }
};

template <>
class [[nodiscard]] Result<void> {
  std::variant<std::monostate, Error> v_;

 public:
  Result() = default;
  Result(Error error) : v_(std::move(error)) {}
  bool ok() const { return v_.index() == 0; }
  explicit operator bool() const { return ok(); }
  const Error& error() const { return IPPYO_CHECK(!ok()), std::get<1>(v_); }
};

}  // namespace ippyo::base

/// Leaves the enclosing function with the error of `expr`, if there is one.
#define IPPYO_TRY(expr)                            \
  do {                                             \
    if (auto ippyo_try = (expr); !ippyo_try.ok())  \
      return ippyo_try.error();                    \
  } while (false)
