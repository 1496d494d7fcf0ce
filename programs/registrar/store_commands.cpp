// SPDX-License-Identifier: Apache-2.0
#include <chrono>

#include "base/random.hpp"
#include "commands.hpp"
#include "registrar/publication.hpp"
#include "registrar/reports.hpp"
#include "registrar/retention.hpp"
#include "roll/day.hpp"

namespace ippyo::registrar {
namespace {

enum class Missing : std::uint8_t { is_made, is_an_error };

base::Result<std::string> location_of(const ServeCommand& where, Missing missing) {
  const auto& o = where.options;
  if (o.data.empty() && o.store.empty()) return base::Error{"--data or --store is needed; see --help"};
  if (!o.store.empty()) return o.store;
  std::error_code failed;
  const auto file = o.data / "registrar.db";
  if (missing == Missing::is_made) std::filesystem::create_directories(o.data, failed);
  // A new, empty store would have nothing to say, and would say it as if all were well.
  else if (!std::filesystem::exists(file, failed)) return base::Error{"there is no store " + file.string() + "; give the right --data or --store"};
  return file.string();
}

base::Result<std::unique_ptr<Store>> open_store(const ServeCommand& where, Missing missing = Missing::is_an_error) {
  const auto location = location_of(where, missing);
  if (!location.ok()) return location.error();
  auto keys = read_keys(where.keys);
  if (!keys.ok()) return keys.error();
  return Store::open(*location, std::move(keys->store));
}

base::UnixTime now_of(const ServeCommand& where) { return where.manual_clock.value_or(base::SystemClock().now()); }

/// Midnight in Japan at the beginning of a day.
base::UnixTime begin_of(const roll::Day& day) {
  constexpr std::int64_t kDay = 86'400, kJapan = 9 * 3600;
  const std::chrono::year_month_day d{std::chrono::year(day.year), std::chrono::month(day.month), std::chrono::day(day.day)};
  return static_cast<base::UnixTime>(std::max<std::int64_t>(0, std::chrono::sys_days(d).time_since_epoch().count() * kDay - kJapan));
}

std::string text(const Erasure& e) {
  return std::to_string(e.forms) + " applications, " + std::to_string(e.reasons) + " reasons, " + std::to_string(e.factors) + " factors, " +
         std::to_string(e.looks) + " attributes that needed a look, " +
         std::to_string(e.evidence) + " pieces of evidence, " + std::to_string(e.voters) + " lines of the roll, " +
         std::to_string(e.reports) + " reports of coercion, " + std::to_string(e.texts) + " texts of the questionnaire";
}

base::Result<record::State> read_board(const std::filesystem::path& board) {
  auto follower = record::Follower::open(board, {}, record::Reliance::quorum);
  if (!follower.ok()) return follower.error();
  const auto verdict = follower->catch_up();
  if (!verdict.ok()) return verdict.error();
  if (!verdict->passed()) return base::Error{"the board breaks a rule: " + verdict->finding().text()};
  return follower->state();
}

}  // namespace

base::Result<std::string> make_keys(const KeySources& sources, bool rehearsal) {
  const auto passphrase = base::Passphrase::read(sources.passphrase, "Passphrase for the new keys");
  if (!passphrase.ok()) return passphrase.error();
  const auto cost = rehearsal ? base::kSealForRehearsals : base::kSealForYears;
  const auto keys = RegistrarKeys::draw();
  IPPYO_TRY(write_registrar_keys(sources.key_file, keys, *passphrase, cost));
  if (!sources.column_key_file.empty()) IPPYO_TRY(db::create_column_key_file(sources.column_key_file, *passphrase, cost));
  return base::to_hex(keys.signing.public_key());
}

base::Result<std::string> invite_member(const ServeCommand& where, const std::string& id, const std::string& role) {
  const auto known = role_of(role);
  if (!known) return base::Error{"the role is one of clerk, manager, auditor"};
  auto store = open_store(where, Missing::is_made);
  if (!store.ok()) return store.error();
  return invite(**store, id, *known, {"server", now_of(where)});
}

base::Result<std::string> check_log(const ServeCommand& where) {
  auto store = open_store(where);
  if (!store.ok()) return store.error();
  AuditHead head;
  if (const auto read = (*store)->run([&](db::Database& db) { return audit_head(db, head, true); }); !read.ok()) return read.error();
  return std::to_string(head.lines) + " lines, head " + base::to_hex(head.hash);
}

namespace {

/// Store, board and registrar.toml as the service has them, for a command that does one thing and ends.
class Desk {
  Config config_;
  record::State state_;
  base::SigningKey signing_;
  std::unique_ptr<Store> store_;
  base::ManualClock clock_;
  roll::Eligibility eligibility_;
  Providers providers_;
  std::unique_ptr<Context> context_;

