/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every limit holds: what reaches it is read, what passes it by one is refused. */
#include "tests/support/assert.h"

#include "scenarios/diagnostic.h"
#include "scenarios/reader.h"
#include "scenarios/source.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define HEAD     "<scenario format='1' name='x' start='2020-01-01' end='2021-01-01'>"
#define PATIENTS "<patients><arrivals per-year='1'/></patients>"

#define RULE     "<allocation use='r'><rule id='r'>"
#define RULE_END "</rule></allocation></scenario>"

/* The message of reading @xml, "" if it is accepted. */
static char *
message_of (const char *xml, gssize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Scenario) scenario = scenario_read_memory ("x", xml, size, &error);
  return g_strdup (scenario != NULL ? "" : error->message);
}

static void
assert_accepted (const char *xml)
{
  g_autofree char *message = message_of (xml, -1);
  assert_string_equal (message, "");
}

static void
assert_refused (const char *xml, const char *part)
{
  g_autofree char *message = message_of (xml, -1);
  if (strstr (message, part) == NULL)
    print_error ("found: %s\n", message);
  assert_non_null (strstr (message, part));
}

/* @before, then @n times @format with the number from 0, then @after. */
G_GNUC_PRINTF (3, 0)
static char *
repeat (const char *before, int n, const char *format, const char *after)
{
  GString *text = g_string_new (before);
  for (int i = 0; i < n; i++)
    g_string_append_printf (text, format, i);
  g_string_append (text, after);
  return g_string_free (text, FALSE);
}

static char *
with_attributes (int n)
{
  /* Attributes that the schema refuses, but the scan lets through. */
  return repeat (HEAD "<patients><arrivals", n, " a%d='1'", "/></patients></scenario>");
}

static void
a_start_tag_has_at_most_64_attributes (void **state)
{
  (void) state;
  g_autofree char *most = with_attributes (SCENARIO_MAX_ATTRIBUTES);
  g_autofree char *more = with_attributes (SCENARIO_MAX_ATTRIBUTES + 1);
  assert_refused (most, "<arrivals>: expected no attribute 'a0'");
  assert_refused (more, "x:1: expected at most 64 attributes in a start tag, found more");
}

static void
a_start_tag_has_at_most_64_kib (void **state)
{
  (void) state;
  static const char before[] = "<patients source='";
  static const char after[] = "'>";
  for (size_t extra = 0; extra < 2; extra++)
    {
      size_t n = SCENARIO_MAX_TAG_BYTES - strlen (before) - strlen (after) + extra;
      g_autofree char *filler = g_strnfill (n, 'x');
      g_autofree char *xml =
          g_strconcat (HEAD, before, filler, after, "</patients></scenario>", NULL);
      assert_refused (
          xml,
          extra == 0
              ? "<patients>: expected no attribute 'source'"
              : "x:1: expected a start tag of at most 65536 bytes, found a longer one");
    }
}

static void
a_text_has_at_most_4096_characters (void **state)
{
  (void) state;
  /* Characters, not bytes: each of these has three. */
  g_autoptr (GString) title = g_string_new (NULL);
  for (int i = 0; i < SCENARIO_MAX_TEXT; i++)
    g_string_append (title, "骨");
  g_autofree char *most =
      g_strconcat (HEAD "<title>", title->str, "</title>" PATIENTS "</scenario>", NULL);
  g_autofree char *more =
      g_strconcat (HEAD "<title>", title->str, "x</title>" PATIENTS "</scenario>", NULL);
  assert_accepted (most);
  assert_refused (more, "<title>: expected a text of 1 to 4096 characters");
}

static char *
with_sites (int n)
{
  /* The first one has the whole share. */
  return repeat (HEAD "<sites><site id='first' share='1'/>", n - 1,
                 "<site id='s%d' share='0'/>", "</sites>" PATIENTS "</scenario>");
}

static void
there_are_at_most_1000_sites (void **state)
{
  (void) state;
  g_autofree char *most = with_sites (SCENARIO_MAX_SITES);
  g_autofree char *more = with_sites (SCENARIO_MAX_SITES + 1);
  assert_accepted (most);
  assert_refused (more, "<site>: expected at most 1000 sites, found more");
}

