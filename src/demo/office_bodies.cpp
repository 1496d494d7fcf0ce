// SPDX-License-Identifier: Apache-2.0
#include "demo/office_bodies.hpp"

#include <algorithm>
#include <thread>

#include "base/files.hpp"
#include "board/log.hpp"
#include "board/policy.hpp"

namespace ippyo::demo {
namespace {

/// Files of an earlier run; anything else in the folder is not ours and stops us.
base::Result<void> empty_folder(const std::filesystem::path& out) {
  std::error_code failed;
  if (std::filesystem::exists(out, failed) && !std::filesystem::is_empty(out, failed) && !std::filesystem::exists(out / "private"))
    return base::Error{out.string() + " is not empty and holds no earlier run; choose another folder with --out"};
  for (const char* name : {"board", "board.lock", "board.intent", "private", "letters", "result.json", "result.html"}) {
    std::filesystem::remove_all(out / name, failed);
    if (failed) return base::Error{"cannot remove " + (out / name).string() + ": " + failed.message()};
  }
  std::filesystem::create_directories(out / "private", failed);
  if (failed) return base::Error{"cannot create " + out.string() + ": " + failed.message()};
  std::filesystem::permissions(out / "private", std::filesystem::perms::owner_all, failed);
  return {};
}

std::string random_words(base::Rng& rng) { return base::to_hex(rng.bytes<16>()); }

}  // namespace

Bodies::Bodies(Folders where, std::string_view words, base::UnixTime start, base::Rng& rng)
    : folders(std::move(where)), passphrase(words), clock(start), z(group::SecretScalar(group::Scalar::random(rng))),
      log_key(base::SigningKey::generate()) {}

base::Result<std::unique_ptr<Bodies>> Bodies::make(const Scenario& s, const std::filesystem::path& out, base::UnixTime start) {
  IPPYO_TRY(empty_folder(out));
  base::SystemRng rng;
  const auto words = random_words(rng);
  // One passphrase for all bodies of the rehearsal, left beside them: their folders can be tried out by hand afterwards.
  IPPYO_TRY(base::write_file_durably(out / "private" / "passphrase", base::view(words + "\n"), 0600));
  auto b = std::make_unique<Bodies>(Folders{out}, words, start, rng);
  std::vector<std::string> ids{"commission", "registrar"};
  ids.insert(ids.end(), kBoxes.begin(), kBoxes.end());
  if (s.paper)
    for (const auto& id : b->scrutineers()) ids.push_back(id);
  for (const auto& station : s.stations) {
    ids.push_back(station.id);
    ids.push_back("observer-" + station.id);
  }
  for (const auto& id : ids) b->keys.emplace(id, base::SigningKey::generate());
  for (const auto& id : kBoxes) b->box_secrets.emplace(id, group::SecretScalar(group::Scalar::random(rng)));
  for (std::size_t n = 0; n < kCosigners; ++n) b->cosigner_keys.push_back(base::SigningKey::generate());
  for (std::uint32_t j = 1; j <= s.trustees; ++j) {
    const auto id = "trustee-" + std::to_string(j);
    const auto folder = b->folders.hidden(id);
    const auto made = trustee::Trustee::create(folder, id, b->passphrase, base::kSealForRehearsals);
    if (!made.ok()) return made.error();
    auto opened = trustee::Trustee::open(folder, b->passphrase, b->clock);
    if (!opened.ok()) return opened.error();
    b->trustees.push_back(std::move(*opened));
  }
  return b;
}

base::Result<void> Bodies::trustees_at_work(const std::function<base::Result<void>(trustee::Trustee&, std::size_t)>& work) {
  std::vector<base::Result<void>> done(trustees.size());
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < trustees.size(); ++i) threads.emplace_back([&, i] { done[i] = work(trustees[i], i); });
  }
  for (auto& d : done) IPPYO_TRY(std::move(d));
  return {};
}

std::filesystem::path Bodies::next_submission(std::string_view name) {
  const auto number = std::to_string(1000 + ++submissions).substr(1);
  return folders.hidden("submissions") / (number + "-" + std::string(name));
}

record::SignedBy Bodies::signers(const std::vector<std::string>& ids) const {
  record::SignedBy by{ids, {}};
  for (const auto& id : ids) by.keys.push_back(&keys.at(id));
  return by;
}

std::string log_name(const Scenario& s) { return "localhost/board/" + s.election_id; }
std::string cosigner_name(std::size_t index) { return "localhost/cosigner-" + std::to_string(index + 1); }

std::string witness_policy(const Scenario& s, const Bodies& b) {
  std::vector<board::VerifierKey> cosigners;
  for (std::size_t n = 0; n < b.cosigner_keys.size(); ++n) cosigners.push_back(board::cosigner_key(cosigner_name(n), b.cosigner_keys[n]));
  return board::threshold_policy(board::log_key(log_name(s), b.log_key), cosigners, kQuorum);
}

base::Result<PostingDesk> PostingDesk::open(const Scenario& s, const Bodies& b) {
  auto log = board::Log::open(b.folders.board(), log_name(s), b.log_key.clone());
  if (!log.ok()) return log.error();
  std::error_code ignored;
  std::filesystem::create_directories(b.folders.hidden("board-operator"), ignored);
  auto poster = record::Poster::open(b.folders.board(), std::move(*log), b.folders.hidden("board-operator") / "head.box");
  if (!poster.ok()) return poster.error();
  std::vector<record::Cosigner> cosigners;
  for (std::size_t n = 0; n < b.cosigner_keys.size(); ++n) {
    // The memory of what each has verified is the one that the ballot box goes on with.
    auto file = "head." + cosigner_name(n);
    std::replace(file.begin(), file.end(), '/', '_');
    const auto head = b.folders.hidden("board-operator") / file;
    auto cosigner = record::Cosigner::open(b.folders.board(), cosigner_name(n), b.cosigner_keys[n].clone(), head, b.clock);
    if (!cosigner.ok()) return cosigner.error();
    cosigners.push_back(std::move(*cosigner));
  }
  return PostingDesk(std::move(*poster), std::move(cosigners));
}

base::Result<record::VerifiedHead> PostingDesk::head() {
  const auto size = log().size();
  return record::VerifiedHead{size, log().root(size)};
}

base::Result<void> PostingDesk::post(const std::filesystem::path& submission) {
  const auto s = record::Submission::open(submission);
  if (!s.ok()) return s.error();
  const auto verdict = poster_.post(*s);
  if (!verdict.ok()) return verdict.error();
  if (!verdict->passed()) return base::Error{"the board refuses " + submission.filename().string() + ": " + verdict->finding().text()};
  return record::cosign_latest(poster_.log(), cosigners_);
}

}  // namespace ippyo::demo
