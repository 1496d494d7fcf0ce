// SPDX-License-Identifier: Apache-2.0
// Letters one by one for the printer: who gets which, with a fresh code each. Holds some hundred at a time. [SPEC 12.1 DedicatedCode]
#pragma once
#include <atomic>
#include <deque>

#include "letters/letter.hpp"
#include "registrar/context.hpp"
#include "registrar/letter_rows.hpp"

namespace ippyo::registrar {

struct PrintOrder {
  std::vector<std::int64_t> applications;
  PrintAs as = PrintAs::pdf;
  std::optional<LetterKind> kind;  ///< instead of the one that the applicant chose
  std::uint32_t first = 1;         ///< number of the first letter
  Actor actor;
};

class LetterSource {
  struct Waiting {
    std::int64_t application;
    LetterKind kind;
    Form form;
    std::string name, kana, address;  ///< as on the roll
    std::string reference;
  };
  const Context& context_;
  const PrintOrder& order_;
  const std::atomic<bool>& stop_;
  base::SystemRng rng_;
  std::shared_ptr<const record::State> board_;
  Bytes32 policy_;
  std::size_t read_ = 0;
  std::deque<Waiting> waiting_;
  std::vector<Planned> planned_;
  std::string kana_;
  base::Result<void> read_more();
  db::Outcome read_one(db::Database& db, std::int64_t id);
  letters::Letter make(const Waiting& waiting, std::uint32_t number);

 public:
  LetterSource(const Context& context, const PrintOrder& order, const std::atomic<bool>& stop);
  /// errors: an application without a line of the roll, a store that does not answer, a stop.
  base::Result<std::optional<letters::Letter>> next();
  /// Of the letter given last: the name in kana, for braille.
  const std::string& kana() const { return kana_; }
  /// Every letter given so far; the application of the last one is the one that a fault of the printer is about.
  const std::vector<Planned>& planned() const { return planned_; }
};

}  // namespace ippyo::registrar
