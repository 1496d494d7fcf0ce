// SPDX-License-Identifier: Apache-2.0
// The queue of applications at a terminal, one screen each, and its decisions for scripts. [SPEC 15.2 Application]
#include <cstdio>
#include <iostream>

#include "plain_text.hpp"
#include "registrar_commands.hpp"

namespace ippyo::office_tool {
namespace {

using base::Error;
using base::Result;

void field(const char* label, const json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end() || (found->is_string() && found->get_ref<const std::string&>().empty())) return;
  std::printf("  %s: %s\n", label, plain(found->is_string() ? found->get<std::string>() : found->dump()).c_str());
}

void show_candidate(std::size_t number, const json& c) {
  std::printf("\n 名簿の候補 %zu\n", number);
  for (const auto& [label, name] : {std::pair{"名簿番号", "number"}, {"氏名", "name"}, {"カナ", "kana"}, {"生年月日", "birth"}, {"性別", "sex"}, {"住所", "address"},
                                    {"投票区", "district"}, {"表示", "flags"}})
    field(label, c, name);
  const auto& match = c["match"];
  std::printf("  照合: %s (氏名 %s, 住所 %s, 生年月日 %s, 性別 %s)\n", match.value("verdict", "").c_str(), match.value("name", "").c_str(),
              match.value("address", "").c_str(), match.value("birth", "").c_str(), match.value("sex", "").c_str());
  std::printf("  判定: %s (%s)\n", c["judgement"].value("standing", "").c_str(), c["judgement"].value("word", "").c_str());
}

/// What a card or an account said beside the line of the roll. The code goes into `attributes-seen`.
void show_look(const json& l) {
  std::printf("\n 要確認 %s (%s)\n", l.value("look", "").c_str(), l.value("factor", "").c_str());
  for (const auto& [label, name] : {std::pair{"氏名", "name"}, {"生年月日", "birth"}, {"性別", "sex"}, {"住所", "address"}})
    std::printf("  %s: 提示 %s / 名簿 %s (%s)\n", label, plain(l["shown"].value(name, "")).c_str(), plain(l["line"].value(name, "")).c_str(),
                l["match"].value(name, "").c_str());
  if (l.contains("seen_by")) std::printf("  確認済み: %s\n", l.value("seen_by", "").c_str());
}

void show(const json& a) {
  std::printf("\n──────── 申請 %s  受付番号 %s  状態 %s  受付方法 %s\n", a["id"].dump().c_str(), a.value("reference", "").c_str(), a.value("state", "").c_str(),
              a.value("channel", "").c_str());
  field("事由", a, "category");
  field("通知書", a, "letter");
  for (const auto& [label, name] : {std::pair{"氏名", "name"}, {"カナ", "kana"}, {"生年月日", "birth"}, {"性別", "sex"}, {"住所", "address"}, {"電話", "phone"},
                                    {"メール", "email"}, {"郵便番号", "postal_code"}, {"送付先", "delivery"}, {"国", "country"}, {"地域", "region"},
                                    {"宣誓の内容", "ground"}, {"証明書類", "evidence"}})
    field(label, a["form"], name);
  std::size_t number = 0;
  for (const auto& c : a["candidates"]) show_candidate(++number, c);
  if (number == 0) std::printf("\n 名簿に一致する人がいません。\n");
  for (const auto& l : a["looks"]) show_look(l);
  for (const auto& e : a["events"])
    std::printf("  履歴: %s %s %s\n", e.value("staff", "").c_str(), e.value("action", "").c_str(), plain(e.value("reason", "")).c_str());
}

Result<json> detail(Connection& c, std::int64_t id) {
  auto a = c.get("/staff/applications/" + std::to_string(id));
  if (a.ok() && (*a)["candidates"].empty() && a->value("state", "") == "received") return c.get("/staff/applications/" + std::to_string(id) + "?search=wide");
  return a;
}

Result<void> act(Connection& c, std::int64_t id, const std::string& action, const json& body) {
  const auto done = c.post("/staff/applications/" + std::to_string(id) + "/" + action, body);
  if (!done.ok()) return done.error();
  std::printf("申請 %lld: %s\n", static_cast<long long>(id), done->value("state", "").c_str());
  return {};
}

std::optional<std::string> ask(const std::string& question) {
  std::printf("%s", question.c_str());
  std::fflush(stdout);
  std::string line;
  if (!std::getline(std::cin, line)) return std::nullopt;
  return line;
}

/// The clerk's answer for one application; false when the clerk has enough.
bool review_one(Connection& c, const json& a) {
  const auto id = a["id"].get<std::int64_t>();
  const auto& candidates = a["candidates"];
  const auto answer = ask("\n 候補の番号で承認、r 返戻、m 転出、d 死亡、w 取下げ、s 次へ、q 終わる > ");
  if (!answer || *answer == "q") return false;
  if (*answer == "s" || answer->empty()) return true;
  static const std::map<std::string, std::string> kActions{{"r", "return"}, {"m", "moved"}, {"d", "deceased"}, {"w", "withdrawn"}};
  json body = json::object();
  std::string action = "approve";
  if (const auto found = kActions.find(*answer); found != kActions.end()) {
    action = found->second;
  } else {
    const auto chosen = answer->size() == 1 && (*answer)[0] >= '1' ? static_cast<std::size_t>((*answer)[0] - '1') : candidates.size();
    if (chosen >= candidates.size()) return std::printf(" その番号の候補はありません。\n"), review_one(c, a);
    body["voter"] = candidates[chosen]["voter"];
  }
  const auto reason = ask(action == "approve" ? " 理由(確認が必要なときだけ) > " : " 理由 > ");
  if (!reason) return false;
  if (!reason->empty()) body["reason"] = *reason;
  const auto done = act(c, id, action, body);
  if (!done.ok()) return std::printf(" できませんでした: %s\n", done.error().message.c_str()), review_one(c, a);
  return true;
}

Result<void> review(Connection& c) {
  for (std::int64_t after = 0;;) {
    const auto page = c.get("/staff/applications?state=received&limit=100&after=" + std::to_string(after));
    if (!page.ok()) return page.error();
    const auto& list = (*page)["applications"];
    if (list.empty()) return std::printf("\n待っている申請はもうありません。\n"), Result<void>{};
    for (const auto& row : list) {
      after = row["id"].get<std::int64_t>();
      const auto a = detail(c, after);
      if (!a.ok()) return a.error();
      show(*a);
      if (!review_one(c, *a)) return {};
    }
  }
}

/// Approved applications whose voter was told to wait for a clerk.
Result<void> list_looks(Connection& c) {
  for (std::int64_t after = 0;;) {
    const auto page = c.get("/staff/applications?state=approved&limit=500&after=" + std::to_string(after));
    if (!page.ok()) return page.error();
    if ((*page)["applications"].empty()) return {};
    for (const auto& row : (*page)["applications"]) {
      after = row["id"].get<std::int64_t>();
      if (row.value("needs_look", false)) std::printf("申請 %s\n", row["id"].dump().c_str());
    }
  }
}

void add_look_commands(CLI::App& app, const std::shared_ptr<Settings>& s, Run& run) {
  add_command(app.add_subcommand("looks", "applications whose voter showed attributes that need a look"), s, run, list_looks);
  auto id = std::make_shared<std::int64_t>(0);
  auto look = std::make_shared<std::string>(), reason = std::make_shared<std::string>();
  auto* command = app.add_subcommand("attributes-seen", "lets exactly the attributes pass that `show` shows under this code");
  command->add_option("APPLICATION", *id, "its number")->required();
  command->add_option("LOOK", *look, "32 hex digits of `show`")->required();
  command->add_option("--reason", *reason, "what explains the difference")->required();
  add_command(command, s, run, [=](Connection& c) -> Result<void> {
    const auto done = c.post("/staff/applications/" + std::to_string(*id) + "/attributes-seen", {{"look", *look}, {"reason", *reason}});
    if (!done.ok()) return done.error();
    std::printf("申請 %lld: 同じ提示を14日間通します\n", static_cast<long long>(*id));
    return {};
  });
}

void add_action(CLI::App& app, const std::shared_ptr<Settings>& s, Run& run, const std::string& action, const char* help) {
  auto id = std::make_shared<std::int64_t>(0);
  auto voter = std::make_shared<std::string>(), reason = std::make_shared<std::string>();
  auto* command = app.add_subcommand(action, help);
  command->add_option("APPLICATION", *id, "its number")->required();
  if (action == "approve") command->add_option("--number", *voter, "on the roll (選挙人名簿番号)")->required();
  auto* why = command->add_option("--reason", *reason, "kept with the application");
  if (action != "approve") why->required();
  add_command(command, s, run, [=](Connection& c) {
    json body = json::object();
    if (!voter->empty()) body["voter"] = *voter;
    if (!reason->empty()) body["reason"] = *reason;
    return act(c, *id, action, body);
  });
}

}  // namespace

void add_review_commands(CLI::App& app, const std::shared_ptr<Settings>& s, Run& run) {
  add_command(app.add_subcommand("review", "shows the waiting applications one by one and asks"), s, run, review);
  auto id = std::make_shared<std::int64_t>(0);
  auto* one = app.add_subcommand("show", "one application with the candidates of the roll");
  one->add_option("APPLICATION", *id)->required();
  add_command(one, s, run, [id](Connection& c) -> Result<void> {
    const auto a = detail(c, *id);
    if (!a.ok()) return a.error();
    show(*a);
    return {};
  });
  for (const auto& [action, help] : {std::pair{"approve", "approves with a line of the roll"}, {"return", "gives back with a reason"}, {"undeliverable", "the letter came back: its code ends"},
                                     {"reissue", "ends the letter's code so that a new one can be printed"}, {"moved", "no right to vote here any more"},
                                     {"deceased", "the voter has died"}, {"withdrawn", "the applicant takes it back"}})
    add_action(app, s, run, action, help);
  add_look_commands(app, s, run);
}

}  // namespace ippyo::office_tool
