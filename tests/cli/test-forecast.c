/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The forecast of today's list: what is told, and where identifiers are and are not. */
#include "tests/cli/program.h"

/* Identifiers that nothing else can be mistaken for.  Injured 2019-05-03 with a window of
 * 31 dates: to the end of 06-03, a week from the start; 05-04: not within a week. */
static const char list[] =
    "id,injured,referred,eligible,booked,planned_harvest,harvested,stage,stage_began,"
    "line\n"
    "Yamada-1234,2019-05-03,2019-05-10,2019-05-12,,,,,,\n"
    "Satou-5678,2019-05-04,2019-05-11,2019-05-13,,,,,,\n"
    "Suzuki-9012,2019-05-05,2019-05-12,2019-05-14,2019-05-15,2019-05-31,,,,\n"
    "Tanaka-3456,2019-05-01,2019-05-05,2019-05-08,2019-05-09,2019-05-20,2019-05-20,"
    "culture,"
    "2019-05-21,1\n";

static const char *const identifiers[] = { "Yamada", "Satou", "Suzuki", "Tanaka" };

static const char scenario[] =
    "<scenario format='1' name='week' start='2019-05-28' end='2019-08-28'>"
    "<experiment replications='20' seed='1'/>"
    "<patients><arrivals per-year='60'/><referral><exponential mean='5'/></referral>"
    "</patients><harvest window='31'/>"
    "<plant gate='line' call-ahead-days='5'><pool id='line' capacity='2'>"
    "</pool><stage id='culture' uses='line'><gamma mean='10' sd='3'/></stage></plant>"
    "<initial href='list.csv'/>"
    "<allocation use='fcfs'><rule id='fcfs'><order by='referral'/></rule>"
    "<rule id='deadline'><order by='deadline'/></rule></allocation></scenario>";

static void
write_file (const char *folder, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  assert_true (g_file_set_contents (path, text, -1, NULL));
}

static ProgramResult
run_in (const char *folder, const char *arguments)
{
  write_file (folder, "week.xml", scenario);
  write_file (folder, "list.csv", list);
  return program_run (folder, NULL, arguments);
}

static bool
holds (const char *bytes, gsize length, const char *part)
{
  const char *end = bytes + length;
  const size_t n = strlen (part);
  for (const char *at = bytes; (at = memchr (at, part[0], (size_t) (end - at))) != NULL;
       at++)
    if ((size_t) (end - at) >= n && memcmp (at, part, n) == 0)
      return true;
  return false;
}

/* The text of a PDF as pdftotext finds it. */
static char *
pdf_text (const char *path)
{
  const char *const argv[] = { "pdftotext", path, "-", NULL };
  char *text = NULL;
  assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL,
                             &text, NULL, NULL, NULL));
  return text;
}

/* Looks for every one of @names in all files below @folder, but those called
 * "forecast...". */
static int
count_files_without (const char *folder, const char *const *names, size_t n_names)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  assert_non_null (dir);
  int n = 0;
  for (const char *name; (name = g_dir_read_name (dir)) != NULL;)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        {
          n += count_files_without (path, names, n_names);
          continue;
        }
      g_autofree char *bytes = NULL;
      gsize length;
      assert_true (g_file_get_contents (path, &bytes, &length, NULL));
      g_autofree char *text = g_str_has_suffix (name, ".pdf") ? pdf_text (path) : NULL;
      if (g_str_has_prefix (name, "forecast"))
        continue;
      n++;
      for (size_t i = 0; i < n_names; i++)
        if (holds (bytes, length, names[i]) ||
            (text != NULL && strstr (text, names[i]) != NULL))
          fail_msg ("%s holds '%s'", path, names[i]);
    }
  return n;
}

static char *
read_text (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, "out", name, NULL);
  char *text = NULL;
  if (!g_file_get_contents (path, &text, NULL, NULL))
    fail_msg ("%s: cannot be read", path);
  return text;
}

/* Results to share are those that are not called forecast: store, tables, charts and
 * report. */
static void
identifiers_are_in_the_forecast_alone (void **state)
{
  g_autofree char *out = g_build_filename (*state, "out", NULL);
  g_auto (ProgramResult) result =
      run_in (*state, "compare week.xml --output out --trace 2 --lang en,ja");
  assert_int_equal (result.status, 0);
  g_auto (ProgramResult) report =
      program_run (*state, NULL, "report out --no-oracles --lang en,ja");
  assert_int_equal (report.status, 0);
  int n = count_files_without (out, identifiers, G_N_ELEMENTS (identifiers));
  assert_true (n > 20);
  g_autofree char *forecast = read_text (*state, "forecast.csv");
  assert_holds (forecast, "\nfcfs,Yamada-1234,");
  assert_holds (forecast, "\ndeadline,Tanaka-3456,1.0000,");
  g_autofree char *ids = read_text (*state, "forecast-ids.txt");
  assert_string_equal (ids, "Yamada-1234\nSatou-5678\nSuzuki-9012\nTanaka-3456\n");
  g_autofree char *chart =
      g_build_filename (*state, "out", "charts", "forecast.pdf", NULL);
  g_autofree char *text = pdf_text (chart);
  assert_holds (text, "Suzuki-9012");

  /* Without the identifiers the forecast has the numbers of the rows. */
  g_autofree char *path = g_build_filename (*state, "out", "forecast-ids.txt", NULL);
  assert_int_equal (g_unlink (path), 0);
  g_auto (ProgramResult) plot =
      program_run (*state, NULL, "plot out --chart forecast --format pdf");
  assert_int_equal (plot.status, 0);
  g_autofree char *again = pdf_text (chart);
  assert_null (strstr (again, "Suzuki"));
}

