// SPDX-License-Identifier: Apache-2.0
#include "card/pcsc.hpp"

#include <winscard.h>

#include "base/result.hpp"

namespace ippyo::card {
namespace {

constexpr DWORD kProtocols = SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1;

/// One connection to the PC/SC service.
struct Context {
  SCARDCONTEXT handle = 0;
  LONG opened = SCardEstablishContext(SCARD_SCOPE_SYSTEM, nullptr, nullptr, &handle);
  Context() = default;
  Context(const Context&) = delete;
  ~Context() {
    if (opened == SCARD_S_SUCCESS) SCardReleaseContext(handle);
  }
};

Trouble trouble(LONG code) {
  switch (code) {
    case SCARD_E_NO_SERVICE:
    case SCARD_E_SERVICE_STOPPED:
    case SCARD_F_COMM_ERROR:
      return Trouble::reader_service;
    case SCARD_E_NO_READERS_AVAILABLE:
    case SCARD_E_UNKNOWN_READER:
    case SCARD_E_READER_UNAVAILABLE:
      return Trouble::no_reader;
    case SCARD_E_NO_SMARTCARD:
      return Trouble::no_card;
    case SCARD_E_SHARING_VIOLATION:
      return Trouble::card_busy;
    case SCARD_W_REMOVED_CARD:
    case SCARD_W_RESET_CARD:
    case SCARD_E_NOT_TRANSACTED:
      return Trouble::card_removed;
    default:
      return Trouble::card_answer;  // unpowered, unresponsive, unsupported card
  }
}

Answer<std::vector<Reader>> list(const Context& context) {
  if (context.opened != SCARD_S_SUCCESS) return trouble(context.opened);
  DWORD size = 0;
  auto code = SCardListReaders(context.handle, nullptr, nullptr, &size);
  std::vector<char> names(size);
  if (code == SCARD_S_SUCCESS) code = SCardListReaders(context.handle, nullptr, names.data(), &size);
  if (code != SCARD_S_SUCCESS) return trouble(code);
  std::vector<Reader> found;
  for (const char* name = names.data(); name < names.data() + size && *name; name += found.back().name.size() + 1) {
    SCARD_READERSTATE state{};
    state.szReader = name;
    const bool known = SCardGetStatusChange(context.handle, 0, &state, 1) == SCARD_S_SUCCESS;
    found.push_back({name, known && (state.dwEventState & SCARD_STATE_PRESENT) != 0});
  }
  if (found.empty()) return Trouble::no_reader;
  return found;
}

Answer<std::string> only_reader_with_card(const std::vector<Reader>& readers) {
  const Reader* one = nullptr;
  for (const auto& r : readers) {
    if (!r.holds_card) continue;
    if (one) return Trouble::several_cards;
    one = &r;
  }
  if (!one) return Trouble::no_card;
  return one->name;
}

}  // namespace

Answer<std::vector<Reader>> readers() {
  const Context context;
  return list(context);
}

struct PcscChannel::Impl {
  Context context;
  SCARDHANDLE card = 0;
  DWORD protocol = 0;
  bool transaction = false;
  std::string reader;

  void end() {
    if (std::exchange(transaction, false)) SCardEndTransaction(card, SCARD_RESET_CARD);
  }
  ~Impl() {
    end();
    if (card) SCardDisconnect(card, SCARD_RESET_CARD);
  }
};

PcscChannel::PcscChannel(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
PcscChannel::~PcscChannel() = default;
const std::string& PcscChannel::reader() const { return impl_->reader; }

Answer<std::unique_ptr<PcscChannel>> PcscChannel::open(std::string_view reader) {
  auto impl = std::make_unique<Impl>();
  const auto found = list(impl->context);
  IPPYO_TRY(found);
  auto name = reader.empty() ? only_reader_with_card(*found) : Answer<std::string>(std::string(reader));
  IPPYO_TRY(name);
  impl->reader = std::move(*name);
  auto code = SCardConnect(impl->context.handle, impl->reader.c_str(), SCARD_SHARE_EXCLUSIVE, kProtocols, &impl->card,
                           &impl->protocol);
  if (code != SCARD_S_SUCCESS) {
    impl->card = 0;
    return trouble(code);
  }
  code = SCardBeginTransaction(impl->card);
  if (code != SCARD_S_SUCCESS) return trouble(code);
  impl->transaction = true;
  return std::unique_ptr<PcscChannel>(new PcscChannel(std::move(impl)));
}

Answer<Response> PcscChannel::transmit(ByteView command) {
  const SCARD_IO_REQUEST header{impl_->protocol, sizeof(SCARD_IO_REQUEST)};
  Bytes out(4096);
  DWORD size = out.size();
  const auto code = SCardTransmit(impl_->card, &header, command.data(), command.size(), nullptr, out.data(), &size);
  // Readers report a card pulled out in the middle of a command as a failed transmission.
  if (code != SCARD_S_SUCCESS) {
    const auto t = trouble(code);
    return t == Trouble::card_answer || t == Trouble::no_card ? Trouble::card_removed : t;
  }
  if (size < 2 || size > out.size()) return Trouble::card_answer;
  Response r;
  r.status = static_cast<std::uint16_t>(out[size - 2] << 8 | out[size - 1]);
  out.resize(size - 2);
  r.data = std::move(out);
  return r;
}

void PcscChannel::reset() {
  DWORD active = 0;
  impl_->end();
  if (SCardReconnect(impl_->card, SCARD_SHARE_EXCLUSIVE, kProtocols, SCARD_RESET_CARD, &active) != SCARD_S_SUCCESS) return;
  impl_->protocol = active;
  impl_->transaction = SCardBeginTransaction(impl_->card) == SCARD_S_SUCCESS;
}

}  // namespace ippyo::card
