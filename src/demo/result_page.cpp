// SPDX-License-Identifier: Apache-2.0
#include "demo/result_page.hpp"

#include <fmt/format.h>

#include <algorithm>

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

std::string option_row(const json& option, std::uint64_t most) {
  const auto votes = option.at("votes").get<std::uint64_t>();
  const auto mark = mark_of(option);
  const auto name = text_of(option, "name"), english = text_of(option, "name_en");
  return fmt::format(
      "<tr{}><th scope=\"row\">{}</th><td class=\"bar\" aria-hidden=\"true\"><i style=\"width:{:.1f}%\"></i></td>"
      "<td class=\"votes\">{}</td><td class=\"mark\">{}</td></tr>\n",
      mark.empty() ? "" : " class=\"won\"", both(name, english.empty() ? name : english),
      most == 0 ? 0.0 : 100.0 * static_cast<double>(votes) / static_cast<double>(most), number(votes), mark);
}

std::string class_item(const std::string& ja, const std::string& en, const json& contest, const char* key) {
  return fmt::format("<div><dt>{}</dt><dd>{}</dd></div>", both(ja, en), number(contest.value(key, std::uint64_t{0})));
}

std::string contest_section(const json& contest) {
  auto options = contest.at("options").get<std::vector<json>>();
  std::stable_sort(options.begin(), options.end(), [](const json& a, const json& b) { return a.at("votes") > b.at("votes"); });
  std::uint64_t most = 0;
  for (const auto& o : options) most = std::max(most, o.at("votes").get<std::uint64_t>());
  std::string rows;
  for (const auto& o : options) rows += option_row(o, most);
  const auto seats = contest.value("seats", 0);
  return fmt::format(
      "<section><h2>{}</h2>{}<table><thead><tr><th scope=\"col\">{}</th><td class=\"bar\"></td><th scope=\"col\">{}</th>"
      "<td></td></tr></thead><tbody>\n{}</tbody></table>\n<dl class=\"classes\">{}{}{}{}{}{}</dl></section>\n",
      both(text_of(contest, "title"), text_of(contest, "title_en")),
      seats > 0 ? fmt::format("<p class=\"note\">{}</p>", both(fmt::format("定数 {}", seats), fmt::format("{} seat{}", seats, seats == 1 ? "" : "s")))
                : "",
      both("選択肢", "Option"), both("票", "Votes"), rows, class_item("有効投票", "Valid votes", contest, "valid"),
      class_item("白票", "Blank", contest, "blank"), class_item("投票なし", "Not voted", contest, "abstain"),
      class_item("紙で投票し直し", "Replaced on paper", contest, "null"), class_item("未使用の投票券", "Unused tokens", contest, "unused"),
      class_item("無効", "Invalid", contest, "invalid"));
}

std::string story_section(const json& story) {
  std::string items;
  for (const auto& line : story) items += fmt::format("<li>{}</li>\n", both(text_of(line, "ja"), text_of(line, "en")));
  return fmt::format("<section><h2>{}</h2><ol class=\"story\">{}</ol></section>\n", both("何が行われたか", "What happened"), items);
}

std::string proof_section(const json& result) {
  const auto& board = result.at("board");
  return fmt::format(
      "<section><h2>{}</h2><p>{}</p><pre>ippyo-verify board</pre><dl class=\"facts\"><dt>{}</dt><dd>{}</dd><dt>{}</dt><dd><code>{}</code></dd>"
      "<dt>{}</dt><dd>{}</dd></dl></section>\n",
      both("自分で確かめる", "Check it yourself"),
      both("このページと同じフォルダーの board が掲示板です。だれでも、秘密なしに、最初の記録から結果までを検証できます。",
           "The folder <code>board</code> beside this page is the public record. Anybody can verify it without any secret, from the first entry to the result."),
      both("記録の数", "Entries"), number(board.at("entries").get<std::uint64_t>()), both("掲示板の根(ルートハッシュ)", "Root of the board"),
      text_of(board, "root"), both("連署", "Cosigned by"), escape(fmt::format("{} / {}", board.value("quorum", 0), board.value("cosigners", 0))));
}

}  // namespace

std::string result_page(const json& result) {
  const auto& election = result.at("election");
  const bool verified = result.at("verified").get<bool>();
  std::string contests;
  for (const auto& c : result.at("contests")) contests += contest_section(c);
  return fmt::format(
      "<!doctype html>\n<html lang=\"ja\">\n<head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
      "<title>{0} — 結果 / Result</title>\n<style>{1}</style></head>\n<body>\n"
      "<header>{2}<h1>{3}</h1><p class=\"verdict {4}\">{5}</p>"
      "<button type=\"button\" id=\"language\" hidden>English</button></header>\n<main>\n{6}{7}{8}</main>\n"
      "<footer><p>{9}</p></footer>\n<script>{10}</script>\n</body></html>\n",
      text_of(election, "title"), kResultStyle,
      election.value("rehearsal", true) ? fmt::format("<p class=\"rehearsal\">{}</p>", both("練習", "Rehearsal")) : "",
      both(text_of(election, "title"), text_of(election, "title_en")), verified ? "good" : "bad",
      verified ? both("検証済み — すべての記録と証明を別のプログラムが確かめました", "Verified — a separate program checked every entry and every proof")
               : both("検証に失敗しました。この結果を使わないでください", "Verification failed. Do not use this result"),
      contests, story_section(result.at("story")), proof_section(result),
      both(text_of(election, "note"), text_of(election, "note_en")), kResultScript);
}

}  // namespace ippyo::demo
