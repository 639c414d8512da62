/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of tests/bench/small-model.h: the yardstick must measure the right model. */
#include "tests/support/assert.h"

#include "tests/bench/small-model.h"

#define REPLICATIONS 2000

/* The ratio of two sums over replications, and its standard error by linearisation. */
static void
estimate_share (const SmallModelCounts *counts,
                int group,
                double *ret_share,
                double *ret_se)
{
  double served = 0;
  double injured = 0;
  for (int i = 0; i < REPLICATIONS; i++)
    {
      served += (double) counts[i].served[group];
      injured += (double) counts[i].injured[group];
    }
  double share = served / injured;
  double squares = 0;
  for (int i = 0; i < REPLICATIONS; i++)
    {
      double rest =
          (double) counts[i].served[group] - share * (double) counts[i].injured[group];
      squares += rest * rest;
    }
  *ret_share = share;
  *ret_se = sqrt (squares) / injured;
}

static void
shares_agree_with_the_published_ones_within_four_standard_errors (void **state)
{
  (void) state;
  static SmallModelCounts counts[REPLICATIONS];
  double injured = 0;
  for (int i = 0; i < REPLICATIONS; i++)
    {
      counts[i] = small_model_run (20190501, (uint64_t) i);
      injured += (double) (counts[i].injured[0] + counts[i].injured[1]);
    }
  /* Poisson: 0.4 x 3653 = 1461.2 a replication, with a variance as great. */
  assert_near (injured / REPLICATIONS, 1461.2, 4 * sqrt (1461.2 / REPLICATIONS));

  /* DESIGN section 11: A 0.9938, B and C 0.486, each rounded to half of its last place.
   */
  double share, se;
  estimate_share (counts, 0, &share, &se);
  assert_near (share, 0.9938, 0.00005 + 4 * se);
  assert_true (se < 0.0002);
  estimate_share (counts, 1, &share, &se);
  assert_near (share, 0.486, 0.0005 + 4 * se);
  assert_true (se < 0.001);
}

static void
a_replication_is_a_function_of_seed_and_number (void **state)
{
  (void) state;
  SmallModelCounts one = small_model_run (7, 3);
  SmallModelCounts again = small_model_run (7, 3);
  SmallModelCounts other = small_model_run (7, 4);
  assert_memory_equal (&one, &again, sizeof one);
  assert_memory_not_equal (&one, &other, sizeof one);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (shares_agree_with_the_published_ones_within_four_standard_errors),
    cmocka_unit_test (a_replication_is_a_function_of_seed_and_number),
  };
  return cmocka_run_group_tests_name ("bench/small-model", tests, NULL, NULL);
}
