// SPDX-License-Identifier: Apache-2.0
// One bounded, blocking HTTP exchange with a server that is not ours: OpenID provider, OCSP responder, CRL. [SPEC 13.3 OpenIdConnect]
#pragma once
#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace ippyo::identity {

struct FetchRequest {
  std::string method = "GET";                            ///< or POST
  std::string url;                                       ///< http or https; user names in it are refused
  base::Bytes body{};
  std::string content_type{};                            ///< sent when the body is not empty
  std::vector<std::pair<std::string, std::string>> fields{};
  std::chrono::milliseconds timeout{5'000};              ///< for everything together: name, connection, TLS, answer
  std::size_t max_body = 1u << 20;
  std::filesystem::path ca_file{};                       ///< PEM; empty: the roots of the system
  std::string proxy{};                                   ///< empty: none, whatever the environment says
};

struct Fetched {
  long status = 0;           ///< of any value: a redirect is an answer like others and is not followed
  std::string content_type;  ///< type and subtype in lower case, without parameters
  base::Bytes body;
};

/// Safe from several threads; not for an I/O thread. The certificate of an https server is always verified.
/// errors: not http(s), a control character in a field, no connection, certificate not trusted, too slow, too large: one sentence with the
/// host's name and never the path or query, which may carry a code.
base::Result<Fetched> fetch(const FetchRequest& request);

}  // namespace ippyo::identity
