// SPDX-License-Identifier: Apache-2.0
// A registrar and a mixer that cheat.
#include "base/codec.hpp"
#include "forgery.hpp"
#include "proof/internal/proof_bytes.hpp"
#include "proof/internal/settlement_row.hpp"
#include "proof/internal/shuffle_transcript.hpp"

namespace ippyo::tamper {

Settled settle_all(const World& world, const std::vector<std::uint64_t>& overridden, const group::SecretScalar& z) {
  const auto& state = world.state;
  const proof::SettlementContext in{state.ctx(), state.key().y, state.constitution().Z};
  Settled out;
  out.header.delta.resize(state.opening().styles.size());
  for (std::uint64_t slot = 0; slot < World::kSlots; ++slot) {
    const auto nulls = state.nulls_of(slot);
    const bool null = std::find(overridden.begin(), overridden.end(), slot) != overridden.end();
    auto settled = proof::settle(in, {slot, nulls, world.sealed.back().of(slot)}, null, z, state.y_base(), liar_rng());
    out.header.delta[state.slots()[slot].style] += settled.opening.d.expose();
    out.rows.push_back(std::move(settled.row));
  }
  return out;
}

namespace {

/// Bases, values and witnesses of both branches in the order of T; `response` says which response serves a T.
struct Branches {
  std::vector<Element> base, value;
  std::vector<Scalar> witness;
  std::vector<std::size_t> response;
  std::size_t of_p = 0;

