// SPDX-License-Identifier: Apache-2.0
// The registrar's tables. Columns named *_sealed hold personal data under the column key; *_index are keyed blind indexes of it.
#pragma once
#include <string_view>

namespace ippyo::registrar {

/// States and kinds are small integers: enum classes of applications.hpp, staff.hpp, letters.hpp and identity/provider.hpp.
inline constexpr std::string_view kSchema = R"sql(
-- version 1
CREATE TABLE roll_import (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  staff TEXT NOT NULL,
  file_hash BLOB NOT NULL,
  lines INTEGER NOT NULL,
  applied INTEGER NOT NULL
) STRICT;
CREATE TABLE voter (
  id INTEGER PRIMARY KEY,
  number_index BLOB NOT NULL UNIQUE,
  person_index BLOB NOT NULL,
  present INTEGER NOT NULL,
  line_sealed BLOB NOT NULL
) STRICT;
CREATE INDEX voter_person ON voter (person_index);
CREATE TABLE application (
  id INTEGER PRIMARY KEY,
  reference TEXT NOT NULL UNIQUE,
  voter INTEGER REFERENCES voter (id),
  state INTEGER NOT NULL,
  channel INTEGER NOT NULL,
  category TEXT NOT NULL,
  letter_kind INTEGER NOT NULL,
  received_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  form_sealed BLOB NOT NULL
) STRICT;
CREATE INDEX application_state ON application (state, id);
CREATE UNIQUE INDEX application_of_voter ON application (voter) WHERE state IN (1, 2);
CREATE TABLE application_event (
  id INTEGER PRIMARY KEY,
  application INTEGER NOT NULL REFERENCES application (id),
  at INTEGER NOT NULL,
  staff TEXT NOT NULL,
  action TEXT NOT NULL,
  reason_sealed BLOB NOT NULL
) STRICT;
CREATE INDEX event_of_application ON application_event (application, id);
CREATE TABLE letter (
  number INTEGER PRIMARY KEY,
  application INTEGER NOT NULL REFERENCES application (id),
  code_mac BLOB NOT NULL UNIQUE,
  live INTEGER NOT NULL,
  at INTEGER NOT NULL,
  staff TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX letter_live ON letter (application) WHERE live = 1;
CREATE TABLE factor (
  application INTEGER NOT NULL REFERENCES application (id),
  factor INTEGER NOT NULL,
  subject_index BLOB NOT NULL,
  subject_sealed BLOB NOT NULL,
  record_sealed BLOB NOT NULL,
  PRIMARY KEY (application, factor),
  UNIQUE (factor, subject_index)
) STRICT;
CREATE TABLE enrolment (
  application INTEGER PRIMARY KEY REFERENCES application (id),
  x BLOB NOT NULL UNIQUE,
  style INTEGER NOT NULL,
  class INTEGER NOT NULL,
  salt BLOB NOT NULL,
  evidence_hash BLOB NOT NULL UNIQUE,
  possession BLOB NOT NULL,
  at INTEGER NOT NULL,
  slot INTEGER UNIQUE,
  evidence_sealed BLOB NOT NULL
) STRICT;
CREATE TABLE staff (
  id TEXT PRIMARY KEY,
  role INTEGER NOT NULL,
  active INTEGER NOT NULL,
  invitation_mac BLOB,
  invited_until INTEGER NOT NULL,
  credential TEXT NOT NULL,
  passkey BLOB NOT NULL
) STRICT;
CREATE TABLE audit_log (
  seq INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  staff TEXT NOT NULL,
  action TEXT NOT NULL,
  object TEXT NOT NULL,
  hash BLOB NOT NULL
) STRICT;
CREATE TABLE setting (
  name TEXT PRIMARY KEY,
  value BLOB NOT NULL
) STRICT;
-- version 2
CREATE TABLE attributes_look (
  application INTEGER NOT NULL REFERENCES application (id),
  factor INTEGER NOT NULL,
  at INTEGER NOT NULL,
  staff TEXT NOT NULL,
  seen_at INTEGER NOT NULL,
  shown_sealed BLOB NOT NULL,
  PRIMARY KEY (application, factor)
) STRICT;
-- version 3
CREATE TABLE questionnaire_count (
  question TEXT NOT NULL,
  answer TEXT NOT NULL,
  number INTEGER NOT NULL,
  PRIMARY KEY (question, answer)
) STRICT;
CREATE TABLE questionnaire_text (
  id INTEGER PRIMARY KEY,
  question TEXT NOT NULL,
  day INTEGER NOT NULL,
  text_sealed BLOB NOT NULL
) STRICT;
CREATE TABLE coercion_report (
  number INTEGER PRIMARY KEY,
  kind INTEGER NOT NULL,
  at INTEGER NOT NULL,
  seen_at INTEGER NOT NULL,
  staff TEXT NOT NULL,
  text_sealed BLOB NOT NULL,
  contact_sealed BLOB NOT NULL
) STRICT;
)sql";

}  // namespace ippyo::registrar
