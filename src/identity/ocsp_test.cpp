// SPDX-License-Identifier: Apache-2.0
// The OCSP client against real responders: `openssl ocsp`, each on a free port of its own.
#include <arpa/inet.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <openssl/ocsp.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <ctime>
#include <filesystem>
#include <fstream>
#include <thread>

#include "identity/card_test_pki.hpp"
#include "identity/revocation.hpp"

namespace ippyo::identity {
namespace {

using namespace test;
constexpr base::UnixTime kYear = 31'536'000, kHour = 3600;

/// `openssl ocsp`, from start to destruction.
class Responder {
  pid_t pid_ = -1;
  int out_ = -1;
  std::string port_;

 public:
  Responder(const std::filesystem::path& folder, const std::string& signer, const std::vector<std::string>& more) {
    int pipe[2];
    IPPYO_CHECK(::pipe2(pipe, O_CLOEXEC) == 0);
    std::vector<std::string> words{"openssl", "ocsp", "-index", folder / "index.txt", "-CA", folder / "root.pem", "-port", "0"};
    words.insert(words.end(), {"-rsigner", folder / (signer + ".pem"), "-rkey", folder / (signer + ".key"), "-ignore_err"});
    words.insert(words.end(), more.begin(), more.end());
    std::vector<char*> argv;
    for (auto& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    pid_ = ::fork();
    if (pid_ == 0) {
      const int nowhere = ::open("/dev/null", O_WRONLY);
      if (::dup2(pipe[1], 1) != 1 || ::dup2(nowhere, 2) != 2) ::_exit(126);
      ::execvp(argv[0], argv.data());
      ::_exit(127);
    }
    ::close(pipe[1]);
    out_ = pipe[0];
    std::string line;  // ACCEPT [::]:38113 PID=7311
    for (char c = 0; ::read(out_, &c, 1) == 1 && c != '\n';) line += c;
    const auto end = line.find(" PID");
    if (line.starts_with("ACCEPT ") && end != std::string::npos) port_ = line.substr(line.rfind(':', end) + 1, end - line.rfind(':', end) - 1);
  }
  Responder(const Responder&) = delete;
  ~Responder() {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
    ::close(out_);
  }
  bool runs() const { return !port_.empty(); }
  std::string url() const { return "http://127.0.0.1:" + port_ + "/"; }
};

/// Gives every caller the same bytes.
class Canned {
  int socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in at_{};
  Bytes body_;
  std::thread thread_;
  static void serve(int client, const Bytes& body) {
    std::string head;
    for (char c = 0; !head.ends_with("\r\n\r\n") && ::recv(client, &c, 1, 0) == 1;) head += c;
    const auto length = head.find("Content-Length: ");
    std::vector<char> rest(length == std::string::npos ? 0 : std::stoul(head.substr(length + 16)));
    ::recv(client, rest.data(), rest.size(), MSG_WAITALL);
    auto answer = "HTTP/1.1 200 OK\r\nContent-Type: application/ocsp-response\r\nContent-Length: " + std::to_string(body.size()) +
                  "\r\nConnection: close\r\n\r\n" + base::to_string(body);
    ::send(client, answer.data(), answer.size(), MSG_NOSIGNAL);
    ::close(client);
  }

 public:
  explicit Canned(Bytes body) : body_(std::move(body)) {
    at_.sin_family = AF_INET, at_.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof at_;
    auto* address = reinterpret_cast<sockaddr*>(&at_);
    IPPYO_CHECK(::bind(socket_, address, size) == 0 && ::listen(socket_, 8) == 0 && ::getsockname(socket_, address, &size) == 0);
    thread_ = std::thread([this] {
      for (int client = -1; (client = ::accept(socket_, nullptr, nullptr)) >= 0;) serve(client, body_);
    });
  }
  Canned(const Canned&) = delete;
  ~Canned() {
    ::shutdown(socket_, SHUT_RDWR);
    thread_.join();
    ::close(socket_);
  }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(ntohs(at_.sin_port)) + "/"; }
};

class Ocsp : public testing::Test {
 protected:
  base::UnixTime now_ = static_cast<base::UnixTime>(std::time(nullptr));  // the responder knows no other clock
  Authority auth_{pool(1), "JPKI for user authentication", now_ - 3 * kYear, now_ + 7 * kYear};
  Authority stranger_{pool(3), "JPKI for user authentication", now_ - 3 * kYear, now_ + 7 * kYear};
  std::filesystem::path folder_ = std::filesystem::temp_directory_path() / ("ippyo-ocsp-" + std::to_string(::getpid()));
  base::SystemRng rng_;

