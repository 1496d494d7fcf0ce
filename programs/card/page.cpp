// SPDX-License-Identifier: Apache-2.0
#include "page.hpp"

#include <array>

#include "texts.hpp"

namespace ippyo::card_agent {
namespace {

using card::Trouble;

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      default: out += c;
    }
  }
  return out;
}

constexpr std::array<std::string_view, 3> kCodes{"ja", "easy", "en"};
constexpr std::array<std::string_view, 3> kNames{"日本語", "やさしい日本語", "English"};
std::string_view code(Language l) { return kCodes[static_cast<std::size_t>(l)]; }
std::string_view html_language(Language l) { return l == Language::english ? "en" : "ja"; }

/// Writes one page; every method adds a part of it.
class Page {
  std::string out_;
  Language language_;
  std::string_view path_;

 public:
  Page(Language language, std::string_view path) : language_(language), path_(path) {}
  std::string take() { return std::move(out_); }
  std::string t(const Text& text) const { return escaped(text.in(language_)); }
  Page& raw(std::string_view html) {
    out_ += html;
    return *this;
  }
  Page& text(const Text& text) { return raw(t(text)); }
  Page& paragraph(const Text& words, std::string_view attributes = "") {
    return raw("<p").raw(attributes).raw(">").text(words).raw("</p>\n");
  }

  void head(const Text& title, std::string_view state) {
    raw("<!doctype html>\n<html lang=\"").raw(html_language(language_)).raw("\"><head><meta charset=\"utf-8\">");
    raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>").text(title).raw(" - ");
    text(texts::kProduct).raw("</title><link rel=\"stylesheet\" href=\"/page.css\">");
    raw("<script src=\"/page.js\" defer></script></head>\n");
    raw("<body data-state=\"");
    raw(state).raw("\">\n<a class=\"skip\" href=\"#main\">").text(texts::kSkip).raw("</a>\n<header><p class=\"product\">");
    text(texts::kProduct).raw("</p><nav aria-label=\"").text(texts::kLanguages).raw("\"><ul>");
    for (std::size_t i = 0; i < kCodes.size(); ++i) {
      const auto l = static_cast<Language>(i);
      raw("<li><a href=\"").raw(path_).raw("?lang=").raw(kCodes[i]);
      raw("\" lang=\"").raw(html_language(l)).raw("\"");
      if (l == language_) raw(" aria-current=\"true\"");
      raw(">").raw(kNames[i]).raw("</a></li>");
    }
    raw("</ul></nav></header>\n<main id=\"main\" tabindex=\"-1\">\n<h1>").text(title).raw("</h1>\n");
  }
  void foot() { raw("</main>\n</body></html>\n"); }

