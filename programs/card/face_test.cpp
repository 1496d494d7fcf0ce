// SPDX-License-Identifier: Apache-2.0
// The face before the PIN: with a matcher and a camera of the test's own. No model could be had: OpenCV's part is not tested.
#include <deque>

#include "test_agent.hpp"
#include "virtual_card/sample_photo.hpp"

namespace ippyo::card_agent::test {
namespace {

using card::FaceTrouble;

/// Finds what the test says, picture by picture; the last one again and again.
struct ToldMatcher final : card::FaceMatcher {
  std::deque<card::FaceAnswer<double>> found{0.8};
  unsigned compared = 0;
  std::uint32_t photo_width = 0;
  card::FaceAnswer<double> similarity(const card::Image& chip, const card::Image&) override {
    ++compared, photo_width = chip.width;
    const auto out = found.front();
    if (found.size() > 1) found.pop_front();
    return out;
  }
};
struct ToldCamera final : card::Camera {
  bool there = true;
  unsigned taken = 0;
  card::FaceAnswer<card::Image> take() override {
    ++taken;
    if (!there) return FaceTrouble::camera;
    return card::Image{2, 2, {1, 2, 3, 4}};
  }
};

const std::string kNumber = "number_birth=020102&number_expiry=2033&number_code=1234";  // 平成2年1月2日

class FaceAgent : public Agent {
 protected:
  ToldMatcher matcher;
  ToldCamera camera;

