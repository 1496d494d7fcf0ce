// SPDX-License-Identifier: Apache-2.0
#include "record/page_announcement.hpp"

#include <algorithm>

#include "base/hash.hpp"

namespace ippyo::record {
namespace {

bool is_in_a_path(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-' || c == '/'; }

/// As a URL below the page's origin names it: no part is empty, "." or "..".
bool is_path(std::string_view path) {
  if (path.empty() || !std::ranges::all_of(path, is_in_a_path)) return false;
  while (true) {
    const auto end = path.find('/');
    const auto part = path.substr(0, end);
    if (part.empty() || part == "." || part == "..") return false;
    if (end == path.npos) return true;
    path.remove_prefix(end + 1);
  }
}

}  // namespace

base::Result<PageFiles> read_page_manifest(std::string_view manifest) {
  PageFiles out;
  std::size_t number = 0;
  while (!manifest.empty()) {
    const auto wrong = [n = ++number](const std::string& what) { return base::Error{"line " + std::to_string(n) + " of the page's manifest " + what}; };
    const auto end = manifest.find('\n');
    if (end == manifest.npos) return wrong("is not ended by LF");
    const auto line = manifest.substr(0, end);
    const auto space = line.find(' ');
    const auto path = line.substr(0, space);
    const auto hash = base::bytes32_from_hex(space == line.npos ? std::string_view() : line.substr(space + 1));
    if (!is_path(path) || !hash) return wrong("is not a path, a space and 64 hex digits");
    if (!out.empty() && std::prev(out.end())->first >= path) return wrong("does not follow the line before it by its path");
    out.emplace(path, *hash);
    manifest.remove_prefix(end + 1);
  }
  if (out.empty()) return base::Error{"the page's manifest has no line"};
  return out;
}

std::optional<PageFiles> read_page_announcement(const StatementBody& incident) {
  const std::string_view text = incident.text;
  if (!text.starts_with(kPageFirstLine)) return std::nullopt;
  const auto manifest = text.substr(kPageFirstLine.size());
  auto files = read_page_manifest(manifest);
  if (!files.ok() || incident.hash != base::sha256(base::view(manifest))) return std::nullopt;
  return std::move(*files);
}

}  // namespace ippyo::record
