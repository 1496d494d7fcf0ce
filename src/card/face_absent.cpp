// SPDX-License-Identifier: Apache-2.0
// Built instead of face_opencv.cpp where OpenCV is not installed. [SPEC 14.2 Agent]
#include "card/photo.hpp"

namespace ippyo::card {

bool face_matching_built_in() { return false; }

base::Result<std::unique_ptr<FaceMatcher>> face_matcher(const FaceModels&) {
  return base::Error{"face matching is not available on this kit: the program was built without OpenCV; compare the face by eye"};
}

std::unique_ptr<Camera> open_camera(int) { return nullptr; }

}  // namespace ippyo::card
