// SPDX-License-Identifier: Apache-2.0
// The optional step before the PIN: does a camera of this kit show the face of the card? [SPEC 14.2 Agent]
#pragma once
#include "card/photo.hpp"
#include "card_work.hpp"

namespace ippyo::card_agent {

/// What a kit needs for it. Without both parts the agent says that it is not available.
struct FaceKit {
  card::FaceMatcher* matcher = nullptr;
  card::Camera* camera = nullptr;
  /// OpenCV's own value for FaceRecognizerSF with cosine similarity.
  double least_similarity = 0.363;
  bool complete() const { return matcher != nullptr && camera != nullptr; }
};

constexpr unsigned kPicturesPerTry = 3;  ///< the best one counts: people blink

/// What the voter typed off the card (照合番号B).
struct TypedNumber {
  base::SecretVector<std::uint8_t> number;
  card::LastTry last = card::LastTry::keep;
};
/// The card whose face it was, why the card gave nothing, or what is wrong with the faces.
using FaceFound = std::variant<CardMark, card::Refusal, card::FaceTrouble>;
FaceFound compare_face(Door& door, std::span<const card::CardType> types, const FaceKit& kit, const TypedNumber& typed);

}  // namespace ippyo::card_agent
