/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables of a run, byte by byte. */
#include "output/tables.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "tests/support/synthetic-run.h"

/* Three replications, the first of which is traced. */
static int
set_up (void **state)
{
  synthetic_set_up (state);
  SyntheticFixture *fixture = *state;
  OutputRun run = synthetic_run (3, 1);
  fixture->store = output_store_new (fixture->directory, &run, fixture->catalogue,
                                     OUTPUT_STORE_CAREFUL, NULL, NULL);
  assert_non_null (fixture->store);
  synthetic_complete (fixture->store);
  return 0;
}

static char *
read_table (SyntheticFixture *fixture, const char *name)
{
  g_autofree char *path = g_build_filename (fixture->directory, name, NULL);
  char *content = NULL;
  if (!g_file_get_contents (path, &content, NULL, NULL))
    fail_msg ("%s was not written", name);
  return content;
}

/* Returns: (transfer full): the @n th line, from 0 */
static char *
line_of (const char *content, int n)
{
  g_auto (GStrv) lines = g_strsplit (content, "\n", -1);
  assert_true (n < (int) g_strv_length (lines));
  return g_strdup (lines[n]);
}

static void
replications_have_a_column_a_metric_and_group (void **state)
{
  SyntheticFixture *fixture = *state;
  assert_true (output_tables_write_replications (fixture->store, NULL));
  g_autofree char *content = read_table (fixture, "replications.csv");
  /* Variant v, replication r: 100 v + r + 1; parity of r over that; minus that by 3,
   * blank in replication 2. */
  assert_string_equal (content, "rule,replication,infused:all,share:all,wait.p50:A\n"
                                "fcfs,0,1,0,-0.3333333333\n"
                                "fcfs,1,2,0.5,-0.6666666667\n"
                                "fcfs,2,3,0,\n"
                                "ais-a-first,0,101,0,-33.66666667\n"
                                "ais-a-first,1,102,0.009803921569,-34\n"
                                "ais-a-first,2,103,0,\n");
}

static void
summary_has_estimates_and_intervals (void **state)
{
  SyntheticFixture *fixture = *state;
  assert_true (output_tables_write_summary (fixture->store, NULL));
  g_autofree char *content = read_table (fixture, "summary.csv");
  g_autofree char *header = line_of (content, 0);
  g_autofree char *infused = line_of (content, 1);
  g_autofree char *share = line_of (content, 2);
  g_autofree char *wait = line_of (content, 3);
  g_autofree char *second = line_of (content, 4);
  assert_string_equal (header, "rule,metric,group,unit,replications,mean,sd,low,high");
  /* 1, 2, 3: mean 2, sd 1, and 2 -+ 4.302652730 / sqrt (3) = 2 -+ 2.484137712
   * (Student's t at 0.975 with 2 degrees of freedom: 4.302652729911). */
  assert_string_equal (infused,
                       "fcfs,infused,all,patients,3,2,1,-0.4841377118,4.484137712");
  /* (0 + 1 + 0) / (1 + 2 + 3) = 1 / 6; its error is the business of sim. */
  assert_true (g_str_has_prefix (share, "fcfs,share,all,1,3,0.1666666667,"));
  /* Waits of 1, 2 and 3 hours: half of the three is in the middle of hour 2, at 1.5 h. */
  assert_true (g_str_has_prefix (wait, "fcfs,wait.p50,A,days,"));
  assert_non_null (strstr (wait, ",0.0625,"));
  assert_true (g_str_has_prefix (second, "ais-a-first,infused,all,patients,3,102,1,"));
}

static void
comparison_has_differences_from_the_baseline (void **state)
{
  SyntheticFixture *fixture = *state;
  assert_true (output_tables_write_comparison (fixture->store, NULL));
  g_autofree char *content = read_table (fixture, "comparison.csv");
  g_autofree char *header = line_of (content, 0);
  g_autofree char *infused = line_of (content, 1);
  g_autofree char *share = line_of (content, 2);
  assert_string_equal (
      header, "rule,baseline,metric,group,unit,replications,difference,low,high,p,"
              "p_holm,variance_reduction,role");
  /* 100 in every replication, without any spread. */
  assert_true (
      g_str_has_prefix (infused, "ais-a-first,fcfs,infused,all,patients,3,100,100,100,"));
  assert_true (g_str_has_suffix (infused, ",primary"));
  assert_true (g_str_has_suffix (share, ",exploratory"));
  assert_non_null (strstr (share, ",,"));
}

static void
timeline_has_a_row_a_month (void **state)
{
  SyntheticFixture *fixture = *state;
  assert_true (output_tables_write_timeline (fixture->store, NULL));
  g_autofree char *content = read_table (fixture, "timeline.csv");
  /* 2 -+ t / sqrt (3) as in the summary, 4 -+ 2 t / sqrt (3) = 4 -+ 4.96827542348.  The
   * months are those of the start, 2019-05-15; chart series by other axes stay out.
   */
  assert_string_equal (content,
                       "rule,month,metric,group,mean,low,high\n"
                       "fcfs,2019-05,infused,all,2,-0.4841377118,4.484137712\n"
                       "fcfs,2019-06,infused,all,4,-0.9682754235,8.968275424\n"
                       "ais-a-first,2019-05,infused,all,102,99.51586229,104.4841377\n"
                       "ais-a-first,2019-06,infused,all,204,199.0317246,208.9682754\n");
}

