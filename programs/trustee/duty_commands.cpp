// SPDX-License-Identifier: Apache-2.0
#include "commands.hpp"

namespace ippyo::trustee {
namespace {

using Outcome = base::Result<std::string>;
using Duty = std::function<Outcome(Trustee&, Session&, const Places&)>;

CLI::App* add_duty(CLI::App& app, Session& session, const char* name, const char* help, Duty duty, bool with_out = true) {
  auto* command = app.add_subcommand(name, help);
  auto places = std::make_shared<Places>();
  command->add_option("DIR", places->folder, "this trustee's folder")->required();
  command->add_option("BOARD", places->board, "copy of the board")->required();
  if (with_out) command->add_option("--out", places->out, "folder for the submission")->required();
  command->callback([&session, places, duty = std::move(duty)] {
    session.action = [&session, places, duty]() -> Outcome {
      auto trustee = session.open(places->folder);
      if (!trustee.ok()) return trustee.error();
      return duty(*trustee, session, *places);
    };
  });
  return command;
}

std::string handed_out(const std::string& what, const Places& p) { return what + ": carry " + p.out + " to the board"; }

Outcome counted(const base::Result<std::size_t>& n, const char* what, const Places& p) {
  if (!n.ok()) return n.error();
  return handed_out(std::to_string(*n) + " " + what, p);
}

Outcome status(Trustee& t, Session& s, const Places& p) {
  const auto state = t.follow(p.board, s.progress);
  if (!state.ok()) return state.error();
  std::string out = t.id() + "\nkey " + base::to_hex(t.public_key()) + "\nverified " + std::to_string((*state)->entries()) +
      " entries";
  if ((*state)->phase() >= record::Phase::constituted) out += "\nctx0 " + base::to_hex((*state)->ctx0());
  if ((*state)->phase() >= record::Phase::open) out += "\nctx " + base::to_hex((*state)->ctx());
  return out;
}

}  // namespace

void add_init(CLI::App& app, Session& session) {
  auto* command = app.add_subcommand("init", "make this trustee's folder and signing key");
  auto folder = std::make_shared<std::string>(), id = std::make_shared<std::string>();
  auto rehearsal = std::make_shared<bool>(false);
  command->add_option("DIR", *folder, "a new folder, on a medium of its own")->required();
  command->add_option("--id", *id, "as in the constitution: trustee-1")->required();
  command->add_flag("--rehearsal", *rehearsal, "seal at the lower cost that rehearsals use");
  command->callback([&session, folder, id, rehearsal] {
    session.action = [&session, folder, id, rehearsal]() -> Outcome {
      const auto passphrase = base::Passphrase::read(session.passphrase_source, "New passphrase for " + *folder);
      if (!passphrase.ok()) return passphrase.error();
      const auto key = Trustee::create(*folder, *id, *passphrase, *rehearsal ? base::kSealForRehearsals : base::kSealForYears);
      if (!key.ok()) return key.error();
      return *id + " " + base::to_hex(*key) + "\nthis key goes into the constitution";
    };
  });
}

void add_duties(CLI::App& app, Session& session) {
  add_duty(app, session, "status", "verify the board and show what it says", status, false);
  auto day = std::make_shared<std::string>();
  auto count = std::make_shared<std::uint32_t>(3);
  auto* rehearse = add_duty(app, session, "rehearse", "test decryption of a day with the real share",
                            [day, count](Trustee& t, Session& s, const Places& p) -> Outcome {
                              IPPYO_TRY(t.rehearse(p.board, *day, *count, p.out, s.progress));
                              return handed_out("rehearsed", p);
                            });
  rehearse->add_option("--day", *day, "YYYY-MM-DD")->required();
  rehearse->add_option("--count", *count, "number of test ciphertexts")->capture_default_str();
  auto mixes = std::make_shared<std::vector<std::uint32_t>>();
  add_duty(app, session, "commit", "permutation commitments, before the close",
           [mixes](Trustee& t, Session& s, const Places& p) -> Outcome {
             IPPYO_TRY(t.commit(p.board, *mixes, p.out, s.progress));
             return handed_out("committed", p);
           })
      ->add_option("--mix", *mixes, "mix numbers to stand by for (without: this trustee's own)");
  add_duty(app, session, "mix", "the next mix of every contest where it is this trustee's turn",
           [](Trustee& t, Session& s, const Places& p) { return counted(t.mix(p.board, p.out, s.progress), "contest(s) mixed",
               p); });
  add_duty(app, session, "decrypt", "shares of decryption of the last mix of every contest",
           [](Trustee& t, Session& s, const Places& p) { return counted(t.decrypt(p.board, p.out, s.progress),
               "contest(s) decrypted", p); });
}

}  // namespace ippyo::trustee
