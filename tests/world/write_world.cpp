// SPDX-License-Identifier: Apache-2.0
// Writes boards for verifiers that are not in this program: the honest election, one with a lie in it, or the honest one and
// all lies about it in one file.
#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>

#include "base/random.hpp"
#include "edit.hpp"
#include "world.hpp"

namespace {

using namespace ippyo;
using nlohmann::json;

world::Board told(const tamper::Lie& lie, std::size_t& entry) {
  world::Board board = world::the_world().board;
  board.blobs = std::make_shared<world::MemoryBlobs>(*board.blobs);
  entry = lie.tell(world::the_world(), board);
  if (lie.sign == tamper::Sign::again) world::sign_again(board, world::the_world().keys);
  return board;
}

/// A station closes without a ballot before the first epoch is sealed: nothing speaks against it, and places that are only computed
/// are not compared.
tamper::Lie closed_before_any_epoch() {
  return tamper::lie("truth: a station closes before the first epoch", base::Check{}, [](const world::World&, world::Board& b) {
    const auto epoch = tamper::chunk_of(b, tamper::epoch_key(1));
    b = b.cut(epoch);
    const record::Closing closing{tamper::station_key(), 0, {}, {}};
    return tamper::insert(b, epoch, record::EntryType::station_batch, closing.encode(), {"station-1", "observer-1"});
  });
}

/// The entries from the first that differs from the honest board, the blobs that the honest board does not have, and what our own
/// verifier says.
json as_json(const tamper::Lie& lie) {
  const auto& honest = world::the_world();
  std::size_t entry = 0, first = 0;
  const auto board = told(lie, entry);
  const auto entries = world::encoded(board), truth = world::encoded(honest.board);
  while (first < entries.size() && first < truth.size() && entries[first] == truth[first]) ++first;
  json out{{"name", lie.name}, {"first", first}, {"entries", json::array()}, {"blobs", json::array()}};
  for (std::size_t i = first; i < entries.size(); ++i) out["entries"].push_back(base::to_hex(entries[i]));
  for (const auto& [hash, bytes] : board.blobs->all())
    if (!honest.board.blobs->all().contains(hash)) out["blobs"].push_back(base::to_hex(bytes));
  const auto finding = world::first_finding(board, first < honest.before.size() ? honest.before[first] : honest.state, first);
  out["check"] = finding ? finding->check.number() : "nothing";
  out["entry"] = finding && finding->entry ? *finding->entry : entries.size();
  return out;
}

/// Blobs that no entry names would be a second finding: only those that chunks name are put onto the board.
world::Board without_unknown_blobs(const world::Board& board) {
  world::Board out{board.entries, std::make_shared<world::MemoryBlobs>()};
  for (const auto& entry : board.entries) {
    if (entry.type != record::EntryType::chunk) continue;
    const auto chunk = record::Chunk::decode(entry.body);
    if (!chunk.ok()) continue;
    if (auto bytes = board.blobs->blob(chunk->sha256); bytes.ok()) out.blobs->put(std::move(*bytes));
  }
  return out;
}

int run(const std::vector<std::string>& arguments) {
  if (arguments.size() == 1 || (arguments.size() == 3 && arguments[1] == "--lies"))
    world::write_board(world::the_world(), world::the_world().board, arguments[0]);
  if (arguments.size() == 1) return 0;
  if (arguments.size() == 3 && arguments[1] == "--lies") {
    std::ofstream file(arguments[2]);
    for (const auto& lie : tamper::all_lies()) file << as_json(lie).dump() << "\n";
    file << as_json(closed_before_any_epoch()).dump() << "\n";
    return file.flush() ? 0 : 1;
  }
  if (arguments.size() == 3 && arguments[1] == "--lie") {
    for (const auto& lie : tamper::all_lies())
      if (lie.name == arguments[2]) {
        std::size_t entry = 0;
        world::write_board(world::the_world(), without_unknown_blobs(told(lie, entry)), arguments[0]);
        std::printf("%s %zu\n", lie.expected.number().c_str(), entry);
        return 0;
      }
    std::fprintf(stderr, "write_world: no lie is called \"%s\"; --lies FILE writes all of them with their names\n",
                 arguments[2].c_str());
    return 1;
  }
  std::fprintf(stderr, "usage: write_world DIR | write_world DIR --lie NAME | write_world DIR --lies FILE\n");
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  base::init_crypto();
  return run({argv + 1, argv + argc});
}