static void
there_are_at_most_64_pools (void **state)
{
  (void) state;
  static const char before[] = HEAD PATIENTS "<plant>";
  static const char after[] =
      "<stage id='s' uses='p0'><constant value='1'/></stage></plant></scenario>";
  static const char pool[] = "<pool id='p%d' capacity='1'/>";
  g_autofree char *most = repeat (before, SCENARIO_MAX_POOLS, pool, after);
  g_autofree char *more = repeat (before, SCENARIO_MAX_POOLS + 1, pool, after);
  assert_accepted (most);
  assert_refused (more, "<pool>: expected at most 64 pools, found more");
}

static void
there_are_at_most_64_stages (void **state)
{
  (void) state;
  static const char stage[] = "<stage id='s%d'><constant value='1'/></stage>";
  g_autofree char *most =
      repeat (HEAD PATIENTS "<plant>", SCENARIO_MAX_STAGES, stage, "</plant></scenario>");
  g_autofree char *more = repeat (HEAD PATIENTS "<plant>", SCENARIO_MAX_STAGES + 1, stage,
                                  "</plant></scenario>");
  assert_accepted (most);
  assert_refused (more, "<stage>: expected at most 64 stages, found more");
}

static void
there_are_at_most_256_rules (void **state)
{
  (void) state;
  static const char rule[] = "<rule id='r%d'><order by='age'/></rule>";
  g_autofree char *most = repeat (HEAD PATIENTS "<allocation>", SCENARIO_MAX_RULES, rule,
                                  "</allocation></scenario>");
  g_autofree char *more = repeat (HEAD PATIENTS "<allocation>", SCENARIO_MAX_RULES + 1,
                                  rule, "</allocation></scenario>");
  assert_accepted (most);
  assert_refused (more, "<rule>: expected at most 256 rules, found more");
}

/* Numbers whose limits the schema holds. */
static void
numbers_end_at_their_limits (void **state)
{
  (void) state;
  static const struct
  {
    const char *before;
    const char *most;
    const char *more;
    const char *after;
  } cases[] = {
    { HEAD "<experiment replications='", "1000000", "1000001",
      "'/>" PATIENTS "</scenario>" },
    { HEAD PATIENTS "<plant><pool id='p' capacity='", "1000000", "1000001",
      "'/><stage id='s' uses='p'><constant value='1'/></stage></plant></scenario>" },
    { HEAD PATIENTS "<plant><remake attempts='", "10", "11", "'/></plant></scenario>" },
    { HEAD PATIENTS "<harvest window='31'/><blood total-ml='1' draws='", "5", "6",
      "'><draw day='1'/></blood></scenario>" },
    /* 200 x 365.25 = 73,050 days from 2000-01-01 end on 2200-01-02: of the years
     * divisible by 100 only 2000 has a 29 February, so that 200 calendar years have
     * 73,049 days. */
    { "<scenario format='1' name='x' start='2000-01-01' end='", "2200-01-02",
      "2200-01-03", "'>" PATIENTS "</scenario>" },
    /* 366 days of 365.25 a year: 1e8 arrivals at 99,795,081.97 a year. */
    { HEAD "<patients><arrivals per-year='", "99795081", "99795083",
      "'/></patients></scenario>" },
    /* A second is 1/86400 = 1.1574e-5 days; 366 days of them are below 1e8. */
    { HEAD "<patients><arrivals><interval><constant value='", "1.1575e-5", "1.1573e-5",
      "'/></interval></arrivals></patients></scenario>" },
    /* The schema's own: a number, one from 0 on, one above 0, days, a rate, counts. */
    { HEAD PATIENTS RULE "<points of='waited' per-day='", "1e15", "1.0000001e15",
      "'/>" RULE_END },
    { HEAD PATIENTS RULE "<points of='waited' per-day='", "-1e15", "-1.0000001e15",
      "'/>" RULE_END },
    { HEAD PATIENTS "<cost per='draw' currency='JPY' amount='", "1e15", "1.0000001e15",
      "'/></scenario>" },
    { HEAD PATIENTS "<cost per='draw' currency='JPY' amount='", "0", "-1e-300",
      "'/></scenario>" },
    { HEAD "<experiment><precision metric='infused-share' group='all' "
           "max-replications='200' half-width='",
      "1e15", "1.0000001e15", "'/></experiment>" PATIENTS "</scenario>" },
    { HEAD "<experiment drain='", "1000000", "1000001", "'/>" PATIENTS "</scenario>" },
    { HEAD PATIENTS "<attrition><hazard id='h' per-day='", "1e9", "1000000001",
      "'/></attrition></scenario>" },
    { HEAD "<group id='g' min-age='", "200", "201",
      "'/><patients><arrivals per-year='1'/><age><constant value='50'/></age></patients>"
      "</scenario>" },
    { HEAD PATIENTS RULE "<reserve over='", "1000000", "1000001",
      "' share='0.5' kind='soft' remake='true'/><order by='age'/>" RULE_END },
    { HEAD PATIENTS "<harvest window='31'/><blood total-ml='1' draws='1'><draw day='",
      "366", "367", "'/></blood></scenario>" },
    /* The sd that 1e8 draws still show. */
    { HEAD "<patients><arrivals per-year='1'/><referral><gamma mean='0.01' sd='", "100",
      "100.1", "'/></referral></patients></scenario>" },
    /* 64 characters of a name, and 65. */
    { "<scenario format='1' start='2020-01-01' end='2021-01-01' name='"
      "abcdefghijklmnopqrstuvwxyz0123456789_-ABCDEFGHIJKLMNOPQRSTUVWXY",
      "Z", "Zz", "'>" PATIENTS "</scenario>" },
    /* Shares that miss 1 by less than 1e-6, and by more. */
    { HEAD "<patients><arrivals per-year='1'/><grades B='0.2' C='0.3' A='", "0.5000009",
      "0.5000011", "'/></patients></scenario>" },
    { HEAD "<patients><arrivals per-year='1'/><grades B='0.2' C='0.3' A='", "0.4999991",
      "0.4999989", "'/></patients></scenario>" },
    /* A mean of a million days and no spread. */
    { HEAD "<patients><arrivals per-year='1'/><referral><constant value='", "1000000",
      "1000001", "'/></referral></patients></scenario>" },
  };
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *most =
          g_strconcat (cases[i].before, cases[i].most, cases[i].after, NULL);
      g_autofree char *more =
          g_strconcat (cases[i].before, cases[i].more, cases[i].after, NULL);
      assert_accepted (most);
      assert_refused (more, "expected ");
    }
}

