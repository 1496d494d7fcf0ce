// SPDX-License-Identifier: Apache-2.0
// Ten voters whose cards go through pcscd, ippyo-card and the real registrar, and everything that goes wrong with a
// card on the way has its word: at the kit (14.1) or at the registrar (13.2). They vote, vote again in three ways, and the last ballot
// counts. Revocation is asked of a real `openssl ocsp`. Without pcscd, vpcd or user namespaces: NOT RUN and exit status 77.
#include <cstdio>
#include <cstdlib>
#include <functional>

#include "card_election.hpp"
#include "group/point.hpp"

namespace {

using namespace ippyo;
using base::Result;
using nlohmann::json;
using virtual_card::CardData;

constexpr std::string_view kWrong = "0000";
const base::Bytes kSigns{0x80, 0x2A};  // how the command for a signature begins

int bad = 0;

void expect(const std::string& name, bool ok, const std::string& shown = {}) {
  std::printf("%s%s\n", ok ? "ok    " : "FAIL  ", name.c_str());
  if (!ok) std::printf("%s\n", shown.c_str());
  std::fflush(stdout);
  bad += !ok;
}

/// The word of a refusal of the registrar or of the kit; "fine" when there is none.
std::string word(const Result<void>& r) {
  if (r.ok()) return "fine";
  const auto& text = r.error().message;
  for (const std::string_view before : {"urn:ippyo:problem:", "ippyo-card says "})
    if (const auto at = text.find(before); at != text.npos) return text.substr(at + before.size(), text.find_first_of("\" ", at + before.size()) - at - before.size());
  return text;
}

void expect_word(const std::string& name, const Result<void>& r, const std::string& wanted) {
  const auto seen = word(r);
  expect(name + ": " + wanted, seen == wanted, r.ok() ? seen : r.error().message);
}

/// A voter to whom something happens: it looks on, and says what the kit gave in the end.
class Scripted final : public demo::CardHolder {
  std::function<Result<json>(CardData&, const json&)> script_;

 public:
  explicit Scripted(std::function<Result<json>(CardData&, const json&)> script) : script_(std::move(script)) {}
  Result<json> answer(CardData& card, const json& asked) override { return script_(card, asked); }
};

struct Cases {
  e2e::CardElection& election;
  demo::CardRoom& room() { return election.room(); }

  Result<void> enrol_with(std::size_t n, demo::CardHolder& holder) {
    election.voter(n).use(holder);
    const auto done = election.enrol(n);
    election.voter(n).use(room());
    return done;
  }
  CardData issue(std::size_t n, const virtual_card::CardOptions& options) {
    const auto& p = election.voter(n).person();
    return election.world().cards.issue({p.name, p.address, p.birth, p.sex}, options);
  }

  void right_pin(std::size_t n) {
    expect_word("right PIN", election.enrol(n), "fine");
    expect("right PIN: no try is used up", election.voter(n).card().auth_pin.left == 3 && election.voter(n).card().attribute_pin.left == 3);
  }

  /// Types a wrong number first; `left` says which counter of the card it costs.
  Scripted clumsy(std::uint8_t virtual_card::PinState::* tries, virtual_card::PinState CardData::* pin, const std::string& name) {
    return Scripted([this, tries, pin, name](CardData& card, const json& asked) -> Result<json> {
      auto& kit = room().kit(0);
      const auto q = kit.ask(asked);
      if (!q.ok()) return q.error();
      auto inserted = kit.put_in(*q, room().readers(), 0, card);
      if (!inserted.ok()) return inserted.error();
      const auto before = kit.tries(*q);
      IPPYO_TRY(kit.type(*q, kWrong));
      const auto after = kit.tries(*q);
      expect(name + ": the page shows three tries, then two", before.ok() && *before == 3 && after.ok() && *after == 2);
      card = (*inserted)->remove();
      expect(name + ": the card counted the same", card.*pin.*tries == 2);
      inserted = room().readers().insert(card, 0);
      if (!inserted.ok()) return inserted.error();
      IPPYO_TRY(kit.wait_for(*q, "pin"));
      IPPYO_TRY(kit.type(*q, card.auth_pin.value));
      auto collected = demo::given(kit.collect(*q));
      card = (*inserted)->remove();
      return collected;
    });
  }
  void wrong_pin(std::size_t n) {
    auto holder = clumsy(&virtual_card::PinState::left, &CardData::attribute_pin, "wrong PIN at enrolment");
    expect_word("wrong PIN, then the right one", enrol_with(n, holder), "fine");
    expect("wrong PIN: the right one gives the tries back", election.voter(n).card().attribute_pin.left == 3);
  }

