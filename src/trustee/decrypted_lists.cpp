// SPDX-License-Identifier: Apache-2.0
#include "trustee/decrypted_lists.hpp"

#include "base/codec.hpp"

namespace ippyo::trustee {
namespace {

constexpr const char* kFolder = "decrypted";
constexpr std::string_view kPurpose = "decrypted list";

struct Admitted {
  std::string contest;
  Bytes32 ctx;
  Bytes64 list_hash;
};

base::Result<Admitted> load_admitted(const Vault& vault, const std::string& name) {
  const auto bytes = vault.load(name, kPurpose);
  if (!bytes.ok()) return bytes.error();
  base::Reader r(bytes->expose());
  Admitted out{r.text(32), r.fixed<32>(), r.fixed<64>()};
  IPPYO_TRY(r.finish(vault.path(name).string()));
  return out;
}

}  // namespace

base::Result<void> admit_list(const Vault& vault, const Bytes32& ctx, const std::string& contest, const Bytes64& list_hash) {
  std::error_code fault;
  std::filesystem::create_directories(vault.path(kFolder), fault);
  if (!fault) IPPYO_TRY(base::sync_folder(vault.path(".")));
  std::filesystem::directory_iterator files(vault.path(kFolder), fault);
  if (fault) return base::Error{"cannot read the folder " + vault.path(kFolder).string() + ": " + fault.message()};
  for (const auto& file : files) {
    if (file.path().extension() == ".tmp") continue;  // a write that a crash cut short: nothing was computed after it
    const auto name = std::string(kFolder) + "/" + file.path().filename().string();
    const auto before = load_admitted(vault, name);
    if (!before.ok()) return before.error();
    if (before->ctx != ctx)
      return base::Error{
          "this share has decrypted in an election with another opening, and one key serves one election: nothing was decrypted"};
    if (before->contest != contest) continue;
    if (before->list_hash == list_hash) return {};
    return base::Error{"another list of contest " + contest +
        " was decrypted with this share before: a second one is refused for ever"};
  }
  base::Writer w;
  w.text(contest).raw(ctx).raw(list_hash);
  return vault.keep(std::string(kFolder) + "/" + contest, kPurpose, w.data());
}

}  // namespace ippyo::trustee
