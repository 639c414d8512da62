/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Same scenario, seed and version: same bytes, whatever the threads, locale and folder.
 */
#include "tests/cli/folder.h"

#include <stdlib.h>
#include <unistd.h>

typedef struct
{
  const char *scenario; /* of the source tree */
  const char *options;
} Sample;

static const Sample samples[] = {
  { "scenarios/early-supply.xml", "--replications 10 --trace 2" },
  { "scenarios/table6.xml", "--replications 5" },
  { "scenarios/small-model.xml", "--replications 6" },
};

/* Another way to run the same. */
typedef struct
{
  const char *name;
  const char *options;
  const char *environment;
} Manner;

static const Manner manners[] = {
  { "one-thread", "--threads 1", NULL },
  { "two-threads", "--threads 2", NULL },
  { "japanese", "--threads 1", "LANGUAGE=ja TZ=Asia/Tokyo" },
  { "another-locale", "--threads 2", "LC_ALL=C" },
};

/* Runs @sample in @manner, in a folder of its own.
 * Returns: all that it left: name (char *) -> GBytes */
static GHashTable *
run_sample (const Sample *sample, const Manner *manner)
{
  g_autofree char *folder = g_dir_make_tmp ("day31-XXXXXX", NULL);
  g_autofree char *output = g_build_filename (folder, "results", NULL);
  g_autofree char *arguments =
      g_strdup_printf ("run @%s %s %s --quiet --output results", sample->scenario,
                       sample->options, manner->options);
  g_auto (ProgramResult) result = program_run (folder, manner->environment, arguments);

  if (result.status != 0)
    fail_msg ("day31 %s: status %d\n%s", arguments, result.status, result.err);
  assert_only_warnings (result.err);
  GHashTable *texts = read_results (output);
  program_remove_tree (folder);
  return texts;
}

static void
results_do_not_depend_on_the_manner_of_running (void **state)
{
  (void) state;
  for (size_t s = 0; s < G_N_ELEMENTS (samples); s++)
    {
      g_autoptr (GHashTable) texts = run_sample (&samples[s], &manners[0]);

      /* Or the comparison would be of little. */
      assert_true (g_hash_table_contains (texts, "summary.csv"));
      assert_true (g_hash_table_contains (texts, "patients.csv"));
      assert_true (g_hash_table_contains (texts, "run.json"));
      assert_true (g_hash_table_contains (texts, "results.sqlite"));
      assert_true (g_hash_table_contains (texts, "charts/gantt-patients.png"));
      assert_true (g_hash_table_contains (texts, "charts/gantt-lines.pdf"));
      assert_true (g_hash_table_contains (texts, "charts/throughput.svg"));
      for (size_t m = 1; m < G_N_ELEMENTS (manners); m++)
        {
          g_autoptr (GHashTable) others = run_sample (&samples[s], &manners[m]);

          g_autofree char *what =
              g_strconcat (samples[s].scenario, " run as ", manners[m].name, NULL);
          assert_same_results (texts, others, what);
        }
    }
}

/* Or equal bytes would say nothing. */
static void
another_seed_gives_other_results (void **state)
{
  const Manner manner = { "another seed", "--threads 2 --seed 4", NULL };
  g_autoptr (GHashTable) texts = run_sample (&samples[0], &manners[0]);
  g_autoptr (GHashTable) others = run_sample (&samples[0], &manner);

  (void) state;
  assert_false (g_bytes_equal (g_hash_table_lookup (texts, "replications.csv"),
                               g_hash_table_lookup (others, "replications.csv")));
}

/* The first replications of a long run are those of a short one. */
static void
more_replications_leave_the_first_ones_alone (void **state)
{
  const Sample longer = { "scenarios/early-supply.xml", "--replications 14 --trace 2" };
  g_autoptr (GHashTable) few = run_sample (&samples[0], &manners[0]);
  g_autoptr (GHashTable) many = run_sample (&longer, &manners[1]);
  gsize length_few, length_many;
  const char *text_few =
      g_bytes_get_data (g_hash_table_lookup (few, "replications.csv"), &length_few);
  const char *text_many =
      g_bytes_get_data (g_hash_table_lookup (many, "replications.csv"), &length_many);

  (void) state;
  assert_true (length_many > length_few);
  assert_memory_equal (text_few, text_many, length_few);
  assert_true (g_bytes_equal (g_hash_table_lookup (few, "patients.csv"),
                              g_hash_table_lookup (many, "patients.csv")));
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (results_do_not_depend_on_the_manner_of_running),
    cmocka_unit_test (another_seed_gives_other_results),
    cmocka_unit_test (more_replications_leave_the_first_ones_alone),
  };

  return cmocka_run_group_tests_name ("determinism", tests, NULL, NULL);
}
