// SPDX-License-Identifier: Apache-2.0
#include "identity/mail.hpp"

#include <algorithm>
#include <array>
#include <ctime>

#include "base/codec.hpp"
#include "identity/curl.hpp"

namespace ippyo::identity {

using base::Error;
using base::Result;

static bool alphanumeric(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

/// Dots stand only between characters.
static bool dots_inside(std::string_view text) {
  return !text.empty() && text.front() != '.' && text.back() != '.' && text.find("..") == text.npos;
}

static bool is_domain(std::string_view domain) {
  if (!dots_inside(domain)) return false;
  for (std::size_t at = 0; at < domain.size();) {
    const auto label = domain.substr(at, domain.find('.', at) - at);
    if (label.size() > 63 || label.front() == '-' || label.back() == '-') return false;
    if (!std::all_of(label.begin(), label.end(), [](char c) { return alphanumeric(c) || c == '-'; })) return false;
    at += label.size() + 1;
  }
  return true;
}

std::optional<std::string> normalised_address(std::string_view text) {
  const auto sign = text.find('@');
  if (text.size() > 254 || sign == text.npos) return std::nullopt;
  const auto local = text.substr(0, sign), domain = text.substr(sign + 1);
  const auto allowed = [](char c) { return alphanumeric(c) || std::string_view("!#$%&'*+/=?^_`{|}~-.").find(c) != std::string_view::npos; };
  if (local.size() > 64 || !dots_inside(local) || !std::all_of(local.begin(), local.end(), allowed) || !is_domain(domain)) return std::nullopt;
  std::string out(text);
  std::transform(out.begin() + static_cast<std::ptrdiff_t>(sign), out.end(), out.begin() + static_cast<std::ptrdiff_t>(sign),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

/// RFC 2047: encoded words of at most 64 characters (76 in a line with the field's name), never split inside a character.
static std::string encoded(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    std::size_t n = std::min<std::size_t>(text.size(), 39);
    while (n < text.size() && (static_cast<unsigned char>(text[n]) & 0xc0) == 0x80) --n;
    out += (out.empty() ? "" : "\r\n ") + ("=?UTF-8?B?" + base::to_base64(base::view(text.substr(0, n)))) + "?=";
    text.remove_prefix(n);
  }
  return out;
}

static std::string date_line(base::UnixTime date) {
  static constexpr std::array kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::array kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto japan = static_cast<std::time_t>(date + 9 * 3600);
  std::tm t{};
  gmtime_r(&japan, &t);
  std::array<char, 64> rest{};
  std::strftime(rest.data(), rest.size(), " %Y %H:%M:%S +0900", &t);
  return std::string(kDays[static_cast<std::size_t>(t.tm_wday)]) + ", " + std::to_string(t.tm_mday) + " " +
         kMonths[static_cast<std::size_t>(t.tm_mon)] + rest.data();
}

static std::string body_lines(const std::string& text) {
  std::string crlf;
  for (const char c : text) crlf += c == '\n' ? std::string("\r\n") : std::string(1, c);
  const auto base64 = base::to_base64(base::view(crlf));
  std::string out;
  for (std::size_t at = 0; at < base64.size(); at += 76) out += base64.substr(at, 76) + "\r\n";
  return out;
}

static bool one_line(std::string_view text) { return base::is_clean_utf8(text) && text.find('\n') == text.npos; }

Result<std::string> mail_bytes(const Mail& mail) {
  if (!normalised_address(mail.from) || !normalised_address(mail.to)) return Error{"a mail address is not of the form name@domain; correct it"};
  if (!one_line(mail.subject) || !one_line(mail.from_name) || mail.subject.size() > 1000 || mail.from_name.size() > 200)
    return Error{"the subject or sender's name of a mail has a line break, is too long or is not UTF-8; correct the election's title"};
  if (!base::is_clean_utf8(mail.text)) return Error{"the text of a mail is not UTF-8; correct the election's title"};
  IPPYO_CHECK(!mail.id.empty() && std::all_of(mail.id.begin(), mail.id.end(), alphanumeric));
  const auto domain = mail.from.substr(mail.from.find('@'));
  const auto sender = mail.from_name.empty() ? mail.from : encoded(mail.from_name) + "\r\n <" + mail.from + ">";
  return "Date: " + date_line(mail.date) + "\r\nFrom: " + sender + "\r\nTo: " + mail.to + "\r\nSubject: " + encoded(mail.subject) +
         "\r\nMessage-ID: <" + mail.id + domain +
         ">\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=UTF-8\r\n"
         "Content-Transfer-Encoding: base64\r\n\r\n" +
         body_lines(mail.text);
}

static std::size_t give(char* to, std::size_t, std::size_t n, void* from) {
  auto& rest = *static_cast<std::string_view*>(from);
  n = std::min(n, rest.size());
  std::copy_n(rest.begin(), n, to);
  rest.remove_prefix(n);
  return n;
}

static std::size_t ignore(char*, std::size_t, std::size_t n, void*) { return n; }

static std::string failure(CURLcode code) {
  switch (code) {
    case CURLE_OPERATION_TIMEDOUT: return "the mail server did not answer in time; try again later";
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_CONNECT: return "the mail server cannot be reached; check its address";
    case CURLE_USE_SSL_FAILED: return "the mail server offers no TLS although the configuration requires it; ask its operator";
    case CURLE_PEER_FAILED_VERIFICATION: return "the certificate of the mail server is not trusted; check the CA file and the address";
    case CURLE_SSL_CACERT_BADFILE: return "the CA file for the mail server cannot be read; check its path";
    case CURLE_LOGIN_DENIED: return "the mail server refused user or password; check both";
    default: return std::string("the mail server did not take the mail (") + curl_easy_strerror(code) + "); look at its log";
  }
}

static void set_server(const CurlHandle& curl, const MailServer& server) {
  curl_set(curl, CURLOPT_URL, (server.url + "/" + server.hello).c_str());
  curl_set(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  curl_set(curl, CURLOPT_PROXY, "");
  curl_set(curl, CURLOPT_NOSIGNAL, 1L);
  curl_set(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(server.timeout.count()));
  const auto tls = server.tls == MailServer::Tls::required ? CURLUSESSL_ALL : server.tls == MailServer::Tls::if_offered ? CURLUSESSL_TRY : CURLUSESSL_NONE;
  curl_set(curl, CURLOPT_USE_SSL, static_cast<long>(tls));
  curl_set(curl, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_set(curl, CURLOPT_SSL_VERIFYHOST, 2L);
  if (!server.ca_file.empty()) {
    curl_set(curl, CURLOPT_CAPATH, nullptr);
    curl_set(curl, CURLOPT_CAINFO, server.ca_file.c_str());
  }
  if (!server.user.empty()) {
    auto password = base::to_string(server.password.expose());
    curl_set(curl, CURLOPT_USERNAME, server.user.c_str());
    curl_set(curl, CURLOPT_PASSWORD, password.c_str());
    base::wipe(password.data(), password.size());
  }
}

Result<void> send_mail(const MailServer& server, const Mail& mail) {
  if (!server.url.starts_with("smtp://") && !server.url.starts_with("smtps://"))
    return Error{"the address of the mail server must be smtp://host:port or smtps://host:port"};
  const auto message = mail_bytes(mail);
  if (!message) return message.error();
  const auto curl = curl_handle();
  set_server(curl, server);
  CurlList to;
  curl_append(to, "<" + mail.to + ">");
  curl_set(curl, CURLOPT_MAIL_FROM, ("<" + mail.from + ">").c_str());
  curl_set(curl, CURLOPT_MAIL_RCPT, to.get());
  std::string_view rest = *message;
  curl_set(curl, CURLOPT_UPLOAD, 1L);
  curl_set(curl, CURLOPT_READFUNCTION, give);
  curl_set(curl, CURLOPT_READDATA, &rest);
  curl_set(curl, CURLOPT_WRITEFUNCTION, ignore);
  const auto code = curl_easy_perform(curl.get());
  if (code != CURLE_OK) return Error{failure(code)};
  return {};
}

}  // namespace ippyo::identity
