/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Charts: the registry, what they draw from, and how one becomes a file. */
#include "output/chart.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "output/comparison.h"
#include "output/equity.h"
#include "output/error.h"
#include "output/fates.h"
#include "output/forecast.h"
#include "output/gantt-lines.h"
#include "output/gantt-patients.h"
#include "output/harvest-day.h"
#include "output/latest-referral.h"
#include "output/page.h"
#include "output/queue.h"
#include "output/sweep.h"
#include "output/throughput.h"
#include "output/tornado.h"
#include "output/utilisation.h"
#include "output/varied.h"
#include "output/waiting.h"

/* A4 across, and pictures at 144 dots an inch. */
#define PAGE_WIDTH    841.89
#define PAGE_HEIGHT   595.28
#define DEFAULT_SCALE 2.0

static const OutputChart charts[] = {
  { .name = "gantt-patients",
    .summary = N_ ("a row a patient, from the injury: waiting, blood draws, harvest, "
                   "culture, infusion, fate"),
    .heading = "Patients from injury to infusion",
    .neutral_heading = "Patients from illness or injury to infusion",
    .scope = OUTPUT_SCOPE_TRACE,
    .has_data = output_gantt_patients_has_data,
    .plan = output_gantt_patients_plan,
    .free_plan = output_gantt_patients_free_plan,
    .page_size = output_gantt_patients_page_size,
    .page_count = output_gantt_patients_page_count,
    .draw = output_gantt_patients_draw },
  { .name = "gantt-lines",
    .summary =
        N_ ("a row a culture line, by calendar date: batches by grade, bookings, idle "
            "time, closures"),
    .heading = "Culture lines and their patients",
    .scope = OUTPUT_SCOPE_TRACE,
    .has_data = output_gantt_lines_has_data,
    .plan = output_gantt_lines_plan,
    .free_plan = output_gantt_lines_free_plan,
    .page_size = output_gantt_lines_page_size,
    .page_count = output_gantt_lines_page_count,
    .draw = output_gantt_lines_draw },
  { .name = "throughput",
    .summary = N_ ("infusions by month and grade with intervals, beside the capacity"),
    .heading = "Infusions by month",
    .scope = OUTPUT_SCOPE_ALL,
    .is_of_one = true,
    .has_data = output_throughput_has_data,
    .draw = output_throughput_draw },
  { .name = "queue",
    .summary = N_ ("patients waiting, month by month, with intervals"),
    .heading = "Patients waiting for a booking",
    .scope = OUTPUT_SCOPE_ALL,
    .is_of_one = true,
    .has_data = output_queue_has_data,
    .draw = output_queue_draw },
  { .name = "utilisation",
    .summary = N_ ("share of each pool in use, month by month, with intervals"),
    .heading = "Use of the plant",
    .scope = OUTPUT_SCOPE_ALL,
    .is_of_one = true,
    .has_data = output_utilisation_has_data,
    .draw = output_utilisation_draw },
  { .name = "waiting",
    .summary = N_ ("how long patients wait for a booking, by grade"),
    .heading = "Wait for a booking",
    .scope = OUTPUT_SCOPE_ALL,
    .is_of_one = true,
    .has_data = output_waiting_has_data,
    .draw = output_waiting_draw },
  { .name = "harvest-day",
    .summary = N_ ("day of the harvest by grade, the end of the window, and what was "
                   "lost beyond it"),
    .heading = "Day of the harvest",
    .scope = OUTPUT_SCOPE_ALL,
    .is_of_one = true,
    .has_data = output_harvest_day_has_data,
    .draw = output_harvest_day_draw },
  { .name = "fates",
    .summary = N_ ("what became of the referred, by rule and grade"),
    .heading = "What became of the referred",
    .scope = OUTPUT_SCOPE_ALL,
    .has_data = output_fates_has_data,
    .page_size = output_fates_page_size,
    .page_count = output_fates_page_count,
    .draw = output_fates_draw },
  { .name = "latest-referral",
    .summary = N_ ("chance of a harvest within the window by day of referral"),
    .heading = "Chance of a harvest by day of referral",
    .scope = OUTPUT_SCOPE_ALL,
    .is_of_one = true,
    .has_data = output_latest_referral_has_data,
    .draw = output_latest_referral_draw },
  { .name = "comparison",
    .summary = N_ ("forest plot of the paired differences from the baseline rule"),
    .heading = "Differences from the baseline",
    .scope = OUTPUT_SCOPE_ALL,
    .has_data = output_comparison_has_data,
    .page_size = output_comparison_page_size,
    .page_count = output_comparison_page_count,
    .draw = output_comparison_draw },
  { .name = "equity",
    .summary = N_ ("share infused by group (grade, site, sex, age) under each rule"),
    .heading = "Who is treated, by group",
    .scope = OUTPUT_SCOPE_ALL,
    .has_data = output_equity_has_data,
    .page_size = output_equity_page_size,
    .page_count = output_equity_page_count,
    .draw = output_equity_draw },
  { .name = "sweep",
    .summary = N_ ("a metric over the values of a varied parameter"),
    .heading = "Response to what was varied",
    .scope = OUTPUT_SCOPE_ALL,
    .has_data = output_sweep_has_data,
    .draw = output_sweep_draw },
  { .name = "tornado",
    .summary = N_ ("effect of one change at a time, the greatest first"),
    .heading = "What the result hangs on",
    .scope = OUTPUT_SCOPE_ALL,
    .has_data = output_tornado_has_data,
    .page_size = output_tornado_page_size,
    .page_count = output_tornado_page_count,
    .draw = output_tornado_draw },
  { .name = "forecast",
    .summary =
        N_ ("chances and likely dates of harvest and infusion for the patients of today"),
    .heading = "Forecast for the patients of today",
    .scope = OUTPUT_SCOPE_ALL,
    .has_data = output_forecast_has_data,
    .page_size = output_forecast_page_size,
    .page_count = output_forecast_page_count,
    .draw = output_forecast_draw },
};

