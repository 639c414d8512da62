/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Charts on the command line: which, in what form, drawn from a store. */
#include "cli/charts.h"

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "output/error.h"

typedef struct
{
  OutputFormat format;
  const char *suffix;
} Format;

static const Format formats_known[] = {
  { OUTPUT_FORMAT_PNG, "png" },
  { OUTPUT_FORMAT_PDF, "pdf" },
  { OUTPUT_FORMAT_SVG, "svg" },
};

static unsigned
format_of (const char *name)
{
  for (size_t i = 0; i < G_N_ELEMENTS (formats_known); i++)
    if (strcmp (formats_known[i].suffix, name) == 0)
      return formats_known[i].format;
  return 0;
}

static bool
parse_formats (const CliCommand *command, const char *text, unsigned *ret_formats)
{
  g_auto (GStrv) names = g_strsplit (text, ",", -1);
  unsigned formats = 0;

  for (char **name = names; *name != NULL; name++)
    {
      unsigned format = format_of (*name);

      if (format == 0)
        {
          cli_wrong_usage (command,
                           _ ("--format: expected a list of pdf, png, svg, found '%s'"),
                           text);
          return false;
        }
      formats |= format;
    }
  if (formats == 0)
    cli_wrong_usage (command, _ ("--format: expected a list of pdf, png, svg, found ''"));
  *ret_formats = formats;
  return formats != 0;
}

static bool
parse_languages (const CliCommand *command, const char *text, CliChartForm *form)
{
  g_auto (GStrv) names = g_strsplit (text, ",", -1);

  form->n_languages = 0;
  for (char **name = names; *name != NULL; name++)
    {
      OutputLanguage language;

      if (!output_language_parse (*name, &language) ||
          form->n_languages == (int) G_N_ELEMENTS (form->languages) ||
          (form->n_languages == 1 && form->languages[0] == language))
        {
          form->n_languages = 0;
          break;
        }
      form->languages[form->n_languages++] = language;
    }
  if (form->n_languages == 0)
    cli_wrong_usage (command, _ ("--lang: expected en, ja or both, found '%s'"), text);
  return form->n_languages > 0;
}

bool
cli_charts_parse_form (const CliCommand *command,
                       const char *formats,
                       const char *languages,
                       CliChartForm *ret_form)
{
  return parse_formats (command, formats != NULL ? formats : "png,pdf,svg",
                        &ret_form->formats) &&
         parse_languages (command, languages != NULL ? languages : "en", ret_form);
}

static const char *
find_fact (const OutputRun *run, const char *key)
{
  for (size_t i = 0; i < run->n_facts; i++)
    if (strcmp (run->facts[i].key, key) == 0)
      return run->facts[i].value;
  return NULL;
}

/* The day of a fact that is a date; 0 where it is missing. */
static int64_t
find_day (const OutputRun *run, const char *key)
{
  const char *text = find_fact (run, key);
  SimDate date;

  return text != NULL && sim_date_parse (text, &date) ? sim_date_to_epoch_day (date) : 0;
}

static OutputCaption
caption_of (OutputStore *store, int64_t traced)
{
  const OutputRun *run = output_store_run (store);
  const char *window = find_fact (run, "window-days");
  const char *window_end = find_fact (run, "window-end");

  return (OutputCaption){
    .title = find_fact (run, "title"),
    .title_ja = find_fact (run, "title.ja"),
    .scenario = run->scenario,
    .rule = run->n_variants == 1 ? run->variants[0].label : NULL,
    .seed = run->seed,
    .replications = output_store_replication_count (store),
    .traced = traced,
    .confidence = run->confidence,
    .window_days = window != NULL ? g_ascii_strtod (window, NULL) : 0,
    .window_end = window_end != NULL ? g_ascii_strtod (window_end, NULL) : 0,
    .version = run->version,
    .start_epoch_day = find_day (run, "start"),
    .end_epoch_day = find_day (run, "end"),
  };
}

/* The numbers behind the charts, owned. */
typedef struct
{
  SimResults *results;
  SimTrace *trace;
  SimEstimate *estimates; /* a variant after the other */
  SimSeriesPoint *points;
  SimHistogram **histograms; /* one array a variant, NULL where not read */
  OutputChartVariant *variants;
  SimDifference *differences; /* NULL without a baseline */
  OutputChartData data;
} ChartSource;

