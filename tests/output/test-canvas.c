/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the canvas: sizes, equal bytes, texts that overlap or stray. */
#include "output/canvas.h"

#include <locale.h>
#include <string.h>

#include "output/error.h"
#include "output/text.h"
#include "tests/support/assert.h"

static OutputDocument
make_document (double width, double height)
{
  return (OutputDocument){ .title = "受傷 & injury",
                           .subject = "test",
                           .creator = "day31 test",
                           .created = 1556668800, /* 2019-05-01 */
                           .width = width,
                           .height = height,
                           .scale = 2.0 };
}

static GBytes *
draw_everything (OutputFormat format)
{
  OutputDocument document = make_document (300.0, 200.0);
  g_autoptr (OutputCanvas) canvas = output_canvas_new (format, &document, NULL);
  for (int pattern = OUTPUT_PATTERN_PLAIN; pattern <= OUTPUT_PATTERN_DOTTED; pattern++)
    {
      OutputFill fill = { OUTPUT_SKY, (OutputPattern) pattern, OUTPUT_INK };
      OutputStroke rim = { OUTPUT_RED, 0.7, (OutputDash) (pattern % 4) };
      output_canvas_rectangle (
          canvas, (OutputRect){ 10.5 + 40.0 * pattern, 10, 33.3, 20 }, &fill, &rim);
    }
  for (int marker = OUTPUT_MARKER_NONE; marker <= OUTPUT_MARKER_BAR; marker++)
    output_canvas_marker (canvas, (OutputMarker) marker, 20.0 + 30.0 * marker, 60.0, 9.0,
                          OUTPUT_BLUE);
  OutputTextStyle style = { .size = 9.0, .colour = OUTPUT_INK };
  output_text_draw (canvas, 10.0, 90.0, "Days ①–⑤ 骨髄液採取 31日", &style);
  return output_canvas_finish (canvas, NULL);
}

static void
equal_calls_give_equal_bytes_in_every_format_and_locale (void **state)
{
  (void) state;
  static const OutputFormat formats[] = { OUTPUT_FORMAT_PNG, OUTPUT_FORMAT_PDF,
                                          OUTPUT_FORMAT_SVG, OUTPUT_FORMAT_TEXT };
  for (size_t i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autoptr (GBytes) first = draw_everything (formats[i]);
      /* Where German is not installed, this is one more run in the same locale. */
      setlocale (LC_ALL, "de_DE.UTF-8");
      g_autoptr (GBytes) second = draw_everything (formats[i]);
      setlocale (LC_ALL, "C.UTF-8");
      assert_true (g_bytes_get_size (first) > 100);
      assert_true (g_bytes_equal (first, second));
    }
}

static void
pdf_carries_the_date_given_not_the_clocks (void **state)
{
  (void) state;
  g_autoptr (GBytes) bytes = draw_everything (OUTPUT_FORMAT_PDF);
  g_autoptr (GString) text = g_string_new ("");
  size_t n;
  const char *data = g_bytes_get_data (bytes, &n);
  for (size_t i = 0; i < n; i++)
    g_string_append_c (text, data[i] == '\0' ? ' ' : data[i]);
  assert_non_null (strstr (text->str, "/CreationDate (20190501000000Z"));
}

static void
svg_has_an_escaped_title (void **state)
{
  (void) state;
  g_autoptr (GBytes) bytes = draw_everything (OUTPUT_FORMAT_SVG);
  size_t n;
  const char *data = g_bytes_get_data (bytes, &n);
  assert_non_null (g_strstr_len (data, (gssize) n, "<title>受傷 &amp; injury</title>"));
}

static void
sizes_beyond_the_limits_are_refused (void **state)
{
  (void) state;
  static const struct
  {
    double width, height;
    bool is_fine;
  } cases[] = {
    { OUTPUT_MIN_POINTS, 200.0, true },
    { OUTPUT_MIN_POINTS - 0.1, 200.0, false },
    /* two pixels a point */
    { OUTPUT_MAX_PIXELS / 2.0, 150.0, true },
    { OUTPUT_MAX_PIXELS / 2.0 + 0.1, 150.0, false },
    { (double) NAN, 200.0, false },
  };
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      OutputDocument document = make_document (cases[i].width, cases[i].height);
      g_autoptr (OutputCanvas) canvas =
          output_canvas_new (OUTPUT_FORMAT_PNG, &document, &error);
      assert_int_equal (canvas != NULL, cases[i].is_fine);
      if (!cases[i].is_fine)
        assert_true (g_error_matches (error, OUTPUT_ERROR, OUTPUT_ERROR_SIZE));
    }
}

