// SPDX-License-Identifier: Apache-2.0
// What the clerks do with the crowd: roll, applications, letters; and how everybody enrols.
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <regex>
#include <sstream>
#include <thread>

#include "base/files.hpp"
#include "demo/registrar_file.hpp"
#include "demo/registry.hpp"
#include "roll/csv.hpp"
#include "roll/day.hpp"
#include "roll/import.hpp"
#include "roll/sample_city.hpp"

namespace ippyo::demo {

using base::Error;
using base::Result;
using nlohmann::json;
namespace fs = std::filesystem;

namespace {

constexpr std::size_t kConnections = 16;
constexpr std::chrono::milliseconds kLook{100};

/// `work(client, n)` for n in [0, count) from many connections; the first error ends it.
Result<void> in_parallel(std::size_t count, const http::Url& where, const Progress& progress, std::string_view what,
                         const std::function<Result<void>(RegistrarClient&, std::size_t, base::Rng&)>& work) {
  std::atomic<std::size_t> next{0}, done{0};
  std::mutex mutex;
  std::optional<Error> error;
  std::atomic<bool> failed{false};
  const auto run = [&] {
    base::SystemRng rng;
    RegistrarClient client(where);
    for (auto n = next++; n < count && !failed; n = next++) {
      if (const auto did = work(client, n, rng); !did.ok()) {
        const std::lock_guard lock(mutex);
        if (!error) error = did.error();
        failed = true;
      }
      if (progress) progress(what, ++done, count);
    }
  };
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < std::min(kConnections, count); ++i) threads.emplace_back(run);
  }
  if (error) return *error;
  return {};
}

std::string date(const roll::Day& d) { return fmt::format("{:04}-{:02}-{:02}", d.year, d.month, d.day); }

}  // namespace

std::vector<Citizen> Registry::make_citizens(const Plan& plan, bool visitors) {
  struct Place {
    std::size_t style;
    election::EvidenceClass evidence;
  };
  std::vector<Place> places;
  if (visitors)
    for (const auto& v : scenario_.visitors) places.insert(places.end(), v.count + v.applicants, Place{v.style, election::EvidenceClass::B});
  for (const auto& v : plan.voters) places.push_back({v.style, v.evidence});
  roll::SampleCity city({places.size(), scenario_.seed, roll::day_in_japan(bodies_.clock.now()), true});
  std::vector<Citizen> out;
  roll::Voter voter;
  for (std::size_t n = 0; n < places.size() && city.next(voter); ++n) {
    voter.district = district_of_style(places[n].style);
    people_[voter.number] = {voter.name, voter.address, voter.birth, voter.sex};
    out.emplace_back(voter, places[n].evidence, fmt::format("sample-{}@mail.example", n + 1));
  }
  return out;
}

Result<void> Registry::import_roll(const std::vector<Citizen>& citizens) {
  std::vector<roll::Voter> voters;
  for (const auto& c : citizens) voters.push_back(c.person());
  std::ostringstream file;
  roll::export_roll(voters, file);
  RegistrarClient client(where_);
  client.use_session(manager_.token);
  const auto sent = client.send("POST", "/staff/roll", base::to_bytes(base::view(file.str())), "text/csv");
  if (!sent.ok()) return sent.error();
  const auto pending = json::parse(sent->body, nullptr, false);
  if (pending.value("added", std::uint64_t{0}) != citizens.size()) return Error{"the roll was not taken over whole"};
  const auto applied = client.post("/staff/roll/" + std::to_string(pending.at("id").get<std::int64_t>()) + "/apply", json::object());
  return applied.ok() ? Result<void>{} : Result<void>(applied.error());
}

