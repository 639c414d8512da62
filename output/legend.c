/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Legend: what colours, patterns, lines and signs mean, in rows that wrap. */
#include "output/legend.h"

#include "output/axes.h"

#define ROW_HEIGHT 1.75 /* of the text's size */
#define GAP        1.4
#define KEY_WIDTH  2.4

static void
clear_item (gpointer item)
{
  g_free (((OutputLegendItem *) item)->label);
}

OutputLegend *
output_legend_new (void)
{
  OutputLegend *legend = g_new0 (OutputLegend, 1);
  legend->items = g_array_new (FALSE, TRUE, sizeof (OutputLegendItem));
  g_array_set_clear_func (legend->items, clear_item);
  return legend;
}

void
output_legend_free (OutputLegend *legend)
{
  if (legend == NULL)
    return;
  g_array_unref (legend->items);
  g_free (legend);
}

OutputLegendItem *
output_legend_add (OutputLegend *legend,
                   OutputLegendKind kind,
                   OutputStyle style,
                   const char *label)
{
  OutputLegendItem item = { .kind = kind, .style = style, .label = g_strdup (label) };
  g_array_append_val (legend->items, item);
  return &g_array_index (legend->items, OutputLegendItem, legend->items->len - 1);
}

static OutputTextStyle
label_style (const OutputCanvas *canvas, double width)
{
  double size = output_axes_text_size (canvas);
  return (OutputTextStyle){ .size = size,
                            .colour = OUTPUT_INK,
                            .down = OUTPUT_ALIGN_MIDDLE,
                            .ellipsis = width - KEY_WIDTH * size - 4.0 };
}

static double
key_width (OutputCanvas *canvas, const OutputLegendItem *item, double size)
{
  switch (item->kind)
    {
    case OUTPUT_LEGEND_MARKER:
      return size * 1.1;
    case OUTPUT_LEGEND_SIGN:
      {
        OutputTextStyle style = { .size = size };
        return output_text_measure (canvas, item->sign, &style).width;
      }
    case OUTPUT_LEGEND_AREA:
    case OUTPUT_LEGEND_RANGE:
    case OUTPUT_LEGEND_LINE:
    case OUTPUT_LEGEND_BAND:
    default:
      return size * KEY_WIDTH;
    }
}

static void
draw_key (OutputCanvas *canvas,
          const OutputLegendItem *item,
          double x,
          double y,
          double width,
          double size)
{
  const OutputStroke rim = { OUTPUT_RULE, 0.5, OUTPUT_DASH_SOLID };
  switch (item->kind)
    {
    case OUTPUT_LEGEND_AREA:
      output_canvas_rectangle (canvas,
                               (OutputRect){ x, y - size * 0.45, width, size * 0.9 },
                               &item->style.fill, item->has_rim ? &rim : NULL);
      break;
    case OUTPUT_LEGEND_RANGE:
      output_canvas_rectangle (canvas,
                               (OutputRect){ x, y - size * 0.3, width, size * 0.6 },
                               &item->style.fill, item->has_rim ? &rim : NULL);
      output_canvas_marker (canvas, item->style.marker, x + width / 2.0, y, size,
                            item->style.stroke.colour);
      break;
    case OUTPUT_LEGEND_BAND:
      {
        OutputFill band = { item->style.stroke.colour, OUTPUT_PATTERN_PLAIN,
                            OUTPUT_WHITE };
        band.colour.alpha = 0.18;
        output_canvas_rectangle (canvas, (OutputRect){ x, y - size * 0.5, width, size },
                                 &band, NULL);
      }
      G_GNUC_FALLTHROUGH;
    case OUTPUT_LEGEND_LINE:
      output_canvas_line (canvas, x, y, x + width, y, &item->style.stroke);
      output_canvas_marker (canvas, item->style.marker, x + width / 2.0, y, size * 0.6,
                            item->style.stroke.colour);
      break;
    case OUTPUT_LEGEND_MARKER:
      output_canvas_marker (canvas, item->style.marker, x + width / 2.0, y, size * 0.85,
                            item->style.stroke.colour);
      break;
    case OUTPUT_LEGEND_SIGN:
    default:
      {
        OutputTextStyle style = { .size = size,
                                  .colour = item->style.stroke.colour,
                                  .down = OUTPUT_ALIGN_MIDDLE };
        output_text_draw (canvas, x, y, item->sign, &style);
      }
      break;
    }
}

/* Measures, and draws if asked.  Returns: the height taken. */
static double
run_legend (OutputCanvas *canvas,
            const OutputLegend *legend,
            double left,
            double top,
            double width,
            bool is_drawn)
{
  if (legend->items->len == 0)
    return 0.0;
  OutputTextStyle style = label_style (canvas, width);
  double size = style.size;
  double x = left;
  double y = top + size * ROW_HEIGHT / 2.0;
  for (guint i = 0; i < legend->items->len; i++)
    {
      const OutputLegendItem *item = &g_array_index (legend->items, OutputLegendItem, i);
      double key = key_width (canvas, item, size);
      double text = output_text_measure (canvas, item->label, &style).width;
      double whole = key + size * 0.5 + text;
      if (x > left && x + whole > left + width)
        {
          x = left;
          y += size * ROW_HEIGHT;
        }
      if (is_drawn)
        {
          draw_key (canvas, item, x, y, key, size);
          output_text_draw (canvas, x + key + size * 0.5, y, item->label, &style);
        }
      x += whole + size * GAP;
    }
  return y + size * ROW_HEIGHT / 2.0 - top;
}

double
output_legend_height (OutputCanvas *canvas, const OutputLegend *legend, double width)
{
  return run_legend (canvas, legend, 0.0, 0.0, width, false);
}

void
output_legend_draw (
    OutputCanvas *canvas, const OutputLegend *legend, double x, double y, double width)
{
  run_legend (canvas, legend, x, y, width, true);
}
