/* SPDX-License-Identifier: GPL-3.0-or-later */
/* run and plot: what the shipped scenarios answer, on the terminal and in files. */
#include "tests/cli/program.h"

#include <math.h>
#include <stdlib.h>
#include <unistd.h>

/* A CSV file without quotes, as rows of fields. */
typedef struct
{
  GPtrArray *rows; /* of char **; the header first */
} Table;

static void
table_clear (Table *table)
{
  g_clear_pointer (&table->rows, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Table, table_clear)

static Table
table_read (const char *path)
{
  Table table = { g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev) };
  g_autofree char *text = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    fail_msg ("%s: cannot be read", path);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    if (**line != '\0' && **line != '#')
      g_ptr_array_add (table.rows, g_strsplit (*line, ",", -1));
  return table;
}

static const char *
table_text (const Table *table, size_t row, const char *column)
{
  char **header = g_ptr_array_index (table->rows, 0);

  for (int c = 0; header[c] != NULL; c++)
    if (strcmp (header[c], column) == 0)
      return ((char **) g_ptr_array_index (table->rows, row))[c];
  fail_msg ("no column '%s'", column);
  return NULL;
}

/* NaN where the cell is blank. */
static double
table_number (const Table *table, size_t row, const char *column)
{
  const char *text = table_text (table, row, column);

  return *text == '\0' ? (double) NAN : g_ascii_strtod (text, NULL);
}

/* The mean, and the interval's half-width if wanted, of a metric in summary.csv. */
static double
summary_mean (const Table *summary,
              const char *metric,
              const char *group,
              double *ret_half_width)
{
  for (size_t r = 1; r < summary->rows->len; r++)
    if (strcmp (table_text (summary, r, "metric"), metric) == 0 &&
        strcmp (table_text (summary, r, "group"), group) == 0)
      {
        if (ret_half_width != NULL)
          *ret_half_width =
              (table_number (summary, r, "high") - table_number (summary, r, "low")) / 2;
        return table_number (summary, r, "mean");
      }
  fail_msg ("no metric '%s:%s'", metric, group);
  return 0;
}

static Table
read_result (const char *folder, const char *directory, const char *name)
{
  g_autofree char *path = g_build_filename (folder, directory, name, NULL);

  return table_read (path);
}

/* All 13 rows of the Guideline's Table 6, day by day. */
static void
replay_of_table_6_returns_its_rows (void **state)
{
  static const char *const columns[][2] = {
    { "harvest", "harvested" }, { "draw1", "draw1" }, { "draw2", "draw2" },
    { "draw3", "draw3" },       { "draw4", "draw4" }, { "draw5", "draw5" },
    { "infusion", "infused" },
  };
  const char *folder = *state;
  g_autofree char *source = program_source ("scenarios/table6.csv");
  g_auto (Table) given = table_read (source);
  g_auto (ProgramResult) result =
      program_run (folder, NULL, "run @scenarios/table6.xml --quiet");

  assert_int_equal (result.status, 0);
  assert_string_equal (result.out, "");
  g_auto (Table) patients = read_result (folder, "table6", "patients.csv");

  assert_int_equal (given.rows->len, 14); /* a header and 13 patients */
  assert_int_equal (patients.rows->len, 14);
  for (size_t r = 1; r < given.rows->len; r++)
    {
      double injured = table_number (&patients, r, "injured");

      assert_string_equal (table_text (&patients, r, "fate"), "infused");
      for (size_t c = 0; c < G_N_ELEMENTS (columns); c++)
        {
          double day = table_number (&given, r, columns[c][0]);
          double instant = table_number (&patients, r, columns[c][1]);

          /* Dates: whatever the hour of the appointment. */
          if (isnan (day))
            assert_true (isnan (instant));
          else
            assert_near (floor (instant) - floor (injured), day, 0);
        }
    }
}

/* In early supply, A first treats far more of A, and fewer of C, than first come. */
static void
ais_a_first_treats_more_of_a (void **state)
{
  const char *folder = *state;
  double half_first, half_fcfs;
  g_auto (ProgramResult) first = program_run (
      folder, NULL,
      "run @scenarios/early-supply.xml --rule ais-a-first -n 40 -q -o first");
  g_auto (ProgramResult) fcfs = program_run (
      folder, NULL, "run @scenarios/early-supply.xml --rule fcfs -n 40 -q -o fcfs");

  assert_int_equal (first.status, 0);
  assert_int_equal (fcfs.status, 0);
  g_auto (Table) with_first = read_result (folder, "first", "summary.csv");
  g_auto (Table) with_fcfs = read_result (folder, "fcfs", "summary.csv");

  double a_first = summary_mean (&with_first, "infused-share", "A", &half_first);
  double a_fcfs = summary_mean (&with_fcfs, "infused-share", "A", &half_fcfs);
  assert_true (a_first - half_first > a_fcfs + half_fcfs + 0.1);
  double c_first = summary_mean (&with_first, "infused-share", "C", &half_first);
  double c_fcfs = summary_mean (&with_fcfs, "infused-share", "C", &half_fcfs);
  assert_true (c_first + half_first < c_fcfs - half_fcfs);
}

