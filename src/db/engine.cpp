// SPDX-License-Identifier: Apache-2.0
// Transactions that behave alike in both engines. [ARCHITECTURE Private stores]
#include "db/engine.hpp"

#include "base/check.hpp"

namespace ippyo::db {

Outcome Engine::guarded(const std::function<Outcome()>& statement) {
  if (!in_transaction()) {
    // The store undid the transaction (disk full, connection lost): what follows must not run outside of one.
    if (begun_) return Outcome::unavailable("the transaction was rolled back by an earlier error; send the request again");
    return statement();
  }
  if (spoiled_) return Outcome::unavailable("an earlier statement of this transaction failed; roll back and send the request again");
  auto outcome = statement();
  if (!outcome) spoiled_ = true;
  return outcome;
}

Outcome Engine::each(std::string_view sql, std::span<const Value> values, const OnRow& row) {
  return guarded([&] { return do_each(sql, values, row); });
}

Outcome Engine::script(std::string_view sql) {
  return guarded([&] { return do_script(sql); });
}

Outcome Engine::attempt(const std::function<Outcome()>& work) {
  IPPYO_CHECK(begun_);
  IPPYO_DB_TRY(script("SAVEPOINT attempt"));
  auto outcome = work();
  if (!in_transaction()) return outcome ? Outcome::unavailable("the store undid the transaction; send the request again") : outcome;
  // A work that went on after a failed statement has not done what it says.
  if (outcome && spoiled_) outcome = Outcome::unavailable("a statement failed and was passed over; this is a defect, report it");
  spoiled_ = false;
  if (!outcome) IPPYO_DB_TRY(script("ROLLBACK TO attempt"));
  if (auto released = script("RELEASE attempt"); !released) return released;
  return outcome;
}

Outcome Engine::begin() {
  IPPYO_CHECK(!begun_);
  spoiled_ = false;
  IPPYO_DB_TRY(do_begin());
  begun_ = true;
  return {};
}

Outcome Engine::commit() {
  IPPYO_CHECK(begun_);
  const auto outcome = guarded([&] { return do_commit(); });
  end();
  return outcome;
}

void Engine::end() {
  if (in_transaction()) do_rollback();
  begun_ = spoiled_ = false;
}

}  // namespace ippyo::db
