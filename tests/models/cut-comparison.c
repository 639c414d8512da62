/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ends of patients counted twice, uncut and continued, and the verdict on both. */
#include "tests/models/cut-comparison.h"

#include "tests/support/assert.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>

/* Replications in which a count differs, for the normal law. */
#define LEAST_DIFFERENT 30

CutEnd
cut_end_of (const TestRun *run, const char *patient, double cut)
{
  return (CutEnd){ test_text (run, patient, "fate"),
                   test_day (run, patient, "harvested") - cut,
                   test_day (run, patient, "infused") - cut,
                   test_day (run, patient, "left") - cut };
}

/* The groups compared. */
typedef enum
{
  GROUP_ALL,
  GROUP_GRADE, /* A, B, C */
  GROUP_SCREENING = GROUP_GRADE + 3,
  GROUP_WAITING,
  GROUP_BOOKED,
  GROUP_MARROW,
  GROUP_QUEUEING,
  GROUP_PRIMARY,
  GROUP_PASSAGE,
  GROUP_FILL,
  GROUP_TESTING,
  GROUP_PRODUCT,
  GROUP_REMAKE, /* a batch was lost before the cut */
  GROUP_UNREFERRED,
  GROUP_LATER, /* injured after the cut */
  N_GROUPS,
} Group;

static const char *const group_names[N_GROUPS] = {
  "all",     "A",       "B",        "C",          "screening", "waiting",
  "booked",  "marrow",  "queueing", "primary",    "passage",   "fill",
  "testing", "product", "a remake", "unreferred", "later"
};

static Group
state_group (const ModelPatient *patient)
{
  switch ((ModelState) patient->state)
    {
    case MODEL_STATE_WAITING:
      return GROUP_WAITING;
    case MODEL_STATE_BOOKED:
      return GROUP_BOOKED;
    case MODEL_STATE_MARROW:
      return GROUP_MARROW;
    case MODEL_STATE_QUEUEING:
      return GROUP_QUEUEING;
    case MODEL_STATE_CULTURE:
      return (Group) (GROUP_PRIMARY + patient->stage);
    case MODEL_STATE_PRODUCT:
      return GROUP_PRODUCT;
    default:
      return GROUP_SCREENING;
    }
}

/* Days by which a harvest, an infusion and the end are counted: about deciles. */
static const double days[] = { 1, 2, 3, 5, 7, 10, 14, 18, 23, 28, 35, 45 };

enum
{
  MOST_FATES = 40,
  N_DAYS = G_N_ELEMENTS (days),
  N_COUNTS = MOST_FATES + 3 * N_DAYS
};

/* The sums of differences, continued less uncut. */
typedef struct
{
  int64_t patients; /* in the uncut runs */
  double now[N_COUNTS], sum[N_COUNTS], squares[N_COUNTS], uncut[N_COUNTS];
  int64_t different[N_COUNTS];
} Cell;

/* The sums of every group, and the fates that occurred. */
struct CutComparison
{
  Cell cells[N_GROUPS];
  char *fates[MOST_FATES];
  int n_fates;
};

CutComparison *
cut_comparison_new (void)
{
  return g_new0 (CutComparison, 1);
}

void
cut_comparison_free (CutComparison *comparison)
{
  for (int i = 0; i < comparison->n_fates; i++)
    g_free (comparison->fates[i]);
  g_free (comparison);
}

static int
fate_index (CutComparison *comparison, const char *fate)
{
  int i = 0;
  while (i < comparison->n_fates && strcmp (comparison->fates[i], fate) != 0)
    i++;
  assert_in_range (i, 0, MOST_FATES - 1);
  if (i == comparison->n_fates)
    comparison->fates[comparison->n_fates++] = g_strdup (fate);
  return i;
}

static void
count_days (Cell *cell, int first, double day, double weight)
{
  for (int i = 0; i < N_DAYS; i++)
    {
      bool is_by = day > 0.0 && day <= days[i];
      cell->now[first + i] += is_by ? weight : 0.0;
      cell->uncut[first + i] += is_by && weight < 0.0;
    }
}

static void
count_end (CutComparison *comparison, Group group, const CutEnd *end, bool is_uncut)
{
  Cell *cell = &comparison->cells[group];
  double weight = is_uncut ? -1.0 : 1.0 / CUT_N_CONTINUED;
  int fate = fate_index (comparison, end->fate);
  cell->patients += is_uncut;
  cell->now[fate] += weight;
  cell->uncut[fate] += is_uncut;
  count_days (cell, MOST_FATES, end->harvested, weight);
  count_days (cell, MOST_FATES + N_DAYS, end->infused, weight);
  count_days (cell, MOST_FATES + 2 * N_DAYS, end->left, weight);
}