/* A pool of @capacity units that go down every @every days, one of @more. */
static char *
with_downtime (const char *capacity, const char *more, const char *every)
{
  return g_strconcat (
      HEAD PATIENTS "<plant><pool id='p' capacity='", capacity,
      "'><downtime><every><constant value='", every,
      "'/></every><lasts><constant value='0'/></lasts></downtime></pool>"
      "<pool id='q' capacity='",
      more,
      "'><downtime><every><constant value='400'/></every><lasts><constant value='0'/>"
      "</lasts></downtime></pool><stage id='s' uses='p q'><constant value='1'/></stage>"
      "</plant></scenario>",
      NULL);
}

static void
at_most_a_million_units_go_down (void **state)
{
  (void) state;
  g_autofree char *most = with_downtime ("999999", "1", "400");
  g_autofree char *more = with_downtime ("999999", "2", "400");
  assert_accepted (most);
  assert_refused (more, "<plant>: expected at most 1000000 units with downtime in all "
                        "pools together, found 1000001");
}

static void
at_most_1e8_downtimes_are_expected (void **state)
{
  (void) state;
  /* 366 days / 3.66 days x 999,999 units, and 366 / 400 of one: 99,999,900.9 in all;
   * every 3.6599 days 100,002,632.2. */
  g_autofree char *most = with_downtime ("999999", "1", "3.66");
  g_autofree char *more = with_downtime ("999999", "1", "3.6599");
  assert_accepted (most);
  assert_refused (more, "<plant>: expected at most 1e+08 downtimes from start to end, "
                        "found a mean of 1.00003e+08");
}

