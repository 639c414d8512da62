/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scenarios that are valid and terrible: they end, soon, with a warning of the cause. */
#include "tests/cli/child.h"

#define MOST_SECONDS (CHILD_IS_SANITIZED ? 300.0 : 20.0)

#define HEAD           "<scenario format='1' name='x' start='2019-01-01' end='2020-01-01'>"
#define TAIL           "</scenario>"
#define ARRIVALS(rate) "<patients><arrivals per-year='" rate "'/></patients>"
#define GRADED(rate)                                                                     \
  "<patients><arrivals per-year='" rate "'/><grades A='0' B='1' C='0'/></patients>"
#define WINDOW "<harvest window='31'/>"
#define LINES(n, days)                                                                   \
  "<plant><pool id='line' capacity='" n                                                  \
  "'/><stage id='s' uses='line'><constant value='" days "'/></stage></plant>"
#define RULE(inside) "<allocation use='r'>" inside "</allocation>"

static const struct
{
  const char *name;
  const char *xml;
  int status;
  const char *warning; /* of check and of run */
  const char *message; /* (nullable): of run besides */
} cases[] = {
  /* 3,652.5 a year against 36.5. */
  { "a hundred times the capacity",
    HEAD ARRIVALS ("3652.5") WINDOW LINES ("1", "10") TAIL, 0,
    "100 times as many patients become eligible as 'line' ever has capacity for", NULL },
  { "a hundred times the capacity, and nobody leaves",
    HEAD ARRIVALS ("3652.5") LINES ("1", "10") TAIL, 0, "100 times as many patients",
    NULL },
  { "a drain of 2,700 years",
    HEAD "<experiment drain='1000000'/>" ARRIVALS ("100000") LINES ("1", "10") TAIL, -1,
    "without a window patients may wait until the drain of 1e+06 days ends", NULL },
  /* 365 days of 365.25. */
  { "more patients than may be traced", HEAD ARRIVALS ("3e6") LINES ("1000000", "1") TAIL,
    -1,
    "about 3e+06 patients a replication, and a traced one keeps them all, about 4.2 GB",
    NULL },
  { "a site that works one day a year",
    HEAD "<calendar id='rare' days='Tue' opens='09:00' closes='17:00'>"
         "<closed from='2019-01-02' through='2019-12-31'/></calendar>"
         "<sites><site id='a' share='1' calendar='rare'/></sites>" ARRIVALS ("1000")
             WINDOW LINES ("2", "10") TAIL,
    0, "calendar 'rare' is open on 1 of the first 365 days", NULL },
  { "a stage that works one day a year, without a window",
    HEAD "<calendar id='rare' days='Tue' opens='09:00' closes='17:00'>"
         "<closed from='2019-01-02' through='2019-12-31'/></calendar>" ARRIVALS (
             "20") "<plant><pool id='line' capacity='2'/><stage id='s' uses='line' "
                   "calendar='rare'><constant value='1'/></stage></plant>" TAIL,
    0, "calendar 'rare' is open on 1 of the first 365 days", NULL },
  { "stages of no time", HEAD ARRIVALS ("100000") LINES ("1", "0") TAIL, 0,
    "no stage takes any time", NULL },
  { "a rule that books nobody",
    HEAD GRADED ("1000") WINDOW LINES ("5", "10") RULE (
        "<rule id='r'><only grade='A'/><only grade='B'/><order by='age'/></rule>") TAIL,
    0, "rule 'r' can book nobody", NULL },
  { "a rule that protects all there is",
    HEAD GRADED ("1000") WINDOW LINES ("5", "10") RULE (
        "<rule id='r'><protect grade='A' lines='5'/><order by='referral'/></rule>") TAIL,
    0, "rule 'r' protects 5 of 'line', which never has more: it books nobody else",
    NULL },
  { "pools that deadlock",
    HEAD ARRIVALS ("300") "<plant gate='line'><pool id='line' capacity='9'/>"
                          "<pool id='a' capacity='1'/><pool id='b' capacity='1'/>"
                          "<stage id='s1' uses='line a'><constant value='3'/></stage>"
                          "<stage id='s2' uses='line a b'><constant value='3'/></stage>"
                          "<stage id='s3' uses='line b'><constant value='2'/></stage>"
                          "<stage id='s4' uses='line b a'><constant value='3'/></stage>"
                          "</plant>" TAIL,
    1, "batches may come to wait for each other: some keep 'a' and want 'b'",
    "runs it alone" },
  { "draws that never fit",
    HEAD "<patients><arrivals per-year='1000'/></patients>" WINDOW
         "<blood total-ml='900' draws='5' min-interval-days='40'><draw day='-50'/>"
         "<draw day='-5'/></blood>" LINES ("5", "10") TAIL,
    0, "2 draws before the harvest, 40 days apart, never fit into a window of 31 days",
    NULL },
};

/* Days of a hundred patients that end in a moment, or status 143 by a signal: what would
 * go on for long must be ended by one. */
