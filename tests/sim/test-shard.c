/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shards together are the whole, each replication once. */
#include "sim/shard.h"

#include "sim/results.h"
#include "tests/support/assert.h"

/* 30 replications are 8 blocks of 4, the last of 2. Three shards: blocks [0, 2), [2, 5),
 * [5, 8), since 8/3 = 2.67 and 16/3 = 5.33. */
static void
blocks_are_dealt_in_order (void **state)
{
  static const int64_t ranges[][2] = { { 0, 8 }, { 8, 20 }, { 20, 30 } };

  (void) state;
  for (int i = 1; i <= 3; i++)
    {
      int64_t first, end;

      sim_shard_range ((SimShard){ i, 3 }, 30, &first, &end);
      assert_int_equal (first, ranges[i - 1][0]);
      assert_int_equal (end, ranges[i - 1][1]);
    }
}

static void
shards_join_without_gap_or_overlap (void **state)
{
  static const int64_t replications[] = { 0, 1, 4, 5, 30, 1000, 1000000 };
  static const int counts[] = { 1, 2, 3, 7, 64, SIM_SHARD_MOST };

  (void) state;
  for (size_t r = 0; r < G_N_ELEMENTS (replications); r++)
    for (size_t c = 0; c < G_N_ELEMENTS (counts); c++)
      {
        int64_t next = 0;
        int64_t least = INT64_MAX, most = 0;

        for (int i = 1; i <= counts[c]; i++)
          {
            int64_t first, end;

            sim_shard_range ((SimShard){ i, counts[c] }, replications[r], &first, &end);
            assert_int_equal (first, next);
            assert_true (end >= first);
            assert_true (first == end || first % SIM_BLOCK == 0);
            least = MIN (least, end - first);
            most = MAX (most, end - first);
            next = end;
          }
        assert_int_equal (next, replications[r]);
        /* As equal as blocks allow: a block more, and the last may not be full. */
        assert_true (most - least < 2 * SIM_BLOCK);
      }
}

static void
only_i_of_n_is_a_shard (void **state)
{
  static const char *const wrong[] = {
    "",    "1",     "1/",       "/2",    "0/4",  "5/4",  "1/0",  "-1/4",
    "a/4", "1/2/3", "1/100001", "1.0/4", "1 /4", "+1/4", "1/4x",
  };
  SimShard shard = { 0 };

  (void) state;
  for (size_t i = 0; i < G_N_ELEMENTS (wrong); i++)
    assert_false (sim_shard_parse (wrong[i], &shard));
  assert_true (sim_shard_parse ("100000/100000", &shard));
  assert_true (sim_shard_parse ("3/4", &shard));
  assert_int_equal (shard.number, 3);
  assert_int_equal (shard.count, 4);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (blocks_are_dealt_in_order),
    cmocka_unit_test (shards_join_without_gap_or_overlap),
    cmocka_unit_test (only_i_of_n_is_a_shard),
  };

  return cmocka_run_group_tests_name ("shard", tests, NULL, NULL);
}
