// SPDX-License-Identifier: Apache-2.0
#include "letters/internal/canvas.hpp"

#include <pango/pangocairo.h>

#include <cmath>
#include <numbers>
#include <span>

#include "base/check.hpp"

namespace ippyo::letters::internal {
namespace {

constexpr const char* kFamilies[] = {"Noto Sans CJK JP", "Noto Serif CJK JP", "Noto Sans Mono CJK JP"};
constexpr double kRadian = std::numbers::pi / 180;

double points(double mm) { return mm * kPointsPerMm; }
double millimetres(int pango_units) { return pango_units / double{PANGO_SCALE} / kPointsPerMm; }

PangoContext* new_context() {
  auto* context = pango_font_map_create_context(pango_cairo_font_map_get_default());
  pango_cairo_context_set_resolution(context, 72);
  auto* options = cairo_font_options_create();
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
  pango_cairo_context_set_font_options(context, options);
  cairo_font_options_destroy(options);
  pango_context_set_round_glyph_positions(context, FALSE);
  return context;
}

/// Addresses of pages and telephone numbers stay in one line; of a text with spaces between its words, every word.
void keep_together(PangoAttrList* list, std::string_view text, bool every_word) {
  constexpr std::size_t kLongest = 48;
  for (std::size_t begin = 0; begin < text.size();) {
    std::size_t end = begin;
    while (end < text.size() && (every_word ? text[end] != ' ' : text[end] > ' ')) ++end;  // bytes of other scripts are negative
    if (end - begin > 1 && end - begin <= kLongest) {
      auto* whole = pango_attr_allow_breaks_new(FALSE);
      whole->start_index = static_cast<guint>(begin);
      whole->end_index = static_cast<guint>(end);
      pango_attr_list_insert(list, whole);
    }
    begin = end + 1;
  }
}

}  // namespace

base::Result<void> require_font(std::string_view family) {
  PangoFontFamily** families = nullptr;
  int n = 0;
  pango_font_map_list_families(pango_cairo_font_map_get_default(), &families, &n);
  bool found = false;
  for (int i = 0; i < n; ++i) found = found || pango_font_family_get_name(families[i]) == family;
  g_free(families);
  if (found) return {};
  return base::Error{"The font " + std::string(family) +
                     " is not installed, and without it the letters would be empty boxes: "
                     "install the package fonts-noto-cjk."};
}

Typesetter::Typesetter()
    : context_(new_context(), [](PangoContext* c) { g_object_unref(c); }),
      layout_(pango_layout_new(context_.get()), [](PangoLayout* l) { g_object_unref(l); }) {}

base::Result<std::unique_ptr<Typesetter>> Typesetter::open() {
  for (const auto* family : kFamilies) IPPYO_TRY(require_font(family));
  return std::unique_ptr<Typesetter>(new Typesetter);
}

void Canvas::lay_out(std::string_view text, double width, const Style& style) {
  auto* layout = typesetter_.layout();
  auto* font = pango_font_description_new();
  pango_font_description_set_family_static(font, kFamilies[static_cast<int>(style.face)]);
  pango_font_description_set_weight(font, style.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_font_description_set_absolute_size(font, style.points * PANGO_SCALE);
  pango_layout_set_font_description(layout, font);
  pango_font_description_free(font);
  auto* list = pango_attr_list_new();
  pango_attr_list_insert(list, pango_attr_language_new(pango_language_from_string(style.language)));
  pango_attr_list_insert(list, pango_attr_line_height_new_absolute(static_cast<int>(style.points * style.leading * PANGO_SCALE)));
  keep_together(list, text, style.whole_words);
  pango_layout_set_attributes(layout, list);
  pango_attr_list_unref(list);
  pango_layout_set_width(layout, width > 0 ? static_cast<int>(points(width) * PANGO_SCALE) : -1);
  pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_alignment(layout, style.align == Align::left     ? PANGO_ALIGN_LEFT
                                     : style.align == Align::centre ? PANGO_ALIGN_CENTER
                                                                    : PANGO_ALIGN_RIGHT);
  pango_layout_set_text(layout, text.data(), static_cast<int>(text.size()));
  if (pango_layout_get_unknown_glyphs_count(layout) > 0)
    fail("no installed font has one of its signs; write another form of the sign into the print data");
}

double Canvas::height(std::string_view text, double width, const Style& style) {
  lay_out(text, width, style);
  int w = 0, h = 0;
  pango_layout_get_size(typesetter_.layout(), &w, &h);
  return millimetres(h);
}

double Canvas::width(std::string_view text, const Style& style) {
  lay_out(text, 0, style);
  int w = 0, h = 0;
  pango_layout_get_size(typesetter_.layout(), &w, &h);
  return millimetres(w);
}

double Canvas::text(double x, double y, double width, std::string_view text, const Style& style) {
  const auto h = height(text, width, style);
  cairo_set_source_rgb(cairo_, style.grey, style.grey, style.grey);
  cairo_move_to(cairo_, points(x), points(y));
  pango_cairo_show_layout(cairo_, typesetter_.layout());
  return h;
}

double Canvas::title(const Box& box, std::string_view words, const Style& style, double smallest) {
  std::string lines(words);
  constexpr std::string_view kWideSpace = "　";
  if (const auto at = lines.find(kWideSpace); at != std::string::npos && width(words, style) > box.width)
    lines.replace(at, kWideSpace.size(), "\n");
  return fit(box, lines, style, smallest, "the title of the election");
}

double Canvas::fit(const Box& box, std::string_view words, Style style, double smallest, std::string_view what) {
  while (style.points > smallest && height(words, box.width, style) > box.height) style.points -= 0.5;
  if (height(words, box.width, style) > box.height + 0.01)
    fail(std::string(what) + " does not fit into its place on the paper; shorten it");
  return text(box.x, box.y, box.width, words, style);
}

void Canvas::fill(const Box& box, double grey) {
  cairo_set_source_rgb(cairo_, grey, grey, grey);
  cairo_rectangle(cairo_, points(box.x), points(box.y), points(box.width), points(box.height));
  cairo_fill(cairo_);
}

void Canvas::frame(const Box& box, double line_mm, double grey, double radius) {
  const auto x = points(box.x), y = points(box.y), w = points(box.width), h = points(box.height), r = points(radius);
  cairo_set_source_rgb(cairo_, grey, grey, grey);
  cairo_set_line_width(cairo_, points(line_mm));
  cairo_new_sub_path(cairo_);
  cairo_arc(cairo_, x + w - r, y + r, r, -90 * kRadian, 0);
  cairo_arc(cairo_, x + w - r, y + h - r, r, 0, 90 * kRadian);
  cairo_arc(cairo_, x + r, y + h - r, r, 90 * kRadian, 180 * kRadian);
  cairo_arc(cairo_, x + r, y + r, r, 180 * kRadian, 270 * kRadian);
  cairo_close_path(cairo_);
  cairo_stroke(cairo_);
}

void Canvas::line(double x1, double y1, double x2, double y2, double line_mm, double grey) {
  cairo_set_source_rgb(cairo_, grey, grey, grey);
  cairo_set_line_width(cairo_, points(line_mm));
  cairo_move_to(cairo_, points(x1), points(y1));
  cairo_line_to(cairo_, points(x2), points(y2));
  cairo_stroke(cairo_);
}

void Canvas::circle(double x, double y, double radius, double line_mm, bool filled) {
  cairo_set_source_rgb(cairo_, 0, 0, 0);
  cairo_set_line_width(cairo_, points(line_mm));
  cairo_new_sub_path(cairo_);
  cairo_arc(cairo_, points(x), points(y), points(radius), 0, 360 * kRadian);
  filled ? cairo_fill(cairo_) : cairo_stroke(cairo_);
}

void Canvas::watermark(std::string_view words, const Box& page) {
  const Style style{page.width, true, Face::gothic, Align::left, 1.3, 0.93, "ja"};
  const auto w = width(words, style), h = height(words, 0, style);
  cairo_save(cairo_);
  cairo_translate(cairo_, points(page.x + page.width / 2), points(page.y + page.height / 2));
  cairo_rotate(cairo_, -35 * kRadian);
  text(-w / 2, -h / 2, 0, words, style);
  cairo_restore(cairo_);
}

/// Whole half points, so that modules meet exactly and the file stays small; a run of dark modules is one stroke.
void Canvas::squares(std::string_view modules, std::size_t side, double x, double y, double size) {
  IPPYO_CHECK(modules.size() == side * side);
  const auto n = static_cast<double>(side) + 8;
  const auto module = std::floor(points(size) / n * 2) / 2;
  const auto left = std::round(points(x) - module * n / 2), top = std::round(points(y) - module * n / 2);
  cairo_set_source_rgb(cairo_, 1, 1, 1);
  cairo_rectangle(cairo_, left, top, module * n, module * n);
  cairo_fill(cairo_);
  cairo_set_source_rgb(cairo_, 0, 0, 0);
  for (std::size_t row = 0; row < side; ++row)
    for (std::size_t begin = 0, end = 0; begin < side; begin = end + 1) {
      for (end = begin; end < side && modules[row * side + end] == 1;) ++end;
      if (end != begin)
        cairo_rectangle(cairo_, left + module * (4 + static_cast<double>(begin)), top + module * (4 + static_cast<double>(row)),
                        module * static_cast<double>(end - begin), module);
    }
  cairo_fill(cairo_);
}

void Canvas::paint(cairo_surface_t* surface) {
  cairo_set_source_surface(cairo_, surface, 0, 0);
  cairo_paint(cairo_);
}

void Canvas::fail(std::string fault) {
  if (fault_.empty()) fault_ = std::move(fault);
}

}  // namespace ippyo::letters::internal