  void SetUp() override {
    if (::system("openssl version >/dev/null 2>&1") != 0) GTEST_SKIP() << "NOT RUN: openssl is not installed";
    std::filesystem::create_directories(folder_);
    std::ofstream(folder_ / "index.txt") << "V\t491231235959Z\t\t1267\tunknown\t/CN=card\n"
                                         << "R\t491231235959Z\t260101000000Z\t1268\tunknown\t/CN=card\n";
    put("root", auth_.root(), auth_.key);
    put("stranger", stranger_.root(), stranger_.key);
    put("delegate", auth_.issue(responder()), pool(5));
    put("stranger-delegate", stranger_.issue(responder()), pool(5));
    put("card", card(4713), pool(4));
    auto late = responder();
    late.to = now_ - 1;
    put("late-delegate", auth_.issue(late), pool(5));
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  void put(const std::string& name, const Certificate& certificate, const Key& key) {
    std::ofstream(folder_ / (name + ".pem")) << pem(certificate);
    const std::unique_ptr<BIO, decltype(&BIO_free)> out(BIO_new_file((folder_ / (name + ".key")).c_str(), "w"), BIO_free);
    IPPYO_CHECK(PEM_write_bio_PrivateKey(out.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1);
  }
  Wanted responder() const {
    return {.key = pool(5), .name = "responder", .policy = "", .extended = "OCSPSigning", .serial = 9, .from = now_ - kYear, .to = now_ + kYear};
  }
  Certificate card(std::uint64_t serial) const {
    return auth_.issue({.key = pool(4), .serial = serial, .from = now_ - kYear, .to = now_ + kYear});
  }
  Responder responder(const std::string& signer, const std::vector<std::string>& more = {"-nmin", "60"}) const {
    return Responder(folder_, signer, more);
  }
  Revocation ask(OcspSource& source, std::uint64_t serial = 4711, base::UnixTime later = 0) {
    return source.ask(card(serial), auth_.root(), {now_ + later, rng_});
  }
  Revocation ask_once(const OcspRules& rules, std::uint64_t serial = 4711, base::UnixTime later = 0) {
    OcspSource once(rules);
    return ask(once, serial, later);
  }
  Bytes response_without_nonce(const Responder& responder) const {
    const std::unique_ptr<OCSP_REQUEST, decltype(&OCSP_REQUEST_free)> request(OCSP_REQUEST_new(), OCSP_REQUEST_free);
    OCSP_request_add0_id(request.get(), OCSP_cert_to_id(EVP_sha1(), openssl::mutable_of(card(4711)), openssl::mutable_of(auth_.root())));
    const auto fetched = fetch({.method = "POST", .url = responder.url(), .body = openssl::encoded(i2d_OCSP_REQUEST, request.get()),
                                .content_type = "application/ocsp-request"});
    return fetched.ok() ? fetched->body : Bytes();
  }
};

TEST_F(Ocsp, ADelegateOfTheIssuerAnswers) {
  const auto runs = responder("delegate");
  ASSERT_TRUE(runs.runs());
  EXPECT_EQ(ask_once({.url = runs.url()}), Revocation::good);
  EXPECT_EQ(ask_once({.url = runs.url()}, 4712), Revocation::revoked);
  EXPECT_EQ(ask_once({.url = runs.url()}, 4713), Revocation::unknown);  // the responder does not know it
}

TEST_F(Ocsp, TheIssuerItselfAnswers) {
  const auto runs = responder("root");
  EXPECT_EQ(ask_once({.url = runs.url()}), Revocation::good);
  EXPECT_EQ(ask_once({.url = runs.url()}, 4712), Revocation::revoked);
}

TEST_F(Ocsp, AnswersOfOthersProveNothing) {
  for (const char* signer : {"stranger", "stranger-delegate", "card", "late-delegate"}) {
    const auto runs = responder(signer);
    ASSERT_TRUE(runs.runs()) << signer;
    EXPECT_EQ(ask_once({.url = runs.url()}), Revocation::unknown) << signer;
    EXPECT_EQ(ask_once({.url = runs.url()}, 4712), Revocation::unknown) << signer;
  }
}

TEST_F(Ocsp, AnAnswerOfAnotherTimeProvesNothing) {
  const auto runs = responder("delegate");
  EXPECT_EQ(ask_once({.url = runs.url()}, 4711, kHour + 200), Revocation::good);  // within the skew of five minutes
  EXPECT_EQ(ask_once({.url = runs.url()}, 4711, kHour + 400), Revocation::unknown);
  now_ -= 400;
  EXPECT_EQ(ask_once({.url = runs.url()}), Revocation::unknown);
}

TEST_F(Ocsp, AnAnswerWithoutAnEndCountsNowAndIsNotKept) {
  auto runs = std::make_unique<Responder>(folder_, "delegate", std::vector<std::string>());
  OcspSource source({.url = runs->url()});
  EXPECT_EQ(ask(source), Revocation::good);
  EXPECT_EQ(ask(source, 4711, 400), Revocation::unknown);
  runs.reset();
  EXPECT_EQ(ask(source), Revocation::unknown);
}

TEST_F(Ocsp, WithAWeakDigestNothingIsProven) {
  const auto runs = responder("delegate", {"-nmin", "60", "-rmd", "sha1"});
  EXPECT_EQ(ask_once({.url = runs.url()}), Revocation::unknown);
}

TEST_F(Ocsp, WhenTheResponderIsDownThePolicyDecides) {
  auto runs = std::make_unique<Responder>(folder_, "delegate", std::vector<std::string>{"-nmin", "60"});
  OcspSource strict({.url = runs->url()}), lenient({.url = runs->url(), .rules = *read_when_down("accept-cached-for 2 hours")});
  for (auto* source : {&strict, &lenient}) {
    EXPECT_EQ(ask(*source), Revocation::good);
    EXPECT_EQ(ask(*source, 4712), Revocation::revoked);
  }
  runs.reset();
  EXPECT_EQ(ask(strict, 4711, kHour - 60), Revocation::good);  // until nextUpdate nobody is asked
  EXPECT_EQ(ask(strict, 4711, kHour + 60), Revocation::unknown);
  EXPECT_EQ(ask(lenient, 4711, kHour + 60), Revocation::good);
  EXPECT_EQ(ask(lenient, 4712, kHour + 60), Revocation::revoked);
  EXPECT_EQ(ask(lenient, 4711, 3 * kHour - 60), Revocation::good);
  EXPECT_EQ(ask(lenient, 4711, 3 * kHour + 60), Revocation::unknown);
  EXPECT_EQ(ask(lenient, 4713), Revocation::unknown);  // never answered before
}

TEST_F(Ocsp, AReplayedAnswerIsRefused) {
  const auto runs = responder("delegate");
  const auto body = response_without_nonce(runs);
  const Canned canned(body);
  EXPECT_EQ(ask_once({.url = canned.url()}), Revocation::unknown);
  EXPECT_EQ(ask_once({.url = canned.url(), .demand_nonce = false}), Revocation::good);
  EXPECT_EQ(ask_once({.url = canned.url(), .demand_nonce = false}, 4712), Revocation::unknown);  // about another certificate
}

TEST_F(Ocsp, DamagedAnswersProveNothingAndNeverStopUs) {
  const auto runs = responder("root", {"-nmin", "60", "-resp_no_certs"});  // certificates that come along are signed by nobody
  const auto body = response_without_nonce(runs);
  ASSERT_FALSE(body.empty());
  for (std::size_t bit = 3; bit < body.size() * 8; bit += 23) {
    auto flipped = body;
    flipped[bit / 8] ^= static_cast<std::uint8_t>(1u << (bit % 8));
    const Canned canned(flipped);
    const auto state = ask_once({.url = canned.url(), .demand_nonce = false});
    ASSERT_TRUE(state == Revocation::unknown) << bit;
  }
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, body.size() - 1}) {
    const Canned canned(base::to_bytes(ByteView(body).first(size)));
    EXPECT_EQ(ask_once({.url = canned.url(), .demand_nonce = false}), Revocation::unknown) << size;
  }
  const Canned huge(Bytes(1u << 20));
  EXPECT_EQ(ask_once({.url = huge.url(), .demand_nonce = false}), Revocation::unknown);
}

}  // namespace
}  // namespace ippyo::identity
