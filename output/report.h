/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Report: results as a document of many pages, to be printed without retouching. */
#pragma once

#include "output/chart.h"
#include "output/store.h"

/* Contract: everything in a report comes from the results, so the same results give the
 * same bytes.  Where only a person can say something it reads "to be written by the
 * author".  Sources and titles are the scenario's own words, in its own language. */

/* A case of `verify`: what a textbook says and what the program gave. */
typedef struct
{
  const char *scenario;
  const char *model;  /* "M/G/5/5" */
  const char *metric; /* "infused-share:all" */
  double expected;
  double estimate;
  double error; /* standard error of the estimate */
  double z;
  bool agrees;
} OutputOracle;

typedef struct
{
  const OutputChartData *data; /* caption.language rules the report's */
  const OutputRun *run;
  const OutputOracle *oracles; /* (nullable): no appendix, which is said */
  size_t n_oracles;
  double z_limit; /* of the oracles */
} OutputReport;

/**
 * output_report_render:
 * @format: OUTPUT_FORMAT_PDF, or OUTPUT_FORMAT_TEXT for tests of the layout
 * @ret_n_pages: (out) (optional)
 * @ret_missing_glyphs: (out) (optional): characters no font could show
 *
 * Errors: OUTPUT_ERROR_DRAW.
 * Returns: (transfer full): the document's bytes, or NULL with @error set
 */
GBytes *output_report_render (const OutputReport *report,
                              OutputFormat format,
                              int *ret_n_pages,
                              int *ret_missing_glyphs,
                              GError **error);
