// SPDX-License-Identifier: Apache-2.0
#include "registrar/intake.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "roll/cell.hpp"
#include "roll/day.hpp"

namespace ippyo::registrar {
namespace {

using http::Response;
using nlohmann::json;

constexpr std::size_t kLongestField = 200, kLongestGround = 2000;

std::size_t characters(std::string_view utf8) {
  return static_cast<std::size_t>(std::ranges::count_if(utf8, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

bool one_line(std::string_view text) { return text.find('\n') == text.npos; }

/// Reads fields one after the other and keeps the first fault.
class FormReader {
  const json& fields_;
  std::optional<Response> fault_;

 public:
  explicit FormReader(const json& fields) : fields_(fields) {}
  void report(std::string_view detail) {
    if (!fault_) fault_ = malformed(detail);
  }
  std::optional<Response>& fault() { return fault_; }

  std::string text(const char* field, std::size_t longest, bool lines = false) {
    auto value = text_of(fields_, field);
    if (!value || value->size() > longest * 4 || characters(*value) > longest || (!lines && !one_line(*value))) {
      report("The field '" + std::string(field) + "' is a text of at most " + std::to_string(longest) + " characters" + (lines ? "." : " in one line."));
      return {};
    }
    return *value;
  }
  template <class T>
  T cell(const char* field, roll::Cell<T> value) {
    if (auto* good = std::get_if<T>(&value)) return std::move(*good);
    report("The field '" + std::string(field) + "': " + std::get<roll::CellFault>(value).message);
    return T{};
  }
  bool flag(const char* field) { return fields_.contains(field) && fields_[field] == json(true); }
};

void read_person(FormReader& r, Form& form) {
  form.person.name = r.cell("name", roll::name_cell(r.text("name", kLongestName)));
  form.kana = r.cell("kana", roll::kana_cell(r.text("kana", kLongestName * 2)));
  const auto birth = roll::parse_day(r.text("birth", kLongestField));
  if (birth) form.person.birth = *birth;
  else r.report("The field 'birth' is a day, such as 1970-03-01.");
  const auto sex = r.text("sex", kLongestField);
  if (!sex.empty()) form.person.sex = r.cell("sex", roll::sex_cell(sex));
  form.person.address = r.cell("address", roll::text_cell(r.text("address", kLongestField), kLongestField * 4));
}

bool is_postal_code(std::string_view text) {
  if (text.size() != 8 || text[3] != '-') return false;
  return std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || c == '-'; }) && std::ranges::count(text, '-') == 1;
}

void read_delivery(FormReader& r, Form& form) {
  form.postal_code = r.text("postal_code", 12);
  form.country = r.text("country", kLongestLine);
  form.delivery_address = r.text("delivery", kLongestLine * kMostLines, true);
  if (form.country.empty() && !is_postal_code(form.postal_code)) r.report("The field 'postal_code' has the form 305-8555; it is needed to send the letter.");
  const auto lines = delivery_lines(form);
  if (lines.empty() || lines.size() > kMostLines) r.report("The letter's address has one to four lines, the country among them.");
  for (const auto& line : lines)
    if (line.empty() || characters(line) > kLongestLine) r.report("A line of the letter's address has 1 to 60 characters; divide it with a line break.");
}

/// What the category asks for. Nothing here depends on the roll: the answer says nothing about who is on it.
std::optional<Response> judge_category(const Application& a, const Context& context, base::UnixTime now) {
  const auto* category = context.eligibility.category(a.category);
  if (category == nullptr) return malformed("This ground is not known; choose one of the list.");
  const auto* region = context.eligibility.region_of(a.form.region);
  if (category->region != (region != nullptr) || (region == nullptr && !a.form.region.empty())) return malformed(category->region ? "Choose the region where you are." : "This ground has no region.");
  if (std::ranges::find(category->ballots, context.config.ballot) == category->ballots.end())
    return refused("wrong-ballot", "This ground does not count for this kind of election; choose another one or ask the election office.");
  if (roll::day_in_japan(now) > roll::last_application_day(*category, region, context.config.polling_day))
    return refused("too-late", "It is too late for this ground; ask the election office about voting on paper.");
  return std::nullopt;
}

}  // namespace

std::vector<std::string> delivery_lines(const Form& form) {
  std::vector<std::string> out;
  std::string_view rest = form.delivery_address.empty() ? form.person.address : form.delivery_address;
  while (!rest.empty()) {
    const auto line = rest.substr(0, rest.find('\n'));
    out.emplace_back(line);
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
  }
  if (!form.country.empty()) out.push_back(form.country);
  return out;
}

std::variant<Application, Response> read_form(const json& fields, const Context& context, base::UnixTime now) {
  FormReader r(fields);
  Application a;
  read_person(r, a.form);
  read_delivery(r, a.form);
  a.category = r.text("category", kLongestField);
  a.form.email = r.text("email", kLongestField);
  a.form.phone = r.text("phone", kLongestField);
  a.form.region = r.text("region", kLongestField);
  a.form.ground = r.text("ground", kLongestGround, true);
  a.form.evidence_note = r.text("evidence", kLongestGround, true);
  if (a.form.ground.empty()) r.report("State the ground on which you ask to vote online.");
  const auto letter = r.text("letter", kLongestField);
  if (const auto kind = letter_kind_of(letter.empty() ? "print" : letter)) a.letter_kind = *kind;
  else r.report("The field 'letter' is one of print, large-print, braille.");
  a.form.declared = r.flag("declaration");
  if (!a.form.declared) r.report("The application counts only with the declaration that what it says is true.");
  if (r.fault()) return std::move(*r.fault());
  if (auto refusal = judge_category(a, context, now)) return std::move(*refusal);
  a.received_at = a.changed_at = now;
  return a;
}

db::Outcome draw_reference(db::Database& db, std::string& out) {
  base::SystemRng rng;
  for (bool taken = true; taken;) {
    out = std::to_string(10'000'000'000 + rng.below(10'000'000'000)).substr(1);
    taken = false;
    IPPYO_DB_TRY(db.prepare("SELECT 1 FROM application WHERE reference = ?").bind(out).each([&](const db::Row&) { return taken = true, false; }));
  }
  return {};
}

}  // namespace ippyo::registrar
