// SPDX-License-Identifier: Apache-2.0
#include "directory.hpp"

#include <unistd.h>

#include <algorithm>

#include "base/files.hpp"
#include "board/note.hpp"

namespace ippyo::tamper {

fs::path removed_first(const fs::path& folder) {
  for (const char* suffix : {"", ".lock", ".intent", ".staging"}) fs::remove_all(folder.string() + suffix);
  return folder;
}

namespace {

/// The folders of this program, removed when it ends.
struct Folders {
  fs::path root = fs::temp_directory_path() / ("ippyo-tamper-" + std::to_string(::getpid()));
  Folders() { fs::create_directories(root); }
  ~Folders() {
    std::error_code ignored;
    fs::remove_all(root, ignored);
  }
};

const fs::path& root() {
  static const Folders folders;
  return folders.root;
}

}  // namespace

fs::path fresh_directory(const Board& board) {
  const auto folder = removed_first(root() / "written");
  write_board(world::the_world(), board, folder);
  return folder;
}

fs::path copy_of_honest_directory() {
  const auto honest = root() / "honest";
  if (static bool written = false; !written) {
    written = true;
    write_board(world::the_world(), world::the_world().board, removed_first(honest));
  }
  const auto copy = removed_first(honest.string() + "-copy");
  fs::copy(honest, copy, fs::copy_options::recursive);
  return copy;
}

Bytes read_all(const fs::path& file) {
  auto bytes = base::read_file(file, ~0ull);
  IPPYO_CHECK(bytes.ok());
  return std::move(*bytes);
}

void write_all(const fs::path& file, ByteView bytes) {
  fs::create_directories(file.parent_path());
  std::FILE* out = std::fopen(file.c_str(), "wb");
  IPPYO_CHECK(out != nullptr && std::fwrite(bytes.data(), 1, bytes.size(), out) == bytes.size() && std::fclose(out) == 0);
}

std::vector<fs::path> files_of(const fs::path& folder) {
  std::vector<fs::path> out;
  for (const auto& item : fs::recursive_directory_iterator(folder))
    if (item.is_regular_file()) out.push_back(item.path());
  std::sort(out.begin(), out.end());
  return out;
}

fs::path first_file(const fs::path& folder, const std::string& below) {
  const auto files = files_of(folder / below);
  IPPYO_CHECK(!files.empty());
  return files[0];
}

std::string signed_note(const std::string& text, std::uint64_t size, const Signatures& signatures) {
  const auto& w = world::the_world();
  board::Note note{text, {}};
  if (signatures.log)
    note.signatures.push_back(board::sign_note(board::log_key("sample.example/board", w.log_key), w.log_key, text));
  for (const auto i : signatures.cosigners) {
    const auto key = board::cosigner_key("sample.example/cosigner-" + std::to_string(i + 1), w.cosigner_keys[i]);
    note.signatures.push_back(board::cosign(key, w.cosigner_keys[i], text, signatures.time == 0 ? 1000 + size : signatures.time));
  }
  return note.serialize();
}

void put_checkpoint(const fs::path& board, std::uint64_t size, const std::string& note) {
  const auto latest = read_all(board / "checkpoint");
  const auto file = board / "checkpoints" / std::to_string(size);
  if (read_all(file) == latest) write_all(board / "checkpoint", base::view(note));
  write_all(file, base::view(note));
}

std::string checkpoint_note(const fs::path& board, std::uint64_t size) {
  return base::to_string(read_all(board / "checkpoints" / std::to_string(size)));
}

std::string text_of(const std::string& note) { return note.substr(0, note.find("\n\n") + 1); }

}  // namespace ippyo::tamper
