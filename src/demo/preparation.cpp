// SPDX-License-Identifier: Apache-2.0
#include "demo/preparation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <map>

#include "office/commission.hpp"
#include "office/station.hpp"
#include "proof/possession.hpp"

namespace ippyo::demo {
namespace {

constexpr std::uint32_t kHour = 3600, kGraceSeconds = 120, kRehearsed = 8;

proof::Element power_of_g(const group::SecretScalar& x) {
  proof::Point p;
  group::fixed_mul_ct(proof::base_g(), x, {&p, 1});
  return proof::Element::from(p);
}

std::string body_name(const std::string& id, election::Role role) {
  switch (role) {
    case election::Role::commission: return "見本市選挙管理委員会";
    case election::Role::registrar: return "見本市選挙人名簿係";
    case election::Role::ballot_box: return "投票受付サーバー " + id;
    case election::Role::trustee: return "鍵の管理人 " + id;
    case election::Role::scrutineer: return "開票立会人 " + id;
    case election::Role::station: return "移動期日前投票所 " + id;
    case election::Role::observer: return "投票立会人 " + id;
  }
  return id;
}

election::Role role_of(const std::string& id) {
  if (id == "commission") return election::Role::commission;
  if (id == "registrar") return election::Role::registrar;
  if (id.starts_with("box-")) return election::Role::ballot_box;
  if (id.starts_with("scrutineer-")) return election::Role::scrutineer;
  if (id.starts_with("observer-")) return election::Role::observer;
  return election::Role::station;
}

/// The day in Asia/Tokyo, as people write it.
std::string day_text(base::UnixTime now) {
  const std::chrono::sys_days day(std::chrono::floor<std::chrono::days>(std::chrono::seconds(now + 9 * kHour)));
  const std::chrono::year_month_day date(day);
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

}  // namespace

election::Calendar calendar_of(const Scenario& s, base::UnixTime start) {
  const auto opens = start + 2 * kHour, closes = opens + s.epochs * s.epoch_seconds;
  return {start + kHour, {opens, closes}, {{opens, closes}}, {closes + kHour, closes + 14 * kHour}, closes + 14 * kHour, s.epoch_seconds, kGraceSeconds};
}

base::Result<void> found_election(const Scenario& s, Bodies& b, Desk& desk) {
  base::SystemRng rng;
  election::Constitution c;
  c.election_id = s.election_id;
  c.title = s.title;
  c.title_en = s.title_en;
  c.host = "localhost";
  c.clock = s.clock;
  c.paper = s.paper;
  c.trustees = s.trustees;
  c.threshold = s.threshold;
  c.mixes = s.mixes;
  c.min_list = s.min_list;
  for (const auto& e : s.evidence) c.evidence.push_back(e.evidence);
  std::sort(c.evidence.begin(), c.evidence.end());
  c.factors = s.factors;
  c.penalties = "投票の買収、強要、のぞき見は法律で罰せられます。";
  c.penalties_en = "Buying, forcing or spying on votes is punished by law.";
  c.Z = power_of_g(b.z);
  const auto Z_label = election::registrar_possession_label(c.election_id);
  c.Z_possession = proof::prove_possession({"pop", Z_label, c.Z}, b.z, rng);
  for (const auto& [id, key] : b.keys) c.signers.push_back({id, role_of(id), body_name(id, role_of(id)), key.public_key()});
  for (const auto& t : b.trustees) c.signers.push_back({t.id(), election::Role::trustee, body_name(t.id(), election::Role::trustee), t.public_key()});
  for (const auto& [id, secret] : b.box_secrets) {
    const auto B = power_of_g(secret);
    const auto label = election::box_possession_label(c.election_id, id);
    c.boxes.push_back({id, B, proof::prove_possession({"pop", label, B}, secret, rng)});
  }
  const auto folder = b.next_submission("constitution");
  IPPYO_TRY(office::write_constitution({folder, desk.state(), b.signers({"commission"}), b.clock.now()}, c));
  return desk.post(folder);
}

base::Result<void> hold_ceremony(Bodies& b, Desk& desk) {
  const auto exchange = b.folders.hidden("usb-stick"), out = b.next_submission("ceremony");
  std::vector<trustee::Ceremony> parts;
  for (auto& t : b.trustees) {
    auto part = t.ceremony(b.folders.board(), exchange);
    if (!part.ok()) return part.error();
    parts.push_back(std::move(*part));
  }
  for (auto& p : parts) IPPYO_TRY(p.commit());
  for (auto& p : parts) IPPYO_TRY(p.reveal());
  for (auto& p : parts) IPPYO_TRY(p.deal());
  for (auto& p : parts) {
    const auto complaints = p.check();
    if (!complaints.ok()) return complaints.error();
    if (!complaints->empty()) return base::Error{"a trustee complains of a share; the key ceremony must be held anew"};
  }
  for (auto& p : parts) IPPYO_TRY(p.sign(b.clock.now()));
  IPPYO_TRY(parts[0].assemble(out));
  return desk.post(out);
}

/// Tokens of the stations, on the board before the opening.
static base::Result<StationTokens> draw_tokens(const Scenario& s, Bodies& b, Desk& desk) {
  StationTokens out;
  base::SystemRng rng;
  for (const auto& station : s.stations) {
    out.push_back(office::make_tokens(station.tokens, rng));
    const auto folder = b.next_submission("tokens-" + station.id);
    IPPYO_TRY(office::write_tokens({folder, desk.state(), b.signers({station.id, "observer-" + station.id}), b.clock.now()}, station.id, out.back()));
    IPPYO_TRY(desk.post(folder));
  }
  return out;
}

base::Result<Prepared> enrol_voters(const Scenario& s, const Plan& plan, Bodies& b, Desk& desk, const Progress& progress,
                                    const AtReaders& at_readers, const Paper& paper) {
  const auto opening = b.clock.now() + kApplyBefore;
  auto registry = Registry::open(s, b, desk.state(), calendar_of(s, opening));
  if (!registry.ok()) return registry.error();
  auto& r = **registry;
  auto citizens = r.make_citizens(plan);
  for (std::size_t n = 0; at_readers.room && n < std::min(at_readers.voters, citizens.size()); ++n) citizens[n].use(*at_readers.room);
  IPPYO_TRY(r.import_roll(citizens));
  IPPYO_TRY(r.take_applications(citizens, progress, paper));
  IPPYO_TRY(r.send_letters(citizens, progress, paper));
  IPPYO_TRY(r.enrol(citizens, progress));
  IPPYO_TRY(r.publish(desk));
  IPPYO_TRY(r.audit());
  b.clock.set(opening);
  IPPYO_TRY(r.tell_time());
  Prepared out{std::move(*registry), {}, {}};
  std::map<base::Bytes32, std::uint64_t> slots;
  for (std::uint64_t slot = 0; slot < desk.state().slots().size(); ++slot) slots[desk.state().slots()[slot].X.bytes] = slot;
  for (auto& c : citizens) {
    const auto at = slots.find(c.key().X.bytes);
    if (at == slots.end()) return base::Error{"an enrolled voter is not on the slot list"};
    out.voters.push_back({std::move(c), at->second});
  }
  auto tokens = draw_tokens(s, b, desk);
  if (!tokens.ok()) return tokens.error();
  out.tokens = std::move(*tokens);
  return out;
}

base::Result<void> open_election(const Scenario& s, Bodies& b, Desk& desk) { return open_election(s, calendar_of(s, b.clock.now()), b, desk); }

base::Result<void> open_election(const Scenario& s, const election::Calendar& calendar, Bodies& b, Desk& desk) {
  auto reader = board::Reader::open(b.folders.board());
  if (!reader.ok()) return reader.error();
  const auto entries = reader->read_until(reader->size());
  if (!entries.ok()) return entries.error();
  const auto slot_list = office::find_slot_list(*entries);
  if (!slot_list) return base::Error{"the slot list is not on the board"};
  auto o = office::begin_opening(desk.state(), *slot_list);
  for (const auto& c : s.contests) o.contests.push_back(c.contest);
  for (const auto& style : s.styles) o.styles.push_back(style.style);
  o.calendar = calendar;
  o.box_rotation = kBoxes;
  o.policy = witness_policy(s, b);
  const auto folder = b.next_submission("opening");
  IPPYO_TRY(office::write_opening({folder, desk.state(), b.signers({"commission"}), b.clock.now()}, o));
  return desk.post(folder);
}

base::Result<void> prepare_trustees(Bodies& b, Desk& desk, const Progress& progress) {
  const auto mixes = desk.state().constitution().mixes;
  const auto day = day_text(b.clock.now());
  std::vector<std::filesystem::path> rehearsals, permutations;
  for (const auto& t : b.trustees) rehearsals.push_back(b.next_submission("rehearsal-" + t.id()));
  for (std::size_t j = 0; j < mixes; ++j) permutations.push_back(b.next_submission("permutations-" + b.trustees[j].id()));
  IPPYO_TRY(b.trustees_at_work([&](trustee::Trustee& t, std::size_t i) { return t.rehearse(b.folders.board(), day, kRehearsed, rehearsals[i]); }));
  for (const auto& r : rehearsals) IPPYO_TRY(desk.post(r));
  IPPYO_TRY(b.trustees_at_work([&](trustee::Trustee& t, std::size_t i) {
    return i < permutations.size() ? t.commit(b.folders.board(), {}, permutations[i]) : base::Result<void>{};
  }));
  for (std::size_t j = 0; j < permutations.size(); ++j) {
    IPPYO_TRY(desk.post(permutations[j]));
    if (progress) progress("permutation commitments", j + 1, permutations.size());
  }
  return {};
}

}  // namespace ippyo::demo
