// SPDX-License-Identifier: Apache-2.0
#include "office/desk.hpp"

#include <algorithm>

namespace ippyo::office {

base::Result<void> write_entry(const Desk& desk, record::EntryType type, Bytes body) {
  auto writer = record::SubmissionWriter::create(desk.folder, desk.state, desk.by, desk.time);
  if (!writer) return writer.error();
  IPPYO_TRY(writer->add(type, std::move(body)));
  return writer->finish();
}

record::Entry draft_entry(const record::State& state, record::EntryType type, Bytes body, std::vector<std::string> signers,
                          base::UnixTime time) {
  IPPYO_CHECK(!signers.empty());
  const auto seq = state.next_seq(signers.front());
  const auto n = signers.size();
  return {type, std::max(time, state.last_time()), seq, std::move(signers), std::move(body), std::vector<Bytes64>(n)};
}

base::Result<void> sign_entry(record::Entry& entry, const Bytes32& context, const std::string& id, const base::SigningKey& key) {
  const auto at = std::ranges::find(entry.signers, id);
  if (at == entry.signers.end())
    return base::Error{"The draft does not name " + id + " as a signer; have it drafted anew with all signers."};
  entry.signatures.resize(entry.signers.size());
  entry.signatures[static_cast<std::size_t>(at - entry.signers.begin())] = key.sign(record::signing_hash(entry, context));
  return {};
}

base::Result<void> write_signed(const std::filesystem::path& folder, const record::State& state, const record::Entry& entry) {
  for (std::size_t i = 0; i < entry.signers.size(); ++i)
    if (i >= entry.signatures.size() || entry.signatures[i] == Bytes64{})
      return base::Error{"The signature of " + entry.signers[i] + " is missing; have it signed there first."};
  auto writer = record::SubmissionWriter::create(folder, state, {entry.signers, {}}, entry.time);
  if (!writer) return writer.error();
  IPPYO_TRY(writer->add_signed(entry));
  return writer->finish();
}

}  // namespace ippyo::office
