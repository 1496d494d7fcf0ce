// SPDX-License-Identifier: Apache-2.0
#include "demo/result_page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "demo/result_style.hpp"

namespace ippyo::demo {
namespace {

using nlohmann::json;

std::string escape(const std::string& text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      default: out += c;
    }
  }
  return out;
}

/// 14000 -> 14,000
std::string number(std::uint64_t n) {
  auto digits = std::to_string(n);
  for (int at = static_cast<int>(digits.size()) - 3; at > 0; at -= 3) digits.insert(static_cast<std::size_t>(at), 1, ',');
  return digits;
}

/// The same thing said twice; the button at the top of the page hides one of them.
std::string both(const std::string& ja, const std::string& en) {
  return fmt::format("<span lang=\"ja\">{}</span><span lang=\"en\">{}</span>", ja, en);
}

std::string text_of(const json& o, const char* key) { return escape(o.value(key, std::string{})); }

std::string mark_of(const json& option) {
  if (option.value("by_lot", false)) return both("当選(抽選)", "elected by lot");
  if (option.value("elected", false)) return both("当選", "elected");
  if (option.value("tied", false)) return both("同数・抽選待ち", "tied, lot pending");
  if (option.value("withdrawn", false)) return both("取り下げ", "withdrawn");
  return {};
}

/// Colour and weight of a row; the words of mark_of() say the same.
const char* look_of(const json& option) {
  if (option.value("by_lot", false) || option.value("elected", false)) return " class=\"won\"";
  if (option.value("tied", false)) return " class=\"tied\"";
  return option.value("withdrawn", false) ? " class=\"gone\"" : "";
}

std::string option_row(const json& option, std::uint64_t most) {
  const auto votes = option.at("votes").get<std::uint64_t>();
  const auto name = text_of(option, "name"), english = text_of(option, "name_en");
  return fmt::format(
      "<tr{}><th scope=\"row\">{}</th><td class=\"bar\" aria-hidden=\"true\"><i style=\"width:{:.1f}%\"></i></td>"
      "<td class=\"votes\">{}</td><td class=\"mark\">{}</td></tr>\n",
      look_of(option), both(name, english.empty() ? name : english),
      most == 0 ? 0.0 : 100.0 * static_cast<double>(votes) / static_cast<double>(most), number(votes), mark_of(option));
}

/// Most votes first; of equals those with a seat; what was withdrawn last.
std::vector<json> sorted_options(const json& contest) {
  auto options = contest.at("options").get<std::vector<json>>();
  const auto rank = [](const json& o) {
    const bool seat = o.value("elected", false) || o.value("by_lot", false);
    return std::tuple(!o.value("withdrawn", false), o.at("votes").get<std::uint64_t>(), seat);
  };
  std::stable_sort(options.begin(), options.end(), [&](const json& a, const json& b) { return rank(a) > rank(b); });
  return options;
}

std::string class_item(const std::string& ja, const std::string& en, const json& contest, const char* key) {
  return fmt::format("<div><dt>{}</dt><dd>{}</dd></div>", both(ja, en), number(contest.value(key, std::uint64_t{0})));
}

/// What became of every place that is not a vote for an option above; with the valid votes they make the total.
std::string class_list(const json& contest) {
  auto items = class_item("有効投票", "Valid votes", contest, "valid") + class_item("白票", "Blank", contest, "blank") +
               class_item("投票なし", "Not voted", contest, "abstain") + class_item("紙で投票し直し", "Replaced on paper", contest, "null") +
               class_item("未使用の投票券", "Unused tokens", contest, "unused") + class_item("無効", "Invalid", contest, "invalid");
  if (contest.value("withdrawn", 0) > 0) items += class_item("取り下げられた選択肢", "For withdrawn options", contest, "withdrawn");
  if (contest.contains("places")) items += class_item("合計", "Total", contest, "places");
  return "<dl class=\"classes\">" + items + "</dl>";
}

std::string seats_note(const json& contest) {
  const auto seats = contest.value("seats", 0), open = contest.value("open_seats", 0);
  std::string out;
  if (seats > 0) out = both(fmt::format("定数 {}", seats), fmt::format("{} seat{}", seats, seats == 1 ? "" : "s"));
  if (open > 0)
    out += both(fmt::format("。残り{}議席は、同じ票数のため抽選で決まります。", open),
                fmt::format("; {} of them will be decided by lot, because the votes are equal.", open));
  return out.empty() ? out : "<p class=\"note\">" + out + "</p>";
}

