// SPDX-License-Identifier: Apache-2.0
#include "board/policy.hpp"

#include <algorithm>
#include <charconv>
#include <set>

namespace ippyo::board {

using base::Error;
using base::Result;
using base::Verdict;

namespace {

constexpr std::string_view kNone = "none";

std::vector<std::string> words(std::string_view line) {
  std::vector<std::string> out;
  for (auto at = line.find_first_not_of(" \t"); at != line.npos; at = line.find_first_not_of(" \t", at)) {
    const auto end = std::min(line.find_first_of(" \t", at), line.size());
    out.emplace_back(line.substr(at, end - at));
    at = end;
  }
  return out;
}

/// "all", "any" or a decimal number without leading zeroes; 0 when it is none of these or not in 1..n.
std::size_t threshold(const std::string& word, std::size_t n) {
  if (word == "any") return 1;
  if (word == "all") return n;
  std::size_t k = 0;
  std::from_chars(word.data(), word.data() + word.size(), k);
  return std::to_string(k) == word && k <= n ? k : 0;
}

bool is_type(const VerifierKey& key, NoteKeyType type) { return key.type == static_cast<std::uint8_t>(type); }

bool made_by(const NoteSignature& s, const VerifierKey& key) { return s.name == key.name && s.id == key.id(); }

}  // namespace

/// One policy being read, line by line. Every function returns what is wrong with its line, or nothing.
class PolicyReader {
  Policy out_;
  std::set<std::string> names_, members_;
  std::set<Bytes> keys_;
  bool log_ = false;

  std::string define(const std::string& name) {
    if (name == kNone) return "the name 'none' is taken";
    return names_.insert(name).second ? "" : "the name " + name + " is defined twice";
  }

  std::string log(const std::vector<std::string>& w) {
    if (w.size() < 2 || w.size() > 3) return "write: log VKEY [URL]";
    if (log_) return "there is already a log";
    const auto key = VerifierKey::parse(w[1]);
    if (!key) return key.error().message;
    if (!is_type(*key, NoteKeyType::ed25519)) return "the key of a log must be of type 1 (Ed25519)";
    out_.log_ = *key;
    log_ = true;
    return "";
  }

  std::string witness(const std::vector<std::string>& w) {
    if (w.size() < 3 || w.size() > 4) return "write: witness NAME VKEY [URL]";
    const auto key = VerifierKey::parse(w[2]);
    if (!key) return key.error().message;
    // A key that cannot be judged here would weaken the quorum without anybody noticing.
    if (!is_type(*key, NoteKeyType::cosignature)) return "the key of a witness must be of type 4 (Ed25519 cosignature)";
    if (!keys_.insert(key->key).second) return "two witnesses have the same key";
    out_.witnesses_.emplace_back(w[1], *key);
    return define(w[1]);
  }

  std::string group(const std::vector<std::string>& w) {
    if (w.size() < 4) return "write: group NAME K|any|all MEMBER..";
    Policy::Group group{threshold(w[2], w.size() - 3), {w.begin() + 3, w.end()}};
    if (group.k == 0) return "the threshold must be any, all, or 1 to the number of members";
    for (const auto& member : group.members) {
      if (!names_.contains(member)) return member + " is not defined above";
      if (!members_.insert(member).second) return member + " is already a member of a group";
    }
    out_.groups_.emplace_back(w[1], std::move(group));
    return define(w[1]);
  }

  std::string quorum(const std::vector<std::string>& w) {
    if (w.size() != 2) return "write: quorum NAME|none";
    if (!out_.quorum_.empty()) return "there is already a quorum";
    if (w[1] != kNone && !names_.contains(w[1])) return w[1] + " is not defined above";
    out_.quorum_ = w[1];
    return "";
  }

 public:
  std::string line(std::string_view text) {
    const auto control = [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f; };
    if (std::any_of(text.begin(), text.end(), control)) return "it holds a control character";
    const auto w = words(text);
    if (w.empty() || w[0].starts_with('#')) return "";
    if (w[0] == "log") return log(w);
    if (w[0] == "witness") return witness(w);
    if (w[0] == "group") return group(w);
    if (w[0] == "quorum") return quorum(w);
    return "a line begins with log, witness, group, quorum or #";
  }

