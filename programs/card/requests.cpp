// SPDX-License-Identifier: Apache-2.0
#include "requests.hpp"

#include <utility>

namespace ippyo::card_agent {

std::string Requests::name() { return base::to_hex(rng_.bytes<16>()); }

/// A request that ran out says so to the booth for as long again, then it is forgotten.
void Requests::expire() {
  const auto now = clock_.now();
  for (auto& [id, r] : requests_)
    if (now > r.until) refuse(r, "expired", "This took longer than ten minutes; start again in the voting page.");
  std::erase_if(requests_, [&](const auto& entry) { return now > entry.second.until + kRequestLife; });
}

std::optional<Requests::Names> Requests::add(Asked asked) {
  const std::lock_guard lock(mutex_);
  expire();
  if (requests_.size() >= kMaxRequests) std::erase_if(requests_, [](const auto& entry) { return entry.second.delivered; });
  if (requests_.size() >= kMaxRequests) return std::nullopt;
  Names names{name(), name()};
  requests_[names.id] = Request{names.page, clock_.now() + kRequestLife, std::move(asked), {}, name(), {}, {}};
  return names;
}

std::optional<Requests::Report> Requests::collect(std::string_view id) {
  const std::lock_guard lock(mutex_);
  expire();
  const auto found = requests_.find(id);
  if (found == requests_.end() || found->second.delivered) return std::nullopt;
  auto& kept = found->second.report;
  if (kept.state == State::pending) return Report{};
  found->second.delivered = true;  // the page still says how it ended; what the card gave is gone
  return std::exchange(kept, Report{kept.state, {}, {}});
}

Requests::Request* Requests::of_page(std::string_view page) {
  for (auto& [id, r] : requests_)
    if (base::equal_ct(base::view(r.page), base::view(page))) return &r;
  return nullptr;
}

std::optional<Requests::View> Requests::view(std::string_view page, Token token) {
  const std::lock_guard lock(mutex_);
  expire();
  auto* r = of_page(page);
  if (!r) return std::nullopt;
  if (token == Token::fresh) r->token = name();
  return View{r->asked, r->report.state, r->token, r->last, r->word, r->face_due(), r->face_card, r->face_trouble};
}

bool Requests::use_token(std::string_view page, std::string_view token) {
  const std::lock_guard lock(mutex_);
  expire();
  auto* r = of_page(page);
  if (!r || r->report.state != State::pending || !base::equal_ct(base::view(r->token), base::view(token))) return false;
  r->token = name();
  return true;
}

void Requests::note(std::string_view page, std::optional<card::Refusal> trouble) {
  const std::lock_guard lock(mutex_);
  auto* r = of_page(page);
  if (!r) return;
  r->last = trouble;
  r->face_trouble.reset();
}

void Requests::face_found(std::string_view page, const CardMark& card) {
  const std::lock_guard lock(mutex_);
  if (auto* r = of_page(page)) r->face_card = card, r->face_trouble.reset(), r->last.reset();
}

void Requests::face_missed(std::string_view page, card::FaceTrouble trouble) {
  using card::FaceTrouble;
  const std::lock_guard lock(mutex_);
  auto* r = of_page(page);
  if (!r) return;
  r->face_trouble = trouble;
  if (trouble == FaceTrouble::differs && ++r->face_misses == kFaceTries)
    refuse(*r, "face-no-match", "The camera does not show the face of the card; let the staff compare by eye, or vote on paper at a polling place.");
  if (trouble == FaceTrouble::photo || trouble == FaceTrouble::models)
    refuse(*r, "face-unavailable", "The photo of this card cannot be compared here; let the staff compare by eye, or vote on paper at a polling place.");
}

void Requests::face_again(std::string_view page) {
  const std::lock_guard lock(mutex_);
  if (auto* r = of_page(page)) r->face_card.reset();
}

void Requests::finish(std::string_view page, Given given) {
  const std::lock_guard lock(mutex_);
  if (auto* r = of_page(page); r && r->report.state == State::pending) r->report = {State::done, std::move(given), {}};
}

void Requests::refuse(std::string_view page, std::string word, std::string sentence) {
  const std::lock_guard lock(mutex_);
  if (auto* r = of_page(page)) refuse(*r, std::move(word), std::move(sentence));
}

void Requests::refuse(Request& r, std::string word, std::string sentence) {
  if (r.report.state != State::pending) return;
  r.word = word;
  r.report = {State::refused, {}, {std::move(word), std::move(sentence)}};
}

}  // namespace ippyo::card_agent
