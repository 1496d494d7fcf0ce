// SPDX-License-Identifier: Apache-2.0
// Fields that the objects of this chapter share: ids, kinds, elements, lists. [SPEC 7.1 Constitution]
#pragma once
#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "base/codec.hpp"
#include "proof/element.hpp"

namespace ippyo::election {

/// [a-z0-9-]{1,max}
inline bool is_id(std::string_view text, std::size_t max = 32) {
  return !text.empty() && text.size() <= max && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

template <class T>
bool all_distinct(const std::vector<T>& list) {
  return std::set<T>(list.begin(), list.end()).size() == list.size();
}

/// An enumeration on one byte, 1..last.
template <class Enum>
Enum read_kind(base::Reader& r, Enum last) {
  const auto v = r.u8();
  if (v < 1 || v > static_cast<std::uint8_t>(last)) r.refuse();
  return static_cast<Enum>(r.failed() ? 1 : v);
}

inline proof::Element read_element(base::Reader& r) {
  const auto element = proof::Element::parse(r.fixed<32>());
  if (!element) r.refuse();
  return element.value_or(proof::Element{});
}

template <class T, class WriteOne>
void write_list(base::Writer& w, const std::vector<T>& list, WriteOne write_one) {
  w.count(list.size());
  for (const auto& item : list) write_one(item);
}

template <class ReadOne>
auto read_list(base::Reader& r, std::size_t max, ReadOne read_one) {
  std::vector<decltype(read_one())> out;
  for (auto n = r.count(max); n > 0 && !r.failed(); --n) out.push_back(read_one());
  return out;
}

}  // namespace ippyo::election