/* What each metric is told of, or what each is a metric of: their product is bounded. */
static void
what_makes_metrics_is_bounded (void **state)
{
  (void) state;
#define GRADED "<patients><arrivals per-year='1'/><grades A='1' B='0' C='0'/></patients>"
  static const struct
  {
    const char *before;
    int most;
    const char *format;
    const char *after;
    const char *message;
  } cases[] = {
    { HEAD, SCENARIO_MAX_GROUPS, "<group id='g%d' grade='A'/>", GRADED "</scenario>",
      "<group>: expected at most 256 groups, found more" },
    { HEAD PATIENTS "<eligibility>", SCENARIO_MAX_FATES - 1,
      "<exclusion id='e%d' probability='0.1'/>",
      "</eligibility><attrition><hazard id='h' per-day='0.1'/></attrition></scenario>",
      "<hazard>: expected at most 256 exclusions, cautions and hazards in all" },
    { HEAD GRADED "<outcome day='220'>", SCENARIO_MAX_SCORES,
      "<score id='s%d' grade='A' n='6' mean='1' sd='1'/>", "</outcome></scenario>",
      "<score>: expected at most 64 scores, found more" },
    { HEAD GRADED "<outcome day='220'>", SCENARIO_MAX_ADVERSE_EVENTS,
      "<adverse-event id='e%d' at='draw' n='1' of='2'/>", "</outcome></scenario>",
      "<adverse-event>: expected at most 64 adverse events, found more" },
  };
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *most =
          repeat (cases[i].before, cases[i].most, cases[i].format, cases[i].after);
      g_autofree char *more =
          repeat (cases[i].before, cases[i].most + 1, cases[i].format, cases[i].after);
      assert_accepted (most);
      assert_refused (more, cases[i].message);
    }
}

static void
a_file_has_at_most_250000_elements_and_attributes (void **state)
{
  (void) state;
  /* <scenario> and its four attributes, <patients>, <arrivals per-year>, <referral> and
   * <empirical> are ten. */
  static const char before[] =
      HEAD "<patients><arrivals per-year='1'/><referral><empirical>";
  static const char after[] = "</empirical></referral></patients></scenario>";
  g_autofree char *most =
      repeat (before, SCENARIO_MAX_NODES - 10, "<value>%d</value>", after);
  g_autofree char *more =
      repeat (before, SCENARIO_MAX_NODES - 9, "<value>%d</value>", after);
  assert_accepted (most);
  assert_refused (more,
                  "x:1: expected at most 250000 elements and attributes, found more");
}

static void
a_file_has_at_most_1000_different_names (void **state)
{
  (void) state;
  /* scenario, format, name, start, end. */
  g_autofree char *most = repeat (HEAD, SCENARIO_MAX_NAMES - 5, "<n%d/>", "</scenario>");
  g_autofree char *more = repeat (HEAD, SCENARIO_MAX_NAMES - 4, "<n%d/>", "</scenario>");
  assert_refused (most, "<n0>: expected ");
  assert_refused (more, "x:1: expected at most 1000 different names of elements and "
                        "attributes, found more");
}

static void
elements_stand_at_most_64_deep (void **state)
{
  (void) state;
  /* One that is empty counts for nothing, but opens no level either. */
  g_autofree char *most =
      repeat (HEAD, SCENARIO_MAX_DEPTH - 1, "<n x='%d'><m/>", "</scenario>");
  g_autofree char *more =
      repeat (HEAD, SCENARIO_MAX_DEPTH, "<n x='%d'><m/>", "</scenario>");
  assert_refused (most, "expected well-formed XML");
  assert_refused (more,
                  "x:1: expected at most 64 elements within each other, found more");
}

/* ---- Files ---- */

static char *
make_folder (void)
{
  char *folder = g_dir_make_tmp ("day31-test-XXXXXX", NULL);
  assert_non_null (folder);
  return folder;
}

static void
a_scenario_has_at_most_64_mib (void **state)
{
  (void) state;
  g_autofree char *folder = make_folder ();
  g_autofree char *path = g_build_filename (folder, "x.xml", NULL);
  static const char text[] = HEAD PATIENTS "</scenario>";
  for (int extra = 0; extra < 2; extra++)
    {
      size_t size = SCENARIO_MAX_FILE_BYTES + (size_t) extra;
      g_autofree char *whole = g_strnfill (size, '\n');
      memcpy (whole, text, strlen (text));
      assert_true (g_file_set_contents (path, whole, (gssize) size, NULL));
      g_autoptr (GError) error = NULL;
      g_autoptr (Scenario) scenario = scenario_read (path, NULL, &error);
      if (extra == 0)
        assert_non_null (scenario);
      else
        {
          assert_null (scenario);
          assert_true (
              g_error_matches (error, SCENARIO_ERROR, SCENARIO_ERROR_UNREADABLE));
          assert_non_null (strstr (error->message, "at most 67108864 bytes"));
        }
    }
  g_unlink (path);
  g_rmdir (folder);
}

