// SPDX-License-Identifier: Apache-2.0
// The result as a page that works offline, in Japanese and English. [docs/formats/result.md]
#pragma once
#include <nlohmann/json.hpp>
#include <string>

namespace ippyo::demo {

/// One self-contained HTML file: no script is needed to read it, nothing is loaded. `result` is the content of result.json.
std::string result_page(const nlohmann::json& result);

}  // namespace ippyo::demo
