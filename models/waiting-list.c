/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The waiting list: slots of waiting patients in the order of a rule. */
#include "models/waiting-list.h"

#include <string.h>

ModelWaitingList *
model_waiting_list_new (void)
{
  return g_new0 (ModelWaitingList, 1);
}

static void
free_block (ModelWaitingBlock *block)
{
  g_free (block->notes);
  g_free (block);
}

void
model_waiting_list_free (ModelWaitingList *list)
{
  if (list == NULL)
    return;
  for (int c = 0; c < MODEL_WAITING_CLASSES; c++)
    {
      for (int i = 0; i < list->classes[c].n_blocks; i++)
        free_block (list->classes[c].blocks[i]);
      g_free (list->classes[c].blocks);
      g_free (list->classes[c].summaries);
      g_free (list->classes[c].counts);
    }
  for (int i = 0; i < list->n_spare; i++)
    free_block (list->spare[i]);
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

static const ModelWaitingSummary nothing_known = {
  .until = INT64_MIN, .passed = -1, .reach = MODEL_WAITING_ANY_DAY, .n_open = 1
};

static void
insert_block (ModelWaitingList *list, ModelWaitingClass *class, int at)
{
  if (class->n_blocks == class->n_allocated)
    {
      class->n_allocated = MAX (8, 2 * class->n_allocated);
      class->blocks = g_renew (ModelWaitingBlock *, class->blocks, class->n_allocated);
      class->summaries =
          g_renew (ModelWaitingSummary, class->summaries, class->n_allocated);
      class->counts = g_renew (int, class->counts, class->n_allocated + 1);
    }
  ModelWaitingBlock *block = NULL;
  if (list->n_spare > 0)
    block = list->spare[--list->n_spare];
  else
    {
      block = g_new (ModelWaitingBlock, 1);
      block->notes = NULL;
    }
  block->n = 0;
  block->has_notes = false;
  size_t behind = (size_t) (class->n_blocks - at);
  memmove (class->blocks + at + 1, class->blocks + at,
           behind * sizeof (ModelWaitingBlock *));
  memmove (class->summaries + at + 1, class->summaries + at,
           behind * sizeof (ModelWaitingSummary));
  class->blocks[at] = block;
  class->summaries[at] = nothing_known;
  class->n_blocks++;
  class->is_counted = false;
}

static void
remove_block (ModelWaitingList *list, ModelWaitingClass *class, int at)
{
  put_spare (list, class->blocks[at]);
  class->n_blocks--;
  size_t behind = (size_t) (class->n_blocks - at);
  memmove (class->blocks + at, class->blocks + at + 1,
           behind * sizeof (ModelWaitingBlock *));
  memmove (class->summaries + at, class->summaries + at + 1,
           behind * sizeof (ModelWaitingSummary));
  class->is_counted = false;
}

void
model_waiting_list_reset (ModelWaitingList *list, int n_keys)
{
  for (int c = 0; c < MODEL_WAITING_CLASSES; c++)
    while (list->classes[c].n_blocks > 0)
      remove_block (list, &list->classes[c], list->classes[c].n_blocks - 1);
  list->length = 0;
  list->filled = 0;
  list->has_notes = false;
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

/* Few entries are moved sooner than a function is called. */
#define FEW 8

/* Moves the entries from @place on, of @n, one up. */
static inline void
make_room (ModelWaitingEntry *entries, int place, int n)
{
  if (n - place > FEW)
    memmove (entries + place + 1, entries + place,
             (size_t) (n - place) * sizeof (ModelWaitingEntry));
  else
    for (int i = n; i > place; i--)
      entries[i] = entries[i - 1];
}

/* Moves the entries behind @place, of @n + 1, one down. */
static inline void
close_gap (ModelWaitingEntry *entries, int place, int n)
{
  if (n - place > FEW)
    memmove (entries + place, entries + place + 1,
             (size_t) (n - place) * sizeof (ModelWaitingEntry));
  else
    for (int i = place; i < n; i++)
      entries[i] = entries[i + 1];
}

/* The block at @at has @change more entries. */
static void
count (ModelWaitingClass *class, int at, int change)
{
  for (int i = at + 1; i <= class->n_blocks; i += i & -i)
    class->counts[i] += change;
}

static void
count_again (ModelWaitingClass *class)
{
  if (class->is_counted)
    return;
  class->is_counted = true;
  for (int i = 1; i <= class->n_blocks; i++)
    class->counts[i] = class->blocks[i - 1]->n;
  for (int i = 1; i <= class->n_blocks; i++)
    if (i + (i & -i) <= class->n_blocks)
      class->counts[i + (i & -i)] += class->counts[i];
}

static void
grow (ModelWaitingList *list, int32_t slot)
{
  list->n_slots = MAX (2 * list->n_slots, slot + 64);
  list->keys =
      g_renew (double, list->keys, (size_t) list->n_slots *(size_t) list->n_keys);
  list->known = g_renew (ModelWaitingKnown, list->known, list->n_slots);
}

/* ---- Notes ---- */

/* Moves @n notes within a block or to another. */
static void
move_notes (
    ModelWaitingNotes *to, int at, const ModelWaitingNotes *from, int from_at, int n)
{
  size_t length = (size_t) n;
  memmove (to->until + at, from->until + from_at, length * sizeof *to->until);
  memmove (to->seen + at, from->seen + from_at, length * sizeof *to->seen);
  memmove (to->reach + at, from->reach + from_at, length * sizeof *to->reach);
  memmove (to->is_barred + at, from->is_barred + from_at, length * sizeof *to->is_barred);
}

static void
clear_note (ModelWaitingNotes *notes, int at)
{
  notes->until[at] = INT64_MIN;
  notes->seen[at] = -1;
  notes->reach[at] = MODEL_WAITING_ANY_DAY;
  notes->is_barred[at] = false;
}

static void
give_notes (ModelWaitingBlock *block, ModelWaitingSummary *summary)
{
  if (block->notes == NULL)
    block->notes = g_new (ModelWaitingNotes, 1);
  block->has_notes = true;
  for (int i = 0; i < block->n; i++)
    clear_note (block->notes, i);
  *summary = nothing_known;
  summary->n_open = block->n;
}

/* Hands the version of the whole block down to each of the first @n entries. */
static void
hand_down (ModelWaitingNotes *notes, int64_t version, int n)
{
  for (int i = 0; i < n; i++)
    notes->seen[i] = MAX (notes->seen[i], version);
}

/* An entry came at @place: @block's other notes make room. */
static void
insert_note (ModelWaitingBlock *block, ModelWaitingSummary *summary, int place)
{
  ModelWaitingNotes *notes = block->notes;
  hand_down (notes, summary->passed, block->n);
  summary->passed = -1;
  move_notes (notes, place + 1, notes, place, block->n - place);
  clear_note (notes, place);
  summary->reach = MODEL_WAITING_ANY_DAY;
  summary->n_open++;
}

static void
remove_note (ModelWaitingBlock *block, ModelWaitingSummary *summary, int place)
{
  ModelWaitingNotes *notes = block->notes;
  summary->n_open -= !notes->is_barred[place];
  move_notes (notes, place, notes, place + 1, block->n - place - 1);
}

/* The notes of a block that was split follow its entries. */
static void
split_notes (ModelWaitingClass *class, int at)
{
  ModelWaitingBlock *lower = class->blocks[at], *upper = class->blocks[at + 1];
  give_notes (upper, &class->summaries[at + 1]);
  move_notes (upper->notes, 0, lower->notes, lower->n, upper->n);
  class->summaries[at + 1] = class->summaries[at];
  int n_open = 0;
  for (int i = 0; i < upper->n; i++)
    n_open += !upper->notes->is_barred[i];
  class->summaries[at + 1].n_open = n_open;
  class->summaries[at].n_open -= n_open;
}

/* ---- Order ---- */

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
  if (lower->has_notes)
    split_notes (class, at);
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
        block = class->blocks[++at];
    }
  int place = find_place (list, block, &entry);
  if (G_UNLIKELY (block->has_notes))
    insert_note (block, &class->summaries[at], place);
  if (class->is_counted)
    count (class, at, 1);
  make_room (block->entries, place, block->n);
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
  if (G_UNLIKELY (block->has_notes))
    remove_note (block, &class->summaries[at], place);
  if (class->is_counted)
    count (class, at, -1);
  close_gap (block->entries, place, --block->n);
  list->length--;
  if (block->n > 0)
    return;
  if (class->n_blocks > 1)
    remove_block (list, class, at);
  else
    list->filled &= ~(1u << of);
}

