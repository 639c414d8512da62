/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gantt: rows with columns of text on either side, bars and labels over one axis. */
#pragma once

#include "output/axes.h"

/* Contract: a row is a part of the plot's height; shares run from 0 (its top) to 1.  Bars
 * are cut at the axis' ends; what lies outside is not drawn.  Labels are drawn only where
 * they fit.  Texts of columns that leave the bars no room end in dots; columns aligned to
 * their end hold numbers, or names that differ in their ends, and are never cut. */

typedef struct
{
  const char *heading;      /* (nullable) */
  const char *const *cells; /* one a row; NULL is blank */
  OutputAlign align;
  OutputColour colour;
  double widest; /* of the whole chart's cells, 0: of these; so that pages look alike */
} OutputGanttColumn;

typedef struct
{
  OutputRect plot;
  OutputAxis axis;
  size_t n_rows;
  double row_height;
  double text_share; /* where in the row the columns' texts stand; 0 is the middle */
} OutputGantt;

/** The height that headings, axis and a rim take beside the rows, about. */
double output_gantt_overhead (OutputCanvas *canvas);

/**
 * output_gantt_begin:
 * @gantt: (out): text_share is read, all else set
 * @axis: the axis below, its scale's from and to set
 * @columns: @n_left of them left of the plot, then the right ones
 * @n_slots: rows that the plot must have room for, at least @n_rows
 * @max_height: of a row, pt
 *
 * Draws grounds, columns and headings, and lays the axis under the last row.
 */
void output_gantt_begin (OutputCanvas *canvas,
                         OutputGantt *gantt,
                         OutputRect body,
                         const OutputAxis *axis,
                         const OutputGanttColumn *columns,
                         size_t n_left,
                         size_t n_right,
                         size_t n_rows,
                         size_t n_slots,
                         double max_height);

/** Draws the axis. Returns: the y below it */
double output_gantt_end (OutputCanvas *canvas, const OutputGantt *gantt);

/** Returns: the y of @share of @row */
double output_gantt_y (const OutputGantt *gantt, size_t row, double share);

/** Returns: whether @at lies on the axis */
bool output_gantt_has (const OutputGantt *gantt, double at);

/**
 * output_gantt_bar:
 * @ret_rect: (out) (optional): what was drawn
 * Returns: whether any of [@from, @to) lies on the axis and so was drawn
 */
bool output_gantt_bar (OutputCanvas *canvas,
                       const OutputGantt *gantt,
                       size_t row,
                       double from,
                       double to,
                       double top,
                       double bottom,
                       const OutputFill *fill,
                       const OutputStroke *stroke,
                       OutputRect *ret_rect);

/** Writes @text in the middle of @rect on a ground of @ground if it fits.
 * Returns: whether it did */
bool output_gantt_label (OutputCanvas *canvas,
                         OutputRect rect,
                         const char *text,
                         OutputColour ground,
                         double size);
