// SPDX-License-Identifier: Apache-2.0
// A member of the office at a terminal: the registrar's interface, a passkey in a sealed file, a token for a while. [SPEC 15.5 Staff]
#pragma once
#include <filesystem>
#include <nlohmann/json.hpp>

#include "base/result.hpp"
#include "http/client.hpp"

namespace ippyo::office_tool {

using nlohmann::json;

struct Settings {
  std::string server = "http://127.0.0.1:7300", origin, id;
  std::filesystem::path key, token;        ///< sealed passkeys; where the token of a sign-in is kept (mode 0600)
  std::string passphrase = "tty";          ///< of the key: its opening is the user verification
  bool rehearsal = false;                  ///< seals the key cheaply
};

/// One command's calls. Without a token file it signs in for itself and out at its end.
class Connection {
  Settings settings_;
  http::Client client_;
  std::string token_;
  bool own_session_ = false;

  Connection(Settings settings, std::vector<http::Url> addresses);
  base::Result<void> sign_in();
  base::Result<http::Response> send(const http::Call& call);

 public:
  /// errors: an address that is none.
  static base::Result<Connection> open(const Settings& settings);
  Connection(Connection&&) = default;
  ~Connection();

  /// Makes a key (or adds one to the file) and joins. Prints nothing.
  base::Result<json> join(const std::string& invitation);
  /// Signs in and keeps the token in the file. errors: no token file named.
  base::Result<json> login();
  base::Result<void> logout();
  /// Signs in where that is needed, as the member.
  base::Result<void> begin();
  /// An answer below 300 as JSON (null when it is empty). errors: the sentence of the problem, with its word.
  base::Result<json> get(const std::string& target);
  base::Result<json> post(const std::string& target, const json& body);
  base::Result<http::Response> raw(const std::string& method, const std::string& target, base::Bytes body, const std::string& content_type);
};

}  // namespace ippyo::office_tool
