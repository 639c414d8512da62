/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hostile and broken input: a clear message, status 3, nothing written, and soon.
 *
 * tests/scenarios/invalid holds what is merely wrong, with whole messages.  Here is what
 * would harm a program that read it without care. */
#include "tests/cli/child.h"

/* What a refusal may cost.  Reading takes some hundredths of a second and 20 MB; these
 * leave room for slow machines and sanitizers, none for work that grows without bound. */
#define MOST_SECONDS (CHILD_IS_SANITIZED ? 20.0 : CHILD_IS_OPTIMIZED ? 1.0 : 5.0)
#define MOST_KIB     (CHILD_IS_SANITIZED ? 2000000 : 200000)
#define MOST_MEMORY  (1024 * 1024 * 1024)

#define ROOT         "<scenario format='1' name='x' start='2019-01-01' end='2020-01-01'"
#define HEAD         ROOT ">"
#define INCLUDER     ROOT " xmlns:xi='http://www.w3.org/2001/XInclude'>"
#define PATIENTS     "<patients><arrivals per-year='10'/></patients>"
#define TRACE        "<patients><arrivals><trace href='t.csv'/></arrivals></patients>"
#define TAIL         "</scenario>"
#define LOAD(inside) HEAD "<patients><arrivals" inside "</arrivals></patients>" TAIL
#define DURATION(law)                                                                    \
  HEAD "<patients><arrivals per-year='10'/><referral>" law "</referral></patients>" TAIL
#define PLANT(inside) HEAD PATIENTS "<plant>" inside "</plant>" TAIL
#define STAGE         "<stage id='s' uses='line'><constant value='1'/></stage>"
#define RULE(inside)  HEAD PATIENTS "<allocation use='r'>" inside "</allocation>" TAIL

typedef struct
{
  const char *name;
  const char *xml;
  const char *csv;     /* (nullable): of t.csv beside it */
  const char *message; /* a part of it */
} Case;

