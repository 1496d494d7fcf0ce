// SPDX-License-Identifier: Apache-2.0
// The photo of the chip as pixels, and whether a camera shows the same face. Nothing leaves the machine. [SPEC 14.2 Agent]
#pragma once
#include <filesystem>
#include <memory>
#include <string_view>
#include <variant>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace ippyo::card {

struct Image {
  std::uint32_t width = 0, height = 0;
  base::Bytes grey;  ///< one byte per pixel, row by row
};
constexpr std::uint32_t kMaxPhotoSide = 4096;
/// JPEG 2000, as the chip stores it. errors: not a whole JPEG 2000 image, or larger than kMaxPhotoSide.
base::Result<Image> decode_photo(base::ByteView jpeg2000);

/// Why two faces could not be compared, or were not found alike; face_word() and SPEC 14.2 list the words.
enum class FaceTrouble : std::uint8_t {
  camera = 1,     // "camera-missing": no camera, or it gives no picture
  no_face,        // "no-face": in the camera's picture
  several_faces,  // "several-faces": in the camera's picture
  differs,        // "face-differs"
  photo,          // "photo-unusable": the chip's photo cannot be read or shows no face
  models,         // "models-failed"
};
std::string_view face_word(FaceTrouble trouble);
template <class T>
using FaceAnswer = std::variant<T, FaceTrouble>;

/// A camera of this computer. Pictures stay in the process.
class Camera {
 public:
  virtual ~Camera() = default;
  /// errors: camera.
  virtual FaceAnswer<Image> take() = 0;
};

/// Compares two faces with models given as files.
class FaceMatcher {
 public:
  virtual ~FaceMatcher() = default;
  /// Cosine similarity of the two faces, -1 to 1. errors: no_face, several_faces of the camera's picture; photo; models.
  virtual FaceAnswer<double> similarity(const Image& chip, const Image& camera) = 0;
};
struct FaceModels {
  std::filesystem::path detector, recogniser;  ///< ONNX files for OpenCV's FaceDetectorYN and FaceRecognizerSF
};
/// Whether this build contains OpenCV.
bool face_matching_built_in();
/// errors: not built in, or a model is missing or unreadable; the sentence says that face matching is not available on this kit.
base::Result<std::unique_ptr<FaceMatcher>> face_matcher(const FaceModels& models);
/// The camera with this number (/dev/videoN), opened for every picture anew. nullptr: not built in.
std::unique_ptr<Camera> open_camera(int number);

}  // namespace ippyo::card
