// SPDX-License-Identifier: Apache-2.0
// Owners of libcurl's objects. Private to src/identity. [SPEC 13.3 OpenIdConnect]
#pragma once
#include <curl/curl.h>

#include <memory>
#include <string>

#include "base/check.hpp"

namespace ippyo::identity {

struct CurlFree {
  void operator()(CURL* c) const { curl_easy_cleanup(c); }
  void operator()(CURLU* u) const { curl_url_cleanup(u); }
  void operator()(curl_slist* l) const { curl_slist_free_all(l); }
  void operator()(char* text) const { curl_free(text); }
};
using CurlHandle = std::unique_ptr<CURL, CurlFree>;
using CurlList = std::unique_ptr<curl_slist, CurlFree>;
using CurlUrl = std::unique_ptr<CURLU, CurlFree>;
using CurlText = std::unique_ptr<char, CurlFree>;

inline CurlHandle curl_handle() {
  static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
  IPPYO_CHECK(ready == CURLE_OK);
  CurlHandle handle(curl_easy_init());
  IPPYO_CHECK(handle != nullptr);
  return handle;
}

/// A refused option is our own bug: all are known to the libcurl that we build with.
template <class Value>
void curl_set(const CurlHandle& handle, CURLoption option, Value value) {
  IPPYO_CHECK(curl_easy_setopt(handle.get(), option, value) == CURLE_OK);
}

inline void curl_append(CurlList& list, const std::string& line) {
  auto* longer = curl_slist_append(list.get(), line.c_str());
  IPPYO_CHECK(longer != nullptr);
  static_cast<void>(list.release());
  list.reset(longer);
}

}  // namespace ippyo::identity