static void
a_trace_has_at_most_1_gib (void **state)
{
  (void) state;
  g_autofree char *folder = make_folder ();
  g_autofree char *path = g_build_filename (folder, "x.xml", NULL);
  g_autofree char *csv = g_build_filename (folder, "x.csv", NULL);
  assert_true (g_file_set_contents (
      path,
      HEAD "<patients><arrivals><trace href='x.csv'/></arrivals></patients></scenario>",
      -1, NULL));
  assert_true (g_file_set_contents (csv, "", 0, NULL));
  /* A hole: it takes no room, and is refused before it is read. */
  assert_int_equal (truncate (csv, (off_t) SCENARIO_MAX_TRACE_BYTES + 1), 0);
  g_autoptr (GError) error = NULL;
  assert_null (scenario_read (path, NULL, &error));
  assert_non_null (
      strstr (error->message, "expected a file of at most 1073741824 bytes"));
  g_unlink (csv);
  g_unlink (path);
  g_rmdir (folder);
}

static void
a_list_has_at_most_5000_patients (void **state)
{
  (void) state;
  g_autofree char *folder = make_folder ();
  g_autofree char *path = g_build_filename (folder, "x.xml", NULL);
  g_autofree char *csv = g_build_filename (folder, "x.csv", NULL);
  assert_true (g_file_set_contents (
      path, HEAD PATIENTS "<initial href='x.csv'/></scenario>", -1, NULL));
  for (int extra = 0; extra < 2; extra++)
    {
      g_autofree char *text =
          repeat ("id,injured\n", SCENARIO_MAX_LISTED + extra, "P%d,2019-12-20\n", "");
      assert_true (g_file_set_contents (csv, text, -1, NULL));
      g_autoptr (GError) error = NULL;
      g_autoptr (Scenario) scenario = scenario_read (path, NULL, &error);
      if (extra == 0)
        assert_int_equal (scenario->n_initial, SCENARIO_MAX_LISTED);
      else
        assert_non_null (strstr (error->message,
                                 "x.csv:5002: column id: expected at most "
                                 "5000 patients on a list, found more"));
    }
  g_unlink (csv);
  g_unlink (path);
  g_rmdir (folder);
}

static void
a_scenario_has_at_most_256_inclusions (void **state)
{
  (void) state;
  g_autofree char *folder = make_folder ();
  g_autofree char *path = g_build_filename (folder, "x.xml", NULL);
  g_autofree char *inner = g_build_filename (folder, "cost.xml", NULL);
  assert_true (g_file_set_contents (inner, "<cost per='draw' amount='1' currency='JPY'/>",
                                    -1, NULL));
  for (int extra = 0; extra < 2; extra++)
    {
      g_autofree char *xml = repeat (
          "<scenario xmlns:xi='http://www.w3.org/2001/XInclude' format='1' name='x' "
          "start='2020-01-01' end='2021-01-01'>" PATIENTS,
          SCENARIO_MAX_INCLUDES + extra, "<xi:include href='cost.xml'/><!-- %d -->",
          "</scenario>");
      assert_true (g_file_set_contents (path, xml, -1, NULL));
      g_autoptr (GError) error = NULL;
      assert_null (scenario_read (path, NULL, &error));
      assert_non_null (strstr (
          error->message, extra == 0 ? "expected each cost once, found 'draw' again"
                                     : "expected at most 256 inclusions, found more"));
    }
  g_unlink (inner);
  g_unlink (path);
  g_rmdir (folder);
}

/* ---- What takes long: ./dev test --thorough asks for it by DAY31_LONG ---- */

static void
a_trace_of_1_gib_is_read (void **state)
{
  (void) state;
  g_autofree char *folder = make_folder ();
  g_autofree char *path = g_build_filename (folder, "x.xml", NULL);
  g_autofree char *csv = g_build_filename (folder, "x.csv", NULL);
  assert_true (g_file_set_contents (
      path,
      HEAD "<patients><arrivals><trace href='x.csv'/></arrivals></patients></scenario>",
      -1, NULL));
  assert_true (g_file_set_contents (csv, "id\n", -1, NULL));
  /* What follows is a hole, read to where it shows. */
  assert_int_equal (truncate (csv, SCENARIO_MAX_TRACE_BYTES), 0);
  g_autoptr (GError) error = NULL;
  assert_null (scenario_read (path, NULL, &error));
  assert_non_null (strstr (error->message, "x.csv:2: expected text, found a zero byte"));
  g_unlink (csv);
  g_unlink (path);
  g_rmdir (folder);
}

