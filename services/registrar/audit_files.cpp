// SPDX-License-Identifier: Apache-2.0
#include "registrar/audit_files.hpp"

#include <nlohmann/json.hpp>
#include <sstream>

#include "base/files.hpp"
#include "base/hash.hpp"
#include "registrar/answers.hpp"
#include "registrar/audit.hpp"

namespace ippyo::registrar {

using base::Error;
using nlohmann::json;

base::Result<office::PollBook> read_poll_book(const std::filesystem::path& file, const record::State& state) {
  if (state.phase() < record::Phase::settled) return Error{"the settlement is not on the board yet; leave out the openings"};
  const auto bytes = base::read_file(file);
  if (!bytes.ok()) return bytes.error();
  office::PollBook book;
  book.stations = state.poll_book().stations;
  std::istringstream in(base::to_string(*bytes));
  std::size_t number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (line.ends_with('\r')) line.pop_back();
    if (line.empty()) continue;
    const auto slot = number_of(line);
    if (!slot || !book.overridden.insert(static_cast<std::uint64_t>(*slot)).second)
      return Error{file.string() + ", line " + std::to_string(number) + ": write each overridden slot's number once, one a line"};
  }
  return book;
}

base::Bytes64 finding_hash(std::string_view text) { return base::hash("registrar-audit", text); }

static json shown(const office::AuditReport& report) {
  auto list = json::array();
  for (const auto& d : report.differences) list.push_back(d.text());
  return {{"count_differs", report.count_differs}, {"differences", std::move(list)}};
}

Finding sign_finding(const RegistrarAudit& a, const record::State& state, const std::string& scrutineer, const base::SigningKey& key, base::UnixTime time) {
  auto faults = json::array();
  for (const auto& f : a.faults) {
    json line{{"fault", word(f.fault)}};
    if (f.slot != kNoSlot) line["slot"] = f.slot;
    faults.push_back(std::move(line));
  }
  json out{{"format", "ippyo-registrar-audit-1"},
           {"ctx0", base::to_hex(state.ctx0())},
           {"entries", state.entries()},
           {"time", time},
           {"scrutineer", scrutineer},
           {"agrees", a.agrees()},
           {"slots", a.slots},
           {"checked", a.checked},
           {"classes", {{"A", a.of_class[0]}, {"B", a.of_class[1]}, {"C", a.of_class[2]}, {"D", a.of_class[3]}}},
           {"faults", std::move(faults)},
           {"look", a.look},
           {"audit_log", {{"lines", a.audit_lines}, {"hash", base::to_hex(a.audit_head)}, {"whole", a.audit_log_whole}}}};
  if (a.settlement) out["settlement"] = shown(*a.settlement);
  Finding finding{out.dump(2) + "\n", {}};
  finding.signature = key.sign(finding_hash(finding.json));
  return finding;
}

}  // namespace ippyo::registrar
