/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Measures: what is counted of patients and levels, as columns of the results. */
#pragma once

#include "models/fates.h"
#include "models/patient.h"
#include "sim/results.h"

/* Contract: columns come in cells, one a group (all, grades, sites, sexes, age bands, the
 * scenario's own), each with the same layout.  A patient of the cohort is counted once,
 * on leaving, in the cells of its grade, site, sex, age band and own groups; the cell
 * `all` is the sum of the grades, taken when the replication ends.  Sums of times are in
 * seconds until then and in days afterwards. */

enum
{
  MODEL_COLUMN_INJURED,
  MODEL_COLUMN_REFERRED,
  MODEL_COLUMN_ELIGIBLE,
  MODEL_COLUMN_BOOKED,
  MODEL_COLUMN_HARVESTED,
  MODEL_COLUMN_RELEASED,
  MODEL_COLUMN_INFUSED,
  MODEL_COLUMN_LOST_WINDOW,
  MODEL_COLUMN_BOOKED_7,
  MODEL_COLUMN_BOOKED_14,
  MODEL_COLUMN_BOOKED_21,
  MODEL_COLUMN_WAIT, /* sum; likewise the next three */
  MODEL_COLUMN_HARVEST_DAY,
  MODEL_COLUMN_INFUSION_DAY,
  MODEL_COLUMN_VEIN_TO_VEIN,
  MODEL_COLUMN_WASTED_PRODUCTS,
  MODEL_COLUMN_WASTED_LINE, /* time */
  MODEL_COLUMN_BLOOD_IN_VAIN,
  MODEL_COLUMN_HARVESTS_IN_VAIN,
  MODEL_COLUMN_DRAWS,
  MODEL_COLUMN_COST,
  MODEL_COLUMN_DRAWN_PATIENTS,
  MODEL_COLUMN_IMPROVED,
  MODEL_COLUMN_IMPROVED_TWO,
  MODEL_COLUMN_IMPROVED_NATURAL,
  MODEL_COLUMN_BENEFIT,
  MODEL_COLUMN_OUTCOME_GRADE, /* five of them */
  MODEL_COLUMN_QUANTILES =
      MODEL_COLUMN_OUTCOME_GRADE + SCENARIO_N_GRADES, /* p50 p90 of four */
  MODEL_COLUMN_FATES =
      MODEL_COLUMN_QUANTILES + 8, /* one a fate; then scores, then events */
};

/* The order of the histograms of a cell, and of the sums of times above. */
enum
{
  MODEL_TIME_WAIT,
  MODEL_TIME_HARVEST_DAY,
  MODEL_TIME_INFUSION_DAY,
  MODEL_TIME_VEIN_TO_VEIN,
  MODEL_N_TIMES,
};

/* Monthly series counted when they happen, of everybody. */
enum
{
  MODEL_MONTHLY_REFERRED,
  MODEL_MONTHLY_ELIGIBLE,
  MODEL_MONTHLY_BOOKED,
  MODEL_MONTHLY_HARVESTED,
  MODEL_MONTHLY_INFUSED,
  MODEL_MONTHLY_LOST,
  MODEL_N_MONTHLY,
};

#define MODEL_CELL_ALL    0
#define MODEL_CELL_GRADE  1 /* + grade, MODEL_N_GRADES of them */
#define MODEL_N_AGE_BANDS 3

typedef struct
{
  SimCatalogue *catalogue;
  int n_cells;
  int stride;                                  /* columns a cell */
  int cell_site, cell_sex, cell_age, cell_own; /* first cell; -1: none */
  int n_sites; /* with cells of their own; a site added by a variant has none */
  int n_fates;
  bool *has_fate; /* n_fates: those that can occur, and have metrics */
  int column_score,
      column_event; /* in a cell: sums of scores and counts; patients with event */
  int n_scores, n_events;
  char **score_ids;  /* distinct ids */
  int column_global; /* first of the columns that belong to `all` only */
  int column_pools;  /* in use and available, for each pool */
  int n_months;
  int64_t *month_starts; /* day numbers, n_months + 1 of them */
  int64_t n_days;
  int series_monthly;   /* offset of the first monthly point: [what][group][month] */
  int n_monthly_groups; /* all, then grades A.. */
  int series_levels;    /* waiting, then in-use and capacity of each pool */
  int series_chance;    /* harvest-chance: [group][day] */
  int n_chance_days;
  int n_listed;      /* of the <initial> list, each with columns and times of its own */
  int column_listed; /* MODEL_LISTED_FATES + n_fates of them a patient */
  int histogram_listed; /* MODEL_N_LISTED_TIMES of them a patient */
} ModelMeasures;

/* Times of a listed patient, since the injury. */
enum
{
  MODEL_LISTED_HARVEST_DAY,
  MODEL_LISTED_INFUSION_DAY,
  MODEL_LISTED_DECISION_DAY,
  MODEL_N_LISTED_TIMES,
};

/* The columns of a listed patient. */
enum
{
  MODEL_LISTED_HARVESTED,
  MODEL_LISTED_INJURED,   /* day since the start */
  MODEL_LISTED_QUANTILES, /* p10 p50 p90 of each time */
  MODEL_LISTED_FATES = MODEL_LISTED_QUANTILES + 3 * MODEL_N_LISTED_TIMES, /* one a fate */
};

/* The group of a listed patient's metrics is this and the number of the row, from 1: who
 * it is stays out of the results. */
#define MODEL_LISTED_GROUP "patient:"

enum
{
  MODEL_GLOBAL_INFUSED_PER_YEAR,
  MODEL_GLOBAL_WAITING,
  MODEL_GLOBAL_WAITING_MAX,
  MODEL_GLOBAL_RESERVED,
  MODEL_GLOBAL_IDLE,
  MODEL_N_GLOBALS,
};

/** Returns: (transfer full): the measures of @scenario and of all scenarios alike in
 * groups, sites, pools and fates */
ModelMeasures *model_measures_new (const Scenario *scenario);

/** Returns: (transfer full): the measures of scenarios that differ in numbers: the
 * groups, sites and pools of the first (later ones may have more sites at the end), the
 * fates of any of them */
ModelMeasures *model_measures_new_for (const Scenario *const *scenarios,
                                       size_t n_scenarios);
void model_measures_free (ModelMeasures *measures);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ModelMeasures, model_measures_free)
