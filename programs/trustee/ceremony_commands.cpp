// SPDX-License-Identifier: Apache-2.0
#include "commands.hpp"

namespace ippyo::trustee {
namespace {

using Outcome = base::Result<std::string>;
using Step = std::function<Outcome(Ceremony&, Session&, const Places&)>;

/// A step that gives nothing but the sentence to say.
Step saying(base::Result<void> (*step)(Ceremony&), const char* sentence) {
  return [=](Ceremony& c, Session&, const Places&) -> Outcome {
    IPPYO_TRY(step(c));
    return std::string(sentence);
  };
}

CLI::App* add_step(CLI::App& ceremony, Session& session, const char* name, const char* help, Step step, bool with_out = false) {
  auto* command = ceremony.add_subcommand(name, help);
  auto places = std::make_shared<Places>();
  command->add_option("DIR", places->folder, "this trustee's folder")->required();
  command->add_option("BOARD", places->board, "copy of the board")->required();
  command->add_option("EXCHANGE", places->exchange, "folder whose files all trustees see")->required();
  if (with_out) command->add_option("--out", places->out, "folder for the submission")->required();
  command->callback([&session, places, step = std::move(step)] {
    session.action = [&session, places, step]() -> Outcome {
      auto trustee = session.open(places->folder);
      if (!trustee.ok()) return trustee.error();
      auto c = trustee->ceremony(places->board, places->exchange, session.progress);
      if (!c.ok()) return c.error();
      return step(*c, session, *places);
    };
  });
  return command;
}

Outcome check(Ceremony& c, Session&, const Places&) {
  const auto complaints = c.check();
  if (!complaints.ok()) return complaints.error();
  if (complaints->empty()) return std::string("all shares fit; when everybody has checked: sign");
  std::string out = "COMPLAINT: the shares of these trustees do not fit:";
  for (const auto dealer : *complaints) out += " " + std::to_string(dealer);
  return out + "; they answer, then judge";
}

Outcome answer(Ceremony& c, Session&, const Places&) {
  const auto n = c.answer();
  if (!n.ok()) return n.error();
  return *n == 0 ? std::string("nobody complained of this trustee") : "answered " + std::to_string(*n) + " complaint(s)";
}

}  // namespace

void add_ceremony(CLI::App& app, Session& session) {
  auto& ceremony = *app.add_subcommand("ceremony", "make the election key together, by files in an exchange folder");
  ceremony.require_subcommand(1);
  add_step(ceremony, session, "commit", "1: draw everything, hand out its hash", saying([](Ceremony& c) { return c.commit(); },
      "committed; next: reveal"));
  add_step(ceremony, session, "reveal", "2: reveal the dealing, after all commitments", saying([](Ceremony& c) {
      return c.reveal(); }, "revealed; next: deal"));
  add_step(ceremony, session, "deal", "3: encrypt a share to everybody, after all dealings", saying([](Ceremony& c) {
      return c.deal(); }, "dealt; next: check"));
  add_step(ceremony, session, "check", "4: check the shares received", check);
  add_step(ceremony, session, "answer", "5: answer complaints of this trustee", answer);
  auto limit = std::make_shared<bool>(false);
  add_step(ceremony, session, "judge", "decide complaints by rule",
           [limit](Ceremony& c, Session&, const Places&) -> Outcome {
             const auto stops = c.judge(*limit);
             if (!stops.ok()) return stops.error();
             if (stops->empty()) return std::string("there is no complaint");
             return base::Error{stops->front().sentence};
           })
      ->add_flag("--limit-passed", *limit, "the time to answer is over: silence counts against the dealer");
  add_step(ceremony, session, "sign", "6: seal the share and sign the transcript", [](Ceremony& c, Session& s,
      const Places&) -> Outcome {
    IPPYO_TRY(c.sign(s.clock.now()));
    return std::string("share sealed, polynomial wiped, transcript signed");
  });
  add_step(ceremony, session, "assemble", "7: gather all signatures into a submission", [](Ceremony& c, Session&,
      const Places& p) -> Outcome {
    IPPYO_TRY(c.assemble(p.out));
    return "complete: carry " + p.out + " to the board";
  }, true);
  add_step(ceremony, session, "next", "do whatever step is due", [](Ceremony& c, Session& s, const Places& p) {
      return c.advance(s.clock.now(), p.out); }, true);
  add_step(ceremony, session, "restart", "forget what was drawn, to begin anew with another person",
           saying([](Ceremony& c) { return c.restart(); }, "forgotten; begin with commit in an empty exchange folder"));
}

}  // namespace ippyo::trustee
