// SPDX-License-Identifier: Apache-2.0
// What voters told without saying who they are: the questionnaire and reports of coercion. [SPEC 15.10 Questionnaire, SPEC 15.11 CoercionReport]
#include <algorithm>
#include <cstdio>
#include <ctime>

#include "base/files.hpp"
#include "plain_text.hpp"
#include "registrar/questionnaire_chart.hpp"
#include "registrar_commands.hpp"

namespace ippyo::office_tool {
namespace {

using base::Result;

constexpr const char* kTitle = "インターネット投票 アンケート集計";

Result<json> all_answers(Connection& c) {
  auto found = c.get("/staff/questionnaire?limit=500");
  if (!found.ok()) return found;
  auto& texts = (*found)["texts"];
  for (bool more = !texts.empty(); more;) {
    const auto page = c.get("/staff/questionnaire?limit=500&after=" + texts.back()["id"].dump());
    if (!page.ok()) return page.error();
    more = !(*page)["texts"].empty();
    for (const auto& t : (*page)["texts"]) texts.push_back(t);
  }
  return found;
}

void print_counts(const json& q) {
  std::printf("\n%s\n", plain(q.value("ja", "")).c_str());
  const auto line = [](const std::string& label, std::uint64_t n) {
    std::printf("  %6llu  %s\n", static_cast<unsigned long long>(n), plain(label).c_str());
  };
  if (q.value("kind", "") == "scale")
    for (const char* n : {"1", "2", "3", "4", "5"}) line(n, q["counts"].value(n, std::uint64_t{0}));
  else
    for (const auto& choice : q["choices"]) line(choice.value("ja", ""), q["counts"].value(choice.value("id", ""), std::uint64_t{0}));
}

Result<void> show_answers(Connection& c, const std::string& chart) {
  const auto found = all_answers(c);
  if (!found.ok()) return found.error();
  for (const auto& q : (*found)["questions"]) {
    if (q.value("kind", "") != "text") {
      print_counts(q);
      continue;
    }
    std::printf("\n%s\n", plain(q.value("ja", "")).c_str());
    for (const auto& t : (*found)["texts"])
      if (t["question"] == q["id"]) std::printf("  %s  %s\n", t.value("day", "").c_str(), plain(t.value("text", "")).c_str());
  }
  return chart.empty() ? Result<void>{} : base::write_file_durably(chart, base::view(registrar::questionnaire_page(*found, kTitle)), 0600);
}

std::string time_in_japan(std::int64_t at) {
  const auto japan = static_cast<std::time_t>(at + 9 * 3600);
  std::tm parts{};
  char text[32];
  ::gmtime_r(&japan, &parts);
  return std::string(text, std::strftime(text, sizeof text, "%Y-%m-%d %H:%M", &parts));
}

Result<std::vector<json>> all_reports(Connection& c) {
  std::vector<json> out;
  for (std::string after = "0";;) {
    const auto page = c.get("/staff/reports?limit=500&after=" + after);
    if (!page.ok()) return page.error();
    if ((*page)["reports"].empty()) break;
    for (const auto& r : (*page)["reports"]) out.push_back(r);
    after = out.back().value("number", "");
  }
  std::ranges::sort(out, {}, [](const json& r) { return r.value("at", std::int64_t{0}); });
  return out;
}

Result<void> show_reports(Connection& c) {
  static const std::map<std::string, const char*> kKinds{{"pressure", "強要・圧力"}, {"bought", "買収"}, {"watched", "投票をのぞかれた"}, {"other", "その他"}};
  const auto reports = all_reports(c);
  if (!reports.ok()) return reports.error();
  if (reports->empty()) std::printf("通報はありません。\n");
  for (const auto& r : *reports) {
    const auto kind = kKinds.find(r.value("kind", ""));
    std::printf("\n──────── 通報 %s  %s  %s  %s\n  %s\n", r.value("number", "").c_str(), time_in_japan(r.value("at", std::int64_t{0})).c_str(),
                kind == kKinds.end() ? "" : kind->second, r.contains("seen_by") ? ("確認 " + r.value("seen_by", "")).c_str() : "未確認",
                plain(r.value("text", "")).c_str());
    if (!r.value("contact", "").empty()) std::printf("  連絡先: %s\n", plain(r.value("contact", "")).c_str());
  }
  return {};
}

}  // namespace

void add_voice_commands(CLI::App& app, const std::shared_ptr<Settings>& s, Run& run) {
  auto chart = std::make_shared<std::string>();
  auto* answers = app.add_subcommand("questionnaire", "what voters answered after voting, in numbers and texts");
  answers->add_option("--chart", *chart, "also a page with charts, as HTML");
  add_command(answers, s, run, [chart](Connection& c) { return show_answers(c, *chart); });
  add_command(app.add_subcommand("reports", "reports of pressure, bribery and watching, oldest first"), s, run, show_reports);
  auto number = std::make_shared<std::string>();
  auto* seen = app.add_subcommand("report-seen", "notes that a report was read");
  seen->add_option("NUMBER", *number, "six digits")->required();
  add_command(seen, s, run, [number](Connection& c) -> Result<void> {
    const auto done = c.post("/staff/reports/" + *number + "/seen", json::object());
    return done.ok() ? Result<void>{} : Result<void>(done.error());
  });
}

}  // namespace ippyo::office_tool
