// SPDX-License-Identifier: Apache-2.0
// For tests: the real service before a real board, called over HTTP, with members of the office who have signed in by passkey.
#pragma once
#include <gtest/gtest.h>
#include <unistd.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "base/files.hpp"
#include "http/client.hpp"
#include "letters/dedicated_code.hpp"
#include "passkey/authenticator.hpp"
#include "record/grant_request.hpp"
#include "registrar/described.hpp"
#include "registrar/schema.hpp"
#include "registrar/service.hpp"
#include "registrar/test_config.hpp"
#include "roll/csv.hpp"
#include "roll/import.hpp"
#include "world.hpp"

namespace ippyo::registrar::test {

using nlohmann::json;
namespace fs = std::filesystem;

/// A board on which voting is open, a configuration, an empty store; in memory where there is such a place.
struct Places {
  fs::path folder;
  Places() {
    const fs::path memory = "/dev/shm";
    auto pattern = ((fs::is_directory(memory) ? memory : fs::temp_directory_path()) / "ippyo-registrar-XXXXXX").string();
    folder = ::mkdtemp(pattern.data());
    const auto& all = world::the_world().board;
    std::size_t n = 0;
    while (all.entries[n].type != record::EntryType::chunk || record::Chunk::decode(all.entries[n].body)->key.kind != record::EntryType::epoch) ++n;
    world::write_board(world::the_world(), all.cut(n), board(), 1);
    for (const char* name : {"data", "prints", "submissions"}) fs::create_directories(folder / name);
    write("policy.txt", "quorum none\n");
    write("registrar.toml", top_part() + sender_part() + dates_part() + passkeys_part() + email_part() + "[[ways]]\nfactors = [\"passkey\", \"email\"]\n");
  }
  Places(const Places&) = delete;
  ~Places() { fs::remove_all(folder); }
  fs::path board() const { return folder / "board"; }
  std::string store() const { return (folder / "data/registrar.db").string(); }
  void write(const std::string& name, const std::string& text) const { EXPECT_TRUE(base::write_file_durably(folder / name, base::view(text), 0600).ok()); }
};

inline StoreKeys test_store_keys() {
  return {db::ColumnCipher(db::ColumnKey(base::Secret(Bytes32{1}))), base::Secret(Bytes32{2}), base::Secret(Bytes32{3})};
}

inline roll::Voter sample_voter(int n) {
  const auto number = std::to_string(n);
  return {number, "見本　花子", "ミホン　ハナコ", {1970, 3, 1}, roll::Sex::female, "茨城県つくば市吾妻一丁目9000" + number + "番地", "吾妻", {}};
}
inline json sample_form(int n) {
  const auto v = sample_voter(n);
  return {{"name", v.name}, {"kana", v.kana}, {"birth", "1970-03-01"}, {"address", v.address}, {"category", "other-municipality"},
          {"postal_code", "305-0031"}, {"ground", "出張のため"}, {"declaration", true}, {"email", "voter@mail.example"}};
}

inline constexpr const char* kMembers[] = {"clerk-1", "clerk-2", "manager-1", "manager-2", "auditor-1"};
inline Role role_of_member(const std::string& id) { return *role_of(id.substr(0, id.find('-'))); }

/// The service, and who calls it. Every answer is looked up in the description of the interface.
class Running {
  std::map<std::string, passkey::Authenticator> devices_;
  base::SystemRng rng_;

 public:
  static constexpr const char* kOffice = "https://office.city.example";
  Places places{};
  base::ManualClock clock{1000};
  std::unique_ptr<Service> service;
  std::unique_ptr<http::Client> client;
  const Described& described = Described::the_file();

  Running() {
    std::map<std::string, std::string> invitations;
    {
      auto store = Store::open(places.store(), test_store_keys());
      EXPECT_TRUE(store.ok());
      for (const std::string id : kMembers) invitations[id] = *invite(**store, id, role_of_member(id), {"server", 1000});
    }
    auto started = Service::start(options(), keys(), clock, &clock, [](const std::string&) {});
    EXPECT_TRUE(started.ok()) << (started.ok() ? "" : started.error().message);
    service = std::move(*started);
    client = std::make_unique<http::Client>(std::vector<http::Url>{{"127.0.0.1", service->port()}});
    for (const auto& [id, invitation] : invitations) join(id, invitation);
  }
  ServiceOptions options() const {
    ServiceOptions o;
    o.board = places.board();
    o.data = places.folder / "data";
    o.config = places.folder / "registrar.toml";
    o.port = 0;
    o.threads = 1;
    o.workers = 4;
    return o;
  }
  static ServiceKeys keys() { return {world::the_world().keys.of("registrar").clone(), test_store_keys(), base::Passphrase("word")}; }