std::string contest_section(const json& contest) {
  const auto options = sorted_options(contest);
  std::uint64_t most = 0;
  for (const auto& o : options) most = std::max(most, o.at("votes").get<std::uint64_t>());
  std::string rows;
  for (const auto& o : options) rows += option_row(o, most);
  return fmt::format(
      "<section><h2>{}</h2>{}<table><thead><tr><th scope=\"col\">{}</th><td class=\"bar\"></td><th scope=\"col\">{}</th>"
      "<td></td></tr></thead><tbody>\n{}</tbody></table>\n{}</section>\n",
      both(text_of(contest, "title"), text_of(contest, "title_en")), seats_note(contest), both("選択肢", "Option"), both("票", "Votes"),
      rows, class_list(contest));
}

std::string story_section(const json& story) {
  std::string items;
  for (const auto& line : story) items += fmt::format("<li>{}</li>\n", both(text_of(line, "ja"), text_of(line, "en")));
  return fmt::format("<section><h2>{}</h2><ol class=\"story\">{}</ol></section>\n", both("何が行われたか", "What happened"), items);
}

std::string fact(const std::string& ja, const std::string& en, const std::string& value) {
  return fmt::format("<dt>{}</dt><dd>{}</dd>", both(ja, en), value);
}

std::string proof_section(const json& result) {
  const auto& board = result.at("board");
  const auto quorum = board.value("quorum", 0), cosigners = board.value("cosigners", 0);
  return fmt::format(
      "<section><h2>{}</h2><p>{}</p><pre>ippyo-verify board</pre><dl class=\"facts\">{}{}{}</dl></section>\n",
      both("自分で確かめる", "Check it yourself"),
      both("このページと同じフォルダーの <code>board</code> が掲示板(公開の記録)です。"
           "だれでも、秘密なしに、最初の記録から結果までを検証できます。",
           "The folder <code>board</code> beside this page is the public record. Anybody can verify it without any secret, "
           "from the first entry to the result."),
      fact("記録の数", "Entries", number(board.at("entries").get<std::uint64_t>())),
      fact("掲示板の根(検証プログラムが示す値と同じなら、同じ記録です)", "Root of the board (the verifier shows the same value for the same record)",
           "<code>" + text_of(board, "root") + "</code>"),
      fact("連署(記録をすべて検査した団体の署名)", "Cosignatures of bodies that checked every entry",
           both(fmt::format("{}団体のうち{}団体以上が必要", cosigners, quorum),
                fmt::format("at least {} of {} are needed", quorum, cosigners))));
}

std::string verdict(bool verified) {
  if (!verified)
    return fmt::format("<p class=\"verdict bad\"><strong>{}</strong>{}</p>", both("検証に失敗しました", "Verification failed"),
                       both("この結果を使わないでください", "Do not use this result"));
  return fmt::format("<p class=\"verdict good\"><strong>{}</strong>{}</p>", both("検証済み", "Verified"),
                     both("すべての記録と証明を別のプログラムが確かめました", "A separate program checked every entry and every proof"));
}

}  // namespace

std::string result_page(const json& result) {
  const auto& election = result.at("election");
  std::string contests;
  for (const auto& c : result.at("contests")) contests += contest_section(c);
  return fmt::format(
      "<!doctype html>\n<html lang=\"ja\">\n<head><meta charset=\"utf-8\">"
      "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
      "<title>{0} — 結果 / Result</title>\n<style>{1}</style></head>\n<body>\n"
      "<header><div class=\"top\">{2}<button type=\"button\" id=\"language\" hidden>English</button></div>"
      "<h1>{3}</h1>{4}</header>\n"
      "<main>\n{5}{6}{7}</main>\n<footer><p>{8}</p></footer>\n<script>{9}</script>\n</body></html>\n",
      text_of(election, "title"), kResultStyle,
      election.value("rehearsal", true) ? fmt::format("<p class=\"rehearsal\">{}</p>", both("練習", "Rehearsal")) : "",
      both(text_of(election, "title"), text_of(election, "title_en")), verdict(result.at("verified").get<bool>()), contests,
      story_section(result.at("story")), proof_section(result), both(text_of(election, "note"), text_of(election, "note_en")),
      kResultScript);
}

}  // namespace ippyo::demo
