/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ticks: round places on an axis of numbers or dates, with their labels. */
#pragma once

#include "output/words.h"

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

/* Contract: ticks lie inside [from, to], ascend, and are never more than asked for.
 * Labels are texts in the language asked for. */

typedef struct
{
  double value;
  char *label; /* NULL: a tick without a text */
} OutputTick;

typedef struct
{
  OutputTick *ticks;
  size_t n;
} OutputTicks;

OutputTicks *output_ticks_new (void);
void output_ticks_free (OutputTicks *ticks);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OutputTicks, output_ticks_free)

/** Adds one tick; copies @label. */
void output_ticks_add (OutputTicks *ticks, double value, const char *label);

/**
 * output_ticks_step:
 * Returns: the least of 1, 2, 5 times a power of ten that divides a length of @span into
 * at most @max_count - 1 parts; at least 1 if @is_whole
 */
double output_ticks_step (double span, int max_count, bool is_whole);

/**
 * output_ticks_number:
 * @is_whole: whether only whole numbers make sense (days, patients)
 *
 * Returns: (transfer full): ticks at multiples of output_ticks_step()
 */
OutputTicks *output_ticks_number (double from, double to, int max_count, bool is_whole);

/**
 * output_ticks_percent:
 * As output_ticks_number() for shares (0..1), labelled in percent.
 */
OutputTicks *output_ticks_percent (double from, double to, int max_count);

/**
 * output_ticks_date:
 * @start_epoch_day: the date of day 0
 * @from, @to: days since then
 *
 * Returns: (transfer full): ticks at days, Mondays, firsts of months, quarters or years,
 * the finest that gives at most @max_count
 */
OutputTicks *output_ticks_date (OutputLanguage language,
                                int64_t start_epoch_day,
                                double from,
                                double to,
                                int max_count);

/** Returns: the least multiple of a round step at or above @value, for the top of an axis
 */
double output_ticks_ceiling (double value, int max_count, bool is_whole);