  void blocked(std::size_t n) {
    Scripted holder([this](CardData& card, const json& asked) -> Result<json> {
      auto& kit = room().kit(0);
      const auto q = kit.ask(asked);
      if (!q.ok()) return q.error();
      const auto inserted = kit.put_in(*q, room().readers(), 0, card);
      if (!inserted.ok()) return inserted.error();
      for (int typed = 0; typed < 3; ++typed) IPPYO_TRY(kit.type(*q, kWrong));
      const auto left = kit.tries(*q);
      expect("blocked card: the last try is not used without a confirmation", left.ok() && *left == 1);
      IPPYO_TRY(kit.type(*q, kWrong, true));
      auto collected = demo::given(kit.collect(*q));
      const auto again = kit.ask(asked);
      if (!again.ok()) return again.error();
      IPPYO_TRY(kit.wait_for(*again, "pin-blocked"));
      card = (*inserted)->remove();
      return collected;
    });
    expect_word("blocked card", enrol_with(n, holder), "pin-blocked");
    expect("blocked card: no try is left", election.voter(n).card().attribute_pin.left == 0);
  }

  void removed(std::size_t n) {
    Scripted holder([this](CardData& card, const json& asked) -> Result<json> {
      auto& kit = room().kit(0);
      const auto q = kit.ask(asked);
      if (!q.ok()) return q.error();
      auto inserted = kit.put_in(*q, room().readers(), 0, card);
      if (!inserted.ok()) return inserted.error();
      (*inserted)->remove_at(kSigns);
      IPPYO_TRY(kit.type(*q, card.auth_pin.value));
      const auto open = kit.collect(*q);
      expect("card removed in the middle: the question stays open", open.ok() && open->at("state") == "pending");
      IPPYO_TRY(kit.wait_for(*q, "no-card"));
      card = (*inserted)->remove();
      inserted->reset();
      inserted = kit.put_in(*q, room().readers(), 0, card);
      if (!inserted.ok()) return inserted.error();
      IPPYO_TRY(kit.type(*q, card.auth_pin.value));
      auto collected = demo::given(kit.collect(*q));
      card = (*inserted)->remove();
      return collected;
    });
    expect_word("card removed in the middle, and put back", enrol_with(n, holder), "fine");
  }

  /// One kit that takes whichever reader holds the card.
  void two_readers(std::size_t n, demo::CardKit& kit, CardData other) {
    Scripted holder([&](CardData& card, const json& asked) -> Result<json> {
      const auto stranger = room().readers().insert(other, 0), inserted = room().readers().insert(card, 1);
      if (!stranger.ok()) return stranger.error();
      if (!inserted.ok()) return inserted.error();
      const auto q = kit.ask(asked);
      if (!q.ok()) return q.error();
      const auto several = kit.wait_for(*q, "several-cards");
      expect("two readers, two cards: several-cards", several.ok());
      (*stranger)->remove();
      IPPYO_TRY(kit.wait_for(*q, "pin"));
      IPPYO_TRY(kit.type(*q, card.auth_pin.value));
      auto collected = demo::given(kit.collect(*q));
      card = (*inserted)->remove();
      return collected;
    });
    expect_word("two readers, the card in the second one", enrol_with(n, holder), "fine");
  }
};

/// Always the same reader and kit: one and the same PC.
class SamePc final : public demo::CardHolder {
  demo::CardRoom& room_;
  unsigned reader_;

