// SPDX-License-Identifier: Apache-2.0
// Steps 5 to 7: complaints, the share, the signed entry.
#include <algorithm>

#include "base/hash.hpp"
#include "record/submission.hpp"
#include "trustee/ceremony.hpp"

namespace ippyo::trustee {

base::Result<std::vector<Checked>> Ceremony::all_checked(const record::CeremonyBody& body, const Bytes32& round) const {
  const auto bodies = files_.all(CeremonyFile::checked, round);
  if (!bodies.ok()) return bodies.error();
  const auto transcript = base::hash32("ceremony-transcript", body.encode());
  std::vector<Checked> out;
  for (std::uint32_t j = 1; j <= files_.n(); ++j) {
    auto checked = Checked::decode((*bodies)[j - 1]);
    if (!checked.ok()) return checked.error();
    if (checked->transcript != transcript)
      return base::Error{files_.id(j) + " checked other files than those in this exchange folder: compare them, and begin anew"};
    if (!checked->complaints.empty() && checked->complaints.back() > files_.n())
      return base::Error{file_name(CeremonyFile::checked, j) + " complains of a trustee that does not exist: ask " + files_.id(j) +
          " for it again"};
    out.push_back(std::move(*checked));
  }
  return out;
}

base::Result<std::size_t> Ceremony::answer() {
  Bytes32 round;
  const auto b = body(round);
  if (!b.ok()) return b.error();
  const auto checked = all_checked(*b, round);
  if (!checked.ok()) return checked.error();
  const auto m = memory();
  if (!m.ok()) return m.error();
  Answer out;
  for (std::uint32_t j = 1; j <= files_.n(); ++j)
    if (std::ranges::count((*checked)[j - 1].complaints, self_) > 0) out.shares.emplace_back(j, proof::reveal_share(m->secret, j));
  if (out.shares.empty()) return std::size_t{0};
  IPPYO_TRY(files_.put(CeremonyFile::answer, self_, round, out.encode(), vault_.key()));
  return out.shares.size();
}

base::Result<std::vector<Stop>> Ceremony::judge(bool limit_passed) const {
  Bytes32 round;
  const auto b = body(round);
  if (!b.ok()) return b.error();
  const auto checked = all_checked(*b, round);
  if (!checked.ok()) return checked.error();
  std::vector<Stop> out;
  for (std::uint32_t j = 1; j <= files_.n(); ++j) {
    for (const auto i : (*checked)[j - 1].complaints) {
      std::optional<proof::Scalar> published;
      if (files_.has(CeremonyFile::answer, i)) {
        const auto bytes = files_.get(CeremonyFile::answer, i, round);
        if (!bytes.ok()) return bytes.error();
        if (const auto answer = Answer::decode(*bytes); answer.ok())
          for (const auto& [complainer, share] : answer->shares)
            if (complainer == j) published = share;
      } else if (!limit_passed) {
        return base::Error{"waiting for " + files_.id(i) + " to answer the complaint of " + files_.id(j)};
      }
      if (proof::judge_complaint(b->dealings[i - 1], j, published) == proof::Culprit::complainer)
        out.push_back({j, stop_sentence(files_.id(j) + " complained of a share that fits, dealt by " + files_.id(i))});
      else
        out.push_back({i, stop_sentence(files_.id(i) + " dealt " + files_.id(j) + " a share that does not fit its coefficients (" +
                                        proof::kDealtShare.number() + ")")});
    }
  }
  return out;
}

base::Result<void> Ceremony::make_share(const record::CeremonyBody& body) {
  const auto ceremony = base::hash("ceremony", body.encode());
  if (vault_.holds(kShareFile)) {
    const auto share = load_share(vault_);
    if (!share.ok()) return share.error();
    if (share->ctx0 != parameters_.ctx0 || share->index != self_ || share->ceremony != ceremony)
      return base::Error{"this folder signed another ceremony already: use a new folder, or restart"};
    return vault_.forget(kMemoryFile);  // a crash may have left it
  }
  const auto m = memory();
  if (!m.ok()) return m.error();
  group::SecretScalar z(proof::Scalar{});
  for (std::uint32_t i = 1; i <= files_.n(); ++i) {
    const auto share = proof::decrypt_share_from(parameters_, i, self_, m->secret.share_key, body.shares[(i - 1) * files_.n() +
        self_ - 1]);
    if (!share.ok()) return share.error();
    if (!proof::verify_share_of(body.dealings[i - 1], self_, *share).passed())
      return base::Error{"the share of " + files_.id(i) + " does not fit: check again"};
    z = group::SecretScalar(z.expose() + share->expose());
  }
  group::Point public_share;
  group::fixed_mul_ct(proof::base_g(), z, {&public_share, 1});
  const auto key = proof::election_key(parameters_, body.dealings);
  if (!(proof::Element::from(public_share) == key.Z[self_ - 1]))
    return base::Error{"the sum of the shares does not fit the election key: check again"};
  IPPYO_TRY(keep_share(vault_, ElectionShare{parameters_.ctx0, self_, ceremony, std::move(z)}));
  return vault_.forget(kMemoryFile);
}

record::Entry Ceremony::entry(const record::CeremonyBody& body, std::uint64_t time) const {
  record::Entry e{record::EntryType::ceremony, time, state_.next_seq(files_.id(1)), {}, body.encode(), {}};
  for (std::uint32_t j = 1; j <= files_.n(); ++j) e.signers.push_back(files_.id(j));
  return e;
}

base::Result<void> Ceremony::sign(std::uint64_t now) {
  if (state_.phase() != record::Phase::constituted)
    return base::Error{"the election key stands on the board already: there is nothing to sign"};
  Bytes32 round;
  const auto b = body(round);
  if (!b.ok()) return b.error();
  const auto checked = all_checked(*b, round);
  if (!checked.ok()) return checked.error();
  for (const auto& c : *checked)
    if (!c.complaints.empty()) return base::Error{"there is a complaint: it is answered and judged, then everybody begins anew"};
  auto time = std::max<std::uint64_t>(now, state_.last_time());
  const bool signed_before = files_.has(CeremonyFile::signature, 1);
  if (self_ != 1 && !signed_before) return base::Error{waiting(CeremonyFile::signature) + "; it sets the time of the entry"};
  if (signed_before) {
    const auto bytes = files_.get(CeremonyFile::signature, 1, round);
    if (!bytes.ok()) return bytes.error();
    const auto first = EntrySignature::decode(*bytes);
    if (!first.ok()) return first.error();
    time = first->time;
  }
  IPPYO_TRY(make_share(*b));
  const auto e = entry(*b, time);
  const EntrySignature own{time, vault_.key().sign(record::signing_hash(e, parameters_.ctx0))};
  return files_.put(CeremonyFile::signature, self_, round, own.encode(), vault_.key());
}

base::Result<void> Ceremony::assemble(const std::filesystem::path& out) const {
  Bytes32 round;
  const auto b = body(round);
  if (!b.ok()) return b.error();
  const auto bodies = files_.all(CeremonyFile::signature, round);
  if (!bodies.ok()) return bodies.error();
  std::optional<record::Entry> e;
  for (std::uint32_t j = 1; j <= files_.n(); ++j) {
    const auto s = EntrySignature::decode((*bodies)[j - 1]);
    if (!s.ok()) return s.error();
    if (!e) e = entry(*b, s->time);
    if (s->time != e->time || !base::verify_signature(files_.key(j), record::signing_hash(*e, parameters_.ctx0), s->signature))
      return base::Error{files_.id(j) + " signed another transcript than the one in this exchange folder: begin anew"};
    e->signatures.push_back(s->signature);
  }
  auto writer = record::SubmissionWriter::create(out, state_, {{vault_.id()}, {&vault_.key()}}, e->time);
  if (!writer.ok()) return writer.error();
  IPPYO_TRY(writer->add_signed(*e));
  return writer->finish();
}

std::optional<std::uint32_t> Ceremony::first_without(CeremonyFile kind) const {
  for (std::uint32_t j = 1; j <= files_.n(); ++j)
    if (!files_.has(kind, j)) return j;
  return std::nullopt;
}

std::string Ceremony::waiting(CeremonyFile kind) const {
  const auto j = first_without(kind).value_or(1);
  return "waiting for " + files_.id(j) + ": its file " + file_name(kind, j) + " is not in the exchange folder";
}

base::Result<std::string> Ceremony::advance(std::uint64_t now, const std::filesystem::path& out) {
  using Step = std::pair<CeremonyFile, base::Result<void> (*)(Ceremony&, std::uint64_t)>;
  static constexpr auto kCheck = [](Ceremony& c, std::uint64_t) -> base::Result<void> {
    const auto found = c.check();
    if (!found.ok()) return found.error();
    return {};
  };
  const Step steps[] = {
      {CeremonyFile::commitment, [](Ceremony& c, std::uint64_t) { return c.commit(); }},
      {CeremonyFile::dealing, [](Ceremony& c, std::uint64_t) { return c.reveal(); }},
      {CeremonyFile::shares, [](Ceremony& c, std::uint64_t) { return c.deal(); }},
      {CeremonyFile::checked, kCheck},
  };
  for (const auto& [kind, step] : steps) {
    if (!files_.has(kind, self_)) IPPYO_TRY(step(*this, now));
    if (first_without(kind)) return waiting(kind);
  }
  const auto answered = answer();
  if (vault_.holds(kMemoryFile) && !answered.ok()) return answered.error();
  const auto stops = judge(false);
  if (!stops.ok()) return stops.error();
  if (!stops->empty()) return base::Error{stops->front().sentence};
  if (!files_.has(CeremonyFile::signature, self_)) {
    if (self_ != 1 && !files_.has(CeremonyFile::signature, 1)) return waiting(CeremonyFile::signature);
    IPPYO_TRY(sign(now));
  }
  if (first_without(CeremonyFile::signature)) return waiting(CeremonyFile::signature);
  if (!std::filesystem::exists(out)) IPPYO_TRY(assemble(out));
  return "the key is made and signed by everybody: carry " + out.string() + " to the board";
}

base::Result<void> Ceremony::restart() {
  if (state_.phase() != record::Phase::constituted)
    return base::Error{"the election key stands on the board: its share is never thrown away here"};
  IPPYO_TRY(vault_.forget(kMemoryFile));
  return vault_.forget(kShareFile);
}

}  // namespace ippyo::trustee
