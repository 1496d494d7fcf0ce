// SPDX-License-Identifier: Apache-2.0
// What the booth's page asked for and what came of it: delivered once, forgotten after ten minutes. [SPEC 14.2 Agent]
#pragma once
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/random.hpp"
#include "card/client.hpp"
#include "card/photo.hpp"

namespace ippyo::card_agent {

using base::Bytes;
using base::ByteView;

/// Names one card: a hash of its certificate for authentication.
using CardMark = base::Bytes32;

enum class Kind : std::uint8_t { statement = 1, claim, attributes };
enum class Language : std::uint8_t { japanese = 0, easy, english };

/// One question to the card, as the booth's page put it.
struct Asked {
  Kind kind = Kind::claim;
  std::string title;      ///< of the election
  std::string origin;     ///< who asks, as the browser says
  std::string statement;  ///< statement: the text that is shown and signed
  Bytes claim;            ///< claim: the 32 bytes that are signed
  bool attributes = false;
  bool face = false;      ///< first a camera must show the face of the card

  bool signs() const { return kind != Kind::attributes; }
  card::Key key() const { return kind == Kind::statement ? card::Key::sign : card::Key::auth; }
  ByteView message() const { return kind == Kind::statement ? base::view(statement) : ByteView(claim); }
};

/// What the card gave.
struct Given {
  std::string card_type;
  Bytes certificate, signature;  ///< empty for Kind::attributes
  std::optional<roll::Attributes> attributes;
};
/// Why nothing will come any more: a word of card::word() or "cancelled", "expired".
struct Refused {
  std::string word, sentence;
};

enum class State : std::uint8_t { pending = 1, done, refused };

constexpr base::UnixTime kRequestLife = 600;  ///< as long as the registrar waits for the answer
constexpr std::size_t kMaxRequests = 16;
constexpr unsigned kFaceTries = 3;            ///< comparisons with another face before the request ends

class Requests {
 public:
  explicit Requests(const base::Clock& clock) : clock_(clock) {}

  struct Names {
    std::string id, page;  ///< for the booth's page; for the agent's own
  };
  /// Nothing: too many are waiting.
  std::optional<Names> add(Asked asked);

  /// What the booth gets; taken out when it is no longer pending.
  struct Report {
    State state = State::pending;
    Given given;
    Refused refused;
  };
  /// Nothing: never there, delivered, or long expired.
  std::optional<Report> collect(std::string_view id);

  /// For the agent's page. With `fresh` the token is drawn anew: one page, one form, one use.
  struct View {
    Asked asked;
    State state;
    std::string token;
    std::optional<card::Refusal> last;  ///< trouble of the try before
    std::string word;                   ///< why refused
    bool face_due;                      ///< the face comes before the PIN, and is not found yet
    std::optional<CardMark> face_card;  ///< the card whose face it was
    std::optional<card::FaceTrouble> face_trouble;
  };
  enum class Token : std::uint8_t { keep = 1, fresh };
  std::optional<View> view(std::string_view page, Token token);
  /// True once for the token of the page shown last. timing: constant in the token.
  bool use_token(std::string_view page, std::string_view token);
  void note(std::string_view page, std::optional<card::Refusal> trouble);
  /// The camera showed the face of this card.
  void face_found(std::string_view page, const CardMark& card);
  /// It did not. The third other face, and what nobody can mend, end the request: `face-no-match`, `face-unavailable`.
  void face_missed(std::string_view page, card::FaceTrouble trouble);
  /// Another card lies in the reader: its face is not compared yet.
  void face_again(std::string_view page);
  void finish(std::string_view page, Given given);
  void refuse(std::string_view page, std::string word, std::string sentence);

 private:
  struct Request {
    std::string page;
    base::UnixTime until;
    Asked asked;
    Report report;
    std::string token;
    std::optional<card::Refusal> last;
    std::string word;
    bool delivered = false;
    std::optional<CardMark> face_card{};
    std::optional<card::FaceTrouble> face_trouble{};
    unsigned face_misses = 0;
    bool face_due() const { return asked.face && !face_card; }
  };
  const base::Clock& clock_;
  std::mutex mutex_;
  base::SystemRng rng_;
  std::map<std::string, Request, std::less<>> requests_;

  Request* of_page(std::string_view page);
  void expire();
  static void refuse(Request& r, std::string word, std::string sentence);
  std::string name();
};

}  // namespace ippyo::card_agent
