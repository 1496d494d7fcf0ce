// SPDX-License-Identifier: Apache-2.0
// Roll, letters, figures and audit log at a terminal. [SPEC 15.1 VoterRoll, SPEC 15.6 AuditLog]
#include <fcntl.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <thread>

#include "base/files.hpp"
#include "registrar_commands.hpp"
#include "terminal/progress_bar.hpp"

namespace ippyo::office_tool {
namespace {

using base::Error;
using base::Result;

Result<void> show_differences(Connection& c, const std::string& id) {
  for (std::int64_t after = 0;;) {
    const auto page = c.raw("GET", "/staff/roll/" + id + "/differences?limit=500&after=" + std::to_string(after), {}, {});
    if (!page.ok()) return page.error();
    std::string_view rest(reinterpret_cast<const char*>(page->body.data()), page->body.size());
    if (rest.empty()) return {};
    for (; !rest.empty(); ++after) {
      const auto line = rest.substr(0, rest.find('\n'));
      rest.remove_prefix(std::min(rest.size(), line.size() + 1));
      std::printf("%s\n", json::parse(line, nullptr, false).value("text", "").c_str());
    }
  }
}

Result<void> import(Connection& c, const std::filesystem::path& file, bool apply, bool quiet) {
  auto bytes = base::read_file(file, 64u << 20);
  if (!bytes.ok()) return bytes.error();
  const auto uploaded = c.raw("POST", "/staff/roll", std::move(*bytes), "text/csv");
  if (!uploaded.ok()) return uploaded.error();
  const auto counts = json::parse(uploaded->body, nullptr, false);
  const auto id = counts.value("id", json()).dump();
  std::printf("import %s: %s added, %s removed, %s changed\n", id.c_str(), counts["added"].dump().c_str(), counts["removed"].dump().c_str(), counts["changed"].dump().c_str());
  if (!quiet) IPPYO_TRY(show_differences(c, id));
  if (!apply) return std::printf("nothing is changed yet; apply it within the hour: ippyo registrar apply %s\n", id.c_str()), Result<void>{};
  const auto done = c.post("/staff/roll/" + id + "/apply", json::object());
  return done.ok() ? Result<void>{} : Result<void>(done.error());
}

/// Pieces in order into a new private file; on errors there is none.
Result<void> fetch(Connection& c, const std::string& batch, const std::filesystem::path& out, std::uint64_t size) {
  const int fd = ::open(out.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0) return base::system_error("cannot create " + out.string());
  terminal::ProgressBar bar;
  for (std::uint64_t have = 0; have < size;) {
    bar.set("fetching letters", have, size);
    const auto piece = c.raw("GET", "/staff/letters/" + batch + "/file?from=" + std::to_string(have), {}, {});
    const bool written = piece.ok() && ::write(fd, piece->body.data(), piece->body.size()) == static_cast<ssize_t>(piece->body.size());
    if (!written) return ::close(fd), piece.ok() ? base::system_error("cannot write " + out.string()) : piece.error();
    have += piece->body.size();
  }
  const bool synced = ::fsync(fd) == 0;
  ::close(fd);
  return synced ? Result<void>{} : Result<void>(base::system_error("cannot sync " + out.string()));
}

Result<json> wait_for(Connection& c, const std::string& batch) {
  terminal::ProgressBar bar;
  for (;;) {
    auto state = c.get("/staff/letters/" + batch);
    if (!state.ok() || state->value("state", "") != "writing") return state;
    bar.set("writing letters", state->value("done", std::uint64_t{0}), state->value("total", std::uint64_t{1}));
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
  }
}

Result<void> print(Connection& c, const std::vector<std::int64_t>& applications, const std::string& kind, const std::filesystem::path& out) {
  json order{{"applications", applications.empty() ? json("all") : json(applications)}};
  if (!kind.empty()) order["kind"] = kind;
  if (std::filesystem::exists(out)) return Error{out.string() + " exists already; choose another name"};
  const auto begun = c.post("/staff/letters", order);
  if (!begun.ok()) return begun.error();
  const auto batch = begun->value("batch", json()).dump();
  const auto state = wait_for(c, batch);
  if (!state.ok()) return state.error();
  if (state->value("state", "") != "ready") return Error{state->value("message", "the letters were not written")};
  IPPYO_TRY(fetch(c, batch, out, state->value("size", std::uint64_t{0})));
  std::printf("letters %s to %s: %s\n", (*state)["first"].dump().c_str(), (*state)["last"].dump().c_str(), out.c_str());
  for (const auto& number : (*state)["void"]) std::printf("take letter %s out: its application ended meanwhile\n", number.dump().c_str());
  return {};
}

Result<void> figures(Connection& c) {
  const auto found = c.get("/staff/figures");
  if (!found.ok()) return found.error();
  std::printf("%s\n", found->dump(2).c_str());
  return {};
}

Result<void> audit_log(Connection& c) {
  for (std::int64_t after = 0;;) {
    const auto page = c.get("/staff/audit-log?limit=500&after=" + std::to_string(after));
    if (!page.ok()) return page.error();
    if ((*page)["lines"].empty()) return {};
    for (const auto& l : (*page)["lines"]) {
      after = l["seq"].get<std::int64_t>();
      std::printf("%s\t%s\t%s\t%s\t%s\t%s\n", l["seq"].dump().c_str(), l["at"].dump().c_str(), l.value("staff", "").c_str(), l.value("action", "").c_str(),
                  l.value("object", "").c_str(), l.value("hash", "").c_str());
    }
  }
}

Result<void> audit_head(Connection& c) {
  const auto done = c.post("/staff/audit-head", json::object());
  if (!done.ok()) return done.error();
  std::printf("%s\n", done->dump().c_str());
  return {};
}

}  // namespace

void add_desk_commands(CLI::App& app, const std::shared_ptr<Settings>& s, Run& run) {
  auto file = std::make_shared<std::string>(), id = std::make_shared<std::string>(), kind = std::make_shared<std::string>();
  auto apply = std::make_shared<bool>(false), quiet = std::make_shared<bool>(false);
  auto applications = std::make_shared<std::vector<std::int64_t>>();
  auto* importing = app.add_subcommand("import", "uploads a roll and shows what it would change");
  importing->add_option("FILE", *file, "CSV of the city's system")->required();
  importing->add_flag("--apply", *apply, "apply it at once");
  importing->add_flag("--quiet", *quiet, "only the counts");
  add_command(importing, s, run, [=](Connection& c) { return import(c, *file, *apply, *quiet); });
  auto* applying = app.add_subcommand("apply", "applies an uploaded roll");
  applying->add_option("IMPORT", *id, "its number")->required();
  add_command(applying, s, run, [id](Connection& c) -> Result<void> {
    const auto done = c.post("/staff/roll/" + *id + "/apply", json::object());
    return done.ok() ? Result<void>{} : Result<void>(done.error());
  });
  auto* printing = app.add_subcommand("print", "prints letters into one private file");
  printing->add_option("--out", *file, "new file")->required();
  printing->add_option("--kind", *kind, "print, large-print, braille or data; otherwise as every applicant chose");
  printing->add_option("APPLICATIONS", *applications, "their numbers; otherwise all that wait");
  add_command(printing, s, run, [=](Connection& c) { return print(c, *applications, *kind, *file); });
  add_command(app.add_subcommand("figures", "counts, never names"), s, run, figures);
  add_command(app.add_subcommand("audit-log", "every line"), s, run, audit_log);
  add_command(app.add_subcommand("audit-head", "writes the head of the audit log for the board"), s, run, audit_head);
}

}  // namespace ippyo::office_tool
