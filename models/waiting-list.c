/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The waiting list: slots of waiting patients in the order of a rule. */
#include "models/waiting-list.h"

#include <string.h>

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
  for (int c = 0; c < MODEL_WAITING_CLASSES; c++)
    {
      for (int i = 0; i < list->classes[c].n_blocks; i++)
        g_free (list->classes[c].blocks[i]);
      g_free (list->classes[c].blocks);
    }
  for (int i = 0; i < list->n_spare; i++)
    g_free (list->spare[i]);
  g_free (list->spare);
  g_free (list->keys);
  g_free (list->known);
  g_free (list);
}

static void
put_spare (ModelWaitingList *list, ModelWaitingBlock *block)
{
  if (list->n_spare == list->n_spare_allocated)
    {
      list->n_spare_allocated = MAX (8, 2 * list->n_spare_allocated);
      list->spare = g_renew (ModelWaitingBlock *, list->spare, list->n_spare_allocated);
    }
  list->spare[list->n_spare++] = block;
}

static void
insert_block (ModelWaitingList *list, ModelWaitingClass *class, int at)
{
  if (class->n_blocks == class->n_allocated)
    {
      class->n_allocated = MAX (8, 2 * class->n_allocated);
      class->blocks = g_renew (ModelWaitingBlock *, class->blocks, class->n_allocated);
    }
  ModelWaitingBlock *block =
      list->n_spare > 0 ? list->spare[--list->n_spare] : g_new (ModelWaitingBlock, 1);
  block->n = 0;
  memmove (class->blocks + at + 1, class->blocks + at,
           (size_t) (class->n_blocks - at) * sizeof (ModelWaitingBlock *));
  class->blocks[at] = block;
  class->n_blocks++;
}

static void
remove_block (ModelWaitingList *list, ModelWaitingClass *class, int at)
{
  put_spare (list, class->blocks[at]);
  class->n_blocks--;
  memmove (class->blocks + at, class->blocks + at + 1,
           (size_t) (class->n_blocks - at) * sizeof (ModelWaitingBlock *));
}

void
model_waiting_list_reset (ModelWaitingList *list, int n_keys)
{
  for (int c = 0; c < MODEL_WAITING_CLASSES; c++)
    while (list->classes[c].n_blocks > 0)
      remove_block (list, &list->classes[c], list->classes[c].n_blocks - 1);
  list->length = 0;
  list->filled = 0;
  if (n_keys != list->n_keys)
    {
      list->n_keys = n_keys;
      list->keys = g_renew (double, list->keys, (size_t) list->n_slots *(size_t) n_keys);
    }
}

/* True if the entry of slot @a comes before that of slot @b, their first keys equal. */
static bool
is_before_by_rest (const ModelWaitingList *list, int32_t a, int32_t b)
{
  const double *x = model_waiting_list_keys (list, a);
  const double *y = model_waiting_list_keys (list, b);
  for (int k = 1; k < list->n_keys; k++)
    if (x[k] != y[k])
      return x[k] < y[k];
  return list->known[a].number < list->known[b].number;
}

static inline bool
is_before (const ModelWaitingList *list,
           const ModelWaitingEntry *a,
           const ModelWaitingEntry *b)
{
  if (G_LIKELY (a->key != b->key))
    return a->key < b->key;
  return is_before_by_rest (list, a->slot, b->slot);
}