  void who(const Asked& a) {
    raw("<section aria-labelledby=\"who\"><h2 id=\"who\">").text(texts::kWhoAsks).raw("</h2><dl><dt>").text(texts::kElection);
    raw("</dt><dd>").raw(escaped(a.title)).raw("</dd><dt>").text(texts::kWebPage);
    raw("</dt><dd class=\"origin\">").raw(escaped(a.origin)).raw("</dd></dl></section>\n");
  }
  void what(const Asked& a) {
    raw("<section aria-labelledby=\"what\"><h2 id=\"what\">");
    if (a.kind == Kind::statement) {
      text(texts::kWhatStatement).raw("</h2>").paragraph(texts::kWhatStatementHelp);
      raw("<blockquote class=\"statement\" lang=\"ja\">").raw(escaped(a.statement)).raw("</blockquote>");
    } else {
      text(texts::kWhatClaim).raw("</h2>");
      if (a.kind == Kind::claim) {
        const auto hex = base::to_hex(a.claim);
        paragraph(texts::kWhatClaimHelp).raw("<p>").text(texts::kNumber).raw(": <code>").raw(hex.substr(0, 8)).raw("…");
        raw(hex.substr(56)).raw("</code></p>");
      }
    }
    if (a.attributes || a.kind == Kind::attributes) paragraph(texts::kReadsAttributes);
    raw("</section>\n");
  }
  void hidden(std::string_view token) {
    raw("<input type=\"hidden\" name=\"token\" value=\"").raw(token).raw("\"><input type=\"hidden\" name=\"lang\" value=\"");
    raw(code(language_)).raw("\">");
  }
  void cancel(std::string_view token) {
    raw("<form method=\"post\" action=\"").raw(path_).raw("\" class=\"cancel\">");
    hidden(token);
    raw("<button name=\"do\" value=\"cancel\">").text(texts::kCancel).raw("</button></form>\n");
  }
  void pin_field(std::string_view name, const Text& label, bool letters, bool required) {
    raw("<div class=\"field\"><label for=\"").raw(name).raw("\">").text(label).raw("</label><input id=\"").raw(name);
    raw("\" name=\"").raw(name).raw("\" type=\"password\" autocomplete=\"off\" autocapitalize=\"characters\" spellcheck=\"false\"");
    raw(" maxlength=\"16\" inputmode=\"").raw(letters ? "text" : "numeric").raw("\" aria-describedby=\"pin-help tries\"");
    raw(letters ? " data-keys=\"letters\"" : " data-keys=\"digits\"").raw(required ? " required>" : ">").raw("</div>\n");
  }
  void number_field(std::string_view name, const Text& label, std::string_view digits) {
    raw("<div class=\"field\"><label for=\"").raw(name).raw("\">").text(label).raw("</label><input id=\"").raw(name).raw("\" name=\"").raw(name);
    raw("\" type=\"text\" autocomplete=\"off\" spellcheck=\"false\" inputmode=\"numeric\" aria-describedby=\"number-help\" data-keys=\"digits\" maxlength=\"");
    raw(digits).raw("\" data-length=\"").raw(digits).raw("\" required></div>\n");
  }
  void keypad() {
    raw("<div class=\"keypad\" hidden data-label=\"").text(texts::kKeypad).raw("\" data-delete=\"").text(texts::kDelete);
    raw("\" data-clear=\"").text(texts::kClear).raw("\"></div>\n");
  }
  void last_try() {
    raw("<div class=\"last\"><p>").text(texts::kLastTry).raw("</p>\n");
    check("last", texts::kLastTryConfirm, false, " required");
    raw("</div>\n");
  }
  void error(const TroubleText& trouble) {
    raw("<div class=\"error\" role=\"alert\" id=\"error\"><h2>").text(trouble.heading).raw("</h2>");
    paragraph(trouble.help).raw("</div>\n");
  }
  void end_form(std::string_view action, const Text& label) {
    raw("<p class=\"note\">").text(texts::kTime).raw("</p>\n<p role=\"status\" class=\"working\"></p>\n");
    raw("<button class=\"main\" id=\"").raw(action).raw("\" name=\"do\" value=\"").raw(action).raw("\">").text(label).raw("</button></form>\n");
  }
  void again() {
    raw("<p><a class=\"button\" href=\"").raw(path_).raw("?lang=").raw(code(language_)).raw("\">");
    text(texts::kAgain).raw("</a></p>\n");
  }
  void tries(unsigned left) {
    raw("<p id=\"tries\" class=\"tries").raw(left == 1 ? " low" : "").raw("\"><span>").text(texts::kTries);
    raw(": </span><strong>").raw(std::to_string(left)).text(texts::kTriesUnit).raw("</strong> <span class=\"note\">");
    text(texts::kTriesHelp).raw("</span></p>\n");
  }
  void check(std::string_view name, const Text& label, bool checked, std::string_view more = "") {
    raw("<p class=\"check\"><input type=\"checkbox\" id=\"").raw(name).raw("\" name=\"").raw(name).raw("\" value=\"yes\"");
    raw(checked ? " checked" : "").raw(more).raw("><label for=\"").raw(name).raw("\">").text(label).raw("</label></p>\n");
  }
};

std::string page_path(std::string_view page) { return "/page/" + std::string(page); }

unsigned fewest(const Asked& a, const Look& l) {
  const bool chip = a.attributes || a.kind == Kind::attributes;
  if (!chip) return l.key_tries;
  return a.signs() ? std::min(l.key_tries, l.attribute_tries) : l.attribute_tries;
}

void pin_form(Page& p, const Requests::View& v, const Look& l, std::string_view path) {
  const auto& a = v.asked;
  const auto left = fewest(a, l);
  p.raw("<form method=\"post\" action=\"").raw(path).raw("\" class=\"pin\" data-working=\"").text(texts::kWorking).raw("\">\n");
  p.hidden(v.token);
  p.tries(left);
  const bool sign = a.kind == Kind::statement;
  p.pin_field("pin", sign ? texts::kSignPin : a.signs() ? texts::kAuthPin : texts::kChipPin, sign, true);
  p.raw("<p id=\"pin-help\" class=\"note\">").text(sign ? texts::kLetterHelp : texts::kPinHelp).raw(" ");
  p.text(texts::kPrivacy).raw("</p>\n");
  p.keypad();
  p.raw("<p class=\"check scripted\" hidden><input type=\"checkbox\" id=\"show\">");
  p.raw("<label for=\"show\">").text(texts::kShowPin).raw("</label></p>\n");
  if (a.kind == Kind::claim && a.attributes) {
    p.check("same", texts::kSamePin, true, " aria-describedby=\"same-help\"");
    p.raw("<p id=\"same-help\" class=\"note\">").text(texts::kSamePinHelp).raw("</p><div class=\"other\">\n");
    p.pin_field("attribute_pin", texts::kChipPin, false, false);
    p.raw("</div>\n");
  } else if (sign && a.attributes) {
    p.pin_field("attribute_pin", texts::kChipPin, false, true);
  }
  if (left == 1) p.last_try();
  p.end_form("sign", sign ? texts::kSubmitSign : a.signs() ? texts::kSubmitClaim : texts::kSubmitRead);
}

