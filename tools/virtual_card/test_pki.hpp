// SPDX-License-Identifier: Apache-2.0
// A certification service of our own, shaped like JPKI, for tests and rehearsals: roots and many cards. [SPEC 14.3 VirtualCard]
#pragma once
#include <filesystem>
#include <memory>

#include "base/clock.hpp"
#include "virtual_card/card_data.hpp"

namespace ippyo::virtual_card {

constexpr std::size_t kPoolSize = 64;

struct CardOptions {
  bool next_generation = false;  ///< P-384 instead of RSA
  bool expired = false;          ///< both certificates ended the day before `now`
  bool wrong_root = false;       ///< issued by roots of the same names and other keys
  bool without_sign = false;     ///< no signing certificate
  std::string pin = "1234";      ///< authentication and attributes
  std::string sign_pin = "ABC123";
  std::string number_b{};        ///< 14 digits; empty: made from the birth date
  Bytes photo{};
};

/// Lives in a folder: keys.pem (the pool) and for each root auth, sign, next-auth, next-sign, other-auth, other-sign a folder with
/// root.pem, root.der, root.key, ocsp.pem, ocsp.key, index.txt, crl.pem, crl.der; for example
/// `openssl ocsp -index F/auth/index.txt -CA F/auth/root.pem -rsigner F/auth/ocsp.pem -rkey F/auth/ocsp.key -port 8889` serves it.
class TestPki {
 public:
  /// Makes what is missing; keys when they are first needed, kept by save(). Several folders may share the file `pool`.
  /// Validity counts from `now`. A test that needs few cards is quicker with a small pool. requires: pool_size >= 2.
  static base::Result<std::unique_ptr<TestPki>> open(const std::filesystem::path& folder, base::UnixTime now,
                                                     const std::filesystem::path& pool = {}, std::size_t pool_size = kPoolSize);
  ~TestPki();

  /// Certificates of their own with a key of the pool. Thread-safe. The n-th card of a folder has serials of its own.
  CardData issue(const roll::Attributes& person, const CardOptions& options = {});
  /// A new signing certificate with the new address; the old one is revoked, the authentication certificate stays.
  void move(CardData& card, const std::string& address);
  void revoke(ByteView certificate);
  /// Writes index.txt and the CRLs of every root.
  base::Result<void> save() const;

  /// DER of the root that issues for cards with this algorithm.
  Bytes root(card::Key key, card::Algorithm algorithm = card::Algorithm::rsa2048_sha256) const;
  const std::filesystem::path& folder() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
  explicit TestPki(std::unique_ptr<Impl> impl);
};

/// Policy OIDs and attribute OIDs as on the real certificates (SPEC 14.3).
inline constexpr const char* kAuthPolicy = "1.2.392.200149.8.5.1.3.30";
inline constexpr const char* kSignPolicy = "1.2.392.200149.8.5.1.1.20";

}  // namespace ippyo::virtual_card
