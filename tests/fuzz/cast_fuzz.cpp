// SPDX-License-Identifier: Apache-2.0
// What a device sends to the ballot box and to the registrar.
#include "record/cast.hpp"
#include "record/grant_request.hpp"

using namespace ippyo;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const base::ByteView bytes(data, size);
  if (const auto cast = record::Cast::decode(bytes); cast.ok()) IPPYO_CHECK(cast->encode() == base::to_bytes(bytes));
  if (const auto grant = record::Grant::decode(bytes); grant.ok()) IPPYO_CHECK(grant->encode() == base::to_bytes(bytes));
  if (const auto request = record::GrantRequest::decode(bytes); request.ok()) IPPYO_CHECK(request->encode() == base::to_bytes(bytes));
  return 0;
}
