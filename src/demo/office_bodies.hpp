// SPDX-License-Identifier: Apache-2.0
// All bodies of a rehearsal on one machine: their keys, their folders, their clock. In a real election each is a place of its own.
#pragma once
#include <filesystem>
#include <map>

#include "base/clock.hpp"
#include "base/sealed_file.hpp"
#include "demo/scenario.hpp"
#include "record/cosigner.hpp"
#include "trustee/trustee.hpp"

namespace ippyo::demo {

/// Where everything of one run lies.
struct Folders {
  std::filesystem::path out;
  std::filesystem::path board() const { return out / "board"; }
  std::filesystem::path hidden(std::string_view name) const { return out / "private" / name; }
};

struct Bodies {
  Folders folders;
  base::Passphrase passphrase;
  base::ManualClock clock;
  std::map<std::string, base::SigningKey> keys;             ///< commission, registrar, boxes, scrutineers, stations, observers
  group::SecretScalar z;                                    ///< the registrar's settlement key
  std::map<std::string, group::SecretScalar> box_secrets;   ///< log of B, per box
  base::SigningKey log_key;
  std::vector<base::SigningKey> cosigner_keys;
  std::vector<trustee::Trustee> trustees;
  int submissions = 0;

  /// Draws every key; makes the trustees' folders. `out` is emptied first if a run before has left its files there.
  static base::Result<std::unique_ptr<Bodies>> make(const Scenario& s, const std::filesystem::path& out, base::UnixTime start);
  Bodies(Folders where, std::string_view words, base::UnixTime start, base::Rng& rng);

  /// A fresh folder for a submission.
  std::filesystem::path next_submission(std::string_view name);
  /// All trustees at once, as on machines of their own; `work` gets each with its index from 0. errors: the first trustee's by index.
  base::Result<void> trustees_at_work(const std::function<base::Result<void>(trustee::Trustee&, std::size_t)>& work);
  record::SignedBy signers(const std::vector<std::string>& ids) const;
  std::vector<std::string> scrutineers() const { return {"scrutineer-1", "scrutineer-2", "scrutineer-3"}; }
};

inline constexpr std::size_t kCosigners = 3, kQuorum = 2;
inline const std::vector<std::string> kBoxes{"box-1", "box-2"};
std::string log_name(const Scenario& s);
std::string cosigner_name(std::size_t index);  ///< from 0
std::string witness_policy(const Scenario& s, const Bodies& b);

/// Where the bodies hand in what goes to the board, and where they read it.
class Desk {
 public:
  virtual ~Desk() = default;
  virtual const record::State& state() const = 0;
  /// Size and root of the board.
  virtual base::Result<record::VerifiedHead> head() = 0;
  /// Posts, then every cosigner applies and signs. errors: also the finding that refuses it.
  virtual base::Result<void> post(const std::filesystem::path& submission) = 0;
};

/// The log operator's desk and the three cosigners, while no ballot box keeps the board.
class PostingDesk final : public Desk {
  record::Poster poster_;
  std::vector<record::Cosigner> cosigners_;
  PostingDesk(record::Poster poster, std::vector<record::Cosigner> cosigners)
      : poster_(std::move(poster)), cosigners_(std::move(cosigners)) {}

 public:
  static base::Result<PostingDesk> open(const Scenario& s, const Bodies& b);
  const record::State& state() const override { return poster_.state(); }
  board::Log& log() { return poster_.log(); }
  base::Result<record::VerifiedHead> head() override;
  base::Result<void> post(const std::filesystem::path& submission) override;
};

}  // namespace ippyo::demo
