/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The waiting list: slots of waiting patients in the order of a rule. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* Contract: entries are ordered by their keys, smallest first, compared one after the
 * other, and at last by the patient's number, so that no two are equal.  Insertion,
 * removal and the step to the next entry cost O(sqrt n) at worst with a very small
 * constant. */

typedef struct ModelWaitingList ModelWaitingList;

ModelWaitingList *model_waiting_list_new (void);
void model_waiting_list_free (ModelWaitingList *list);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ModelWaitingList, model_waiting_list_free)

/** Empties the list; from now on every entry has @n_keys keys. */
void model_waiting_list_reset (ModelWaitingList *list, int n_keys);
int64_t model_waiting_list_length (const ModelWaitingList *list);
/** @keys: n_keys of them, copied */
void model_waiting_list_insert (ModelWaitingList *list,
                                int32_t slot,
                                int64_t number,
                                const double *keys);
/** Removes @slot, which must be in the list. */
void model_waiting_list_remove (ModelWaitingList *list, int32_t slot);
/** Returns: the keys under which @slot was inserted */
const double *model_waiting_list_keys (const ModelWaitingList *list, int32_t slot);

typedef struct
{
  int block;
  int index;
} ModelWaitingPlace;

/** Returns: the first slot and its place, or -1 */
int32_t model_waiting_list_first (const ModelWaitingList *list,
                                  ModelWaitingPlace *ret_place);
/** Returns: the slot behind @place, which moves on, or -1 */
int32_t model_waiting_list_next (const ModelWaitingList *list, ModelWaitingPlace *place);
