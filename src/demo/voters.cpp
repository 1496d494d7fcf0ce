// SPDX-License-Identifier: Apache-2.0
#include "demo/voters.hpp"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>

namespace ippyo::demo {
namespace {

constexpr std::size_t kThreads = 16;       // voters on the line at the same time
constexpr int kTries = 200;                // a device keeps trying within its epoch
constexpr std::uint64_t kCheckEvery = 50;  // every 50th voter uses the second device

std::size_t width(const record::State& s, std::uint64_t slot) { return s.opening().styles[s.slots()[slot].style].contests.size(); }

/// What a style offers in an epoch.
std::vector<device::OfferedContest> offered_in(const PublicBoard& board, std::uint16_t style, std::uint32_t epoch) {
  std::vector<device::OfferedContest> out;
  for (const auto c : board.opened.opening().styles[style].contests) {
    auto numbers = offered(board.scenario, c, epoch);
    auto points = election::plaintext_points(board.opened.ctx0(), contest_with_additions(board.scenario, c), numbers);
    out.push_back({board.scenario.contests[c].contest.id, std::move(numbers), std::move(points)});
  }
  return out;
}

/// One epoch's devices at work.
class Epoch {
  const PublicBoard& board_;
  const Services& services_;
  const CitizenWorld& world_;
  std::vector<EnrolledVoter>& voters_;
  std::span<const PlannedCast> casts_;
  std::uint32_t epoch_;
  const Runs& before_;
  std::vector<std::vector<device::OfferedContest>> contests_;  ///< by style
  std::vector<device::KeptBallot> kept_;
  std::mutex mutex_;
  std::optional<base::Error> error_;

 public:
  std::atomic<std::uint64_t> done{0}, retried{0};

  Epoch(const PublicBoard& board, const Services& services, const CitizenWorld& world, std::vector<EnrolledVoter>& voters, std::span<const PlannedCast> casts,
        std::uint32_t epoch, const Runs& before)
      : board_(board), services_(services), world_(world), voters_(voters), casts_(casts), epoch_(epoch), before_(before), kept_(casts.size()) {
    for (std::uint16_t style = 0; style < board.opened.opening().styles.size(); ++style) contests_.push_back(offered_in(board, style, epoch));
  }

  base::Result<device::SlotView> view(std::uint64_t slot) const {
    const auto& s = board_.opened;
    auto previous = before_.ciphertexts(slot);
    if (!previous.ok()) return previous.error();
    const auto& info = s.slots()[slot];
    return device::SlotView{s.ctx(), slot, epoch_, s.key().y, s.y_base(), info.X, contests_[info.style], std::move(*previous)};
  }

  base::Result<void> cast(std::size_t n, http::Client& box, RegistrarClient& registrar, base::Rng& rng) {
    const auto& planned = casts_[n];
    auto& voter = voters_[planned.voter];
    const auto K = base::SigningKey::generate();
    const auto permission = voter.citizen.ask_for_grant(world_, registrar, board_.opened.ctx(), voter.slot, K, rng);
    if (!permission.ok()) return permission.error();
    const auto& key = voter.citizen.key();
    const auto seen = view(voter.slot);
    if (!seen.ok()) return seen.error();
    base::SecretVector<std::uint32_t> choices(planned.choices.size());
    std::copy(planned.choices.begin(), planned.choices.end(), choices.expose_mutable().begin());
    auto built = device::build_cast(*seen, key, choices, *permission, K, rng);
    if (!built.ok()) return built.error();
    const auto bytes = built->cast.encode();
    for (int attempt = 0; attempt < kTries; ++attempt) {
      const auto answer = box.post("/cast", bytes);
      if (!answer.ok()) return answer.error();
      if (answer->status == 503) {  // busy: the same request again, as a page would do
        ++retried;
        std::this_thread::sleep_for(std::chrono::milliseconds(20 + rng.below(40)));
        continue;
      }
      if (answer->status != 200) return base::Error{"the ballot box refused a cast: " + base::to_string(answer->body)};
      const auto* box_key = board_.opened.constitution().box(kBoxes[(epoch_ - 1) % kBoxes.size()]);
      const auto verdict = device::check_acknowledgement(built->kept, box_key->B, key.X, answer->body);
      if (!verdict.passed()) return base::Error{"an acknowledgement does not hold: " + verdict.finding().text()};
      kept_[n] = std::move(built->kept);
      ++done;
      return {};
    }
    return base::Error{"the ballot box stayed busy"};
  }

  void keep_error(const base::Error& e) {
    const std::lock_guard lock(mutex_);
    if (!error_) error_ = e;
  }
  bool failed() {
    const std::lock_guard lock(mutex_);
    return error_.has_value();
  }

  base::Result<void> cast_all(const Progress& progress) {
    std::atomic<std::size_t> next{0};
    const auto work = [&] {
      base::SystemRng rng;
      http::Client box({services_.box});
      RegistrarClient registrar(services_.registrar);
      for (std::size_t n = next++; n < casts_.size() && !failed(); n = next++) {
        if (const auto sent = cast(n, box, registrar, rng); !sent.ok()) keep_error(sent.error());
        if (progress) progress("epoch " + std::to_string(epoch_) + ": casting", done, casts_.size());
      }
    };
    {
      std::vector<std::jthread> threads;
      for (std::size_t i = 0; i < std::min(kThreads, casts_.size()); ++i) threads.emplace_back(work);
    }
    if (error_) return *error_;
    return {};
  }

