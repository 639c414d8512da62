/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Charts: the registry, what they draw from, and how one becomes a file. */
#pragma once

#include "output/canvas.h"
#include "sim/comparison.h"
#include "sim/confidence.h"
#include "sim/trace.h"

/* Contract: a chart draws from this plain data alone, knows neither models nor scenarios,
 * and gives the same bytes for the same data and options, whatever the locale, clock (PDF
 * dates come from the caption) or threads.  Everything is borrowed and never changed. */

/* What title and small print say. */
typedef struct
{
  const char *title;    /* (nullable): the scenario's, English */
  const char *title_ja; /* (nullable) */
  const char *scenario; /* its name */
  const char *rule;     /* (nullable): the rule's id; NULL where several are compared */
  uint64_t seed;
  int64_t replications;
  int64_t traced;          /* the replication drawn by the Gantt charts, from 0 */
  double confidence;       /* level of the intervals, e.g. 0.95 */
  int64_t input_draws;     /* of uncertain inputs, the intervals' units; 0: certain */
  double window_days;      /* length of the window, e.g. 31; 0 where unknown */
  double window_end;       /* where it closes on an axis of days since the injury: 32 when
                            * counted by dates, 31 by elapsed time; 0 where unknown */
  const char *version;     /* "0.1.0" */
  int64_t start_epoch_day; /* the date of time 0 */
  int64_t end_epoch_day;   /* the scenario's end */
  OutputLanguage language;
} OutputCaption;

/* One variant's numbers, in the order of the catalogue. */
typedef struct
{
  const char *label;              /* the rule, or "rule, line 8" */
  const char *settings;           /* (nullable): what differs, see output/varied.h */
  const SimEstimate *estimates;   /* (nullable): n_metrics */
  const SimSeriesPoint *points;   /* (nullable): n_points */
  const SimHistogram *histograms; /* (nullable): n_histograms, pooled over replications */
} OutputChartVariant;

/* One row of a tornado: the same metric, the base against a low and a high value. */
typedef struct
{
  const char *label;                  /* "pool:line 7 -> 8" */
  SimDifference low, high;            /* against the base; NaN where there is none */
  const char *low_label, *high_label; /* (nullable): the values tried */
} OutputTornadoRow;

typedef struct
{
  OutputCaption caption;
  const SimTrace *trace;         /* (nullable): Gantt charts draw nothing without */
  const SimCatalogue *catalogue; /* (nullable): the others draw nothing without */
  const OutputChartVariant *variants;
  size_t n_variants;
  int baseline;                     /* of comparisons, into variants; -1 for none */
  const SimDifference *differences; /* (nullable): (n_variants - 1) x n_metrics, the
                                     * variants other than the baseline in their order */
  const SimTable *sweep;    /* (nullable): the table of sweep.csv, parameters first */
  const SimTable *forecast; /* (nullable): the table of forecast.csv */
  const OutputTornadoRow *tornado;
  size_t n_tornado;
  const char *metric; /* (nullable): the metric of sweep and tornado */
  const char *group;  /* (nullable): its group */
  gpointer plan;      /* set while a chart is drawn: what its plan() made; else NULL */
} OutputChartData;

typedef struct
{
  double width, height;    /* of the page in pt; 0 for the chart's own */
  double scale;            /* pixels a point in PNG; 0 for 2 */
  double from, to;         /* days since the start; NAN for no limit */
  const int64_t *patients; /* (nullable): those to draw, by number */
  size_t n_patients;
} OutputChartOptions;

/** Options that leave everything to the chart. */
OutputChartOptions output_chart_options_default (void);

/* Whose replications the small print names. */
typedef enum
{
  OUTPUT_SCOPE_TRACE, /* one replication, told in full */
  OUTPUT_SCOPE_ALL,   /* all of them */
} OutputScope;

typedef struct
{
  const char *name;            /* "gantt-patients" */
  const char *summary;         /* one sentence for `list charts` */
  const char *heading;         /* msgid of the title */
  const char *neutral_heading; /* (nullable): instead, where day 0 is no injury */
  OutputScope scope;
  bool is_of_one; /* draws one variant: the caption's rule, else the first */
  /* Whether @data holds what the chart draws. */
  bool (*has_data) (const OutputChartData *data);
  /* (nullable): gathers, once for all pages, what the functions below find in
   * OutputChartData.plan; free_plan() ends it. */
  gpointer (*plan) (const OutputChartData *data, const OutputChartOptions *options);
  void (*free_plan) (gpointer plan);
  /* (nullable): the size of its pages; else A4 across. */
  void (*page_size) (const OutputChartData *data,
                     const OutputChartOptions *options,
                     double *width,
                     double *height);
  /* (nullable): pages wanted where the format has pages, given the room on each; else 1.
   * No more than OUTPUT_MOST_PAGES are drawn, and each says so. */
  int (*page_count) (const OutputChartData *data,
                     const OutputChartOptions *options,
                     OutputRect body);
  /* Draws page @page (from 0) of @n_pages into @body: all of the chart but title and
   * small print.  Of a chart with several pages, @n_pages 1 shows a selection and says
   * so. */
  void (*draw) (OutputCanvas *canvas,
                OutputRect body,
                int page,
                int n_pages,
                const OutputChartData *data,
                const OutputChartOptions *options);
} OutputChart;

