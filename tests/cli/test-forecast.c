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

static ProgramResult
run_in (const char *folder, const char *arguments)
{
  program_write_file (folder, "week.xml", scenario);
  program_write_file (folder, "list.csv", list);
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

/* Day 0 is 2019-05-06; one line, ten days of culture, nothing random, nothing on the way.
 *   a  injured -16, harvested -5, in culture since: ends and is infused 5, 21 days after
 *      the injury
 *   b  injured -11, referred -10, window to 20
 *   c  injured -16, referred -8, window to 15
 *   d  injured -8, referred -5, window to 23
 * By referral: the line goes at 5 to b, who is harvested then, 16 days after the injury,
 * and infused at 15, 26 days after it; at 15, the last instant of his window, to c (31
 * and 41 days); it is free again at 25, two days late for d, who is lost at 23, day 31.
 * By deadline: at 5 to c (21 and 31 days), at 15 to b (26 and 36 days); d as before.
 * The next decision is the booking of who waits, the infusion of a, the end of d.
 * Quantiles lie in the bin of an hour that ends there: nine tenths, half and a tenth of
 * 1 / 24 before it. */
static void
without_chance_the_forecast_is_the_schedule_worked_out_by_hand (void **state)
{
  static const char certain[] =
      "<scenario format='1' name='certain' start='2019-05-06' end='2019-08-06'>"
      "<patients><arrivals per-year='0'/></patients>"
      "<harvest window='31' count='elapsed'/>"
      "<plant gate='line'><pool id='line' capacity='1'/>"
      "<stage id='culture' uses='line'><constant value='10'/></stage></plant>"
      "<initial href='certain.csv'/><allocation>"
      "<rule id='referral'><order by='referral'/></rule>"
      "<rule id='deadline'><order by='deadline'/></rule></allocation></scenario>";
  static const char rows[] =
      "id,injured,referred,eligible,harvested,stage,stage_began\n"
      "a,2019-04-20,2019-04-22,2019-04-23,2019-05-01,culture,2019-05-01\n"
      "b,2019-04-25,2019-04-26,2019-04-27,,,\n"
      "c,2019-04-20,2019-04-28,2019-04-29,,,\n"
      "d,2019-04-28,2019-05-01,2019-05-02,,,\n";
  static const char expected[] =
      "rule,id,harvest_chance,infusion_chance,harvest_p10,harvest_p50,harvest_p90,"
      "infusion_p10,infusion_p50,infusion_p90,fate1,fate1_chance,fate2,fate2_chance,"
      "next_decision\n"
      "referral,a,1.0000,1.0000,10.96,10.98,11.00,20.96,20.98,21.00,infused,1.0000,,,"
      "20.98\n"
      "referral,b,1.0000,1.0000,15.96,15.98,16.00,25.96,25.98,26.00,infused,1.0000,,,"
      "15.98\n"
      "referral,c,1.0000,1.0000,30.96,30.98,31.00,40.96,40.98,41.00,infused,1.0000,,,"
      "30.98\n"
      "referral,d,0.0000,0.0000,,,,,,,window-line,1.0000,,,30.98\n"
      "deadline,a,1.0000,1.0000,10.96,10.98,11.00,20.96,20.98,21.00,infused,1.0000,,,"
      "20.98\n"
      "deadline,b,1.0000,1.0000,25.96,25.98,26.00,35.96,35.98,36.00,infused,1.0000,,,"
      "25.98\n"
      "deadline,c,1.0000,1.0000,20.96,20.98,21.00,30.96,30.98,31.00,infused,1.0000,,,"
      "20.98\n"
      "deadline,d,0.0000,0.0000,,,,,,,window-line,1.0000,,,30.98\n";
  program_write_file (*state, "certain.xml", certain);
  program_write_file (*state, "certain.csv", rows);
  g_auto (ProgramResult) result =
      program_run (*state, NULL, "compare certain.xml -n 3 --format svg --output out");
  assert_int_equal (result.status, 0);
  g_autofree char *forecast = read_text (*state, "forecast.csv");
  assert_string_equal (forecast, expected);
  /* The terminal has dates: day 5 is 05-11, 15 is 05-21, 25 is 05-31, 23 is 05-29. */
  assert_holds (result.out,
                "c          100 %  05-21     100 %  05-31  infused      100 %  05-21");
  assert_holds (result.out,
                "d            0 %              0 %         window-line  100 %  05-29");
}

/* One stage takes 2 days four times in five, else 40: of 200 replications. */
static void
of_several_fates_the_two_most_frequent_are_named (void **state)
{
  static const char chancy[] =
      "<scenario format='1' name='chancy' start='2019-05-06' end='2019-08-06'>"
      "<patients><arrivals per-year='0'/></patients>"
      "<harvest window='31' count='elapsed'/>"
      "<plant gate='line'><pool id='line' capacity='1'/>"
      "<stage id='culture' uses='line'><empirical><value weight='4'>2</value>"
      "<value weight='1'>40</value></empirical></stage></plant>"
      "<infusion latest-day='30'/><initial href='chancy.csv'/></scenario>";
  program_write_file (*state, "chancy.xml", chancy);
  program_write_file (*state, "chancy.csv",
                      "id,injured,harvested,stage,stage_began\n"
                      "x,2019-04-26,2019-05-05,culture,2019-05-05\n");
  g_auto (ProgramResult) result =
      program_run (*state, NULL, "run chancy.xml -n 200 --format svg --output out");
  assert_int_equal (result.status, 0);
  g_autofree char *forecast = read_text (*state, "forecast.csv");
  g_auto (GStrv) lines = g_strsplit (forecast, "\n", 3);
  g_auto (GStrv) cells = g_strsplit (lines[1], ",", -1);
  assert_string_equal (cells[10], "infused");
  assert_string_equal (cells[12], "too-late");
  double first = g_ascii_strtod (cells[11], NULL);
  double second = g_ascii_strtod (cells[13], NULL);
  assert_near (first + second, 1.0, 1e-9);
  /* Standard deviation root (0.8 x 0.2 / 200) = 0.0283: four of them. */
  assert_near (first, 0.8, 4 * 0.0283);
  /* Infused at day 1, 11 days after the injury, whenever infused. */
  assert_near (g_ascii_strtod (cells[7], NULL), 11.0, 0.05);
  assert_near (g_ascii_strtod (cells[9], NULL), 11.0, 0.05);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    unit_test_in_folder (without_chance_the_forecast_is_the_schedule_worked_out_by_hand),
    unit_test_in_folder (of_several_fates_the_two_most_frequent_are_named),
    unit_test_in_folder (identifiers_are_in_the_forecast_alone),
    unit_test_in_folder (pseudonyms_replace_identifiers_everywhere),
    unit_test_in_folder (sweep_size_and_sensitivity_need_no_pseudonyms),
    unit_test_in_folder (other_names_change_the_forecast_alone),
    unit_test_in_folder (explain_finds_who_is_listed_by_identifier_and_by_number),
    unit_test_in_folder (windows_that_close_within_a_week_are_told),
  };
  return cmocka_run_group_tests_name ("cli/forecast", tests, NULL, NULL);
}
