// SPDX-License-Identifier: Apache-2.0
// One short mail to one person, through a mail server that is not ours. [SPEC 13.4 EmailCode]
#pragma once
#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "base/sealed_file.hpp"

namespace ippyo::identity {

struct MailServer {
  enum class Tls : std::uint8_t { required, if_offered, none };
  std::string url;           ///< smtp://host:port, or smtps://host:port
  Tls tls = Tls::required;   ///< STARTTLS on smtp://; the certificate is verified whenever TLS is spoken
  std::string user{};        ///< empty: no AUTH
  base::SecretBytes password{};
  std::filesystem::path ca_file{};  ///< PEM; empty: the roots of the system
  std::string hello = "localhost";  ///< our name in EHLO
  std::chrono::milliseconds timeout{20'000};
};

struct Mail {
  std::string from;       ///< address alone
  std::string from_name;  ///< shown beside it; may be empty
  std::string to;         ///< address alone
  std::string subject;    ///< UTF-8, one line
  std::string text;       ///< UTF-8, lines end in LF
  std::string id;         ///< unique, of letters and digits: the left part of Message-ID
  base::UnixTime date = 0;
};

/// The address with its domain in lower case. Nothing unless it is local@domain in ASCII: dots, letters, digits and !#$%&'*+/=?^_`{|}~-
/// before the sign, at most 64; labels of letters, digits and inner hyphens after it; at most 254 together.
std::optional<std::string> normalised_address(std::string_view text);

/// The message as it goes over the wire, all ASCII, no line over 76 characters but that of a long address.
/// errors: an address that is none, a line break or other control character in a header, text that is not UTF-8.
base::Result<std::string> mail_bytes(const Mail& mail);

/// Hands the mail to the server. Blocks.
/// errors: as mail_bytes; no connection, no TLS where it is required, refused sender, recipient or password. Never names an address.
base::Result<void> send_mail(const MailServer& server, const Mail& mail);

}  // namespace ippyo::identity