  void add(const Element& b, const Element& v, const Scalar& x, std::size_t u) {
    base.push_back(b);
    value.push_back(v);
    witness.push_back(x);
    response.push_back(u);
  }
};

Branches branches(const World& world, std::span<const Ciphertext> previous, const std::vector<Element>& nulls,
                  const std::vector<Ciphertext>& now, const Element& D, const std::vector<Scalar>& t, const Scalar& d,
                  const Scalar& z) {
  const auto w = now.size();
  const auto &g = proof::element_g(), &h = proof::element_h(), &y = world.state.key().y;
  Branches out;
  for (std::size_t c = 0; c < w; ++c) {
    out.add(g, quotient(now[c].a, previous[c].a), t[c], c);
    out.add(y, quotient(now[c].b, previous[c].b), t[c], c);
  }
  out.add(h, D, d, w);
  out.of_p = 2 * w + 1;
  out.add(g, world.state.constitution().Z, z, w + 1);
  for (std::size_t c = 0; c < w; ++c) {
    out.add(g, now[c].a, t[c], w + 2 + c);
    out.add(y, quotient(now[c].b, nulls[c]), t[c], w + 2 + c);
  }
  out.add(h, quotient(D, g), d, 2 * w + 2);
  return out;
}

}  // namespace

Bytes forged_settlement_row(const World& world, std::uint64_t slot, const std::vector<Ciphertext>& settled, const Element& D,
                            bool null, const std::vector<Scalar>& t, const Scalar& d, const Scalar& z) {
  const auto previous = world.sealed.back().of(slot);
  const auto nulls = world.state.nulls_of(slot);
  const auto in = branches(world, previous, nulls, settled, D, t, d, z);
  std::vector<Scalar> u(2 * settled.size() + 3), witness(u.size());
  for (auto& x : u) x = any_scalar();
  const Challenge f = liar_rng().bytes<16>();
  const auto is_true = [&](std::size_t i) { return (i >= in.of_p) == null; };
  Bytes row;
  for (const auto& c : settled) proof::append(row, c.bytes());
  proof::append(row, D.bytes);
  row.resize(row.size() + 16);
  for (std::size_t i = 0; i < in.base.size(); ++i) {
    const auto minus_f = is_true(i) ? Scalar() : -proof::to_scalar(f);
    proof::append(row, product({{in.base[i], u[in.response[i]]}, {in.value[i], minus_f}}).bytes);
    if (is_true(i)) witness[in.response[i]] = in.witness[i];
  }
  const proof::SettlementContext context{world.state.ctx(), world.state.key().y, world.state.constitution().Z};
  const auto mine = proof::challenge_from(proof::settlement_hash(context, {slot, nulls, previous}, row)) ^ f;
  put_bytes(row, proof::SettlementLayout{settled.size()}.e_p(), null ? f : mine);
  for (std::size_t i = 0; i < u.size(); ++i) proof::append(row, proof::respond(u[i], mine, witness[i]).bytes());
  return row;
}

Mixer::Mixer(const World& world, std::uint16_t contest)
    : world_(world),
      context_{world.state.ctx(), world.state.opening().contests[contest].id, 1, 1, world.state.n_mix(contest)},
      permutation_(world.permutations[contest * World::kMixes]) {
  const auto list = world.state.list(contest, 0);
  statement_input_.resize(proof::kCiphertextSize * context_.n);
  Bytes kept(proof::kPermutationSecretRowSize * context_.n);
  IPPYO_CHECK(permutation_.mix == 1 && permutation_.contest == contest);
  IPPYO_CHECK(list->read(0, statement_input_).ok() && permutation_.secret.read(0, kept).ok());
  for (std::size_t i = 0; i < context_.n; ++i) {
    base::Reader row(ByteView(kept).subspan(proof::kPermutationSecretRowSize * i, proof::kPermutationSecretRowSize));
    psi.push_back(row.u64());
    rho.push_back(*Scalar::parse(row.raw(32)));
    r.push_back(any_scalar());
    input.push_back(*Ciphertext::parse(ByteView(statement_input_).subspan(proof::kCiphertextSize * i, proof::kCiphertextSize)));
  }
  encrypt_from(psi);
}

void Mixer::encrypt_from(const std::vector<std::size_t>& source) {
  output.clear();
  for (std::size_t i = 0; i < source.size(); ++i) output.push_back(renewed(world_, input[source[i]], r[i]));
}

Bytes Mixer::output_bytes() const {
  Bytes out;
  for (const auto& c : output) proof::append(out, c.bytes());
  return out;
}

base::Bytes64 Mixer::statement() const {
  Bytes seen;  // what the liar says that it mixed
  for (const auto& c : input) proof::append(seen, c.bytes());
  return *proof::mix_statement(context_, world_.state.key().y, permutation_.header, permutation_.rows,
                               base::MemoryRows(proof::kCiphertextSize, seen),
                               base::MemoryRows(proof::kCiphertextSize, output_bytes()));
}

std::vector<Scalar> Mixer::off_line_u() const {
  auto st = proof::permutation_statement(context_);
  IPPYO_CHECK(proof::hash_rows(st, base::ColumnRows(permutation_.rows, proof::kColumnC, 32)).ok());
  return proof::challenges(proof::kOffLineU, st.finish(), {0, context_.n});
}

std::vector<Scalar> Mixer::on_line_u() const { return proof::challenges(proof::kOnLineU, statement(), {0, context_.n}); }

std::size_t Mixer::post(Board& board, const std::vector<Scalar>& u) const {
  const auto n = context_.n;
  const auto w3 = any_scalar(), w4 = any_scalar();
  std::vector<Element> h(n);
  proof::shuffle_generators(1, h);
  std::vector<Scalar> w;
  std::vector<std::pair<Element, Scalar>> t3{{proof::element_g(), w3}}, t4a{{proof::element_g(), -w4}},
      t4b{{world_.state.key().y, -w4}};
  for (std::size_t i = 0; i < n; ++i) {
    w.push_back(any_scalar());
    t3.emplace_back(h[i], w[i]);
    t4a.emplace_back(output[i].a, w[i]);
    t4b.emplace_back(output[i].b, w[i]);
  }
  proof::MixHeader header{product(t3), {product(t4a), product(t4b)}, w3, w4};
  const auto e = proof::to_scalar(proof::mix_challenge(statement(), header));
  std::vector<Bytes> rows;
  for (std::size_t i = 0; i < n; ++i) {
    header.s3 += e * rho[i] * u[i];
    header.s4 += e * r[i] * u[psi[i]];
    rows.push_back(base::Writer().raw(output[i].bytes()).raw((w[i] + e * u[psi[i]]).bytes()).take());
  }
  const auto key = mix_key(context_.contest, 1, 1);
  put_rows(board, key, rows);
  return edit_header(board, key, [&](Bytes& bytes) { bytes = header.bytes(); });
}

}  // namespace ippyo::tamper
