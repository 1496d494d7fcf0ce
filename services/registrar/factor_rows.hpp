// SPDX-License-Identifier: Apache-2.0
// What voters have shown, in the store: sealed, and found by keyed indexes of the subjects. [SPEC 15.3 Enrolment]
#pragma once
#include <map>

#include "identity/provider.hpp"
#include "office/registrar.hpp"
#include "registrar/store.hpp"

namespace ippyo::registrar {

using identity::Factor;

/// A person's place in the lists to be, with what a scrutineer checks again.
struct EnrolmentRow {
  std::int64_t application = 0;
  office::Enrolment enrolment{};
  Bytes32 salt{};
  Bytes evidence;
  base::UnixTime at = 0;
  std::optional<std::uint64_t> slot;
};

/// Empty when the factor is not on file.
db::Outcome read_factor(db::Database& db, const StoreKeys& keys, std::int64_t application, Factor factor, identity::OnFile& out);
/// Whether no other application has this subject.
db::Outcome subject_is_free(db::Database& db, const StoreKeys& keys, Factor factor, const std::string& subject, std::int64_t application, bool& free);
/// Puts a factor on file in the place of what was there. requires: the subject is free
db::Outcome write_factor(db::Database& db, const StoreKeys& keys, std::int64_t application, Factor factor, const identity::OnFile& row);
/// The same if what is on file is still `before`; `done` says so. Two answers of one person never both count: the passkey's counter.
db::Outcome exchange_factor(db::Database& db, const StoreKeys& keys, std::int64_t application, Factor factor, const identity::OnFile& before,
                            const identity::OnFile& after, bool& done);

/// Another application's enrolment has this X.
db::Outcome key_is_free(db::Database& db, const Bytes32& X, std::int64_t application, bool& free);
/// requires: the application has no enrolment
db::Outcome insert_enrolment(db::Database& db, const StoreKeys& keys, const EnrolmentRow& row);
/// At most `limit` enrolments of the applications after `after`, ascending, with their evidence opened.
db::Outcome read_some_enrolments(db::Database& db, const StoreKeys& keys, std::int64_t after, std::int64_t limit, std::vector<EnrolmentRow>& out);
/// All enrolments, ascending by application, without the evidence.
db::Outcome read_enrolments(db::Database& db, const StoreKeys& keys, std::vector<EnrolmentRow>& out);
struct SlotHolder {
  std::int64_t application;
  election::EvidenceClass evidence_class;
};
db::Outcome find_slot(db::Database& db, std::uint64_t slot, std::optional<SlotHolder>& out);

/// The lists are being published: nobody enrols any more.
db::Outcome is_published(db::Database& db, bool& out);
inline constexpr std::string_view kPublished = "published";

}  // namespace ippyo::registrar
