// SPDX-License-Identifier: Apache-2.0
#include "identity_provider/sign_in_page.hpp"

#include <algorithm>
#include <array>

#include "base/hash.hpp"

namespace ippyo::identity_provider {

static constexpr std::string_view kStyle =
    "body{font:1.125rem/1.7 sans-serif;max-width:34rem;margin:2rem auto;padding:0 1rem;color:#111;background:#fff}"
    "button,input{font:inherit;padding:.5rem .75rem;min-height:2.75rem;box-sizing:border-box}"
    "li{list-style:none;margin:.5rem 0}ul{padding:0}li button{width:100%;text-align:left}"
    "[role=alert]{border:3px solid #a00000;padding:.5rem .75rem}:focus-visible{outline:3px solid #0047b3;outline-offset:2px}";

static std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&') out += "&amp;";
    else if (c == '<') out += "&lt;";
    else if (c == '>') out += "&gt;";
    else if (c == '"') out += "&quot;";
    else out += c;
  }
  return out;
}

static http::Response page(unsigned status, std::string_view title, const std::string& content) {
  const std::string name(title);
  const auto html = "<!DOCTYPE html>\n<html lang=\"ja\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
                    "content=\"width=device-width\"><title>" + name + "</title><style>" + std::string(kStyle) +
                    "</style></head><body><main><h1>" + name + "</h1>" + content + "</main></body></html>\n";
  auto out = http::text(status, "text/html; charset=utf-8", html);
  const auto style = base::to_base64(base::sha256(base::view(kStyle)));
  out.fields.emplace_back("Content-Security-Policy",
                          "default-src 'none'; style-src 'sha256-" + style + "'; base-uri 'none'; frame-ancestors 'none'");
  return out;
}

static std::string field(std::string_view type, std::string_view name, std::string_view value) {
  return "<input type=\"" + std::string(type) + "\" name=\"" + escaped(name) + "\" value=\"" + escaped(value) + "\">";
}

static std::string buttons(const std::vector<Offered>& people) {
  if (people.empty()) return {};
  std::string out = "<h2 id=\"people\">見本の人を選ぶ</h2><ul aria-labelledby=\"people\">";
  for (const auto& [person, name] : people)
    out += "<li><button name=\"" + std::string(kChosen) + "\" value=\"" + escaped(person) + "\" formnovalidate>" + escaped(person) +
           "　" + escaped(name) + "</button></li>";
  return out + "</ul>";
}

http::Response sign_in_page(const Parameters& request, const std::string& action, const std::vector<Offered>& people,
                            bool unknown) {
  std::string form = "<p>これは練習用です。カードも暗証番号も使いません。本物の認証ではありません。</p>"
                     "<p lang=\"en\">For rehearsals: no card and no PIN is asked for. This is not a real sign-in.</p>";
  if (unknown)
    form += "<p role=\"alert\" id=\"unknown\">その番号の見本の人はいません。番号を確かめて、もう一度入力してください。</p>";
  form += "<form method=\"post\" action=\"" + escaped(action) + "\">";
  static constexpr std::array kOwn{kTyped, kChosen, kCancel};
  for (const auto& name : request.names())
    if (std::ranges::find(kOwn, name) == kOwn.end()) form += field("hidden", name, request.text(name));
  form += "<h2>番号を入力する</h2><p><label for=\"person\">見本の人の番号</label><br><input id=\"person\" name=\"" + std::string(kTyped) +
          "\" required autocomplete=\"off\"" + (unknown ? " aria-invalid=\"true\" aria-describedby=\"unknown\"" : "") +
          "> <button>この人として認証する</button></p>" + buttons(people) + "<p><button name=\"" + std::string(kCancel) +
          "\" value=\"1\" formnovalidate>やめる</button></p></form>";
  return page(200, "見本の認証サービス", form);
}

http::Response refusal_page() {
  return page(400, "認証を始められません",
              "<p>この依頼は登録されたサービスからのものではありません。元のページに戻り、最初からやり直してください。</p>"
              "<p lang=\"en\">client_id or redirect_uri is not the registered one.</p>");
}

}  // namespace ippyo::identity_provider
