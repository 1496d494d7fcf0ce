// SPDX-License-Identifier: Apache-2.0
// The table of endpoints, its description and what the service does are one thing; every caller gets exactly what the table says.
#include "registrar/test_service.hpp"

namespace ippyo::registrar::test {
namespace {

/// As the router chooses: the exact path, then the longest prefix.
const Endpoint* endpoint_of(const Endpoints& all, const Operation& o) {
  const Endpoint* found = nullptr;
  for (const auto& e : all) {
    if (e.method != o.method) continue;
    if (e.path == o.path) return &e;
    if (e.path.ends_with('/') && o.path.starts_with(e.path) && o.path.size() > e.path.size() && (found == nullptr || found->path.size() < e.path.size())) found = &e;
  }
  return found;
}

TEST(Interface, DescriptionAndTableAgreeBothWays) {
  Running r;
  if (!r.described.is_read()) return;
  std::set<const Endpoint*> met;
  for (const auto& o : r.described.operations()) {
    if (o.path == "/health" || o.path == "/rehearsal/clock") continue;  // of the service itself: no rows of the table
    const auto* e = endpoint_of(r.service->endpoints(), o);
    ASSERT_NE(e, nullptr) << o.method << " " << o.path << " is described but not there";
    EXPECT_EQ(name(e->access), o.access) << o.method << " " << o.path;
    EXPECT_EQ(e->body_limit, o.body_limit) << o.method << " " << o.path;
    EXPECT_EQ(o.statuses.contains(401), e->access != Access::anybody) << o.method << " " << o.path;
    met.insert(e);
  }
  for (const auto& e : r.service->endpoints()) EXPECT_TRUE(met.contains(&e)) << e.method << " " << e.path << " is not described";
}

/// A call that reaches the endpoint and does no harm.
std::string sample_path(const Endpoint& e) {
  static const std::map<std::string, std::string> kBelow = {
      {"GET /staff/roll/", "/staff/roll/9/differences"},      {"POST /staff/roll/", "/staff/roll/9/discard"},
      {"GET /staff/applications/", "/staff/applications/1"},  {"POST /staff/applications/", "/staff/applications/99/return"},
      {"GET /staff/letters/", "/staff/letters/1"},            {"POST /staff/members/", "/staff/members/nobody/disable"}, {"POST /staff/reports/", "/staff/reports/100000/seen"},
      {"POST /enrol/", "/enrol/passkey/begin"},               {"POST /grant/", "/grant/code/begin"}};
  return e.path.ends_with('/') ? kBelow.at(e.method + " " + e.path) : e.path;
}

/// Everybody who may call: a name for messages, a token, and what the token is for.
struct Caller {
  std::string name, token;
  std::optional<Role> role{};
  std::optional<Access> session{};
};

/// "" when the table lets the caller in, else the refusal.
std::string refusal(const Endpoint& e, const Caller& c) {
  if (e.access == Access::anybody) return "";
  if (e.access == Access::enrolling || e.access == Access::asking) return c.session == e.access ? "" : "401 sign-in";
  if (!c.role) return "401 sign-in";
  return may(*c.role, e.access) ? "" : "403 role";
}

struct Stage {
  Running r{};
  std::vector<Caller> callers;

