// SPDX-License-Identifier: Apache-2.0
// The program itself: what it says and how it ends when something is wrong, and its commands at the store.
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "registrar/applications.hpp"
#include "registrar/keys.hpp"
#include "registrar/test_service.hpp"

namespace ippyo::registrar::test {
namespace {

constexpr base::SealingCost kCheap{1, 8};

struct Ended {
  int status;
  std::string out, err;
};

/// A folder with board, configuration, keys and a store that was used once.
struct Desk {
  Places places{};
  std::vector<std::string> common;

  Desk() {
    const base::Passphrase word("word");
    const RegistrarKeys keys{world::the_world().keys.of("registrar").clone(), base::Secret(Bytes32{2}), base::Secret(Bytes32{3})};
    EXPECT_TRUE(write_registrar_keys(file("registrar.keys"), keys, word, kCheap).ok());
    EXPECT_TRUE(write_registrar_keys(file("other.keys"), RegistrarKeys::draw(), word, kCheap).ok());
    for (const char* name : {"column.key", "other-column.key"}) EXPECT_TRUE(db::create_column_key_file(file(name), word, kCheap).ok());
    places.write("word", "word\n");
    places.write("wrong-word", "another\n");
    common = {"--data", places.folder / "data", "--keys", file("registrar.keys"), "--column-key", file("column.key"), "--passphrase", "file:" + file("word"),
              "--manual-clock", "2000000000"};
  }
  std::string file(const std::string& name) const { return (places.folder / name).string(); }
  std::vector<std::string> serving() const {
    auto words = common;
    words.insert(words.end(), {"--board", places.board(), "--config", file("registrar.toml"), "--port", "0", "--threads", "1"});
    return words;
  }
  Ended run(std::vector<std::string> words) const {
    auto command = std::string(IPPYO_BIN_DIR) + "/ippyo-registrar";
    for (const auto& w : words) command += " '" + w + "'";
    const int status = std::system((command + " </dev/null >" + file("out") + " 2>" + file("err")).c_str());
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, read("out"), read("err")};
  }
  std::string read(const std::string& name) const { return base::to_string(base::read_file(file(name)).value()); }
};

std::vector<std::string> with(std::vector<std::string> first, const std::vector<std::string>& then) {
  first.insert(first.end(), then.begin(), then.end());
  return first;
}
/// The same words with another value behind an option.
std::vector<std::string> but(std::vector<std::string> words, const std::string& option, const std::string& value) {
  const auto at = std::ranges::find(words, option);
  if (at != words.end()) *(at + 1) = value;
  return words;
}

TEST(RegistrarProgram, WhatIsWrongIsSaidInOneSentenceAndTheStatusIsOne) {
  Desk desk;
  ASSERT_EQ(desk.run(with({"invite", "manager-1", "manager"}, desk.common)).status, 0);
  Running other;
  const auto taken = std::to_string(other.service->port());
  desk.places.write("bad.toml", "origin = 7\n");
  const std::pair<std::vector<std::string>, const char*> cases[] = {
      {{}, "--board, --data and --config are needed"},
      {{"--colour", "red"}, "--colour"},
      {{"--port", "99999"}, "--port"},
      {{"--port"}, "--port"},
      {{"invite"}, "ID is required"},
      {{"erase"}, "--before is required"},
      {{"dance"}, "dance"},
      {with({"erase", "--before", "yesterday"}, desk.common), "--before is a day"},
      {with({"erase", "--before", "2100-01-01"}, desk.common), "--before lies ahead"},
      {with({"invite", "clerk-1", "king"}, desk.common), "the role is one of clerk, manager, auditor"},
      {with({"invite", "Name Surname", "clerk"}, desk.common), "a member's id has 1 to 32"},
      {{"check-log"}, "--data or --store is needed"},
      {{"check-log", "--data", desk.file("data")}, "--keys is needed"},
      {but(with({"check-log"}, desk.common), "--data", desk.file("nothing")), "there is no store"},
      {but(with({"erase", "--before", "2020-01-01"}, desk.common), "--data", desk.file("nothing")), "there is no store"},
      {but(with({"check-log"}, desk.common), "--keys", desk.file("missing.keys")), "missing.keys"},
      {but(with({"check-log"}, desk.common), "--keys", desk.file("column.key")), "column.key"},
      {but(with({"check-log"}, desk.common), "--passphrase", "file:" + desk.file("wrong-word")), "passphrase"},
      {but(with({"check-log"}, desk.common), "--passphrase", "word"), "passphrase"},
      {but(with({"check-log"}, desk.common), "--column-key", desk.file("other-column.key")), "key"},
      {with({"check-log", "--pkcs11", "/nowhere.so"}, desk.common), "either --column-key FILE, or --pkcs11"},
      {with({"polling-cards", "--out", desk.file("cards.pdf")}, desk.common), "--board and --config are needed"},
      {with({"polling-cards", "--out", desk.file("cards.pdf")}, desk.serving()), "has no [polling]"},
      {with({"audit-head"}, desk.common), "--board and --config are needed"},
      {with({"make-keys"}, desk.common), "registrar.keys"},
      {but(with({"audit-head"}, desk.serving()), "--keys", desk.file("other.keys")), "key"},
      {but(desk.serving(), "--keys", desk.file("other.keys")), "the key is not the registrar's of the constitution"},
      {but(desk.serving(), "--passphrase", "file:" + desk.file("wrong-word")), "passphrase"},
      {but(desk.serving(), "--column-key", desk.file("other-column.key")), "key"},
      {but(desk.serving(), "--board", desk.file("nothing")), "nothing"},
      {but(desk.serving(), "--config", desk.file("bad.toml")), "bad.toml, line 1, origin"},
      {but(desk.serving(), "--port", taken), taken.c_str()}};
  for (const auto& [words, says] : cases) {
    const auto ended = desk.run(words);
    EXPECT_EQ(ended.status, 1) << says;
    EXPECT_EQ(ended.out, "") << says;
    EXPECT_TRUE(ended.err.starts_with("ippyo-registrar: ")) << ended.err;
    EXPECT_NE(ended.err.find(says), std::string::npos) << ended.err;
    EXPECT_EQ(std::ranges::count(ended.err, '\n'), 1) << ended.err;
  }
  EXPECT_FALSE(fs::exists(desk.file("nothing"))) << "a mistyped folder is not made";
  EXPECT_EQ(desk.run({"--help"}).status, 0);
}

TEST(RegistrarProgram, ALogIsCheckedAndItsHeadIsWrittenForTheBoard) {
  Desk desk;
  const auto invitation = desk.run(with({"invite", "manager-1", "manager"}, desk.common));
  EXPECT_EQ(invitation.status, 0) << invitation.err;
  EXPECT_EQ(invitation.out.size(), 65u);
  const auto checked = desk.run(with({"check-log"}, desk.common));
  EXPECT_TRUE(checked.out.starts_with("1 lines, head ")) << checked.out << checked.err;
  for (const char* says : {"2 lines, head ", "3 lines, head "}) {
    const auto head = desk.run(with({"audit-head"}, desk.serving()));
    ASSERT_EQ(head.status, 0) << head.err;
    EXPECT_TRUE(head.out.starts_with(says)) << head.out;
    const auto folder = head.out.substr(head.out.rfind(' ') + 1, head.out.size() - head.out.rfind(' ') - 2);
    EXPECT_TRUE(fs::exists(desk.places.folder / "submissions" / folder / "entries")) << folder;
  }
}

TEST(RegistrarProgram, ErasingShowsFirstAndErasesOnlyWhenTold) {
  Desk desk;
  ASSERT_EQ(desk.run(with({"invite", "manager-1", "manager"}, desk.common)).status, 0);
  {
    const auto key = db::read_column_key_file(desk.file("column.key"), base::Passphrase("word"));
    ASSERT_TRUE(key.ok());
    auto store = Store::open(desk.places.store(), {db::ColumnCipher(*key), base::Secret(Bytes32{2}), base::Secret(Bytes32{3})});
    ASSERT_TRUE(store.ok());
    Application old;
    old.reference = "0000000001";
    old.category = "other-municipality";
    old.form.person = {"見本　花子", "見本市", {1970, 3, 1}, roll::Sex::female};
    old.changed_at = 1'000'000'000;
    auto recent = old;
    recent.reference = "0000000002";
    recent.changed_at = 1'900'000'000;
    const auto kept = (*store)->run([&](db::Database& db) -> db::Outcome {
      IPPYO_DB_TRY(insert_application(db, (*store)->keys(), old));
      return insert_application(db, (*store)->keys(), recent);
    });
    ASSERT_TRUE(kept.ok()) << kept.reason;
  }
  const auto erase = with({"erase", "--before", "2020-01-01"}, desk.common);
  for (int i = 0; i < 2; ++i) {
    const auto shown = desk.run(erase);
    EXPECT_EQ(shown.status, 0) << shown.err;
    EXPECT_TRUE(shown.out.starts_with("would erase 1 applications, 0 reasons")) << shown.out;
  }
  const auto done = desk.run(with({"erase", "--before", "2020-01-01", "--really"}, desk.common));
  EXPECT_TRUE(done.out.starts_with("erased 1 applications")) << done.out << done.err;
  EXPECT_TRUE(desk.run(erase).out.starts_with("would erase 0 applications"));
  EXPECT_TRUE(desk.run(with({"erase", "--before", "2033-01-01"}, desk.common)).out.starts_with("would erase 1 applications")) << "the later one is still there";
  EXPECT_TRUE(desk.run(with({"check-log"}, desk.common)).out.starts_with("2 lines, head ")) << "the erasure is a line of the log";
}

TEST(RegistrarProgram, ItsFirstLineIsThePortAndSigtermEndsItWell) {
  Desk desk;
  auto words = desk.serving();
  words.insert(words.begin(), std::string(IPPYO_BIN_DIR) + "/ippyo-registrar");
  std::vector<char*> arguments;
  for (auto& w : words) arguments.push_back(w.data());
  arguments.push_back(nullptr);
  int out[2];
  ASSERT_EQ(::pipe2(out, O_CLOEXEC), 0);
  const pid_t pid = ::fork();
  if (pid == 0) {
    ::dup2(out[1], 1);
    ::execv(arguments[0], arguments.data());
    ::_exit(127);
  }
  ::close(out[1]);
  std::string line;
  for (char c; ::read(out[0], &c, 1) == 1 && c != '\n';) line += c;
  ::close(out[0]);
  EXPECT_FALSE(line.empty());
  if (!line.empty()) {
    http::Client client({{"127.0.0.1", static_cast<std::uint16_t>(std::stoul(line))}});
    const auto health = client.get("/health");
    EXPECT_TRUE(health.ok() && health->status == 200u);
  }
  int status = 0;
  ::kill(pid, SIGTERM);
  ::waitpid(pid, &status, 0);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

}  // namespace
}  // namespace ippyo::registrar::test