  Result<Policy> finish() {
    if (!log_) return Error{"policy: the line of the log is missing"};
    if (out_.quorum_.empty()) return Error{"policy: the line of the quorum is missing"};
    return std::move(out_);
  }
};

Result<Policy> Policy::parse(std::string_view text) {
  PolicyReader reader;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const auto end = text.find('\n');
    const auto wrong = reader.line(text.substr(0, end));
    if (!wrong.empty()) return Error{"policy, line " + std::to_string(number) + ": " + wrong};
    text.remove_prefix(end == text.npos ? text.size() : end + 1);
  }
  return reader.finish();
}

const VerifierKey* Policy::key(const std::string& name, std::uint32_t id) const {
  const auto is = [&](const VerifierKey& key) { return key.name == name && key.id() == id; };
  if (is(log_)) return &log_;
  for (const auto& [policy_name, key] : witnesses_)
    if (is(key)) return &key;
  return nullptr;
}

bool Policy::satisfied(const std::vector<std::string>& witnesses) const {
  // A group names only what stands above it: one pass in order decides everything.
  std::set<std::string> reached{std::string(kNone)};
  for (const auto& [name, key] : witnesses_)
    if (std::find(witnesses.begin(), witnesses.end(), name) != witnesses.end()) reached.insert(name);
  for (const auto& [name, group] : groups_) {
    const auto have = std::count_if(group.members.begin(), group.members.end(), [&](const auto& m) { return reached.contains(m); });
    if (static_cast<std::size_t>(have) >= group.k) reached.insert(name);
  }
  return reached.contains(quorum_);
}

Verdict check_checkpoint(const Policy& policy, const SignedCheckpoint& c, bool quorum, bool strict) {
  if (c.checkpoint.origin != policy.log().name) return Verdict::fail(kOrigin, c.checkpoint.origin);
  std::set<const VerifierKey*> signers;
  for (const auto& s : c.note.signatures) {
    const auto* key = policy.key(s.name, s.id);
    const bool twice = key != nullptr && !signers.insert(key).second;
    if (strict && (key == nullptr || twice)) return Verdict::fail(kUnknownSignature, s.name);
    if (key == nullptr) continue;
    if (const auto holds = verify_note_signature(*key, c.note.text, s); !holds.passed())
      return key == &policy.log() ? Verdict::fail(kLogSignature, s.name) : holds;
  }
  if (!signers.contains(&policy.log())) return Verdict::fail(kLogSignature, policy.log().name);
  std::vector<std::string> witnesses;
  for (const auto& [name, key] : policy.witnesses())
    if (signers.contains(&key)) witnesses.push_back(name);
  return !quorum || policy.satisfied(witnesses) ? Verdict::pass() : Verdict::fail(kQuorum);
}

std::optional<base::UnixTime> quorum_time(const Policy& policy, const SignedCheckpoint& c) {
  std::vector<std::pair<base::UnixTime, std::string>> signed_at;
  for (const auto& s : c.note.signatures)
    for (const auto& [name, key] : policy.witnesses())
      if (made_by(s, key) && verify_note_signature(key, c.note.text, s).passed()) signed_at.emplace_back(cosignature_time(s), name);
  std::sort(signed_at.begin(), signed_at.end());
  std::vector<std::string> witnesses;
  for (const auto& [time, name] : signed_at) {
    witnesses.push_back(name);
    if (policy.satisfied(witnesses)) return time;
  }
  return std::nullopt;
}

std::string threshold_policy(const VerifierKey& log, const std::vector<VerifierKey>& cosigners, std::size_t k) {
  IPPYO_CHECK(k <= cosigners.size());
  auto out = "log " + log.text() + "\n";
  std::string members;
  for (std::size_t i = 0; i < cosigners.size(); ++i) {
    const auto name = "w" + std::to_string(i + 1);
    out += "witness " + name + " " + cosigners[i].text() + "\n";
    members += " " + name;
  }
  if (k == 0) return out + "quorum none\n";
  return out + "group cosigners " + std::to_string(k) + members + "\nquorum cosigners\n";
}

}  // namespace ippyo::board