Result<void> Registry::take_applications(const std::vector<Citizen>& citizens, const Progress& progress, const Paper& paper) {
  applications_.resize(citizens.size());
  const auto apply = [&](RegistrarClient& client, std::size_t n, base::Rng&) -> Result<void> {
    client.use_session(clerk_.token);
    const auto& p = citizens[n].person();
    const auto taken = client.post("/staff/applications", {{"channel", "post"}, {"name", p.name}, {"kana", p.kana}, {"birth", date(p.birth)}, {"sex", roll::word(p.sex)},
                                                           {"address", p.address}, {"category", "illness"}, {"email", citizens[n].email()}, {"postal_code", "305-0000"},
                                                           {"ground", "病気のため投票所へ行くことが困難です。"}, {"evidence", "診断書の写し"}, {"declaration", true}});
    if (!taken.ok()) return taken.error();
    applications_[n] = taken->at("id").get<std::int64_t>();
    return {};
  };
  // The first ones come one after the other: their numbers, and so their printed letters, are in the order of the citizens.
  {
    RegistrarClient client(where_);
    base::SystemRng rng;
    for (std::size_t n = 0; n < std::min(paper.most, citizens.size()); ++n) IPPYO_TRY(apply(client, n, rng));
  }
  IPPYO_TRY(in_parallel(citizens.size(), where_, progress, "applications", [&](RegistrarClient& client, std::size_t n, base::Rng& rng) {
    return applications_[n] != 0 ? Result<void>{} : apply(client, n, rng);
  }));
  // The clerk looks at every one: the line of the roll that fits is among the candidates, and judged eligible.
  const auto approve = [&](RegistrarClient& client, std::size_t n, base::Rng&) -> Result<void> {
    client.use_session(clerk_.token);
    const auto path = "/staff/applications/" + std::to_string(applications_[n]);
    const auto seen = client.get(path);
    if (!seen.ok()) return seen.error();
    const auto& candidates = seen->at("candidates");
    if (candidates.empty()) return Error{"an application fits nobody on the roll"};
    const auto done = client.post(path + "/approve", {{"voter", candidates[0].at("voter")}});
    return done.ok() ? Result<void>{} : Result<void>(done.error());
  };
  return in_parallel(citizens.size(), where_, progress, "approvals by a clerk", approve);
}

// One batch of letters: ordered, awaited, fetched piece by piece into `to`.
Result<std::uint64_t> Registry::print(const json& order, const fs::path& to, const Progress& progress) {
  RegistrarClient client(where_);
  client.use_session(clerk_.token);
  auto batch = client.post("/staff/letters", order);
  if (!batch.ok()) return batch.error();
  const auto path = "/staff/letters/" + std::to_string(batch->at("batch").get<std::uint32_t>());
  while (batch->at("state") == "writing") {
    std::this_thread::sleep_for(kLook);
    batch = client.get(path);
    if (!batch.ok()) return batch.error();
    if (progress) progress("letters", batch->at("done").get<std::uint64_t>(), batch->at("total").get<std::uint64_t>());
  }
  if (batch->at("state") != "ready") return Error{"the letters were not printed: " + batch->value("message", std::string())};
  base::Bytes file;
  for (const auto size = batch->at("size").get<std::uint64_t>(); file.size() < size;) {
    const auto piece = client.send("GET", path + "/file?from=" + std::to_string(file.size()));
    if (!piece.ok()) return piece.error();
    file.insert(file.end(), piece->body.begin(), piece->body.end());
  }
  IPPYO_TRY(base::write_file_durably(to, file, 0600));
  return batch->at("total").get<std::uint64_t>();
}

// Letters on paper: the codes are read off the pages, as their receivers do.
Result<std::vector<letters::DedicatedCode>> Registry::read_printed(const fs::path& pdf) const {
  auto reader = Process::start("/usr/bin/pdftotext", {"-layout", pdf.string(), "-"}, {}, folder() / "pdftotext.log");
  if (!reader.ok()) return reader.error();
  std::string text;
  if (const auto status = reader->finish(text); !status.ok()) return status.error();
  static const std::regex kCode("[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{2}");
  std::vector<letters::DedicatedCode> out;
  for (std::sregex_iterator at(text.begin(), text.end(), kCode), end; at != end; ++at) {
    auto code = letters::DedicatedCode::parse(at->str());
    if (!code.ok()) return code.error();
    out.push_back(std::move(*code));
  }
  return out;
}

