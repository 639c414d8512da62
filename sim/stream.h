/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Random streams: every random number is a pure function of where it is used. */
#pragma once

#include <stdint.h>

#include <Random123/philox.h>

/* Contract: the number at (seed, replication, entity, purpose, index, word) is always the
 * same, whatever was drawn before.  Key = (seed, replication), counter = (index, entity,
 * purpose, 0), generator Philox4x64-10.  A block has four words: purposes that are needed
 * together share a block.  Every draw of day31 uses exactly one word, by inversion, so
 * that a changed parameter moves a drawn value monotonically and shifts no other.
 *
 * Source: Salmon, Moraes, Dror and Shaw 2011, Parallel random numbers: as easy as 1,
 * 2, 3. */

typedef struct
{
  uint64_t seed;
  uint64_t replication;
} SimStreamKey;

typedef struct
{
  uint64_t word[4];
} SimBlock;

static inline SimBlock
sim_stream_block (SimStreamKey key, uint64_t entity, uint64_t purpose, uint64_t index)
{
  philox4x64_ctr_t counter = { { index, entity, purpose, 0 } };
  philox4x64_key_t philox_key = { { key.seed, key.replication } };
  philox4x64_ctr_t block = philox4x64 (counter, philox_key);
  return (SimBlock){ { block.v[0], block.v[1], block.v[2], block.v[3] } };
}

/** Returns: a number in the open interval (0, 1), from the top 52 bits of @word; with 53
 * the half that is added would be rounded away, and 1 be reached */
static inline double
sim_uniform (uint64_t word)
{
  return ((double) (word >> 12) + 0.5) * 0x1.0p-52;
}