  base::Result<void> check_all(const Runs& sealed, CastFigures& figures) const {
    for (std::size_t n = 0; n < casts_.size(); ++n) {
      const auto& kept = kept_[n];
      const auto row = sealed.row(kept.slot);
      if (!row.ok()) return row.error();
      if (!device::recorded(kept, *row)) return base::Error{"a voter's ballot is not what the board holds"};
      ++figures.recorded;
      if (n % kCheckEvery != 0) continue;
      const auto seen = view(kept.slot);
      if (!seen.ok()) return seen.error();
      const auto code = device::CheckCode::decode(device::check_code(kept).encode().expose());
      if (!code.ok()) return code.error();
      const auto reading = device::read_check_code(*seen, *code);
      if (!reading.ok()) return reading.error();
      for (std::size_t c = 0; c < reading->choices.size(); ++c)
        if (reading->choices[c] != casts_[n].choices[c]) return base::Error{"the second device reads another choice"};
      const auto verdict = device::confirm_row(*reading, *seen, *row);
      if (!verdict.passed()) return base::Error{"the second device does not find the ballot: " + verdict.finding().text()};
      ++figures.second_device;
    }
    return {};
  }
};

}  // namespace

base::Result<Runs> Runs::download(const PublicBoard& board, http::Client& box, std::uint32_t epoch, const std::vector<std::uint64_t>& slots) {
  Runs out(board, epoch);
  if (epoch == 0) return out;
  for (const auto slot : slots) {
    const auto k = slot / device::kRunSlots;
    if (out.runs_.contains(k)) continue;
    auto answer = box.get("/run/" + std::to_string(epoch) + "/" + std::to_string(k));
    if (!answer.ok()) return answer.error();
    if (answer->status != 200) return base::Error{"the ballot box does not give a run of slots: " + base::to_string(answer->body)};
    out.runs_[k] = std::move(answer->body);
  }
  return out;
}

base::Result<base::Bytes> Runs::row(std::uint64_t slot) const {
  const auto k = slot / device::kRunSlots;
  const auto run = runs_.find(k);
  if (run == runs_.end()) return base::Error{"a run of slots was not downloaded"};
  std::vector<std::size_t> widths;
  for (auto i = k * device::kRunSlots; i < std::min<std::uint64_t>((k + 1) * device::kRunSlots, board_.opened.slots().size()); ++i)
    widths.push_back(width(board_.opened, i));
  const auto row = device::row_in_run(run->second, widths, slot % device::kRunSlots);
  if (!row) return base::Error{"a run of slots is shorter than its slots"};
  return base::to_bytes(*row);
}

base::Result<std::vector<proof::Ciphertext>> Runs::ciphertexts(std::uint64_t slot) const {
  if (epoch_ == 0) {
    const auto trivial = board_.opened.current().of(slot);
    return std::vector<proof::Ciphertext>(trivial.begin(), trivial.end());
  }
  const auto bytes = row(slot);
  if (!bytes.ok()) return bytes.error();
  std::vector<proof::Ciphertext> out;
  for (std::size_t c = 0; c < width(board_.opened, slot); ++c) {
    const auto one = proof::Ciphertext::parse(base::ByteView(*bytes).subspan(64 * c, 64));
    if (!one) return base::Error{"a ciphertext of the board is not canonical"};
    out.push_back(*one);
  }
  return out;
}

base::Result<void> cast_now(const PublicBoard& board, const Services& services, const CitizenWorld& world, std::vector<EnrolledVoter>& voters,
                            std::span<const PlannedCast> casts, std::uint32_t epoch, std::uint32_t sealed, CastFigures& figures, const Progress& progress) {
  std::vector<std::uint64_t> slots;
  for (const auto& c : casts) slots.push_back(voters[c.voter].slot);
  http::Client box({services.box});
  const auto before = Runs::download(board, box, sealed, slots);
  if (!before.ok()) return before.error();
  Epoch work(board, services, world, voters, casts, epoch, *before);
  IPPYO_TRY(work.cast_all(progress));
  figures.casts += work.done;
  return {};
}

base::Result<void> cast_epoch(const PublicBoard& board, const Services& services, const CitizenWorld& world, std::vector<EnrolledVoter>& voters,
                              std::span<const PlannedCast> casts, std::uint32_t epoch, std::uint32_t sealed,
                              const std::function<base::Result<void>()>& seal, CastFigures& figures, const Progress& progress) {
  std::vector<std::uint64_t> slots;
  for (const auto& c : casts) slots.push_back(voters[c.voter].slot);
  http::Client box({services.box});
  const auto before = Runs::download(board, box, sealed, slots);
  if (!before.ok()) return before.error();
  Epoch work(board, services, world, voters, casts, epoch, *before);
  IPPYO_TRY(work.cast_all(progress));
  figures.casts += work.done;
  figures.retried += work.retried;
  IPPYO_TRY(seal());
  const auto after = Runs::download(board, box, epoch, slots);
  if (!after.ok()) return after.error();
  return work.check_all(*after, figures);
}

}  // namespace ippyo::demo
