// SPDX-License-Identifier: Apache-2.0
#include "demo/visitors.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>

#include "letters/letter_code.hpp"
#include "roll/csv.hpp"
#include "roll/import.hpp"

namespace ippyo::demo {

using base::Error;
using base::Result;
using nlohmann::json;
namespace fs = std::filesystem;

std::vector<std::string> Visitors::numbers() const {
  std::vector<std::string> out;
  for (const auto& c : citizens_) out.push_back(c.person().number);
  return out;
}

Result<void> Visitors::open_reader(const CitizenWorld& world, BoothPage booth, const fs::path& folder, std::uint16_t port) {
  for (auto& c : citizens_) c.take_card(world);
  std::error_code failed;
  fs::create_directories(folder, failed);
  auto readers = PrivateReaders::start(folder);
  if (!readers.ok()) return readers.error();
  readers_.emplace(std::move(*readers));
  auto kit = CardKit::start(*readers_, PrivateReaders::name(0), std::move(booth), folder, "kit", port);
  if (!kit.ok()) return kit.error();
  kit_.emplace(std::move(*kit));
  return {};
}

Result<void> Visitors::insert(std::size_t n) {
  if (!kit_) return Error{"there is no card reader in this rehearsal"};
  if (n > citizens_.size()) return Error{fmt::format("there is no visitor {}; name one from 1 to {}, or 0", n, citizens_.size())};
  if (in_reader_ != 0) {
    citizens_[in_reader_ - 1].take_card(inserted_->remove());
    inserted_.reset();
    in_reader_ = 0;
  }
  if (n == 0) return {};
  // A question of our own says when the reader has noticed the card.
  const auto q = kit_->ask({{"kind", "attributes"}});
  if (!q.ok()) return q.error();
  auto inserted = kit_->put_in(*q, *readers_, 0, citizens_[n - 1].card());
  if (!inserted.ok()) return inserted.error();
  inserted_ = std::move(*inserted);
  in_reader_ = n;
  return kit_->cancel(*q);
}

bool Visitors::receive(const std::string& number, letters::DedicatedCode code) {
  const auto who = std::ranges::find(citizens_, number, [](const Citizen& c) { return c.person().number; });
  if (who == citizens_.end()) return false;
  who->receive(std::move(code));
  return true;
}

Result<void> Visitors::read_polling_cards(const fs::path& csv) {
  std::ifstream in(csv, std::ios::binary);
  auto reader = roll::CsvReader::open(in);
  if (!reader.ok()) return reader.error();
  roll::CsvRow row;
  constexpr std::size_t kAddress = 2, kName = 6, kSlot = 9;
  for (;;) {
    const auto more = reader->next(row);
    if (!more.ok()) return more.error();
    if (!*more) return {};
    if (row.fields.size() > kSlot) slots_[row.fields[kName] + "\n" + row.fields[kAddress]] = row.fields[kSlot];
  }
}

Result<json> Visitors::at_hand() const {
  auto out = json::array();
  for (std::size_t n = 0; n < citizens_.size(); ++n) {
    const auto& c = citizens_[n];
    const auto& p = c.person();
    json one{{"visitor", n + 1}, {"name", p.name}, {"kana", p.kana}, {"birth", fmt::format("{:04}-{:02}-{:02}", p.birth.year, p.birth.month, p.birth.day)},
             {"address", p.address}, {"sex", roll::word(p.sex)}, {"number", p.number}};
    if (c.code()) {
      const auto link = letters::LetterCode{origin_, ctx0_, policy_, c.code()->clone()}.encode();
      if (!link.ok()) return link.error();
      const auto shown = c.code()->shown();
      one["link"] = std::string(link->expose().begin(), link->expose().end());
      one["code"] = std::string(shown.expose().begin(), shown.expose().end());
    }
    if (kit_) one["pins"] = {{"authentication", c.card().auth_pin.value}, {"signature", c.card().sign_pin.value}};
    const auto slot = slots_.find(p.name + "\n" + p.address);
    if (slot != slots_.end()) one["slot"] = slot->second;
    out.push_back(std::move(one));
  }
  return out;
}

}  // namespace ippyo::demo