static const Case cases[] = {
  { "entities that grow",
    "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>"
    "<!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;'><!ENTITY d '&c;&c;&c;&c;&c;&c;&c;&c;'>"
    "<!ENTITY e '&d;&d;&d;&d;&d;&d;&d;&d;'><!ENTITY f '&e;&e;&e;&e;&e;&e;&e;&e;'>"
    "<!ENTITY g '&f;&f;&f;&f;&f;&f;&f;&f;'><!ENTITY h '&g;&g;&g;&g;&g;&g;&g;&g;'>]>" HEAD
    "<title>&h;</title>" PATIENTS TAIL,
    NULL, "x.xml:1: expected no DOCTYPE, found one; remove it" },
  { "an entity of another file",
    "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>" HEAD
    "<title>&a;</title>" PATIENTS TAIL,
    NULL, "expected no DOCTYPE, found one" },
  { "an entity of parameters",
    "<!DOCTYPE x [<!ENTITY % a SYSTEM 'file:///etc/passwd'> %a;]>" HEAD PATIENTS TAIL,
    NULL, "expected no DOCTYPE, found one" },
  { "a document type from the network",
    "<!DOCTYPE scenario SYSTEM 'http://localhost:1/x.dtd'>" HEAD PATIENTS TAIL, NULL,
    "expected no DOCTYPE, found one" },
  { "an entity that nobody declared", HEAD "<title>&a;</title>" PATIENTS TAIL, NULL,
    "expected well-formed XML, found: Entity 'a' not defined" },
  { "not a number", LOAD (" per-year='NaN'>"), NULL, "expected per-year to be a rate" },
  { "an infinite number", LOAD (" per-year='INF'>"), NULL,
    "expected per-year to be a rate" },
  { "a number that breaks off, which libxml2 takes for 0", LOAD (" per-year='1e'>"), NULL,
    "expected per-year to be a rate" },
  { "a number that breaks off where there is a default",
    HEAD PATIENTS "<infusion expires-days='30e+'/>" TAIL, NULL,
    "expected expires-days to be a number" },
  { "a number beyond doubles", LOAD (" per-year='1e400'>"), NULL,
    "expected per-year to be a rate" },
  { "a negative count", PLANT ("<pool id='line' capacity='-1'/>" STAGE), NULL,
    "expected capacity to be a whole number" },
  { "a huge count", PLANT ("<pool id='line' capacity='99999999999999999999'/>" STAGE),
    NULL, "expected capacity to be a whole number" },
  { "a date out of range",
    "<scenario format='1' name='x' start='2019-01-01' end='10000-01-01'>" PATIENTS TAIL,
    NULL, "expected end to be a date" },
  { "29 February of a common year",
    "<scenario format='1' name='x' start='2019-02-29' end='2020-01-01'>" PATIENTS TAIL,
    NULL, "expected start to be a date" },
  { "29 February of a century",
    "<scenario format='1' name='x' start='1900-02-29' end='1901-01-01'>" PATIENTS TAIL,
    NULL, "expected start to be a date" },
  { "phases behind the last one",
    RULE ("<rule id='r'><phase><order by='age'/></phase>"
          "<phase until='2019-06-01'><order by='age'/></phase></rule>"),
    NULL, "<phase>: " },
  { "a closure reversed",
    HEAD "<calendar id='c' days='Mon' opens='09:00' closes='17:00'>"
         "<closed from='2019-05-01' through='2019-04-01'/></calendar>" PATIENTS TAIL,
    NULL, "<closed>: " },
  { "a calendar that never opens",
    HEAD "<calendar id='c' days='Mon' opens='09:00' closes='17:00'>"
         "<closed from='2018-01-01' through='2021-01-01'/></calendar>" PATIENTS TAIL,
    NULL, "<calendar>: expected a working day between start and end, found none" },
  { "a capacity that stays zero",
    PLANT ("<pool id='line' capacity='0'><change on='2019-06-01' "
           "capacity='0'/></pool>" STAGE),
    NULL, "expected a capacity above 0, or a <change> that raises it, found 0" },
  { "a law cut to nothing", DURATION ("<normal mean='10' sd='1' min='100' max='200'/>"),
    NULL, "<normal>: " },
  { "a law of no parameters that fit", DURATION ("<gamma mean='-1' sd='1'/>"), NULL,
    "<gamma>: " },
  { "a law whose shape is none", DURATION ("<beta alpha='0' beta='0' min='0' max='1'/>"),
    NULL, "<beta>: " },
  { "a law that no number of draws shows", DURATION ("<gamma mean='1e-9' sd='1000'/>"),
    NULL, "<gamma>: expected an sd of at most 10,000 times the mean" },
  { "a law that could run backwards", DURATION ("<normal mean='1' sd='1'/>"), NULL,
    "expected durations from 0 on" },
  { "a law upside down", DURATION ("<uniform min='3' max='1'/>"), NULL, "<uniform>: " },
  { "patients of one instant", LOAD ("><interval><constant value='0'/></interval>"), NULL,
    "expected a mean of at least a second" },
  { "a load beyond the limit", LOAD (" per-year='1e9'>"), NULL,
    "expected at most 1e+08 arrivals" },
  { "a load beyond the limit by its season",
    LOAD (" per-year='1e6'><season month='1' factor='1e9'/>"), NULL,
    "expected at most 1e+08 arrivals" },
  { "a load beyond the limit by its change",
    LOAD (" per-year='1'><change on='2019-02-01' per-year='1e9'/>"), NULL,
    "expected at most 1e+08 arrivals" },
  { "downtimes beyond the limit",
    PLANT ("<pool id='line' capacity='1000000'><downtime><every><constant value='1e-4'/>"
           "</every><lasts><constant value='0'/></lasts></downtime></pool>" STAGE),
    NULL, "expected at most 1e+08 downtimes" },
  { "replications whose product is beyond the limit",
    HEAD
    "<experiment><inputs draws='1000000' replications='1000000'/></experiment>" PATIENTS
        TAIL,
    NULL, "expected draws x replications of at most 1000000, found 1000000000000" },
  { "times beyond the limit", HEAD PATIENTS "<harvest window='1e15'/>" TAIL, NULL,
    "expected window to be a number of days" },
  { "an id twice",
    PLANT ("<pool id='line' capacity='1'/><pool id='line' capacity='1'/>" STAGE), NULL,
    "expected another id, found a second pool 'line'" },
  { "broken quotes", HEAD TRACE TAIL, "id,age\n1,\"4\"0\n", "t.csv:2: " },
  { "quotes without end", HEAD TRACE TAIL, "id,age\n1,\"40\n2,50\n",
    "t.csv:4: expected a closing quote" },
  { "a column that is not there", HEAD TRACE TAIL, "age\n40\n", "t.csv:1: " },
  { "a column too many", HEAD TRACE TAIL, "id,shoe\n1,40\n", "'shoe'" },
  { "a cell too many", HEAD TRACE TAIL, "id,age\n1,40,50\n", "t.csv:2: " },
  { "a cell too few", HEAD TRACE TAIL, "id,age\n1\n", "t.csv:2: " },
  { "a table of other bytes", HEAD TRACE TAIL, "id,site\n1,\xff\xfe\n", "t.csv:2: " },
  { "a scenario of other bytes", HEAD "<title>\xff</title>" PATIENTS TAIL, NULL,
    "x.xml:1: expected UTF-8" },
};

