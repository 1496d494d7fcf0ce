// SPDX-License-Identifier: Apache-2.0
#include "board/intent.hpp"

#include "base/codec.hpp"
#include "base/files.hpp"

namespace ippyo::board {

using base::Result;

namespace {
constexpr std::string_view kFormat = "ippyo intent 1\n";
}

Result<std::optional<Intent>> load_intent(const std::filesystem::path& file) {
  std::error_code missing;
  if (!std::filesystem::exists(file, missing) && !missing) return std::optional<Intent>{};
  const auto bytes = base::read_file(file);
  if (!bytes) return bytes.error();
  base::Reader r(*bytes);
  Intent out;
  const bool known = base::to_string(r.raw(kFormat.size())) == kFormat;
  out.before = r.u64();
  out.size = r.u64();
  out.root = r.fixed<32>();
  out.done = r.flag();
  if (!known || !r.finish("intent").ok() || out.before >= out.size)
    return base::Error{file.string() + " is damaged: restore it and the board from the same copy"};
  return std::optional<Intent>(out);
}

Result<void> save_intent(const std::filesystem::path& file, const Intent& intent) {
  base::Writer w;
  w.raw(base::view(kFormat)).u64(intent.before).u64(intent.size).raw(intent.root).flag(intent.done);
  return base::write_file_durably(file, w.data(), 0600);
}

}  // namespace ippyo::board