/* Reads @xml beside x.csv of @head and @n rows, each a number and @rest.
 * @part: of the message; NULL: it must be accepted */
static void
check_table (const char *xml, const char *head, int n, const char *rest, const char *part)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *path = g_build_filename (folder, "x.xml", NULL);
  g_autofree char *csv = g_build_filename (folder, "x.csv", NULL);
  g_autoptr (GError) error = NULL;
  FILE *file = fopen (csv, "w");
  assert_non_null (file);
  fputs (head, file);
  for (int i = 0; i < n; i++)
    fprintf (file, "%d%s\n", i, rest);
  assert_int_equal (fclose (file), 0);
  assert_true (g_file_set_contents (path, xml, -1, NULL));
  g_autoptr (Scenario) scenario = scenario_read (path, NULL, &error);
  if (part == NULL)
    assert_non_null (scenario);
  else
    {
      assert_null (scenario);
      assert_non_null (strstr (error->message, part));
    }
  g_unlink (csv);
  g_unlink (path);
  g_rmdir (folder);
}

static void
a_trace_has_at_most_ten_million_patients (void **state)
{
  (void) state;
  static const char xml[] =
      HEAD "<patients><arrivals><trace href='x.csv'/></arrivals></patients></scenario>";
  check_table (xml, "id\n", SCENARIO_MAX_TRACE_PATIENTS, "", NULL);
  check_table (xml, "id\n", SCENARIO_MAX_TRACE_PATIENTS + 1, "",
               "x.csv:10000002: expected at most 10000000 patients, found more");
}

/* Two laws of one table: twice its rows. */
static void
tables_of_empirical_laws_have_at_most_ten_million_rows (void **state)
{
  (void) state;
  static const char xml[] =
      HEAD "<patients><arrivals per-year='1'/>"
           "<age><empirical href='x.csv' column='b'/></age>"
           "<referral><empirical href='x.csv' column='b'/></referral>"
           "</patients></scenario>";
  check_table (xml, "a,b\n", SCENARIO_MAX_VALUES / 2, ",50", NULL);
  check_table (xml, "a,b\n", SCENARIO_MAX_VALUES / 2 + 1, ",50",
               "x.csv:5000001: expected at most 10000000 rows in the tables of all "
               "<empirical> together, found more");
}

int
main (void)
{
  scenario_reader_init ();
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (a_start_tag_has_at_most_64_attributes),
    cmocka_unit_test (a_start_tag_has_at_most_64_kib),
    cmocka_unit_test (a_text_has_at_most_4096_characters),
    cmocka_unit_test (there_are_at_most_1000_sites),
    cmocka_unit_test (there_are_at_most_64_pools),
    cmocka_unit_test (there_are_at_most_64_stages),
    cmocka_unit_test (there_are_at_most_256_rules),
    cmocka_unit_test (numbers_end_at_their_limits),
    cmocka_unit_test (what_makes_metrics_is_bounded),
    cmocka_unit_test (at_most_a_million_units_go_down),
    cmocka_unit_test (at_most_1e8_downtimes_are_expected),
    cmocka_unit_test (a_file_has_at_most_250000_elements_and_attributes),
    cmocka_unit_test (a_file_has_at_most_1000_different_names),
    cmocka_unit_test (elements_stand_at_most_64_deep),
    cmocka_unit_test (a_scenario_has_at_most_64_mib),
    cmocka_unit_test (a_trace_has_at_most_1_gib),
    cmocka_unit_test (a_list_has_at_most_5000_patients),
    cmocka_unit_test (a_scenario_has_at_most_256_inclusions),
  };
  const struct CMUnitTest long_tests[] = {
    cmocka_unit_test (a_trace_of_1_gib_is_read),
    cmocka_unit_test (a_trace_has_at_most_ten_million_patients),
    cmocka_unit_test (tables_of_empirical_laws_have_at_most_ten_million_rows),
  };
  return g_getenv ("DAY31_LONG") != NULL ? cmocka_run_group_tests (long_tests, NULL, NULL)
                                         : cmocka_run_group_tests (tests, NULL, NULL);
}