/* Files that a hostile scenario would like to reach lie around it. */
static void
set_a_trap (const char *work)
{
  static const char *const links[][2] = { { "/etc/passwd", "link.xml" },
                                          { "/etc", "folder" },
                                          { "nowhere", "dangling" },
                                          { "circle", "circle" } };
  g_autofree char *pipe = g_build_filename (work, "pipe", NULL);

  for (size_t i = 0; i < G_N_ELEMENTS (links); i++)
    {
      g_autofree char *link = g_build_filename (work, links[i][1], NULL);

      assert_int_equal (symlink (links[i][0], link), 0);
    }
  assert_int_equal (mkfifo (pipe, 0600), 0);
}

/* Runs x.xml in @folder; it must be refused, soon, and leave nothing. */
static void
check_refusal (const char *folder, const char *name, const char *message)
{
  const ChildSetup setup = { .folder = folder, .memory = MOST_MEMORY };
  g_autofree char *out = g_build_filename (folder, "out", NULL);
  g_autofree char *results = g_build_filename (folder, "work", "results", NULL);
  g_autofree char *text = NULL;
  g_auto (ChildEnd) end = child_run (&setup, "run x.xml -n 1 -o results");

  if (end.status != 3 || strstr (end.err, message) == NULL)
    fail_msg ("%s: expected status 3 and '%s', found %d and: %s", name, message,
              end.status, end.err);
  if (end.cpu_seconds > MOST_SECONDS || end.peak_kib > MOST_KIB)
    fail_msg ("%s: expected at most %g s and %d KiB, found %g and %ld", name,
              MOST_SECONDS, MOST_KIB, end.cpu_seconds, end.peak_kib);
  assert_true (g_file_get_contents (out, &text, NULL, NULL));
  assert_string_equal (text, "");
  if (g_file_test (results, G_FILE_TEST_EXISTS))
    fail_msg ("%s: expected nothing written, found %s", name, results);
}

static void
write_in (const char *folder, const char *name, const char *text, gssize size)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  assert_true (g_file_set_contents (path, text, size, NULL));
}

static char *
make_work (const char *folder)
{
  char *work = g_build_filename (folder, "work", NULL);

  assert_int_equal (g_mkdir (work, 0700), 0);
  return work;
}

static void
hostile_files_are_refused_soon (void **state)
{
  g_autofree char *work = make_work (*state);

  set_a_trap (work);
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      write_in (work, "x.xml", cases[i].xml, -1);
      if (cases[i].csv != NULL)
        write_in (work, "t.csv", cases[i].csv, -1);
      check_refusal (*state, cases[i].name, cases[i].message);
    }
}

/* Whatever names a file, and by whatever way it would leave the folder. */
static void
no_file_out_of_the_folder_is_read (void **state)
{
  static const char *const ways[] = {
    "../out",
    "../../../../../../../../../../etc/passwd",
    "/etc/passwd",
    "//etc/passwd",
    "folder/passwd",
    "link.xml",
    "dangling",
    "circle",
    "pipe",
    ".",
    "",
    "file:///etc/passwd",
    "FILE:///etc/passwd",
    "http://localhost:1/x.xml",
    "ftp://localhost:1/x.xml",
    "..%2f..%2fetc/passwd",
  };
  static const struct
  {
    const char *before;
    const char *after;
    const char *message;
  } users[] = {
    { INCLUDER PATIENTS "<xi:include href='", "'/>" TAIL, "<include>: expected " },
    { ROOT " xmlns:xi='http://www.w3.org/2001/XInclude' xml:base='/etc/'>" PATIENTS
           "<xi:include href='",
      "'/>" TAIL, "<include>: expected " },
    { HEAD "<patients><arrivals><trace href='", "'/></arrivals></patients>" TAIL,
      "<trace>: expected " },
    { HEAD PATIENTS "<initial href='", "'/>" TAIL, "<initial>: expected " },
    { HEAD "<patients><arrivals per-year='10'/><profile gives='harvest' href='",
      "'/></patients>" TAIL, "<profile>: expected " },
    { HEAD "<patients><arrivals per-year='10'/><referral><empirical column='a' href='",
      "'/></referral></patients>" TAIL, "<empirical>: expected " },
  };
  g_autofree char *work = make_work (*state);

  set_a_trap (work);
  for (size_t u = 0; u < G_N_ELEMENTS (users); u++)
    for (size_t w = 0; w < G_N_ELEMENTS (ways); w++)
      {
        g_autofree char *xml =
            g_strconcat (users[u].before, ways[w], users[u].after, NULL);

        write_in (work, "x.xml", xml, -1);
        check_refusal (*state, ways[w], users[u].message);
      }
}

