/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Blocks: which replications a store holds, and whether its rows are just those. */
#include "output/blocks.h"

#include <glib/gi18n.h>
#include <string.h>

/* Of a block's byte: how many replications it has, and which of them are traced. */
#define COUNT_MASK   0x0f
#define TRACED_SHIFT 4

G_STATIC_ASSERT (SIM_BLOCK <= 4);

struct OutputBlocks
{
  size_t n_variants;
  GByteArray **states; /* of each variant: a byte a block */
};

OutputBlocks *
output_blocks_new (size_t n_variants)
{
  OutputBlocks *blocks = g_new0 (OutputBlocks, 1);
  for (size_t i = 0; i < n_variants; i++)
    output_blocks_add_variant (blocks);
  return blocks;
}

void
output_blocks_add_variant (OutputBlocks *blocks)
{
  blocks->states = g_renew (GByteArray *, blocks->states, blocks->n_variants + 1);
  blocks->states[blocks->n_variants++] = g_byte_array_new ();
}

void
output_blocks_free (OutputBlocks *blocks)
{
  if (!blocks)
    return;
  for (size_t i = 0; i < blocks->n_variants; i++)
    g_byte_array_unref (blocks->states[i]);
  g_free (blocks->states);
  g_free (blocks);
}

static unsigned
state_of (const OutputBlocks *blocks, int variant, int64_t first)
{
  const GByteArray *states = blocks->states[variant];
  int64_t block = first / SIM_BLOCK;
  return block < states->len ? states->data[block] : 0;
}

void
output_blocks_set (
    OutputBlocks *blocks, int variant, int64_t first, int count, unsigned traced)
{
  GByteArray *states = blocks->states[variant];
  guint block = (guint) (first / SIM_BLOCK);
  if (block >= states->len)
    {
      guint old = states->len;
      g_byte_array_set_size (states, block + 1);
      memset (states->data + old, 0, block + 1 - old);
    }
  states->data[block] = (guint8) ((unsigned) count | traced << TRACED_SHIFT);
}

bool
output_blocks_has (const OutputBlocks *blocks, int variant, int64_t first)
{
  return state_of (blocks, variant, first) != 0;
}

bool
output_blocks_is_equal (
    const OutputBlocks *blocks, int variant, int64_t first, int count, unsigned traced)
{
  return state_of (blocks, variant, first) == ((unsigned) count | traced << TRACED_SHIFT);
}

static bool
has_replication (const OutputBlocks *blocks, int variant, int64_t replication)
{
  int64_t place = replication % SIM_BLOCK;
  return place < (state_of (blocks, variant, replication - place) & COUNT_MASK);
}

bool
output_blocks_is_traced (const OutputBlocks *blocks, int variant, int64_t replication)
{
  int64_t place = replication % SIM_BLOCK;
  return state_of (blocks, variant, replication - place) >> TRACED_SHIFT >> place & 1;
}

int64_t
output_blocks_end (const OutputBlocks *blocks, int variant)
{
  return (int64_t) blocks->states[variant]->len * SIM_BLOCK;
}

static int64_t
count_of_variant (const OutputBlocks *blocks, size_t variant, int64_t from)
{
  const GByteArray *states = blocks->states[variant];
  int64_t n = 0;
  for (guint i = (guint) (from / SIM_BLOCK); i < states->len; i++)
    {
      int count = states->data[i] & COUNT_MASK;
      n += count;
      if (count < SIM_BLOCK)
        break;
    }
  return n;
}

int64_t
output_blocks_count (const OutputBlocks *blocks, int64_t from)
{
  int64_t least = OUTPUT_MAX_REPLICATIONS;
  for (size_t i = 0; i < blocks->n_variants; i++)
    least = MIN (least, count_of_variant (blocks, i, from));
  return least;
}

void
output_blocks_add (OutputBlocks *blocks, const OutputBlocks *others)
{
  g_return_if_fail (blocks->n_variants == others->n_variants);
  for (size_t i = 0; i < others->n_variants; i++)
    for (guint k = 0; k < others->states[i]->len; k++)
      {
        unsigned state = others->states[i]->data[k];
        if (state != 0)
          output_blocks_set (blocks, (int) i, (int64_t) k * SIM_BLOCK,
                             (int) (state & COUNT_MASK), state >> TRACED_SHIFT);
      }
}

