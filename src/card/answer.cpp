// SPDX-License-Identifier: Apache-2.0
#include "card/answer.hpp"

#include <array>

namespace ippyo::card {
namespace {

struct Words {
  std::string_view word, sentence;
};
constexpr std::array<Words, 13> kWords{{
    {"reader-service", "The smart card service of this computer does not run; start it (pcscd) or restart the computer."},
    {"no-reader", "No card reader is connected; plug it in and try again."},
    {"no-card", "No card is in the reader; put your My Number Card in or on it and try again."},
    {"several-cards", "More than one reader holds a card; leave only your own card in one reader and try again."},
    {"card-busy", "Another program is using the card; close it and try again."},
    {"card-removed", "The card was taken away before the work was done; put it back and try again."},
    {"not-my-number-card", "This card is not a My Number Card; put your My Number Card in the reader."},
    {"pin-format", "This is not a number of the right form; look at what is asked for and type it again."},
    {"pin-wrong", "The number is wrong; check it before you try again."},
    {"pin-last-try", "One try is left and a mistake blocks the card; confirm that you want to use it, or ask the city counter."},
    {"pin-blocked", "The number is blocked; have it reset at the counter of your city with your card, or vote on paper."},
    {"no-certificate", "The card holds no certificate of this kind; ask the counter of your city for a new one, or vote on paper."},
    {"card-answer", "The card gave an answer that cannot be used; clean it, put it in again, or use another reader."},
}};

const Words& of(Trouble trouble) { return kWords[static_cast<std::size_t>(trouble) - 1]; }

}  // namespace

std::string_view word(Trouble trouble) { return of(trouble).word; }

std::string Refusal::sentence() const {
  std::string s(of(trouble).sentence);
  if (trouble == Trouble::pin_wrong && tries) s += " Tries left: " + std::to_string(*tries) + ".";
  return s;
}

}  // namespace ippyo::card