/* A longer file nobody leafs through: a period or a selection shows the rest. */
#define OUTPUT_MOST_PAGES 100

/**
 * output_chart_pool_histograms:
 *
 * Sums the histograms of a variant over its replications, for OutputChartVariant.
 *
 * Errors: whatever reading @results gives.
 * Returns: (transfer full): n_histograms of the catalogue, or NULL with @error set; free
 * with output_chart_free_histograms()
 */
SimHistogram *
output_chart_pool_histograms (const SimResults *results, int variant, GError **error);
void output_chart_free_histograms (SimHistogram *histograms,
                                   const SimCatalogue *catalogue);

/** Returns: (transfer none): the estimate of a variant's metric, or NULL */
const SimEstimate *output_chart_estimate (const OutputChartData *data,
                                          size_t variant,
                                          const char *name,
                                          const char *group);

/** Returns: (transfer none): msgid of the title */
const char *output_chart_heading (const OutputChart *chart, const OutputChartData *data);

/** Returns: whether day 0 is an injury of the spinal cord, to be called so: the patients
 * have AIS grades, or blood is drawn before their harvest.  Of another product's patients
 * neither is known; data without a catalogue tell of no other product. */
bool output_chart_is_of_injuries (const OutputChartData *data);

/** Returns: (transfer full): what a reader calls the variant, in the caption's language
 */
char *output_chart_variant_name (const OutputChartData *data, size_t variant);

/** Returns: (transfer none): what the variants are, over a column of their names: "Rule",
 * or where anything else differs "Variant" */
const char *output_chart_variant_kind (const OutputChartData *data);

/** Returns: the date of PDF files, in seconds since 1970: SOURCE_DATE_EPOCH if it is set,
 * else the scenario's start */
int64_t output_chart_creation_time (const OutputCaption *caption);

/** Returns: (transfer none): all charts, in the order of the manual */
const OutputChart *output_charts (size_t *ret_n);

/** Returns: (transfer none): the chart of that name, or NULL with
 * OUTPUT_ERROR_UNKNOWN_CHART and the valid names in @error */
const OutputChart *output_chart_find (const char *name, GError **error);

/**
 * output_chart_render:
 * @ret_missing_glyphs: (out) (optional): characters no font could show
 *
 * Draws one chart in one format, in memory.
 *
 * Errors: OUTPUT_ERROR_SIZE, OUTPUT_ERROR_DRAW.
 * Returns: (transfer full): the file's bytes, or NULL with @error set
 */
GBytes *output_chart_render (const OutputChart *chart,
                             const OutputChartData *data,
                             const OutputChartOptions *options,
                             OutputFormat format,
                             int *ret_missing_glyphs,
                             GError **error);

/** Returns: the height that a figure of the chart takes, pt; at most @most, which is what
 * charts without rows take */
double output_chart_figure_height (const OutputChart *chart,
                                   const OutputChartData *data,
                                   double most);

/**
 * output_chart_draw_figure:
 *
 * Draws a chart into @body of a page of something else: without title and small print,
 * and of a chart with several pages a selection.
 */
void output_chart_draw_figure (const OutputChart *chart,
                               OutputCanvas *canvas,
                               OutputRect body,
                               const OutputChartData *data);

/**
 * output_chart_draw:
 * @path: without suffix; each format adds its own (".png", ".pdf", ".svg", ".txt")
 * @formats: OutputFormat flags together
 * @ret_missing_glyphs: (out) (optional): characters no font could show, of all formats
 *
 * Draws a chart to files, each written whole or not at all.
 *
 * Errors: OUTPUT_ERROR_UNKNOWN_CHART, OUTPUT_ERROR_NO_DATA when the results lack what the
 * chart draws; OUTPUT_ERROR_SIZE, OUTPUT_ERROR_DRAW, OUTPUT_ERROR_WRITE.
 */
bool output_chart_draw (const char *name,
                        const OutputChartData *data,
                        const OutputChartOptions *options,
                        const char *path,
                        unsigned formats,
                        int *ret_missing_glyphs,
                        GError **error);