int64_t
model_waiting_list_count_until (ModelWaitingList *list, double key)
{
  ModelWaitingClass *class = &list->classes[0];
  /* A class that was emptied keeps a block without a last entry. */
  if ((list->filled & 1u) == 0)
    return 0;
  count_again (class);
  /* The first block with an entry beyond. */
  int at = 0;
  for (int high = class->n_blocks; at < high;)
    {
      int middle = (at + high) / 2;
      const ModelWaitingBlock *block = class->blocks[middle];
      if (block->entries[block->n - 1].key <= key)
        at = middle + 1;
      else
        high = middle;
    }
  int64_t n = 0;
  for (int i = at; i > 0; i &= i - 1)
    n += class->counts[i];
  if (at == class->n_blocks)
    return n;
  const ModelWaitingEntry *entries = class->blocks[at]->entries;
  int low = 0;
  for (int high = class->blocks[at]->n; low < high;)
    {
      int middle = (low + high) / 2;
      if (entries[middle].key <= key)
        low = middle + 1;
      else
        high = middle;
    }
  return n + low;
}

double
model_waiting_list_key_at (ModelWaitingList *list, int64_t rank)
{
  ModelWaitingClass *class = &list->classes[0];
  count_again (class);
  int at = 0, step = 1;
  while (2 * step <= class->n_blocks)
    step *= 2;
  for (; step > 0; step /= 2)
    if (at + step <= class->n_blocks && class->counts[at + step] <= rank)
      {
        at += step;
        rank -= class->counts[at];
      }
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

static bool
is_quiet (const ModelWaitingNotes *notes, int at, const ModelWaitingSearch *search)
{
  return (notes->reach[at] < search->day && notes->until[at] >= search->now) ||
         (search->wants_open && notes->is_barred[at]);
}

static bool
is_block_quiet (const ModelWaitingSummary *summary, const ModelWaitingSearch *search)
{
  return (summary->reach < search->day && summary->until >= search->now) ||
         (search->wants_open && summary->n_open == 0);
}

static void
tighten (ModelWaitingSummary *summary, const ModelWaitingNotes *notes, int n)
{
  summary->reach = notes->reach[0];
  summary->until = notes->until[0];
  for (int i = 1; i < n; i++)
    {
      summary->reach = MAX (summary->reach, notes->reach[i]);
      summary->until = MIN (summary->until, notes->until[i]);
    }
}

/* Moves cursor @i on to the first entry from its place on that is not quiet; at the end
 * it is none any more. */
static void
settle_cursor (ModelWaitingList *list, ModelWaitingPlace *place, int i)
{
  ModelWaitingClass *class = &list->classes[place->cursors[i].class];
  int at = place->cursors[i].block, index = place->cursors[i].index;
  const ModelWaitingSearch *search = list->has_notes ? place->search : NULL;
  for (; at < class->n_blocks; at++, index = 0)
    {
      if (search != NULL && index == 0 && is_block_quiet (&class->summaries[at], search))
        continue;
      const ModelWaitingBlock *block = class->blocks[at];
      bool is_whole = index == 0;
      if (search != NULL && block->has_notes)
        while (index < block->n && is_quiet (block->notes, index, search))
          index++;
      if (index < block->n)
        {
          place->cursors[i].block = at;
          place->cursors[i].index = index;
          return;
        }
      if (is_whole)
        tighten (&class->summaries[at], block->notes, block->n);
    }
  place->cursors[i] = place->cursors[--place->n];
}

int32_t
model_waiting_list_seek (ModelWaitingList *list,
                         unsigned groups,
                         const ModelWaitingSearch *search,
                         ModelWaitingPlace *ret_place)
{
  ret_place->search = search;
  ret_place->n = 0;
  for (unsigned left = list->filled; left != 0; left &= left - 1)
    {
      int class = __builtin_ctz (left);
      if (((unsigned) class & groups) != groups)
        continue;
      int i = ret_place->n++;
      ret_place->cursors[i].class = class;
      ret_place->cursors[i].block = ret_place->cursors[i].index = 0;
      if (search != NULL && list->has_notes)
        settle_cursor (list, ret_place, i);
    }
  return give_first (list, ret_place);
}

int32_t
model_waiting_list_first (ModelWaitingList *list,
                          unsigned groups,
                          ModelWaitingPlace *ret_place)
{
  return model_waiting_list_seek (list, groups, NULL, ret_place);
}

int32_t
model_waiting_list_next (ModelWaitingList *list, ModelWaitingPlace *place)
{
  if (place->n == 0)
    return -1;
  place->cursors[place->present].index++;
  settle_cursor (list, place, place->present);
  return give_first (list, place);
}

void
model_waiting_list_pass (ModelWaitingList *list,
                         unsigned groups,
                         int32_t slot,
                         int64_t version)
{
  if (!list->has_notes)
    return;
  for (unsigned left = list->filled; left != 0; left &= left - 1)
    {
      int of = __builtin_ctz (left);
      if (((unsigned) of & groups) != groups)
        continue;
      ModelWaitingClass *class = &list->classes[of];
      int end = class->n_blocks;
      if (slot >= 0)
        {
          const ModelWaitingEntry entry = { model_waiting_list_keys (list, slot)[0],
                                            slot };
          end = find_block (list, class, &entry);
          const ModelWaitingBlock *block = class->blocks[end];
          if (block->has_notes)
            hand_down (block->notes, version, find_place (list, block, &entry));
        }
      for (int at = 0; at < end; at++)
        class->summaries[at].passed = version;
    }
}

void
model_waiting_list_note (ModelWaitingList *list,
                         const ModelWaitingPlace *place,
                         ModelWaitingNote note)
{
  ModelWaitingClass *class = &list->classes[place->cursors[place->present].class];
  int at = place->cursors[place->present].block;
  int index = place->cursors[place->present].index;
  ModelWaitingBlock *block = class->blocks[at];
  ModelWaitingSummary *summary = &class->summaries[at];
  if (!block->has_notes)
    {
      if (note.reach == MODEL_WAITING_ANY_DAY && !note.is_barred)
        return;
      give_notes (block, summary);
      list->has_notes = true;
    }
  ModelWaitingNotes *notes = block->notes;
  summary->n_open += notes->is_barred[index] - note.is_barred;
  summary->reach = MAX (summary->reach, note.reach);
  summary->until = MIN (summary->until, note.until);
  notes->until[index] = note.until;
  notes->reach[index] = note.reach;
  notes->is_barred[index] = note.is_barred;
}

/* Only the search for the open passes over the barred, and sees nothing in them. */
static int64_t
seen_at (const ModelWaitingClass *class, int at, int index)
{
  const ModelWaitingBlock *block = class->blocks[at];
  if (!block->has_notes || block->notes->is_barred[index])
    return -1;
  return MAX (block->notes->seen[index], class->summaries[at].passed);
}

int64_t
model_waiting_list_seen (const ModelWaitingList *list, const ModelWaitingPlace *place)
{
  return seen_at (&list->classes[place->cursors[place->present].class],
                  place->cursors[place->present].block,
                  place->cursors[place->present].index);
}

int64_t
model_waiting_list_seen_slot (const ModelWaitingList *list, int32_t slot)
{
  if (!list->has_notes)
    return -1;
  const ModelWaitingClass *class = &list->classes[list->known[slot].class];
  const ModelWaitingEntry entry = { model_waiting_list_keys (list, slot)[0], slot };
  int at = find_block (list, class, &entry);
  return seen_at (class, at, find_place (list, class->blocks[at], &entry));
}
