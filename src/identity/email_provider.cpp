// SPDX-License-Identifier: Apache-2.0
#include "identity/email_provider.hpp"

#include <sodium.h>

#include "base/codec.hpp"
#include "base/hash.hpp"

namespace ippyo::identity {

using nlohmann::json;

static constexpr std::uint8_t kTries = 5, kEvidenceClassD = 4;
static constexpr base::UnixTime kCodeTime = 600;

namespace {
/// Between begin and finish: the mail that was sent. The code itself is not in it.
struct Sent {
  std::uint8_t tries = 0;  ///< this one included
  base::UnixTime time = 0;
  std::string address;
  Bytes32 nonce{}, tag{};

  Bytes bytes() const { return base::Writer().u8(1).u8(tries).u64(time).text(address).raw(nonce).raw(tag).take(); }
  static std::optional<Sent> from(ByteView kept) {
    base::Reader in(kept);
    if (in.u8() != 1) in.refuse();
    Sent out;
    out.tries = in.u8();
    out.time = in.u64();
    out.address = in.text(254);
    out.nonce = in.fixed<32>();
    out.tag = in.fixed<32>();
    if (!in.finish("sent code").ok() || out.tries == 0 || out.tries > kTries) return std::nullopt;
    return out;
  }
};
}  // namespace

static Bytes32 tag_of(const base::Secret<Bytes32>& key, ByteView statement) {
  Bytes32 out;
  crypto_auth_hmacsha256(out.data(), statement.data(), statement.size(), key.expose().data());
  return out;
}

static Bytes32 code_tag(const base::Secret<Bytes32>& key, const Bytes32& claim, std::string_view address, std::string_view code) {
  return tag_of(key, base::hash("email-code", ByteView(claim), address, code));
}

static Bytes32 evidence_tag(const base::Secret<Bytes32>& key, const Bytes32& claim, std::string_view address, base::UnixTime time) {
  return tag_of(key, base::hash("email-evidence", ByteView(claim), address, time));
}

static std::string new_code(base::Rng& rng) {
  const auto digits = std::to_string(100'000'000 + rng.below(100'000'000));
  return digits.substr(1);
}

static std::string letter(const std::string& title, const std::string& code) {
  const auto spaced = code.substr(0, 4) + " " + code.substr(4);
  return title + "\n\n確認コード: " + spaced +
         "\n\nこの 8 桁の数字を、開いている画面に入力してください。10 分以内に、5 回まで入力できます。\n"
         "この数字をだれにも教えないでください。職員がおたずねすることはありません。\n"
         "お心当たりのない場合は、このメールを捨ててください。\n\n"
         "Code: " + spaced + "\nType these 8 digits into the page that you have open, within 10 minutes. Tell them to nobody.\n";
}

Answer<Begun> EmailProvider::begin(const Purpose& purpose, const OnFile& known, const Moment& moment) {
  const auto address = normalised_address(known.subject);
  if (!address) return Refusal{"email-address", "There is no usable mail address on file; please ask the election office to correct it."};
  const auto code = new_code(moment.rng);
  Sent sent{kTries, moment.now, *address, moment.rng.bytes<32>(), {}};
  sent.tag = code_tag(key_, purpose.claim(sent.nonce), *address, code);
  const Mail mail{config_.from,  config_.from_name, *address, "【" + purpose.title + "】確認コード", letter(purpose.title, code),
                  base::to_hex(moment.rng.bytes<16>()), moment.now};
  if (const auto sending = send_mail(config_.server, mail); !sending) {
    if (config_.report) config_.report(sending.error().message);
    return Refusal{"email-not-sent", "The mail could not be sent; please try again in a few minutes, and ask the election office if that does not help."};
  }
  return Begun{{{"sent", true}}, sent.bytes()};
}

/// The eight digits of what a person typed: spaces and hyphens do not matter, full-width digits are digits.
static std::optional<std::string> typed_code(const json& answer) {
  if (!answer.is_object() || !answer.contains("code") || !answer["code"].is_string()) return std::nullopt;
  const auto& text = answer["code"].get_ref<const std::string&>();
  std::string digits;
  for (std::size_t i = 0; i < text.size() && digits.size() <= 8; ++i) {
    const bool wide = text.compare(i, 2, "\xef\xbc") == 0 && i + 2 < text.size() && text[i + 2] >= '\x90' && text[i + 2] <= '\x99';
    if (wide) {
      digits += static_cast<char>('0' + (text[i + 2] - '\x90'));
      i += 2;
    } else if (text[i] >= '0' && text[i] <= '9') {
      digits += text[i];
    } else if (text.compare(i, 3, "\u3000") == 0) {
      i += 2;
    } else if (text[i] != ' ' && text[i] != '-') {
      return std::nullopt;
    }
  }
  if (digits.size() != 8) return std::nullopt;
  return digits;
}

static Refusal wrong_code(std::uint8_t left) {
  if (left == 0) return {"email-tries", "The code was wrong and there are no tries left; please ask for a new code."};
  return {"email-code", "The code is wrong; please look at the newest mail and type its 8 digits. Tries left: " + std::to_string(left) + "."};
}

Answer<Shown> EmailProvider::finish(const Purpose& purpose, const OnFile& known, ByteView kept, const json& answer, const Moment& moment) {
  const auto sent = Sent::from(kept);
  if (!sent || known.subject.empty() || normalised_address(known.subject) != sent->address)
    return Refusal{"email-session", "This code belongs to another page; please ask for a new code."};
  if (moment.now < sent->time || moment.now - sent->time > kCodeTime)
    return Refusal{"email-expired", "The code is older than ten minutes; please ask for a new code."};
  const auto code = typed_code(answer);
  const auto claim = purpose.claim(sent->nonce);
  const auto tag = code_tag(key_, claim, sent->address, code.value_or(""));
  if (!code || !base::equal_ct(tag, sent->tag)) return wrong_code(static_cast<std::uint8_t>(sent->tries - 1));
  Shown shown{sent->address, known.record, std::nullopt, 0, {}};
  if (purpose.action == Purpose::Action::enrol) {
    shown.evidence_class = 'D';
    shown.evidence = base::Writer()
                         .u8(kEvidenceClassD)
                         .text(sent->address)
                         .u64(moment.now)
                         .raw(sent->nonce)
                         .raw(evidence_tag(key_, claim, sent->address, moment.now))
                         .take();
  }
  return shown;
}

std::optional<Bytes> EmailProvider::kept_for_next_try(ByteView kept) const {
  auto sent = Sent::from(kept);
  if (!sent || sent->tries == 1) return std::nullopt;
  --sent->tries;
  return sent->bytes();
}

Answer<Shown> EmailProvider::audit(const Purpose& purpose, ByteView evidence) const {
  base::Reader in(evidence);
  if (in.u8() != kEvidenceClassD || purpose.action != Purpose::Action::enrol) in.refuse();
  const auto address = in.text(254);
  const auto time = in.u64();
  const auto nonce = in.fixed<32>(), tag = in.fixed<32>();
  if (!in.finish("evidence").ok() || normalised_address(address) != address)
    return Refusal{"email-malformed", "This is no evidence of a code by mail; look for damage of the store."};
  if (!base::equal_ct(tag, evidence_tag(key_, purpose.claim(nonce), address, time)))
    return Refusal{"email-tag", "The evidence does not carry the registrar's mark for this person's key; treat it as forged."};
  return Shown{address, {}, std::nullopt, 'D', base::to_bytes(evidence)};
}

}  // namespace ippyo::identity