  Desk(Config config, record::State state, base::SigningKey signing, std::unique_ptr<Store> store, base::UnixTime now)
      : config_(std::move(config)), state_(std::move(state)), signing_(std::move(signing)), store_(std::move(store)), clock_(now) {}

 public:
  static base::Result<std::unique_ptr<Desk>> open(const ServeCommand& where) {
    if (where.options.board.empty() || where.options.config.empty()) return base::Error{"--board and --config are needed; see --help"};
    const auto location = location_of(where, Missing::is_an_error);
    if (!location.ok()) return location.error();
    auto keys = read_keys(where.keys);
    if (!keys.ok()) return keys.error();
    auto config = Config::load(where.options.config);
    if (!config.ok()) return config.error();
    auto state = read_board(where.options.board);
    if (!state.ok()) return state.error();
    IPPYO_TRY(check_key(*state, keys->signing));
    auto store = Store::open(*location, std::move(keys->store));
    if (!store.ok()) return store.error();
    const auto now = std::max(now_of(where), state->last_time());
    std::unique_ptr<Desk> d(new Desk(std::move(*config), std::move(*state), std::move(keys->signing), std::move(*store), now));
    d->context_.reset(new Context{d->config_, d->eligibility_, *d->store_, d->clock_, d->signing_, d->providers_,
                                  [raw = d.get()] { return std::make_shared<const record::State>(raw->state_); }});
    return d;
  }
  const Context& context() const { return *context_; }
};

}  // namespace

base::Result<std::string> write_audit_head(const ServeCommand& where) {
  const auto desk = Desk::open(where);
  if (!desk.ok()) return desk.error();
  const auto& context = (*desk)->context();
  std::string folder;
  if (const auto noted = note_audit_head(context.store, {"server", context.clock.now()}, folder); !noted.ok()) return noted.error();
  const auto head = write_daily_audit_head(context, context.config.submissions / folder);
  if (!head.ok()) return head.error();
  return std::to_string(head->lines) + " lines, head " + base::to_hex(head->hash) + ", submission " + folder;
}

base::Result<std::string> print_polling_cards(const ServeCommand& where, const std::filesystem::path& out, std::uint32_t first_number) {
  const auto desk = Desk::open(where);
  if (!desk.ok()) return desk.error();
  const auto& context = (*desk)->context();
  if (context.config.polling_hours.empty()) return base::Error{"registrar.toml has no [polling]; add hours and places of the polling stations"};
  std::error_code ignored;
  if (std::filesystem::exists(out, ignored)) return base::Error{out.string() + " exists; choose a new name"};
  const auto next = polling_cards(context, {context.config.polling_places, context.config.polling_hours}, first_number);
  const auto printed = out.extension() == ".csv" ? letters::write_cards_csv(out, next) : letters::write_cards_pdf(out, next);
  if (!printed.ok()) return printed.error();
  const auto logged = context.store.run([&](db::Database& db) {
    return context.store.log(db, {"server", context.clock.now()}, "polling-cards", std::to_string(printed->letters) + " cards");
  });
  if (!logged.ok()) return logged.error();
  return std::to_string(printed->letters) + " polling cards in " + out.string();
}

base::Result<std::string> erase(const ServeCommand& where, const std::string& before, bool really) {
  const auto day = roll::parse_day(before);
  if (!day) return base::Error{"--before is a day, such as 2029-05-01"};
  const auto time = begin_of(*day), now = now_of(where);
  if (time > now) return base::Error{"--before lies ahead: only what is past its time is erased; give an earlier day"};
  const auto location = location_of(where, Missing::is_an_error);
  if (!location.ok()) return location.error();
  auto store = open_store(where);
  if (!store.ok()) return store.error();
  if (!really) {
    Erasure found;
    if (const auto read = (*store)->run([&](db::Database& db) { return count_personal_data(db, time, found); }); !read.ok()) return read.error();
    return "would erase " + text(found) + "; nothing was changed: add --really";
  }
  const auto erased = erase_personal_data(**store, time, {"server", now});
  if (!erased.ok()) return erased.error();
  store->reset();
  IPPYO_TRY(forget_erased(*location));
  return "erased " + text(*erased);
}

}  // namespace ippyo::registrar
