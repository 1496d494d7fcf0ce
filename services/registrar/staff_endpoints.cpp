// SPDX-License-Identifier: Apache-2.0
// Joining, signing in and out, and the list of members. [SPEC 15.5 Staff]
#include <nlohmann/json.hpp>

#include "registrar/answers.hpp"
#include "registrar/attempts.hpp"
#include "registrar/challenges.hpp"
#include "registrar/endpoint_lists.hpp"
#include "registrar/staff_rows.hpp"

namespace ippyo::registrar {
namespace {

using nlohmann::json;
using http::Response;

constexpr std::uint64_t kSmall = 4096, kAnswer = 64 * 1024;
constexpr std::uint32_t kFailures = 20;
constexpr base::UnixTime kWindow = 300;

class StaffDesk {
  const Context& context_;
  StaffSessions& sessions_;
  Challenges challenges_;
  Attempts attempts_{kFailures, kWindow};

  /// One answer for everything that is wrong with a sign-in: it tells nobody which ids exist.
  Response failed(const std::string& id, base::UnixTime now) {
    attempts_.failed(id, now);
    return refused("sign-in", "This sign-in does not count; begin again with your own passkey, or ask a manager for an invitation.");
  }
  /// Nobody guesses 32 bytes: wrong invitations are not counted, so that nobody can keep others from joining.
  static Response bad_invitation() {
    return refused("invitation", "This invitation is wrong, used or over; ask a manager for a new one.");
  }
  db::Outcome invited(db::Database& db, const Bytes32& invitation, base::UnixTime now, std::optional<MemberRow>& out) const {
    return find_invitation(db, invitation_mac(context_.store.keys(), invitation), now, out);
  }
  db::Outcome check_passkey(db::Database& db, const Call& call, const std::string& id, const Bytes32& challenge, const json& answer,
                            std::optional<Member>& member) const;

