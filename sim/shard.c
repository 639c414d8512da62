/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shards: a share of an experiment, for processes that know nothing of each other. */
#include "sim/shard.h"

#include "sim/results.h"

bool
sim_shard_parse (const char *text, SimShard *ret_shard)
{
  g_auto (GStrv) parts = g_strsplit (text, "/", 3);
  guint64 number, count;

  if (g_strv_length (parts) != 2 ||
      !g_ascii_string_to_unsigned (parts[1], 10, 1, SIM_SHARD_MOST, &count, NULL) ||
      !g_ascii_string_to_unsigned (parts[0], 10, 1, count, &number, NULL))
    return false;
  *ret_shard = (SimShard){ (int) number, (int) count };
  return true;
}

void
sim_shard_range (SimShard shard,
                 int64_t replications,
                 int64_t *ret_first,
                 int64_t *ret_end)
{
  int64_t n_blocks = (replications + SIM_BLOCK - 1) / SIM_BLOCK;
  int64_t first = n_blocks * (shard.number - 1) / shard.count;
  int64_t end = n_blocks * shard.number / shard.count;

  *ret_first = MIN (first * SIM_BLOCK, replications);
  *ret_end = MIN (end * SIM_BLOCK, replications);
}
