// SPDX-License-Identifier: Apache-2.0
// Which files the voter's page consists of, as the commission announces it on the board. [SPEC 8.3 Bodies]
#pragma once
#include <map>

#include "record/bodies.hpp"

namespace ippyo::record {

/// The first line of such an incident; the manifest follows.
inline constexpr std::string_view kPageFirstLine = "voter's page\n";
using PageFiles = std::map<std::string, Bytes32, std::less<>>;  ///< path -> SHA-256

/// Lines "PATH SHA-256", ascending by path. errors: names the line.
base::Result<PageFiles> read_page_manifest(std::string_view manifest);
/// Nothing for every other incident, and for one whose hash is not that of its manifest or whose manifest is none: nobody checks
/// it when it is posted.
std::optional<PageFiles> read_page_announcement(const StatementBody& incident);

}  // namespace ippyo::record