static void
check_case (const char *folder, size_t i, const char *command)
{
  const ChildSetup setup = { .folder = folder };
  g_autofree char *results = g_build_filename (folder, "work", "results", NULL);
  bool is_run = g_str_has_prefix (command, "run");
  bool is_long = is_run && cases[i].status < 0;
  g_auto (GStrv) arguments = child_arguments (command);
  pid_t pid = child_start (&setup, (const char *const *) arguments);

  if (is_long)
    {
      g_usleep (1500000);
      kill (pid, SIGTERM);
      g_usleep (500000);
      kill (pid, SIGTERM);
    }
  g_auto (ChildEnd) end = child_wait (&setup, pid);
  int status = is_long ? 143 : is_run ? cases[i].status : 0;
  if (end.status != status || strstr (end.err, cases[i].warning) == NULL)
    fail_msg ("%s: %s: expected status %d and '%s', found %d and: %s", cases[i].name,
              command, status, cases[i].warning, end.status, end.err);
  if (is_run && cases[i].message != NULL)
    assert_holds (end.err, cases[i].message);
  if (end.cpu_seconds > MOST_SECONDS)
    fail_msg ("%s: %s: expected at most %g s, took %g", cases[i].name, command,
              MOST_SECONDS, end.cpu_seconds);
  program_remove_tree (results);
}

static void
terrible_scenarios_end_with_their_cause (void **state)
{
  g_autofree char *work = g_build_filename (*state, "work", NULL);
  g_autofree char *path = g_build_filename (work, "x.xml", NULL);

  assert_int_equal (g_mkdir (work, 0700), 0);
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      assert_true (g_file_set_contents (path, cases[i].xml, -1, NULL));
      check_case (*state, i, "check x.xml");
      check_case (*state, i, "run x.xml -n 1 -q --format svg -o results");
    }
}

/* A thousand patients of one instant, each through 64 stages of no time: 64,000 ends at
 * one instant are work, not an endless loop. */
static void
much_work_at_one_instant_is_done (void **state)
{
  const ChildSetup setup = { .folder = *state };
  g_autofree char *work = g_build_filename (*state, "work", NULL);
  g_autofree char *path = g_build_filename (work, "x.xml", NULL);
  g_autofree char *table = g_build_filename (work, "t.csv", NULL);
  g_autofree char *summary = g_build_filename (work, "results", "summary.csv", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GString) xml =
      g_string_new (HEAD "<patients><arrivals><trace href='t.csv'/></arrivals></patients>"
                         "<plant><pool id='line' capacity='7'/>");
  g_autoptr (GString) csv = g_string_new ("id\n");

  for (int i = 0; i < 64; i++)
    g_string_append_printf (
        xml, "<stage id='s%d' uses='line'><constant value='0'/></stage>", i);
  g_string_append (xml, "</plant>" TAIL);
  for (int i = 0; i < 1000; i++)
    g_string_append_printf (csv, "%d\n", i);
  assert_int_equal (g_mkdir (work, 0700), 0);
  assert_true (g_file_set_contents (path, xml->str, -1, NULL));
  assert_true (g_file_set_contents (table, csv->str, -1, NULL));
  g_auto (ChildEnd) end = child_run (&setup, "run x.xml -n 1 -q --format svg -o results");
  if (end.status != 0 || end.cpu_seconds > MOST_SECONDS)
    fail_msg ("status %d, %g s, %s", end.status, end.cpu_seconds, end.err);
  assert_holds (end.err, "no stage takes any time");
  assert_true (g_file_get_contents (summary, &text, NULL, NULL));
  assert_holds (text, "referral,infused,all,patients,1,1000,");
}

/* A million units go down at the same instants. */
static void
an_endless_instant_is_an_error (void **state)
{
  const ChildSetup setup = { .folder = *state };
  g_autofree char *work = g_build_filename (*state, "work", NULL);
  g_autofree char *path = g_build_filename (work, "x.xml", NULL);

  assert_int_equal (g_mkdir (work, 0700), 0);
  assert_true (g_file_set_contents (
      path,
      HEAD ARRIVALS ("10") "<plant><pool id='line' capacity='1000000'><downtime><every>"
                           "<constant value='100'/></every><lasts><constant value='0'/>"
                           "</lasts></downtime></pool><stage id='s' uses='line'>"
                           "<constant value='1'/></stage></plant>" TAIL,
      -1, NULL));
  g_auto (ChildEnd) end = child_run (&setup, "run x.xml -n 1 -q -o results");
  assert_int_equal (end.status, 1);
  assert_holds (end.err, "more than 1000000 events at one instant (day 100.0000)");
  assert_holds (end.err, "--seed 1 --replication 0' runs it alone");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    unit_test_in_folder (terrible_scenarios_end_with_their_cause),
    unit_test_in_folder (much_work_at_one_instant_is_done),
    unit_test_in_folder (an_endless_instant_is_an_error),
  };

  return cmocka_run_group_tests_name ("terrible", tests, NULL, NULL);
}
