// SPDX-License-Identifier: Apache-2.0
// Which handler answers which method and path; built once, then only read. [ARCHITECTURE HTTP]
#pragma once
#include <map>
#include <string>

#include "http/server.hpp"

namespace ippyo::http {

constexpr std::uint64_t kDefaultBodyLimit = 16 * 1024;

class Router {
 public:
  /// requires: `path` begins with '/'; method and path are new.
  Router& add(std::string method, std::string path, Handler handler, std::uint64_t body_limit = kDefaultBodyLimit);
  /// Every path that begins with `prefix` (which ends in '/') and has more after it; Request::tail is the rest. An exact route
  /// goes first, then the longest prefix.
  Router& add_prefix(std::string method, std::string prefix, Handler handler, std::uint64_t body_limit = kDefaultBodyLimit);

  /// Answers 404 and 405 (with Allow) itself.
  void handle(Request request, Reply reply) const;
  /// The 404 or 405 of this method and path, if there is no route; for Options::gate.
  std::optional<Response> refusal(std::string_view method, std::string_view path) const;
  std::uint64_t body_limit(std::string_view method, std::string_view path) const;

 private:
  struct Route {
    Handler handler;
    std::uint64_t body_limit;
  };
  using Methods = std::map<std::string, Route, std::less<>>;
  struct Match {
    const Methods* methods = nullptr;
    std::size_t prefix = 0;  // length of the prefix, 0 for an exact route
  };
  Match match(std::string_view path) const;
  std::map<std::string, Methods, std::less<>> exact_;
  std::map<std::string, Methods, std::less<>> prefixes_;
};

/// A server that answers by `router`: its limits and refusals go before `options.gate`; `options.body_limit` is replaced.
base::Result<std::unique_ptr<Server>> serve(Options options, Router router);

}  // namespace ippyo::http
