/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How fast 100,000 bars are drawn: a PNG or SVG of one page, a PDF of all pages. */
#include "tests/output/samples.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* About eight bars a patient: waiting, booking, stages, transports; 103,000 in all. */
#define PATIENTS 12500
#define LINES    100

static double
seconds_to_draw (const OutputChart *chart,
                 const OutputChartData *data,
                 OutputFormat format,
                 size_t *ret_bytes)
{
  int64_t begin = g_get_monotonic_time ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes =
      output_chart_render (chart, data, NULL, format, NULL, &error);

  if (bytes == NULL)
    g_error ("%s", error->message);
  *ret_bytes = g_bytes_get_size (bytes);
  return (double) (g_get_monotonic_time () - begin) / G_USEC_PER_SEC;
}

/* benchmark-charts [PATIENTS [CHART FORMAT]]: for counting instructions by size. */
int
main (int argc, char **argv)
{
  int n_patients = argc > 1 ? atoi (argv[1]) : PATIENTS;
  static const char *const names[] = { "gantt-lines", "gantt-patients" };
  static const struct
  {
    OutputFormat format;
    const char *name;
  } formats[] = { { OUTPUT_FORMAT_PNG, "PNG" },
                  { OUTPUT_FORMAT_PDF, "PDF" },
                  { OUTPUT_FORMAT_SVG, "SVG" } };
  g_autoptr (SimTrace) trace = sample_many_new (n_patients, LINES);
  const OutputChartData data = { .caption = sample_caption (OUTPUT_LANGUAGE_EN),
                                 .trace = trace,
                                 .baseline = -1 };

  printf ("%d patients on %d lines, %u bars\n", n_patients, LINES, trace->spans->len);
  for (size_t c = 0; c < G_N_ELEMENTS (names); c++)
    for (size_t f = 0; f < G_N_ELEMENTS (formats); f++)
      {
        if (argc > 3 &&
            (strcmp (names[c], argv[2]) != 0 || strcmp (formats[f].name, argv[3]) != 0))
          continue;
        size_t bytes;
        double seconds = seconds_to_draw (output_chart_find (names[c], NULL), &data,
                                          formats[f].format, &bytes);

        printf ("%s to %s: %.2f s, %.1f MB\n", names[c], formats[f].name, seconds,
                (double) bytes / 1e6);
      }
  return 0;
}
