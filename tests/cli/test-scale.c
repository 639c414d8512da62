/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Threads, shards and ranks: the same bytes as by one thread of one process, also when
 * they were killed on the way. */
#include "tests/cli/folder.h"
#include "tests/cli/started.h"

typedef struct
{
  const char *arguments;
  bool is_adaptive; /* <precision> says how many replications: not offered to shards */
} Sample;

/* Whole blocks and not; more traced than one block; two draws of the inputs in a block.
 */
static const Sample samples[] = {
  { "run @scenarios/early-supply.xml -n 22 --trace 6 --format svg", false },
  { "run @scenarios/early-supply.xml --trace 120 --format svg", true },
  { "run @scenarios/table6-bootstrap.xml --format svg", false },
  { "compare @scenarios/early-supply.xml --rules fcfs,ais-a-first -n 18 --trace 3 "
    "--format svg",
    false },
  { "sweep @scenarios/small-model.xml --vary pool:line=6,8 --vary "
    "rule=fcfs,ais-a-first -n 14 --trace 5 --format svg",
    false },
  { "sensitivity @scenarios/early-supply.xml -n 5 --format svg", false },
};

/* Another way to run the same. */
typedef struct
{
  const char *name;
  int n_shards; /* 0: not shared out */
  int n_ranks;  /* 0: without a launcher */
  const char *options;
} Manner;

static const Manner manners[] = {
  { "2 threads", 0, 0, "-j 2" },
  { "4 shards", 4, 0, "-j 2" },
  { "2 ranks", 0, 2, "-j 1" },
  { "2 ranks of 2 threads", 0, 2, "-j 2" },
  { "2 shards of 2 ranks", 2, 2, "-j 1" },
};

/* Returns: (transfer full) (nullable): what starts @n_ranks processes; NULL: nothing does
 */
static char *
launcher_of (int n_ranks)
{
  /* A leak sanitizer cannot name what Open MPI's plugins keep: they are unloaded before
   * it looks.  Without ranks it checks the same code. */
  const char *mpirun = g_getenv ("DAY31_MPIRUN");

  return n_ranks > 0 && mpirun != NULL
             ? g_strdup_printf ("%s --oversubscribe -x ASAN_OPTIONS=detect_leaks=0 -n %d",
                                mpirun, n_ranks)
             : NULL;
}

/* Ranks need MPI in the build, shards a known number of replications. */
static bool
is_possible (const Manner *manner, const Sample *sample)
{
  return (manner->n_ranks == 0 || g_getenv ("DAY31_MPIRUN") != NULL) &&
         (manner->n_shards == 0 || !sample->is_adaptive);
}

static void
run_well (const char *launcher, const char *folder, const char *arguments)
{
  g_auto (ProgramResult) result = program_run_under (launcher, folder, NULL, arguments);

  if (result.status != 0)
    fail_msg ("day31 %s: status %d\n%s", arguments, result.status, result.err);
  /* A launcher speaks of the machine, too, as where there is no /sys. */
  if (launcher == NULL)
    assert_only_warnings (result.err);
}

/* Runs what is missing of @arguments in @manner.
 * Returns: (transfer full): all that is in the folder "results" then */
static GHashTable *
complete (const char *folder, const char *arguments, const Manner *manner)
{
  g_autofree char *launcher = launcher_of (manner->n_ranks);
  g_autofree char *results = g_build_filename (folder, "results", NULL);
  g_autoptr (GString) merge = g_string_new ("merge --quiet --output results");

  if (strstr (arguments, "--format svg") != NULL)
    g_string_append (merge, " --format svg");
  for (int i = 1; i <= manner->n_shards; i++)
    {
      g_autofree char *line =
          g_strdup_printf ("%s %s --shard %d/%d --quiet --output shard-%d", arguments,
                           manner->options, i, manner->n_shards, i);

      run_well (launcher, folder, line);
      g_string_append_printf (merge, " shard-%d", i);
    }
  g_autofree char *whole =
      g_strdup_printf ("%s %s --quiet --output results", arguments, manner->options);
  run_well (manner->n_shards > 0 ? NULL : launcher, folder,
            manner->n_shards > 0 ? merge->str : whole);
  return read_results (results);
}

static void
clear_folder (const char *folder)
{
  program_remove_tree (folder);
  assert_int_equal (g_mkdir (folder, 0777), 0);
}