  http::Response send(http::Call call) {
    call.idempotent = false;
    auto answer = client->send(call);
    EXPECT_TRUE(answer.ok()) << call.method << " " << call.target << ": " << (answer.ok() ? "" : answer.error().message);
    if (!answer.ok()) return {0, "", {}, {}};
    described.expect(call.method, call.target, *answer);
    return *answer;
  }
  http::Response raw(const std::string& method, const std::string& target, base::Bytes body, const std::string& token = {},
                     const std::string& type = "application/json", http::Fields fields = {}) {
    if (!token.empty()) fields.emplace_back("Authorization", "Bearer " + token);
    return send({method, target, std::move(body), type, std::move(fields), false});
  }
  http::Response post(const std::string& target, const json& body, const std::string& token = {}) {
    return raw("POST", target, base::to_bytes(base::view(body.dump())), token);
  }
  http::Response get(const std::string& target, const std::string& token = {}) { return raw("GET", target, {}, token); }
  static json body(const http::Response& r) { return json::parse(r.body, nullptr, false); }

  void join(const std::string& id, const std::string& invitation) {
    const auto begun = post("/staff/join/begin", {{"invitation", invitation}});
    auto made = devices_[id].create(body(begun)["options"], kOffice, rng_);
    ASSERT_TRUE(made.ok());
    ASSERT_EQ(post("/staff/join", {{"invitation", invitation}, {"answer", made->answer}}).status, 201u);
  }
  json answer_to_login(const std::string& id) {
    const auto begun = body(post("/staff/login/begin", {{"id", id}}));
    return {{"id", id}, {"answer", devices_[id].get(begun["options"], kOffice)->answer}};
  }
  std::string sign_in(const std::string& id) {
    const auto answer = post("/staff/login", answer_to_login(id));
    EXPECT_EQ(answer.status, 200u) << base::to_string(answer.body);
    return answer.status == 200 ? body(answer)["token"].get<std::string>() : "";
  }
  void set(base::UnixTime now) { EXPECT_EQ(post("/rehearsal/clock", {{"now", now}}).status, 200u); }

  http::Response upload(const std::vector<roll::Voter>& voters, const std::string& token) {
    std::ostringstream csv;
    roll::export_roll(voters, csv);
    return raw("POST", "/staff/roll", base::to_bytes(base::view(csv.str())), token, "text/csv");
  }
  void import(const std::vector<roll::Voter>& voters, const std::string& token) {
    const auto uploaded = upload(voters, token);
    ASSERT_EQ(uploaded.status, 201u) << base::to_string(uploaded.body);
    ASSERT_EQ(post("/staff/roll/" + body(uploaded)["id"].dump() + "/apply", json::object(), token).status, 200u);
  }
  /// An application of voter n, approved; its number.
  std::int64_t approved(int n, const std::string& token, json changes = json::object()) {
    auto form = sample_form(n);
    form["channel"] = "counter";
    form.update(changes);
    const auto kept = post("/staff/applications", form, token);
    EXPECT_EQ(kept.status, 201u) << base::to_string(kept.body);
    const auto id = body(kept).value("id", std::int64_t{0});
    const auto done = post("/staff/applications/" + std::to_string(id) + "/approve", {{"voter", std::to_string(n)}, {"reason", "書面で確認"}}, token);
    EXPECT_EQ(done.status, 200u) << base::to_string(done.body);
    return id;
  }
  /// Letters as data for all who wait: the batch's number.
  std::string printed(const std::string& token) {
    const auto begun = post("/staff/letters", {{"applications", "all"}, {"kind", "data"}}, token);
    EXPECT_EQ(begun.status, 202u) << base::to_string(begun.body);
    const auto batch = body(begun)["batch"].dump();
    while (body(get("/staff/letters/" + batch, token)).value("state", "") == "writing") {
    }
    return batch;
  }
  /// Rows of a file of letters, without the head.
  static std::vector<std::vector<std::string>> rows_of(const base::Bytes& file) {
    std::vector<std::vector<std::string>> rows;
    std::istringstream in(base::to_string(file));
    auto reader = roll::CsvReader::open(in);
    EXPECT_TRUE(reader.ok());
    roll::CsvRow row;
    while (reader.ok()) {
      const auto more = reader->next(row);
      EXPECT_TRUE(more.ok());
      if (!more.ok() || !*more) break;
      rows.push_back(row.fields);
    }
    if (!rows.empty()) rows.erase(rows.begin());
    return rows;
  }
  std::string begin_enrolling(const std::string& typed_code) {
    const auto code = letters::DedicatedCode::parse(typed_code);
    EXPECT_TRUE(code.ok());
    const auto begun = post("/enrol/begin", {{"code", base::to_hex(code->enrol_proof(world::the_world().before[1].ctx0()).expose())}});
    EXPECT_EQ(begun.status, 200u) << base::to_string(begun.body);
    return body(begun).value("session", "");
  }
  std::string begin_asking() {
    const auto& w = world::the_world();
    const auto& holder = w.voters[3].key;
    const auto begin = record::begin_grant(w.state.ctx(), 3, rng_.bytes<32>(), holder.X, holder.x, rng_);
    const auto begun = post("/grant/begin", {{"slot", 3}, {"K", base::to_hex(begin.K)}, {"possession", base::to_hex(begin.possession)}});
    EXPECT_EQ(begun.status, 200u) << base::to_string(begun.body);
    return body(begun).value("session", "");
  }
};

/// "403 role": status and last word of a problem's type.
inline std::string told(const http::Response& r) { return std::to_string(r.status) + " " + Described::word_of(r); }

}  // namespace ippyo::registrar::test
