// SPDX-License-Identifier: Apache-2.0
#include "identity_provider/sign_in.hpp"

#include "identity/jose.hpp"

namespace ippyo::identity_provider {

std::optional<Fault> wrong_request(const Parameters& request) {
  if (request.repeated()) return Fault{"invalid_request", "a parameter stands there twice"};
  if (request.has("request")) return Fault{"request_not_supported", "send the parameters as they are"};
  if (request.has("request_uri")) return Fault{"request_uri_not_supported", "send the parameters as they are"};
  if (request.text("response_type") != "code") return Fault{"unsupported_response_type", "response_type must be code"};
  if (request.has("response_mode") && request.text("response_mode") != "query")
    return Fault{"invalid_request", "response_mode must be query"};
  if (!has_word(request.text("scope"), "openid")) return Fault{"invalid_scope", "scope must contain openid"};
  if (request.text("code_challenge_method") != "S256") return Fault{"invalid_request", "code_challenge_method must be S256"};
  const auto challenge = identity::from_base64url(request.text("code_challenge"));
  if (!challenge || challenge->size() != 32) return Fault{"invalid_request", "code_challenge must be a SHA-256 in base64url"};
  if (!visible(request.text("state"), 1024)) return Fault{"invalid_request", "state must be 1 to 1024 visible characters"};
  if (!visible(request.text("nonce"), 1024)) return Fault{"invalid_request", "nonce must be 1 to 1024 visible characters"};
  return std::nullopt;
}

SignIn sign_in_of(const Parameters& request) {
  return {request.text("redirect_uri"), request.text("scope"),          request.text("state"),
          request.text("nonce"),        request.text("code_challenge"), has_word(request.text("prompt"), "none")};
}

http::Response redirect(const std::string& redirect_uri, Pairs pairs, const std::string& issuer) {
  pairs.emplace_back("iss", issuer);
  http::Response out;
  out.status = 303;  // whatever brought the browser here, it goes on with GET
  out.content_type = "text/plain";
  out.fields.emplace_back("Location", redirect_uri + (redirect_uri.find('?') == redirect_uri.npos ? '?' : '&') + query_of(pairs));
  return out;
}

}  // namespace ippyo::identity_provider
