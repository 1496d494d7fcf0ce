// SPDX-License-Identifier: Apache-2.0
#include "face_step.hpp"

namespace ippyo::card_agent {
namespace {

using card::FaceTrouble;

/// Pictures are wiped as soon as they were compared.
void forget(card::Image& image) { base::wipe(image.grey.data(), image.grey.size()); }

/// The best of some pictures; a trouble only when every picture had one.
card::FaceAnswer<double> best_similarity(const FaceKit& kit, const card::Image& chip) {
  std::optional<double> best;
  FaceTrouble trouble = FaceTrouble::camera;
  for (unsigned i = 0; i < kPicturesPerTry; ++i) {
    auto picture = kit.camera->take();
    if (const auto* why = std::get_if<FaceTrouble>(&picture)) return *why;
    const auto found = kit.matcher->similarity(chip, std::get<card::Image>(picture));
    forget(std::get<card::Image>(picture));
    if (const auto* s = std::get_if<double>(&found)) best = std::max(best.value_or(-1), *s);
    else trouble = std::get<FaceTrouble>(found);
    if (best && *best >= kit.least_similarity) break;
  }
  if (best) return *best;
  return trouble;
}

struct Chip {
  CardMark mark;
  base::Bytes photo;
};

card::Answer<Chip> read_chip(Door& door, std::span<const card::CardType> types, const TypedNumber& typed) {
  auto channel = door.open();
  if (!channel.ok()) return channel.error();
  auto client = card::Client::open(**channel, types);
  if (!client.ok()) return client.error();
  const auto number = card::Pin::parse(client->type().surface.pin, typed.number.expose());
  if (!number.ok()) return number.error();
  const auto mark = mark_of(*client);
  if (!mark.ok()) return mark.error();
  auto photo = client->photo(*number, typed.last);
  if (!photo.ok()) return photo.error();
  return Chip{*mark, std::move(*photo)};
}

}  // namespace

FaceFound compare_face(Door& door, std::span<const card::CardType> types, const FaceKit& kit, const TypedNumber& typed) {
  auto chip = read_chip(door, types, typed);
  if (!chip.ok()) return chip.error();
  auto image = card::decode_photo(chip->photo);
  base::wipe(chip->photo.data(), chip->photo.size());
  if (!image.ok()) return FaceTrouble::photo;
  const auto best = best_similarity(kit, *image);
  forget(*image);
  if (const auto* trouble = std::get_if<FaceTrouble>(&best)) return *trouble;
  if (std::get<double>(best) < kit.least_similarity) return FaceTrouble::differs;
  return chip->mark;
}

}  // namespace ippyo::card_agent