static void
summary_is_on_standard_output_alone (void **state)
{
  const char *folder = *state;
  g_auto (ProgramResult) result =
      program_run (folder, NULL, "run @scenarios/early-supply.xml -n 3 --seed 7");

  assert_int_equal (result.status, 0);
  assert_only_warnings (result.err);
  assert_holds (result.out, "rule ais-a-first, 3 replications, seed 7");
  assert_holds (result.out, "infused, % of the eligible");
  assert_holds (result.out, "for want of a line");
  assert_holds (result.out, "95 % confidence interval");
  assert_holds (result.out, "early-supply");
}

/* The summary's numbers are those of summary.csv. */
static void
summary_agrees_with_the_table (void **state)
{
  const char *folder = *state;
  g_auto (ProgramResult) result =
      program_run (folder, NULL, "run @scenarios/early-supply.xml -n 8 -o results");

  assert_int_equal (result.status, 0);
  g_auto (Table) summary = read_result (folder, "results", "summary.csv");
  double half_width;
  double share = summary_mean (&summary, "infused-share", "all", &half_width);
  g_autofree char *pattern = g_strdup_printf ("infused, %% of the eligible +%.1f +±%.1f ",
                                              100 * share, 100 * half_width);

  if (!g_regex_match_simple (pattern, result.out, 0, 0))
    fail_msg ("expected %s in\n%s", pattern, result.out);
}

/* plot draws from the store alone, and gives the bytes that run gave. */
static void
plot_draws_the_same_charts (void **state)
{
  const char *folder = *state;
  g_autofree char *charts = g_build_filename (folder, "results", "charts", NULL);
  g_autofree char *chart = g_build_filename (charts, "throughput.svg", NULL);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  g_auto (ProgramResult) run =
      program_run (folder, NULL, "run @scenarios/small-model.xml -n 4 -q -o results");
  assert_int_equal (run.status, 0);
  assert_true (g_file_get_contents (chart, &before, NULL, NULL));
  program_remove_tree (charts);
  g_auto (ProgramResult) plot =
      program_run (folder, NULL, "plot results --chart throughput --format svg");
  assert_int_equal (plot.status, 0);
  assert_string_equal (plot.err, "");
  assert_string_equal (plot.out, "1 file in results/charts\n");
  assert_true (g_file_get_contents (chart, &after, NULL, NULL));
  assert_string_equal (before, after);
}

static void
second_language_has_files_of_its_own (void **state)
{
  const char *folder = *state;
  g_autofree char *english =
      g_build_filename (folder, "r", "charts", "throughput.svg", NULL);
  g_autofree char *japanese =
      g_build_filename (folder, "r", "charts", "throughput-ja.svg", NULL);
  g_autofree char *english_text = NULL;
  g_autofree char *japanese_text = NULL;

  g_auto (ProgramResult) run = program_run (
      folder, NULL,
      "run @scenarios/small-model.xml -n 4 -q -o r --lang en,ja --format svg");
  assert_int_equal (run.status, 0);
  assert_true (g_file_get_contents (english, &english_text, NULL, NULL));
  assert_true (g_file_get_contents (japanese, &japanese_text, NULL, NULL));
  assert_string_not_equal (english_text, japanese_text);
}

/* Replications are added until the half-width is met: 100 first, then batches of 50. */
static void
precision_adds_replications_until_it_is_met (void **state)
{
  static const char *const scenario =
      "<scenario format='1' name='precise' start='2019-01-01' end='2020-01-01'>"
      "<experiment replications='100' seed='5'>"
      "<precision metric='infused-share' group='all' half-width='0.008' "
      "max-replications='1000'/></experiment>"
      "<patients><arrivals per-year='150'/></patients>"
      "<harvest window='10' count='elapsed'/>"
      "<plant><pool id='line' capacity='8'/>"
      "<stage id='culture' uses='line'><exponential mean='28'/></stage></plant>"
      "</scenario>";
  const char *folder = *state;
  g_autofree char *path = g_build_filename (folder, "precise.xml", NULL);
  double half_width;

  assert_true (g_file_set_contents (path, scenario, -1, NULL));
  g_auto (ProgramResult) result = program_run (folder, NULL, "run precise.xml -q");
  assert_int_equal (result.status, 0);
  g_auto (Table) summary = read_result (folder, "precise", "summary.csv");
  double replications = table_number (&summary, 1, "replications");
  summary_mean (&summary, "infused-share", "all", &half_width);
  assert_true (half_width <= 0.008);
  assert_true (replications > 100 && replications < 1000);
  assert_near (fmod (replications, 50), 0, 0);

  /* One batch less was not enough, or it would not have gone on. */
  g_autofree char *fewer =
      g_strdup_printf ("run precise.xml -q -o fewer -n %.0f", replications - 50);
  g_auto (ProgramResult) less = program_run (folder, NULL, fewer);
  assert_int_equal (less.status, 0);
  g_auto (Table) coarse = read_result (folder, "fewer", "summary.csv");
  summary_mean (&coarse, "infused-share", "all", &half_width);
  assert_true (half_width > 0.008);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    unit_test_in_folder (replay_of_table_6_returns_its_rows),
    unit_test_in_folder (ais_a_first_treats_more_of_a),
    unit_test_in_folder (summary_is_on_standard_output_alone),
    unit_test_in_folder (summary_agrees_with_the_table),
    unit_test_in_folder (plot_draws_the_same_charts),
    unit_test_in_folder (second_language_has_files_of_its_own),
    unit_test_in_folder (precision_adds_replications_until_it_is_met),
  };

  return cmocka_run_group_tests_name ("run", tests, NULL, NULL);
}
