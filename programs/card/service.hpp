// SPDX-License-Identifier: Apache-2.0
// The agent on the loopback: an interface for the booth's page, and a page of its own where the PIN is typed. [SPEC 14.2 Agent]
#pragma once
#include <chrono>
#include <memory>

#include "base/result.hpp"
#include "face_step.hpp"

namespace ippyo::card_agent {

struct Options {
  std::uint16_t port = 7190;
  std::vector<std::string> origins;  ///< of the booth's page: scheme://host[:port], exactly as a browser says it
  std::string pairing;               ///< as new_pairing() made it
  std::span<const card::CardType> types = card::present_cards();
  FaceKit face{};
  /// Said to a page that wants a face compared where the kit is not complete.
  std::string no_face = "face matching is not available on this kit; compare the face by eye";
};

/// 80 bits in the letters of Crockford's base 32, in groups of four.
std::string new_pairing(base::Rng& rng);

class Service {
 public:
  /// `door` and `clock` outlive the service. errors: port in use, no or malformed origin.
  static base::Result<std::unique_ptr<Service>> start(const Options& options, Door& door, const base::Clock& clock);
  ~Service();
  std::uint16_t port() const;
  void stop(std::chrono::milliseconds deadline);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
  explicit Service(std::unique_ptr<Impl> impl);
};

}  // namespace ippyo::card_agent
