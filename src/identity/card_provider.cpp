// SPDX-License-Identifier: Apache-2.0
// [SPEC 13.2 Card]
#include "identity/card_provider.hpp"

#include <algorithm>
#include <chrono>

#include "base/codec.hpp"

namespace ippyo::identity {

std::string card_statement(const Purpose& purpose, base::UnixTime day) {
  constexpr std::uint64_t kJapan = 9 * 3600;
  const std::chrono::sys_seconds local{std::chrono::seconds(static_cast<std::int64_t>(day + kJapan))};
  const std::chrono::year_month_day date{std::chrono::floor<std::chrono::days>(local)};
  const auto number = [](auto n) { return std::to_string(n); };
  const auto when = number(static_cast<int>(date.year())) + "年" + number(static_cast<unsigned>(date.month())) + "月" +
                    number(static_cast<unsigned>(date.day())) + "日";
  std::string title = purpose.title;
  std::replace(title.begin(), title.end(), '\n', ' ');  // a title fills one line and no other
  const auto lines = [&](std::string_view head, std::string_view key, std::string_view promise) {
    std::string text(head);
    text.append("\n選挙：").append(title).append("\n選挙の識別子：").append(base::to_hex(purpose.ctx));
    if (purpose.action != Purpose::Action::enrol) text.append("\n投票枠の番号：").append(number(purpose.slot));
    text.append("\n").append(key).append("：").append(base::to_hex(purpose.key));
    return text.append("\n日付：").append(when).append("\n").append(promise);
  };
  switch (purpose.action) {
    case Purpose::Action::enrol:
      return lines("インターネット投票の登録申請", "登録する鍵", "私は、この選挙のインターネット投票に、上の鍵をもつ端末を登録します。");
    case Purpose::Action::grant:
      return lines("インターネット投票の本人確認", "一回限りの鍵", "私は、上の鍵をもつ端末で、この選挙の投票画面を開きます。");
    case Purpose::Action::desk:
      return lines("窓口での本人確認", "窓口の鍵", "私は、窓口で、この選挙の自分の投票枠について尋ねます。");
  }
  IPPYO_CHECK(false);
  return {};
}

namespace {

constexpr base::UnixTime kLastTime = 253'402'300'799;  // the year 9999 ends
constexpr std::size_t kLongestSignature = 1024, kLongestName = 300, kLongestAddress = 800;

Refusal malformed() {
  return {"malformed", "The answer of the card could not be read: take the card off, put it back and try again."};
}
Refusal wrong_signature() {
  return {"signature", "The card signed something else than was asked, or nothing: start again from the beginning."};
}

/// What the chip's application for filling in forms gives, as its own texts: YYYYMMDD; 1 male, 2 female, 3 other, 9 unknown.
struct ChipTexts {
  std::string name, address, birth, sex;
  std::optional<roll::Sex> read_sex() const {
    if (sex == "1") return roll::Sex::male;
    if (sex == "2") return roll::Sex::female;
    if (sex == "3") return roll::Sex::other;
    return sex == "9" ? std::optional(roll::Sex::unknown) : std::nullopt;
  }
  std::optional<roll::Attributes> attributes() const {
    const auto day = read_birth(birth);
    const auto gender = read_sex();
    const auto line = [](const std::string& text, std::size_t longest) {
      return !text.empty() && text.size() <= longest && base::is_clean_utf8(text) && text.find('\n') == std::string::npos;
    };
    if (!day || !gender || !line(name, kLongestName) || !line(address, kLongestAddress)) return std::nullopt;
    return roll::Attributes{name, address, *day, *gender};
  }
};

/// The text under `key`; empty when it is not there or no text.
std::string text_at(const nlohmann::json& object, const char* key) {
  const auto at = object.find(key);
  return at != object.end() && at->is_string() ? at->get_ref<const std::string&>() : std::string();
}

/// What lies in the session between begin and finish.
struct Kept {
  base::UnixTime begun = 0;
  Bytes32 nonce{};
  Bytes bytes() const { return base::Writer().u64(begun).raw(nonce).take(); }
  static std::optional<Kept> read(ByteView bytes) {
    base::Reader r(bytes);
    Kept kept{r.u64(), r.fixed<32>()};
    return r.finish("kept part").ok() ? std::optional(kept) : std::nullopt;
  }
};

/// What is kept about a card: enough to tell a renewal from an older card.
struct CardRecord {
  CertificateKind kind;
  base::UnixTime not_before, not_after;
  Bytes bytes() const { return base::Writer().u8(static_cast<std::uint8_t>(kind)).u64(not_before).u64(not_after).take(); }
  static std::optional<CardRecord> read(ByteView bytes) {
    base::Reader r(bytes);
    const auto kind = r.u8();
    const CardRecord record{static_cast<CertificateKind>(kind), r.u64(), r.u64()};
    return r.finish("card on file").ok() && (kind == 1 || kind == 2) ? std::optional(record) : std::nullopt;
  }
};

bool holds(const std::vector<CertificateKind>& kinds, CertificateKind kind) {
  return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

Bytes bytes_of(const Bytes32& fixed) { return {fixed.begin(), fixed.end()}; }

std::optional<Refusal> another_card(const OnFile& known, const Certificate& certificate, CertificateKind kind) {
  if (known.empty() || known.subject == certificate.subject()) return std::nullopt;
  const auto record = CardRecord::read(known.record);
  if (record && record->kind == kind && certificate.not_before() > record->not_before)
    return Refusal{"renewed", "This is a newer card than you registered: show your name and address from the card once more."};
  return Refusal{"other-person", "This is not the card that was registered: use the one that was, or go to the counter."};
}

}  // namespace

struct CardProvider::Showing {
  CertificateKind kind;
  Certificate certificate;
  Bytes signature, message;
  base::UnixTime at = 0;
};

namespace {

Shown shown_as(const Certificate& certificate, CertificateKind kind, std::optional<roll::Attributes> attributes) {
  Shown shown;
  shown.subject = certificate.subject();
  shown.record = CardRecord{kind, certificate.not_before(), certificate.not_after()}.bytes();
  shown.attributes = std::move(attributes);
  return shown;
}

Bytes evidence_a(base::UnixTime at, const Bytes& statement, const Certificate& certificate, const Bytes& signature) {
  return base::Writer().u8(1).u64(at).bytes(statement).bytes(certificate.der()).bytes(signature).take();
}

Bytes evidence_b(base::UnixTime at, const Bytes32& nonce, const Certificate& certificate, const Bytes& signature,
                 const ChipTexts& chip) {
  base::Writer w;
  w.u8(2).u64(at).raw(nonce).bytes(certificate.der()).bytes(signature);
  return w.text(chip.name).text(chip.address).text(chip.birth).text(chip.sex).take();
}

}  // namespace

CardProvider::CardProvider(CardRules rules, std::shared_ptr<RevocationSource> revocation)
    : rules_(std::move(rules)), revocation_(std::move(revocation)) {
  IPPYO_CHECK(revocation_ && !rules_.enrol.empty() && !rules_.grant.empty());
  for (const auto kind : rules_.enrol) IPPYO_CHECK(holds(rules_.grant, kind));
}

/// The kinds that may answer, the preferred one first; none when the one on file is not accepted any more.
std::vector<CertificateKind> CardProvider::kinds(const Purpose& purpose, const OnFile& known) const {
  const auto& accepted = purpose.action == Purpose::Action::enrol ? rules_.enrol : rules_.grant;
  if (known.empty()) return accepted;
  const auto record = CardRecord::read(known.record);
  if (!record || !holds(accepted, record->kind)) return {};
  return {record->kind};
}

Answer<Begun> CardProvider::begin(const Purpose& purpose, const OnFile& known, const Moment& moment) {
  const Kept kept{moment.now, moment.rng.bytes<32>()};
  nlohmann::json to_voter;
  auto* place = &to_voter;
  std::vector<CertificateKind> asked;
  for (const auto kind : kinds(purpose, known)) {
    if (holds(asked, kind)) continue;
    if (!asked.empty()) place = &(*place)["or"];
    asked.push_back(kind);
    if (kind == CertificateKind::signature) {
      *place = {{"kind", "statement"}, {"statement", card_statement(purpose, kept.begun)}};
    } else {
      const bool attributes = purpose.action == Purpose::Action::enrol || known.empty();
      *place = {{"kind", "claim"}, {"claim", base::to_hex(purpose.claim(kept.nonce))}, {"attributes", attributes}};
    }
  }
  if (asked.empty())
    return Refusal{"kind", "The certificate that you registered with is not accepted here: go to the counter with your card."};
  return Begun{std::move(to_voter), kept.bytes()};
}

/// Everything but revocation and person: at finish with the time of finish, at the audit with the time that stands in the evidence.
Answer<Judged> CardProvider::judge_showing(const Showing& showing, const std::vector<CertificateKind>& accepted) const {
  if (!holds(accepted, showing.kind))
    return Refusal{"kind", "This was the other one of the two certificates on your card: use the one that this page asks for."};
  if (!verify_by(showing.certificate, showing.message, showing.signature)) return wrong_signature();
  return judge(showing.certificate, showing.kind, rules_.roots, rules_.types, showing.at);
}

namespace {

struct CardAnswer {
  Certificate certificate;
  Bytes signature;
  std::optional<ChipTexts> chip;
};

/// The chip writes 20040506, pages write 2004-05-06: kept is the chip's form.
std::string birth_digits(std::string text) {
  if (text.size() == 10 && text[4] == '-' && text[7] == '-') text.erase(7, 1).erase(4, 1);
  return text;
}

std::optional<CardAnswer> read_answer(const nlohmann::json& answer) {
  if (!answer.is_object()) return std::nullopt;
  const auto der = text_at(answer, "certificate"), signed_text = text_at(answer, "signature");
  if (der.size() > 2 * Certificate::kMaxSize || signed_text.size() > 2 * kLongestSignature) return std::nullopt;
  const auto certificate = Certificate::parse(base::from_base64(der).value_or(Bytes()));
  auto signature = base::from_base64(signed_text);
  if (!certificate || !signature || signature->empty() || signature->size() > kLongestSignature) return std::nullopt;
  CardAnswer read{*certificate, *std::move(signature), std::nullopt};
  if (const auto at = answer.find("attributes"); at != answer.end()) {
    if (!at->is_object()) return std::nullopt;
    read.chip = ChipTexts{text_at(*at, "name"), text_at(*at, "address"), birth_digits(text_at(*at, "birth")), text_at(*at, "sex")};
    if (!read.chip->attributes()) return std::nullopt;
  }
  return read;
}

std::optional<Refusal> refused_as(Revocation state) {
  if (state == Revocation::good) return std::nullopt;
  if (state == Revocation::revoked)
    return Refusal{"revoked",
                   "This certificate was revoked, as after a move or a lost card: get a new one at the counter, or vote on paper."};
  return Refusal{"revocation-unknown",
                 "It could not be checked whether your card is still valid: try again in some minutes, or go to the counter."};
}

/// What the card says about its holder. `Attributes` are there whenever the registrar will need them.
Answer<std::optional<roll::Attributes>> attributes_of(const CardAnswer& read, CertificateKind kind, bool demanded) {
  if (kind == CertificateKind::signature) {
    const auto certified = certified_attributes(read.certificate);
    if (!certified) return malformed();
    return std::optional(certified->attributes);
  }
  if (!read.chip && demanded) return malformed();
  return read.chip ? read.chip->attributes() : std::nullopt;
}

}  // namespace

Answer<Shown> CardProvider::finish(const Purpose& purpose, const OnFile& known, ByteView kept_bytes,
                                   const nlohmann::json& answer, const Moment& moment) {
  const auto kept = Kept::read(kept_bytes);
  if (!kept || moment.now < kept->begun || moment.now > kept->begun + kAnswerWithin)
    return Refusal{"late", "This took longer than ten minutes: start again from the beginning."};
  const auto read = read_answer(answer);
  if (!read) return malformed();
  const auto kind = claimed_kind(read->certificate, rules_.roots);
  if (!kind)  // no root carries it, of whatever kind
    return std::get<Refusal>(judge(read->certificate, rules_.enrol.front(), rules_.roots, rules_.types, moment.now));
  const auto message = *kind == CertificateKind::signature ? base::to_bytes(base::view(card_statement(purpose, kept->begun)))
                                                           : bytes_of(purpose.claim(kept->nonce));
  const auto judged = judge_showing({*kind, read->certificate, read->signature, message, moment.now}, kinds(purpose, known));
  if (const auto* refusal = std::get_if<Refusal>(&judged)) return *refusal;
  const auto state = revocation_->ask(read->certificate, std::get<Judged>(judged).issuer, moment);
  if (auto refusal = refused_as(state)) return *std::move(refusal);
  const bool enrols = purpose.action == Purpose::Action::enrol;
  auto attributes = attributes_of(*read, *kind, enrols || known.empty());
  if (const auto* refusal = std::get_if<Refusal>(&attributes)) return *refusal;
  if (auto refusal = another_card(known, read->certificate, *kind)) return *std::move(refusal);
  auto shown = shown_as(read->certificate, *kind, std::get<0>(std::move(attributes)));
  if (enrols) {
    shown.evidence_class = *kind == CertificateKind::signature ? 'A' : 'B';
    shown.evidence = *kind == CertificateKind::signature
                         ? evidence_a(moment.now, message, read->certificate, read->signature)
                         : evidence_b(moment.now, kept->nonce, read->certificate, read->signature, *read->chip);
  }
  return shown;
}

Answer<Shown> CardProvider::audit(const Purpose& purpose, ByteView evidence) const {
  base::Reader r(evidence);
  const auto kind = static_cast<CertificateKind>(r.u8());
  const bool signs = kind == CertificateKind::signature;
  const auto at = r.u64();
  const auto statement = signs ? r.text() : std::string();
  const auto nonce = signs ? Bytes32{} : r.fixed<32>();
  const auto certificate = Certificate::parse(r.bytes(Certificate::kMaxSize));
  const auto signature = r.bytes(kLongestSignature);
  std::optional<ChipTexts> chip;
  if (!signs) chip = ChipTexts{r.text(), r.text(), r.text(), r.text()};
  if (!r.finish("evidence").ok() || at > kLastTime || !certificate) return malformed();
  if ((!signs && kind != CertificateKind::authentication) || (chip && !chip->attributes())) return malformed();
  const auto begun = at - std::min(at, kAnswerWithin);  // the statement names the day of begin, which may be the day before
  if (signs && statement != card_statement(purpose, at) && statement != card_statement(purpose, begun)) return wrong_signature();
  const auto message = signs ? base::to_bytes(base::view(statement)) : bytes_of(purpose.claim(nonce));
  const auto judged = judge_showing({kind, *certificate, signature, message, at}, rules_.enrol);
  if (const auto* refusal = std::get_if<Refusal>(&judged)) return *refusal;
  const auto attributes = attributes_of({*certificate, signature, chip}, kind, true);
  if (const auto* refusal = std::get_if<Refusal>(&attributes)) return *refusal;
  auto shown = shown_as(*certificate, kind, std::get<0>(attributes));
  shown.evidence_class = signs ? 'A' : 'B';
  shown.evidence = base::to_bytes(evidence);
  return shown;
}

}  // namespace ippyo::identity
