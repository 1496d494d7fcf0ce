// SPDX-License-Identifier: Apache-2.0
// Where everything stands on the paper. Millimetres; the office's view of it is docs/formats/letters.md.
#pragma once
#include "letters/internal/canvas.hpp"
#include "letters/internal/letter_texts.hpp"
#include "letters/internal/qr.hpp"

namespace ippyo::letters::internal {

/// The sheet is folded in three. An address here shows in the window however the sheet slips in the envelope; everything else that
/// could show is left blank, and what is secret lies behind the paper of the envelope, not behind the window.
inline constexpr double kFold1 = 99, kFold2 = 198;
inline constexpr Box kAddress{22, 16, 62, 22};
inline constexpr Box kWindowZone{0, 0, 110, 60};
/// The QR has one place in every letter, and a hole at the edge of the paper leads a finger to it.
inline constexpr double kMargin = 18, kTextWidth = kA4Width - 2 * kMargin;
inline constexpr double kQrX = 166, kQrY = 131, kHoleX = 202, kHoleY = 131, kHoleRadius = 3;

struct Pages {
  std::size_t count;
  void (*shared)(Canvas&, const Letter&, const LetterTexts&, std::size_t page);  ///< the same for all letters of one office
  void (*own)(Canvas&, const Letter&, const LetterTexts&, const Qr&, std::size_t page);
};
extern const Pages kNormalPages, kLargePages;
inline const Pages& pages_of(Kind kind) { return kind == Kind::normal ? kNormalPages : kLargePages; }

void draw_address(Canvas& canvas, const Addressee& to);
void draw_fold_marks(Canvas& canvas);
void draw_hole(Canvas& canvas);
/// Number and sender at the upper right, where the window never is.
void draw_sender(Canvas& canvas, const Sender& from, bool overseas, bool rehearsal, const std::string& issued);
/// The number, above the date of draw_sender.
void draw_number(Canvas& canvas, const std::string& number, bool rehearsal);
/// The groups of the code with the number of each group above it; `lines` lines.
void draw_code(Canvas& canvas, const DedicatedCode& code, const Box& box, double points, std::size_t groups_in_line);

}  // namespace ippyo::letters::internal
