// SPDX-License-Identifier: Apache-2.0
#include "registrar/described.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdio>

namespace ippyo::registrar::test {
namespace {

using nlohmann::json;

/// What the small strict reader prints: the file as JSON. Empty when Python has no yaml.
std::string read_as_json() {
  const std::string command = "python3 '" IPPYO_SOURCE_DIR "/scripts/yaml_to_json.py' '" IPPYO_SOURCE_DIR "/docs/openapi/registrar.yaml'";
  std::FILE* out = ::popen(command.c_str(), "r");
  if (out == nullptr) return {};
  std::string text;
  std::array<char, 4096> piece;
  for (std::size_t n; (n = std::fread(piece.data(), 1, piece.size(), out)) > 0;) text.append(piece.data(), n);
  EXPECT_EQ(::pclose(out), 0) << "docs/openapi/registrar.yaml cannot be read";
  return text;
}

/// {"staff": ["clerk", "manager"]} and the like.
std::string access_of(const json& security) {
  if (security.is_array() && security.empty()) return "anybody";
  if (!security.is_array() || security.size() != 1 || security[0].size() != 1) return "unclear";
  const auto first = security[0].begin();
  const auto& scheme = first.key();
  const json& roles = first.value();
  if (scheme != "staff") return scheme;
  if (roles == json({"clerk", "manager", "auditor"})) return "staff";
  if (roles == json({"clerk", "manager"})) return "clerk";
  if (roles == json({"auditor", "manager"})) return "auditor";
  return roles == json({"manager"}) ? "manager" : "unclear";
}

Operation operation(const std::string& method, const std::string& path, const json& o) {
  Operation out{method, path, access_of(o.value("security", json("missing"))), 0, {}};
  for (char& c : out.method) c = static_cast<char>(std::toupper(c));
  out.body_limit = o.value("x-body-limit", std::uint64_t{0});
  for (const auto& [status, answer] : o.at("responses").items()) out.statuses.insert(static_cast<unsigned>(std::stoul(status)));
  EXPECT_EQ(o.contains("requestBody"), out.body_limit > 0) << path;
  return out;
}

std::vector<std::string> parts(std::string_view path) {
  std::vector<std::string> out;
  while (!path.empty()) {
    path.remove_prefix(1);
    const auto end = std::min(path.find('/'), path.size());
    out.emplace_back(path.substr(0, end));
    path.remove_prefix(end);
  }
  return out;
}

bool fits(const std::string& path, const std::vector<std::string>& asked) {
  const auto own = parts(path);
  if (own.size() != asked.size()) return false;
  for (std::size_t i = 0; i < own.size(); ++i)
    if (!own[i].starts_with('{') && own[i] != asked[i]) return false;
  return true;
}

}  // namespace

Described::Described() {
  const auto text = read_as_json();
  if (text.empty()) {
    std::printf("NOT RUN: python3-yaml is not installed, so answers are not compared with docs/openapi/registrar.yaml\n");
    return;
  }
  const auto file = json::parse(text);
  for (const auto& [path, methods] : file.at("paths").items())
    for (const auto& [method, o] : methods.items())
      if (method != "parameters") operations_.push_back(operation(method, path, o));
  for (const auto& word : file.at("components").at("schemas").at("Problem").at("properties").at("type").at("enum"))
    words_.insert(word.get<std::string>().substr(std::string("urn:ippyo:problem:").size()));
  read_ = true;
}

const Described& Described::the_file() {
  static const Described file;
  return file;
}

const Operation* Described::find(const std::string& method, const std::string& target) const {
  const auto asked = parts(target.substr(0, target.find('?')));
  const Operation* found = nullptr;
  for (const auto& o : operations_)
    if (o.method == method && fits(o.path, asked) && (found == nullptr || found->path.find('{') < o.path.find('{'))) found = &o;
  return found;
}

std::string Described::word_of(const http::Response& answer) {
  const auto problem = json::parse(answer.body, nullptr, false);
  const auto type = problem.is_object() && problem.contains("type") && problem["type"].is_string() ? problem["type"].get<std::string>() : "";
  return type.substr(type.rfind(':') + 1);
}

void Described::expect(const std::string& method, const std::string& target, const http::Response& answer) const {
  if (!read_) return;
  EXPECT_LT(answer.status, 500u + (answer.status == 503 ? 100u : 0u)) << method << " " << target << ": " << base::to_string(answer.body);
  const bool problem = answer.content_type == "application/problem+json";
  EXPECT_TRUE(!problem || words_.contains(word_of(answer))) << word_of(answer) << " is not described";
  if (answer.status == 404 || answer.status == 405) return;  // of the router, or of a path below a prefix that says nothing
  const auto* o = find(method, target);
  EXPECT_TRUE(o != nullptr && o->statuses.contains(answer.status)) << method << " " << target << " does not describe " << answer.status << ": "
                                                                   << base::to_string(answer.body);
}

std::string_view name(Access access) {
  constexpr std::string_view kNames[] = {"anybody", "enrolling", "asking", "staff", "clerk", "manager", "auditor"};
  return kNames[static_cast<std::size_t>(access)];
}

}  // namespace ippyo::registrar::test
