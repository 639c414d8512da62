/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shards: a share of an experiment, for processes that know nothing of each other. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* Contract: the shards 1/n to n/n of an experiment are successive runs of its blocks
 * (SIM_BLOCK), as equal as can be; together they are the whole, each replication once.
 * Where there are fewer blocks than shards, some shards are empty.  1/1 is the whole. */

/* Ours: more processes than any cluster starts for one experiment. */
#define SIM_SHARD_MOST 100000

typedef struct
{
  int number; /* from 1 */
  int count;
} SimShard;

/* Everything, by one process. */
#define SIM_SHARD_WHOLE ((SimShard){ 1, 1 })

/** Returns: false if @text is not "I/N" with 1 <= I <= N <= SIM_SHARD_MOST */
bool sim_shard_parse (const char *text, SimShard *ret_shard);

/** Sets which of @replications are those of @shard: [@ret_first, @ret_end); @ret_first is
 * a multiple of SIM_BLOCK unless the shard is empty. */
void sim_shard_range (SimShard shard,
                      int64_t replications,
                      int64_t *ret_first,
                      int64_t *ret_end);
