// SPDX-License-Identifier: Apache-2.0
// For tests: the parts of a registrar.toml that is right.
#pragma once
#include <string>

namespace ippyo::registrar::test {

inline std::string top_part() {
  return "origin = \"https://vote.city.example\"\neligibility = \"" IPPYO_SOURCE_DIR "/data/eligibility.toml\"\nballot = \"city\"\npolling_day = \"2028-10-29\"\n"
         "identity_words = \"マイナンバーカード\"\ntitle_kana = \"みほん せんきょ\"\noffice_kana = \"みほんし せんきょ かんり いいんかい\"\n"
         "close_matches_pass = false\nprints = \"prints\"\nsubmissions = \"submissions\"\n"
         "questionnaire = \"" IPPYO_SOURCE_DIR "/data/questionnaire.toml\"\n"
         "policy_file = \"policy.txt\"\nstyle_ids = [\"city\", \"council\"]\nstyles = { \"第1投票区\" = \"council\", \"*\" = \"city\" }\n";
}
inline std::string sender_part() {
  return "[sender]\noffice = \"見本市選挙管理委員会\"\npostal_code = \"305-8555\"\naddress = \"茨城県見本市見本一丁目90001番地\"\ntelephone = \"029-000-0000\"\n"
         "hours = \"平日\"\nmail = \"senkyo@sample.example\"\noffice_latin = \"Election Commission\"\ntelephone_abroad = \"+81-29-000-0000\"\n";
}
inline std::string dates_part() {
  return "[dates]\nissued = \"2028-09-01 09:00\"\nenrol_until = \"2028-10-15 17:00\"\nvote_from = \"2028-10-23 08:30\"\nvote_until = \"2028-10-28 20:00\"\n";
}
inline std::string passkeys_part() {
  return "[staff_passkey]\nrp = \"office.city.example\"\nname = \"見本市選挙管理委員会\"\norigins = [\"https://office.city.example\"]\n"
         "[voter_passkey]\nrp = \"localhost\"\nname = \"見本市\"\norigins = [\"https://vote.city.example\"]\n";
}
inline std::string email_part() {
  return "[email]\nserver = \"smtp://127.0.0.1:9\"\ntls = \"none\"\nfrom = \"senkyo@sample.example\"\nfrom_name = \"見本市\"\n";
}

}  // namespace ippyo::registrar::test
