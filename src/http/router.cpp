// SPDX-License-Identifier: Apache-2.0
// Which handler answers which method and path. [ARCHITECTURE HTTP]
#include "http/router.hpp"

#include "base/check.hpp"

namespace ippyo::http {

Router& Router::add(std::string method, std::string path, Handler handler, std::uint64_t body_limit) {
  IPPYO_CHECK(path.starts_with('/'));
  IPPYO_CHECK(exact_[path].emplace(std::move(method), Route{std::move(handler), body_limit}).second);
  return *this;
}

Router& Router::add_prefix(std::string method, std::string prefix, Handler handler, std::uint64_t body_limit) {
  IPPYO_CHECK(prefix.starts_with('/') && prefix.ends_with('/'));
  IPPYO_CHECK(prefixes_[prefix].emplace(std::move(method), Route{std::move(handler), body_limit}).second);
  return *this;
}

Router::Match Router::match(std::string_view path) const {
  if (const auto it = exact_.find(path); it != exact_.end()) return {&it->second, 0};
  for (auto slash = path.rfind('/'); slash != path.npos; slash = slash == 0 ? path.npos : path.rfind('/', slash - 1)) {
    const auto prefix = path.substr(0, slash + 1);
    if (prefix.size() == path.size()) continue;
    if (const auto it = prefixes_.find(prefix); it != prefixes_.end()) return {&it->second, prefix.size()};
  }
  return {};
}

std::optional<Response> Router::refusal(std::string_view method, std::string_view path) const {
  const auto found = match(path);
  if (!found.methods) return problem(404, "no-such-path", "Not found", "There is nothing at this path; see the API description.");
  if (found.methods->contains(method)) return std::nullopt;
  std::string allow;
  for (const auto& [name, route] : *found.methods) {
    allow += (allow.empty() ? "" : ", ") + name;
    if (name == "GET") allow += ", HEAD";
  }
  auto response = problem(405, "wrong-method", "Method not allowed", "Use one of the methods in the Allow field.");
  response.fields.emplace_back("Allow", allow);
  return response;
}

std::uint64_t Router::body_limit(std::string_view method, std::string_view path) const {
  const auto found = match(path);
  if (!found.methods) return 0;
  const auto route = found.methods->find(method);
  return route == found.methods->end() ? 0 : route->second.body_limit;
}

void Router::handle(Request request, Reply reply) const {
  if (auto refused = refusal(request.method, request.path)) return reply(*std::move(refused));
  const auto found = match(request.path);
  if (found.prefix) request.tail = request.path.substr(found.prefix);
  found.methods->find(request.method)->second.handler(std::move(request), std::move(reply));
}

base::Result<std::unique_ptr<Server>> serve(Options options, Router router) {
  auto routes = std::make_shared<const Router>(std::move(router));
  options.body_limit = [routes](std::string_view method, std::string_view path) { return routes->body_limit(method, path); };
  options.gate = [routes, inner = std::move(options.gate)](std::string_view method, std::string_view path) {
    auto refused = routes->refusal(method, path);
    if (!refused && inner) refused = inner(method, path);
    return refused;
  };
  return Server::start(std::move(options), [routes](Request request, Reply reply) { routes->handle(std::move(request), std::move(reply)); });
}

}  // namespace ippyo::http
