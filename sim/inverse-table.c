/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inverse tables: a continuous quantile function as polynomials, one a cell of u. */
#include "sim/inverse-table.h"

#define DEGREE SIM_INVERSE_DEGREE

/* Chebyshev polynomials T_0 to T_7 by their powers. */
static const double chebyshev[DEGREE + 1][DEGREE + 1] = {
  { 1 },
  { 0, 1 },
  { -1, 0, 2 },
  { 0, -3, 0, 4 },
  { 1, 0, -8, 0, 8 },
  { 0, 5, 0, -20, 0, 16 },
  { -1, 0, 18, 0, -48, 0, 32 },
  { 0, -7, 0, 56, 0, -112, 0, 64 },
};

/* The polynomial through @values at cos (pi j / DEGREE), j = 0 to DEGREE.
 * Source: Trefethen 2013, Approximation Theory and Approximation Practice, ch. 3. */
static void
interpolate (const double *values, double *coefficients)
{
  double middle = values[DEGREE / 2];
  for (int i = 0; i <= DEGREE; i++)
    coefficients[i] = 0;
  for (int k = 0; k <= DEGREE; k++)
    {
      double sum = 0;
      for (int j = 0; j <= DEGREE; j++)
        {
          double weight = j == 0 || j == DEGREE ? 0.5 : 1;
          sum += weight * (values[j] - middle) * cos (G_PI * j * k / DEGREE);
        }
      sum *= (k == 0 || k == DEGREE ? 1.0 : 2.0) / DEGREE;
      for (int i = 0; i <= k; i++)
        coefficients[i] += sum * chebyshev[k][i];
    }
  coefficients[0] += middle;
}

static bool
fill_tail (SimInverseCell *cells, SimTail tail, SimInverseFunc func, gconstpointer law)
{
  double near = NAN;
  double values[DEGREE + 1];
  values[DEGREE] = func (law, tail, 0.5, &near);
  for (int index = 0; index < SIM_INVERSE_CELLS; index++)
    {
      const int cells_an_octave = 1 << SIM_INVERSE_CELL_BITS;
      int octave = index / cells_an_octave;
      int place = cells_an_octave - 1 - index % cells_an_octave;
      double half = ldexp (1, -octave - 3 - SIM_INVERSE_CELL_BITS);
      double centre = ldexp (1, -octave - 2) + (2 * place + 1) * half;
      /* The upper end is the lower end of the cell before. */
      values[0] = values[DEGREE];
      for (int j = 1; j <= DEGREE; j++)
        {
          double t = j == DEGREE ? -1 : cos (G_PI * j / DEGREE);
          values[j] = func (law, tail, centre + half * t, &near);
        }
      for (int j = 0; j <= DEGREE; j++)
        if (!isfinite (values[j]))
          return false;
      interpolate (values, cells[index].coefficients);
    }
  return true;
}

bool
sim_inverse_table_fill (SimInverseTable *table, SimInverseFunc func, gconstpointer law)
{
  return fill_tail (table->cells[SIM_TAIL_LOWER], SIM_TAIL_LOWER, func, law) &&
         fill_tail (table->cells[SIM_TAIL_UPPER], SIM_TAIL_UPPER, func, law);
}
