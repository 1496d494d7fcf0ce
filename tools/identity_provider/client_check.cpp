// SPDX-License-Identifier: Apache-2.0
#include "identity_provider/client_check.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

namespace ippyo::identity_provider {

using nlohmann::json;

static constexpr std::string_view kAssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// The number of seconds, or -1.
static double time_of(const json& claims, const char* name) {
  const auto it = claims.find(name);
  return it != claims.end() && it->is_number() ? it->get<double>() : -1;
}

static bool in_time(const json& claims, base::UnixTime at) {
  const auto now = static_cast<double>(at), exp = time_of(claims, "exp");
  const bool begun = std::ranges::all_of(std::array{"iat", "nbf"}, [&](const char* name) {
    const auto time = time_of(claims, name);
    return !claims.contains(name) || (time >= 0 && time <= now + double{kSkew});
  });
  return begun && exp > now - double{kSkew} && exp <= now + double{kAssertionLife + kSkew};
}

static bool meant_for(const json& claims, const std::vector<std::string>& audiences) {
  const auto aud = claims.find("aud");
  if (aud == claims.end()) return false;
  const auto known = [&](const json& name) {
    return name.is_string() && std::ranges::find(audiences, name.get<std::string>()) != audiences.end();
  };
  return aud->is_array() ? std::ranges::any_of(*aud, known) : known(*aud);
}

bool ClientCheck::shown(const Parameters& form, base::UnixTime now) {
  if (form.text("client_assertion_type") != kAssertionType || form.has("client_secret")) return false;
  if (form.has("client_id") && form.text("client_id") != client_id_) return false;
  const auto claims = identity::verified_claims(form.text("client_assertion"), key_);
  if (!claims || claims->value("iss", json()) != client_id_ || claims->value("sub", json()) != client_id_) return false;
  if (!meant_for(*claims, audiences_) || !in_time(*claims, now)) return false;
  const auto jti = claims->value("jti", json());
  if (!jti.is_string() || jti.get<std::string>().empty() || jti.get<std::string>().size() > 255) return false;
  const std::lock_guard hold(lock_);
  return seen_.put(jti.get<std::string>(), true, now);
}

}  // namespace ippyo::identity_provider