static void
pseudonyms_replace_identifiers_everywhere (void **state)
{
  g_autofree char *out = g_build_filename (*state, "out", NULL);
  g_auto (ProgramResult) result =
      run_in (*state, "run week.xml --output out --format pdf,svg --pseudonyms");
  assert_int_equal (result.status, 0);
  count_files_without (out, identifiers, G_N_ELEMENTS (identifiers));
  static const char *const files[] = { "forecast.csv", "forecast-ids.txt" };
  for (size_t f = 0; f < G_N_ELEMENTS (files); f++)
    {
      g_autofree char *text = read_text (*state, files[f]);
      for (size_t i = 0; i < G_N_ELEMENTS (identifiers); i++)
        {
          assert_null (strstr (text, identifiers[i]));
          assert_null (strstr (result.out, identifiers[i]));
        }
      assert_holds (text, "P003");
    }
  assert_holds (result.out, "P003 ");
}

/* Neither prints a forecast: rows have their numbers. */
static void
sweep_size_and_sensitivity_need_no_pseudonyms (void **state)
{
  static const char *const commands[] = {
    "sweep week.xml --vary pool:line=2,3 -n 10 --output out",
    "size week.xml --pool line --target infused-share>=0.1 -n 10 --output out2",
    "sensitivity week.xml -n 4 --output out3",
  };
  for (size_t c = 0; c < G_N_ELEMENTS (commands); c++)
    {
      g_auto (ProgramResult) result = run_in (*state, commands[c]);
      if (result.status != 0)
        fail_msg ("%s: %s", commands[c], result.err);
      for (size_t i = 0; i < G_N_ELEMENTS (identifiers); i++)
        assert_null (strstr (result.out, identifiers[i]));
    }
  g_autofree char *given = g_build_filename (*state, "list.csv", NULL);
  g_unlink (given);
  assert_true (count_files_without (*state, identifiers, G_N_ELEMENTS (identifiers)) > 6);
  g_autofree char *path = g_build_filename (*state, "out", "forecast-ids.txt", NULL);
  assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

/* Results hold numbers alone, so the names are those of the last command. */
static void
other_names_change_the_forecast_alone (void **state)
{
  g_auto (ProgramResult) first = run_in (*state, "run week.xml --output out -q");
  g_autofree char *summary = read_text (*state, "replications.csv");
  g_autofree char *patients = read_text (*state, "patients.csv");
  g_auto (ProgramResult) second =
      run_in (*state, "run week.xml --output out -q --pseudonyms");
  assert_int_equal (first.status, 0);
  assert_int_equal (second.status, 0);
  g_autofree char *summary_again = read_text (*state, "replications.csv");
  g_autofree char *patients_again = read_text (*state, "patients.csv");
  assert_string_equal (summary, summary_again);
  assert_string_equal (patients, patients_again);
  g_autofree char *ids = read_text (*state, "forecast-ids.txt");
  assert_string_equal (ids, "P001\nP002\nP003\nP004\n");
}

static void
explain_finds_who_is_listed_by_identifier_and_by_number (void **state)
{
  g_auto (ProgramResult) run = run_in (*state, "run week.xml --output out -q");
  assert_int_equal (run.status, 0);
  g_auto (ProgramResult) named = program_run (*state, NULL, "explain out Satou-5678");
  g_auto (ProgramResult) numbered = program_run (*state, NULL, "explain out 2");
  assert_int_equal (named.status, 0);
  assert_holds (named.out, "Patient Satou-5678");
  assert_string_equal (named.out, numbered.out);
  /* Others of the list are named too, those who come later have numbers. */
  g_auto (ProgramResult) booked = program_run (*state, NULL, "explain out Yamada-1234");
  assert_int_equal (booked.status, 0);
  g_auto (ProgramResult) unknown = program_run (*state, NULL, "explain out Nobody");
  assert_int_equal (unknown.status, 2);
  assert_holds (unknown.err, "unknown patient 'Nobody'; replication 0 has");
  assert_holds (unknown.err, "Yamada-1234, Satou-5678");

  g_auto (ProgramResult) again = run_in (*state, "run week.xml --output out -q "
                                                 "--pseudonyms");
  assert_int_equal (again.status, 0);
  g_auto (ProgramResult) hidden = program_run (*state, NULL, "explain out P002");
  assert_int_equal (hidden.status, 0);
  assert_holds (hidden.out, "Patient P002");
  g_auto (ProgramResult) gone = program_run (*state, NULL, "explain out Satou-5678");
  assert_int_equal (gone.status, 2);
}

static void
windows_that_close_within_a_week_are_told (void **state)
{
  g_auto (ProgramResult) result = run_in (*state, "run week.xml --output out");
  assert_int_equal (result.status, 0);
  assert_holds (result.out,
                "Forecast under rule 'fcfs': chance, median day and 80 % range");
  /* 20 replications: the chance is what it is, but the line is there; of Satou's window
   * a day is left over. */
  assert_holds (result.out,
                "\nYamada-1234: the window closes at the end of 06-03; chance of a "
                "harvest ");
  assert_null (strstr (result.out, "Satou-5678: the window"));
  assert_null (strstr (result.out, "Tanaka-3456: the window"));
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    unit_test_in_folder (identifiers_are_in_the_forecast_alone),
    unit_test_in_folder (pseudonyms_replace_identifiers_everywhere),
    unit_test_in_folder (sweep_size_and_sensitivity_need_no_pseudonyms),
    unit_test_in_folder (other_names_change_the_forecast_alone),
    unit_test_in_folder (explain_finds_who_is_listed_by_identifier_and_by_number),
    unit_test_in_folder (windows_that_close_within_a_week_are_told),
  };
  return cmocka_run_group_tests_name ("cli/forecast", tests, NULL, NULL);
}
