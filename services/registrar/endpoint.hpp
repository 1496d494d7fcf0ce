// SPDX-License-Identifier: Apache-2.0
// Every endpoint of the registrar is a row of one table: who may call it, how large its body may be, what it does. [SPEC 15.8 Interface]
#pragma once
#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/clock.hpp"
#include "http/message.hpp"

namespace ippyo::registrar {

enum class Role : std::uint8_t { clerk = 1, manager, auditor };
std::string_view name(Role role);
std::optional<Role> role_of(std::string_view name);

/// Who may call. A bearer token stands in the field `Authorization: Bearer TOKEN`; there are no cookies, so no other site can ride on one.
enum class Access : std::uint8_t {
  anybody,
  enrolling,  ///< a token of POST /enrol/begin
  asking,     ///< a token of POST /grant/begin
  staff,      ///< any role
  clerk,      ///< clerk or manager
  manager,
  auditor,    ///< auditor or manager: reads, changes nothing
};
bool may(Role role, Access access);

/// A member of the office who has signed in.
struct Member {
  std::string id;
  Role role;
};

/// One call: what came, and who calls. `part` is the path below a prefix, already split at '/' and free of empty parts.
struct Call {
  http::Request request;
  std::vector<std::string> part;
  std::optional<Member> member;  ///< set for staff endpoints
  std::string token;             ///< of the session, for enrolling and asking
  base::UnixTime now;
};

struct Endpoint {
  std::string method;
  std::string path;  ///< exact, or a prefix when it ends in '/'
  Access access;
  std::uint64_t body_limit;
  std::function<http::Response(Call&)> answer;  ///< runs on a worker: it may wait for the store and for the network
};
using Endpoints = std::vector<Endpoint>;

/// A JSON object as body. Refused (400 `malformed`, with what is missing): no object, another field than `fields`, a field missing that is
/// not marked with a trailing '?', a name twice in one object, more than 16 levels, a text over 4,096 bytes or with control characters.
std::variant<nlohmann::json, http::Response> read_object(base::ByteView body, std::initializer_list<std::string_view> fields);

http::Response ok_json(const nlohmann::json& value, unsigned status = 200);
http::Response no_content();
/// 400 `malformed`, 404 `not-found`, 409 with its own word, 403 `refused` with its own word.
http::Response malformed(std::string_view detail);
http::Response not_found(std::string_view detail);
http::Response conflict(std::string_view word, std::string_view detail);
http::Response refused(std::string_view word, std::string_view detail);

}  // namespace ippyo::registrar
