/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of models/waiting-list.h. */
#include "tests/support/assert.h"

#include "models/waiting-list.h"
#include "sim/stream.h"

#include <stdlib.h>

/* Asserts that the list holds exactly @slots, in that order. */
static void
assert_list (ModelWaitingList *list, const int32_t *slots, int n)
{
  assert_int_equal (model_waiting_list_length (list), n);
  ModelWaitingPlace place;
  int32_t slot = model_waiting_list_first (list, 0, &place);
  for (int i = 0; i < n; i++)
    {
      assert_int_equal (slot, slots[i]);
      slot = model_waiting_list_next (list, &place);
    }
  assert_int_equal (slot, -1);
}

static void
an_empty_list_has_no_first (void **state)
{
  (void) state;
  g_autoptr (ModelWaitingList) list = model_waiting_list_new ();
  model_waiting_list_reset (list, 1);
  assert_list (list, NULL, 0);
  model_waiting_list_insert (list, 0, 1, (double[]){ 0.0 }, 0);
  model_waiting_list_remove (list, 0);
  assert_list (list, NULL, 0);
}

static void
the_smallest_key_comes_first_and_later_keys_break_ties (void **state)
{
  (void) state;
  g_autoptr (ModelWaitingList) list = model_waiting_list_new ();
  model_waiting_list_reset (list, 2);
  model_waiting_list_insert (list, 0, 1, (double[]){ 2.0, 1.0 }, 0);
  model_waiting_list_insert (list, 1, 2, (double[]){ 1.0, 9.0 }, 0);
  model_waiting_list_insert (list, 2, 3, (double[]){ 2.0, 0.0 }, 0);
  model_waiting_list_insert (list, 3, 4, (double[]){ -1.0, 5.0 }, 0);
  assert_list (list, (int32_t[]){ 3, 1, 2, 0 }, 4);
  assert_near (model_waiting_list_keys (list, 2)[0], 2.0, 0.0);
}

static void
equal_keys_go_by_the_patients_number_not_the_slot (void **state)
{
  (void) state;
  g_autoptr (ModelWaitingList) list = model_waiting_list_new ();
  model_waiting_list_reset (list, 1);
  model_waiting_list_insert (list, 0, 30, (double[]){ 7.0 }, 0);
  model_waiting_list_insert (list, 1, 10, (double[]){ 7.0 }, 0);
  model_waiting_list_insert (list, 2, 20, (double[]){ 7.0 }, 0);
  assert_list (list, (int32_t[]){ 1, 2, 0 }, 3);
  model_waiting_list_remove (list, 2);
  assert_list (list, (int32_t[]){ 1, 0 }, 2);
}

static void
a_slot_may_come_back_with_other_keys_and_number (void **state)
{
  (void) state;
  g_autoptr (ModelWaitingList) list = model_waiting_list_new ();
  model_waiting_list_reset (list, 1);
  model_waiting_list_insert (list, 5, 1, (double[]){ 1.0 }, 0);
  model_waiting_list_insert (list, 6, 2, (double[]){ 2.0 }, 0);
  model_waiting_list_remove (list, 5);
  model_waiting_list_insert (list, 5, 9, (double[]){ 3.0 }, 0);
  assert_list (list, (int32_t[]){ 6, 5 }, 2);
}

static void
reset_empties_and_changes_the_number_of_keys (void **state)
{
  (void) state;
  g_autoptr (ModelWaitingList) list = model_waiting_list_new ();
  model_waiting_list_reset (list, 1);
  for (int32_t slot = 0; slot < 1000; slot++)
    model_waiting_list_insert (list, slot, slot + 1, (double[]){ -slot }, 0);
  model_waiting_list_reset (list, 3);
  assert_list (list, NULL, 0);
  model_waiting_list_insert (list, 999, 1, (double[]){ 1.0, 2.0, 4.0 }, 0);
  model_waiting_list_insert (list, 998, 2, (double[]){ 1.0, 2.0, 3.0 }, 0);
  assert_list (list, (int32_t[]){ 998, 999 }, 2);
}

#define N_MANY 100000

typedef struct
{
  double keys[2];
  int64_t number;
  int32_t slot;
} Entry;

static int
compare_entries (const void *a, const void *b)
{
  const Entry *x = a, *y = b;
  for (int k = 0; k < 2; k++)
    if (x->keys[k] != y->keys[k])
      return x->keys[k] < y->keys[k] ? -1 : 1;
  return (x->number > y->number) - (x->number < y->number);
}

/* Few different keys, so that most comparisons tie at least once. */
static Entry
make_entry (uint64_t i, uint64_t round)
{
  SimBlock block = sim_stream_block ((SimStreamKey){ 7, round }, 0, 0, i);
  return (Entry){ .keys = { (double) (block.word[0] % 50), (double) (block.word[1] % 3) },
                  .number = (int64_t) (block.word[2] % 1000000007) * 100000 + (int64_t) i,
                  .slot = (int32_t) i };
}

/* Every class is used, and entries that follow each other differ in theirs. */
static unsigned
class_of (const Entry *entry)
{
  return (unsigned) (entry->number % MODEL_WAITING_CLASSES);
}

