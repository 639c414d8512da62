/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Palette: colours, patterns, dashes and markers that also read in grey. */
#pragma once

#include <stdbool.h>

/* Contract: colours are those of Okabe and Ito, which most colour-blind readers tell
 * apart; none stands alone: fills differ by pattern, lines by dash and marker, so that a
 * grey print reads too.  One grade has one look in every chart.
 *
 * Source: Okabe and Ito 2008, "Color Universal Design". */

typedef struct
{
  double red, green, blue; /* 0..1 */
  double alpha;            /* 1 is opaque */
} OutputColour;

typedef enum
{
  OUTPUT_PATTERN_PLAIN,
  OUTPUT_PATTERN_RISING,  /* / */
  OUTPUT_PATTERN_FALLING, /* \ */
  OUTPUT_PATTERN_LEVEL,   /* - */
  OUTPUT_PATTERN_UPRIGHT, /* | */
  OUTPUT_PATTERN_CROSSED, /* / and \ */
  OUTPUT_PATTERN_DOTTED,
} OutputPattern;

typedef enum
{
  OUTPUT_DASH_SOLID,
  OUTPUT_DASH_DASHED,
  OUTPUT_DASH_DOTTED,
  OUTPUT_DASH_DASH_DOT,
} OutputDash;

typedef enum
{
  OUTPUT_MARKER_NONE,
  OUTPUT_MARKER_DISC,
  OUTPUT_MARKER_SQUARE,
  OUTPUT_MARKER_TRIANGLE,      /* point up */
  OUTPUT_MARKER_TRIANGLE_DOWN, /* point down */
  OUTPUT_MARKER_DIAMOND,
  OUTPUT_MARKER_CROSS,  /* x */
  OUTPUT_MARKER_PLUS,   /* + */
  OUTPUT_MARKER_STAR,   /* x and + */
  OUTPUT_MARKER_RING,   /* from here on white inside */
  OUTPUT_MARKER_TARGET, /* a ring with a point */
  OUTPUT_MARKER_OPEN_SQUARE,
  OUTPUT_MARKER_OPEN_TRIANGLE,
  OUTPUT_MARKER_OPEN_TRIANGLE_DOWN,
  OUTPUT_MARKER_OPEN_DIAMOND,
  OUTPUT_MARKER_BAR, /* | */
} OutputMarker;

typedef struct
{
  OutputColour colour;
  OutputPattern pattern;
  OutputColour ink; /* of the pattern */
} OutputFill;

typedef struct
{
  OutputColour colour;
  double width; /* pt */
  OutputDash dash;
} OutputStroke;

/* How one series or grade looks, as an area and as a line. */
typedef struct
{
  OutputFill fill;
  OutputStroke stroke;
  OutputMarker marker;
} OutputStyle;

#define OUTPUT_RGB(hex)                                                                  \
  ((OutputColour){ (double) (((hex) >> 16) & 0xff) / 255.0,                              \
                   (double) (((hex) >> 8) & 0xff) / 255.0,                               \
                   (double) ((hex) &0xff) / 255.0, 1.0 })
#define OUTPUT_BLACK  OUTPUT_RGB (0x000000)
#define OUTPUT_WHITE  OUTPUT_RGB (0xffffff)
#define OUTPUT_INK    OUTPUT_RGB (0x222222) /* texts */
#define OUTPUT_SMALL  OUTPUT_RGB (0x555555) /* small print */
#define OUTPUT_RULE   OUTPUT_RGB (0x888888) /* axis lines */
#define OUTPUT_GRID   OUTPUT_RGB (0xdddddd)
#define OUTPUT_TRACK  OUTPUT_RGB (0xf4f4f4) /* the ground of a row */
#define OUTPUT_ORANGE OUTPUT_RGB (0xe69f00)
#define OUTPUT_SKY    OUTPUT_RGB (0x56b4e9)
#define OUTPUT_GREEN  OUTPUT_RGB (0x009e73)
#define OUTPUT_YELLOW OUTPUT_RGB (0xf0e442)
#define OUTPUT_BLUE   OUTPUT_RGB (0x0072b2)
#define OUTPUT_RED    OUTPUT_RGB (0xd55e00)
#define OUTPUT_PURPLE OUTPUT_RGB (0xcc79a7)

/** Returns: @colour mixed with white: @share 1 is the colour, 0 is white */
OutputColour output_palette_tint (OutputColour colour, double share);

/** Returns: the luminance as a grey printer sees it, 0 black to 1 white (Rec. 601
 * weights) */
double output_palette_grey (OutputColour colour);

/** @grade: "A" to "E"; "all", NULL and what is unknown look neutral */
OutputStyle output_palette_grade (const char *grade);

/** @stage: the place in the order of stages, from 0; repeats after 6 */
OutputFill output_palette_stage (int stage);

/* So many series have each a marker of its own, by which a grey print tells them apart.
 */
#define OUTPUT_PALETTE_MARKERS 14

/** @series: from 0; colours repeat after 7, markers after OUTPUT_PALETTE_MARKERS, both
 * together after 98 */
OutputStyle output_palette_series (int series);
