// SPDX-License-Identifier: Apache-2.0
// The questions after voting, as data, and what was answered: counts that belong to nobody, and texts of nobody. [SPEC 15.10 Questionnaire]
#pragma once
#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <optional>

#include "registrar/store.hpp"

namespace ippyo::registrar {

/// What the voter reads: Japanese, easy Japanese, English.
struct Wording {
  std::string ja, easy, en;
};
enum class QuestionKind : std::uint8_t { scale, choice, text };
struct Question {
  std::string id;
  QuestionKind kind;
  Wording words;
  struct Choice {
    std::string id;
    Wording words;
  };
  std::vector<Choice> choices;  ///< of a choice only

  /// Answers that are counted, in their order: "1" to "5", or the ids of the choices; none of a text.
  std::vector<std::string> countable() const;
};

struct Questionnaire {
  std::vector<Question> questions;
  /// errors name file, line, key and what is allowed there.
  static base::Result<Questionnaire> load(const std::filesystem::path& file);
  nlohmann::json to_json() const;
};

inline constexpr std::size_t kLongestAnswer = 500;       ///< characters
inline constexpr std::uint32_t kAnswersPerMinute = 60;  ///< of all callers together
struct Answer {
  std::string question;
  std::string value;  ///< one of countable(), or the text
  bool is_text;
};
/// The answers of a body, without those that were left empty. Nothing when one is not to a question of this questionnaire, or no answer to it.
std::optional<std::vector<Answer>> read_answers(const Questionnaire& questionnaire, const nlohmann::json& answers);

/// Counts and texts are kept apart, so that nothing ties the answers of one person together.
db::Outcome keep_answers(db::Database& db, const StoreKeys& keys, const std::vector<Answer>& answers, base::UnixTime now, base::Rng& rng);
/// Every question with `counts` of its answers (texts without).
db::Outcome read_counts(db::Database& db, const Questionnaire& questionnaire, nlohmann::json& out);
/// `texts`: {"id", "question", "day", "text"}, by id, which is random.
db::Outcome read_texts(db::Database& db, const StoreKeys& keys, std::int64_t after, std::int64_t limit, nlohmann::json& out);

/// Days of Japan since 1970.
std::int64_t day_number(base::UnixTime time);
/// Characters of UTF-8.
std::size_t characters_in(std::string_view utf8);

}  // namespace ippyo::registrar
