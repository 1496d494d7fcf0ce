// SPDX-License-Identifier: Apache-2.0
// A station with loaned devices: tokens, sealed ballots, the challenge before the token, the closing. [SPEC 4.6 StationBallot]
#pragma once
#include "office/poll_book.hpp"

namespace ippyo::office {

/// Random tokens, to be sealed into envelopes and drawn after check-in.
std::vector<Bytes16> make_tokens(std::size_t n, base::Rng& rng);
/// Their hashes, ascending; before the opening. Signed by station and observers.
base::Result<void> write_tokens(const Desk& desk, const std::string& station, std::span<const Bytes16> tokens);

struct StationContest {
  std::string id;
  std::vector<std::uint32_t> numbers;  ///< offered plaintext numbers
  std::vector<Element> points;
};
/// A ballot that the device has sealed (its ciphertexts stand fixed and are shown as a code) and that no token belongs to yet.
/// Then it is either opened and thrown away, or cast; both consume it.
struct SealedBallot {
  std::uint16_t style = 0;
  std::uint32_t amendment = 0;
  std::vector<Ciphertext> ciphertexts;
  group::SecretScalars r;
  base::SecretVector<std::uint32_t> indices;  ///< of the options chosen
  /// H32("sealed-ballot", all ciphertexts): shown before the voter decides whether to challenge.
  Bytes32 code() const;
};
/// What a challenge lays open. Never a ballot that counts.
struct OpenedBallot {
  std::vector<Ciphertext> ciphertexts;
  std::vector<proof::Scalar> r;
  std::vector<std::uint32_t> choices;  ///< what the device says that it sealed
};

class LoanedDevice {
  Bytes32 ctx_;
  std::string station_;
  Element y_;
  group::FixedBase y_base_;
  std::vector<std::vector<StationContest>> styles_;
  std::uint32_t amendment_;

 public:
  /// Knows the board as of `state`: its amendments so far. requires: open
  LoanedDevice(const record::State& state, std::string station);
  /// One plaintext number per contest of the style. errors: no such style; a choice is not offered. timing: constant in the choices
  base::Result<SealedBallot> seal(std::uint16_t style, const base::SecretVector<std::uint32_t>& choices, base::Rng& rng) const;
  OpenedBallot open(SealedBallot&& ballot) const;
  record::StationBallotRow cast(SealedBallot&& ballot, const Bytes16& token, base::Rng& rng) const;
  /// For the voter's own check of a challenge: does the opening give this code and these choices?
  bool opening_holds(std::uint16_t style, const Bytes32& code, const OpenedBallot& opened) const;
};

/// All ballots of a station in byte order, at its closing. Signed by station and observers.
base::Result<void> write_station_batch(const Desk& desk, const std::string& station,
                                       std::span<const record::StationBallotRow> ballots);

/// The station's part of the poll book: check-ins are ballots and abandoned; every token without a ballot is opened.
record::PollBookCount::Station close_station(const record::State& state, const std::string& station,
                                             std::span<const Bytes16> tokens,
                                             std::span<const record::StationBallotRow> ballots,
                                             std::vector<std::uint64_t> abandoned);

}  // namespace ippyo::office
