// SPDX-License-Identifier: Apache-2.0
// Joining, signing in and out, members. [SPEC 15.5 Staff]
#include "registrar_commands.hpp"

#include <cstdio>

namespace ippyo::office_tool {
namespace {

using base::Result;

void say(const std::string& line) { std::printf("%s\n", line.c_str()); }

Result<void> members(Connection& c) {
  const auto list = c.get("/staff/members");
  if (!list.ok()) return list.error();
  for (const auto& m : (*list)["members"])
    say(m.value("id", "") + "  " + m.value("role", "") + "  " + (m.value("active", false) ? "active" : m.value("invited_until", 0) > 0 ? "invited" : "disabled"));
  return {};
}

void add_sign_in(CLI::App& app, const std::shared_ptr<Settings>& s, Run& run) {
  auto invitation = std::make_shared<std::string>();
  auto* join = app.add_subcommand("join", "makes a passkey in --key and joins with an invitation");
  join->fallthrough();
  join->add_option("INVITATION", *invitation, "64 hex digits from a manager")->required();
  join->callback([s, invitation, &run] {
    run = [s, invitation]() -> Result<void> {
      auto c = Connection::open(*s);
      if (!c.ok()) return c.error();
      const auto joined = c->join(*invitation);
      if (!joined.ok()) return joined.error();
      say("joined as " + joined->value("id", "") + " (" + joined->value("role", "") + ")");
      return {};
    };
  });
  const auto session = [&](const char* name, const char* help, Result<void> (*work)(Connection&)) {
    auto* command = app.add_subcommand(name, help);
    command->fallthrough();
    command->callback([s, work, &run] {
      run = [s, work]() -> Result<void> {
        auto c = Connection::open(*s);
        return c.ok() ? work(*c) : Result<void>(c.error());
      };
    });
  };
  session("login", "signs in and keeps the token in --token until logout", [](Connection& c) -> Result<void> {
    const auto done = c.login();
    return done.ok() ? Result<void>{} : Result<void>(done.error());
  });
  session("logout", "ends the session and removes --token", [](Connection& c) { return c.logout(); });
}

void add_members(CLI::App& app, const std::shared_ptr<Settings>& s, Run& run) {
  add_command(app.add_subcommand("members", "who works here"), s, run, members);
  auto id = std::make_shared<std::string>(), role = std::make_shared<std::string>("clerk");
  auto* invite = app.add_subcommand("invite", "prints a one-time invitation, good for a day");
  invite->add_option("ID", *id, "of the new member: a-z, 0-9, dot, hyphen")->required();
  invite->add_option("--role", *role, "clerk, manager or auditor")->capture_default_str();
  add_command(invite, s, run, [id, role](Connection& c) -> Result<void> {
    const auto made = c.post("/staff/members", {{"id", *id}, {"role", *role}});
    if (!made.ok()) return made.error();
    say(made->value("invitation", ""));
    return {};
  });
  auto* disable = app.add_subcommand("disable", "ends a member's sessions and passkey");
  disable->add_option("ID", *id)->required();
  add_command(disable, s, run, [id](Connection& c) -> Result<void> {
    const auto done = c.post("/staff/members/" + *id + "/disable", json::object());
    return done.ok() ? Result<void>{} : Result<void>(done.error());
  });
}

}  // namespace

void add_command(CLI::App* command, const std::shared_ptr<Settings>& settings, Run& run, std::function<Result<void>(Connection&)> work) {
  command->fallthrough();
  command->callback([settings, work = std::move(work), &run] {
    run = [settings, work]() -> Result<void> {
      auto c = Connection::open(*settings);
      if (!c.ok()) return c.error();
      IPPYO_TRY(c->begin());
      return work(*c);
    };
  });
}

void add_registrar_commands(CLI::App& app, Run& run) {
  auto s = std::make_shared<Settings>();
  auto* registrar = app.add_subcommand("registrar", "the office's people: members, roll, applications, letters");
  registrar->require_subcommand(1);
  registrar->add_option("--server", s->server, "http://HOST:PORT of the registrar")->capture_default_str()->envname("IPPYO_REGISTRAR");
  registrar->add_option("--origin", s->origin, "for which the passkey signs, as in registrar.toml")->envname("IPPYO_REGISTRAR_ORIGIN");
  registrar->add_option("--id", s->id, "of the member")->envname("IPPYO_REGISTRAR_ID");
  registrar->add_option("--key", s->key, "sealed file with the member's passkey")->envname("IPPYO_REGISTRAR_KEY");
  registrar->add_option("--token", s->token, "file for the token between login and logout")->envname("IPPYO_REGISTRAR_TOKEN");
  registrar->add_option("--passphrase", s->passphrase, "of the key: tty, fd:N, file:PATH or env:NAME")->capture_default_str();
  registrar->add_flag("--rehearsal", s->rehearsal, "cheap sealing of the key: opens quickly, also for who guesses");
  add_sign_in(*registrar, s, run);
  add_members(*registrar, s, run);
  add_review_commands(*registrar, s, run);
  add_desk_commands(*registrar, s, run);
  add_voice_commands(*registrar, s, run);
  add_audit_command(*registrar, run);
  add_scrutineer_key_command(*registrar, run);
}

}  // namespace ippyo::office_tool