void
cut_end_replication (CutComparison *comparison)
{
  for (int g = 0; g < N_GROUPS; g++)
    for (int i = 0; i < N_COUNTS; i++)
      {
        Cell *cell = &comparison->cells[g];
        cell->sum[i] += cell->now[i];
        cell->squares[i] += cell->now[i] * cell->now[i];
        cell->different[i] += cell->now[i] != 0.0;
        cell->now[i] = 0.0;
      }
}

static char *
count_name (const CutComparison *comparison, int count)
{
  static const char *const what[] = { "harvested", "infused", "left" };
  if (count < MOST_FATES)
    return g_strdup (comparison->fates[count]);
  count -= MOST_FATES;
  return g_strdup_printf ("%s by day %g", what[count / N_DAYS], days[count % N_DAYS]);
}

void
cut_count_unlisted (CutComparison *comparison,
                    const TestRun *run,
                    double cut,
                    bool is_uncut)
{
  const SimTable *table = test_run_trace (run)->patients;
  int name = sim_table_find_column (table, "patient");
  int injured_at = sim_table_find_column (table, "injured");
  int referred_at = sim_table_find_column (table, "referred");
  for (size_t r = 0; r < sim_table_row_count (table); r++)
    {
      const SimCell *row = sim_table_row (table, r);
      double injured = row[injured_at].number - cut;
      double referred = row[referred_at].number - cut;
      CutEnd end = cut_end_of (run, row[name].text, cut);
      if (end.fate[0] == '\0')
        continue;
      if (injured >= 0.0 && injured < CUT_LATER_DAYS)
        count_end (comparison, GROUP_LATER, &end, is_uncut);
      else if (injured < 0.0 && referred > 0.0)
        count_end (comparison, GROUP_UNREFERRED, &end, is_uncut);
    }
}

void
cut_count_listed (CutComparison *comparison,
                  const ModelPatient *patient,
                  const CutEnd *end,
                  bool is_uncut)
{
  count_end (comparison, GROUP_ALL, end, is_uncut);
  count_end (comparison, (Group) (GROUP_GRADE + patient->grade_known), end, is_uncut);
  count_end (comparison, state_group (patient), end, is_uncut);
  if (patient->batch > 0)
    count_end (comparison, GROUP_REMAKE, end, is_uncut);
}

static double
z_of (const Cell *cell, int count)
{
  return cell->sum[count] / sqrt (cell->squares[count]);
}

void
cut_judge (const CutComparison *comparison, int n_replications)
{
  int m = 0, n_beyond = 0;
  for (int g = 0; g < N_GROUPS; g++)
    for (int i = 0; i < N_COUNTS; i++)
      m += comparison->cells[g].different[i] >= LEAST_DIFFERENT;
  double limit = gsl_cdf_ugaussian_Pinv (1.0 - 0.01 / (2.0 * m));
  for (int g = 0; g < N_GROUPS; g++)
    {
      const Cell *cell = &comparison->cells[g];
      for (int i = 0; i < N_COUNTS; i++)
        {
          if (cell->different[i] < LEAST_DIFFERENT)
            continue;
          double z = z_of (cell, i);
          if (fabs (z) < limit)
            continue;
          n_beyond++;
          g_autofree char *name = count_name (comparison, i);
          print_error ("%s, %s: %.4f of %lld uncut, %+.4f continued, z %+.2f\n",
                       group_names[g], name, cell->uncut[i] / (double) cell->patients,
                       (long long) cell->patients, cell->sum[i] / (double) cell->patients,
                       z);
        }
      /* What would have been found nine times in ten: limit + 1.28 standard errors. */
      int infused = fate_index ((CutComparison *) comparison, "infused");
      double error = sqrt (cell->squares[infused]) / (double) cell->patients;
      print_message (
          "# %-10s %5.1f a list, infused %5.1f %%, a difference of %.2f points "
          "would be found\n",
          group_names[g], (double) cell->patients / n_replications,
          100.0 * cell->uncut[infused] / (double) cell->patients,
          100.0 * (limit + 1.2816) * error);
    }
  print_message ("# %d counts, limit %.2f\n", m, limit);
  assert_int_equal (n_beyond, 0);
}
