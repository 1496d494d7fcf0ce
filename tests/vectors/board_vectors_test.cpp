// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "board/note.hpp"

namespace ippyo::board {
namespace {

using nlohmann::json;

json load(const std::string& name, const char* list) {
  std::ifstream in(std::string(IPPYO_SOURCE_DIR) + "/tests/vectors/" + name);
  return json::parse(in).at(list);
}

/// A hash of the probes. Some have another length on purpose: such a value does not exist in our types and is refused where bytes
/// are read.
std::optional<Bytes32> hash(const json& hex) { return base::bytes32_from_hex(hex.get<std::string>()); }

std::optional<std::vector<Bytes32>> proof(const json& list) {
  std::vector<Bytes32> out;
  for (const auto& item : list) {
    const auto h = hash(item);
    if (!h) return std::nullopt;
    out.push_back(*h);
  }
  return out;
}

TEST(MerkleVectors, EveryPublishedInclusionProbeIsJudgedAsPublished) {
  const auto list = load("merkle_probes.json", "inclusion");
  for (const auto& probe : list) {
    const auto leaf = hash(probe["leaf"]), root = hash(probe["root"]);
    const auto path = proof(probe["proof"]);
    const bool holds = leaf && root && path && verify_inclusion(probe["index"], probe["size"], *leaf, *path, *root).passed();
    EXPECT_EQ(holds, probe["holds"].get<bool>()) << probe["about"];
  }
  EXPECT_EQ(list.size(), 98u);
}

TEST(MerkleVectors, EveryPublishedConsistencyProbeIsJudgedAsPublished) {
  const auto list = load("merkle_probes.json", "consistency");
  for (const auto& probe : list) {
    const auto older = hash(probe["older_root"]), newer = hash(probe["newer_root"]);
    const auto path = proof(probe["proof"]);
    const bool holds = older && newer && path && verify_consistency(probe["older"], probe["newer"], *path, *older, *newer).passed();
    EXPECT_EQ(holds, probe["holds"].get<bool>()) << probe["about"];
  }
  EXPECT_EQ(list.size(), 98u);
}

TEST(MerkleVectors, EveryPublishedSubtreeProbeIsJudgedAsPublished) {
  const auto list = load("merkle_probes.json", "subtree_consistency");
  for (const auto& probe : list) {
    const auto part = hash(probe["subtree_root"]), root = hash(probe["root"]);
    const auto path = proof(probe["proof"]);
    const bool holds = part && root && path &&
                       verify_subtree_consistency(probe["start"], probe["end"], probe["size"], *path, *part, *root).passed();
    EXPECT_EQ(holds, probe["holds"].get<bool>()) << probe["about"];
  }
  EXPECT_EQ(list.size(), 285u);
}

TEST(NoteVectors, PublishedNotesHoldUnderTheirKeys) {
  const auto list = load("notes.json", "notes");
  for (const auto& vector : list) {
    const auto key = VerifierKey::parse(vector["key"].get<std::string>());
    const auto note = Note::parse(vector["note"].get<std::string>());
    ASSERT_TRUE(key.ok() && note.ok());
    EXPECT_EQ(base::to_hex(base::Bytes{static_cast<std::uint8_t>(key->id() >> 24), static_cast<std::uint8_t>(key->id() >> 16),
                                       static_cast<std::uint8_t>(key->id() >> 8), static_cast<std::uint8_t>(key->id())}),
              vector["id"].get<std::string>());
    EXPECT_EQ(note->serialize(), vector["note"].get<std::string>());
    EXPECT_TRUE(verify_note_signature(*key, note->text, note->signatures.at(0)).passed());
    EXPECT_FALSE(verify_note_signature(*key, note->text + "\n", note->signatures.at(0)).passed());
  }
  EXPECT_EQ(list.size(), 2u);
}

TEST(NoteVectors, CosignaturesAreMadeAndReadByteForByte) {
  const auto list = load("notes.json", "cosignatures");
  for (const auto& vector : list) {
    const auto seed = base::bytes32_from_hex(vector["seed"].get<std::string>());
    const auto key = base::SigningKey::from_seed(base::Secret<base::Bytes32>(*seed));
    const auto parsed = VerifierKey::parse(vector["key"].get<std::string>());
    ASSERT_TRUE(parsed.ok());
    EXPECT_EQ(cosigner_key(parsed->name, key).text(), vector["key"].get<std::string>());
    const auto text = vector["text"].get<std::string>(), line = vector["line"].get<std::string>();
    const auto time = std::stoull(vector["time"].get<std::string>());
    ASSERT_TRUE(Checkpoint::parse(text).ok());
    EXPECT_EQ(cosign(*parsed, key, text, time).line(), line);
    const auto read = NoteSignature::parse(line.substr(0, line.size() - 1));
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(cosignature_time(*read), time);
    EXPECT_TRUE(verify_note_signature(*parsed, text, *read).passed());
  }
  EXPECT_EQ(list.size(), 4u);
}

}  // namespace
}  // namespace ippyo::board
