// SPDX-License-Identifier: Apache-2.0
#include "form.hpp"

#include <algorithm>

namespace ippyo::card_agent {
namespace {

int digit(std::uint8_t c) {
  if (c >= '0' && c <= '9') return c - '0';
  c |= 0x20;
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/// Decodes into `out`; the length, or nothing when malformed.
std::optional<std::size_t> decode(base::ByteView in, std::span<std::uint8_t> out) {
  std::size_t n = 0;
  for (std::size_t i = 0; i < in.size(); ++i) {
    if (in[i] != '%') {
      out[n++] = in[i] == '+' ? ' ' : in[i];
      continue;
    }
    if (in.size() - i < 3 || digit(in[i + 1]) < 0 || digit(in[i + 2]) < 0) return std::nullopt;
    out[n++] = static_cast<std::uint8_t>(digit(in[i + 1]) * 16 + digit(in[i + 2]));
    i += 2;
  }
  return n;
}

}  // namespace

Form::~Form() { base::wipe(body_.data(), body_.size()); }

base::SecretVector<std::uint8_t> Form::secret(std::string_view name) const {
  base::ByteView rest = body_;
  while (!rest.empty()) {
    const auto end = static_cast<std::size_t>(std::ranges::find(rest, '&') - rest.begin());
    const auto field = rest.first(end);
    rest = rest.subspan(std::min(end + 1, rest.size()));
    if (field.size() <= name.size() || field[name.size()] != '=' || !std::equal(name.begin(), name.end(), field.begin())) continue;
    const auto raw = field.subspan(name.size() + 1);
    base::SecretVector<std::uint8_t> wide(raw.size());
    const auto n = decode(raw, wide.expose_mutable());
    if (!n) break;
    base::SecretVector<std::uint8_t> value(*n);
    std::copy_n(wide.expose().begin(), *n, value.expose_mutable().begin());
    return value;
  }
  return {};
}

std::string Form::text(std::string_view name) const {
  const auto value = secret(name);
  return base::to_string(value.expose());
}

}  // namespace ippyo::card_agent