static void
assert_sorted_like (ModelWaitingList *list, Entry *entries, int n)
{
  qsort (entries, (size_t) n, sizeof *entries, compare_entries);
  g_autofree int32_t *slots = g_new (int32_t, n);
  for (int i = 0; i < n; i++)
    slots[i] = entries[i].slot;
  assert_list (list, slots, n);
}

static void
a_hundred_thousand_agree_with_a_sorted_array (void **state)
{
  (void) state;
  g_autoptr (ModelWaitingList) list = model_waiting_list_new ();
  model_waiting_list_reset (list, 2);
  g_autofree Entry *entries = g_new (Entry, N_MANY);
  for (int i = 0; i < N_MANY; i++)
    {
      entries[i] = make_entry ((uint64_t) i, 0);
      model_waiting_list_insert (list, entries[i].slot, entries[i].number,
                                 entries[i].keys, class_of (&entries[i]));
    }
  assert_sorted_like (list, entries, N_MANY);

  /* Two thirds leave, wherever they stand, and a third of all returns changed. */
  int n = 0;
  for (int i = 0; i < N_MANY; i++)
    if (entries[i].slot % 3 != 0)
      model_waiting_list_remove (list, entries[i].slot);
    else
      entries[n++] = entries[i];
  assert_sorted_like (list, entries, n);
  for (int slot = 1; slot < N_MANY; slot += 3)
    {
      entries[n] = make_entry ((uint64_t) slot, 1);
      model_waiting_list_insert (list, slot, entries[n].number, entries[n].keys,
                                 class_of (&entries[n]));
      n++;
    }
  assert_sorted_like (list, entries, n);
  for (int i = 0; i < n; i++)
    model_waiting_list_remove (list, entries[i].slot);
  assert_list (list, NULL, 0);
}

static void
groups_are_found_in_order_and_others_passed_over (void **state)
{
  (void) state;
  g_autoptr (ModelWaitingList) list = model_waiting_list_new ();
  model_waiting_list_reset (list, 1);
  /* Slots 0 to 15 have the groups that are the bits of their number, keys descending. */
  for (int32_t slot = 0; slot < MODEL_WAITING_CLASSES; slot++)
    model_waiting_list_insert (list, slot, slot + 1, (double[]){ -slot },
                               (unsigned) slot);
  /* Bits 0 and 2 (5): 15, 13, 7, 5. */
  const int32_t expected[] = { 15, 13, 7, 5, -1 };
  ModelWaitingPlace place;
  int32_t slot = model_waiting_list_first (list, 5, &place);
  for (int i = 0; i < 5; i++)
    {
      assert_int_equal (slot, expected[i]);
      slot = model_waiting_list_next (list, &place);
    }
  model_waiting_list_remove (list, 15);
  assert_int_equal (model_waiting_list_first (list, 15, &place), -1);
  assert_int_equal (model_waiting_list_next (list, &place), -1);
  assert_int_equal (model_waiting_list_first (list, 5, &place), 13);
}

static void
ranks_and_counts_agree_with_the_keys (void **state)
{
  (void) state;
  g_autoptr (ModelWaitingList) list = model_waiting_list_new ();
  model_waiting_list_reset (list, 1);
  /* Keys 0, 0, 2, 2, 4, 4, ... in an order that visits all (7919 and 1000 have no common
   * divisor): rank r has the key 2 (r / 2); those of k or less are 2 (k / 2 + 1). */
  for (int32_t i = 0; i < 1000; i++)
    {
      int32_t slot = i * 7919 % 1000;
      model_waiting_list_insert (list, slot, slot + 1, (double[]){ slot / 2 * 2 }, 0);
    }
  for (int rank = 0; rank < 1000; rank++)
    assert_near (model_waiting_list_key_at (list, rank), rank / 2 * 2, 0.0);
  for (int key = 0; key < 1000; key++)
    assert_int_equal (model_waiting_list_count_until (list, key), 2 * (key / 2 + 1));
  assert_int_equal (model_waiting_list_count_until (list, -1.0), 0);
}

/* Found by the sanitizers: the block of a list that was emptied has no last entry. */
static void
an_emptied_list_counts_nobody (void **state)
{
  (void) state;
  g_autoptr (ModelWaitingList) list = model_waiting_list_new ();
  model_waiting_list_reset (list, 1);
  assert_int_equal (model_waiting_list_count_until (list, 1.0), 0);
  model_waiting_list_insert (list, 0, 1, (double[]){ 0.0 }, 0);
  assert_int_equal (model_waiting_list_count_until (list, 1.0), 1);
  model_waiting_list_remove (list, 0);
  assert_int_equal (model_waiting_list_count_until (list, 1.0), 0);
  model_waiting_list_insert (list, 0, 1, (double[]){ 0.0 }, 0);
  model_waiting_list_reset (list, 1);
  assert_int_equal (model_waiting_list_count_until (list, 1.0), 0);
}

/* An entry as the naive model has it: always in the list, in one array. */
typedef struct
{
  Entry entry;
  unsigned class;
  bool is_in;
  ModelWaitingNote note;
  int64_t seen;
} Noted;