static bool
pool_chunk (const SimChunk *chunk, gpointer data)
{
  struct
  {
    SimHistogram *histograms;
    size_t n;
  } *pool = data;
  for (size_t i = 0; i < pool->n; i++)
    sim_histogram_merge (&pool->histograms[i], &chunk->histograms[i]);
  return true;
}

SimHistogram *
output_chart_pool_histograms (const SimResults *results, int variant, GError **error)
{
  struct
  {
    SimHistogram *histograms;
    size_t n;
  } pool = { g_new0 (SimHistogram, results->catalogue->n_histograms + 1),
             results->catalogue->n_histograms };
  if (results->for_each_chunk (results, variant, pool_chunk, &pool, error))
    return pool.histograms;
  output_chart_free_histograms (pool.histograms, results->catalogue);
  return NULL;
}

void
output_chart_free_histograms (SimHistogram *histograms, const SimCatalogue *catalogue)
{
  for (size_t i = 0; histograms != NULL && i < catalogue->n_histograms; i++)
    sim_histogram_clear_memory (&histograms[i]);
  g_free (histograms);
}

const SimEstimate *
output_chart_estimate (const OutputChartData *data,
                       size_t variant,
                       const char *name,
                       const char *group)
{
  if (data->catalogue == NULL || variant >= data->n_variants ||
      data->variants[variant].estimates == NULL)
    return NULL;
  int metric = sim_catalogue_find_metric (data->catalogue, name, group);
  return metric < 0 ? NULL : &data->variants[variant].estimates[metric];
}

bool
output_chart_is_of_injuries (const OutputChartData *data)
{
  static const char *const signs[][2] = { { "draws", "all" }, { "infused", "A" },
                                          { "infused", "B" }, { "infused", "C" },
                                          { "infused", "D" }, { "infused", "E" } };
  for (size_t i = 0; data->catalogue != NULL && i < G_N_ELEMENTS (signs); i++)
    if (sim_catalogue_find_metric (data->catalogue, signs[i][0], signs[i][1]) >= 0)
      return true;
  return data->catalogue == NULL;
}

const char *
output_chart_heading (const OutputChart *chart, const OutputChartData *data)
{
  bool is_neutral = chart->neutral_heading != NULL && !output_chart_is_of_injuries (data);
  return is_neutral ? chart->neutral_heading : chart->heading;
}

char *
output_chart_variant_name (const OutputChartData *data, size_t variant)
{
  return output_varied_name (data->caption.language, data->variants[variant].label,
                             data->variants[variant].settings);
}