  Stage() {
    const auto manager = r.sign_in("manager-1");
    r.import({sample_voter(1), sample_voter(2)}, manager);
    r.approved(1, manager);
    const auto rows = Running::rows_of(r.get("/staff/letters/" + r.printed(manager) + "/file", manager).body);
    const auto& code = rows.at(0).at(8);
    callers = {{"nobody", ""}, {"garbage", std::string(64, 'g')}, {"a short token", "00"}, {"a very long token", std::string(4000, '0')}};
    callers.push_back({"a member whose session is over", r.sign_in("manager-2")});
    callers.push_back({"an enrolling session that is over", r.begin_enrolling(code)});
    callers.push_back({"an asking session that is over", r.begin_asking()});
    r.set(r.clock.now() + 900);
    for (const auto role : {Role::clerk, Role::manager, Role::auditor}) callers.push_back({std::string(name(role)), token_of(role), role});
    callers.push_back({"an enrolling session", r.begin_enrolling(code), {}, Access::enrolling});
    callers.push_back({"an asking session", r.begin_asking(), {}, Access::asking});
  }
  std::string token_of(Role role) { return r.sign_in(std::string(name(role)) + "-1"); }
};

TEST(Interface, EverybodyGetsExactlyWhatTheTableSays) {
  Stage stage;
  for (const auto& e : stage.r.service->endpoints()) {
    for (auto& c : stage.callers) {
      const auto body = e.method == "GET" ? base::Bytes() : base::to_bytes(base::view("{}"));
      const auto answer = stage.r.raw(e.method, sample_path(e), body, c.token);
      const auto expected = refusal(e, c);
      const auto said = e.method + " " + sample_path(e) + " by " + c.name;
      if (expected.empty()) {
        EXPECT_TRUE(answer.status != 401 && answer.status < 500 && told(answer) != "403 role") << said << ": " << told(answer);
      } else {
        EXPECT_EQ(told(answer), expected) << said;
      }
      if (e.path == "/staff/logout" && c.role) c.token = stage.token_of(*c.role);
    }
  }
}

TEST(Interface, WhatBelongsToSomebodyElseIsOutOfReach) {
  Running r;
  const auto clerk = r.sign_in("clerk-1"), other = r.sign_in("clerk-2"), manager = r.sign_in("manager-1"), second = r.sign_in("manager-2");
  r.import({sample_voter(1), sample_voter(2)}, manager);
  const auto first = r.approved(1, clerk);
  // An applicant sees nothing of another: the reference alone, or the right birth date with another reference, opens nothing.
  const auto reference = Running::body(r.get("/staff/applications/" + std::to_string(first), clerk))["reference"].get<std::string>();
  EXPECT_EQ(r.post("/applications/status", {{"reference", reference}, {"birth", "1970-03-01"}}).status, 200u);
  EXPECT_EQ(told(r.post("/applications/status", {{"reference", reference}, {"birth", "1971-03-01"}})), "404 not-found");
  EXPECT_EQ(told(r.post("/applications/status", {{"reference", "0000000000"}, {"birth", "1970-03-01"}})), "404 not-found");
  // A batch belongs to the member who began to fetch it.
  const auto batch = r.printed(clerk);
  const auto file = r.get("/staff/letters/" + batch + "/file", clerk);
  ASSERT_EQ(file.status, 200u);
  EXPECT_EQ(told(r.get("/staff/letters/" + batch + "/file", other)), "409 not-there");
  EXPECT_EQ(told(r.get("/staff/letters/" + batch + "/file", manager)), "409 not-there");
  // An upload belongs to the office: another manager may look, apply and discard it; a clerk may look.
  const auto uploaded = r.upload({sample_voter(1), sample_voter(3)}, manager);
  const auto path = "/staff/roll/" + Running::body(uploaded)["id"].dump();
  EXPECT_EQ(r.get(path + "/differences", other).status, 200u);
  EXPECT_EQ(told(r.post(path + "/apply", json::object(), other)), "403 role");
  EXPECT_EQ(r.post(path + "/apply", json::object(), second).status, 200u);
  EXPECT_EQ(told(r.post(path + "/apply", json::object(), manager)), "404 not-found") << "it is applied once";
  // The session of one kind or person names no row that could be changed into another's; an inquiry needs the token that was drawn for it.
  EXPECT_EQ(told(r.post("/desk/permit", {{"session", clerk}}, other)), "409 desk-session");
  const auto rows = Running::rows_of(file.body);
  const auto session = r.begin_enrolling(rows.at(0).at(8));
  EXPECT_EQ(told(r.get("/staff/applications/" + std::to_string(first), session)), "401 sign-in");
  EXPECT_EQ(told(r.post("/enrol/key", {{"X", std::string(64, '1')}, {"application", 2}}, session)), "400 malformed");
}

}  // namespace
}  // namespace ippyo::registrar::test