static void
results_do_not_depend_on_who_computes_them (void **state)
{
  static const Manner alone = { "alone", 0, 0, "-j 1" };
  const char *folder = *state;

  for (size_t s = 0; s < G_N_ELEMENTS (samples); s++)
    {
      g_autoptr (GHashTable) texts = complete (folder, samples[s].arguments, &alone);

      assert_true (g_hash_table_contains (texts, "results.sqlite"));
      for (size_t m = 0; m < G_N_ELEMENTS (manners); m++)
        {
          if (!is_possible (&manners[m], &samples[s]))
            continue;
          clear_folder (folder);
          g_autofree char *what =
              g_strdup_printf ("%s, by %s", samples[s].arguments, manners[m].name);
          g_autoptr (GHashTable) others =
              complete (folder, samples[s].arguments, &manners[m]);

          assert_same_results (texts, others, what);
        }
      clear_folder (folder);
    }
}

/* size proves its answer on replications that the search did not see; threads and ranks
 * take the same way through both. */
static void
size_does_not_depend_on_who_computes_it (void **state)
{
  static const char *const arguments =
      "size @scenarios/small-model.xml --target infused-share:A>=0.9 -n 8 --format svg";
  static const Manner alone = { "alone", 0, 0, "-j 1" };
  static const Manner others[] = { { "2 threads", 0, 0, "-j 2" },
                                   { "2 ranks", 0, 2, "-j 1" } };
  const Sample sample = { arguments, false };
  const char *folder = *state;
  g_autoptr (GHashTable) texts = complete (folder, arguments, &alone);

  for (size_t m = 0; m < G_N_ELEMENTS (others); m++)
    {
      if (!is_possible (&others[m], &sample))
        continue;
      clear_folder (folder);
      g_autofree char *what = g_strconcat ("size by ", others[m].name, NULL);
      g_autoptr (GHashTable) found = complete (folder, arguments, &others[m]);
      assert_same_results (texts, found, what);
    }
}

/* The root alone has the store, from which all go on. */
static void
size_that_was_stopped_is_completed (void **state)
{
  static const char *const arguments = "size @scenarios/early-supply.xml --target "
                                       "infused-share:A>=0.7 -n 40 --format svg";
  static const Manner alone = { "alone", 0, 0, "-j 2" };
  static const Manner manners_of_size[] = { { "2 threads", 0, 0, "-j 2" },
                                            { "2 ranks", 0, 2, "-j 1" } };
  const Sample sample = { arguments, false };
  const char *folder = *state;
  g_autoptr (GHashTable) texts = complete (folder, arguments, &alone);

  for (size_t m = 0; m < G_N_ELEMENTS (manners_of_size); m++)
    {
      const Manner *manner = &manners_of_size[m];

      if (!is_possible (manner, &sample))
        continue;
      clear_folder (folder);
      g_autofree char *launcher = launcher_of (manner->n_ranks);
      g_autofree char *line = g_strconcat (arguments, " ", manner->options, NULL);
      GPid pid = program_start (launcher, folder, line, "results");

      assert_int_equal (kill (pid, SIGTERM), 0);
      assert_int_not_equal (program_wait (pid), 0);
      g_autofree char *what = g_strconcat ("size stopped, by ", manner->name, NULL);
      g_autoptr (GHashTable) found = complete (folder, arguments, manner);
      assert_same_results (texts, found, what);
    }
}

/* Stopped by a signal and started again, in every manner. */
static void
what_was_stopped_is_completed (void **state)
{
  static const char *const arguments =
      "run @scenarios/early-supply.xml -n 200 --trace 5 --format svg";
  static const Manner alone = { "alone", 0, 0, "-j 2" };
  static const int signals[] = { SIGKILL, SIGTERM };
  const Sample sample = { arguments, false };
  const char *folder = *state;
  g_autoptr (GHashTable) texts = complete (folder, arguments, &alone);

  for (size_t m = 0; m < G_N_ELEMENTS (manners); m++)
    for (size_t i = 0; i < G_N_ELEMENTS (signals); i++)
      {
        const Manner *manner = &manners[m];

        /* mpirun can end its processes only while it lives. */
        if (!is_possible (manner, &sample) ||
            (manner->n_ranks > 0 && signals[i] == SIGKILL))
          continue;
        clear_folder (folder);
        bool is_shared = manner->n_shards > 0;
        g_autofree char *launcher = launcher_of (manner->n_ranks);
        g_autofree char *shard = g_strdup_printf (" --shard 1/%d", manner->n_shards);
        g_autofree char *line =
            g_strconcat (arguments, " ", manner->options, is_shared ? shard : "", NULL);
        g_autofree char *what =
            g_strdup_printf ("by %s, after signal %d", manner->name, signals[i]);
        GPid pid =
            program_start (launcher, folder, line, is_shared ? "shard-1" : "results");

        assert_int_equal (kill (pid, signals[i]), 0);
        assert_int_not_equal (program_wait (pid), 0);
        g_autoptr (GHashTable) others = complete (folder, arguments, manner);
        assert_same_results (texts, others, what);
      }
}

