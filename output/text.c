/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text: measured and drawn through Pango, alike in every format. */
#include "output/text.h"

#include <math.h>

#include "output/canvas-private.h"

/* DejaVu first for Latin and figures, which every Debian with Pango has; then the
 * Japanese fonts in the order of the package's dependency.  A missing family is skipped.
 */
#define FAMILIES "DejaVu Sans, IPAPGothic, IPAexGothic, Noto Sans CJK JP, Sans"
/* Half the height of DejaVu's figures, in parts of the size. */
#define HALF_FIGURE 0.365

static void
set_layout (OutputCanvas *canvas, const char *text, const OutputTextStyle *style)
{
  PangoLayout *layout = canvas->layout;
  PangoFontDescription *font = pango_font_description_new ();
  pango_font_description_set_family_static (font, FAMILIES);
  pango_font_description_set_size (font, (int) lround (style->size * PANGO_SCALE));
  pango_font_description_set_weight (font, style->weight == OUTPUT_WEIGHT_BOLD
                                               ? PANGO_WEIGHT_BOLD
                                               : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  double width = style->wrap > 0.0 ? style->wrap : style->ellipsis;
  pango_layout_set_width (layout, width > 0.0 ? (int) (width * PANGO_SCALE) : -1);
  pango_layout_set_height (layout, style->wrap > 0.0 ? G_MININT : -1);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_ellipsize (layout, style->wrap <= 0.0 && width > 0.0
                                          ? PANGO_ELLIPSIZE_END
                                          : PANGO_ELLIPSIZE_NONE);
  pango_layout_set_single_paragraph_mode (layout, style->wrap <= 0.0);
  static const PangoAlignment alignments[] = { PANGO_ALIGN_LEFT, PANGO_ALIGN_CENTER,
                                               PANGO_ALIGN_RIGHT };
  pango_layout_set_alignment (layout, alignments[style->wrap > 0.0 ? style->across : 0]);
  pango_layout_set_text (layout, text != NULL ? text : "", -1);
}

static OutputSize
layout_size (OutputCanvas *canvas)
{
  PangoRectangle logical;
  pango_layout_get_extents (canvas->layout, NULL, &logical);
  return (OutputSize){ (double) logical.width / PANGO_SCALE,
                       (double) logical.height / PANGO_SCALE };
}

OutputSize
output_text_measure (OutputCanvas *canvas, const char *text, const OutputTextStyle *style)
{
  set_layout (canvas, text, style);
  return layout_size (canvas);
}

double
output_text_widest (OutputCanvas *canvas,
                    const char *const *texts,
                    size_t n,
                    const OutputTextStyle *style)
{
  double widest = 0.0;
  for (size_t i = 0; i < n; i++)
    if (texts[i] != NULL)
      widest = MAX (widest, output_text_measure (canvas, texts[i], style).width);
  return widest;
}

/* Texts may touch by the blank rim that fonts leave; more than that is an overlap. */
static void
note_label (OutputCanvas *canvas, OutputRect rect)
{
  if (rect.x < -0.01 || rect.y < -0.01 || rect.x + rect.width > canvas->width + 0.01 ||
      rect.y + rect.height > canvas->height + 0.01)
    {
      canvas->strays++;
      g_string_append (canvas->log, "# stray\n");
    }
  for (guint i = 0; i < canvas->labels->len; i++)
    {
      OutputRect other = g_array_index (canvas->labels, OutputRect, i);
      double across =
          MIN (rect.x + rect.width, other.x + other.width) - MAX (rect.x, other.x);
      double down =
          MIN (rect.y + rect.height, other.y + other.height) - MAX (rect.y, other.y);
      if (across > 0.3 && down > 0.3 * MIN (rect.height, other.height))
        {
          canvas->overlaps++;
          g_string_append (canvas->log, "# overlap\n");
        }
    }
  g_array_append_val (canvas->labels, rect);
}

static void
log_text (OutputCanvas *canvas,
          double x,
          double y,
          const char *text,
          OutputSize size,
          double dx,
          double dy,
          const OutputTextStyle *style)
{
  OutputRect rect =
      style->turn == OUTPUT_TURN_LEFT
          ? (OutputRect){ x + dy, y - dx - size.width, size.height, size.width }
          : (OutputRect){ x + dx, y + dy, size.width, size.height };
  g_string_append (canvas->log, "text");
  output_canvas_log_numbers (
      canvas, (double[]){ rect.x, rect.y, rect.width, rect.height, style->size }, 5);
  g_autofree char *escaped = g_strescape (text, NULL);
  g_string_append_printf (canvas->log, " %s\n",
                          g_utf8_validate (text, -1, NULL) ? text : escaped);
  if (pango_layout_is_ellipsized (canvas->layout))
    g_string_append (canvas->log, "# cut\n");
  note_label (canvas, rect);
}

OutputSize
output_text_draw (OutputCanvas *canvas,
                  double x,
                  double y,
                  const char *text,
                  const OutputTextStyle *style)
{
  if (text == NULL || *text == '\0')
    return (OutputSize){ 0.0, 0.0 };
  set_layout (canvas, text, style);
  OutputSize size = layout_size (canvas);
  canvas->missing_glyphs += pango_layout_get_unknown_glyphs_count (canvas->layout);

  static const double shares[] = { 0.0, 0.5, 1.0 };
  double dx = -shares[style->across] * (style->wrap > 0.0 ? style->wrap : size.width);
  double dy = -shares[style->down] * size.height;
  if (style->down == OUTPUT_ALIGN_MIDDLE &&
      pango_layout_get_line_count (canvas->layout) == 1)
    dy = HALF_FIGURE * style->size -
         (double) pango_layout_get_baseline (canvas->layout) / PANGO_SCALE;

  if (canvas->format == OUTPUT_FORMAT_TEXT)
    {
      double indent =
          style->wrap > 0.0 ? shares[style->across] * (style->wrap - size.width) : 0.0;
      log_text (canvas, x, y, text, size, dx + indent, dy, style);
      return size;
    }
  cairo_save (canvas->cairo);
  cairo_translate (canvas->cairo, x, y);
  if (style->turn == OUTPUT_TURN_LEFT)
    cairo_rotate (canvas->cairo, -G_PI / 2.0);
  cairo_move_to (canvas->cairo, dx, dy);
  output_canvas_set_colour (canvas, style->colour);
  pango_cairo_update_layout (canvas->cairo, canvas->layout);
  pango_cairo_show_layout (canvas->cairo, canvas->layout);
  cairo_restore (canvas->cairo);
  cairo_new_path (canvas->cairo);
  return size;
}
