// SPDX-License-Identifier: Apache-2.0
#include "messages.hpp"

#include <nlohmann/json.hpp>

#include "base/codec.hpp"

namespace ippyo::card_agent {

using nlohmann::json;

namespace {

std::string_view text_of(const json& body, const char* key) {
  const auto at = body.find(key);
  return at != body.end() && at->is_string() ? std::string_view(at->get_ref<const std::string&>()) : std::string_view();
}

std::string iso(const roll::Day& d) {
  char text[24];
  std::snprintf(text, sizeof text, "%04d-%02d-%02d", d.year, d.month, d.day);
  return text;
}
const char* sex_text(roll::Sex s) {
  return s == roll::Sex::male ? "1" : s == roll::Sex::female ? "2" : s == roll::Sex::other ? "3" : "9";
}

}  // namespace

std::optional<Asked> read_asked(ByteView bytes, std::string_view origin) {
  const auto body = json::parse(bytes.begin(), bytes.end(), nullptr, false);
  if (!body.is_object()) return std::nullopt;
  Asked a;
  a.origin = origin;
  a.title = text_of(body, "title");
  if (a.title.empty() || a.title.size() > kMaxTitle || !base::is_clean_utf8(a.title)) return std::nullopt;
  for (const auto& [name, flag] : {std::pair{"attributes", &a.attributes}, std::pair{"face", &a.face}}) {
    const auto at = body.find(name);
    if (at == body.end()) continue;
    if (!at->is_boolean()) return std::nullopt;
    *flag = at->get<bool>();
  }
  const auto kind = text_of(body, "kind");
  if (kind == "statement") {
    a.kind = Kind::statement;
    a.statement = text_of(body, "statement");
    if (a.statement.empty() || a.statement.size() > kMaxStatement || !base::is_clean_utf8(a.statement)) return std::nullopt;
    return a;
  }
  if (kind == "claim") {
    const auto claim = base::bytes32_from_hex(text_of(body, "claim"));
    if (!claim) return std::nullopt;
    a.kind = Kind::claim;
    a.claim.assign(claim->begin(), claim->end());
    return a;
  }
  a.kind = Kind::attributes;
  return kind == "attributes" ? std::optional(a) : std::nullopt;
}

std::string report_json(const Requests::Report& r) {
  if (r.state == State::pending) return R"({"state":"pending"})";
  if (r.state == State::refused)
    return json{{"state", "refused"}, {"word", r.refused.word}, {"sentence", r.refused.sentence}}.dump();
  json out{{"state", "done"}, {"card", r.given.card_type}};
  if (!r.given.certificate.empty()) {
    out["certificate"] = base::to_base64(r.given.certificate);
    out["signature"] = base::to_base64(r.given.signature);
  }
  if (const auto& a = r.given.attributes)
    out["attributes"] = {{"name", a->name}, {"address", a->address}, {"birth", iso(a->birth)}, {"sex", sex_text(a->sex)}};
  return out.dump();
}

}  // namespace ippyo::card_agent
