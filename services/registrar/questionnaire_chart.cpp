// SPDX-License-Identifier: Apache-2.0
#include "registrar/questionnaire_chart.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <vector>

namespace ippyo::registrar {
namespace {

using nlohmann::json;

constexpr int kRowHeight = 36, kBarLeft = 300, kBarWidth = 400, kChartWidth = 800;

std::string escaped(const std::string& text) {
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

struct Bar {
  std::string label;
  std::uint64_t number;
};

std::vector<Bar> bars_of(const json& question) {
  const auto& counts = question.at("counts");
  std::vector<Bar> out;
  if (question.at("kind") == "scale")
    for (const char* n : {"1", "2", "3", "4", "5"}) out.push_back({n, counts.value(n, std::uint64_t{0})});
  else
    for (const auto& c : question.at("choices")) out.push_back({c.at("ja"), counts.value(c.at("id").get<std::string>(), std::uint64_t{0})});
  return out;
}

std::string percent(std::uint64_t part, std::uint64_t whole) { return whole == 0 ? "0%" : std::to_string((part * 100 + whole / 2) / whole) + "%"; }

std::string chart(const std::string& id, const std::string& title, const std::vector<Bar>& bars, std::uint64_t whole) {
  std::uint64_t most = 1;
  std::string spoken;
  for (const auto& b : bars) {
    most = std::max(most, b.number);
    spoken += (spoken.empty() ? "" : "、") + b.label + " " + std::to_string(b.number) + "件";
  }
  const auto height = std::to_string(static_cast<int>(bars.size()) * kRowHeight);
  std::string out = "<svg role=\"img\" aria-labelledby=\"" + id + "-t " + id + "-d\" viewBox=\"0 0 " + std::to_string(kChartWidth) + " " + height + "\">\n<title id=\"" + id +
                    "-t\">" + escaped(title) + "</title>\n<desc id=\"" + id + "-d\">" + escaped(spoken) + "</desc>\n";
  int y = 0;
  for (const auto& b : bars) {
    const auto width = static_cast<int>(b.number * kBarWidth / most);
    const auto middle = std::to_string(y + kRowHeight / 2 + 6);
    out += "<text x=\"" + std::to_string(kBarLeft - 12) + "\" y=\"" + middle + "\" text-anchor=\"end\">" + escaped(b.label) + "</text><rect x=\"" + std::to_string(kBarLeft) +
           "\" y=\"" + std::to_string(y + 6) + "\" width=\"" + std::to_string(width) + "\" height=\"" + std::to_string(kRowHeight - 12) + "\"/><text x=\"" +
           std::to_string(kBarLeft + width + 10) + "\" y=\"" + middle + "\">" + std::to_string(b.number) + " (" + percent(b.number, whole) + ")</text>\n";
    y += kRowHeight;
  }
  return out + "</svg>\n";
}

std::string table(const std::vector<Bar>& bars, std::uint64_t whole) {
  std::string out = "<table><caption>回答 " + std::to_string(whole) + "件の内訳</caption><thead><tr><th scope=\"col\">回答</th><th scope=\"col\">件数</th><th scope=\"col\">割合</th></tr></thead><tbody>\n";
  for (const auto& b : bars)
    out += "<tr><th scope=\"row\">" + escaped(b.label) + "</th><td>" + std::to_string(b.number) + "</td><td>" + percent(b.number, whole) + "</td></tr>\n";
  return out + "</tbody></table>\n";
}

std::string counted(const json& question) {
  const auto bars = bars_of(question);
  std::uint64_t whole = 0;
  for (const auto& b : bars) whole += b.number;
  const std::string title = question.at("ja"), id = question.at("id");
  return "<section><h2>" + escaped(title) + "</h2>\n" + chart(id, title, bars, whole) + table(bars, whole) + "</section>\n";
}

std::string written(const json& question, const json& texts) {
  std::string out, id = question.at("id");
  std::size_t number = 0;
  for (const auto& t : texts) {
    if (t.at("question") != id) continue;
    ++number;
    out += "<li><time datetime=\"" + t.at("day").get<std::string>() + "\">" + t.at("day").get<std::string>() + "</time> " + escaped(t.at("text")) + "</li>\n";
  }
  return "<section><h2>" + escaped(question.at("ja")) + "</h2>\n<p>" + std::to_string(number) + "件</p>\n" + (number == 0 ? "" : "<ul>\n" + out + "</ul>\n") + "</section>\n";
}

constexpr const char* kStyle =
    "body{font:1.125rem/1.7 sans-serif;max-width:56rem;margin:0 auto;padding:1rem;color:#1a1a1c;background:#fff}"
    "svg{width:100%;height:auto;font-size:16px}rect{fill:#0017c1}text{fill:#1a1a1c}table{border-collapse:collapse;margin:1rem 0}"
    "caption{text-align:start;font-weight:bold;white-space:nowrap}th,td{border:1px solid #767676;padding:.4rem .8rem}th{text-align:start;font-weight:normal}td{text-align:end}"
    "li{white-space:pre-wrap}@media print{section{break-inside:avoid}}";

}  // namespace

std::string questionnaire_page(const json& found, const std::string& title) {
  std::string out = "<!doctype html>\n<html lang=\"ja\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n"
                    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n<title>" +
                    escaped(title) + "</title>\n<style>" + kStyle + "</style>\n</head>\n<body>\n<main>\n<h1>" + escaped(title) +
                    "</h1>\n<p>投票のあとの任意のアンケートです。だれの回答かは、記録していません。質問ごとに別々に数えているため、質問どうしの関係は分かりません。</p>\n";
  for (const auto& q : found.at("questions")) out += q.at("kind") == "text" ? written(q, found.at("texts")) : counted(q);
  return out + "</main>\n</body>\n</html>\n";
}

}  // namespace ippyo::registrar