static const ModelWaitingNote no_note = { .until = INT64_MIN,
                                          .reach = MODEL_WAITING_ANY_DAY };

static int
compare_noted (const void *a, const void *b)
{
  return compare_entries (&((const Noted *) a)->entry, &((const Noted *) b)->entry);
}

static bool
is_quiet (const Noted *noted, const ModelWaitingSearch *search)
{
  return (noted->note.reach < search->day && noted->note.until >= search->now) ||
         (search->wants_open && noted->note.is_barred);
}

/* Searches both the list and the array for the first few that are not quiet, gives the
 * one or other a new note, and stops at one. */
static void
search_both (ModelWaitingList *list, Noted *all, int n, uint64_t round)
{
  SimBlock block = sim_stream_block ((SimStreamKey){ 8, round }, 0, 1, 0);
  const ModelWaitingSearch search = { .now = (int64_t) (block.word[0] % 50),
                                      .day = (int32_t) (block.word[1] % 50),
                                      .wants_open = round % 3 == 0 };
  unsigned groups = round % 2 == 0 ? 0 : (unsigned) (block.word[2] % 4);
  int visits = (int) (block.word[3] % 40);
  ModelWaitingPlace place;
  int32_t slot = model_waiting_list_seek (list, groups, &search, &place);
  int stop = n;
  for (int i = 0; i < n && stop == n; i++)
    {
      Noted *noted = &all[i];
      if (!noted->is_in || (noted->class & groups) != groups || is_quiet (noted, &search))
        continue;
      assert_int_equal (slot, noted->entry.slot);
      int64_t seen = noted->note.is_barred ? -1 : noted->seen;
      int64_t told = model_waiting_list_seen (list, &place);
      assert_int_equal (told, seen);
      assert_int_equal (model_waiting_list_seen_slot (list, slot), seen);
      if (visits-- == 0)
        {
          stop = i;
          break;
        }
      SimBlock drawn = sim_stream_block ((SimStreamKey){ 9, round }, 0, 2, (uint64_t) i);
      noted->note = drawn.word[0] % 8 == 0 ? no_note
                                           : (ModelWaitingNote){
                                               .until = (int64_t) (drawn.word[1] % 60),
                                               .reach = (int32_t) (drawn.word[2] % 50),
                                               .is_barred = drawn.word[3] % 16 == 0,
                                             };
      model_waiting_list_note (list, &place, noted->note);
      slot = model_waiting_list_next (list, &place);
    }
  assert_int_equal (slot, stop < n ? all[stop].entry.slot : -1);
  /* The whole prefix is at the new version, whether looked at or passed over. */
  model_waiting_list_pass (list, groups, slot, (int64_t) round);
  for (int i = 0; i < stop; i++)
    if (all[i].is_in && (all[i].class & groups) == groups)
      all[i].seen = (int64_t) round;
}

#define N_NOTED 3000

static void
quiet_entries_are_passed_over_and_remember_the_version (void **state)
{
  (void) state;
  g_autoptr (ModelWaitingList) list = model_waiting_list_new ();
  model_waiting_list_reset (list, 2);
  g_autofree Noted *all = g_new0 (Noted, N_NOTED);
  for (int i = 0; i < N_NOTED; i++)
    {
      all[i].entry = make_entry ((uint64_t) i, 0);
      all[i].class = class_of (&all[i].entry) % 4;
    }
  qsort (all, N_NOTED, sizeof *all, compare_noted);
  for (uint64_t round = 1; round <= 600; round++)
    {
      /* Some come and some go, in all places; who comes is new to the list. */
      for (uint64_t k = 0; k < 40; k++)
        {
          SimBlock block = sim_stream_block ((SimStreamKey){ 10, round }, 0, 3, k);
          Noted *noted = &all[block.word[0] % N_NOTED];
          if (noted->is_in)
            model_waiting_list_remove (list, noted->entry.slot);
          else
            model_waiting_list_insert (list, noted->entry.slot, noted->entry.number,
                                       noted->entry.keys, noted->class);
          noted->is_in = !noted->is_in;
          noted->note = no_note;
          noted->seen = -1;
        }
      search_both (list, all, N_NOTED, round);
    }
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (an_empty_list_has_no_first),
    cmocka_unit_test (the_smallest_key_comes_first_and_later_keys_break_ties),
    cmocka_unit_test (equal_keys_go_by_the_patients_number_not_the_slot),
    cmocka_unit_test (a_slot_may_come_back_with_other_keys_and_number),
    cmocka_unit_test (reset_empties_and_changes_the_number_of_keys),
    cmocka_unit_test (groups_are_found_in_order_and_others_passed_over),
    cmocka_unit_test (ranks_and_counts_agree_with_the_keys),
    cmocka_unit_test (an_emptied_list_counts_nobody),
    cmocka_unit_test (quiet_entries_are_passed_over_and_remember_the_version),
    cmocka_unit_test (a_hundred_thousand_agree_with_a_sorted_array),
  };
  return cmocka_run_group_tests_name ("models/waiting-list", tests, NULL, NULL);
}
