// SPDX-License-Identifier: Apache-2.0
// The ballot box's own store. No name, no address, no time of a cast; membership proofs are not stored at all. [SPEC 10.5 Seal]
#pragma once
#include <string_view>

namespace ippyo::ballot_box {

inline constexpr std::string_view kSchema = R"sql(
-- version 1
CREATE TABLE epoch (
  number     INTEGER PRIMARY KEY,
  step       INTEGER NOT NULL CHECK (step BETWEEN 1 AND 5),  -- open, fixed, written, posted, cosigned
  built_on   INTEGER NOT NULL,                               -- the sealed epoch whose ciphertexts it continues
  seed       BLOB NOT NULL CHECK (length(seed) = 32),
  entry_time INTEGER,                                        -- from step 2
  digest     BLOB                                            -- of the submission, from step 3
) STRICT;
CREATE TABLE inbox (
  epoch   INTEGER NOT NULL REFERENCES epoch(number),
  slot    INTEGER NOT NULL,
  request BLOB NOT NULL UNIQUE CHECK (length(request) = 16),
  digest  BLOB NOT NULL CHECK (length(digest) = 32),         -- of the whole cast: the same request with other bytes is refused
  row     BLOB NOT NULL,
  answer  BLOB NOT NULL,
  PRIMARY KEY (epoch, slot)
) STRICT;
CREATE TABLE used_grant (
  box   TEXT NOT NULL,
  hash  BLOB NOT NULL CHECK (length(hash) = 32),             -- says nothing to whoever does not hold the grant
  epoch INTEGER NOT NULL,
  last  INTEGER NOT NULL,                                    -- the last epoch in which the grant could be shown again
  PRIMARY KEY (box, hash)
) STRICT;
-- version 2
CREATE TABLE accepted (
  slot  INTEGER PRIMARY KEY,
  casts INTEGER NOT NULL                                     -- acknowledged so far, those of void epochs too; until the Internet close
) STRICT;
CREATE TABLE used_permit (
  nonce BLOB PRIMARY KEY CHECK (length(nonce) = 16),
  until INTEGER NOT NULL
) STRICT;
)sql";

}  // namespace ippyo::ballot_box
