// SPDX-License-Identifier: Apache-2.0
// registrar.toml: the example is read as it stands, and for every error there is a file that makes it.
#include "registrar/config.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include "base/files.hpp"
#include "registrar/test_config.hpp"

namespace ippyo::registrar::test {
namespace {

namespace fs = std::filesystem;

class Folder {
  fs::path path_;

 public:
  Folder() {
    auto pattern = (fs::temp_directory_path() / "ippyo-config-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
    EXPECT_TRUE(base::write_file_durably(path_ / "policy.txt", base::view("quorum none\n")).ok());
  }
  ~Folder() { fs::remove_all(path_); }
  fs::path file() const { return path_ / "registrar.toml"; }
};

std::string whole_file() {
  return top_part() + sender_part() + dates_part() + passkeys_part() + email_part() +
         "[card]\nauthentication_roots = [\"auth.der\"]\nsignature_roots = [\"sign.der\"]\nenrol = [\"signature\"]\ngrant = [\"authentication\", \"signature\"]\n"
         "when_down = \"accept-cached-for 12 hours\"\ntest_cards = true\n[card.crl]\nabcd = \"auth.crl\"\nef01 = \"http://crl.example/sign.crl\"\n"
         "[oidc]\nissuer = \"https://login.example\"\nclient_id = \"registrar\"\nredirect_uri = \"https://vote.city.example/booth/signed-in\"\nclient_key = \"client.key\"\n"
         "acr_values = \"aal3\"\naccepted_acr = [\"aal3\"]\nattributes = true\npairwise = true\nplain_http = false\n"
         "[[ways]]\nfactors = [\"passkey\", \"card\"]\n[[ways]]\nfactors = [\"email\", \"oidc\"]\n";
}

TEST(Config, TheExampleIsReadAsItStands) {
  const Folder folder;
  const auto read = Config::parse(whole_file(), folder.file());
  ASSERT_TRUE(read.ok()) << read.error().message;
  EXPECT_EQ(read->origin, "https://vote.city.example");
  EXPECT_EQ(read->ballot, roll::Ballot::city);
  EXPECT_EQ(read->polling_day, (roll::Day{2028, 10, 29}));
  EXPECT_EQ(read->prints, folder.file().parent_path() / "prints");
  EXPECT_EQ(read->policy, "quorum none\n");
  EXPECT_EQ(read->styles.at("第1投票区"), "council");
  EXPECT_EQ(read->dates.vote_from, 1'855'870'200u) << "the time of Japan";
  ASSERT_TRUE(read->card && read->oidc && read->email && read->voter_passkey);
  EXPECT_EQ(read->card->crl.at("abcd"), (folder.file().parent_path() / "auth.crl").string());
  EXPECT_EQ(read->card->crl.at("ef01"), "http://crl.example/sign.crl");
  EXPECT_TRUE(read->card->test_cards);
  EXPECT_EQ(read->card->grant.size(), 2u);
  EXPECT_EQ(read->email->tls, identity::MailServer::Tls::none);
  EXPECT_EQ(read->ways, (std::vector<Way>{{identity::Factor::passkey, identity::Factor::card}, {identity::Factor::email, identity::Factor::oidc}}));
}

/// One change of the example, and what the error must say: key and what is allowed.
struct Wrong {
  const char *from, *to, *key, *says;
};
const Wrong kWrong[] = {
    // Its own rules.
    {"https://vote.city.example\"\neligibility", "vote.city.example\"\neligibility", "origin", "must be https://HOST"},
    {"\"2028-10-29\"", "\"2028-13-29\"", "polling_day", "write a day, such as"},
    {"ballot = \"city\"", "ballot = \"village\"", "ballot", "write one of city, prefecture, national, referendum"},
    {"\"policy.txt\"", "\"missing.txt\"", "policy_file", "missing.txt"},
    {"/data/questionnaire.toml", "/data/missing.toml", "questionnaire", "missing.toml"},
    {"\"*\" = \"city\" }", "\"*\" = \"other\" }", "styles", "every district needs one of style_ids"},
    {"\"2028-09-01 09:00\"", "\"2028-09-01\"", "dates.issued", "write a day and a time of Japan"},
    {"\"2028-09-01 09:00\"", "\"2028-09-31 09:00\"", "dates.issued", "write a day and a time of Japan"},
    {"\"2028-09-01 09:00\"", "\"2028-09-01 24:00\"", "dates.issued", "write a day and a time of Japan"},
    {"\"2028-09-01 09:00\"", "\"2028-09-01 09:60\"", "dates.issued", "write a day and a time of Japan"},
    {"\"2028-09-01 09:00\"", "\"1970-09-01 09:00\"", "dates.issued", "write a day and a time of Japan"},
    {"\"2028-09-01 09:00\"", "\"2028-09-01 09:00 JST\"", "dates.issued", "write a day and a time of Japan"},
    {"\"2028-10-28 20:00\"", "\"2028-10-23 08:30\"", "dates.vote_until", "write a time after vote_from"},
    {"\"2028-10-15 17:00\"", "\"2028-10-23 08:31\"", "dates.enrol_until", "write a time not after vote_from"},
    {"grant = [\"authentication\", \"signature\"]", "grant = [\"authentication\"]", "card.grant", "every kind of 'enrol' must be accepted here too"},
    {"enrol = [\"signature\"]", "enrol = [\"driving-licence\"]", "card.enrol", "at least one of signature, authentication"},
    {"authentication_roots = [\"auth.der\"]\n", "", "card.authentication_roots", "write the roots"},
    {"signature_roots = [\"sign.der\"]\n", "", "card.signature_roots", "write the roots"},
    {"[card.crl]", "ocsp = \"http://ocsp.example\"\n[card.crl]", "card.ocsp", "either the address of the responder here, or the lists"},
    {"[card.crl]\nabcd = \"auth.crl\"\nef01 = \"http://crl.example/sign.crl\"\n", "", "card.ocsp", "either the address of the responder here, or the lists"},
    {"accept-cached-for 12 hours", "accept", "card.when_down", "refuse"},
    {"test_cards = true", "test_cards = \"yes\"", "card.test_cards", "write true or false"},
    {"\"https://login.example\"", "\"http://login.example\"", "oidc.issuer", "must be an https address"},
    {"accepted_acr = [\"aal3\"]\n", "", "oidc.accepted_acr", "is missing"},
    {"acr_values = \"aal3\"\n", "", "oidc.accepted_acr", "is not known"},
    {"tls = \"none\"", "tls = \"perhaps\"", "email.tls", "write one of required, if-offered, none"},
    {"tls = \"none\"", "tls = \"none\"\nuser = \"u\"", "email.password_file", "is missing"},
    {"[\"passkey\", \"card\"]", "[\"code\", \"card\"]", "ways[0].factors", "leave out \"code\""},
    {"[\"passkey\", \"card\"]", "[\"passkey\"]", "ways[0].factors", "name a factor that shows who somebody is"},
    {"[\"passkey\", \"card\"]", "[\"passkey\", \"face\"]", "ways[0].factors", "at least one of code, card, passkey, oidc, email"},
    {"[[ways]]\nfactors = [\"passkey\", \"card\"]\n[[ways]]\nfactors = [\"email\", \"oidc\"]\n", "", "ways", "is missing"},
    // A factor without its section.
    {"[voter_passkey]\nrp = \"localhost\"\nname = \"見本市\"\norigins = [\"https://vote.city.example\"]\n", "", "ways[0].factors", "add the section for passkey"},
    {"[email]\nserver = \"smtp://127.0.0.1:9\"\ntls = \"none\"\nfrom = \"senkyo@sample.example\"\nfrom_name = \"見本市\"\n", "", "ways[1].factors", "add the section for email"},
    // Unknown keys, in every section.
    {"[sender]", "colour = \"red\"\n[sender]", "colour", "is not known"},
    {"[sender]\n", "[sender]\nfax = \"1\"\n", "sender.fax", "is not known"},
    {"[dates]\n", "[dates]\nlater = \"2028-09-01 09:00\"\n", "dates.later", "is not known"},
    {"[card]\n", "[card]\npin = \"1234\"\n", "card.pin", "is not known"},
    {"[oidc]\n", "[oidc]\nsecret = \"x\"\n", "oidc.secret", "is not known"},
    {"[email]\n", "[email]\npassword = \"x\"\n", "email.password", "is not known"},
    {"[staff_passkey]\n", "[staff_passkey]\npin = \"x\"\n", "staff_passkey.pin", "is not known"},
    {"[[ways]]\nfactors = [\"passkey\"", "[[ways]]\nname = \"x\"\nfactors = [\"passkey\"", "ways[0].name", "is not known"},
    {"[sender]\n", "[polling]\nhours = \"7時から20時まで\"\nplaces = {}\n[sender]\n", "polling.places", "name at least one polling place"},
    {"[sender]\n", "[polling]\nhours = \"7時から20時まで\"\n[sender]\n", "polling.places", "is missing"},
    {"[sender]\n", "[polling]\n[polling.places]\n\"*\" = \"見本小学校\"\n[sender]\n", "polling.hours", "is missing"},
    // Not TOML at all.
    {"ballot = \"city\"", "ballot = city", "syntax", "write TOML 1.0"},
    {"ballot = \"city\"", "ballot = \"city\"\nballot = \"city\"", "syntax", "write TOML 1.0"},
};

TEST(Config, EveryErrorNamesFileKeyAndWhatIsAllowed) {
  const Folder folder;
  for (const auto& wrong : kWrong) {
    auto text = whole_file();
    const auto at = text.find(wrong.from);
    ASSERT_NE(at, text.npos) << wrong.from;
    text.replace(at, std::string_view(wrong.from).size(), wrong.to);
    const auto read = Config::parse(text, folder.file());
    ASSERT_FALSE(read.ok()) << wrong.to;
    const auto& said = read.error().message;
    EXPECT_TRUE(said.starts_with(folder.file().string() + ", line ")) << said;
    EXPECT_NE(said.find(", " + std::string(wrong.key) + ": "), said.npos) << said;
    EXPECT_NE(said.find(wrong.says), said.npos) << said;
  }
}

TEST(Config, EveryKeyThatIsNeededIsMissedByName) {
  const Folder folder;
  const std::pair<const char*, std::vector<const char*>> sections[] = {
      {"", {"origin", "eligibility", "ballot", "polling_day", "identity_words", "prints", "submissions", "policy_file", "style_ids", "styles"}},
      {"sender", {"office", "postal_code", "address", "telephone", "hours", "mail", "office_latin"}},
      {"dates", {"issued", "enrol_until", "vote_from", "vote_until"}},
      {"staff_passkey", {"rp", "name", "origins"}},
      {"email", {"server", "tls", "from"}},
      {"card", {"enrol", "grant"}},
      {"oidc", {"issuer", "client_id", "redirect_uri", "client_key"}}};
  for (const auto& [section, keys] : sections)
    for (const auto* key : keys) {
      auto text = whole_file();
      const auto from = *section ? text.find("[" + std::string(section) + "]\n") : 0;
      const auto line = *section ? text.find("\n" + std::string(key) + " = ", from) + 1 : text.find(std::string(key) + " = ");
      text.erase(line, text.find('\n', line) + 1 - line);
      const auto read = Config::parse(text, folder.file());
      const auto path = *section ? std::string(section) + "." + key : std::string(key);
      ASSERT_FALSE(read.ok()) << path;
      EXPECT_NE(read.error().message.find(", " + path + ": is missing"), std::string::npos) << read.error().message;
    }
  for (const auto* section : {"sender", "dates", "staff_passkey"}) {
    auto text = whole_file();
    const auto from = text.find("[" + std::string(section) + "]\n");
    text.erase(from, text.find("\n[", from) + 1 - from);
    const auto read = Config::parse(text, folder.file());
    ASSERT_FALSE(read.ok()) << section;
    EXPECT_NE(read.error().message.find(std::string(section) + ": is missing"), std::string::npos) << read.error().message;
  }
}

TEST(Config, AFileThatIsNotThereIsNamed) {
  const Folder folder;
  const auto read = Config::load(folder.file());
  ASSERT_FALSE(read.ok());
  EXPECT_NE(read.error().message.find("registrar.toml"), std::string::npos) << read.error().message;
}

}  // namespace
}  // namespace ippyo::registrar::test