Result<void> Registry::receive_printed(std::span<Citizen> citizens, const fs::path& pdf) {
  auto codes = read_printed(pdf);
  if (!codes.ok()) return codes.error();
  if (codes->size() != citizens.size()) return Error{"the codes of the printed letters cannot be read"};
  for (std::size_t n = 0; n < citizens.size(); ++n) citizens[n].receive(std::move((*codes)[n]));
  return {};
}

Result<std::vector<Registry::Approved>> Registry::approve_waiting(const fs::path& folder) {
  IPPYO_TRY(keep_signed_in());
  RegistrarClient client(where_);
  client.use_session(clerk_.token);
  const auto waiting = client.get("/staff/applications?state=received");
  if (!waiting.ok()) return waiting.error();
  std::vector<Approved> out;
  for (const auto& row : waiting->at("applications")) {
    const auto id = row.at("id").get<std::int64_t>();
    const auto path = "/staff/applications/" + std::to_string(id);
    const auto seen = client.get(path);
    if (!seen.ok()) return seen.error();
    if (seen->at("candidates").empty()) continue;  // nobody of the roll: a person would ask back
    const auto& voter = seen->at("candidates")[0];
    if (const auto approved = client.post(path + "/approve", {{"voter", voter.at("voter")}}); !approved.ok()) return approved.error();
    const auto pdf = folder / fmt::format("letter-{}.pdf", id);
    const auto printed = print({{"applications", json::array({id})}, {"kind", "print"}}, pdf, {});
    if (!printed.ok()) return printed.error();
    auto codes = read_printed(pdf);
    if (!codes.ok()) return codes.error();
    if (codes->size() != 1) return Error{"the code of a printed letter cannot be read"};
    out.push_back({voter.at("number"), std::move((*codes)[0])});
  }
  return out;
}

// Letters for the printing house: by name and address.
Result<void> Registry::receive_data(std::span<Citizen> citizens, const fs::path& csv) {
  std::ifstream in(csv, std::ios::binary);
  auto reader = roll::CsvReader::open(in);
  if (!reader.ok()) return reader.error();
  std::map<std::string, std::string> codes;
  roll::CsvRow row;
  for (;;) {
    const auto more = reader->next(row);
    if (!more.ok()) return more.error();
    if (!*more) break;
    if (row.fields.size() >= 9) codes[row.fields[6] + "\n" + row.fields[2]] = row.fields[8];
  }
  for (auto& c : citizens) {
    auto code = letters::DedicatedCode::parse(codes[c.person().name + "\n" + c.person().address]);
    if (!code.ok()) return Error{"a voter got no letter: " + code.error().message};
    c.receive(std::move(*code));
  }
  return {};
}

Result<void> Registry::send_letters(std::vector<Citizen>& citizens, const Progress& progress, const Paper& paper) {
  const auto printed = std::min(fs::exists("/usr/bin/pdftotext") ? paper.most : 0, citizens.size());
  const std::span all(citizens);
  if (printed > 0) {
    // The registrar prints in the order of its numbers, whatever the order of the list.
    auto order = json::array();
    for (std::size_t n = 0; n < printed; ++n) order.push_back(applications_[n]);
    const auto pdf = paper.pdf.empty() ? bodies_.folders.hidden("letters.pdf") : paper.pdf;
    const auto done = print({{"applications", order}, {"kind", "print"}}, pdf, progress);
    if (!done.ok()) return done.error();
    IPPYO_TRY(receive_printed(all.subspan(0, printed), pdf));
  }
  if (printed == citizens.size()) return {};
  const auto csv = bodies_.folders.hidden("letters.csv");
  const auto done = print({{"applications", "all"}, {"kind", "data"}}, csv, progress);
  if (!done.ok()) return done.error();
  return receive_data(all.subspan(printed), csv);
}

Result<void> Registry::enrol(std::span<Citizen> citizens, const Progress& progress) {
  return in_parallel(citizens.size(), where_, progress, "enrolling voters", [&](RegistrarClient& client, std::size_t n, base::Rng& rng) -> Result<void> {
    client.use_session("");
    citizens[n].take_card(*world_);
    return citizens[n].enrol(*world_, client, rng);
  });
}

}  // namespace ippyo::demo
