// SPDX-License-Identifier: Apache-2.0
// The program itself: its first line is the port, SIGKILL loses nothing that was answered, SIGTERM ends it well.
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "ballot_box/test_box.hpp"
#include "http/client.hpp"
#include "proof/acknowledgement.hpp"

namespace ippyo::ballot_box::test {
namespace {

class Program {
  pid_t pid_ = -1;
  std::uint16_t port_ = 0;

 public:
  Program(const Places& places, UnixTime clock) {
    std::vector<std::string> words{std::string(IPPYO_BIN_DIR) + "/ippyo-box", "--board", places.board(), "--data", places.data(), "--submissions",
                                   places.submissions(), "--keys", places.folder / "keys", "--passphrase", "file:" + (places.folder / "word").string(),
                                   "--port", "0", "--threads", "1", "--manual-clock", std::to_string(clock)};
    std::vector<char*> arguments;
    for (auto& w : words) arguments.push_back(w.data());
    arguments.push_back(nullptr);
    int out[2];
    EXPECT_EQ(::pipe(out), 0);
    pid_ = ::fork();
    if (pid_ == 0) {
      ::dup2(out[1], 1);
      ::close(out[0]);
      ::execv(arguments[0], arguments.data());
      ::_exit(127);
    }
    ::close(out[1]);
    std::string line;
    for (char c; ::read(out[0], &c, 1) == 1 && c != '\n';) line += c;
    ::close(out[0]);
    port_ = line.empty() ? 0 : static_cast<std::uint16_t>(std::stoul(line));
    EXPECT_NE(port_, 0);
  }
  Program(const Program&) = delete;
  ~Program() { stop(SIGKILL); }
  /// The exit status, or minus the signal.
  int stop(int signal) {
    if (pid_ <= 0) return 0;
    int status = 0;
    ::kill(pid_, signal);
    ::waitpid(std::exchange(pid_, -1), &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  }
  http::Client client() const { return http::Client({{"127.0.0.1", port_}}); }
};

TEST(BoxProgram, AfterSigkillAnAnsweredCastIsInTheSeal) {
  Places places;
  const base::Passphrase passphrase("word");
  ASSERT_TRUE(write_keys(places.folder / "keys", ring(), passphrase, {1, 8}).ok());
  ASSERT_TRUE(base::write_file_durably(places.folder / "word", base::view("word\n")).ok());
  Device device;
  const auto cast = device.cast(opened_state(), 0, 1);
  Bytes answer;
  {
    Program program(places, 1000);
    auto client = program.client();
    ASSERT_EQ(client.post("/rehearsal/clock", base::to_bytes(base::view("{\"now\":1001}")))->status, 200u);
    const auto told = client.post("/cast", cast.encode());
    ASSERT_EQ(told->status, 200u) << base::to_string(told->body);
    answer = told->body;
    EXPECT_EQ(program.stop(SIGKILL), -SIGKILL);
  }
  Program program(places, 1100);
  auto client = program.client();
  ASSERT_EQ(client.post("/rehearsal/clock", base::to_bytes(base::view("{\"now\":1101}")))->status, 200u);
  EXPECT_EQ(client.post("/cast", cast.encode())->body, answer);
  const auto run = client.get("/run/1/0");
  ASSERT_EQ(run->status, 200u);
  EXPECT_EQ(base::to_bytes(ByteView(run->body).first(cast.row.size())), cast.row);
  EXPECT_EQ(program.stop(SIGTERM), 0);
}

}  // namespace
}  // namespace ippyo::ballot_box::test
