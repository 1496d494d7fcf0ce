// SPDX-License-Identifier: Apache-2.0
// ippyo-virtual-card: puts virtual cards in the readers of vpcd, as its standard input says. [SPEC 14.3 VirtualCard]
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <iostream>
#include <map>
#include <sstream>

#include "base/random.hpp"
#include "virtual_card/sample_photo.hpp"
#include "virtual_card/test_pki.hpp"
#include "virtual_card/vpcd.hpp"

namespace {

using namespace ippyo;
using namespace ippyo::virtual_card;
using Outcome = base::Result<std::string>;
using Arguments = std::map<std::string, std::string, std::less<>>;

constexpr const char* kHelp = R"(One command a line; every answer is one line that begins with ok or error.
  new CARD [name=.. address=.. birth=YYYY-MM-DD sex=1|2|3 pin=.. sign-pin=.. number-b=..]
           [expired] [wrong-root] [without-sign] [next] [photo]
  insert CARD [slot=0]       remove [slot=0]       remove-at HEX [slot=0]: pulled out when a command with this beginning comes
  revoke CARD                move CARD address=..  tries CARD        save        quit
In values a '_' stands for a space.)";

class Desk {
  TestPki& pki_;
  std::uint16_t port_;
  struct Slot {
    std::string name;
    std::unique_ptr<InsertedCard> card;
  };
  std::map<unsigned, Slot> slots_;

  std::filesystem::path file(const std::string& name) const { return pki_.folder() / "cards" / (name + ".card"); }

  Outcome make(const std::string& name, const Arguments& a) {
    const auto text = [&](std::string_view key, const char* otherwise) {
      const auto found = a.find(key);
      return found == a.end() ? std::string(otherwise) : found->second;
    };
    int year = 0, month = 0, day = 0;
    if (std::sscanf(text("birth", "1980-02-29").c_str(), "%d-%d-%d", &year, &month, &day) != 3)
      return base::Error{"birth is YYYY-MM-DD; type it so"};
    roll::Attributes who{text("name", "試験　太郎"), text("address", "茨城県つくば市研究学園一丁目１番地１"), {}, roll::Sex::male};
    who.birth = {static_cast<std::int16_t>(year), static_cast<std::uint8_t>(month), static_cast<std::uint8_t>(day)};
    const auto sex = text("sex", "1");
    who.sex = sex == "1" ? roll::Sex::male : sex == "2" ? roll::Sex::female : roll::Sex::other;
    CardOptions o;
    o.expired = a.contains("expired");
    o.wrong_root = a.contains("wrong-root");
    o.without_sign = a.contains("without-sign");
    o.next_generation = a.contains("next");
    o.pin = text("pin", "1234");
    o.sign_pin = text("sign-pin", "ABC123");
    o.number_b = text("number-b", "");
    if (a.contains("photo")) o.photo = sample_photo();
    return keep(name, pki_.issue(who, o));
  }
  Outcome keep(const std::string& name, const CardData& d) {
    std::error_code ignored;
    std::filesystem::create_directories(pki_.folder() / "cards", ignored);
    IPPYO_TRY(write_card(file(name), d));
    IPPYO_TRY(pki_.save());
    return name;
  }
  Outcome insert(const std::string& name, unsigned slot) {
    auto d = read_card(file(name));
    if (!d.ok()) return d.error();
    IPPYO_TRY(remove(slot));
    auto inserted = InsertedCard::insert(std::move(*d), static_cast<std::uint16_t>(port_ + slot));
    if (!inserted.ok()) return inserted.error();
    slots_[slot] = {name, std::move(*inserted)};
    return name;
  }
  Outcome remove(unsigned slot) {
    const auto s = slots_.find(slot);
    if (s == slots_.end()) return std::string("empty");
    const auto name = s->second.name;
    const auto kept = keep(name, s->second.card->remove());
    slots_.erase(s);
    return kept;
  }
  Outcome change(const std::string& name, const std::string& command, const Arguments& a) {
    auto d = read_card(file(name));
    if (!d.ok()) return d.error();
    if (command == "revoke") {
      pki_.revoke(d->auth_certificate);
      if (!d->sign_certificate.empty()) pki_.revoke(d->sign_certificate);
    } else if (command == "move") {
      pki_.move(*d, a.contains("address") ? a.at("address") : "茨城県つくば市吾妻二丁目２番地２");
    } else {
      return "auth=" + std::to_string(d->auth_pin.left) + " sign=" + std::to_string(d->sign_pin.left) +
             " attributes=" + std::to_string(d->attribute_pin.left) + " number-b=" + std::to_string(d->number_b.left);
    }
    return keep(name, *d);
  }

 public:
  Desk(TestPki& pki, std::uint16_t port) : pki_(pki), port_(port) {}
  void close() {
    while (!slots_.empty())
      if (!remove(slots_.begin()->first).ok()) return;
  }
  Outcome obey(const std::string& line) {
    std::istringstream words(line);
    std::string command, subject, word;
    words >> command;
    Arguments a;
    while (words >> word) {
      const auto equals = word.find('=');
      if (equals == word.npos && subject.empty()) subject = word;
      else a[word.substr(0, equals)] = equals == word.npos ? "" : word.substr(equals + 1);
    }
    for (auto& [key, value] : a) std::replace(value.begin(), value.end(), '_', ' ');
    const unsigned slot = a.contains("slot") ? static_cast<unsigned>(std::atoi(a["slot"].c_str())) : 0;
    if (command == "save") {
      const auto saved = pki_.save();
      return saved.ok() ? Outcome("saved") : saved.error();
    }
    if (command == "remove") return remove(slot);
    if (subject.empty() || subject.find_first_of("/.") != subject.npos) return base::Error{"say which card; see --help"};
    if (command == "new") return make(subject, a);
    if (command == "insert") return insert(subject, slot);
    if (command == "revoke" || command == "move" || command == "tries") return change(subject, command, a);
    const auto beginning = base::from_hex(subject);
    if (command != "remove-at" || !beginning || !slots_.contains(slot))
      return base::Error{"unknown command, or no card there; see --help"};
    slots_[slot].card->remove_at(*beginning);
    return std::string("armed");
  }
};

}  // namespace

int main(int argc, char** argv) {
  base::init_crypto();
  CLI::App app{"Virtual My Number Cards for tests and demonstrations, put into the readers of vpcd.", "ippyo-virtual-card"};
  app.footer(kHelp);
  std::string folder, pool;
  std::uint16_t port = 35963;
  app.add_option("--folder", folder, "where the certification service and the cards are kept")->required();
  app.add_option("--pool", pool, "file of the RSA keys, to share them between folders (default: FOLDER/keys.pem)");
  app.add_option("--port", port, "of the first slot of vpcd")->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  const auto pki = TestPki::open(folder, base::SystemClock().now(), pool);
  if (!pki.ok()) {
    std::fprintf(stderr, "ippyo-virtual-card: %s\n", pki.error().message.c_str());
    return 1;
  }
  Desk desk(**pki, port);
  for (std::string line; std::getline(std::cin, line) && line != "quit";) {
    const auto outcome = desk.obey(line);
    std::printf("%s %s\n", outcome.ok() ? "ok" : "error", outcome.ok() ? outcome->c_str() : outcome.error().message.c_str());
    std::fflush(stdout);
  }
  desk.close();
  return 0;
}
