// SPDX-License-Identifier: Apache-2.0
// What a My Number Card is asked: certificates, signatures, attributes, photo; never the individual number. [SPEC 14.1 Card]
#pragma once
#include "card/channel.hpp"
#include "card/pin.hpp"
#include "roll/person.hpp"

namespace ippyo::card {

/// Whether the holder said that the last try may be used up.
enum class LastTry : std::uint8_t { keep = 1, use };

/// One card for as long as one request lasts. The destructor resets the card: no PIN outlives the request.
class Client {
  Channel* channel_;
  const CardType* type_;
  Client(Channel& channel, const CardType& type) : channel_(&channel), type_(&type) {}

 public:
  /// Finds the row of `types` whose application the card has. `channel` outlives the client.
  /// errors: not_my_number_card and those of the channel.
  static Answer<Client> open(Channel& channel, std::span<const CardType> types = present_cards());
  Client(Client&& o) noexcept : channel_(std::exchange(o.channel_, nullptr)), type_(o.type_) {}
  Client& operator=(Client&&) = delete;
  ~Client();
  const CardType& type() const { return *type_; }

  /// Without costing a try; 0 when blocked.
  Answer<unsigned> tries(Key key);
  Answer<unsigned> attribute_tries();
  Answer<unsigned> surface_tries();

  /// DER. The signing certificate is readable only after its PIN. errors: no_certificate.
  Answer<Bytes> certificate(Key key);
  /// Signature over `message` with the algorithm of the type: PKCS#1 v1.5 with SHA-256 (256 bytes), or ECDSA with SHA-384 (DER).
  /// errors: pin_wrong, pin_last_try, pin_blocked, pin_format.
  Answer<Bytes> sign(Key key, const Pin& pin, ByteView message, LastTry last = LastTry::keep);
  /// The certificate and a signature by its key, with one showing of the PIN.
  struct Signed {
    Bytes certificate, signature;
  };
  Answer<Signed> sign_with_certificate(Key key, const Pin& pin, ByteView message, LastTry last = LastTry::keep);
  /// Name, address, birth date, sex as the chip says.
  Answer<roll::Attributes> attributes(const Pin& pin, LastTry last = LastTry::keep);
  /// The photo as JPEG 2000, opened by what is printed on the card (照合番号B, 14 digits) and by no PIN.
  Answer<Bytes> photo(const Pin& number_b, LastTry last = LastTry::keep);

 private:
  Answer<Done> select_application(ByteView aid);
  Answer<Done> select_file(std::uint16_t file);
  Answer<unsigned> tries_of(ByteView aid, const PinPolicy& policy);
  Answer<Done> show_pin(const PinPolicy& policy, const Pin& pin, LastTry last);
  Answer<Bytes> read(std::uint16_t file);
  Answer<Bytes> record(const RecordFiles& files, const Pin& pin, LastTry last);
  Answer<Bytes> raw_signature(Key key, ByteView message);
};

}  // namespace ippyo::card
