/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sizing: the least number of lines against the tables of Erlang B. */
#include "models/sizing.h"
#include "scenarios/reader.h"
#include "sim/queueing.h"
#include "tests/support/assert.h"

/* Three offered to a pool that nobody waits for: M/D/c/c, a year after a warm-up. */
static const char queue[] =
    "<scenario format='1' name='queue' start='2000-01-01' end='2002-01-01'>"
    "<experiment replications='40' seed='3' warm-up='30'/>"
    "<patients><arrivals per-year='1095.75'/></patients>"
    "<harvest window='0' count='elapsed'/>"
    "<plant gate='line'><pool id='line' capacity='%d'/>"
    "<stage id='culture' uses='line'><constant value='1'/></stage></plant></scenario>";

static Scenario *
read_queue (int capacity)
{
  g_autofree char *text = g_strdup_printf (queue, capacity);

  return scenario_read_memory ("queue.xml", text, -1, NULL);
}

/* @keeper: (nullable); @cancelled: (nullable)
 * Returns: false with @error set */
static bool
search_it (int capacity,
           const char *metric,
           bool is_at_most,
           double bound,
           int n_threads,
           const ModelSizingKeeper *keeper,
           atomic_int *cancelled,
           ModelSizingAnswer *ret_answer,
           GError **error)
{
  g_autoptr (Scenario) scenario = read_queue (capacity);
  assert_non_null (scenario);
  const ModelVariant variant = { .label = "queue", .scenario = scenario, .rule = 0 };
  g_autoptr (ModelStudy) study = model_study_new (&variant, 1, 3);
  const ModelTarget target = { sim_catalogue_find_metric (model_study_catalogue (study),
                                                          metric, "all"),
                               is_at_most, bound };
  const ModelSizing sizing = {
    .scenario = scenario,
    .seed = 3,
    .pool = "line",
    .targets = &target,
    .n_targets = 1,
    .confidence = 0.95,
    .replications = 40,
    .n_threads = n_threads,
    .cancelled = cancelled,
    .keeper = keeper,
  };

  return model_sizing_search (&sizing, ret_answer, error);
}

static ModelSizingAnswer
size_it (int capacity, const char *metric, bool is_at_most, double bound, int n_threads)
{
  ModelSizingAnswer answer;
  g_autoptr (GError) error = NULL;

  if (!search_it (capacity, metric, is_at_most, bound, n_threads, NULL, NULL, &answer,
                  &error))
    fail_msg ("%s", error->message);
  return answer;
}

static int
least_by_erlang_b (double share)
{
  int servers = 1;

  while (1 - sim_queueing_erlang_b (servers, 3) < share)
    servers++;
  return servers;
}

static void
least_capacity_is_that_of_erlang_b (void **state)
{
  (void) state;
  /* 1 - B(c, 3) for c = 1 to 8: .250, .471, .654, .794, .890, .948, .978, .992: each
   * target lies well between two of them.  Searched from below and from above. */
  static const double targets[] = { 0.2, 0.6, 0.85, 0.93, 0.985 };
  static const int expected[] = { 1, 3, 5, 6, 8 };
  for (size_t i = 0; i < G_N_ELEMENTS (targets); i++)
    for (int capacity = 1; capacity <= 20; capacity += 19)
      {
        ModelSizingAnswer answer =
            size_it (capacity, "infused-share", false, targets[i], 1);

        assert_int_equal (least_by_erlang_b (targets[i]), expected[i]);
        assert_int_equal (answer.outcome, MODEL_SIZING_PROVED);
        assert_int_equal (answer.capacity, expected[i]);
      }
}

static void
upper_bound_is_met_from_below (void **state)
{
  (void) state;
  /* In use 3 (1 - B) of c: 0.534 of 5, 0.474 of 6. */
  ModelSizingAnswer answer = size_it (2, "utilisation:line", true, 0.5, 1);
  assert_int_equal (answer.outcome, MODEL_SIZING_PROVED);
  assert_int_equal (answer.capacity, 6);
}

static void
what_no_capacity_meets_is_recognised (void **state)
{
  (void) state;
  /* 1095.75 arrive a year, not 2000; with enough lines more of them change nothing. */
  ModelSizingAnswer answer = size_it (4, "infused-per-year", false, 2000, 1);
  assert_int_equal (answer.outcome, MODEL_SIZING_UNREACHABLE);
  assert_in_range (answer.capacity, 10, 64);
}

static void
bound_at_the_truth_is_not_claimed (void **state)
{
  (void) state;
  /* All are infused, 1.0, only once lines are so many that nobody ever finds none; the
   * mean of 1095.75 a year is the supremum of infused a year: met by chance at best. */
  ModelSizingAnswer answer = size_it (20, "infused-per-year", false, 1095.75, 1);
  assert_int_not_equal (answer.outcome, MODEL_SIZING_PROVED);
}

