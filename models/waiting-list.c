/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The waiting list: slots of waiting patients in the order of a rule. */
#include "models/waiting-list.h"

#include <string.h>

/* Ours: a list of short sorted blocks.  Patients wait by the dozen, where one block of
 * memory beats every tree; at 100,000 there are about a thousand blocks. */
#define BLOCK_SLOTS 256

typedef struct
{
  int n;
  int32_t slots[BLOCK_SLOTS];
} Block;

struct ModelWaitingList
{
  int n_keys;
  int64_t length;
  Block **blocks; /* none is empty, unless the list is */
  int n_blocks, n_allocated;
  Block **spare;
  int n_spare, n_spare_allocated;
  /* By slot. */
  double *keys;
  int64_t *numbers;
  int n_slots;
};

ModelWaitingList *
model_waiting_list_new (void)
{
  return g_new0 (ModelWaitingList, 1);
}

void
model_waiting_list_free (ModelWaitingList *list)
{
  if (list == NULL)
    return;
  for (int i = 0; i < list->n_blocks; i++)
    g_free (list->blocks[i]);
  for (int i = 0; i < list->n_spare; i++)
    g_free (list->spare[i]);
  g_free (list->blocks);
  g_free (list->spare);
  g_free (list->keys);
  g_free (list->numbers);
  g_free (list);
}

static void
put_spare (ModelWaitingList *list, Block *block)
{
  if (list->n_spare == list->n_spare_allocated)
    {
      list->n_spare_allocated = MAX (8, 2 * list->n_spare_allocated);
      list->spare = g_renew (Block *, list->spare, list->n_spare_allocated);
    }
  list->spare[list->n_spare++] = block;
}

static void
insert_block (ModelWaitingList *list, int at)
{
  if (list->n_blocks == list->n_allocated)
    {
      list->n_allocated = MAX (8, 2 * list->n_allocated);
      list->blocks = g_renew (Block *, list->blocks, list->n_allocated);
    }
  Block *block = list->n_spare > 0 ? list->spare[--list->n_spare] : g_new (Block, 1);
  block->n = 0;
  memmove (list->blocks + at + 1, list->blocks + at,
           (size_t) (list->n_blocks - at) * sizeof (Block *));
  list->blocks[at] = block;
  list->n_blocks++;
}

static void
remove_block (ModelWaitingList *list, int at)
{
  put_spare (list, list->blocks[at]);
  list->n_blocks--;
  memmove (list->blocks + at, list->blocks + at + 1,
           (size_t) (list->n_blocks - at) * sizeof (Block *));
}

void
model_waiting_list_reset (ModelWaitingList *list, int n_keys)
{
  while (list->n_blocks > 0)
    remove_block (list, list->n_blocks - 1);
  list->length = 0;
  if (n_keys != list->n_keys)
    {
      list->n_keys = n_keys;
      list->keys = g_renew (double, list->keys, (size_t) list->n_slots *(size_t) n_keys);
    }
}

int64_t
model_waiting_list_length (const ModelWaitingList *list)
{
  return list->length;
}

const double *
model_waiting_list_keys (const ModelWaitingList *list, int32_t slot)
{
  return list->keys + (size_t) slot * (size_t) list->n_keys;
}

/* True if the entry of slot a comes before that of slot b. */
static inline bool
is_before (const ModelWaitingList *list, int32_t a, int32_t b)
{
  const double *x = model_waiting_list_keys (list, a);
  const double *y = model_waiting_list_keys (list, b);
  for (int k = 0; k < list->n_keys; k++)
    if (x[k] != y[k])
      return x[k] < y[k];
  return list->numbers[a] < list->numbers[b];
}

/* The first block whose last entry is not before @slot; the last block if all are. */
static int
find_block (const ModelWaitingList *list, int32_t slot)
{
  int low = 0, high = list->n_blocks - 1;
  while (low < high)
    {
      int middle = (low + high) / 2;
      const Block *block = list->blocks[middle];
      if (is_before (list, block->slots[block->n - 1], slot))
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/* The first place in @block whose entry is not before @slot. */
static int
find_place (const ModelWaitingList *list, const Block *block, int32_t slot)
{
  int low = 0, high = block->n;
  while (low < high)
    {
      int middle = (low + high) / 2;
      if (is_before (list, block->slots[middle], slot))
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

void
model_waiting_list_insert (ModelWaitingList *list,
                           int32_t slot,
                           int64_t number,
                           const double *keys)
{
  if (slot >= list->n_slots)
    {
      list->n_slots = MAX (2 * list->n_slots, slot + 64);
      list->keys =
          g_renew (double, list->keys, (size_t) list->n_slots *(size_t) list->n_keys);
      list->numbers = g_renew (int64_t, list->numbers, list->n_slots);
    }
  for (int k = 0; k < list->n_keys; k++)
    list->keys[(size_t) slot * (size_t) list->n_keys + (size_t) k] = keys[k];
  list->numbers[slot] = number;

  if (list->n_blocks == 0)
    insert_block (list, 0);
  int at = list->length == 0 ? 0 : find_block (list, slot);
  Block *block = list->blocks[at];
  if (block->n == BLOCK_SLOTS)
    {
      insert_block (list, at + 1);
      Block *upper = list->blocks[at + 1];
      upper->n = BLOCK_SLOTS / 2;
      block->n = BLOCK_SLOTS - upper->n;
      memcpy (upper->slots, block->slots + block->n,
              (size_t) upper->n * sizeof (int32_t));
      if (is_before (list, block->slots[block->n - 1], slot))
        block = upper;
    }
  int place = find_place (list, block, slot);
  memmove (block->slots + place + 1, block->slots + place,
           (size_t) (block->n - place) * sizeof (int32_t));
  block->slots[place] = slot;
  block->n++;
  list->length++;
}

void
model_waiting_list_remove (ModelWaitingList *list, int32_t slot)
{
  g_return_if_fail (list->length > 0);
  int at = find_block (list, slot);
  Block *block = list->blocks[at];
  int place = find_place (list, block, slot);
  g_return_if_fail (place < block->n && block->slots[place] == slot);
  block->n--;
  memmove (block->slots + place, block->slots + place + 1,
           (size_t) (block->n - place) * sizeof (int32_t));
  list->length--;
  if (block->n == 0)
    remove_block (list, at);
}

int32_t
model_waiting_list_first (const ModelWaitingList *list, ModelWaitingPlace *ret_place)
{
  *ret_place = (ModelWaitingPlace){ 0, 0 };
  return list->length > 0 ? list->blocks[0]->slots[0] : -1;
}

int32_t
model_waiting_list_next (const ModelWaitingList *list, ModelWaitingPlace *place)
{
  place->index++;
  if (place->block < list->n_blocks && place->index >= list->blocks[place->block]->n)
    {
      place->block++;
      place->index = 0;
    }
  if (place->block >= list->n_blocks)
    return -1;
  return list->blocks[place->block]->slots[place->index];
}