/* Ten files of which each names the next one ten times: 10^10 inclusions. */
static void
inclusions_that_multiply_are_refused_soon (void **state)
{
  g_autofree char *work = make_work (*state);
  g_autoptr (GString) xml = g_string_new (NULL);

  for (int i = 0; i < 10; i++)
    {
      g_autofree char *name = g_strdup_printf (i == 0 ? "x.xml" : "x%d.xml", i);

      g_string_assign (xml, i == 0 ? INCLUDER PATIENTS
                                   : "<x xmlns:xi='http://www.w3.org/2001/XInclude'>");
      for (int n = 0; n < 10; n++)
        g_string_append_printf (xml, "<xi:include href='x%d.xml'/>", i + 1);
      g_string_append (xml, i == 0 ? TAIL : "</x>");
      write_in (work, name, xml->str, -1);
    }
  write_in (work, "x10.xml", "<cost per='draw' amount='1' currency='JPY'/>", -1);
  check_refusal (*state, "inclusions that multiply", "expected at most 256 inclusions");
}

/* @before, @n times @item (the number from 0 in it), @after. */
G_GNUC_PRINTF (3, 0)
static char *
repeat (const char *before, int n, const char *item, const char *after)
{
  GString *text = g_string_new (before);

  for (int i = 0; i < n; i++)
    g_string_append_printf (text, item, i);
  g_string_append (text, after);
  return g_string_free (text, FALSE);
}

/* What is short to say and long to write. */
static void
huge_files_are_refused_soon (void **state)
{
  static const struct
  {
    const char *name;
    const char *before;
    int n;
    const char *item;
    const char *after;
    const char *message;
  } huge[] = {
    { "100,000 attributes", HEAD "<patients><arrivals", 100000, " a%d='1'",
      "/></patients>" TAIL, "expected at most 64 attributes in a start tag" },
    { "100,000 levels", HEAD, 100000, "<n a='%d'>", "",
      "expected at most 64 elements within" },
    { "a million elements", HEAD, 1000000, "<n a='%d'/>", TAIL,
      "expected at most 250000 elements and attributes" },
    { "100,000 names", HEAD, 100000, "<n%d/>", TAIL,
      "expected at most 1000 different names" },
    { "a text of a megabyte", HEAD "<title>", 1000000, "x%d", "</title>" PATIENTS TAIL,
      "expected a text of 1 to 4096 characters" },
    { "100,000 mistakes", HEAD PATIENTS "<plant>", 100000, "<pool id='%d' capacity='x'/>",
      "</plant>" TAIL, "more" },
    { "100,000 references", HEAD "<title>", 100000, "&#x41;%d", "</title>" PATIENTS TAIL,
      "expected a text of 1 to 4096 characters" },
    { "80,000 groups", HEAD, 80000, "<group id='g%d' sex='male'/>", PATIENTS TAIL,
      "expected at most 256 groups" },
  };
  g_autofree char *work = make_work (*state);

  for (size_t i = 0; i < G_N_ELEMENTS (huge); i++)
    {
      g_autofree char *xml =
          repeat (huge[i].before, huge[i].n, huge[i].item, huge[i].after);

      write_in (work, "x.xml", xml, -1);
      check_refusal (*state, huge[i].name, huge[i].message);
    }
}

/* Not even the scenario itself need be a file. */
static void
what_is_no_file_is_refused (void **state)
{
  static const char *const paths[] = { "pipe", "link.xml", ".", "/dev/zero", "nothing" };
  const ChildSetup setup = { .folder = *state, .memory = MOST_MEMORY };
  g_autofree char *work = make_work (*state);

  set_a_trap (work);
  for (size_t i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autofree char *line = g_strconcat ("check ", paths[i], NULL);
      g_auto (ChildEnd) end = child_run (&setup, line);

      if (end.status != 3 || strstr (end.err, paths[i]) == NULL)
        fail_msg ("%s: expected status 3, found %d and: %s", paths[i], end.status,
                  end.err);
    }
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    unit_test_in_folder (hostile_files_are_refused_soon),
    unit_test_in_folder (no_file_out_of_the_folder_is_read),
    unit_test_in_folder (inclusions_that_multiply_are_refused_soon),
    unit_test_in_folder (huge_files_are_refused_soon),
    unit_test_in_folder (what_is_no_file_is_refused),
  };

  return cmocka_run_group_tests_name ("hostile", tests, NULL, NULL);
}