static void
threads_change_nothing (void **state)
{
  (void) state;
  ModelSizingAnswer one = size_it (2, "infused-share", false, 0.85, 1);
  ModelSizingAnswer three = size_it (2, "infused-share", false, 0.85, 3);
  assert_int_equal (one.capacity, three.capacity);
  assert_int_equal (one.replications, three.replications);
}

/* ---- A keeper in memory ---- */

#define MOST_TRIALS 40
#define unit_test_with_keeper(test)                                                      \
  cmocka_unit_test_setup_teardown (test, make_keeper, end_keeper)

typedef struct
{
  Scenario *scenario;
  ModelStudy *study; /* whose catalogue is that of all trials */
  SimResults *kept;
  int capacities[MOST_TRIALS];
  int proofs[MOST_TRIALS];
  int n_trials;
  GHashTable *blocks;   /* "TRIAL FIRST" of those kept */
  int n_blocks;         /* given to the sink since the last search began */
  int until;            /* as many may be given, then the search is broken off; 0: all */
  atomic_int cancelled; /* the search is asked to stop */
  bool is_refusing;     /* what is given cannot be kept */
} Keeper;

static bool
begin (int capacity, int proof, int *ret_trial, gpointer data, GError **error)
{
  Keeper *keeper = data;
  int trial = 0;

  (void) error;
  while (trial < keeper->n_trials &&
         (keeper->capacities[trial] != capacity || keeper->proofs[trial] != proof))
    trial++;
  assert_true (trial < MOST_TRIALS);
  keeper->capacities[trial] = capacity;
  keeper->proofs[trial] = proof;
  keeper->n_trials = MAX (keeper->n_trials, trial + 1);
  *ret_trial = trial;
  return true;
}

static char *
block_name (int trial, int64_t first)
{
  return g_strdup_printf ("%d %d", trial, (int) first);
}

static bool
is_done (int trial, int64_t first, gpointer data)
{
  const Keeper *keeper = data;
  g_autofree char *name = block_name (trial, first);

  return g_hash_table_contains (keeper->blocks, name);
}

static bool
sink (const SimChunk *chunk, gpointer data, GError **error)
{
  Keeper *keeper = data;

  if (keeper->is_refusing)
    {
      g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_NOSPC, "no room");
      return false;
    }
  assert_int_equal (chunk->count, SIM_BLOCK);
  /* Nothing is simulated twice. */
  assert_true (
      g_hash_table_add (keeper->blocks, block_name (chunk->variant, chunk->first)));
  sim_results_memory_add (keeper->kept, chunk);
  if (++keeper->n_blocks == keeper->until)
    atomic_store (&keeper->cancelled, 1);
  return true;
}

/* As many as are asked for of what is kept, as a store would give them. */
typedef struct
{
  SimResults results;
  const SimResults *kept;
} Some;

static bool
some_rows (const SimResults *results,
           const int *variants,
           int n_variants,
           SimRowFunc func,
           gpointer data,
           GError **error)
{
  /* Of memory, that is all but its number of replications. */
  SimResults *kept = (SimResults *) ((const Some *) results)->kept;
  int64_t all = kept->n_replications;

  kept->n_replications = results->n_replications;
  bool is_read = kept->for_each_row (kept, variants, n_variants, func, data, error);
  kept->n_replications = all;
  return is_read;
}

typedef struct
{
  int64_t end;
  SimChunkFunc func;
  gpointer data;
} SomeChunks;

static bool
pass_chunk (const SimChunk *chunk, gpointer data)
{
  const SomeChunks *some = data;

  return chunk->first < some->end && some->func (chunk, some->data);
}

static bool
some_chunks (const SimResults *results,
             int variant,
             SimChunkFunc func,
             gpointer data,
             GError **error)
{
  const SimResults *kept = ((const Some *) results)->kept;
  SomeChunks some = { results->n_replications, func, data };

  return kept->for_each_chunk (kept, variant, pass_chunk, &some, error);
}

static void
some_free (SimResults *results)
{
  g_free (results);
}

static SimResults *
give (int64_t n_replications, gpointer data)
{
  const Keeper *keeper = data;
  Some *some = g_new0 (Some, 1);

  some->kept = keeper->kept;
  some->results = *keeper->kept;
  some->results.n_replications = n_replications;
  some->results.for_each_row = some_rows;
  some->results.for_each_chunk = some_chunks;
  some->results.free = some_free;
  return &some->results;
}

