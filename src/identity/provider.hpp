// SPDX-License-Identifier: Apache-2.0
// One interface for every way to show who one is: card, OpenID Connect, e-mail, dedicated code, passkey. [SPEC 13.1 Provider]
#pragma once
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <variant>

#include "base/bytes.hpp"
#include "base/clock.hpp"
#include "base/random.hpp"
#include "roll/person.hpp"

namespace ippyo::identity {

using base::Bytes;
using base::Bytes32;
using base::ByteView;

enum class Factor : std::uint8_t { code = 1, card, passkey, oidc, email };
std::string_view name(Factor factor);  ///< as in the constitution: "code", "card", "passkey", "oidc", "email"
std::optional<Factor> factor_of(std::string_view name);

/// What an answer is for: it counts for this one action of this one person and for nothing else.
struct Purpose {
  enum class Action : std::uint8_t { enrol = 1, grant, desk };
  Action action;
  Bytes32 ctx;             ///< ctx0 for enrol, ctx otherwise
  std::uint64_t slot = 0;  ///< grant and desk only
  Bytes32 key{};           ///< X for enrol, K for grant, drawn by the desk for desk
  std::string title;       ///< of the election, for statements that a person reads
  /// enrol: H32("claim", ctx0, X[, nonce]); otherwise H32("grant-claim" or "desk-claim", ctx, slot, key[, nonce]).
  Bytes32 claim(ByteView nonce = {}) const;
};

/// What is on file about the person for this factor; empty before it was shown for the first time.
struct OnFile {
  std::string subject;  ///< issuer and serial; iss and sub; mail address; credential id. For code: the registrar's own.
  Bytes record;         ///< the provider's own: public key, counter, ..
  bool empty() const { return subject.empty() && record.empty(); }
};

/// Why an answer does not count: a word for programs ("pin-blocked", "expired"), a sentence for the voter that says what to do next.
struct Refusal {
  std::string word, sentence;
};
template <class T>
using Answer = std::variant<T, Refusal>;

/// The first half of a showing: what the voter's side needs, and what the provider needs back (kept in the session, never shown).
struct Begun {
  nlohmann::json to_voter;
  Bytes kept;
};
/// The second half: who it was.
struct Shown {
  std::string subject;                          ///< equal to OnFile.subject whenever that is not empty
  Bytes record;                                 ///< to be kept from now on
  std::optional<roll::Attributes> attributes;   ///< proven name, address, birth date, sex; the caller compares them with the roll
  char evidence_class = 0;                      ///< 'A'..'D', or 0 when this is no evidence
  Bytes evidence;                               ///< enrolment only: everything a scrutineer needs to check it again (13.2 to 13.4)
};

/// What every call gets from outside. Calls may wait for the network (OCSP, token endpoint, mail server): never on an I/O thread.
struct Moment {
  base::UnixTime now;
  base::Rng& rng;
};

class Provider {
 public:
  virtual ~Provider() = default;
  virtual Factor factor() const = 0;
  virtual Answer<Begun> begin(const Purpose& purpose, const OnFile& known, const Moment& moment) = 0;
  /// `answer` is from outside and may be anything. A kept part is used once; the caller forgets it before it calls.
  virtual Answer<Shown> finish(const Purpose& purpose, const OnFile& known, ByteView kept, const nlohmann::json& answer, const Moment& moment) = 0;
  /// What takes the place of a kept part in the session the moment it is taken out for finish: nothing, unless a wrong answer may be
  /// followed by another try (e-mail). The exchange is one transaction; after a right answer the caller forgets this one too.
  virtual std::optional<Bytes> kept_for_next_try(ByteView kept) const { return static_cast<void>(kept), std::nullopt; }
  /// A scrutineer's look at stored evidence, later and without the network: the same person for the same purpose?
  virtual Answer<Shown> audit(const Purpose& purpose, ByteView evidence) const = 0;
};

}  // namespace ippyo::identity
