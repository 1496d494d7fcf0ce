// SPDX-License-Identifier: Apache-2.0
#include "registrar/questionnaire.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <set>

#include "base/files.hpp"
#include "roll/day.hpp"
#include "settings/toml_table.hpp"

namespace ippyo::registrar {
namespace {

using nlohmann::json;
using settings::TomlTable;

constexpr std::uint64_t kLongestFile = 1 << 16;
constexpr std::size_t kMostQuestions = 20, kMostChoices = 20, kLongestId = 32;
constexpr std::array<std::string_view, 3> kKinds{"scale", "choice", "text"};
constexpr base::UnixTime kDay = 86'400, kJapan = 9 * 3600;

Wording read_wording(TomlTable& t) { return {t.text("ja"), t.text("easy"), t.text("en")}; }

Question read_question(TomlTable t) {
  Question q{t.id("id", kLongestId), static_cast<QuestionKind>(t.choice("kind", kKinds)), read_wording(t), {}};
  std::set<std::string> ids;
  for (auto& c : t.tables("choices", q.kind == QuestionKind::choice)) {
    q.choices.push_back({c.id("id", kLongestId), read_wording(c)});
    if (!ids.insert(q.choices.back().id).second) c.report("id", "give every choice of a question an id of its own");
    c.finish();
  }
  if (q.kind != QuestionKind::choice && !q.choices.empty()) t.report("choices", "only a question of the kind \"choice\" has choices");
  if (q.choices.size() > kMostChoices) t.report("choices", "write at most 20 choices");
  t.finish();
  return q;
}

json wording(const Wording& w) { return {{"ja", w.ja}, {"easy", w.easy}, {"en", w.en}}; }

json question_json(const Question& q) {
  auto out = wording(q.words);
  out["id"] = q.id;
  out["kind"] = kKinds[static_cast<std::size_t>(q.kind)];
  if (q.kind != QuestionKind::choice) return out;
  out["choices"] = json::array();
  for (const auto& c : q.choices) {
    out["choices"].push_back(wording(c.words));
    out["choices"].back()["id"] = c.id;
  }
  return out;
}

db::Outcome count_one(db::Database& db, const Answer& a) {
  IPPYO_DB_TRY(db.prepare("INSERT INTO questionnaire_count (question, answer, number) VALUES (?, ?, 0) ON CONFLICT DO NOTHING").bind(a.question).bind(a.value).run());
  return db.prepare("UPDATE questionnaire_count SET number = number + 1 WHERE question = ? AND answer = ?").bind(a.question).bind(a.value).run();
}

/// A random number names the text: neither the number nor where the row lies says when it came.
db::Outcome keep_text(db::Database& db, const StoreKeys& keys, const Answer& a, base::UnixTime now, base::Rng& rng) {
  const auto id = static_cast<std::int64_t>(1 + rng.below((std::uint64_t{1} << 53) - 1));
  return db.prepare("INSERT INTO questionnaire_text (id, question, day, text_sealed) VALUES (?, ?, ?, ?)")
      .bind(id)
      .bind(a.question)
      .bind(day_number(now))
      .bind(ByteView(keys.columns.seal(db::Place("questionnaire_text", "text_sealed", {id}), a.value)))
      .run();
}

}  // namespace

std::size_t characters_in(std::string_view utf8) {
  return static_cast<std::size_t>(std::ranges::count_if(utf8, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::int64_t day_number(base::UnixTime time) { return static_cast<std::int64_t>((time + kJapan) / kDay); }

std::vector<std::string> Question::countable() const {
  if (kind == QuestionKind::scale) return {"1", "2", "3", "4", "5"};
  std::vector<std::string> out;
  for (const auto& c : choices) out.push_back(c.id);
  return out;
}

base::Result<Questionnaire> Questionnaire::load(const std::filesystem::path& file) {
  const auto text = base::read_file(file, kLongestFile);
  if (!text.ok()) return text.error();
  settings::FirstError errors(file.string());
  Questionnaire out;
  try {
    const auto root = toml::parse(base::to_string(*text), file.string());
    TomlTable top(errors, root, {}, 1);
    std::set<std::string> ids;
    for (auto& t : top.tables("questions", true)) {
      const auto line = t.line();
      out.questions.push_back(read_question(t));
      if (!ids.insert(out.questions.back().id).second) errors.report(line, "id", "give every question an id of its own");
    }
    if (out.questions.size() > kMostQuestions) top.report("questions", "write at most 20 questions");
    top.finish();
  } catch (const toml::parse_error& e) {
    errors.report(e.source().begin.line, "syntax", std::string(e.description()) + "; write TOML 1.0");
  }
  if (errors.error()) return *errors.error();
  return out;
}

json Questionnaire::to_json() const {
  auto list = json::array();
  for (const auto& q : questions) list.push_back(question_json(q));
  return {{"questions", std::move(list)}};
}

std::optional<std::vector<Answer>> read_answers(const Questionnaire& questionnaire, const json& answers) {
  if (!answers.is_object()) return std::nullopt;
  std::vector<Answer> out;
  for (const auto& [id, value] : answers.items()) {
    const auto q = std::ranges::find(questionnaire.questions, id, &Question::id);
    if (q == questionnaire.questions.end()) return std::nullopt;
    const bool is_number = q->kind == QuestionKind::scale;
    if (is_number ? !value.is_number_unsigned() : !value.is_string()) return std::nullopt;
    const auto said = is_number ? std::to_string(value.get<std::uint64_t>()) : value.get<std::string>();
    const auto known = q->countable();
    const bool is_text = q->kind == QuestionKind::text;
    if (is_text ? characters_in(said) > kLongestAnswer : std::ranges::find(known, said) == known.end()) return std::nullopt;
    if (!said.empty()) out.push_back({id, said, is_text});
  }
  return out;
}

db::Outcome keep_answers(db::Database& db, const StoreKeys& keys, const std::vector<Answer>& answers, base::UnixTime now, base::Rng& rng) {
  for (const auto& a : answers) IPPYO_DB_TRY(a.is_text ? keep_text(db, keys, a, now, rng) : count_one(db, a));
  return {};
}

db::Outcome read_counts(db::Database& db, const Questionnaire& questionnaire, json& out) {
  out = questionnaire.to_json();
  std::map<std::pair<std::string, std::string>, std::int64_t> numbers;
  IPPYO_DB_TRY(db.prepare("SELECT question, answer, number FROM questionnaire_count").each([&](const db::Row& row) {
    numbers[{row.text(0), row.text(1)}] = row.integer(2);
    return true;
  }));
  for (std::size_t i = 0; i < questionnaire.questions.size(); ++i) {
    const auto& q = questionnaire.questions[i];
    if (q.kind == QuestionKind::text) continue;
    auto& counts = out["questions"][i]["counts"] = json::object();
    for (const auto& answer : q.countable()) counts[answer] = numbers[{q.id, answer}];
  }
  return {};
}

db::Outcome read_texts(db::Database& db, const StoreKeys& keys, std::int64_t after, std::int64_t limit, json& out) {
  out = json::array();
  std::optional<base::Error> unreadable;
  IPPYO_DB_TRY(db.prepare("SELECT id, question, day, text_sealed FROM questionnaire_text WHERE id > ? ORDER BY id LIMIT ?").bind(after).bind(limit).each([&](const db::Row& row) {
    const auto id = row.integer(0);
    const auto text = keys.columns.open(db::Place("questionnaire_text", "text_sealed", {id}), row.blob(3));
    if (!text.ok()) return unreadable = text.error(), false;
    const auto day = roll::day_in_japan(static_cast<base::UnixTime>(row.integer(2)) * kDay);
    out.push_back({{"id", id}, {"question", row.text(1)}, {"day", roll::to_text(day)}, {"text", base::to_string(text->expose())}});
    return true;
  }));
  return unreadable ? db::Outcome::conflict(unreadable->message) : db::Outcome{};
}

}  // namespace ippyo::registrar
