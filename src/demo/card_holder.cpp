// SPDX-License-Identifier: Apache-2.0
#include "demo/card_holder.hpp"

#include "card/client.hpp"
#include "virtual_card/virtual_card.hpp"

namespace ippyo::demo {

using base::Error;
using base::Result;
using nlohmann::json;

namespace {

template <class T>
Result<T> taken(card::Answer<T> answer) {
  if (answer.ok()) return std::move(*answer);
  return Error{"the sample card refuses: " + answer.error().sentence()};
}

json attributes_of(const roll::Attributes& a) {
  char birth[16];
  std::snprintf(birth, sizeof birth, "%04d-%02d-%02d", a.birth.year, a.birth.month, a.birth.day);
  return {{"name", a.name}, {"address", a.address}, {"birth", birth}, {"sex", a.sex == roll::Sex::male ? "1" : a.sex == roll::Sex::female ? "2" : "3"}};
}

Result<json> ask(virtual_card::VirtualCard& chip, const json& asked) {
  auto client = taken(card::Client::open(chip));
  if (!client.ok()) return client.error();
  const bool statement = asked.at("kind") == "statement";
  const auto key = statement ? card::Key::sign : card::Key::auth;
  const auto& known = chip.data();
  const auto pin = taken(card::Pin::parse(client->type().files(key).pin, base::view(statement ? known.sign_pin.value : known.auth_pin.value)));
  if (!pin.ok()) return pin.error();
  const auto message = statement ? base::to_bytes(base::view(asked.at("statement").get<std::string>()))
                                 : base::from_hex(asked.at("claim").get<std::string>()).value_or(base::Bytes());
  const auto made = taken(client->sign_with_certificate(key, *pin, message));
  if (!made.ok()) return made.error();
  json out{{"certificate", base::to_base64(made->certificate)}, {"signature", base::to_base64(made->signature)}};
  if (statement || !asked.value("attributes", false)) return out;
  const auto attribute_pin = taken(card::Pin::parse(client->type().attributes.pin, base::view(known.attribute_pin.value)));
  if (!attribute_pin.ok()) return attribute_pin.error();
  const auto attributes = taken(client->attributes(*attribute_pin));
  if (!attributes.ok()) return attributes.error();
  out["attributes"] = attributes_of(*attributes);
  return out;
}

}  // namespace

Result<json> ChipInProcess::answer(virtual_card::CardData& card, const json& asked) {
  virtual_card::VirtualCard chip(card);
  auto out = ask(chip, asked);
  card = chip.data();
  return out;
}

}  // namespace ippyo::demo