static void
texts_that_overlap_or_stray_are_counted (void **state)
{
  (void) state;
  OutputDocument document = make_document (300.0, 200.0);
  g_autoptr (OutputCanvas) canvas =
      output_canvas_new (OUTPUT_FORMAT_TEXT, &document, NULL);
  OutputTextStyle style = { .size = 10.0, .colour = OUTPUT_INK };
  output_text_draw (canvas, 10.0, 10.0, "one", &style);
  output_text_draw (canvas, 60.0, 10.0, "two", &style);
  output_text_draw (canvas, 10.0, 30.0, "three", &style);
  assert_int_equal (output_canvas_overlaps (canvas), 0);
  assert_int_equal (output_canvas_strays (canvas), 0);
  output_text_draw (canvas, 12.0, 12.0, "upon", &style);
  assert_int_equal (output_canvas_overlaps (canvas), 1);
  output_text_draw (canvas, 290.0, 60.0, "beyond", &style);
  assert_int_equal (output_canvas_strays (canvas), 1);
  output_canvas_next_page (canvas, 300.0, 200.0);
  output_text_draw (canvas, 12.0, 12.0, "anew", &style);
  assert_int_equal (output_canvas_overlaps (canvas), 1);
}

static void
a_character_without_glyph_is_counted (void **state)
{
  (void) state;
  OutputDocument document = make_document (300.0, 200.0);
  g_autoptr (OutputCanvas) canvas =
      output_canvas_new (OUTPUT_FORMAT_PNG, &document, NULL);
  OutputTextStyle style = { .size = 10.0, .colour = OUTPUT_INK };
  output_text_draw (canvas, 10.0, 10.0, "受傷日 ① injury", &style);
  assert_int_equal (output_canvas_missing_glyphs (canvas), 0);
  /* U+10FFFD, the last private character, which no font of Debian shows. */
  output_text_draw (canvas, 10.0, 40.0, "\xf4\x8f\xbf\xbd", &style);
  assert_int_equal (output_canvas_missing_glyphs (canvas), 1);
}

static void
grades_differ_in_grey (void **state)
{
  (void) state;
  OutputColour a = output_palette_grade ("A").fill.colour;
  OutputColour b = output_palette_grade ("B").fill.colour;
  OutputColour c = output_palette_grade ("C").fill.colour;
  assert_true (output_palette_grey (b) - output_palette_grey (a) > 0.15);
  assert_true (output_palette_grey (c) - output_palette_grey (b) > 0.08);
  /* Vermillion: 0.299 x 213/255 + 0.587 x 94/255 + 0.114 x 0 = 0.4661. */
  assert_near (output_palette_grey (a), 0.4661, 0.0001);
}

static void
series_have_a_marker_each_then_a_pair_of_colour_and_marker (void **state)
{
  (void) state;
  for (int a = 0; a < 98; a++) /* 7 colours x 14 markers */
    for (int b = 0; b < a; b++)
      {
        OutputStyle left = output_palette_series (a), right = output_palette_series (b);
        bool is_one_marker = left.marker == right.marker;
        bool is_one_colour = memcmp (&left.stroke.colour, &right.stroke.colour,
                                     sizeof (OutputColour)) == 0;
        assert_false (is_one_marker && a < OUTPUT_PALETTE_MARKERS);
        assert_false (is_one_marker && is_one_colour);
      }
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (equal_calls_give_equal_bytes_in_every_format_and_locale),
    cmocka_unit_test (pdf_carries_the_date_given_not_the_clocks),
    cmocka_unit_test (svg_has_an_escaped_title),
    cmocka_unit_test (sizes_beyond_the_limits_are_refused),
    cmocka_unit_test (texts_that_overlap_or_stray_are_counted),
    cmocka_unit_test (a_character_without_glyph_is_counted),
    cmocka_unit_test (grades_differ_in_grey),
    cmocka_unit_test (series_have_a_marker_each_then_a_pair_of_colour_and_marker),
  };
  return cmocka_run_group_tests_name ("canvas", tests, NULL, NULL);
}
