/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The waiting list: slots of waiting patients in the order of a rule. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* Contract: entries are ordered by their keys, smallest first, compared one after the
 * other, and at last by the patient's number, so that no two are equal.  Insertion,
 * removal and the step to the next entry cost O(sqrt n) at worst with a very small
 * constant.
 *
 * Each entry belongs to a class, a set of groups of the rule, as bits.  Whoever seeks the
 * first of some groups passes over all others at no cost, however many they are.
 *
 * An entry may be noted as quiet: until when, and below which day, a look at it is known
 * to find nothing new.  Who seeks those worth a look passes over quiet entries a block at
 * a time, and tells the list afterwards how far the search went, so that a version stands
 * beside each of them as if it had been looked at. */

#define MODEL_WAITING_GROUPS  4
#define MODEL_WAITING_CLASSES (1 << MODEL_WAITING_GROUPS)

/* Ours: lists of short sorted blocks.  Patients wait by the dozen, where one block of
 * memory beats every tree; at 100,000 there are about a thousand blocks. */
#define MODEL_WAITING_BLOCK 128

/* The first key is beside the slot, since it nearly always decides. */
typedef struct
{
  double key;
  int32_t slot;
} ModelWaitingEntry;

/* What is known of an entry.  A reach of MODEL_WAITING_ANY_DAY: nothing. */
typedef struct
{
  int64_t until; /* the last instant at which it holds */
  int32_t reach; /* quiet for days later than this one */
  bool is_barred;
} ModelWaitingNote;

#define MODEL_WAITING_ANY_DAY INT32_MAX

/* The notes of a block's entries, in their order. */
typedef struct
{
  int64_t until[MODEL_WAITING_BLOCK];
  int64_t seen[MODEL_WAITING_BLOCK]; /* version; -1 */
  int32_t reach[MODEL_WAITING_BLOCK];
  bool is_barred[MODEL_WAITING_BLOCK];
} ModelWaitingNotes;

typedef struct
{
  int n;
  bool has_notes;
  ModelWaitingEntry entries[MODEL_WAITING_BLOCK];
  ModelWaitingNotes *notes; /* NULL until the first */
} ModelWaitingBlock;

/* What holds for all entries of a block.  The bounds may be wider than the entries' own:
 * a search that finds them so draws them tight. */
typedef struct
{
  int64_t until;  /* at most the least of the entries */
  int64_t passed; /* version at which a search passed over all of them; -1 */
  int32_t reach;  /* at least the greatest of the entries */
  int32_t n_open; /* entries not barred; counted where there are notes */
} ModelWaitingSummary;

typedef struct
{
  ModelWaitingBlock **blocks; /* none is empty, unless the class is */
  ModelWaitingSummary *summaries;
  int n_blocks, n_allocated;
  /* Entries by blocks as a Fenwick tree, made when somebody counts. */
  int *counts;
  bool is_counted;
} ModelWaitingClass;

typedef struct
{
  int64_t number;
  int class;
} ModelWaitingKnown;

/* The members are the list's own.  They are visible so that questions are inlined. */
typedef struct ModelWaitingList
{
  int n_keys;
  int64_t length;
  unsigned filled; /* classes that have entries, bit by bit */
  bool has_notes;
  ModelWaitingClass classes[MODEL_WAITING_CLASSES];
  ModelWaitingBlock **spare;
  int n_spare, n_spare_allocated;
  /* By slot. */
  double *keys;
  ModelWaitingKnown *known;
  int n_slots;
} ModelWaitingList;

ModelWaitingList *model_waiting_list_new (void);
void model_waiting_list_free (ModelWaitingList *list);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ModelWaitingList, model_waiting_list_free)

/** Empties the list; from now on every entry has @n_keys keys, one at least. */
void model_waiting_list_reset (ModelWaitingList *list, int n_keys);
static inline int64_t
model_waiting_list_length (const ModelWaitingList *list)
{
  return list->length;
}

/** @keys: n_keys of them, copied; @groups: bits below MODEL_WAITING_CLASSES */
void model_waiting_list_insert (ModelWaitingList *list,
                                int32_t slot,
                                int64_t number,
                                const double *keys,
                                unsigned groups);
/** Removes @slot, which must be in the list. */
void model_waiting_list_remove (ModelWaitingList *list, int32_t slot);
/** Returns: the keys under which @slot was inserted */
static inline const double *
model_waiting_list_keys (const ModelWaitingList *list, int32_t slot)
{
  return list->keys + (size_t) slot * (size_t) list->n_keys;
}

/** Returns: how many entries without groups have a first key of @key or less; costs
 * O(log n) */
int64_t model_waiting_list_count_until (ModelWaitingList *list, double key);
/** Returns: the first key of the entry of rank @rank, from 0, among those without groups;
 * costs O(log n) */
double model_waiting_list_key_at (ModelWaitingList *list, int64_t rank);

/* A search for entries that are worth a look: at @now, for a line of day @day. */
typedef struct
{
  int64_t now;
  int32_t day;
  bool wants_open; /* passes over the barred, too */
} ModelWaitingSearch;

/* A place in each class that is visited; the members are the list's own. */
typedef struct
{
  const ModelWaitingSearch *search; /* NULL: every entry is visited */
  int n;
  int present; /* the cursor whose entry was given last */
  struct
  {
    int class;
    int block;
    int index;
  } cursors[MODEL_WAITING_CLASSES];
} ModelWaitingPlace;

/** Returns: the first slot that has all of @groups (0: of all), and its place, or -1 */
int32_t model_waiting_list_first (ModelWaitingList *list,
                                  unsigned groups,
                                  ModelWaitingPlace *ret_place);
/** Returns: the next such slot behind @place, which moves on, or -1 */
int32_t model_waiting_list_next (ModelWaitingList *list, ModelWaitingPlace *place);

/** As model_waiting_list_first(), but visits only entries that are not quiet for @search,
 * which must outlive @ret_place. */
int32_t model_waiting_list_seek (ModelWaitingList *list,
                                 unsigned groups,
                                 const ModelWaitingSearch *search,
                                 ModelWaitingPlace *ret_place);
/** A search of @groups went, at @version, as far as to @slot, which was not passed over;
 * -1: to the end. */
void model_waiting_list_pass (ModelWaitingList *list,
                              unsigned groups,
                              int32_t slot,
                              int64_t version);
/** Notes what is known of the entry at @place. */
void model_waiting_list_note (ModelWaitingList *list,
                              const ModelWaitingPlace *place,
                              ModelWaitingNote note);
/** Returns: the latest version at which a search passed over the entry at @place; -1 */
int64_t model_waiting_list_seen (const ModelWaitingList *list,
                                 const ModelWaitingPlace *place);
/** Returns: the same of @slot, which must be in the list */
int64_t model_waiting_list_seen_slot (const ModelWaitingList *list, int32_t slot);
