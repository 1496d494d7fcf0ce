// SPDX-License-Identifier: Apache-2.0
// From the fields of a form to an application: what is refused before anybody looks at it. [SPEC 15.2 Application]
#pragma once
#include <nlohmann/json_fwd.hpp>

#include "registrar/answers.hpp"
#include "registrar/applications.hpp"

namespace ippyo::registrar {

inline constexpr std::size_t kLongestName = 40, kLongestLine = 60, kMostLines = 4;  ///< characters, lines of an address

/// The fields of a form, as read_object wants them; a member of the office adds the channel.
inline const std::initializer_list<std::string_view> kFormFields = {
    "name",    "kana",         "birth",     "sex?",     "address", "category", "email?",    "phone?",
    "letter?", "postal_code?", "delivery?", "country?", "region?", "ground",   "evidence?", "declaration"};
inline const std::initializer_list<std::string_view> kOfficeFormFields = {
    "channel", "name",         "kana",      "birth",    "sex?",    "address", "category", "email?",    "phone?",
    "letter?", "postal_code?", "delivery?", "country?", "region?", "ground",  "evidence?", "declaration"};

/// Judged without a look at the roll. 400 `malformed`; 403 `wrong-ballot`, `too-late`. Reference and times are filled in by the caller.
std::variant<Application, http::Response> read_form(const nlohmann::json& fields, const Context& context, base::UnixTime now);

/// The lines of the letter's address: the country is the last one.
std::vector<std::string> delivery_lines(const Form& form);

/// 10 random digits that no application has.
db::Outcome draw_reference(db::Database& db, std::string& out);

}  // namespace ippyo::registrar
