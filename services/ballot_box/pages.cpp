// SPDX-License-Identifier: Apache-2.0
#include "ballot_box/pages.hpp"

#include <nlohmann/json.hpp>

namespace ippyo::ballot_box {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kEpochsShown = 200;

const char* phase_name(record::Phase phase) {
  constexpr const char* kNames[] = {"empty",          "constituted",    "keyed",   "evidenced", "enrolled", "open",
                                    "internet_closed", "polling_closed", "counted", "settled",   "audited",  "result"};
  return kNames[static_cast<std::size_t>(phase)];
}

std::string decimal(std::uint64_t v) { return std::to_string(v); }

Json schedule_of(const record::State& state) {
  Json out = Json::array();
  for (const auto& e : state.schedule().epochs) {
    if (e.number <= state.sealed_epoch()) continue;
    if (out.size() == kEpochsShown) break;
    out.push_back({{"epoch", e.number}, {"opens_at", e.open}, {"closes_at", e.close}, {"box", e.box}});
  }
  return out;
}

}  // namespace

std::string election_page(const EpochView& view, const KeyRing& keys) {
  const auto& state = view.state;
  Json out{{"phase", phase_name(state.phase())}};
  if (state.phase() >= record::Phase::constituted) {
    const auto& c = state.constitution();
    out["election"] = c.election_id;
    out["title"] = c.title;
    out["title_en"] = c.title_en;
    out["clock"] = c.clock == election::ClockKind::rehearsal ? "rehearsal" : "real";
    out["ctx0"] = base::to_hex(state.ctx0());
  }
  out["boxes"] = Json::array();
  for (const auto& b : keys.boxes) out["boxes"].push_back({{"id", b.id}, {"B", base::to_hex(b.B.bytes)}});
  if (state.phase() >= record::Phase::open) {
    const auto& o = state.opening();
    out["ctx"] = base::to_hex(state.ctx());
    out["y"] = base::to_hex(state.key().y.bytes);
    out["slots"] = decimal(state.slots().size());
    out["policy"] = o.policy;
    out["amendments"] = state.schedule().amendments;
    out["epoch_seconds"] = o.calendar.epoch_seconds;
    out["grace_seconds"] = o.calendar.grace_seconds;
    out["rotation"] = o.box_rotation;
    out["schedule"] = schedule_of(state);
  }
  return out.dump();
}

std::string epoch_page(const EpochView& view, const std::vector<SealedEpoch>& sealed, UnixTime now) {
  const bool opened = view.state.phase() >= record::Phase::open;
  Json out{{"state", name(view.at(now))}, {"now", now}, {"sealed", opened ? view.state.sealed_epoch() : 0}};
  out["sealed_before"] = sealed.size() > 1 ? Json(sealed[0].number) : Json(0);
  out["epoch"] = view.epoch.number;
  out["void"] = Json::array();
  if (view.epoch.number == 0) return out.dump();
  out["opens_at"] = view.epoch.open;
  out["closes_at"] = view.epoch.close;
  out["box"] = view.epoch.box;
  out["void"] = void_epochs(view.state, view.epoch.number);
  return out.dump();
}

std::string trivial_page() { return Json{{"epoch", 0}, {"trivial", true}}.dump(); }

std::optional<UnixTime> read_clock(ByteView body) {
  const auto json = Json::parse(body.begin(), body.end(), nullptr, false);
  if (!json.is_object() || json.size() != 1 || !json.contains("now") || !json["now"].is_number_unsigned()) return std::nullopt;
  return json["now"].get<UnixTime>();
}

std::string clock_page(UnixTime now) { return Json{{"now", now}}.dump(); }

}  // namespace ippyo::ballot_box