const char *
output_chart_variant_kind (const OutputChartData *data)
{
  for (size_t v = 0; v < data->n_variants; v++)
    if (data->variants[v].settings != NULL)
      return output_word (data->caption.language, "Variant");
  return output_word (data->caption.language, "Rule");
}

OutputChartOptions
output_chart_options_default (void)
{
  return (OutputChartOptions){ .from = (double) -INFINITY, .to = (double) INFINITY };
}

const OutputChart *
output_charts (size_t *ret_n)
{
  *ret_n = G_N_ELEMENTS (charts);
  return charts;
}

const OutputChart *
output_chart_find (const char *name, GError **error)
{
  g_autoptr (GString) names = g_string_new ("");
  for (size_t i = 0; i < G_N_ELEMENTS (charts); i++)
    {
      if (g_strcmp0 (charts[i].name, name) == 0)
        return &charts[i];
      g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", charts[i].name);
    }
  g_set_error (error, OUTPUT_ERROR, OUTPUT_ERROR_UNKNOWN_CHART,
               _ ("no chart is named '%s'; charts: %s"), name != NULL ? name : "",
               names->str);
  return NULL;
}

/* SOURCE_DATE_EPOCH if it is set (reproducible-builds.org), else the scenario's start. */
int64_t
output_chart_creation_time (const OutputCaption *caption)
{
  const char *text = g_getenv ("SOURCE_DATE_EPOCH");
  char *end = NULL;
  if (text != NULL && *text != '\0')
    {
      int64_t seconds = g_ascii_strtoll (text, &end, 10);
      if (*end == '\0' && seconds >= 0)
        return seconds;
    }
  return caption->start_epoch_day * SIM_DAY;
}

/* A limit that is NAN is none. */
static OutputChartOptions
settle_options (const OutputChartOptions *options)
{
  OutputChartOptions settled =
      options != NULL ? *options : output_chart_options_default ();
  if (isnan (settled.from))
    settled.from = (double) -INFINITY;
  if (isnan (settled.to))
    settled.to = (double) INFINITY;
  if (!(settled.scale > 0.0))
    settled.scale = DEFAULT_SCALE;
  return settled;
}

static void
settle_size (const OutputChart *chart,
             const OutputChartData *data,
             OutputChartOptions *options)
{
  double width = PAGE_WIDTH, height = PAGE_HEIGHT;
  if (chart->page_size != NULL && chart->has_data (data))
    chart->page_size (data, options, &width, &height);
  if (!(options->width > 0.0))
    options->width = width;
  if (!(options->height > 0.0))
    options->height = height;
}

static void
begin_plan (const OutputChart *chart,
            OutputChartData *data,
            const OutputChartOptions *options)
{
  data->plan =
      chart->plan != NULL && chart->has_data (data) ? chart->plan (data, options) : NULL;
}

static void
end_plan (const OutputChart *chart, OutputChartData *data)
{
  if (data->plan != NULL)
    chart->free_plan (data->plan);
  data->plan = NULL;
}

static void
draw_pages (const OutputChart *chart,
            OutputCanvas *canvas,
            const OutputChartData *data,
            const OutputChartOptions *options)
{
  const OutputCaption *caption = &data->caption;
  int n_wanted = 1, n_pages = 1;
  for (int page = 0; page < n_pages; page++)
    {
      if (page > 0)
        output_canvas_next_page (canvas, options->width, options->height);
      OutputRect body =
          output_page_begin (canvas, caption, output_chart_heading (chart, data));
      if (!chart->has_data (data))
        output_page_empty (canvas, body,
                           "There is nothing to draw: these results hold no such data.");
      else
        {
          if (page == 0 && chart->page_count != NULL && output_canvas_is_paged (canvas))
            n_wanted = chart->page_count (data, options, body);
          n_pages = MIN (n_wanted, OUTPUT_MOST_PAGES);
          chart->draw (canvas, body, page, n_pages, data, options);
        }
      output_page_end (canvas, caption, chart->scope, page, n_pages, n_wanted);
    }
}

/* Title, small print and margins of a page of its own. */
#define PAGE_FRAME 95.0

double
output_chart_figure_height (const OutputChart *chart,
                            const OutputChartData *data,
                            double most)
{
  if (chart->page_size == NULL)
    return most;
  OutputChartData own = *data;
  OutputChartOptions options = settle_options (NULL);
  begin_plan (chart, &own, &options);
  settle_size (chart, &own, &options);
  end_plan (chart, &own);
  return MIN (options.height - PAGE_FRAME, most);
}

