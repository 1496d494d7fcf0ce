// SPDX-License-Identifier: Apache-2.0
// The answers of the questionnaire as one page for the office: charts that can be read without seeing them, and tables. [SPEC 15.10 Questionnaire]
#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>

namespace ippyo::registrar {

/// HTML that needs nothing else: no script, no font, no picture of another place. `found`: GET /staff/questionnaire with all texts.
std::string questionnaire_page(const nlohmann::json& found, const std::string& title);

}  // namespace ippyo::registrar
