// SPDX-License-Identifier: Apache-2.0
#include "identity/oidc_claims.hpp"

#include <algorithm>
#include <array>

#include "base/codec.hpp"
#include "base/hash.hpp"

namespace ippyo::identity {

using nlohmann::json;

std::string text_member(const json& object, const char* name) {
  const auto it = object.find(name);
  return it != object.end() && it->is_string() ? it->get<std::string>() : std::string();
}

/// Seconds, whole or not, in a range that is exact in a double.
static std::optional<double> time_member(const json& claims, const char* name) {
  const auto it = claims.find(name);
  if (it == claims.end() || !it->is_number()) return std::nullopt;
  const auto value = it->get<double>();
  if (!(value >= 0 && value < 9e15)) return std::nullopt;
  return value;
}

static bool meant_for(const json& claims, const std::string& client) {
  const auto aud = claims.find("aud");
  if (aud == claims.end()) return false;
  const bool several = aud->is_array() && aud->size() > 1;
  const bool named = aud->is_array() ? std::find(aud->begin(), aud->end(), json(client)) != aud->end() : *aud == json(client);
  const bool azp_right = claims.contains("azp") ? text_member(claims, "azp") == client : !several;
  return named && azp_right;
}

static std::optional<std::string_view> wrong_time(const json& claims, const OidcConfig& config, const std::optional<Arrival>& arrival) {
  const auto iat = time_member(claims, "iat"), exp = time_member(claims, "exp");
  if (!iat || !exp || *exp < *iat) return "oidc-malformed";
  const auto auth_time = time_member(claims, "auth_time");
  if (config.max_age && (!auth_time || *iat - *auth_time > *config.max_age + double{kClockSkew})) return "oidc-auth-time";
  if (!arrival) return std::nullopt;
  const auto now = static_cast<double>(arrival->now), begun = static_cast<double>(arrival->begun);
  if (*exp <= now - kClockSkew) return "oidc-expired";
  if (*iat > now + kClockSkew) return "oidc-early";
  if (claims.contains("nbf") && time_member(claims, "nbf").value_or(9e15) > now + kClockSkew) return "oidc-early";
  if (*iat < begun - kClockSkew) return "oidc-replayed";
  if (config.max_age && now - *auth_time > *config.max_age + double{kClockSkew}) return "oidc-auth-time";
  return std::nullopt;
}

static bool hash_fits(const json& claims, const std::string& access_token) {
  if (!claims.contains("at_hash")) return true;
  const auto hash = base::sha256(base::view(access_token));
  return text_member(claims, "at_hash") == to_base64url(ByteView(hash).first(16));
}

static bool sub_fits(const std::string& sub) {
  return !sub.empty() && sub.size() <= 255 && std::all_of(sub.begin(), sub.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

std::optional<std::string_view> wrong_claim(const json& claims, const OidcConfig& config, std::string_view nonce,
                                            const std::optional<Arrival>& arrival) {
  if (text_member(claims, "iss") != config.issuer) return "oidc-issuer";
  if (!meant_for(claims, config.client_id)) return "oidc-audience";
  if (const auto wrong = wrong_time(claims, config, arrival)) return wrong;
  if (text_member(claims, "nonce") != nonce) return "oidc-nonce";
  const auto acr = text_member(claims, "acr");
  if (!config.accepted_acr.empty() && std::find(config.accepted_acr.begin(), config.accepted_acr.end(), acr) == config.accepted_acr.end())
    return "oidc-acr";
  if (arrival && !hash_fits(claims, arrival->access_token)) return "oidc-access-token";
  if (!sub_fits(text_member(claims, "sub"))) return "oidc-subject";
  return std::nullopt;
}

static std::optional<roll::Day> day_of(std::string_view text) {
  const auto number = [&](std::size_t at, std::size_t n) {
    int value = 0;
    for (const char c : text.substr(at, n)) value = c < '0' || c > '9' || value < 0 ? -1 : value * 10 + (c - '0');
    return value;
  };
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const int year = number(0, 4), month = number(5, 2), day = number(8, 2);
  if (year < 1800 || month < 1 || day < 1) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return std::nullopt;
  return roll::Day{static_cast<std::int16_t>(year), static_cast<std::uint8_t>(month), static_cast<std::uint8_t>(day)};
}

static roll::Sex sex_of(const std::string& gender) {
  if (gender == "male" || gender == "1") return roll::Sex::male;
  if (gender == "female" || gender == "2") return roll::Sex::female;
  return gender == "other" ? roll::Sex::other : roll::Sex::unknown;
}

std::optional<roll::Attributes> attributes_of(const json& userinfo) {
  const auto address = userinfo.find("address");
  roll::Attributes out;
  out.name = text_member(userinfo, "name");
  if (address != userinfo.end()) out.address = address->is_object() ? text_member(*address, "formatted") : text_member(userinfo, "address");
  const auto birth = day_of(text_member(userinfo, "birthdate"));
  for (const auto& text : {out.name, out.address})
    if (text.empty() || text.size() > 1000 || !base::is_clean_utf8(text)) return std::nullopt;
  if (!birth) return std::nullopt;
  out.birth = *birth;
  out.sex = sex_of(text_member(userinfo, "gender"));
  return out;
}

Refusal oidc_refusal(std::string_view word) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kSentences{{
      {"oidc-unreachable", "The identity service does not answer; please try again in a few minutes."},
      {"oidc-session", "This sign-in took too long or belongs to another page; please begin again."},
      {"oidc-state", "This sign-in took too long or belongs to another page; please begin again."},
      {"oidc-denied", "The sign-in was stopped at the identity service; please begin again when you are ready."},
      {"oidc-code", "The sign-in was not completed or was used already; please begin again."},
      {"oidc-acr", "The identity service did not check you as strictly as this election asks; please begin again and use your card."},
      {"oidc-attributes", "The identity service did not give name, address and birth date; please begin again and allow it to."},
      {"oidc-other-person", "Somebody else was signed in at the identity service; please sign in there as the person who enrolled."},
  }};
  for (const auto& [known, sentence] : kSentences)
    if (known == word) return {std::string(word), std::string(sentence)};
  return {std::string(word), "The answer of the identity service could not be verified; please begin again, and ask the election office if that does not help."};
}

}  // namespace ippyo::identity