  void adjust(Options& o) override {
    o.face.matcher = &matcher;
    o.face.camera = &camera;
    put(issue());
  }
  static virtual_card::CardData issue(base::Bytes photo = virtual_card::sample_photo()) {
    virtual_card::CardOptions options;
    options.photo = std::move(photo);
    options.number_b = "02010220331234";
    return pki().issue(kHanako, options);
  }
  void put(virtual_card::CardData data) { door.card = std::make_unique<virtual_card::VirtualCard>(std::move(data)); }
  Made make_faced() const { return make({{"kind", "claim"}, {"title", "見本選挙"}, {"claim", kClaim}, {"face", true}}); }
  std::string state(const Made& made) const {
    const auto html = page(made.path);
    const auto at = html.find("data-state=\"");
    return at == html.npos ? "" : html.substr(at + 12, html.find('"', at + 12) - at - 12);
  }
  void face(const Made& made, const std::string& number = kNumber) const { type(made.path, number + "&do=face"); }
  void pin(const Made& made) const { type(made.path, "pin=1234&same=yes&do=sign"); }
  bool shows(const Made& made, const std::string& words) const { return page(made.path).find(words) != std::string::npos; }
};

TEST_F(FaceAgent, TheFaceOfTheCardLetsTheVoterGoOnToThePin) {
  EXPECT_NE(ask("GET /status", booth_lines()).find("\"available\":true"), std::string::npos);
  const auto made = make_faced();
  EXPECT_EQ(state(made), "face");
  EXPECT_TRUE(shows(made, "セキュリティコード"));
  EXPECT_TRUE(shows(made, "<strong>10回</strong>")) << "the tries of the printed number";
  EXPECT_FALSE(shows(made, "name=\"pin\""));
  face(made);
  EXPECT_EQ(state(made), "pin");
  EXPECT_TRUE(shows(made, "カードの写真と顔が合いました"));
  EXPECT_GT(matcher.photo_width, 100u) << "the photo of the chip";
  EXPECT_EQ(collect(made.id)["state"], "pending");
  pin(made);
  EXPECT_EQ(collect(made.id)["state"], "done");
  EXPECT_FALSE(door.card->individual_number_touched());
}

TEST_F(FaceAgent, ARequestThatAsksForNoFaceHasNoSuchStep) {
  const auto made = make_claim();
  EXPECT_EQ(state(made), "pin");
  face(made);
  EXPECT_EQ(camera.taken, 0u);
  pin(made);
  EXPECT_EQ(collect(made.id)["state"], "done");
}

TEST_F(FaceAgent, NoPinCountsBeforeTheFace) {
  const auto made = make_faced();
  pin(made);
  type(made.path, "pin=0000&same=yes&do=sign");
  EXPECT_EQ(state(made), "face");
  EXPECT_EQ(door.card->data().auth_pin.left, 3) << "the card was not asked";
  EXPECT_EQ(collect(made.id)["state"], "pending");
}

TEST_F(FaceAgent, TheThirdOtherFaceEndsItAndNamesOtherWays) {
  matcher.found = {0.362};
  const auto made = make_faced();
  for (int i = 0; i < 2; ++i) {
    face(made);
    EXPECT_TRUE(shows(made, "写真と合いませんでした"));
    EXPECT_EQ(state(made), "face");
  }
  face(made);
  EXPECT_EQ(state(made), "refused");
  EXPECT_TRUE(shows(made, "投票所で紙の投票"));
  const auto refused = collect(made.id);
  ASSERT_EQ(refused["word"], "face-no-match");
  EXPECT_NE(refused["sentence"].get<std::string>().find("paper"), std::string::npos);
  EXPECT_EQ(door.card->data().auth_pin.left, 3);
}

TEST_F(FaceAgent, TheBestOfThreePicturesCounts) {
  matcher.found = {0.1, FaceTrouble::no_face, 0.363};
  const auto made = make_faced();
  face(made);
  EXPECT_EQ(camera.taken, 3u);
  EXPECT_EQ(state(made), "pin");
}

TEST_F(FaceAgent, WhatTheVoterCanMendIsSaidAndCostsNoTry) {
  const auto made = make_faced();
  camera.there = false;
  for (int i = 0; i < 4; ++i) face(made);
  face(made);
  EXPECT_TRUE(shows(made, "カメラがありません"));
  camera.there = true;
  for (const auto& [trouble, words] : {std::pair{FaceTrouble::no_face, "顔が見えません"}, {FaceTrouble::several_faces, "ほかの人も映っています"}}) {
    matcher.found = {trouble};
    face(made);
    EXPECT_TRUE(shows(made, words));
    EXPECT_FALSE(shows(made, words)) << "an error is shown once";
  }
  matcher.found = {0.9};
  face(made);
  EXPECT_EQ(state(made), "pin");
}

TEST_F(FaceAgent, WhatNobodyCanMendEndsIt) {
  put(issue({1, 2, 3}));
  auto made = make_faced();
  face(made);
  EXPECT_EQ(collect(made.id)["word"], "face-unavailable") << "no JPEG 2000";
  EXPECT_EQ(camera.taken, 0u);
  put(issue());
  for (const auto trouble : {FaceTrouble::photo, FaceTrouble::models}) {
    matcher.found = {trouble};
    made = make_faced();
    face(made);
    EXPECT_EQ(collect(made.id)["word"], "face-unavailable") << face_word(trouble);
  }
}

TEST_F(FaceAgent, AWrongPrintedNumberCostsOneOfTenAndTheLastNeedsAConfirmation) {
  const auto made = make_faced();
  face(made, "number_birth=020102&number_expiry=2033&number_code=12");
  EXPECT_TRUE(shows(made, "番号の形が違います"));
  EXPECT_EQ(door.card->data().number_b.left, 10) << "the card was not asked";
  const std::string wrong = "number_birth=020102&number_expiry=2033&number_code=9999";
  face(made, wrong);
  EXPECT_TRUE(shows(made, "番号が違います"));
  EXPECT_TRUE(shows(made, "<strong>9回</strong>"));
  for (int i = 0; i < 8; ++i) face(made, wrong);
  EXPECT_TRUE(shows(made, "name=\"last\""));
  face(made, wrong);
  EXPECT_EQ(door.card->data().number_b.left, 1) << "not without the confirmation";
  face(made, wrong + "&last=yes");
  EXPECT_EQ(collect(made.id)["word"], "pin-blocked");
  EXPECT_EQ(camera.taken, 0u);
}

TEST_F(FaceAgent, AnotherCardAfterTheFaceBeginsAgainAndItsPinIsNotShown) {
  const auto made = make_faced();
  face(made);
  ASSERT_EQ(state(made), "pin");
  put(pki().issue(kHanako));
  pin(made);
  EXPECT_TRUE(shows(made, "途中でカードが離れました"));
  EXPECT_EQ(state(made), "face");
  EXPECT_EQ(door.card->data().auth_pin.left, 3);
  type(made.path, "pin=0000&same=yes&do=sign");
  EXPECT_EQ(door.card->data().auth_pin.left, 3);
  EXPECT_EQ(collect(made.id)["state"], "pending");
}

TEST_F(FaceAgent, ACardWithoutAReaderAndACancelAreAsEverywhere) {
  const auto made = make_faced();
  auto card = std::move(door.card);
  EXPECT_EQ(state(made), "no-card");
  door.card = std::move(card);
  type(made.path, "do=cancel");
  EXPECT_EQ(collect(made.id)["word"], "cancelled");
  face(made);
  EXPECT_EQ(camera.taken, 0u);
}

TEST_F(FaceAgent, TheStepSpeaksThreeLanguages) {
  const auto made = make_faced();
  EXPECT_NE(page(made.path + "?lang=en").find("Compare with the camera"), std::string::npos);
  EXPECT_NE(page(made.path + "?lang=easy").find("カメラで くらべる"), std::string::npos);
}

class HalfKit : public FaceAgent {
 protected:
  void adjust(Options& o) override { o.face.matcher = &matcher; }
};

TEST_F(HalfKit, WithoutACameraOfTheProgramItIsNotAvailable) {
  const auto answer = post_request({{"kind", "claim"}, {"title", "x"}, {"claim", kClaim}, {"face", true}});
  EXPECT_TRUE(http::test::is_problem(answer, 501)) << answer;
}

}  // namespace
}  // namespace ippyo::card_agent::test
