// SPDX-License-Identifier: Apache-2.0
// A page in millimetres: text set by Pango, lines and boxes by Cairo. Nothing is drawn that a font cannot draw.
#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"

extern "C" {
typedef struct _cairo cairo_t;
typedef struct _cairo_surface cairo_surface_t;
typedef struct _PangoContext PangoContext;
typedef struct _PangoLayout PangoLayout;
}

namespace ippyo::letters::internal {

inline constexpr double kPointsPerMm = 72 / 25.4;
inline constexpr double kA4Width = 210, kA4Height = 297;

enum class Face { gothic, mincho, mono };
enum class Align { left, centre, right };

struct Style {
  double points = 11;
  bool bold = false;
  Face face = Face::gothic;
  Align align = Align::left;
  double leading = 1.5;  ///< distance of lines, in font sizes
  double grey = 0;       ///< 0 black .. 1 white
  const char* language = "ja";
  bool whole_words = false;  ///< lines break at spaces only, as やさしい日本語 is read
};

struct Box {
  double x, y, width, height;  ///< millimetres from the upper left corner
};

/// Fonts and Pango's state, for one thread.
class Typesetter {
  std::unique_ptr<PangoContext, void (*)(PangoContext*)> context_;
  std::unique_ptr<PangoLayout, void (*)(PangoLayout*)> layout_;
  Typesetter();

 public:
  /// errors: the fonts for Japanese are not installed (names the package): paper full of empty boxes helps nobody.
  static base::Result<std::unique_ptr<Typesetter>> open();
  PangoLayout* layout() { return layout_.get(); }
};
/// errors: says which package has the font.
base::Result<void> require_font(std::string_view family);

/// What went wrong while drawing is kept and asked for once, at the end of a letter.
class Canvas {
  cairo_t* cairo_;
  Typesetter& typesetter_;
  std::string fault_;
  void lay_out(std::string_view text, double width, const Style& style);

 public:
  Canvas(cairo_t* cairo, Typesetter& typesetter) : cairo_(cairo), typesetter_(typesetter) {}
  /// Draws and returns the height in mm. Lines break by the rules of Japanese (kinsoku).
  double text(double x, double y, double width, std::string_view text, const Style& style);
  double height(std::string_view text, double width, const Style& style);
  double width(std::string_view text, const Style& style);
  /// The largest size up to style.points, and not below `smallest`, with which the text stays in the box; else a fault about
  /// `what`.
  double fit(const Box& box, std::string_view text, Style style, double smallest, std::string_view what);
  /// As fit, for the title of the election: when it needs two lines they part at its first wide space.
  double title(const Box& box, std::string_view text, const Style& style, double smallest);
  void fill(const Box& box, double grey);
  void frame(const Box& box, double line_mm, double grey = 0, double radius = 0);
  void line(double x1, double y1, double x2, double y2, double line_mm, double grey = 0);
  void circle(double x, double y, double radius, double line_mm, bool filled = false);
  /// A word across the whole page, in light grey, below everything else.
  void watermark(std::string_view text, const Box& page);
  /// Modules of a QR, dark ones 1; drawn on white with its quiet zone, at most `size` mm wide, around its centre.
  void squares(std::string_view modules, std::size_t side, double x, double y, double size);
  void paint(cairo_surface_t* surface);
  void fail(std::string fault);
  cairo_t* cairo() { return cairo_; }
  /// The first fault, or empty.
  const std::string& fault() const { return fault_; }
};

}  // namespace ippyo::letters::internal
