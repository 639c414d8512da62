/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Memory: the peak does not grow with the replications or the length of the history. */
#include "tests/cli/child.h"

/* DESIGN section 11 and issue 7: constant, within a tenth. */
#define MOST_GROWTH 1.10

/* The small model over @years, written into the folder where the program works. */
static void
write_scenario (const char *folder, const char *name, int years)
{
  g_autofree char *source = program_source ("scenarios/small-model.xml");
  g_autofree char *text = NULL;
  g_autofree char *work = g_build_filename (folder, "work", NULL);
  g_autofree char *path = g_build_filename (work, name, NULL);

  g_mkdir (work, 0700);
  assert_true (g_file_get_contents (source, &text, NULL, NULL));
  g_auto (GStrv) parts = g_strsplit (text, "end=\"2030-01-01\"", 0);
  assert_int_equal (g_strv_length (parts), 2);
  g_autofree char *end = g_strdup_printf ("end=\"%d-01-01\"", 2020 + years);
  g_autofree char *changed = g_strjoinv (end, parts);
  assert_true (g_file_set_contents (path, changed, -1, NULL));
}

/* Kilobytes that `day31 run` with @arguments has at most. */
static long
peak_of (const char *folder, const char *arguments)
{
  const ChildSetup setup = { .folder = folder };
  g_autofree char *line =
      g_strdup_printf ("run %s --quiet --trace 0 --output results", arguments);
  g_auto (ChildEnd) end = child_run (&setup, line);

  if (end.status != 0)
    fail_msg ("day31 %s: status %d\n%s", line, end.status, end.err);
  return end.peak_kib;
}

static void
assert_constant (const char *folder, const char *less, const char *more)
{
  long low = peak_of (folder, less), high = peak_of (folder, more);

  /* What is freed stays with a sanitizer for a while: its memory is not ours. */
  if (!CHILD_IS_SANITIZED && (double) high > MOST_GROWTH * (double) low)
    fail_msg ("%s: %ld KiB; %s: %ld KiB", less, low, more, high);
}

/* A shard draws nothing, so its peak is the engine's and the store's. */
static void
ten_thousand_replications_take_no_more_than_ten (void **state)
{
  const char *folder = *state;

  write_scenario (folder, "short.xml", 1);
  assert_constant (folder, "short.xml -j 2 -n 20 --shard 1/2",
                   "short.xml -j 2 -n 20000 --shard 1/2");
  assert_constant (folder, "short.xml -j 2 -n 10", "short.xml -j 2 -n 10000");
}

/* The months are those of the series; each thread has its own. */
static void
a_hundred_and_fifty_years_take_no_more_than_three (void **state)
{
  const char *folder = *state;

  write_scenario (folder, "short.xml", 3);
  write_scenario (folder, "long.xml", 150);
  assert_constant (folder, "short.xml -j 1 -n 20 --shard 1/2",
                   "long.xml -j 1 -n 20 --shard 1/2");
  assert_constant (folder, "short.xml -j 2 -n 10", "long.xml -j 2 -n 10");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    unit_test_in_folder (ten_thousand_replications_take_no_more_than_ten),
    unit_test_in_folder (a_hundred_and_fifty_years_take_no_more_than_three),
  };

  /* meson has malloc() fill what it gives: that would touch what the program never does.
   */
  g_unsetenv ("MALLOC_PERTURB_");
  return cmocka_run_group_tests_name ("memory", tests, NULL, NULL);
}