static void
patients_and_bookings_are_those_of_the_traces (void **state)
{
  SyntheticFixture *fixture = *state;
  assert_true (output_tables_write_patients (fixture->store, NULL));
  assert_true (output_tables_write_bookings (fixture->store, NULL));
  g_autofree char *patients = read_table (fixture, "patients.csv");
  g_autofree char *bookings = read_table (fixture, "bookings.csv");
  assert_string_equal (patients, "rule,replication,patient,site,injured,fate\n"
                                 "fcfs,0,1,\"one, \"\"two\"\"\",0.5000,infused\n"
                                 "fcfs,0,2,,,\n"
                                 "ais-a-first,0,1,\"one, \"\"two\"\"\",100.5000,infused\n"
                                 "ais-a-first,0,2,,,\n");
  assert_string_equal (bookings, "rule,replication,time,keys\n"
                                 "fcfs,0,0.3333,grade=A;slack=3\n"
                                 "ais-a-first,0,0.3333,grade=A;slack=3\n");
}

static void
all_tables_are_written_and_are_the_runs_own (void **state)
{
  SyntheticFixture *fixture = *state;
  static const char *const names[] = { "summary.csv",      "comparison.csv",
                                       "replications.csv", "timeline.csv",
                                       "patients.csv",     "bookings.csv" };
  for (int again = 0; again < 2; again++)
    {
      assert_true (output_tables_write (fixture->store, NULL));
      for (size_t i = 0; i < G_N_ELEMENTS (names); i++)
        {
          g_autofree char *content = read_table (fixture, names[i]);
          assert_non_null (content);
        }
    }
}

static JsonObject *
parse (JsonParser *parser, const char *content)
{
  assert_true (json_parser_load_from_data (parser, content, -1, NULL));
  return json_node_get_object (json_parser_get_root (parser));
}

static void
run_file_tells_what_was_run (void **state)
{
  SyntheticFixture *fixture = *state;
  const OutputFact libraries[] = { { "sqlite", "3.40.1" } };
  OutputEnvironment environment = { NAN, 2, libraries, 1 };
  assert_true (output_tables_write_run (fixture->store, &environment, NULL));
  g_autofree char *content = read_table (fixture, "run.json");
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *root = parse (parser, content);
  JsonObject *scenario = json_object_get_object_member (root, "scenario");
  assert_string_equal (json_object_get_string_member (scenario, "digest"),
                       "0123456789abcdef");
  assert_string_equal (json_object_get_string_member (scenario, "title.ja"),
                       "架空の実行");
  assert_non_null (strstr (content, "\"seed\": 18446744073709551615,"));
  assert_int_equal (json_object_get_int_member (root, "replications"), 3);
  assert_string_equal (json_object_get_string_member (root, "baseline"), "fcfs");
  JsonArray *primary = json_object_get_array_member (root, "primary");
  assert_string_equal (json_array_get_string_element (primary, 0), "infused:all");
  JsonArray *parameters = json_object_get_array_member (root, "parameters");
  JsonObject *line = json_array_get_object_element (parameters, 0);
  assert_string_equal (json_object_get_string_member (line, "source"),
                       "Guideline section 1");
  assert_true (json_object_get_null_member (json_array_get_object_element (parameters, 1),
                                            "source"));
  JsonObject *told = json_object_get_object_member (root, "environment");
  assert_true (json_object_get_null_member (told, "seconds"));
  assert_int_equal (json_object_get_int_member (told, "threads"), 2);
  assert_string_equal (json_object_get_string_member (told, "sqlite"), "3.40.1");

  /* Only the environment differs where only the environment differed. */
  OutputEnvironment other = { 1.5, 8, NULL, 0 };
  assert_true (output_tables_write_run (fixture->store, &other, NULL));
  g_autofree char *second = read_table (fixture, "run.json");
  g_auto (GStrv) parts = g_strsplit (content, "\"environment\"", 2);
  assert_int_equal (g_strv_length (parts), 2);
  assert_true (g_str_has_prefix (second, parts[0]));
}

int
main (void)
{
#define TEST(name) cmocka_unit_test_setup_teardown (name, set_up, synthetic_tear_down)
  const struct CMUnitTest tests[] = {
    TEST (replications_have_a_column_a_metric_and_group),
    TEST (summary_has_estimates_and_intervals),
    TEST (comparison_has_differences_from_the_baseline),
    TEST (timeline_has_a_row_a_month),
    TEST (patients_and_bookings_are_those_of_the_traces),
    TEST (all_tables_are_written_and_are_the_runs_own),
    TEST (run_file_tells_what_was_run),
  };
  return cmocka_run_group_tests (tests, NULL, NULL);
}
