/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Heat map: a number for every pair of two values, as tint and in figures. */
#include "output/heat-map.h"

#include <math.h>

#include "output/text.h"

#define LARGEST_TEXT 9.0

/* Light enough for ink below this share of the way to the darkest, dark enough for white
 * above it. */
#define DARK 0.55

static OutputColour
tint (double share)
{
  const OutputColour light = OUTPUT_RGB (0xf2f6fa);
  const OutputColour dark = OUTPUT_RGB (0x0b4f8a);

  return (OutputColour){ light.red + share * (dark.red - light.red),
                         light.green + share * (dark.green - light.green),
                         light.blue + share * (dark.blue - light.blue), 1.0 };
}

static void
draw_cell (OutputCanvas *canvas, OutputRect rect, OutputHeatCell cell, double share)
{
  const OutputFill fill = { tint (share), OUTPUT_PATTERN_PLAIN, OUTPUT_INK };
  const OutputStroke rim = { OUTPUT_WHITE, 1.0, OUTPUT_DASH_SOLID };
  char text[64];
  /* "12.3 ±0.4" is nine characters of about half their height. */
  OutputTextStyle style = { .size = fmin (LARGEST_TEXT, rect.width / 6.0),
                            .colour = share > DARK ? OUTPUT_WHITE : OUTPUT_INK,
                            .across = OUTPUT_ALIGN_MIDDLE,
                            .down = OUTPUT_ALIGN_MIDDLE };

  output_canvas_rectangle (canvas, rect, &fill, &rim);
  if (isnan (cell.value))
    return;
  g_autofree char *value = output_number (cell.value, 1);
  g_autofree char *half = isnan (cell.half) ? NULL : output_number (cell.half, 1);
  g_snprintf (text, sizeof text, "%s%s%s", value, half != NULL ? " ±" : "",
              half != NULL ? half : "");
  output_text_draw (canvas, rect.x + rect.width / 2, rect.y + rect.height / 2, text,
                    &style);
}

void
output_heat_map_draw (OutputCanvas *canvas, OutputRect body, const OutputHeatMap *map)
{
  OutputTextStyle label = { .size = LARGEST_TEXT, .colour = OUTPUT_INK };
  double least = INFINITY, most = -INFINITY;
  size_t n = map->n_x * map->n_y;

  for (size_t i = 0; i < n; i++)
    if (!isnan (map->cells[i].value))
      {
        least = fmin (least, map->cells[i].value);
        most = fmax (most, map->cells[i].value);
      }
  double line = 2.0 * LARGEST_TEXT;
  double left = output_text_widest (canvas, map->y_labels, map->n_y, &label) + 8.0;
  label.across = OUTPUT_ALIGN_START;
  label.down = OUTPUT_ALIGN_MIDDLE;
  output_text_draw (canvas, body.x, body.y + line / 2, map->title, &label);
  output_text_draw (canvas, body.x, body.y + 1.5 * line, map->y_title, &label);
  const OutputRect field = { body.x + left, body.y + 2 * line, body.width - left,
                             body.height - 4 * line };
  double width = field.width / (double) map->n_x;
  double height = field.height / (double) map->n_y;
  for (size_t y = 0; y < map->n_y; y++)
    {
      double top = field.y + field.height - (double) (y + 1) * height;

      for (size_t x = 0; x < map->n_x; x++)
        {
          OutputHeatCell cell = map->cells[y * map->n_x + x];
          double share = most > least && !isnan (cell.value)
                             ? (cell.value - least) / (most - least)
                             : 0.0;
          const OutputRect rect = { field.x + (double) x * width, top, width, height };

          draw_cell (canvas, rect, cell, share);
        }
      label.across = OUTPUT_ALIGN_END;
      output_text_draw (canvas, field.x - 4.0, top + height / 2, map->y_labels[y],
                        &label);
    }
  label.across = OUTPUT_ALIGN_MIDDLE;
  for (size_t x = 0; x < map->n_x; x++)
    output_text_draw (canvas, field.x + ((double) x + 0.5) * width,
                      field.y + field.height + line / 2, map->x_labels[x], &label);
  output_text_draw (canvas, field.x + field.width / 2,
                    field.y + field.height + 1.5 * line, map->x_title, &label);
}
