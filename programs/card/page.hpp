// SPDX-License-Identifier: Apache-2.0
// The agent's own page, rendered here; it works without scripts and better with them. [SPEC 14.2 Agent]
#pragma once
#include "card_work.hpp"

namespace ippyo::card_agent {

/// Where a page is in its life; also the value of data-state, which the script compares.
std::string page_state(const Requests::View& view, const Look& look);
std::string page_html(const Requests::View& view, const Look& look, std::string_view page, Language language);
/// A page for a request that is not there.
std::string gone_html(Language language);

extern const std::string_view kPageStyle;
extern const std::string_view kPageScript;

}  // namespace ippyo::card_agent