static int
make_keeper (void **state)
{
  Keeper *keeper = g_new0 (Keeper, 1);

  keeper->scenario = read_queue (1);
  const ModelVariant variant = { .label = "queue", .scenario = keeper->scenario };
  keeper->study = model_study_new (&variant, 1, 3);
  keeper->kept =
      sim_results_memory_new (model_study_catalogue (keeper->study), MOST_TRIALS);
  keeper->blocks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  *state = keeper;
  return 0;
}

static int
end_keeper (void **state)
{
  Keeper *keeper = *state;

  g_hash_table_unref (keeper->blocks);
  sim_results_free (keeper->kept);
  model_study_free (keeper->study);
  scenario_free (keeper->scenario);
  g_free (keeper);
  return 0;
}

/* Searches with @keeper from 2 lines for 85 % infused, until the search is broken off.
 * Returns: false if it was */
static bool
search_kept (Keeper *keeper, int until, ModelSizingAnswer *ret_answer, GError **error)
{
  const ModelSizingKeeper callbacks = { begin, is_done, sink, give, keeper };

  keeper->n_blocks = 0;
  keeper->until = until;
  atomic_store (&keeper->cancelled, 0);
  return search_it (2, "infused-share", false, 0.85, 2, &callbacks, &keeper->cancelled,
                    ret_answer, error);
}

static void
assert_same_answer (const ModelSizingAnswer *answer, const ModelSizingAnswer *other)
{
  assert_int_equal (answer->outcome, other->outcome);
  assert_int_equal (answer->capacity, other->capacity);
  assert_int_equal (answer->replications, other->replications);
  assert_near (answer->level, other->level, 0.0);
}

static void
search_with_a_keeper_answers_as_one_without (void **state)
{
  Keeper *keeper = *state;
  ModelSizingAnswer alone = size_it (2, "infused-share", false, 0.85, 1);
  ModelSizingAnswer answer;

  assert_true (search_kept (keeper, 0, &answer, NULL));
  assert_same_answer (&answer, &alone);
  /* 2 and 4 lines miss and 8 meet; then 6 meet and 5; 5 are proved. */
  static const int capacities[] = { 2, 4, 8, 6, 5, 5 };
  assert_int_equal (keeper->n_trials, G_N_ELEMENTS (capacities));
  for (int i = 0; i < keeper->n_trials; i++)
    {
      assert_int_equal (keeper->capacities[i], capacities[i]);
      assert_int_equal (keeper->proofs[i], i == 5 ? 1 : 0);
    }
}

static void
what_is_kept_is_not_simulated_again (void **state)
{
  Keeper *keeper = *state;
  ModelSizingAnswer whole, again;

  assert_true (search_kept (keeper, 0, &whole, NULL));
  assert_true (keeper->n_blocks > 0);
  assert_true (search_kept (keeper, 0, &again, NULL));
  assert_int_equal (keeper->n_blocks, 0);
  assert_same_answer (&again, &whole);
}

/* Broken off again and again, a search simulates what one left alone does: the sink
 * accepts no block twice. */
static void
search_broken_off_goes_on_from_what_is_kept (void **state)
{
  Keeper *keeper = *state;
  ModelSizingAnswer alone = size_it (2, "infused-share", false, 0.85, 1);
  ModelSizingAnswer answer;
  int n_broken_off = 0;

  for (int until = 1; !search_kept (keeper, until, &answer, NULL); until++)
    {
      assert_true (keeper->n_blocks >= until);
      n_broken_off++;
    }
  assert_same_answer (&answer, &alone);
  assert_true (n_broken_off >= 4);
}

static void
keeper_that_cannot_keep_ends_the_search (void **state)
{
  Keeper *keeper = *state;
  ModelSizingAnswer answer;
  g_autoptr (GError) error = NULL;

  keeper->is_refusing = true;
  assert_false (search_kept (keeper, 0, &answer, &error));
  assert_true (g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOSPC));
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (least_capacity_is_that_of_erlang_b),
    cmocka_unit_test (upper_bound_is_met_from_below),
    cmocka_unit_test (what_no_capacity_meets_is_recognised),
    cmocka_unit_test (bound_at_the_truth_is_not_claimed),
    cmocka_unit_test (threads_change_nothing),
    unit_test_with_keeper (search_with_a_keeper_answers_as_one_without),
    unit_test_with_keeper (what_is_kept_is_not_simulated_again),
    unit_test_with_keeper (search_broken_off_goes_on_from_what_is_kept),
    unit_test_with_keeper (keeper_that_cannot_keep_ends_the_search),
  };
  scenario_reader_init ();
  return cmocka_run_group_tests_name ("sizing", tests, NULL, NULL);
}
