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
 * first of some groups passes over all others at no cost, however many they are. */

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

typedef struct
{
  int n;
  ModelWaitingEntry entries[MODEL_WAITING_BLOCK];
} ModelWaitingBlock;

typedef struct
{
  ModelWaitingBlock **blocks; /* none is empty, unless the class is */
  int n_blocks, n_allocated;
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
 * O(sqrt n) with a very small constant */
int64_t model_waiting_list_count_until (const ModelWaitingList *list, double key);
/** Returns: the first key of the entry of rank @rank, from 0, among those without groups
 */
double model_waiting_list_key_at (const ModelWaitingList *list, int64_t rank);

/* A place in each class that is visited; the members are the list's own. */
typedef struct
{
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
int32_t model_waiting_list_first (const ModelWaitingList *list,
                                  unsigned groups,
                                  ModelWaitingPlace *ret_place);
/** Returns: the next such slot behind @place, which moves on, or -1 */
int32_t model_waiting_list_next (const ModelWaitingList *list, ModelWaitingPlace *place);
