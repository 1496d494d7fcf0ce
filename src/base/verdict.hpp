// SPDX-License-Identifier: Apache-2.0
// The second kind of failure: a proof or a rule does not hold. [SPEC 1.5 Failures, SPEC 9 Checks]
#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "base/check.hpp"

namespace ippyo::base {

/// One numbered check of SPEC chapter 9: rule V1..V19 and its item, for example V5.1.
/// Every check is a named constant in the header of the module that makes it; the numbers are unique.
struct Check {
  std::uint8_t rule;
  std::uint8_t item;
  const char* title;  ///< what was expected, in English, without values
  std::string number() const { return "V" + std::to_string(rule) + "." + std::to_string(item); }
  friend bool operator==(const Check& a, const Check& b) { return a.rule == b.rule && a.item == b.item; }
};

/// Why something was refused. `where` names the place in words: "epoch 3, slot 17, contest 1".
struct Finding {
  Check check;
  std::string where;
  std::optional<std::uint64_t> entry;  ///< index of the board entry, once known
  std::string text() const;
};

/// Pass, or the one check that failed. Never a bool.
class [[nodiscard]] Verdict {
  std::optional<Finding> finding_;
  Verdict() = default;

 public:
  static Verdict pass() { return {}; }
  static Verdict fail(const Check& check, std::string where = {}) {
    Verdict v;
    v.finding_ = Finding{check, std::move(where), std::nullopt};
    return v;
  }
  bool passed() const { return !finding_.has_value(); }
  const Finding& finding() const { return IPPYO_CHECK(finding_.has_value()), *finding_; }
  /// The same verdict, with the place put before what is already said.
  Verdict at(const std::string& place) && {
    if (finding_) finding_->where = finding_->where.empty() ? place : place + ", " + finding_->where;
    return std::move(*this);
  }
  Verdict at_entry(std::uint64_t index) && {
    if (finding_ && !finding_->entry) finding_->entry = index;
    return std::move(*this);
  }
};

}  // namespace ippyo::base

/// Leaves the enclosing function with the verdict of `expr` unless it passes.
#define IPPYO_REQUIRE(expr)                                   \
  do {                                                        \
    if (auto ippyo_verdict = (expr); !ippyo_verdict.passed()) \
      return ippyo_verdict;                                   \
  } while (false)
