// SPDX-License-Identifier: Apache-2.0
#include "identity/fetch.hpp"

#include <algorithm>

#include "identity/curl.hpp"

namespace ippyo::identity {

using base::Error;
using base::Result;

static constexpr std::size_t kMaxHeader = 64 * 1024;

namespace {
struct Incoming {
  base::Bytes body;
  std::size_t header = 0, max_body = 0;
  bool too_large = false;
};
}  // namespace

static std::size_t on_body(char* data, std::size_t, std::size_t n, void* to) {
  auto& in = *static_cast<Incoming*>(to);
  in.too_large = n > in.max_body - in.body.size();
  if (in.too_large) return CURL_WRITEFUNC_ERROR;
  in.body.insert(in.body.end(), data, data + n);
  return n;
}

static std::size_t on_header(char*, std::size_t, std::size_t n, void* to) {
  auto& in = *static_cast<Incoming*>(to);
  in.header += n;
  in.too_large = in.header > kMaxHeader;
  return in.too_large ? CURL_WRITEFUNC_ERROR : n;
}

/// errors: not a plain http(s) address.
static Result<std::string> host_of(const std::string& url) {
  const CurlUrl parsed(curl_url());
  char* scheme = nullptr;
  char* host = nullptr;
  const bool ok = parsed && curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), CURLU_DISALLOW_USER) == CURLUE_OK &&
                  curl_url_get(parsed.get(), CURLUPART_SCHEME, &scheme, 0) == CURLUE_OK &&
                  curl_url_get(parsed.get(), CURLUPART_HOST, &host, 0) == CURLUE_OK;
  const CurlText scheme_owner(scheme), host_owner(host);
  if (!ok || (std::string_view(scheme) != "http" && std::string_view(scheme) != "https"))
    return Error{"an address of another server is not of the form https://host/path; correct the configuration"};
  return std::string(host);
}

static bool printable(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](unsigned char c) { return c >= 0x20 && c != 0x7f; });
}

static std::string failure(CURLcode code, const std::string& host, const Incoming& in) {
  if (in.too_large) return "the answer of " + host + " is larger than allowed; ask its operator";
  switch (code) {
    case CURLE_OPERATION_TIMEDOUT: return host + " did not answer in time; try again later";
    case CURLE_COULDNT_RESOLVE_HOST: return "the name " + host + " is not known to the network; check the address and the name service";
    case CURLE_COULDNT_CONNECT: return host + " accepts no connection; check the address, or try again later";
    case CURLE_PEER_FAILED_VERIFICATION: return "the certificate of " + host + " is not trusted; check the CA file and the address";
    case CURLE_SSL_CACERT_BADFILE: return "the CA file for " + host + " cannot be read; check its path";
    default: return "no usable answer from " + host + " (" + curl_easy_strerror(code) + "); try again later";
  }
}

static void set_request(const CurlHandle& curl, const FetchRequest& request, const CurlList& fields) {
  curl_set(curl, CURLOPT_URL, request.url.c_str());
  curl_set(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_set(curl, CURLOPT_FOLLOWLOCATION, 0L);
  curl_set(curl, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_set(curl, CURLOPT_SSL_VERIFYHOST, 2L);
  curl_set(curl, CURLOPT_PROXY, request.proxy.c_str());
  curl_set(curl, CURLOPT_NOSIGNAL, 1L);
  curl_set(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(request.timeout.count()));
  if (!request.ca_file.empty()) {
    curl_set(curl, CURLOPT_CAPATH, nullptr);  // the configured file alone decides
    curl_set(curl, CURLOPT_CAINFO, request.ca_file.c_str());
  }
  if (request.method == "POST") {
    curl_set(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    curl_set(curl, CURLOPT_POSTFIELDS, request.body.empty() ? "" : reinterpret_cast<const char*>(request.body.data()));
  }
  curl_set(curl, CURLOPT_HTTPHEADER, fields.get());
}

static std::string media_type(const CurlHandle& curl) {
  const char* type = nullptr;
  if (curl_easy_getinfo(curl.get(), CURLINFO_CONTENT_TYPE, &type) != CURLE_OK || type == nullptr) return {};
  std::string out(type);
  out.resize(std::min(out.find_first_of("; \t"), out.size()));
  std::transform(out.begin(), out.end(), out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

Result<Fetched> fetch(const FetchRequest& request) {
  IPPYO_CHECK(request.method == "POST" || (request.method == "GET" && request.body.empty()));
  auto host = host_of(request.url);
  if (!host) return host.error();
  CurlList fields;
  curl_append(fields, "Expect:");
  if (!request.body.empty()) curl_append(fields, "Content-Type: " + request.content_type);
  for (const auto& [name, value] : request.fields) curl_append(fields, name + ": " + value);
  for (const auto* line = fields.get(); line != nullptr; line = line->next)
    if (!printable(line->data)) return Error{"a request to " + *host + " would carry a control character; it was not sent"};

  Incoming in;
  in.max_body = request.max_body;
  const auto curl = curl_handle();
  set_request(curl, request, fields);
  curl_set(curl, CURLOPT_WRITEFUNCTION, on_body);
  curl_set(curl, CURLOPT_WRITEDATA, &in);
  curl_set(curl, CURLOPT_HEADERFUNCTION, on_header);
  curl_set(curl, CURLOPT_HEADERDATA, &in);
  const auto code = curl_easy_perform(curl.get());
  if (code != CURLE_OK) return Error{failure(code, *host, in)};
  Fetched out;
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &out.status);
  out.content_type = media_type(curl);
  out.body = std::move(in.body);
  return out;
}

}  // namespace ippyo::identity
