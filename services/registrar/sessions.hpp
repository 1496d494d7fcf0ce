// SPDX-License-Identifier: Apache-2.0
// What a person has shown so far: in memory, found by nothing but a token that the server drew. [SPEC 15.3 Enrolment]
#pragma once
#include <map>
#include <memory>
#include <mutex>
#include <set>

#include "identity/provider.hpp"
#include "proof/element.hpp"
#include "registrar/endpoint.hpp"

namespace ippyo::registrar {

using base::Bytes;
using base::Bytes32;
using identity::Factor;

/// One factor of one session: begun, then perhaps shown.
struct Showing {
  std::optional<Bytes> kept;
  std::optional<identity::Shown> shown;
  bool renewed = false;                  ///< the card is newer than the one on file: it is shown again as if none were on file
};

/// One person before the office's server. Whoever reads or changes it holds `mutex`, but never while a provider is asked.
struct VoterSession {
  std::mutex mutex;
  Access access = Access::enrolling;     ///< enrolling, asking, or clerk for the desk
  std::int64_t application = 0;          ///< 0: nobody; such a session can show nothing
  std::string member;                    ///< desk: who opened it
  identity::Purpose purpose{};           ///< enrol: key is X, zero before it is known
  std::vector<Factor> factors;           ///< asking: what must be shown, in order
  std::map<Factor, Showing> showings;
  std::size_t begun = 0;                 ///< showings begun: a session is no tool for trying out
  std::optional<proof::Element> X;       ///< enrolling: from POST /enrol/key
  std::optional<Bytes32> salt;           ///< enrolling: of the evidence hash that was told
  bool ended = false;

  bool is_shown(Factor f) const { return showings.contains(f) && showings.at(f).shown.has_value(); }
};

/// Tokens are 32 random bytes in hex, drawn here and never taken from a client; kept is their hash. A session ends after 15 minutes
/// without use and after an hour at the latest. Of each kind there are at most 65,536; the one unused for longest goes first.
class VoterSessions {
  struct Kept {
    std::shared_ptr<VoterSession> session;
    base::UnixTime begun = 0, used = 0;
  };
  using Order = std::set<std::pair<base::UnixTime, Bytes32>>;
  std::mutex mutex_;
  std::map<Bytes32, Kept> sessions_;
  std::map<Access, Order> by_use_;

  void drop(const Bytes32& id);

 public:
  static constexpr base::UnixTime kIdle = 900, kLongest = 3600;
  static constexpr std::size_t kMost = 65'536, kShowings = 40;

  /// A new session; its token comes out. requires: session->access is enrolling, asking or clerk
  std::string begin(std::shared_ptr<VoterSession> session, base::UnixTime now);
  /// Counts as use. Nothing for a token that is unknown, too old or of another kind.
  std::shared_ptr<VoterSession> find(std::string_view token, Access access, base::UnixTime now);
  bool known(std::string_view token, Access access, base::UnixTime now) { return find(token, access, now) != nullptr; }
  void end(std::string_view token);
  std::size_t count();
};

}  // namespace ippyo::registrar
