/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Charts on the command line: which, in what form, drawn from a store. */
#include "cli/charts.h"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "cli/chart-source.h"
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
    cli_wrong_usage (command, _ ("--lang: expected en, ja or en,ja, found '%s'"), text);
  return form->n_languages > 0;
}

bool
cli_charts_parse_form (const CliCommand *command,
                       const char *formats,
                       const char *languages,
                       CliChartForm *ret_form)
{
  *ret_form = (CliChartForm){ 0 };
  return parse_formats (command, formats != NULL ? formats : "png,pdf,svg",
                        &ret_form->formats) &&
         parse_languages (command, languages != NULL ? languages : "en", ret_form);
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
  CliChartSource *source;
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

/* The number of the patient called @id in the trace; -1 where nobody is. */
static int64_t
find_patient (const SimTable *patients, const char *id)
{
  int names = sim_table_find_column (patients, "patient");
  int numbers = sim_table_find_column (patients, "_number");

  for (size_t i = 0; i < sim_table_row_count (patients); i++)
    {
      const SimCell *cells = sim_table_row (patients, i);
      const char *name = names >= 0 ? cells[names].text : NULL;
      double number = numbers >= 0 ? cells[numbers].number : -1;
      g_autofree char *own = g_strdup_printf ("%.0f", number);

      if (number >= 0 && strcmp (name != NULL ? name : own, id) == 0)
        return (int64_t) number;
    }
  return -1;
}

/* Returns: (transfer full): the numbers of the patients asked for, or NULL with @error */
static GArray *
find_patients (OutputStore *store,
               const SimTrace *trace,
               const char *const *ids,
               GError **error)
{
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (int64_t));

  for (; *ids != NULL; ids++)
    {
      int64_t number = trace != NULL ? find_patient (trace->patients, *ids) : -1;

      if (number < 0)
        {
          g_set_error (error, OUTPUT_ERROR, OUTPUT_ERROR_NO_DATA,
                       _ ("%s: --patients: expected patients of the traced replication, "
                          "as patients.csv names them, found '%s'"),
                       output_store_directory (store), *ids);
          return NULL;
        }
      g_array_append_val (numbers, number);
    }
  return g_steal_pointer (&numbers);
}

bool
cli_charts_draw (OutputStore *store,
                 const char *const *names,
                 const CliChartForm *form,
                 const OutputChartOptions *options,
                 int *ret_n_files,
                 GError **error)
{
  OutputChartOptions own = options != NULL ? *options : output_chart_options_default ();
  g_auto (CliChartSource) source = { 0 };
  g_autoptr (GArray) patients = NULL;
  Drawing drawing = {
    .store = store,
    .form = form,
    .options = &own,
    .source = &source,
  };

  if (!cli_chart_source_load (&source, store, error))
    return false;
  if (form->patients != NULL)
    {
      patients = find_patients (store, source.trace, form->patients, error);
      if (patients == NULL)
        return false;
      own.patients = (const int64_t *) (void *) patients->data;
      own.n_patients = patients->len;
    }
  if (!(names != NULL ? draw_named (&drawing, names, error) : draw_all (&drawing, error)))
    return false;
  if (drawing.missing_glyphs > 0)
    cli_warn (_ (
        "some characters are in no installed font and were drawn as boxes; for Japanese "
        "install fonts-ipafont-gothic"));
  if (ret_n_files != NULL)
    *ret_n_files = drawing.n_files;
  return true;
}