/// The number as it is printed on the card, in its three parts; then the camera looks.
void face_form(Page& p, const Requests::View& v, const Look& l, std::string_view path) {
  p.paragraph(texts::kFaceHelp).paragraph(texts::kFacePrivacy, " class=\"note\"");
  p.raw("<form method=\"post\" action=\"").raw(path).raw("\" class=\"pin\" data-working=\"").text(texts::kFaceWorking).raw("\">\n");
  p.hidden(v.token);
  p.tries(l.number_tries);
  p.raw("<p id=\"number-help\" class=\"note\">").text(texts::kNumberHelp).raw("</p>\n");
  p.number_field("number_birth", texts::kNumberBirth, "6");
  p.number_field("number_expiry", texts::kNumberExpiry, "4");
  p.number_field("number_code", texts::kNumberCode, "4");
  p.keypad();
  if (l.number_tries == 1) p.last_try();
  p.end_form("face", texts::kSubmitFace);
}

void ended(Page& p, const Text& heading, const Text& help, std::string_view state) {
  p.head(heading, state);
  p.paragraph(help, " class=\"result\"");
  p.raw("<p><button type=\"button\" class=\"scripted close\" hidden>").text(texts::kClose).raw("</button></p>\n");
  p.foot();
}

/// Troubles that end when the voter does something with the card or the reader: the page waits for it.
void waiting(Page& p, const Requests::View& v, const TroubleText& trouble, std::string_view state) {
  p.head(trouble.heading, state);
  p.raw("<div role=\"status\">").paragraph(trouble.help, " class=\"result\"").raw("</div>\n");
  p.again();
  p.who(v.asked);
  p.cancel(v.token);
  p.foot();
}

}  // namespace

std::string page_state(const Requests::View& v, const Look& l) {
  if (v.state == State::done) return "done";
  if (v.state == State::refused) return "refused";
  if (l.trouble) return std::string(l.trouble->word());
  return v.face_due ? "face" : "pin";
}

std::string page_html(const Requests::View& v, const Look& l, std::string_view page, Language language) {
  const auto path = page_path(page);
  const auto state = page_state(v, l);
  Page p(language, path);
  if (v.state == State::done) {
    ended(p, texts::kDone, texts::kDoneHelp, state);
  } else if (v.state == State::refused) {
    const auto& blocked = trouble_text(Trouble::pin_blocked);
    if (v.word == card::word(Trouble::pin_blocked)) ended(p, blocked.heading, blocked.help, state);
    else if (v.word.starts_with("face-")) ended(p, texts::kFaceEnded, texts::kFaceEndedHelp, state);
    else if (v.word == "expired") ended(p, texts::kExpired, texts::kGoneHelp, state);
    else ended(p, texts::kStopped, texts::kStoppedHelp, state);
  } else if (l.trouble) {
    waiting(p, v, trouble_text(l.trouble->trouble), state);
  } else {
    const bool sign = v.asked.kind == Kind::statement;
    p.head(v.face_due ? texts::kFaceTitle : sign ? texts::kSignTitle : v.asked.signs() ? texts::kClaimTitle : texts::kReadTitle, state);
    if (v.last) p.error(trouble_text(v.last->trouble));
    else if (v.face_due && v.face_trouble) p.error(face_text(*v.face_trouble));
    else if (v.face_card) p.paragraph(texts::kFaceFound, " role=\"status\"");
    p.who(v.asked);
    if (!v.face_due) p.what(v.asked);
    v.face_due ? face_form(p, v, l, path) : pin_form(p, v, l, path);
    p.cancel(v.token);
    p.foot();
  }
  return p.take();
}

std::string gone_html(Language language) {
  Page p(language, "");
  ended(p, texts::kGone, texts::kGoneHelp, "gone");
  return p.take();
}

}  // namespace ippyo::card_agent
