// SPDX-License-Identifier: Apache-2.0
// Bodies of the entries that are not objects, and the rows and headers of those that are. [SPEC 8.3 Bodies]
#pragma once
#include "election/opening.hpp"
#include "election/tally.hpp"
#include "proof/ceremony.hpp"
#include "record/objects.hpp"

namespace ippyo::record {

/// Commitments first, then the dealings; complaints that were judged and for which everything was drawn anew stay out (the
/// ceremony's file keeps them); shares are encrypted to their receivers, dealer-major.
struct CeremonyBody {
  std::vector<Bytes64> commitments;
  std::vector<proof::Dealing> dealings;
  std::vector<Bytes> shares;  ///< n*n encrypted shares, dealer 1 to receivers 1..n first
  struct Complaint {
    std::uint32_t dealer, complainer;
    std::optional<proof::Scalar> published;  ///< f_dealer(complainer), checked by everybody; empty: the ceremony is void
  };
  std::vector<Complaint> complaints;
  Bytes encode() const;
  static base::Result<CeremonyBody> decode(ByteView bytes);
};

/// Row of the evidence list: salted hash (32), class u8. Ascending by bytes. Row of the slot list: X (32), style u16, evidence
/// hash (32), class u8, possession (64) = 131 bytes, ascending by X; label of the possession: ctx0, X, evidence hash.
inline constexpr std::size_t kEvidenceRowSize = 33, kSlotListRowSize = 131;

struct TokensBody {
  std::string station;
  std::vector<Bytes32> hashes;  ///< ascending
  Bytes encode() const;
  static base::Result<TokensBody> decode(ByteView bytes);
};
/// token hash = H32("token", token), token 16 random bytes.
Bytes32 token_hash(const base::Bytes16& token);

/// Share of the daily test decryption of n ciphertexts: header of the proof and M rows.
struct RehearsalBody {
  std::string day;  ///< YYYY-MM-DD
  std::uint32_t trustee;
  std::uint32_t n;
  Bytes header;
  Bytes rows;
  Bytes encode() const;
  static base::Result<RehearsalBody> decode(ByteView bytes);
};

/// A ballot cast at a station; rows of a station batch have different lengths, so every row carries its own (u32) in front.
/// A batch is cut as if every row had this size.
inline constexpr std::size_t kStationRowLimit = 65536;
struct StationBallotRow {
  base::Bytes16 token;
  std::uint16_t style;
  std::uint32_t amendment;     ///< the last one the device knew
  std::vector<Bytes> ballots;  ///< per contest of the style
  Bytes encode() const;
  static base::Result<StationBallotRow> decode(ByteView bytes);
};

struct PollBookCount {
  std::vector<std::uint64_t> overridden;  ///< n_S per style: slot holders who voted on paper or at a station
  struct Station {
    std::string station;
    std::vector<std::uint64_t> check_ins;      ///< per style
    std::vector<std::uint64_t> abandoned;      ///< per style: checked in, token drawn, no ballot
    std::vector<base::Bytes16> opened_tokens;  ///< unused tokens, ascending by hash
  };
  std::vector<Station> stations;
  Bytes encode() const;
  static base::Result<PollBookCount> decode(ByteView bytes);
};
/// Header of the settlement's closing entry: delta_S per style.
struct SettlementHeader {
  std::vector<proof::Scalar> delta;
  Bytes encode() const;
  static base::Result<SettlementHeader> decode(ByteView bytes);
};
/// 'settlement audited': the log's root over the first `entries` entries, which end with the settlement.
struct AuditedBody {
  std::uint64_t entries;
  Bytes32 root;
  std::string statement;
  Bytes encode() const;
  static base::Result<AuditedBody> decode(ByteView bytes);
};
/// internet_close, polling_places_closed, incident: a text. audit_head: a hash and a text.
struct StatementBody {
  Bytes32 hash{};
  std::string text;
  Bytes encode() const;
  static base::Result<StatementBody> decode(ByteView bytes);
};
struct ResultBody {
  std::vector<election::ContestCount> counts;
  std::vector<election::SeatAllocation> seats;
  Bytes encode() const;
  static base::Result<ResultBody> decode(ByteView bytes);
};
Bytes encode_lot(const election::Lot& lot);
base::Result<election::Lot> decode_lot(ByteView bytes);

}  // namespace ippyo::record
