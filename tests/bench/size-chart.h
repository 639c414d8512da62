/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chart of cost against size: nanoseconds a patient, sizes by powers of ten. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#define SIZE_CHART_POINTS 8

typedef struct
{
  const char *label;
  double log_n[SIZE_CHART_POINTS]; /* decimal logarithm of the size */
  double ns[SIZE_CHART_POINTS];    /* a patient */
  int n;
} SizeChartSeries;

/** Writes a PNG file. Errors: those of the canvas and of writing. */
bool size_chart_write (const char *path,
                       const SizeChartSeries *series,
                       int n_series,
                       GError **error);
