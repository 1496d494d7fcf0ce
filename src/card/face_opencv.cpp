// SPDX-License-Identifier: Apache-2.0
// Faces by OpenCV with models given by path. The positive match is untested: no model can be had here. [SPEC 14.2 Agent]
#include <opencv2/imgproc.hpp>
#include <opencv2/objdetect/face.hpp>

#include "card/photo.hpp"

namespace ippyo::card {
namespace {

class OpenCvMatcher final : public FaceMatcher {
  cv::Ptr<cv::FaceDetectorYN> detector_;
  cv::Ptr<cv::FaceRecognizerSF> recogniser_;

  /// The features of the one face in the picture.
  base::Result<cv::Mat> features(const Image& image, const std::string& whose) {
    if (image.width < 32 || image.height < 32 || image.grey.size() != std::size_t{image.width} * image.height)
      return base::Error{"the picture from " + whose + " is too small for a face; take it again"};
    const cv::Mat grey(static_cast<int>(image.height), static_cast<int>(image.width), CV_8UC1,
                       const_cast<std::uint8_t*>(image.grey.data()));
    cv::Mat colour, faces, aligned, out;
    cv::cvtColor(grey, colour, cv::COLOR_GRAY2BGR);
    detector_->setInputSize(colour.size());
    detector_->detect(colour, faces);
    if (faces.rows == 0)
      return base::Error{"no face was found in the picture from " + whose + "; look into the camera in good light and try again"};
    if (faces.rows > 1)
      return base::Error{"more than one face is in the picture from " + whose + "; let one person sit alone and try again"};
    recogniser_->alignCrop(colour, faces.row(0), aligned);
    recogniser_->feature(aligned, out);
    return out.clone();
  }

 public:
  OpenCvMatcher(cv::Ptr<cv::FaceDetectorYN> detector, cv::Ptr<cv::FaceRecognizerSF> recogniser)
      : detector_(std::move(detector)), recogniser_(std::move(recogniser)) {}
  base::Result<double> similarity(const Image& chip, const Image& camera) override try {
    const auto a = features(chip, "the card"), b = features(camera, "the camera");
    if (!a.ok()) return a.error();
    if (!b.ok()) return b.error();
    return recogniser_->match(*a, *b, cv::FaceRecognizerSF::DisType::FR_COSINE);
  } catch (const cv::Exception&) {
    return base::Error{"the face models did not work on these pictures; compare the face by eye"};
  }
};

}  // namespace

bool face_matching_built_in() { return true; }

base::Result<std::unique_ptr<FaceMatcher>> face_matcher(const FaceModels& models) try {
  std::error_code ignored;
  if (!std::filesystem::exists(models.detector, ignored) || !std::filesystem::exists(models.recogniser, ignored))
    return base::Error{"face matching is not available on this kit: no model files; compare the face by eye"};
  auto detector = cv::FaceDetectorYN::create(models.detector.string(), "", cv::Size(320, 320));
  auto recogniser = cv::FaceRecognizerSF::create(models.recogniser.string(), "");
  return std::unique_ptr<FaceMatcher>(new OpenCvMatcher(std::move(detector), std::move(recogniser)));
} catch (const cv::Exception&) {
  return base::Error{"face matching is not available on this kit: the model files cannot be read; compare the face by eye"};
}

}  // namespace ippyo::card
