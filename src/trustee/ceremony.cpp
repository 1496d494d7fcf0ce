// SPDX-License-Identifier: Apache-2.0
// Steps 1 to 4: drawing, revealing, dealing, checking.
#include "trustee/ceremony.hpp"

#include "base/hash.hpp"

namespace ippyo::trustee {
namespace {

constexpr std::size_t kEncryptedShareSize = 64;

}  // namespace

std::string stop_sentence(const std::string& what) {
  return "the ceremony stops: " + what + "; its body names another person, and everybody begins anew in an empty exchange folder";
}

Ceremony::Ceremony(const Vault& vault, const record::State& state, ExchangeFolder files, std::uint32_t self)
    : vault_(vault), state_(state), files_(std::move(files)),
      parameters_{state.ctx0(), state.constitution().trustees, state.constitution().threshold}, self_(self) {}

base::Result<Ceremony> Ceremony::join(const Vault& vault, const record::State& state, const std::filesystem::path& exchange) {
  if (state.phase() == record::Phase::empty) return base::Error{"the board holds no constitution yet: wait for the commission"};
  const auto& c = state.constitution();
  for (std::uint32_t j = 1; j <= c.trustees; ++j)
    if (c.trustee(j)->id == vault.id() && c.trustee(j)->key == vault.key().public_key())
      return Ceremony(vault, state, ExchangeFolder(exchange, c), j);
  return base::Error{"the constitution does not name " + vault.id() + " with the key of this folder: tell the commission"};
}

base::Result<DealerMemory> Ceremony::memory() const {
  if (!vault_.holds(kMemoryFile)) return base::Error{"nothing was drawn yet in this folder: begin with the commitment"};
  auto m = load_memory(vault_);
  if (!m.ok()) return m.error();
  if (m->parameters.ctx0 != parameters_.ctx0 || m->parameters.n != parameters_.n || m->parameters.k != parameters_.k ||
      m->dealing.index != self_)
    return base::Error{"this folder is in the ceremony of another election: restart it, or use another folder"};
  return m;
}

base::Result<void> Ceremony::commit() {
  if (state_.phase() != record::Phase::constituted)
    return base::Error{"the election key stands on the board already: there is no ceremony to hold"};
  if (vault_.holds(kShareFile))
    return base::Error{"this folder holds a share already, and one key serves one election: use a new folder"};
  if (!vault_.holds(kMemoryFile)) {
    base::SystemRng rng;
    auto drawn = proof::deal(parameters_, self_, rng);
    IPPYO_TRY(keep_memory(vault_, DealerMemory{parameters_, {}, std::move(drawn.dealing), std::move(drawn.secret)}));
  }
  const auto m = memory();
  if (!m.ok()) return m.error();
  return files_.put(CeremonyFile::commitment, self_, {}, proof::dealing_commitment(parameters_.ctx0, m->dealing), vault_.key());
}

base::Result<std::vector<Bytes64>> Ceremony::commitments(Bytes32& round) const {
  const auto bodies = files_.all(CeremonyFile::commitment, {});
  if (!bodies.ok()) return bodies.error();
  std::vector<Bytes64> out;
  for (std::uint32_t j = 1; j <= files_.n(); ++j) {
    const auto& body = (*bodies)[j - 1];
    if (body.size() != 64)
      return base::Error{file_name(CeremonyFile::commitment, j) + " is not 64 bytes long: ask " + files_.id(j) + " for it again"};
    std::copy(body.begin(), body.end(), out.emplace_back().begin());
  }
  round = ceremony_round(parameters_.ctx0, out);
  return out;
}

base::Result<void> Ceremony::reveal() {
  Bytes32 round;
  const auto all = commitments(round);
  if (!all.ok()) return all.error();
  auto m = memory();
  if (!m.ok()) return m.error();
  if ((*all)[self_ - 1] != proof::dealing_commitment(parameters_.ctx0, m->dealing))
    return base::Error{"the commitment of " + files_.id(self_) +
        " in the exchange folder is not the one of this folder: begin anew"};
  if (m->round != Bytes32{} && m->round != round)
    return base::Error{"a commitment was changed after this trustee revealed its dealing: restart, all polynomials are drawn anew"};
  m->round = round;
  IPPYO_TRY(keep_memory(vault_, *m));  // before the dealing leaves
  return files_.put(CeremonyFile::dealing, self_, round, m->dealing.encode(), vault_.key());
}

base::Result<std::vector<proof::Dealing>> Ceremony::dealings(Bytes32& round) const {
  const auto committed = commitments(round);
  if (!committed.ok()) return committed.error();
  const auto bodies = files_.all(CeremonyFile::dealing, round);
  if (!bodies.ok()) return bodies.error();
  std::vector<proof::Dealing> out;
  for (std::uint32_t j = 1; j <= files_.n(); ++j) {
    auto dealing = proof::Dealing::decode((*bodies)[j - 1]);
    if (!dealing.ok())
      return base::Error{stop_sentence(files_.id(j) + " signed a dealing that cannot be read (" + proof::kDealerEncoding.number() +
          ")")};
    const auto verdict = proof::verify_dealing(parameters_, j, (*committed)[j - 1], *dealing);
    if (!verdict.passed())
      return base::Error{stop_sentence("the dealing of " + files_.id(j) + " does not hold: " + verdict.finding().text())};
    out.push_back(std::move(*dealing));
  }
  return out;
}

base::Result<void> Ceremony::deal() {
  Bytes32 round;
  const auto all = dealings(round);
  if (!all.ok()) return all.error();
  if (files_.has(CeremonyFile::shares, self_) && files_.get(CeremonyFile::shares, self_, round).ok()) return {};
  const auto m = memory();
  if (!m.ok()) return m.error();
  base::SystemRng rng;
  Bytes shares;
  for (const auto& receiver : *all) {
    const auto share = proof::encrypt_share(parameters_, self_, receiver.index, m->secret, receiver.kappa, rng);
    shares.insert(shares.end(), share.begin(), share.end());
  }
  return files_.put(CeremonyFile::shares, self_, round, shares, vault_.key());
}

base::Result<record::CeremonyBody> Ceremony::body(Bytes32& round) const {
  auto all = dealings(round);
  if (!all.ok()) return all.error();
  const auto shares = files_.all(CeremonyFile::shares, round);
  if (!shares.ok()) return shares.error();
  record::CeremonyBody out;
  out.commitments = commitments(round).value();
  out.dealings = std::move(*all);
  for (std::uint32_t i = 1; i <= files_.n(); ++i) {
    const ByteView row = (*shares)[i - 1];
    if (row.size() != kEncryptedShareSize * files_.n())
      return base::Error{stop_sentence(files_.id(i) + " signed a list of shares of the wrong length")};
    for (std::uint32_t j = 0; j < files_.n(); ++j) out.shares.push_back(base::to_bytes(row.subspan(kEncryptedShareSize * j,
        kEncryptedShareSize)));
  }
  return out;
}

base::Result<std::vector<std::uint32_t>> Ceremony::check() {
  Bytes32 round;
  const auto b = body(round);
  if (!b.ok()) return b.error();
  const auto m = memory();
  if (!m.ok()) return m.error();
  Checked checked{base::hash32("ceremony-transcript", b->encode()), {}};
  for (std::uint32_t i = 1; i <= files_.n(); ++i) {
    const auto share = proof::decrypt_share_from(parameters_, i, self_, m->secret.share_key, b->shares[(i - 1) * files_.n() +
        self_ - 1]);
    if (!share.ok() || !proof::verify_share_of(b->dealings[i - 1], self_, *share).passed()) checked.complaints.push_back(i);
  }
  IPPYO_TRY(files_.put(CeremonyFile::checked, self_, round, checked.encode(), vault_.key()));
  return checked.complaints;
}

}  // namespace ippyo::trustee