static bool
is_key (const OutputBlocks *blocks, int64_t key)
{
  return key >= 0 && key >> OUTPUT_KEY_SHIFT < (int64_t) blocks->n_variants &&
         output_key_replication (key) < OUTPUT_MAX_REPLICATIONS;
}

static bool
load_row (OutputBlocks *blocks, sqlite3_stmt *statement)
{
  int64_t key = sqlite3_column_int64 (statement, 0);
  int64_t count = sqlite3_column_int64 (statement, 1);
  int64_t traced = sqlite3_column_int64 (statement, 2);
  int64_t first = output_key_replication (key);
  if (!is_key (blocks, key) || first % SIM_BLOCK != 0 || count < 1 || count > SIM_BLOCK ||
      traced < 0 || traced >> count != 0)
    return false;
  output_blocks_set (blocks, (int) (key >> OUTPUT_KEY_SHIFT), first, (int) count,
                     (unsigned) traced);
  return true;
}

bool
output_blocks_load (OutputBlocks *blocks, OutputDatabase *database, GError **error)
{
  for (size_t i = 0; i < blocks->n_variants; i++)
    g_byte_array_set_size (blocks->states[i], 0);
  g_autoptr (sqlite3_stmt) statement = output_database_prepare (
      database,
      "SELECT id, count, traced, histograms, series, checksum FROM block ORDER BY id",
      error);
  if (!statement)
    return false;
  for (;;)
    {
      bool is_row;
      if (!output_database_next (database, statement, &is_row, error))
        return false;
      if (!is_row)
        return true;
      if (!load_row (blocks, statement))
        {
          output_database_set_damaged (database, _ ("an impossible block"), error);
          return false;
        }
    }
}

typedef enum
{
  EXPECT_EVERY,
  EXPECT_TRACED,
} Expectation;

static bool
is_expected (const OutputBlocks *blocks, int64_t key, Expectation expectation)
{
  if (!is_key (blocks, key))
    return false;
  int variant = (int) (key >> OUTPUT_KEY_SHIFT);
  int64_t replication = output_key_replication (key);
  return expectation == EXPECT_EVERY
             ? has_replication (blocks, variant, replication)
             : output_blocks_is_traced (blocks, variant, replication);
}

static int64_t
count_expected (const OutputBlocks *blocks, Expectation expectation)
{
  int64_t n = 0;
  for (size_t i = 0; i < blocks->n_variants; i++)
    for (guint k = 0; k < blocks->states[i]->len; k++)
      {
        unsigned state = blocks->states[i]->data[k];
        n += expectation == EXPECT_EVERY ? (int) (state & COUNT_MASK)
                                         : __builtin_popcount (state >> TRACED_SHIFT);
      }
  return n;
}

static bool
check_table (const OutputBlocks *blocks,
             OutputDatabase *database,
             const char *sql,
             Expectation expectation,
             GError **error)
{
  g_autoptr (sqlite3_stmt) statement = output_database_prepare (database, sql, error);
  if (!statement)
    return false;
  int64_t n = 0;
  int64_t last = -1;
  for (;;)
    {
      bool is_row;
      if (!output_database_next (database, statement, &is_row, error))
        return false;
      if (!is_row)
        break;
      int64_t key = sqlite3_column_int64 (statement, 0);
      if (key <= last || !is_expected (blocks, key, expectation))
        {
          output_database_set_damaged (database, _ ("a row too many"), error);
          return false;
        }
      last = key;
      n++;
    }
  if (n == count_expected (blocks, expectation))
    return true;
  output_database_set_damaged (database, _ ("rows are missing"), error);
  return false;
}

bool
output_blocks_check (const OutputBlocks *blocks, OutputDatabase *database, GError **error)
{
  return check_table (blocks, database,
                      "SELECT id, packed, checksum FROM replication ORDER BY id",
                      EXPECT_EVERY, error) &&
         check_table (
             blocks, database,
             "SELECT id, frame, patients, decisions, checksum FROM trace ORDER BY id",
             EXPECT_TRACED, error) &&
         check_table (blocks, database,
                      "SELECT id, packed, checksum FROM ranking ORDER BY id",
                      EXPECT_TRACED, error);
}
