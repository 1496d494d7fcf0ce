// SPDX-License-Identifier: Apache-2.0
// The checks that apply() makes itself; those of proofs and rules stand with their modules. [SPEC 9 Checks]
#pragma once
#include "base/verdict.hpp"

namespace ippyo::record {

inline constexpr base::Check kEntryEncoding{2, 50, "entry: not in canonical form"};
inline constexpr base::Check kBodyEncoding{2, 51, "entry: its body is not in canonical form"};
inline constexpr base::Check kRowLength{2, 52, "chunk: its blob does not hold rows of the right length"};
inline constexpr base::Check kSlotKeyEncoding{2, 53, "slot list: a slot key is not a canonical element, or is the identity"};
inline constexpr base::Check kElectionKeyIdentity{2, 54, "ceremony: the election key is the identity"};

inline constexpr base::Check kEntrySigner{4, 50, "entry: not signed by the bodies that may"};
inline constexpr base::Check kEntrySignature{4, 51, "entry: a signature does not hold"};
inline constexpr base::Check kEntrySequence{4, 52, "entry: not the signer's next sequence number"};
inline constexpr base::Check kOpeningContext{4, 53, "opening: y, Z, the slot list or the token lists are not those of the board"};

inline constexpr base::Check kDistinct{6, 50, "two places of one contest hold the same a or the same b"};

inline constexpr base::Check kPhase{7, 50, "entry: not allowed in this phase of the election"};
inline constexpr base::Check kTime{7, 51, "entry: its time lies before the entry before it"};
inline constexpr base::Check kEpochNumber{7, 52, "epoch: not scheduled, or not later than the last sealed one"};
inline constexpr base::Check kEpochBox{7, 53, "epoch: not sealed by the ballot box scheduled for it"};
inline constexpr base::Check kEpochTime{7, 54, "epoch: sealed before its close, or after its grace time"};
inline constexpr base::Check kEpochRows{7, 55, "epoch: not one row for every slot"};
inline constexpr base::Check kCloseTooEarly{7, 56, "closing: an epoch or a polling place is still open"};
inline constexpr base::Check kOpeningTime{7, 57, "opening: later than the start of the first Internet window"};

inline constexpr base::Check kSlotOrder{8, 50, "slot list: not ascending and distinct"};
inline constexpr base::Check kSlotEvidence{8, 51, "slot list: evidence that is not on the board, of another class, or used twice"};
inline constexpr base::Check kEvidenceClass{8, 52, "evidence: a class that the constitution does not allow"};
inline constexpr base::Check kEvidenceOrder{8, 53, "evidence: not ascending and distinct"};
inline constexpr base::Check kSlotStyle{8, 54, "slot list: a ballot style that the opening does not have"};
inline constexpr base::Check kSlotCount{8, 55, "opening: N is not the length of the slot list"};
inline constexpr base::Check kTooManySlots{8, 56, "opening: an epoch or settlement would have more than 2,000 chunks"};

inline constexpr base::Check kTokenOrder{9, 50, "tokens: not ascending and distinct, or of a station that has posted before"};
inline constexpr base::Check kTokenUnknown{9, 51, "station batch: a token that the station did not announce"};
inline constexpr base::Check kTokenTwice{9, 52, "station batch: a token used twice"};
inline constexpr base::Check kStationOrder{9, 53, "station batch: not in byte order"};
inline constexpr base::Check kStationStyle{9, 54, "station batch: a ballot does not have the contests of its style"};
inline constexpr base::Check kStationAmendment{9, 55, "station batch: an amendment that is not on the board"};
inline constexpr base::Check kStationTwice{9, 56, "station batch: the station has closed before"};
inline constexpr base::Check kCheckIns{9, 57, "poll book: check-ins are not used plus abandoned tokens"};
inline constexpr base::Check kOpenedTokens{9, 58, "poll book: the opened tokens are not the unused ones"};
inline constexpr base::Check kStationList{9, 59, "poll book: not every station once, with one number for every style"};
inline constexpr base::Check kTooManyTokens{9, 60, "tokens: more than 3,800 over all stations, which one poll book count could not open"};

inline constexpr base::Check kOverrideCount{11, 50, "poll book: more overridden voters of a style than slots, or not one number for every style"};
inline constexpr base::Check kNotAudited{11, 51, "mix or decryption before the settlement was audited"};
inline constexpr base::Check kAuditedRoot{11, 52, "audit: does not sign the board up to the settlement"};
inline constexpr base::Check kSettlementRows{11, 53, "settlement: not one row for every slot, or not one delta for every style"};

inline constexpr base::Check kMixNumber{12, 50, "mix: not the next mix of its contest"};
inline constexpr base::Check kMixerTwice{12, 51, "mix: the trustee has mixed this contest before"};
inline constexpr base::Check kMixesMissing{12, 52, "decryption before all mixes of all contests"};
inline constexpr base::Check kListLength{12, 53, "list: its length is not the number of places of its contest"};

inline constexpr base::Check kNoCommitment{13, 50, "mix: no permutation commitment of this trustee for this mix"};
inline constexpr base::Check kCommitmentTwice{13, 51, "permutation commitment: the trustee has one for this mix already"};
inline constexpr base::Check kCommitmentReused{13, 52, "permutation commitment: an element c stands on the board already"};

inline constexpr base::Check kShareTwice{14, 50, "decryption: the trustee has given its share of this contest"};
inline constexpr base::Check kSharesMissing{14, 51, "result or lot before k shares of every contest"};

inline constexpr base::Check kMinList{15, 50, "opening: a contest or a ballot style would have fewer slots than min_list"};
inline constexpr base::Check kRehearsalShape{15, 51, "rehearsal: no proper day or number of ciphertexts"};
inline constexpr base::Check kContestUnknown{15, 52, "object: no such contest, mix or trustee"};

inline constexpr base::Check kResult{16, 50, "result: not what the plaintexts give"};
inline constexpr base::Check kLotTwice{16, 51, "lot: drawn before for this contest"};

inline constexpr base::Check kPolicy{17, 50, "opening: its witness policy cannot be read"};

inline constexpr base::Check kUnknownType{18, 50, "an entry of a type that the specification does not know"};
inline constexpr base::Check kOversized{18, 51, "an entry larger than 65,535 bytes"};
inline constexpr base::Check kChunkOrder{18, 52, "chunk: does not continue its object"};
inline constexpr base::Check kClosing{18, 53, "closing entry: does not list exactly the chunks before it"};

inline constexpr base::Check kCeremonyShape{19, 50, "ceremony: not one commitment and one dealing of every trustee, and n times n shares"};
inline constexpr base::Check kComplaint{19, 51, "ceremony: a complaint was not answered with a share that fits"};

}  // namespace ippyo::record
