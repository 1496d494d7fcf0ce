// SPDX-License-Identifier: Apache-2.0
// Faces by OpenCV with models given by path, and a camera of this computer. The positive match is untested: no model can be had here. [SPEC 14.2 Agent]
#include <opencv2/imgproc.hpp>
#include <opencv2/objdetect/face.hpp>
#include <opencv2/videoio.hpp>

#include "card/photo.hpp"

namespace ippyo::card {
namespace {

constexpr int kLeastSide = 32, kFramesToSettle = 8;

class OpenCvMatcher final : public FaceMatcher {
  cv::Ptr<cv::FaceDetectorYN> detector_;
  cv::Ptr<cv::FaceRecognizerSF> recogniser_;

  /// The features of the one face in the picture.
  FaceAnswer<cv::Mat> features(const Image& image) {
    if (image.width < kLeastSide || image.height < kLeastSide || image.grey.size() != std::size_t{image.width} * image.height) return FaceTrouble::no_face;
    const cv::Mat grey(static_cast<int>(image.height), static_cast<int>(image.width), CV_8UC1, const_cast<std::uint8_t*>(image.grey.data()));
    cv::Mat colour, faces, aligned, out;
    cv::cvtColor(grey, colour, cv::COLOR_GRAY2BGR);
    detector_->setInputSize(colour.size());
    detector_->detect(colour, faces);
    if (faces.rows == 0) return FaceTrouble::no_face;
    if (faces.rows > 1) return FaceTrouble::several_faces;
    recogniser_->alignCrop(colour, faces.row(0), aligned);
    recogniser_->feature(aligned, out);
    return out.clone();
  }

 public:
  OpenCvMatcher(cv::Ptr<cv::FaceDetectorYN> detector, cv::Ptr<cv::FaceRecognizerSF> recogniser)
      : detector_(std::move(detector)), recogniser_(std::move(recogniser)) {}
  FaceAnswer<double> similarity(const Image& chip, const Image& camera) override try {
    const auto a = features(chip), b = features(camera);
    if (std::holds_alternative<FaceTrouble>(a)) return FaceTrouble::photo;
    if (const auto* trouble = std::get_if<FaceTrouble>(&b)) return *trouble;
    return recogniser_->match(std::get<cv::Mat>(a), std::get<cv::Mat>(b), cv::FaceRecognizerSF::DisType::FR_COSINE);
  } catch (const cv::Exception&) {
    return FaceTrouble::models;
  }
};

class V4lCamera final : public Camera {
  int number_;

 public:
  explicit V4lCamera(int number) : number_(number) {}
  FaceAnswer<Image> take() override try {
    cv::VideoCapture capture(number_);
    cv::Mat frame, grey;
    // The first pictures are dark until the camera has settled.
    for (int i = 0; i < kFramesToSettle; ++i)
      if (!capture.read(frame) || frame.empty()) return FaceTrouble::camera;
    cv::cvtColor(frame, grey, cv::COLOR_BGR2GRAY);
    Image out{static_cast<std::uint32_t>(grey.cols), static_cast<std::uint32_t>(grey.rows), {}};
    out.grey.assign(grey.datastart, grey.dataend);
    return out;
  } catch (const cv::Exception&) {
    return FaceTrouble::camera;
  }
};

}  // namespace

bool face_matching_built_in() { return true; }

std::unique_ptr<Camera> open_camera(int number) { return std::make_unique<V4lCamera>(number); }

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
