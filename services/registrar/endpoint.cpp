// SPDX-License-Identifier: Apache-2.0
#include "registrar/endpoint.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <set>

#include "base/codec.hpp"

namespace ippyo::registrar {
namespace {

constexpr std::array<std::string_view, 3> kRoles{"clerk", "manager", "auditor"};
constexpr std::size_t kLongestText = 4096, kDeepestBody = 16;

bool is_wanted(std::string_view field, std::initializer_list<std::string_view> fields) {
  return std::ranges::any_of(fields, [&](std::string_view f) { return f == field || (f.ends_with('?') && f.substr(0, f.size() - 1) == field); });
}

bool is_clean_text(const std::string& text) { return text.size() <= kLongestText && base::is_clean_utf8(text); }

/// Names of fields too: they come from outside like everything else.
bool is_clean(const nlohmann::json& value) {
  if (value.is_string()) return is_clean_text(value.get_ref<const std::string&>());
  if (value.is_object())
    for (const auto& [field, inner] : value.items())
      if (!is_clean_text(field)) return false;
  return !value.is_structured() || std::ranges::all_of(value, is_clean);
}

/// Watches the parser: what is nested too deep is never built (everything that later walks through a value is recursive), and a name that
/// stands twice in an object is seen, which in the finished value it could not be.
class Watch {
  std::vector<std::set<std::string>> names_;
  bool good_ = true;

 public:
  bool good() const { return good_; }
  bool operator()(int depth, nlohmann::json::parse_event_t event, const nlohmann::json& name) {
    using enum nlohmann::json::parse_event_t;
    const auto level = static_cast<std::size_t>(depth);
    if (level > kDeepestBody) return good_ = false;
    if (event == object_start) {
      names_.resize(level + 1);
      names_[level].clear();
    }
    if (event == key && !names_[level - 1].insert(name.get_ref<const std::string&>()).second) good_ = false;
    return good_;
  }
};

}  // namespace

std::string_view name(Role role) { return kRoles[static_cast<std::size_t>(role) - 1]; }

std::optional<Role> role_of(std::string_view name) {
  for (std::size_t i = 0; i < kRoles.size(); ++i)
    if (kRoles[i] == name) return static_cast<Role>(i + 1);
  return std::nullopt;
}

bool may(Role role, Access access) {
  switch (access) {
    case Access::staff: return true;
    case Access::clerk: return role == Role::clerk || role == Role::manager;
    case Access::manager: return role == Role::manager;
    case Access::auditor: return role == Role::auditor || role == Role::manager;
    default: return false;
  }
}

std::variant<nlohmann::json, http::Response> read_object(base::ByteView body, std::initializer_list<std::string_view> fields) {
  Watch watch;
  auto json = nlohmann::json::parse(body.begin(), body.end(), std::ref(watch), false);
  if (!watch.good()) return malformed("The body is nested deeper than 16 levels or names a field twice; see the description of the interface.");
  if (!json.is_object()) return malformed("The body is not a JSON object; see the description of the interface.");
  for (const auto& [field, value] : json.items()) {
    if (!is_wanted(field, fields)) return malformed("The body has a field that is not known here; see the description of the interface.");
    if (!is_clean(value)) return malformed("A text of the body is longer than 4,096 bytes or has control characters; shorten or clean it.");
  }
  for (const auto f : fields)
    if (!f.ends_with('?') && !json.contains(f)) return malformed("The body lacks the field '" + std::string(f) + "'.");
  return json;
}

http::Response ok_json(const nlohmann::json& value, unsigned status) {
  return http::json(status, value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}
http::Response no_content() { return {204, "application/json", {}, {}}; }
http::Response malformed(std::string_view detail) { return http::problem(400, "malformed", "Malformed", detail); }
http::Response not_found(std::string_view detail) { return http::problem(404, "not-found", "Not found", detail); }
http::Response conflict(std::string_view word, std::string_view detail) { return http::problem(409, word, "Not possible now", detail); }
http::Response refused(std::string_view word, std::string_view detail) { return http::problem(403, word, "Refused", detail); }

}  // namespace ippyo::registrar