 public:
  SamePc(demo::CardRoom& room, unsigned reader) : room_(room), reader_(reader) {}
  Result<json> answer(CardData& card, const json& asked) override { return room_.answer_at(reader_, card, asked); }
};

enum Voter : std::size_t { kRight, kWrongPin, kBlocked, kExpired, kRevoked, kWrongRoot, kMoved, kRemoved, kTwoReaders, kRevokedLater };

Result<void> enrol_all(Cases& c, demo::CardKit& either) {
  auto& e = c.election;
  auto& cards = e.world().cards;
  // Everybody's second card is issued before the responder reads its index.
  std::map<std::size_t, CardData> second;
  for (const std::size_t n : {kBlocked, kExpired, kRevoked, kWrongRoot, kMoved}) second.emplace(n, c.issue(n, {}));
  e.voter(kExpired).take_card(c.issue(kExpired, {.expired = true}));
  e.voter(kWrongRoot).take_card(c.issue(kWrongRoot, {.wrong_root = true}));
  cards.move(e.voter(kMoved).card(), "茨城県つくば市吾妻二丁目２番地２");
  cards.revoke(e.voter(kRevoked).card().auth_certificate);
  IPPYO_TRY(cards.save());
  IPPYO_TRY(e.responder.start(cards.folder(), e.folder() / "responder.log", 1));

  c.right_pin(kRight);
  c.wrong_pin(kWrongPin);
  c.blocked(kBlocked);
  expect_word("expired", e.enrol(kExpired), "expired");
  expect_word("revoked, says openssl ocsp", e.enrol(kRevoked), "revoked");
  expect_word("wrong root", e.enrol(kWrongRoot), "chain");
  expect_word("moved house, the attributes differ", e.enrol(kMoved), "needs-look");
  e.voter(kMoved).take_card(e.voter(kRight).card());
  expect_word("somebody else's card at the enrolment", e.enrol(kMoved), "other-person");
  c.removed(kRemoved);
  c.two_readers(kTwoReaders, either, e.voter(kRight).card());
  expect_word("the one who will lose the card", e.enrol(kRevokedLater), "fine");
  for (auto& [n, card] : second) {
    e.voter(n).take_card(std::move(card));
    expect_word("voter " + std::to_string(n) + " with a new card", e.enrol(n), "fine");
  }
  return {};
}

Result<void> ask_after_nine_days(Cases& c) {
  auto& e = c.election;
  e.responder.stop();
  expect_word("nobody can say whether the card is revoked", e.ask_for_grant(kRight), "revocation-unknown");
  auto& cards = e.world().cards;
  cards.revoke(e.voter(kRevokedLater).card().auth_certificate);
  IPPYO_TRY(cards.save());
  IPPYO_TRY(e.responder.start(cards.folder(), e.folder() / "responder.log", 30));
  expect_word("revoked after the enrolment", e.ask_for_grant(kRevokedLater), "revoked");
  auto clumsy = c.clumsy(&virtual_card::PinState::left, &CardData::auth_pin, "wrong PIN at the vote");
  e.voter(kWrongPin).use(clumsy);
  expect_word("wrong PIN at the vote, then the right one", e.ask_for_grant(kWrongPin), "fine");
  e.voter(kWrongPin).use(c.room());
  std::swap(e.voter(kTwoReaders).card(), e.voter(kRemoved).card());
  expect_word("somebody else's card at the vote", e.ask_for_grant(kTwoReaders), "other-person");
  std::swap(e.voter(kTwoReaders).card(), e.voter(kRemoved).card());
  return {};
}

Result<void> vote(Cases& c) {
  auto& e = c.election;
  SamePc home(c.room(), 0), elsewhere(c.room(), 1);
  for (const auto n : {kRight, kWrongPin, kBlocked}) e.voter(n).use(home);
  std::vector<std::pair<std::size_t, std::uint32_t>> all;
  for (std::size_t n = 0; n < kRevokedLater; ++n) all.emplace_back(n, 1);
  IPPYO_TRY(e.cast(1, all));
  expect("nine voters cast, and find their ballots on the board", true);
  e.voter(kWrongPin).use(elsewhere);
  IPPYO_TRY(e.cast(2, {{kRight, 2}, {kWrongPin, 2}}));
  expect("again from the same PC, and with the same card at another PC", true);
  const auto key = e.voter(kBlocked).key().X;
  IPPYO_TRY(e.voter(kBlocked).change_device());
  e.voter(kBlocked).use(elsewhere);
  IPPYO_TRY(e.cast(3, {{kRight, 3}, {kBlocked, 3}}));
  expect("again from another device, which made the slot key anew", e.voter(kBlocked).key().X.bytes == key.bytes);
  for (const auto n : {kRight, kWrongPin, kBlocked}) e.voter(n).use(c.room());
  const auto votes = e.count();
  if (!votes.ok()) return votes.error();
  expect("everybody's last ballot counts: 6, 1, 2", *votes == std::vector<std::uint64_t>{6, 1, 2});
  return {};
}

Result<void> run(const std::filesystem::path& folder, std::unique_ptr<demo::CardRoom> room, const demo::BoothPage& booth) {
  auto either = demo::CardKit::start(room->readers(), "", booth, folder / "room", "kit-3");
  if (!either.ok()) return either.error();
  e2e::CardElection election;
  IPPYO_TRY(election.begin(folder / "election", std::move(room)));
  Cases cases{election};
  IPPYO_TRY(enrol_all(cases, *either));
  IPPYO_TRY(election.open());
  IPPYO_TRY(ask_after_nine_days(cases));
  return vote(cases);
}

}  // namespace

int main() {
  base::init_crypto();
  std::string pattern = (std::filesystem::temp_directory_path() / "ippyo-voters-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) return 1;
  const std::filesystem::path folder = pattern;
  const demo::BoothPage booth{std::string(demo::kBoothOrigin), "カードの試験"};
  auto room = demo::CardRoom::open(booth, folder / "room");
  if (!room.ok()) {
    std::printf("NOT RUN: card_voters: %s\n", room.error().message.c_str());
    return 77;
  }
  const auto done = run(folder, std::move(*room), booth);
  if (!done.ok()) expect("the election goes on to its end", false, done.error().message);
  std::printf("%d failed\n", bad);
  if (bad != 0) {
    std::printf("the logs are in %s\n", folder.c_str());
    return 1;
  }
  std::filesystem::remove_all(folder);
  return 0;
}
