// SPDX-License-Identifier: Apache-2.0
// Lies of the trustees who decrypt, and of the commission about the result.
#include "forgery.hpp"
#include "proof/decryption.hpp"
#include "record/checks.hpp"

namespace ippyo::tamper {

using namespace record;

namespace {

const std::string kMayor = "mayor", kCouncil = "council";

struct Share {
  Bytes header;
  std::vector<Bytes> rows;
};

Share share_of(const proof::DecryptionStatement& statement, const group::SecretScalar& z, const base::RowSource& list) {
  base::MemoryRows out(proof::kShareRowSize);
  Share share{*proof::decrypt_list(statement, z, list, out), {}};
  for (std::size_t at = 0; at < out.bytes().size(); at += proof::kShareRowSize)
    share.rows.push_back(base::to_bytes(ByteView(out.bytes()).subspan(at, proof::kShareRowSize)));
  return share;
}

/// Trustee j's share of the mayor's list after mix `mix`, with any key.
Share share(const World& w, std::uint32_t j, std::uint32_t mix, const group::SecretScalar& z) {
  return share_of({"dec", w.state.ctx(), kMayor, j, w.state.key().Z[j - 1]}, z, *w.state.list(0, mix));
}

std::size_t put(Board& b, const ObjectKey& key, const Share& s) {
  put_rows(b, key, s.rows);
  return edit_header(b, key, [&](Bytes& h) { h = s.header; });
}

void erase_object(Board& b, const ObjectKey& key) {
  erase(b, chunk_of(b, key));
  erase(b, b.find(key));
}

Lie in_row(std::string name, const base::Check& check, std::function<void(Bytes&)> edit) {
  return lie(std::move(name), check, [=](const World& w, Board& b) {
    edit_row(w, b, share_key(kMayor, 3), 2, edit);
    return b.find(share_key(kMayor, 3));
  });
}
Lie in_header(std::string name, const base::Check& check, std::function<void(Bytes&)> edit) {
  return lie(std::move(name), check, [=](const World&, Board& b) { return edit_header(b, share_key(kMayor, 3), edit); });
}

Lies lies_about_shares() {
  const auto first = share_key(kMayor, 3), second = share_key(kMayor, 1);
  return {
      in_row("share: another M", proof::kShareProof, [](Bytes& r) { spoil_element(r, 0); }),
      in_row("share: M is the identity", proof::kShareProof, [](Bytes& r) { put_identity(r, 0); }),
      in_row("share: M in another spelling", proof::kShareEncoding, [](Bytes& r) { respell_element(r, 0); }),
      in_header("share: another T_1", proof::kShareProof, [](Bytes& h) { spoil_element(h, 0); }),
      in_header("share: another T_2", proof::kShareProof, [](Bytes& h) { spoil_element(h, 32); }),
      in_header("share: another s", proof::kShareProof, [](Bytes& h) { spoil_scalar(h, 64); }),
      in_header("share: T_1 in another spelling", proof::kShareEncoding, [](Bytes& h) { respell_element(h, 0); }),
      in_header("share: s plus the order", proof::kShareEncoding, [](Bytes& h) { respell_scalar(h, 64); }),
      in_header("share: a header cut short", proof::kShareEncoding, [](Bytes& h) { h.pop_back(); }),
      lie("share: two rows exchanged", proof::kShareProof,
          [=](const World& w, Board& b) {
            auto rows = rows_of(w, b, first);
            std::swap(rows[0], rows[1]);
            put_rows(b, first, rows);
            return b.find(first);
          }),
      lie("share: a row left out", kListLength,
          [=](const World& w, Board& b) {
            auto rows = rows_of(w, b, first);
            rows.pop_back();
            put_rows(b, first, rows);
            return b.find(first);
          }),
      lie("a share with another key", proof::kShareProof,
          [=](const World& w, Board& b) {
            return put(b, first, share(w, 3, 2, secret(w.trustees[2].z.expose() + Scalar::one())));
          }),
      lie("a share with another trustee's key", proof::kShareProof,
          [=](const World& w, Board& b) { return put(b, first, share(w, 3, 2, w.trustees[0].z)); }),
      lie("a share of the list before the last mix", proof::kShareProof,
          [=](const World& w, Board& b) { return put(b, first, share(w, 3, 1, w.trustees[2].z)); }),
      lie("a share of the list before all mixes", proof::kShareProof,
          [=](const World& w, Board& b) { return put(b, first, share(w, 3, 0, w.trustees[2].z)); }),
      lie("a share made for another election", proof::kShareProof,
          [=](const World& w, Board& b) {
            return put(b, first,
                       share_of({"dec", Bytes32{5}, kMayor, 3, w.state.key().Z[2]}, w.trustees[2].z, *w.state.list(0, 2)));
          }),
      lie("a share twice by one trustee", kShareTwice,
          [=](const World&, Board& b) { return copy_entry(b, chunk_of(b, first), b.find(first) + 1); }),
      lie("a second list decrypted by one trustee", kShareTwice,
          [=](const World& w, Board& b) {
            const auto s = share(w, 3, 1, w.trustees[2].z);
            return insert_object(b, b.find(second) + 1, first, s.rows, s.header, {"trustee-3"});
          }),
      lie("a second list decrypted by another trustee", proof::kShareProof,
          [=](const World& w, Board& b) {
            const auto s = share(w, 2, 1, w.trustees[1].z);
            return insert_object(b, b.find(second) + 1, share_key(kMayor, 2), s.rows, s.header, {"trustee-2"}) + 1;
          }),
      lie("a share before the settlement was audited", kNotAudited,
          [=](const World&, Board& b) { return copy_entry(b, chunk_of(b, first), b.find(EntryType::settlement_audited)); }),
      lie("a share before all mixes of its contest", kMixesMissing,
          [=](const World&, Board& b) { return copy_entry(b, chunk_of(b, first), chunk_of(b, mix_key(kMayor, 2, 2))); }),
      lie("a share before all mixes of the other contest", kMixesMissing,
          [=](const World&, Board& b) { return copy_entry(b, chunk_of(b, first), chunk_of(b, mix_key(kCouncil, 2, 2))); }),
      lie("a share left out: one trustee's is not enough", kSharesMissing,
          [=](const World&, Board& b) {
            erase_object(b, second);
            return b.find(EntryType::result);
          }),
  };
}

/// A rehearsal of trustee 2 while the vote is open.
RehearsalBody rehearsal(const World& w, const std::string& day, std::uint32_t n, const base::RowSource& ciphertexts,
                        std::uint32_t trustee) {
  const auto s = share_of({"dec-rehearsal", w.state.ctx0(), "rehearsal", trustee, w.state.key().Z[trustee - 1]},
                          w.trustees[trustee - 1].z, ciphertexts);
  RehearsalBody body{day, trustee, n, s.header, {}};
  for (const auto& row : s.rows) body.rows.insert(body.rows.end(), row.begin(), row.end());
  return body;
}

RehearsalBody honest_rehearsal(const World& w) {
  base::MemoryRows ciphertexts(proof::kCiphertextSize);
  for (const auto& c : proof::rehearsal_ciphertexts(w.state.ctx0(), w.state.key().y, "2026-11-24", 3))
    IPPYO_CHECK(ciphertexts.append(c.bytes()).ok());
  return rehearsal(w, "2026-11-24", 3, ciphertexts, 2);
}

Lie in_rehearsal(std::string name, const base::Check& check, std::function<void(const World&, RehearsalBody&)> edit) {
  return lie("rehearsal: " + std::move(name), check, [=](const World& w, Board& b) {
    auto body = honest_rehearsal(w);
    edit(w, body);
    return insert(b, b.find(EntryType::internet_close), EntryType::rehearsal, body.encode(), {"trustee-2"});
  });
}

Lies lies_about_rehearsals() {
  return {
      in_rehearsal("a stolen ciphertext of the first epoch", proof::kShareProof,
                   [](const World& w, auto& body) {
                     base::MemoryRows stolen(proof::kCiphertextSize);
                     IPPYO_CHECK(stolen.append(w.sealed[1].all[0].bytes()).ok());
                     body = rehearsal(w, "2026-11-24", 1, stolen, 2);
                   }),
      in_rehearsal("a mixed list", proof::kShareProof,
                   [](const World& w, auto& body) {
                     const auto list = w.state.list(0, 2);
                     body = rehearsal(w, "2026-11-24", static_cast<std::uint32_t>(list->rows()), *list, 2);
                   }),
      in_rehearsal("ciphertexts of another day", proof::kShareProof, [](const World&, auto& body) { body.day = "2026-11-25"; }),
      in_rehearsal("a day that is none", kRehearsalShape, [](const World&, auto& body) { body.day = "24-11-2026"; }),
      in_rehearsal("a day in words", kRehearsalShape, [](const World&, auto& body) { body.day = "some day"; }),
      in_rehearsal("no ciphertexts", kRehearsalShape,
                   [](const World&, auto& body) {
                     body.n = 0;
                     body.rows.clear();
                   }),
      in_rehearsal("another number of ciphertexts than rows", kRehearsalShape, [](const World&, auto& body) { body.n = 2; }),
      in_rehearsal("more ciphertexts than a rehearsal may have", kRehearsalShape,
                   [](const World&, auto& body) {
                     body.n = 1025;
                     body.rows.resize(1025 * proof::kShareRowSize);
                   }),
      in_rehearsal("another trustee's share", kContestUnknown, [](const World&, auto& body) { body.trustee = 1; }),
      in_rehearsal("another M", proof::kShareProof, [](const World&, auto& body) { spoil_element(body.rows, 32); }),
      in_rehearsal("another s", proof::kShareProof, [](const World&, auto& body) { spoil_scalar(body.header, 64); }),
      in_rehearsal("a header cut short", proof::kShareEncoding, [](const World&, auto& body) { body.header.pop_back(); }),
      lie("a rehearsal after the settlement was audited", kPhase,
          [](const World& w, Board& b) {
            return insert(b, b.find(EntryType::settlement_audited) + 1, EntryType::rehearsal, honest_rehearsal(w).encode(),
                          {"trustee-2"});
          }),
  };
}

Lie in_result(std::string name, std::function<void(ResultBody&)> edit) {
  return lie(std::move(name), kResult, [=](const World&, Board& b) { return edit_body<ResultBody>(b, EntryType::result, edit); });
}
/// A lot before entry `at`.
std::size_t put_lot(Board& b, std::size_t at, election::Lot lot) {
  return insert(b, at, EntryType::lot, encode_lot(lot), {"commission"});
}

}  // namespace

bool honest_rehearsal_passes(const World& w) {
  auto board = w.board;
  const auto at = insert(board, board.find(EntryType::internet_close), EntryType::rehearsal, honest_rehearsal(w).encode(),
                         {"trustee-2"});
  sign_again(board, w.keys);
  return !first_finding(board.cut(at + 1), w.before[at], at);
}

bool honest_lot_passes(const World& w) {
  auto board = w.board;
  put_lot(board, board.find(EntryType::result), {1, {1, 2}, "抽選"});
  sign_again(board, w.keys);
  return !first_finding(board, w.before.back(), w.before.size() - 1);
}

Lies lies_about_decryption() {
  auto out = lies_about_shares();
  auto rehearsals = lies_about_rehearsals();
  std::move(rehearsals.begin(), rehearsals.end(), std::back_inserter(out));
  return out;
}

Lies lies_about_the_result() {
  return {
      in_result("one vote more for an option", [](auto& r) { ++r.counts[0].valid.begin()->second; }),
      in_result("one vote moved to another option",
                [](auto& r) {
                  auto from = r.counts[1].valid.begin();
                  while (from->second == 0) ++from;
                  --from->second;
                  ++(from == r.counts[1].valid.begin() ? r.counts[1].valid.rbegin()->second : r.counts[1].valid.begin()->second);
                }),
      in_result("a vote for a withdrawn option counted for another",
                [](auto& r) { std::swap(r.counts[1].valid, r.counts[1].withdrawn); }),
      in_result("an abstention made an invalid vote", [](auto& r) { --r.counts[0].abstain, ++r.counts[0].invalid; }),
      in_result("one null fewer", [](auto& r) { --r.counts[0].null, ++r.counts[0].blank; }),
      in_result("one unused place fewer", [](auto& r) { --r.counts[0].unused, ++r.counts[0].blank; }),
      in_result("a contest left out", [](auto& r) { r.counts.pop_back(), r.seats.pop_back(); }),
      in_result("two contests exchanged", [](auto& r) { std::swap(r.counts[0], r.counts[1]); }),
      in_result("a contest under another name", [](auto& r) { r.counts[0].contest = "governor"; }),
      in_result("another option elected", [](auto& r) { r.seats[0].elected = {9}; }),
      in_result("one seat more", [](auto& r) { r.seats[1].elected.push_back(9); }),
      in_result("a tie that there is not", [](auto& r) { r.seats[0].tied = {1, 2}, r.seats[0].open = 1; }),
      lie("a result before the shares", kSharesMissing,
          [](const World&, Board& b) { return copy_entry(b, b.find(EntryType::result), chunk_of(b, share_key(kCouncil, 1))); }),
      lie("a result before the settlement was audited", kPhase,
          [](const World&, Board& b) { return copy_entry(b, b.find(EntryType::result), b.find(EntryType::settlement_audited)); }),
      lie("a lot among options that are not tied", election::kLotWithoutTie,
          [](const World&, Board& b) { return put_lot(b, b.find(EntryType::result), {0, {9}, "抽選"}); }),
      lie("a lot drawn twice", kLotTwice,
          [](const World&, Board& b) {
            const auto at = put_lot(b, b.find(EntryType::result), {1, {1, 2}, "抽選"});
            return put_lot(b, at + 1, {1, {1, 5}, "抽選"});
          }),
      lie("a lot with one winner fewer than seats are open", election::kLotWithoutTie,
          [](const World&, Board& b) { return put_lot(b, b.find(EntryType::result), {1, {1}, "抽選"}); }),
      lie("a lot with one winner twice", election::kLotWithoutTie,
          [](const World&, Board& b) { return put_lot(b, b.find(EntryType::result), {1, {1, 1}, "抽選"}); }),
      lie("a lot won by an option without a vote", election::kLotWithoutTie,
          [](const World&, Board& b) { return put_lot(b, b.find(EntryType::result), {1, {1, 3}, "抽選"}); }),
      lie("a lot in a contest that does not exist", kContestUnknown,
          [](const World&, Board& b) { return put_lot(b, b.find(EntryType::result), {2, {1}, "抽選"}); }),
      lie("a lot before the shares", kSharesMissing,
          [](const World&, Board& b) { return put_lot(b, b.find(EntryType::settlement_audited) + 1, {0, {1}, "抽選"}); }),
      lie("a lot before the settlement was audited", kPhase,
          [](const World&, Board& b) { return put_lot(b, b.find(EntryType::settlement_audited), {0, {1}, "抽選"}); }),
  };
}

}  // namespace ippyo::tamper