/* The first block whose last entry is not before @entry; the last block if all are. */
static int
find_block (const ModelWaitingList *list,
            const ModelWaitingClass *class,
            const ModelWaitingEntry *entry)
{
  int low = 0, high = class->n_blocks - 1;
  while (low < high)
    {
      int middle = (low + high) / 2;
      const ModelWaitingBlock *block = class->blocks[middle];
      if (is_before (list, &block->entries[block->n - 1], entry))
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/* The first place in @block whose entry is not before @entry.  Who comes last belongs
 * near the end under most rules: steps from there double until one is before. */
static int
find_place (const ModelWaitingList *list,
            const ModelWaitingBlock *block,
            const ModelWaitingEntry *entry)
{
  int low = 0, high = block->n;
  for (int step = 1; low == 0 && step <= high; step *= 2)
    {
      if (is_before (list, &block->entries[high - step], entry))
        low = high - step + 1;
      else
        high -= step;
    }
  while (low < high)
    {
      int middle = (low + high) / 2;
      if (is_before (list, &block->entries[middle], entry))
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static void
grow (ModelWaitingList *list, int32_t slot)
{
  list->n_slots = MAX (2 * list->n_slots, slot + 64);
  list->keys =
      g_renew (double, list->keys, (size_t) list->n_slots *(size_t) list->n_keys);
  list->known = g_renew (ModelWaitingKnown, list->known, list->n_slots);
}

/* Moves the upper half of the block at @at into a new one behind it. */
static void
split_block (ModelWaitingList *list, ModelWaitingClass *class, int at)
{
  insert_block (list, class, at + 1);
  ModelWaitingBlock *lower = class->blocks[at];
  ModelWaitingBlock *upper = class->blocks[at + 1];
  upper->n = MODEL_WAITING_BLOCK / 2;
  lower->n = MODEL_WAITING_BLOCK - upper->n;
  memcpy (upper->entries, lower->entries + lower->n,
          (size_t) upper->n * sizeof (ModelWaitingEntry));
}

void
model_waiting_list_insert (ModelWaitingList *list,
                           int32_t slot,
                           int64_t number,
                           const double *keys,
                           unsigned groups)
{
  g_return_if_fail (groups < MODEL_WAITING_CLASSES);
  if (G_UNLIKELY (slot >= list->n_slots))
    grow (list, slot);
  for (int k = 0; k < list->n_keys; k++)
    list->keys[(size_t) slot * (size_t) list->n_keys + (size_t) k] = keys[k];
  list->known[slot] = (ModelWaitingKnown){ number, (int) groups };
  const ModelWaitingEntry entry = { keys[0], slot };

  ModelWaitingClass *class = &list->classes[groups];
  if (class->n_blocks == 0)
    insert_block (list, class, 0);
  int at = find_block (list, class, &entry);
  ModelWaitingBlock *block = class->blocks[at];
  if (block->n == MODEL_WAITING_BLOCK)
    {
      split_block (list, class, at);
      if (is_before (list, &block->entries[block->n - 1], &entry))
        block = class->blocks[at + 1];
    }
  int place = find_place (list, block, &entry);
  memmove (block->entries + place + 1, block->entries + place,
           (size_t) (block->n - place) * sizeof (ModelWaitingEntry));
  block->entries[place] = entry;
  block->n++;
  list->filled |= 1u << groups;
  list->length++;
}

void
model_waiting_list_remove (ModelWaitingList *list, int32_t slot)
{
  g_return_if_fail (list->length > 0);
  int of = list->known[slot].class;
  ModelWaitingClass *class = &list->classes[of];
  int at = 0, place = 0;
  /* The first of all goes most often. */
  if (class->blocks[0]->entries[0].slot != slot)
    {
      const ModelWaitingEntry entry = { model_waiting_list_keys (list, slot)[0], slot };
      at = find_block (list, class, &entry);
      place = find_place (list, class->blocks[at], &entry);
    }
  ModelWaitingBlock *block = class->blocks[at];
  g_return_if_fail (place < block->n && block->entries[place].slot == slot);
  block->n--;
  memmove (block->entries + place, block->entries + place + 1,
           (size_t) (block->n - place) * sizeof (ModelWaitingEntry));
  list->length--;
  if (block->n > 0)
    return;
  if (class->n_blocks > 1)
    remove_block (list, class, at);
  else
    list->filled &= ~(1u << of);
}

int64_t
model_waiting_list_count_until (const ModelWaitingList *list, double key)
{
  const ModelWaitingClass *class = &list->classes[0];
  int64_t count = 0;
  for (int i = 0; i < class->n_blocks; i++)
    {
      const ModelWaitingBlock *block = class->blocks[i];
      int n = block->n;
      while (n > 0 && block->entries[n - 1].key > key)
        n--;
      count += n;
      if (n < block->n)
        break;
    }
  return count;
}

double
model_waiting_list_key_at (const ModelWaitingList *list, int64_t rank)
{
  const ModelWaitingClass *class = &list->classes[0];
  int at = 0;
  while (at < class->n_blocks && rank >= class->blocks[at]->n)
    rank -= class->blocks[at++]->n;
  g_return_val_if_fail (rank >= 0 && at < class->n_blocks, 0.0);
  return class->blocks[at]->entries[rank].key;
}

/* Makes the cursor whose entry comes first the present one. */
static int32_t
give_first (const ModelWaitingList *list, ModelWaitingPlace *place)
{
  if (place->n == 0)
    return -1;
  if (place->n == 1)
    {
      place->present = 0;
      const ModelWaitingClass *class = &list->classes[place->cursors[0].class];
      return class->blocks[place->cursors[0].block]
          ->entries[place->cursors[0].index]
          .slot;
    }
  const ModelWaitingEntry *first = NULL;
  for (int i = 0; i < place->n; i++)
    {
      const ModelWaitingClass *class = &list->classes[place->cursors[i].class];
      const ModelWaitingEntry *entry =
          &class->blocks[place->cursors[i].block]->entries[place->cursors[i].index];
      if (first != NULL && !is_before (list, entry, first))
        continue;
      first = entry;
      place->present = i;
    }
  g_assert (first != NULL);
  return first->slot;
}

int32_t
model_waiting_list_first (const ModelWaitingList *list,
                          unsigned groups,
                          ModelWaitingPlace *ret_place)
{
  ret_place->n = 0;
  for (unsigned left = list->filled; left != 0; left &= left - 1)
    {
      int class = __builtin_ctz (left);
      if (((unsigned) class & groups) != groups)
        continue;
      int i = ret_place->n++;
      ret_place->cursors[i].class = class;
      ret_place->cursors[i].block = ret_place->cursors[i].index = 0;
    }
  return give_first (list, ret_place);
}

int32_t
model_waiting_list_next (const ModelWaitingList *list, ModelWaitingPlace *place)
{
  if (place->n == 0)
    return -1;
  int i = place->present;
  const ModelWaitingClass *class = &list->classes[place->cursors[i].class];
  if (++place->cursors[i].index >= class->blocks[place->cursors[i].block]->n)
    {
      place->cursors[i].index = 0;
      if (++place->cursors[i].block >= class->n_blocks)
        place->cursors[i] = place->cursors[--place->n];
    }
  return give_first (list, place);
}
