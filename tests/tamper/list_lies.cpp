// SPDX-License-Identifier: Apache-2.0
// Lies of the mixers: permutation commitments and mixes.
#include <filesystem>

#include "forgery.hpp"
#include "record/checks.hpp"

namespace ippyo::tamper {

using namespace record;

namespace {

const std::string kMayor = "mayor", kCouncil = "council";

struct Committed {
  base::MemoryRows secret{proof::kPermutationSecretRowSize}, rows{proof::kPermutationRowSize};
  Bytes header;
};

/// A proper commitment of any trustee to any mix.
Committed committed(const World& w, std::uint16_t contest, std::uint32_t mix, std::uint32_t trustee) {
  Committed out;
  const auto& id = w.state.opening().contests[contest].id;
  out.header = *proof::commit_permutation({w.state.ctx(), id, mix, trustee, w.state.n_mix(contest)}, liar_rng(),
                                          std::filesystem::temp_directory_path(), out.secret, out.rows);
  return out;
}

std::vector<Bytes> cut(base::MemoryRows& rows) {
  std::vector<Bytes> out;
  for (std::size_t at = 0; at < rows.bytes().size(); at += rows.row_size())
    out.push_back(base::to_bytes(ByteView(rows.bytes()).subspan(at, rows.row_size())));
  return out;
}

std::size_t post_commitment(Board& b, std::size_t at, const ObjectKey& key, Committed c) {
  return insert_object(b, at, key, cut(c.rows), c.header, {"trustee-" + std::to_string(key.trustee)});
}

/// A proper mix of contest 0 by `trustee` under its own commitment `c`, over the list before mix `number`, before entry `at`.
std::size_t post_mix(const World& w, Board& b, std::size_t at, std::uint32_t number, std::uint32_t trustee, const Committed& c) {
  base::MemoryRows out(proof::kMixRowSize);
  auto header = *proof::mix({w.state.ctx(), kMayor, number, trustee, w.state.n_mix(0)}, w.state.key().y, c.secret, c.header, c.rows,
                            *w.state.list(0, number - 1), liar_rng(), std::filesystem::temp_directory_path(), out);
  return insert_object(b, at, mix_key(kMayor, number, trustee), cut(out), std::move(header),
                       {"trustee-" + std::to_string(trustee)});
}

Lie in_row(std::string name, const base::Check& check, const ObjectKey& key, std::function<void(Bytes&)> edit) {
  return lie(std::move(name), check, [=](const World& w, Board& b) {
    edit_row(w, b, key, 2, edit);
    return b.find(key);
  });
}
Lie in_header(std::string name, const base::Check& check, const ObjectKey& key, std::function<void(Bytes&)> edit) {
  return lie(std::move(name), check, [=](const World&, Board& b) { return edit_header(b, key, edit); });
}
Lie in_rows(std::string name, const base::Check& check, const ObjectKey& key, std::function<void(std::vector<Bytes>&)> edit) {
  return lie(std::move(name), check, [=](const World& w, Board& b) {
    auto rows = rows_of(w, b, key);
    edit(rows);
    put_rows(b, key, rows);
    return b.find(key);
  });
}

}  // namespace

Lies lies_about_permutations() {
  using namespace proof;
  const auto key = permutation_key(kMayor, 1, 1);
  return {
      in_row("permutation: another c", kPermutationSum, key, [](Bytes& r) { spoil_element(r, 0); }),
      in_row("permutation: another c^", kPermutationSum, key, [](Bytes& r) { spoil_element(r, 32); }),
      in_row("permutation: another t^", kPermutationSum, key, [](Bytes& r) { spoil_element(r, 64); }),
      in_row("permutation: another s^", kPermutationSteps, key, [](Bytes& r) { spoil_scalar(r, 96); }),
      in_row("permutation: another s~", kPermutationOpening, key, [](Bytes& r) { spoil_scalar(r, 128); }),
      in_header("permutation: another t1", kPermutationSum, key, [](Bytes& h) { spoil_element(h, 0); }),
      in_header("permutation: another t2", kPermutationSum, key, [](Bytes& h) { spoil_element(h, 32); }),
      in_header("permutation: another t3", kPermutationSum, key, [](Bytes& h) { spoil_element(h, 64); }),
      in_header("permutation: another s1", kPermutationSum, key, [](Bytes& h) { spoil_scalar(h, 96); }),
      in_header("permutation: another s2", kPermutationChain, key, [](Bytes& h) { spoil_scalar(h, 128); }),
      in_header("permutation: another s3", kPermutationOpening, key, [](Bytes& h) { spoil_scalar(h, 160); }),
      in_row("permutation: c in another spelling", kPermutationEncoding, key, [](Bytes& r) { respell_element(r, 0); }),
      in_row("permutation: c is the identity", kPermutationEncoding, key, [](Bytes& r) { put_identity(r, 0); }),
      in_row("permutation: t^ in another spelling", kPermutationEncoding, key, [](Bytes& r) { respell_element(r, 64); }),
      in_row("permutation: s^ plus the order", kPermutationEncoding, key, [](Bytes& r) { respell_scalar(r, 96); }),
      in_row("permutation: s~ plus the order", kPermutationEncoding, key, [](Bytes& r) { respell_scalar(r, 128); }),
      in_header("permutation: t1 in another spelling", kPermutationEncoding, key, [](Bytes& h) { respell_element(h, 0); }),
      in_header("permutation: s1 plus the order", kPermutationEncoding, key, [](Bytes& h) { respell_scalar(h, 96); }),
      in_header("permutation: a header cut short", kPermutationEncoding, key, [](Bytes& h) { h.pop_back(); }),
      in_rows("permutation: two rows exchanged", kPermutationSum, key, [](auto& rows) { std::swap(rows[0], rows[1]); }),
      in_rows("permutation: a row left out", kListLength, key, [](auto& rows) { rows.pop_back(); }),
      in_rows("permutation: one row twice", kCommitmentReused, key, [](auto& rows) { rows[1] = rows[0]; }),
      lie("a permutation commitment moved to another mix", kPermutationSum,
          [=](const World& w, Board& b) {
            const auto rows = rows_of(w, b, key);
            const auto header = Closing::decode(b.entries[b.find(key)].body)->header;
            erase(b, chunk_of(b, key));
            const auto at = erase(b, b.find(key));
            return insert_object(b, at, permutation_key(kMayor, 2, 1), rows, header, {"trustee-1"}) + 1;
          }),
      lie("the elements c of another trustee", kCommitmentReused,
          [=](const World& w, Board& b) {
            const auto header = Closing::decode(b.entries[b.find(key)].body)->header;
            const auto rows = rows_of(w, b, key);
            return insert_object(b, b.find(permutation_key(kMayor, 2, 2)), permutation_key(kMayor, 1, 3), rows, header,
                                 {"trustee-3"}) + 1;
          }),
      lie("one element c of one's own other list", kCommitmentReused,
          [=](const World& w, Board& b) {
            const auto c = rows_of(w, b, key)[0];
            edit_row(w, b, permutation_key(kCouncil, 1, 1), 4, [&](Bytes& r) { put_bytes(r, 0, ByteView(c).first(32)); });
            return b.find(permutation_key(kCouncil, 1, 1));
          }),
      lie("a second commitment of one trustee to one mix", kCommitmentTwice,
          [=](const World& w, Board& b) { return post_commitment(b, b.find(key) + 1, key, committed(w, 0, 1, 1)); }),
      lie("a commitment to a mix that is done", kMixNumber,
          [=](const World& w, Board& b) {
            return post_commitment(b, b.find(mix_key(kMayor, 1, 1)) + 1, permutation_key(kMayor, 1, 3), committed(w, 0, 1, 3));
          }),
  };
}

namespace {

Lies lies_in_mixes() {
  using namespace proof;
  const auto key = mix_key(kMayor, 1, 1);
  return {
      in_row("mix: another a~", kMixOpening, key, [](Bytes& r) { spoil_element(r, 0); }),
      in_row("mix: another b~", kMixOpening, key, [](Bytes& r) { spoil_element(r, 32); }),
      in_row("mix: another s~", kMixOpening, key, [](Bytes& r) { spoil_scalar(r, 64); }),
      in_header("mix: another t3", kMixOpening, key, [](Bytes& h) { spoil_element(h, 0); }),
      in_header("mix: another t4, first half", kMixOpening, key, [](Bytes& h) { spoil_element(h, 32); }),
      in_header("mix: another t4, second half", kMixOpening, key, [](Bytes& h) { spoil_element(h, 64); }),
      in_header("mix: another s3", kMixOpening, key, [](Bytes& h) { spoil_scalar(h, 96); }),
      in_header("mix: another s4", kMixCiphertexts, key, [](Bytes& h) { spoil_scalar(h, 128); }),
      in_row("mix: a~ in another spelling", kMixEncoding, key, [](Bytes& r) { respell_element(r, 0); }),
      in_row("mix: s~ plus the order", kMixEncoding, key, [](Bytes& r) { respell_scalar(r, 64); }),
      in_header("mix: t3 in another spelling", kMixEncoding, key, [](Bytes& h) { respell_element(h, 0); }),
      in_header("mix: s4 plus the order", kMixEncoding, key, [](Bytes& h) { respell_scalar(h, 128); }),
      in_header("mix: a header with a byte too many", kMixEncoding, key, [](Bytes& h) { h.push_back(0); }),
      in_rows("mix: two outputs exchanged", kMixOpening, key, [](auto& rows) { std::swap(rows[0], rows[1]); }),
      in_rows("mix: an output left out", kListLength, key, [](auto& rows) { rows.pop_back(); }),
      in_rows("mix: an output added", kListLength, key, [](auto& rows) { rows.push_back(rows.back()); }),
  };
}

Lie cheated(std::string name, const base::Check& check, std::function<std::vector<Scalar>(const World&, Mixer&)> cheat) {
  return lie(std::move(name), check, [=](const World& w, Board& b) {
    Mixer m(w, 0);
    return m.post(b, cheat(w, m));
  });
}

Lies forged_mixes() {
  using namespace proof;
  const auto times = [](Element& e, const Element& f, const Scalar& s) { e = product({{e, Scalar::one()}, {f, s}}); };
  return {
      cheated("a mix with an altered vote, proven again", kMixCiphertexts,
              [=](const World& w, Mixer& m) {
                times(m.output[3].b, option(w, 0, "1"), Scalar::one());
                return m.on_line_u();
              }),
      cheated("a mix with an altered randomness, proven again", kMixCiphertexts,
              [=](const World&, Mixer& m) {
                times(m.output[3].a, element_g(), Scalar::one());
                return m.on_line_u();
              }),
      cheated("one input mixed twice, another dropped", kMixCiphertexts,
              [](const World&, Mixer& m) {
                auto source = m.psi;
                source[0] = source[1];
                m.encrypt_from(source);
                return m.on_line_u();
              }),
      cheated("a mix by another permutation than the committed one", kMixOpening,
              [](const World&, Mixer& m) {
                std::swap(m.psi[0], m.psi[1]);
                m.encrypt_from(m.psi);
                return m.on_line_u();
              }),
      cheated("the weights of the commitment used for the mix", kMixOpening,
              [=](const World& w, Mixer& m) {
                const auto u = m.off_line_u();
                const auto D = quotient(option(w, 0, "2"), option(w, 0, "1"));
                times(m.output[0].b, D, Scalar::one());
                times(m.output[1].b, D, -(u[m.psi[0]] * u[m.psi[1]].inverse()));
                return u;
              }),
      cheated("a mix of a reordered input", kMixOpening,
              [](const World&, Mixer& m) {
                std::rotate(m.input.begin(), m.input.begin() + 1, m.input.end());
                m.encrypt_from(m.psi);
                return m.on_line_u();
              }),
      cheated("a mix that replaces the place of a station ballot", kMixOpening,
              [](const World& w, Mixer& m) {
                m.input.back() = encrypted(w, option(w, 0, "1"), any_scalar());
                m.encrypt_from(m.psi);
                return m.on_line_u();
              }),
  };
}

Lies lies_about_turns() {
  const auto first = mix_key(kMayor, 1, 1), second = mix_key(kMayor, 2, 2);
  return {
      lie("one trustee mixes twice", kMixerTwice,
          [=](const World& w, Board& b) {
            const auto c = committed(w, 0, 2, 1);
            const auto at = post_mix(w, b, chunk_of(b, second), 2, 1, c);
            post_commitment(b, 16, permutation_key(kMayor, 2, 1), c);
            return at + 2;
          }),
      lie("a mix without a commitment", kNoCommitment,
          [=](const World& w, Board& b) { return post_mix(w, b, chunk_of(b, first), 1, 3, committed(w, 0, 1, 3)); }),
      lie("a mix committed to for another mix number", kNoCommitment,
          [=](const World& w, Board& b) {
            const auto c = committed(w, 0, 2, 3);
            const auto at = post_mix(w, b, chunk_of(b, first), 1, 3, c);
            post_commitment(b, 16, permutation_key(kMayor, 2, 3), c);
            return at + 2;
          }),
      lie("a mix number skipped", kMixNumber,
          [=](const World&, Board& b) {
            erase(b, chunk_of(b, first));
            erase(b, b.find(first));
            return chunk_of(b, second);
          }),
      lie("a second entry for one mix number", kMixNumber,
          [=](const World&, Board& b) { return copy_entry(b, chunk_of(b, first), b.find(first) + 1); }),
      lie("a second mix of one number by another trustee", kMixNumber,
          [=](const World& w, Board& b) {
            const auto c = committed(w, 0, 1, 3);
            const auto at = post_mix(w, b, b.find(first) + 1, 1, 3, c);
            post_commitment(b, 16, permutation_key(kMayor, 1, 3), c);
            return at + 2;
          }),
      lie("a mix of the list before the last", proof::kMixOpening,
          [=](const World& w, Board& b) {
            // Mix 2 of the list that mix 1 had: all that mix 1 did is undone.
            const auto& p = w.permutations[1];
            base::MemoryRows out(proof::kMixRowSize);
            auto header = *proof::mix({w.state.ctx(), kMayor, 2, 2, w.state.n_mix(0)}, w.state.key().y, p.secret, p.header, p.rows,
                                      *w.state.list(0, 0),
                                      liar_rng(), std::filesystem::temp_directory_path(), out);
            put_rows(b, second, cut(out));
            return edit_header(b, second, [&](Bytes& h) { h = header; });
          }),
  };
}

}  // namespace

Lies lies_about_mixes() {
  Lies out;
  for (const auto list : {lies_in_mixes, forged_mixes, lies_about_turns}) {
    auto lies = list();
    std::move(lies.begin(), lies.end(), std::back_inserter(out));
  }
  return out;
}

}  // namespace ippyo::tamper