 public:
  StaffDesk(const Context& context, StaffSessions& sessions) : context_(context), sessions_(sessions) {}
  Response begin_join(Call& call);
  Response join(Call& call);
  Response begin_login(Call& call);
  Response login(Call& call);
  Response logout(Call& call);
  Response add_member(Call& call);
  Response members(Call& call);
  Response disable(Call& call);
};

std::optional<Bytes32> invitation_of(const json& body) { return base::bytes32_from_hex(text_of(body, "invitation").value_or("")); }
std::string purpose_of_join(const Bytes32& invitation) { return "join " + base::to_hex(base::hash32("invitation", ByteView(invitation))); }

Response StaffDesk::begin_join(Call& call) {
  auto body = read_object(call.request.body, {"invitation"});
  if (auto* answer = std::get_if<Response>(&body)) return std::move(*answer);
  const auto invitation = invitation_of(std::get<json>(body));
  std::optional<MemberRow> row;
  if (invitation)
    if (const auto read = context_.store.run([&](db::Database& db) { return invited(db, *invitation, call.now, row); }); !read.ok()) return answer_of(read);
  if (!row) return bad_invitation();
  base::SystemRng rng;
  const auto challenge = challenges_.draw(purpose_of_join(*invitation), call.now, rng);
  const passkey::User user{base::to_bytes(challenges_.handle(challenge)), row->id, row->id};
  return ok_json({{"id", row->id},
                  {"role", name(row->role)},
                  {"options", passkey::creation_options(context_.config.staff_passkey, user, challenge, passkey::Discoverable::required)}});
}

Response StaffDesk::join(Call& call) {
  auto body = read_object(call.request.body, {"invitation", "answer"});
  if (auto* answer = std::get_if<Response>(&body)) return std::move(*answer);
  const auto& object = std::get<json>(body);
  const auto invitation = invitation_of(object);
  const auto challenge = invitation ? challenges_.named_by(object["answer"], purpose_of_join(*invitation), call.now) : std::nullopt;
  if (!challenge) return bad_invitation();
  const auto handle = challenges_.handle(*challenge);
  const auto made = passkey::finish_registration(context_.config.staff_passkey, *challenge, handle, object["answer"]);
  if (const auto* why = std::get_if<passkey::Refusal>(&made)) return refused(word(*why), sentence(*why));
  if (!challenges_.use(*challenge, call.now)) return bad_invitation();
  return stored(context_.store, [&](db::Database& db, Response& answer) -> db::Outcome {
    std::optional<MemberRow> row;
    IPPYO_DB_TRY(invited(db, *invitation, call.now, row));
    if (!row) return refuse(answer, bad_invitation());
    bool taken = false;
    IPPYO_DB_TRY(has_credential(db, std::get<passkey::Credential>(made).id, taken));
    if (taken) return refuse(answer, refused(word(passkey::Refusal::unknown_credential), "This passkey is another member's; make a new one."));
    IPPYO_DB_TRY(write_joined(db, row->id, std::get<passkey::Credential>(made)));
    answer = ok_json({{"id", row->id}, {"role", name(row->role)}}, 201);
    return context_.store.log(db, {row->id, call.now}, "join", "staff " + row->id);
  });
}

Response StaffDesk::begin_login(Call& call) {
  auto body = read_object(call.request.body, {"id"});
  if (auto* answer = std::get_if<Response>(&body)) return std::move(*answer);
  const auto id = text_of(std::get<json>(body), "id").value_or("");
  if (!is_staff_id(id)) return malformed("A member's id has 1 to 32 of a-z, 0-9, dot and hyphen.");
  base::SystemRng rng;
  // No list of allowed keys: the device offers the member's own, and the answer is alike for ids that do not exist.
  const auto challenge = challenges_.draw("login " + id, call.now, rng);
  return ok_json({{"options", passkey::request_options(context_.config.staff_passkey, challenge, {})}});
}

db::Outcome StaffDesk::check_passkey(db::Database& db, const Call& call, const std::string& id, const Bytes32& challenge, const json& answer,
                                     std::optional<Member>& member) const {
  std::optional<MemberRow> row;
  member.reset();
  IPPYO_DB_TRY(read_member(db, id, row));
  if (!row || !row->active || !row->joined) return {};
  const auto known = passkey::Credential::decode(row->passkey);
  if (!known.ok()) return db::Outcome::conflict(known.error().message);
  const auto judged = passkey::finish_assertion(context_.config.staff_passkey, challenge, {&*known, 1}, answer);
  const auto* right = std::get_if<passkey::Credential>(&judged);
  if (right == nullptr) return {};
  IPPYO_DB_TRY(write_passkey(db, id, *right));
  member = Member{id, row->role};
  return context_.store.log(db, {id, call.now}, "sign-in", "staff " + id);
}

Response StaffDesk::login(Call& call) {
  auto body = read_object(call.request.body, {"id", "answer"});
  if (auto* answer = std::get_if<Response>(&body)) return std::move(*answer);
  const auto& object = std::get<json>(body);
  const auto id = text_of(object, "id").value_or("");
  if (!is_staff_id(id)) return malformed("A member's id has 1 to 32 of a-z, 0-9, dot and hyphen.");
  if (!attempts_.allows(id, call.now)) return too_many(kWindow);
  const auto challenge = challenges_.named_by(object["answer"], "login " + id, call.now);
  if (!challenge) return failed(id, call.now);
  std::optional<Member> member;
  std::string token;
  const auto outcome = context_.store.run([&](db::Database& db) -> db::Outcome {
    IPPYO_DB_TRY(check_passkey(db, call, id, *challenge, object["answer"], member));
    if (!member || !challenges_.use(*challenge, call.now)) return member.reset(), db::Outcome{};
    // Begun on the writer's thread: whoever is disabled after this finds the session and ends it.
    base::SystemRng rng;
    token = sessions_.begin(*member, call.now, rng);
    return {};
  });
  if (!outcome.ok()) return sessions_.end(token), answer_of(outcome);
  if (!member) return failed(id, call.now);
  return ok_json({{"token", token}, {"role", name(member->role)}, {"until", call.now + kStaffLongest}});
}

Response StaffDesk::logout(Call& call) {
  constexpr std::string_view kBearer = "Bearer ";
  auto token = call.request.header("Authorization");
  if (token.starts_with(kBearer)) token.remove_prefix(kBearer.size());
  sessions_.end(token);
  return no_content();
}

Response StaffDesk::add_member(Call& call) {
  auto body = read_object(call.request.body, {"id", "role"});
  if (auto* answer = std::get_if<Response>(&body)) return std::move(*answer);
  const auto id = text_of(std::get<json>(body), "id").value_or("");
  const auto role = role_of(text_of(std::get<json>(body), "role").value_or(""));
  if (!is_staff_id(id)) return malformed("A member's id has 1 to 32 of a-z, 0-9, dot and hyphen.");
  if (!role) return malformed("The role is one of clerk, manager, auditor.");
  const auto invitation = invite(context_.store, id, *role, actor_of(call));
  if (!invitation.ok()) return conflict("member", "There is no invitation: " + invitation.error().message + ".");
  return ok_json({{"invitation", *invitation}, {"until", call.now + kInvitationLife}}, 201);
}

Response StaffDesk::members(Call&) {
  return stored(context_.store, [](db::Database& db, Response& answer) -> db::Outcome {
    std::vector<MemberRow> rows;
    IPPYO_DB_TRY(read_members(db, rows));
    auto list = json::array();
    for (const auto& m : rows)
      list.push_back({{"id", m.id}, {"role", name(m.role)}, {"active", m.active}, {"joined", m.joined}, {"invited_until", m.invited_until}});
    answer = ok_json({{"members", std::move(list)}});
    return {};
  });
}

Response StaffDesk::disable(Call& call) {
  if (call.part.size() != 2 || call.part[1] != "disable") return not_found("There is no such thing to do with a member.");
  const auto& id = call.part[0];
  auto answer = stored(context_.store, [&](db::Database& db, Response& out) -> db::Outcome {
    std::optional<MemberRow> row;
    IPPYO_DB_TRY(read_member(db, id, row));
    if (!row) return refuse(out, not_found("There is no member with this id."));
    std::int64_t managers = 0;
    IPPYO_DB_TRY(count_managers(db, managers));
    if (row->active && row->role == Role::manager && managers <= 1)
      return refuse(out, conflict("last-manager", "This is the last manager; invite another one first."));
    IPPYO_DB_TRY(write_disabled(db, id));
    out = no_content();
    return context_.store.log(db, actor_of(call), "disable", "staff " + id);
  });
  if (answer.status == 204) sessions_.end_all_of(id);
  return answer;
}

}  // namespace

void add_staff_endpoints(Endpoints& out, const Context& context, StaffSessions& sessions) {
  const auto desk = std::make_shared<StaffDesk>(context, sessions);
  const auto add = [&](const char* method, const char* path, Access access, std::uint64_t limit, Response (StaffDesk::*handler)(Call&)) {
    out.push_back({method, path, access, limit, [desk, handler](Call& call) { return ((*desk).*handler)(call); }});
  };
  add("POST", "/staff/join/begin", Access::anybody, kSmall, &StaffDesk::begin_join);
  add("POST", "/staff/join", Access::anybody, kAnswer, &StaffDesk::join);
  add("POST", "/staff/login/begin", Access::anybody, kSmall, &StaffDesk::begin_login);
  add("POST", "/staff/login", Access::anybody, kAnswer, &StaffDesk::login);
  add("POST", "/staff/logout", Access::staff, kSmall, &StaffDesk::logout);
  add("POST", "/staff/members", Access::manager, kSmall, &StaffDesk::add_member);
  add("GET", "/staff/members", Access::manager, 0, &StaffDesk::members);
  add("POST", "/staff/members/", Access::manager, kSmall, &StaffDesk::disable);
}

}  // namespace ippyo::registrar