static void
chart_source_clear (ChartSource *source)
{
  for (int v = 0; source->histograms != NULL && v < source->results->n_variants; v++)
    output_chart_free_histograms (source->histograms[v], source->results->catalogue);
  g_clear_pointer (&source->histograms, g_free);
  g_clear_pointer (&source->results, sim_results_free);
  g_clear_pointer (&source->trace, sim_trace_free);
  g_clear_pointer (&source->estimates, g_free);
  g_clear_pointer (&source->points, g_free);
  g_clear_pointer (&source->variants, g_free);
  g_clear_pointer (&source->differences, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ChartSource, chart_source_clear)

static bool
estimate_variants (ChartSource *source, const OutputRun *run, GError **error)
{
  const SimCatalogue *catalogue = source->results->catalogue;
  size_t n_variants = run->n_variants;

  source->estimates = g_new0 (SimEstimate, n_variants * catalogue->n_metrics);
  source->points = g_new0 (SimSeriesPoint, n_variants * catalogue->n_points);
  source->histograms = g_new0 (SimHistogram *, n_variants);
  source->variants = g_new0 (OutputChartVariant, n_variants);
  for (size_t v = 0; v < n_variants; v++)
    {
      SimEstimate *estimates = source->estimates + v * catalogue->n_metrics;
      SimSeriesPoint *points = source->points + v * catalogue->n_points;

      if (!sim_confidence_estimate (source->results, (int) v, run->confidence, estimates,
                                    error) ||
          !sim_confidence_series (source->results, (int) v, run->confidence, points,
                                  error))
        return false;
      source->histograms[v] =
          output_chart_pool_histograms (source->results, (int) v, error);
      if (source->histograms[v] == NULL)
        return false;
      source->variants[v] = (OutputChartVariant){ .label = run->variants[v].label,
                                                  .estimates = estimates,
                                                  .points = points,
                                                  .histograms = source->histograms[v] };
    }
  return true;
}

static bool
compare_variants (ChartSource *source, const OutputRun *run, GError **error)
{
  g_autofree int *others = g_new (int, run->n_variants);
  int n_others = 0;

  if (run->baseline < 0 || run->n_variants < 2)
    return true;
  for (int v = 0; v < (int) run->n_variants; v++)
    if (v != run->baseline)
      others[n_others++] = v;
  source->differences =
      g_new0 (SimDifference, (size_t) n_others * source->results->catalogue->n_metrics);
  return sim_comparison_paired (source->results, run->baseline, others, n_others,
                                run->primary, (int) run->n_primary, run->confidence,
                                source->differences, error);
}

/* The first traced replication of the first variant is the one that is drawn. */
static bool
load_source (ChartSource *source, OutputStore *store, GError **error)
{
  const OutputRun *run = output_store_run (store);
  int64_t traced = output_store_next_trace (store, 0, 0);

  if (traced >= 0)
    {
      source->trace = output_store_trace (store, 0, traced, OUTPUT_TRACE_DRAWING, error);
      if (source->trace == NULL)
        return false;
    }
  source->results = output_store_results (store);
  if (!estimate_variants (source, run, error) || !compare_variants (source, run, error))
    return false;
  source->data = (OutputChartData){
    .caption = caption_of (store, MAX (traced, 0)),
    .trace = source->trace,
    .catalogue = source->results->catalogue,
    .variants = source->variants,
    .n_variants = run->n_variants,
    .baseline = run->baseline,
    .differences = source->differences,
  };
  return true;
}

static bool
write_chart (OutputStore *store, const char *name, GBytes *bytes, GError **error)
{
  g_autoptr (OutputAtomicFile) file = output_store_new_file (store, name, error);
  gsize length;

  if (file == NULL)
    return false;
  const void *data = g_bytes_get_data (bytes, &length);
  output_atomic_file_write (file, data, length);
  return output_atomic_file_commit (file, error);
}

/* What the loops over charts, languages and formats share. */
typedef struct
{
  OutputStore *store;
  const CliChartForm *form;
  const OutputChartOptions *options;
  ChartSource *source;
  int n_files;
  int missing_glyphs;
} Drawing;

static bool
draw_formats (Drawing *drawing, const OutputChart *chart, int language, GError **error)
{
  OutputLanguage code = drawing->form->languages[language];

  drawing->source->data.caption.language = code;
  for (size_t i = 0; i < G_N_ELEMENTS (formats_known); i++)
    {
      int missing = 0;

      if ((drawing->form->formats & formats_known[i].format) == 0)
        continue;
      g_autofree char *name = g_strdup_printf (
          "charts/%s%s%s.%s", chart->name, language > 0 ? "-" : "",
          language > 0 ? output_language_code (code) : "", formats_known[i].suffix);
      g_autoptr (GBytes) bytes =
          output_chart_render (chart, &drawing->source->data, drawing->options,
                               formats_known[i].format, &missing, error);
      if (bytes == NULL || !write_chart (drawing->store, name, bytes, error))
        return false;
      drawing->missing_glyphs += missing;
      drawing->n_files++;
    }
  return true;
}

static bool
draw_chart (Drawing *drawing, const OutputChart *chart, GError **error)
{
  for (int l = 0; l < drawing->form->n_languages; l++)
    if (!draw_formats (drawing, chart, l, error))
      return false;
  return true;
}

static bool
draw_named (Drawing *drawing, const char *const *names, GError **error)
{
  for (; *names != NULL; names++)
    {
      const OutputChart *chart = output_chart_find (*names, error);

      if (chart == NULL)
        return false;
      if (!chart->has_data (&drawing->source->data))
        {
          g_set_error (error, OUTPUT_ERROR, OUTPUT_ERROR_NO_DATA,
                       _ ("%s: these results hold nothing for the chart '%s'"),
                       output_store_directory (drawing->store), *names);
          return false;
        }
      if (!draw_chart (drawing, chart, error))
        return false;
    }
  return true;
}

static bool
draw_all (Drawing *drawing, GError **error)
{
  size_t n_charts;
  const OutputChart *charts = output_charts (&n_charts);

  for (size_t i = 0; i < n_charts; i++)
    if (charts[i].has_data (&drawing->source->data) &&
        !draw_chart (drawing, &charts[i], error))
      return false;
  return true;
}

bool
cli_charts_draw (OutputStore *store,
                 const char *const *names,
                 const CliChartForm *form,
                 const OutputChartOptions *options,
                 int *ret_n_files,
                 GError **error)
{
  const OutputChartOptions plain = output_chart_options_default ();
  g_auto (ChartSource) source = { 0 };
  Drawing drawing = {
    .store = store,
    .form = form,
    .options = options != NULL ? options : &plain,
    .source = &source,
  };

  if (!load_source (&source, store, error) ||
      !(names != NULL ? draw_named (&drawing, names, error) : draw_all (&drawing, error)))
    return false;
  if (drawing.missing_glyphs > 0)
    cli_warn (_ (
        "some characters are in no installed font and were drawn as boxes; for Japanese "
        "install fonts-ipafont-gothic"));
  if (ret_n_files != NULL)
    *ret_n_files = drawing.n_files;
  return true;
}
