/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Heat map: a number for every pair of two values, as tint and in figures. */
#include "output/heat-map.h"

#include <math.h>

#include "output/axes.h"

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

/* "12.3 ±0.4", or without the half where there is none; NULL for no value. */
static char *
cell_text (OutputHeatCell cell)
{
  if (isnan (cell.value))
    return NULL;
  g_autofree char *value = output_number (cell.value, 1);
  if (isnan (cell.half))
    return g_steal_pointer (&value);
  g_autofree char *half = output_number (cell.half, 1);
  return g_strdup_printf ("%s ±%s", value, half);
}

/* The size at which the widest of the cells' texts fits its cell. */
static double
text_size (OutputCanvas *canvas, const OutputHeatMap *map, OutputRect cell)
{
  OutputTextStyle style = { .size = output_axes_text_size (canvas) };
  double widest = 1.0;
  for (size_t i = 0; i < map->n_x * map->n_y; i++)
    {
      g_autofree char *text = cell_text (map->cells[i]);
      if (text != NULL)
        widest = fmax (widest, output_text_measure (canvas, text, &style).width);
    }
  double room = fmin ((cell.width - 4.0) / widest, cell.height / (1.6 * style.size));
  return style.size * fmin (1.0, fmax (room, 0.3));
}

static void
draw_cells (OutputCanvas *canvas, OutputRect plot, const OutputHeatMap *map)
{
  const OutputStroke rim = { OUTPUT_WHITE, 1.0, OUTPUT_DASH_SOLID };
  OutputRect rect = { .width = plot.width / (double) map->n_x,
                      .height = plot.height / (double) map->n_y };
  double size = text_size (canvas, map, rect);
  double least = INFINITY, most = -INFINITY;
  for (size_t i = 0; i < map->n_x * map->n_y; i++)
    if (!isnan (map->cells[i].value))
      {
        least = fmin (least, map->cells[i].value);
        most = fmax (most, map->cells[i].value);
      }
  for (size_t y = 0; y < map->n_y; y++)
    for (size_t x = 0; x < map->n_x; x++)
      {
        OutputHeatCell cell = map->cells[y * map->n_x + x];
        double share = most > least && !isnan (cell.value)
                           ? (cell.value - least) / (most - least)
                           : 0.0;
        const OutputFill fill = { tint (share), OUTPUT_PATTERN_PLAIN, OUTPUT_INK };
        const OutputTextStyle style = { .size = size,
                                        .colour =
                                            share > DARK ? OUTPUT_WHITE : OUTPUT_INK,
                                        .across = OUTPUT_ALIGN_MIDDLE,
                                        .down = OUTPUT_ALIGN_MIDDLE };
        g_autofree char *text = cell_text (cell);
        rect.x = plot.x + (double) x * rect.width;
        rect.y = plot.y + plot.height - (double) (y + 1) * rect.height;
        output_canvas_rectangle (canvas, rect, &fill, &rim);
        output_text_draw (canvas, rect.x + rect.width / 2.0, rect.y + rect.height / 2.0,
                          text, &style);
      }
}

/* A tick in the middle of each column or row of cells. */
static OutputTicks *
label_ticks (const char *const *labels, size_t n)
{
  OutputTicks *ticks = output_ticks_new ();
  for (size_t i = 0; i < n; i++)
    output_ticks_add (ticks, (double) i + 0.5, labels[i]);
  return ticks;
}

void
output_heat_map_draw (OutputCanvas *canvas, OutputRect body, const OutputHeatMap *map)
{
  double size = output_axes_text_size (canvas);
  OutputTextStyle title = { .size = size * 1.08, .colour = OUTPUT_INK };
  g_autoptr (OutputTicks) x_ticks = label_ticks (map->x_labels, map->n_x);
  g_autoptr (OutputTicks) y_ticks = label_ticks (map->y_labels, map->n_y);
  OutputAxis axes[] = {
    { .side = OUTPUT_SIDE_BOTTOM,
      .scale = { .from = 0.0, .to = (double) map->n_x },
      .ticks = x_ticks,
      .title = map->x_title },
    { .side = OUTPUT_SIDE_LEFT,
      .scale = { .from = 0.0, .to = (double) map->n_y },
      .ticks = y_ticks,
      .title = map->y_title },
  };
  double height = output_text_draw (canvas, body.x, body.y, map->title, &title).height;
  body.y += height + size * 0.5;
  body.height -= height + size;
  OutputRect plot = output_axes_layout (canvas, body, axes, G_N_ELEMENTS (axes));
  draw_cells (canvas, plot, map);
  output_axes_draw (canvas, plot, axes, G_N_ELEMENTS (axes));
}
