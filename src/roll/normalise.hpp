// SPDX-License-Identifier: Apache-2.0
// Two spellings of one name or address, and whether a card and a line of the roll are one person. [SPEC 15.1 VoterRoll]
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "roll/person.hpp"

namespace ippyo::roll {

/// Texts that an address may begin with or leave out, in this order.
struct AddressRules {
  std::vector<std::string> prefixes{"茨城県", "つくば市"};
};

/// Matching keys. key(key(x)) = key(x). Malformed UTF-8 gives an empty key, and an empty key is equal to nothing.
/// They are for comparing, never for showing, and as private as what they came from.
std::string name_key(std::string_view name);
std::string kana_key(std::string_view kana);
std::string address_key(std::string_view address, const AddressRules& rules = {});

enum class Likeness : std::uint8_t { same = 1, close, different };
std::string_view word(Likeness likeness);  ///< "same", "close", "different"

/// close: names that differ in characters often taken for one another (斎 斉), in kana, in 〓 for a character that could not be
/// written, or in the family name alone.
Likeness compare_names(std::string_view a, std::string_view b);
/// close: one side has a building that the other leaves out, or writes it in another way with the same numbers.
Likeness compare_addresses(std::string_view a, std::string_view b, const AddressRules& rules = {});

struct Match {
  enum class Verdict : std::uint8_t { matches = 1, needs_look, does_not_match };
  Likeness name, address, birth, sex;
  Verdict verdict;
  /// Which attributes a person must look at: some of "name", "address", "birth", "sex".
  std::vector<std::string_view> to_look_at() const;
};
std::string_view word(Match::Verdict verdict);  ///< "matches", "needs-look", "does-not-match"

/// Another birth date or another name is another person; so are a different address and a name that is only close, together.
/// Everything the same matches; the rest needs a person's look. A sex that one side does not know agrees with every other.
/// Takes time that depends on the contents: both are known to who calls.
Match compare(const Attributes& shown, const Voter& voter, const AddressRules& rules = {});

}  // namespace ippyo::roll