/* A process that is alone and does not know it would do the work of all. */
static void
wrong_launchers_are_refused (void **state)
{
  static const char *const run = "run @scenarios/small-model.xml -n 4 -q";
  /* MPI may begin before it is known: see launcher_of(). */
  static const char *const environments[] = {
    "ASAN_OPTIONS=detect_leaks=0 OMPI_COMM_WORLD_SIZE=2 OMPI_COMM_WORLD_RANK=0",
    "ASAN_OPTIONS=detect_leaks=0 PMI_SIZE=3 PMI_RANK=0",
    "ASAN_OPTIONS=detect_leaks=0 SLURM_STEP_NUM_TASKS=4 SLURM_PROCID=0",
  };
  const char *folder = *state;
  g_autofree char *results = g_build_filename (folder, "small-model", NULL);

  for (size_t i = 0; i < G_N_ELEMENTS (environments); i++)
    {
      g_auto (ProgramResult) result = program_run (folder, environments[i], run);

      assert_int_equal (result.status, 2);
      assert_holds (result.err, "each would do the whole work");
      assert_false (g_file_test (results, G_FILE_TEST_EXISTS));
      g_auto (ProgramResult) plot = program_run (folder, environments[i], "plot results");
      assert_int_equal (plot.status, 2);
      assert_holds (plot.err, "start it alone");
    }
  /* Others than the first leave the message to it. */
  g_auto (ProgramResult) second = program_run (
      folder, "ASAN_OPTIONS=detect_leaks=0 OMPI_COMM_WORLD_SIZE=2 OMPI_COMM_WORLD_RANK=1",
      run);
  assert_int_equal (second.status, 2);
  assert_null (strstr (second.err, "started as"));
  /* The script of a job of four tasks runs alone. */
  g_auto (ProgramResult) script = program_run (folder, "SLURM_NTASKS=4", run);
  assert_int_equal (script.status, 0);
}

/* All ranks end with the status of the one that failed, and one of them says why. */
static void
ranks_fail_as_one (void **state)
{
  static const struct
  {
    const char *arguments;
    int status;
    const char *message;
  } cases[] = {
    { "run nothing.xml", 3, "nothing.xml: expected a readable file" },
    { "run @scenarios/small-model.xml --rule nobody", 2, "unknown rule 'nobody'" },
    { "run @scenarios/small-model.xml -n 4 -o taken", 1, "taken: " },
  };
  const char *folder = *state;
  g_autofree char *taken = g_build_filename (folder, "taken", NULL);
  g_autofree char *launcher = launcher_of (2);

  if (launcher == NULL)
    return;
  assert_true (g_file_set_contents (taken, "a file", -1, NULL));
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (ProgramResult) result =
          program_run_under (launcher, folder, NULL, cases[i].arguments);
      char *message = strstr (result.err, cases[i].message);

      assert_int_equal (result.status, cases[i].status);
      assert_string_equal (result.out, "");
      assert_holds (result.err, cases[i].message);
      assert_null (strstr (message + 1, cases[i].message));
    }
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    unit_test_in_folder (results_do_not_depend_on_who_computes_them),
    unit_test_in_folder (size_does_not_depend_on_who_computes_it),
    unit_test_in_folder (size_that_was_stopped_is_completed),
    unit_test_in_folder (what_was_stopped_is_completed),
    unit_test_in_folder (wrong_launchers_are_refused),
    unit_test_in_folder (ranks_fail_as_one),
  };

  return cmocka_run_group_tests_name ("scale", tests, NULL, NULL);
}
