// SPDX-License-Identifier: Apache-2.0
// The durable inbox: casts of the open epoch, and how far its sealing has come. [SPEC 10.5 Seal]
#pragma once
#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>

#include "ballot_box/acceptance.hpp"
#include "base/secret.hpp"
#include "db/group_commit.hpp"
#include "record/count_permit.hpp"

namespace ippyo::ballot_box {

using base::Bytes;
using base::Bytes16;
using base::Bytes32;
using base::ByteView;
using base::UnixTime;

/// A cast that passed every rule, with the answer that the voter gets once it is durable.
struct Accepted {
  Bytes16 request{};
  Bytes32 digest{};  ///< SHA-256 of the cast's bytes
  Bytes32 grant{};   ///< first half of the grant's hash
  std::string box;
  std::uint32_t epoch = 0, grant_last = 0;
  std::uint64_t slot = 0;
  Bytes row, answer;
};
struct Answered {
  std::uint32_t epoch;
  Bytes32 digest;
  Bytes answer;
};
enum class Step { open = 1, fixed, written, posted, cosigned };
struct EpochRecord {
  std::uint32_t number;
  Step step;
  std::uint32_t built_on;
  base::Secret<Bytes32> seed;
  UnixTime entry_time;
  std::optional<Bytes32> digest;
};

/// Casts are taken by any thread; everything about epochs is for one thread, the driver's.
class Inbox {
  db::Database reader_;  ///< the driver's own connection
  std::atomic<bool> doubtful_{false};
  mutable std::mutex mutex_;
  std::map<Bytes16, Answered> answers_;
  std::set<std::pair<std::uint32_t, std::uint64_t>> written_;
  struct Shown {
    std::uint32_t epoch, last;
  };
  std::map<std::pair<std::string, Bytes32>, Shown> grants_;
  db::GroupCommit writer_;  ///< last: its thread ends before what it uses

  Inbox(db::Database writer, db::Database reader);
  base::Result<void> load();
  base::Result<void> write(db::Work work);
  void remember(const Accepted& a);
  base::Result<void> scrub();

 public:
  /// `location` as for db::Database::open. errors: the store cannot be opened or is damaged.
  static base::Result<std::unique_ptr<Inbox>> open(const std::string& location);

  // Casts.
  Remembered remembered(std::uint32_t epoch, std::uint64_t slot, const std::string& box, const Bytes32& grant) const;
  std::optional<Answered> answered(const Bytes16& request) const;
  /// Told once, when it is durable or refused (conflict: slot, grant or request used, or the epoch was fixed meanwhile).
  /// false at once: the queue is full; `done` is then never called.
  bool take(Accepted accepted, std::function<void(db::Code)> done);
  /// How many casts of a slot were taken, by a permit that counts once. Told once: the number, or conflict (the permit was used).
  /// false at once: as take().
  bool count(const record::CountPermit& permit, UnixTime now, std::function<void(db::Code, std::uint64_t)> done);
  bool full() const { return doubtful_ || writer_.full(); }
  /// The disk or the connection failed during a commit, so that what is stored is known only after this object is opened again.
  bool failed() const { return doubtful_ || writer_.failed(); }

  // Epochs. Each is durable when it returns.
  base::Result<std::optional<EpochRecord>> unfinished();
  base::Result<std::optional<EpochRecord>> find(std::uint32_t number);
  base::Result<void> begin(std::uint32_t number, std::uint32_t built_on, const base::Secret<Bytes32>& seed);
  /// From now on no cast of this epoch is taken. requires: step open
  base::Result<void> fix(std::uint32_t number, UnixTime entry_time);
  base::Result<void> record_seal(std::uint32_t number, const Bytes32& digest);
  base::Result<void> set_step(std::uint32_t number, Step step);
  /// The voters' rows of an epoch by slot.
  base::Result<std::map<std::uint64_t, Bytes>> rows(std::uint32_t number);
  /// A void epoch: its rows and seed go, and its grants may be shown again.
  base::Result<void> drop(std::uint32_t number);
  /// After the cosignature of `sealed`: everything of the epochs before `first_kept` is overwritten.
  base::Result<void> erase(std::uint32_t first_kept, std::uint32_t sealed);
  /// After the Internet close: nobody learns any more how often a slot was written.
  base::Result<void> erase_counts();
};

}  // namespace ippyo::ballot_box
