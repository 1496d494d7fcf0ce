// SPDX-License-Identifier: Apache-2.0
#include "card_work.hpp"

#include "base/hash.hpp"
#include "base/result.hpp"

namespace ippyo::card_agent {
namespace {

using card::Answer;
using card::Client;
using card::Pin;
using card::Refusal;
using card::Trouble;

bool wants_attributes(const Asked& a) { return a.attributes || a.kind == Kind::attributes; }

Answer<Look> tries(Client& client, const Asked& asked) {
  Look found;
  if (asked.signs()) {
    const auto t = client.tries(asked.key());
    IPPYO_TRY(t);
    found.key_tries = *t;
  }
  if (wants_attributes(asked)) {
    const auto t = client.attribute_tries();
    IPPYO_TRY(t);
    found.attribute_tries = *t;
  }
  const bool blocked = (asked.signs() && found.key_tries == 0) || (wants_attributes(asked) && found.attribute_tries == 0);
  if (blocked) return Refusal{Trouble::pin_blocked, 0};
  return found;
}

Answer<Look> number_tries(Client& client) {
  const auto left = client.surface_tries();
  IPPYO_TRY(left);
  if (*left == 0) return Refusal{Trouble::pin_blocked, 0};
  Look found;
  found.number_tries = *left;
  return found;
}

Answer<Given> ask(Client& client, const Asked& asked, const Typed& typed) {
  const auto& type = client.type();
  if (typed.only) {
    const auto mark = mark_of(client);
    IPPYO_TRY(mark);
    if (*mark != *typed.only) return Trouble::card_removed;
  }
  const auto left = tries(client, asked);
  IPPYO_TRY(left);
  const bool one_left = (asked.signs() && left->key_tries == 1) || (wants_attributes(asked) && left->attribute_tries == 1);
  if (one_left && typed.last == card::LastTry::keep) return Refusal{Trouble::pin_last_try, 1};
  // Both numbers are checked for their form before the card sees either.
  const auto& first = asked.signs() ? type.files(asked.key()).pin : type.attributes.pin;
  const auto pin = Pin::parse(first, typed.pin.expose());
  if (!pin.ok()) return pin.error();
  const bool same = typed.same && asked.kind != Kind::statement;
  const auto chip_pin = !asked.signs() || same ? Pin::parse(type.attributes.pin, typed.pin.expose())
                                               : Pin::parse(type.attributes.pin, typed.attribute_pin.expose());
  if (wants_attributes(asked) && !chip_pin.ok()) return chip_pin.error();

  Given given{std::string(type.name), {}, {}, {}};
  if (wants_attributes(asked)) {
    // First, because a mistake costs less here: the number for signing in blocks nothing else.
    auto a = client.attributes(*chip_pin, typed.last);
    if (!a.ok()) return a.error();
    given.attributes = std::move(*a);
  }
  if (asked.signs()) {
    auto s = client.sign_with_certificate(asked.key(), *pin, asked.message(), typed.last);
    if (!s.ok()) return s.error();
    given.certificate = std::move(s->certificate);
    given.signature = std::move(s->signature);
  }
  return given;
}

}  // namespace

Answer<CardMark> mark_of(Client& client) {
  const auto certificate = client.certificate(card::Key::auth);
  IPPYO_TRY(certificate);
  return base::hash32("card", ByteView(*certificate));
}

Look look(Door& door, std::span<const card::CardType> types, const Asked& asked, bool face_due) {
  const auto found = [&]() -> Answer<Look> {
    auto channel = door.open();
    if (!channel.ok()) return channel.error();
    auto client = Client::open(**channel, types);
    if (!client.ok()) return client.error();
    return face_due ? number_tries(*client) : tries(*client, asked);
  }();
  return found.ok() ? *found : Look{found.error()};
}

Answer<Given> perform(Door& door, std::span<const card::CardType> types, const Asked& asked, const Typed& typed) {
  auto channel = door.open();
  if (!channel.ok()) return channel.error();
  auto client = Client::open(**channel, types);
  if (!client.ok()) return client.error();
  return ask(*client, asked, typed);
}

Worker::Worker() : thread_([this] { run(); }) {}

Worker::~Worker() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

bool Worker::submit(std::function<void()> work) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || queue_.size() >= kMaxQueue) return false;
    queue_.push_back(std::move(work));
  }
  changed_.notify_all();
  return true;
}

void Worker::run() {
  for (;;) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
    if (stopping_) return;
    const auto work = std::move(queue_.front());
    queue_.pop_front();
    lock.unlock();
    work();
  }
}

}  // namespace ippyo::card_agent
