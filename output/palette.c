/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Palette: colours, patterns, dashes and markers that also read in grey. */
#include "output/palette.h"

#include <glib.h>

OutputColour
output_palette_tint (OutputColour colour, double share)
{
  return (OutputColour){ 1.0 - share * (1.0 - colour.red),
                         1.0 - share * (1.0 - colour.green),
                         1.0 - share * (1.0 - colour.blue), colour.alpha };
}

double
output_palette_grey (OutputColour colour)
{
  return 0.299 * colour.red + 0.587 * colour.green + 0.114 * colour.blue;
}

static OutputStyle
make_style (OutputColour colour,
            double share,
            OutputPattern pattern,
            OutputDash dash,
            OutputMarker marker)
{
  return (OutputStyle){ .fill = { output_palette_tint (colour, share), pattern, colour },
                        .stroke = { colour, 1.4, dash },
                        .marker = marker };
}

OutputStyle
output_palette_grade (const char *grade)
{
  /* From full to pale with falling severity: in grey the order stays visible. */
  switch (grade != NULL && grade[0] != '\0' && grade[1] == '\0' ? grade[0] : '\0')
    {
    case 'A':
      return make_style (OUTPUT_RED, 1.0, OUTPUT_PATTERN_PLAIN, OUTPUT_DASH_SOLID,
                         OUTPUT_MARKER_DISC);
    case 'B':
      return make_style (OUTPUT_BLUE, 0.35, OUTPUT_PATTERN_RISING, OUTPUT_DASH_DASHED,
                         OUTPUT_MARKER_SQUARE);
    case 'C':
      return make_style (OUTPUT_GREEN, 0.18, OUTPUT_PATTERN_DOTTED, OUTPUT_DASH_DASH_DOT,
                         OUTPUT_MARKER_TRIANGLE);
    case 'D':
      return make_style (OUTPUT_PURPLE, 0.25, OUTPUT_PATTERN_LEVEL, OUTPUT_DASH_DOTTED,
                         OUTPUT_MARKER_DIAMOND);
    case 'E':
      return make_style (OUTPUT_ORANGE, 0.25, OUTPUT_PATTERN_FALLING, OUTPUT_DASH_DOTTED,
                         OUTPUT_MARKER_CROSS);
    default:
      return make_style (OUTPUT_INK, 0.25, OUTPUT_PATTERN_PLAIN, OUTPUT_DASH_SOLID,
                         OUTPUT_MARKER_NONE);
    }
}

OutputFill
output_palette_stage (int stage)
{
  static const struct
  {
    unsigned colour;
    double share;
    OutputPattern pattern;
  } looks[] = {
    { 0x56b4e9, 0.55, OUTPUT_PATTERN_PLAIN }, { 0x009e73, 0.45, OUTPUT_PATTERN_RISING },
    { 0xe69f00, 1.0, OUTPUT_PATTERN_PLAIN },  { 0xf0e442, 0.6, OUTPUT_PATTERN_DOTTED },
    { 0xcc79a7, 0.6, OUTPUT_PATTERN_LEVEL },  { 0x0072b2, 0.6, OUTPUT_PATTERN_FALLING },
  };
  size_t i = (size_t) (stage < 0 ? 0 : stage) % G_N_ELEMENTS (looks);
  OutputColour colour = OUTPUT_RGB (looks[i].colour);
  OutputColour ink = { colour.red * 0.6, colour.green * 0.6, colour.blue * 0.6, 1.0 };
  return (OutputFill){ output_palette_tint (colour, looks[i].share), looks[i].pattern,
                       ink };
}

OutputStyle
output_palette_series (int series)
{
  static const struct
  {
    unsigned colour;
    double share;
    OutputPattern pattern;
    OutputDash dash;
  } looks[] = {
    { 0x0072b2, 1.0, OUTPUT_PATTERN_PLAIN, OUTPUT_DASH_SOLID },
    { 0xe69f00, 0.5, OUTPUT_PATTERN_RISING, OUTPUT_DASH_DASHED },
    { 0x009e73, 0.3, OUTPUT_PATTERN_DOTTED, OUTPUT_DASH_DASH_DOT },
    { 0xcc79a7, 0.6, OUTPUT_PATTERN_LEVEL, OUTPUT_DASH_DOTTED },
    { 0x56b4e9, 0.4, OUTPUT_PATTERN_FALLING, OUTPUT_DASH_SOLID },
    { 0xd55e00, 0.8, OUTPUT_PATTERN_UPRIGHT, OUTPUT_DASH_DASHED },
    { 0x000000, 0.15, OUTPUT_PATTERN_CROSSED, OUTPUT_DASH_DASH_DOT },
  };
  static const OutputMarker markers[OUTPUT_PALETTE_MARKERS] = {
    OUTPUT_MARKER_DISC,          OUTPUT_MARKER_SQUARE,
    OUTPUT_MARKER_TRIANGLE,      OUTPUT_MARKER_DIAMOND,
    OUTPUT_MARKER_TRIANGLE_DOWN, OUTPUT_MARKER_CROSS,
    OUTPUT_MARKER_PLUS,          OUTPUT_MARKER_RING,
    OUTPUT_MARKER_OPEN_SQUARE,   OUTPUT_MARKER_OPEN_TRIANGLE,
    OUTPUT_MARKER_OPEN_DIAMOND,  OUTPUT_MARKER_OPEN_TRIANGLE_DOWN,
    OUTPUT_MARKER_STAR,          OUTPUT_MARKER_TARGET,
  };
  size_t n = (size_t) (series < 0 ? 0 : series);
  size_t i = n % G_N_ELEMENTS (looks);
  /* Each round of all markers begins one further, at another marker for each colour. */
  size_t marker = (n + n / G_N_ELEMENTS (markers)) % G_N_ELEMENTS (markers);
  return make_style (OUTPUT_RGB (looks[i].colour), looks[i].share, looks[i].pattern,
                     looks[i].dash, markers[marker]);
}