void
output_chart_draw_figure (const OutputChart *chart,
                          OutputCanvas *canvas,
                          OutputRect body,
                          const OutputChartData *data)
{
  OutputChartData own = *data;
  const OutputChartOptions options = settle_options (NULL);
  begin_plan (chart, &own, &options);
  chart->draw (canvas, body, 0, 1, &own, &options);
  end_plan (chart, &own);
}

GBytes *
output_chart_render (const OutputChart *chart,
                     const OutputChartData *data,
                     const OutputChartOptions *options,
                     OutputFormat format,
                     int *ret_missing_glyphs,
                     GError **error)
{
  OutputChartData own = *data;
  data = &own;
  const OutputCaption *caption = &own.caption;
  /* Gantt charts tell the first variant's traced replication. */
  if (caption->rule == NULL && own.n_variants > 0 &&
      (chart->is_of_one || chart->scope == OUTPUT_SCOPE_TRACE))
    own.caption.rule = own.variants[0].label;
  OutputChartOptions settled = settle_options (options);
  begin_plan (chart, &own, &settled);
  settle_size (chart, data, &settled);
  const char *heading =
      output_word (caption->language, output_chart_heading (chart, data));
  const char *title = caption->language == OUTPUT_LANGUAGE_JA && caption->title_ja != NULL
                          ? caption->title_ja
                          : caption->title;
  g_autofree char *creator =
      g_strconcat ("day31 ", caption->version != NULL ? caption->version : "", NULL);
  OutputDocument document = { .title = heading,
                              .subject = title,
                              .creator = g_strstrip (creator),
                              .created = output_chart_creation_time (caption),
                              .language = caption->language,
                              .width = settled.width,
                              .height = settled.height,
                              .scale = settled.scale };
  g_autoptr (OutputCanvas) canvas = output_canvas_new (format, &document, error);
  if (canvas != NULL)
    draw_pages (chart, canvas, data, &settled);
  end_plan (chart, &own);
  if (canvas == NULL)
    return NULL;
  if (ret_missing_glyphs != NULL)
    *ret_missing_glyphs = output_canvas_missing_glyphs (canvas);
  return output_canvas_finish (canvas, error);
}

static bool
save (const char *path, const char *suffix, GBytes *bytes, GError **error)
{
  g_autofree char *name = g_strconcat (path, suffix, NULL);
  g_autoptr (GError) cause = NULL;
  size_t length;
  const char *data = g_bytes_get_data (bytes, &length);
  /* Writes a temporary file beside it, syncs and renames: whole or not at all. */
  if (g_file_set_contents_full (
          name, data, (gssize) length,
          G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0666, &cause))
    return true;
  g_set_error (error, OUTPUT_ERROR, OUTPUT_ERROR_WRITE, "%s", cause->message);
  return false;
}

bool
output_chart_draw (const char *name,
                   const OutputChartData *data,
                   const OutputChartOptions *options,
                   const char *path,
                   unsigned formats,
                   int *ret_missing_glyphs,
                   GError **error)
{
  const OutputChart *chart = output_chart_find (name, error);
  if (chart == NULL)
    return false;
  if (!chart->has_data (data))
    {
      g_set_error (error, OUTPUT_ERROR, OUTPUT_ERROR_NO_DATA,
                   _ ("these results hold nothing that the chart '%s' draws"), name);
      return false;
    }
  static const struct
  {
    OutputFormat format;
    const char *suffix;
  } files[] = {
    { OUTPUT_FORMAT_PNG, ".png" },
    { OUTPUT_FORMAT_PDF, ".pdf" },
    { OUTPUT_FORMAT_SVG, ".svg" },
    { OUTPUT_FORMAT_TEXT, ".txt" },
  };
  int missing = 0;
  for (size_t i = 0; i < G_N_ELEMENTS (files); i++)
    {
      if ((formats & files[i].format) == 0)
        continue;
      int missing_here = 0;
      g_autoptr (GBytes) bytes = output_chart_render (
          chart, data, options, files[i].format, &missing_here, error);
      if (bytes == NULL || !save (path, files[i].suffix, bytes, error))
        return false;
      missing += missing_here;
    }
  if (ret_missing_glyphs != NULL)
    *ret_missing_glyphs = missing;
  return true;
}
