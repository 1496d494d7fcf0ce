// SPDX-License-Identifier: Apache-2.0
// The registrar's settlement: rows for the board, openings for the scrutineers.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>

#include "base/files.hpp"
#include "base/parallel.hpp"
#include "office/registrar.hpp"
#include "proof/settlement.hpp"

namespace ippyo::office {
namespace {

constexpr std::uint64_t kGrain = 32;  // slots per piece of parallel work

class Settlement {
  const record::State& state_;
  const PollBook& book_;
  const group::SecretScalar& z_;
  const proof::Element y_, Z_;
  std::vector<std::vector<Element>> nulls_;   // by style
  base::SecretVector<std::uint8_t> openings_;  // kOpeningRowSize each
  std::vector<proof::Scalar> delta_;           // by style

  Bytes settle_slot(std::uint64_t slot, base::Rng& rng) {
    const bool overridden = book_.overridden.contains(slot);
    const auto& nulls = nulls_[state_.slots()[slot].style];
    const proof::SettlementSlot place{slot, nulls, state_.current().of(slot)};
    auto settled = proof::settle({state_.ctx(), y_, Z_}, place, overridden, z_, state_.y_base(), rng);
    const auto opening = openings_.expose_mutable().subspan(slot * kOpeningRowSize, kOpeningRowSize);
    opening[0] = overridden ? 1 : 0;
    auto d = settled.opening.d.expose().bytes();
    std::ranges::copy(d, opening.begin() + 1);
    base::wipe(d.data(), d.size());
    return std::move(settled.row);
  }

 public:
  Settlement(const record::State& state, const PollBook& book, const group::SecretScalar& z)
      : state_(state), book_(book), z_(z), y_(state.key().y), Z_(state.constitution().Z),
        openings_(state.slots().size() * kOpeningRowSize), delta_(state.opening().styles.size()) {
    for (const auto& style : state.opening().styles) {
      auto& nulls = nulls_.emplace_back();
      for (const auto c : style.contests)
        nulls.push_back(proof::option_point(state.ctx0(), state.opening().contests[c].id, "null"));
    }
  }
  std::size_t largest_row_size() const {
    std::size_t w = 0;
    for (const auto& nulls : nulls_) w = std::max(w, nulls.size());
    return proof::settlement_row_size(w);
  }
  /// All rows in slot order; delta and openings grow on the way.
  base::Result<void> write_rows(base::RowSink& out) {
    const auto n = state_.slots().size();
    for (std::uint64_t first = 0; first < n; first += base::kRowsPerStep) {
      std::vector<Bytes> rows(std::min<std::uint64_t>(base::kRowsPerStep, n - first));
      base::run_parallel(rows.size(), kGrain, [&](std::uint64_t from, std::uint64_t to) {
        base::SystemRng rng;
        for (auto i = from; i < to; ++i) rows[i] = settle_slot(first + i, rng);
      });
      for (const auto& row : rows) IPPYO_TRY(out.append(row));
    }
    return {};
  }
  Bytes header() {
    for (std::uint64_t slot = 0; slot < state_.slots().size(); ++slot)
      delta_[state_.slots()[slot].style] += *proof::Scalar::parse(openings_.expose().subspan(slot * kOpeningRowSize + 1, 32));
    return record::SettlementHeader{delta_}.encode();
  }
  ByteView openings() const { return openings_.expose(); }
};

}  // namespace

base::Result<void> write_settlement(const Desk& desk, const PollBook& book, const group::SecretScalar& z,
                                    const std::filesystem::path& openings) {
  if (count_poll_book(desk.state, book).overridden != desk.state.poll_book().overridden)
    return base::Error{"The poll book is not the one whose count is signed; use the closed poll book."};
  auto writer = record::SubmissionWriter::create(desk.folder, desk.state, desk.by, desk.time);
  if (!writer) return writer.error();
  Settlement settlement(desk.state, book, z);
  auto sink = writer->begin_object({record::EntryType::settlement, "", 0, 0}, settlement.largest_row_size(), 0);
  if (!sink) return sink.error();
  IPPYO_TRY(settlement.write_rows(**sink));
  IPPYO_TRY(writer->close_object(settlement.header()));
  // A settlement that nobody can audit would be worthless: the openings come first.
  IPPYO_TRY(base::write_file_durably(openings, settlement.openings(), 0600));
  return writer->finish();
}

base::Result<void> erase_openings(const record::State& state, const std::filesystem::path& openings) {
  if (!state.audited()) return base::Error{"'settlement audited' is not on the board; the scrutineers still need the openings."};
  const int fd = ::open(openings.c_str(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
  if (fd < 0) return base::system_error("Cannot open the openings file " + openings.string());
  const auto size = ::lseek(fd, 0, SEEK_END);
  const Bytes zeros(1 << 16);
  bool written = size >= 0;
  for (off_t at = 0; written && at < size;) {
    const auto n = ::pwrite(fd, zeros.data(), static_cast<std::size_t>(std::min<off_t>(size - at, zeros.size())), at);
    written = n > 0;
    at += n;
  }
  written = written && ::fsync(fd) == 0;
  ::close(fd);
  if (!written) return base::system_error("Cannot overwrite the openings file " + openings.string());
  if (::unlink(openings.c_str()) != 0) return base::system_error("Cannot remove the openings file " + openings.string());
  return base::sync_folder(openings.parent_path().empty() ? "." : openings.parent_path());
}

}  // namespace ippyo::office
