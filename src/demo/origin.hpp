// SPDX-License-Identifier: Apache-2.0
// The voters' origin of a rehearsal: nginx as a child, without root; pages and services under one name. [docs/operations/origin.md]
#pragma once
#include <cstdint>
#include <string>

#include "demo/process.hpp"

namespace ippyo::demo {

struct OriginPlaces {
  std::uint16_t port = 0;
  std::filesystem::path web;                         ///< folder with booth/, check/ and board/
  std::uint16_t ballot_box = 0, registrar = 0, relay = 0, card = 0;
};

/// A port that nobody uses now. errors: there is none.
base::Result<std::uint16_t> free_port();

/// The rehearsal's template with its words filled in. errors: a path that nginx could misread.
base::Result<std::string> origin_file(std::string text, const OriginPlaces& places, const std::filesystem::path& deploy, bool ipv6);

class Origin {
  Process nginx_;
  explicit Origin(Process nginx) : nginx_(std::move(nginx)) {}

 public:
  /// Its files go into `folder`; answers when it returns. errors: nginx is not installed, the port is taken.
  static base::Result<Origin> start(const OriginPlaces& places, const std::filesystem::path& folder);
};

}  // namespace ippyo::demo
