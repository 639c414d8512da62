/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inverse tables: a continuous quantile function as polynomials, one a cell of u. */
#pragma once

#include <glib.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* Contract: a table answers for tail probabilities from 2^-15 to 1/2 on either side, for
 * others it says that it cannot (6 times in 100,000).  Each octave of the tail
 * probability has eight cells, so that the relative accuracy is the same in the tail as
 * in the middle: a polynomial of degree 7 errs by about 1e-12 of what changes over a
 * cell.  Cells meet at their ends.  Immutable once made; a lookup costs about 5 ns.
 *
 * Ours: an octave and its cell are the leading bits of a double, so a lookup needs no
 * search; libraries that invert numerically cut the tails, fail for densities with poles,
 * or print, and are no faster. */

#define SIM_INVERSE_OCTAVES   14
#define SIM_INVERSE_CELL_BITS 3
#define SIM_INVERSE_CELLS     (SIM_INVERSE_OCTAVES << SIM_INVERSE_CELL_BITS)
#define SIM_INVERSE_DEGREE    7

typedef enum
{
  SIM_TAIL_LOWER, /* probabilities are of values at or below */
  SIM_TAIL_UPPER, /* probabilities are of values above */
} SimTail;

typedef struct
{
  double coefficients[SIM_INVERSE_DEGREE + 1];
} SimInverseCell;

typedef struct
{
  /* Where is_log, the polynomials give the logarithm of the distance from the anchor. */
  bool is_log[2];
  double anchor[2];
  double scale[2]; /* negative for distances below the anchor */
  SimInverseCell cells[2][SIM_INVERSE_CELLS];
} SimInverseTable;

/**
 * SimInverseFunc:
 * @tail: on which side @p lies
 * @p: probability of the tail, at most 1/2
 * @near: (inout): NaN at first, then what the function kept from a @p somewhat greater
 *
 * Returns: what the table is to give (a value, or the logarithm of a distance), or NaN
 */
typedef double (*SimInverseFunc) (gconstpointer law,
                                  SimTail tail,
                                  double p,
                                  double *near);

/**
 * sim_inverse_table_fill:
 * @table: (inout): is_log, anchor and scale must be set
 *
 * Returns: false if @func gave a number that is not finite
 */
bool
sim_inverse_table_fill (SimInverseTable *table, SimInverseFunc func, gconstpointer law);

/**
 * sim_inverse_table_find:
 * @ret_value: (out): the quantile at @u
 *
 * Returns: false if @u lies too far out, or is exactly 1/2
 */
static inline bool
sim_inverse_table_find (const SimInverseTable *table, double u, double *ret_value)
{
  const int mantissa_bits = 52;
  const int shift = mantissa_bits - SIM_INVERSE_CELL_BITS;
  /* The cell below 1/2: exponent of 1/4, cell bits all set. */
  const uint64_t first = ((UINT64_C (1021) + 1) << SIM_INVERSE_CELL_BITS) - 1;
  /* Neither is a jump, which would be guessed wrong every other time. */
  size_t tail = u >= 0.5;
  double p = MIN (1 - u, u);
  uint64_t bits;
  memcpy (&bits, &p, sizeof bits);
  uint64_t index = first - (bits >> shift);
  if (G_UNLIKELY (index >= SIM_INVERSE_CELLS))
    return false;
  /* The bits below those of the cell, as a number from 1 to 2, then from -1 to 1. */
  uint64_t place_bits =
      (bits << SIM_INVERSE_CELL_BITS & ((UINT64_C (1) << mantissa_bits) - 1)) |
      UINT64_C (1023) << mantissa_bits;
  double place;
  memcpy (&place, &place_bits, sizeof place);
  double t = 2 * place - 3;
  const double *c = table->cells[tail][index].coefficients;
  double t2 = t * t;
  double t4 = t2 * t2;
  double value = (c[0] + c[1] * t) + (c[2] + c[3] * t) * t2 +
                 ((c[4] + c[5] * t) + (c[6] + c[7] * t) * t2) * t4;
  *ret_value = table->is_log[tail]
                   ? table->anchor[tail] + table->scale[tail] * exp (value)
                   : value;
  return true;
}
