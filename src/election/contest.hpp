// SPDX-License-Identifier: Apache-2.0
// Contests, options, ballot styles, and what a plaintext number means. [SPEC 7.3 Contests]
#pragma once
#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "base/codec.hpp"
#include "base/verdict.hpp"
#include "proof/element.hpp"

namespace ippyo::election {

using base::Bytes32;
using proof::Element;

enum class ContestKind : std::uint8_t {
  single_choice = 1,        ///< one seat, one vote (mayor)
  single_non_transferable,  ///< several seats, one vote (council)
  yes_no,                   ///< options 1 yes, 2 no
  approval,                 ///< a set of up to `approve_max` options; at most 64 sets
  referendum,               ///< one of several answers, no seats
};

struct Option {
  std::uint16_t number;  ///< from 1; 0 is blank and always offered
  std::string name, kana, name_en;
  std::uint16_t order;   ///< on the screen, from 1
};
struct Contest {
  std::string id;        ///< [a-z0-9-]{1,32}, not "rehearsal"
  ContestKind kind;
  std::string title, title_en;
  std::uint16_t seats = 0;
  std::uint16_t approve_max = 0;
  std::vector<Option> options;  ///< by number
};
struct Style {
  std::string id;                     ///< [a-z0-9-]{1,32}
  std::string name;
  std::vector<std::uint16_t> contests;  ///< indices, ascending
};

void encode(base::Writer&, const Option&);
Option decode_option(base::Reader&);
void encode(base::Writer&, const Contest&);
Contest decode_contest(base::Reader&);
void encode(base::Writer&, const Style&);
Style decode_style(base::Reader&);

/// The plaintext numbers that a voter may choose, ascending, 0 = blank first. Approval: the bit set 2^(number-1) summed, by sets
/// of 1..approve_max of the options not withdrawn. Others: the option numbers not withdrawn.
/// requires, for approval: check_contest passed.
std::vector<std::uint32_t> plaintext_numbers(const Contest& c, const std::set<std::uint16_t>& withdrawn);
/// All numbers ever offered, withdrawn or not: the final lookup table.
std::vector<std::uint32_t> all_plaintext_numbers(const Contest& c);
/// The options that a plaintext number stands for (one; for approval several; none for blank).
std::vector<std::uint16_t> options_of(const Contest& c, std::uint32_t plaintext);

/// m_v of each number, in order. `contest` is the id.
std::vector<Element> plaintext_points(const Bytes32& ctx0, const Contest& c, const std::vector<std::uint32_t>& numbers);

inline constexpr base::Check kContestShape{16, 30, "contest: kind, seats, options or order are not as the rules allow"};
inline constexpr base::Check kApprovalSets{16, 31, "contest: more than 64 sets"};
inline constexpr base::Check kPlaintextsDistinct{1, 30, "plaintext elements are not distinct, or one is the identity"};
base::Verdict check_contest(const Contest& c);
/// V1: all numbers and 'abstain', 'null', 'unused' distinct and not the identity. For approval also check_contest, without which
/// the sets could not be listed.
base::Verdict check_plaintexts(const Bytes32& ctx0, const Contest& c);
/// Its last step.
base::Verdict check_distinct(std::span<const Element> plaintexts);

}  // namespace ippyo::election
