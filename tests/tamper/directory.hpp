// SPDX-License-Identifier: Apache-2.0
// A board directory to lie with: copies of the honest one, its files, its checkpoints signed by whoever shall have signed.
#pragma once
#include <filesystem>
#include <map>

#include "edit.hpp"
#include "verify/verify.hpp"

namespace ippyo::tamper {

namespace fs = std::filesystem;

/// Writes a board into a fresh folder and returns it.
fs::path fresh_directory(const Board& board);
/// A copy of the honest board's directory.
fs::path copy_of_honest_directory();
fs::path removed_first(const fs::path& folder);

Bytes read_all(const fs::path& file);
void write_all(const fs::path& file, ByteView bytes);
std::vector<fs::path> files_of(const fs::path& folder);  ///< ascending
fs::path first_file(const fs::path& folder, const std::string& below);

/// Who signs a checkpoint how.
struct Signatures {
  bool log = true;
  std::vector<std::size_t> cosigners{0, 1, 2};
  base::UnixTime time = 0;  ///< 0: as the honest board has it
};
/// The checkpoint's text with these signatures, as a note.
std::string signed_note(const std::string& text, std::uint64_t size, const Signatures& signatures);
/// The checkpoint of that size, and `checkpoint` too if it is the latest.
void put_checkpoint(const fs::path& board, std::uint64_t size, const std::string& note);
std::string checkpoint_note(const fs::path& board, std::uint64_t size);
std::string text_of(const std::string& note);

}  // namespace ippyo::tamper
