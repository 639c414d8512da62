/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Load: demand against capacity by arithmetic alone, before anything is simulated. */
#include "cli/load.h"

#include <math.h>

/* Ours: finer than any printed digit. */
#define N_QUANTILES 200
#define CHAIN_STEP  0.02 /* days */
#define MOST_STEPS  50000

static double
mean_of (const SimDistribution *distribution)
{
  return distribution != NULL ? sim_distribution_mean (distribution) : 0;
}

/* The mean rate over [warm-up, end), steps and seasons included.  Days are sampled at
 * noon: a step in the middle of a day is half a day off at most. */
static double
poisson_per_year (const Scenario *scenario)
{
  const ScenarioArrivals *arrivals = &scenario->patients.arrivals;
  int64_t first = sim_time_day (scenario->warm_up);
  int64_t last = sim_time_day (scenario->end - 1);
  double sum = 0;

  for (int64_t day = first; day <= last; day++)
    {
      SimDate date = sim_date_from_epoch_day (scenario->start_epoch_day + day);
      double rate = arrivals->per_year;

      for (size_t i = 0; i < arrivals->n_changes; i++)
        if (arrivals->changes[i].at <= day * SIM_DAY + SIM_DAY / 2)
          rate = arrivals->changes[i].per_year;
      sum += rate * arrivals->season[date.month - 1];
    }
  return last >= first ? sum / (double) (last - first + 1) : NAN;
}

static double
referred_per_year (const Scenario *scenario)
{
  const ScenarioArrivals *arrivals = &scenario->patients.arrivals;

  switch (arrivals->kind)
    {
    case SCENARIO_ARRIVALS_POISSON:
      return poisson_per_year (scenario);
    case SCENARIO_ARRIVALS_RENEWAL:
      return SIM_DAYS_PER_YEAR / mean_of (arrivals->interval);
    case SCENARIO_ARRIVALS_TRACE:
      break;
    }
  return NAN;
}

/* P(referral + screening inside the window), over the quantiles of the screening. */
static double
chance_within_window (const Scenario *scenario)
{
  const SimDistribution *referral = scenario->patients.referral;
  const SimDistribution *screening = scenario->eligibility.screening;
  double window = scenario->harvest.window_days;
  double sum = 0;

  if (isinf (window) || (referral == NULL && screening == NULL))
    return 1;
  /* By dates, an injury at a random hour leaves half a day more in the mean. */
  if (scenario->harvest.counts_dates)
    window += 0.5;
  for (int i = 0; i < N_QUANTILES; i++)
    {
      double u = (i + 0.5) / N_QUANTILES;
      double left =
          window - (screening != NULL ? sim_distribution_quantile (screening, u) : 0);

      if (referral != NULL)
        sum += sim_distribution_cdf (referral, left);
      else
        sum += left >= 0;
    }
  return sum / N_QUANTILES;
}

/* P(an eligible grade when screening ends), by the natural course up to its mean instant.
 */
static double
chance_of_grade (const Scenario *scenario)
{
  double share[SCENARIO_N_GRADES];
  double until =
      mean_of (scenario->patients.referral) + mean_of (scenario->eligibility.screening);
  double sum = 0;

  if (!scenario->patients.has_grades)
    return 1;
  for (int g = 0; g < SCENARIO_N_GRADES; g++)
    share[g] = scenario->patients.grades[g];
  int n_steps = (int) MIN (ceil (until / CHAIN_STEP), MOST_STEPS);
  for (int n = 0; n < n_steps; n++)
    {
      double day = until / n_steps * n;
      double step[SCENARIO_N_GRADES] = { 0 };

      for (size_t i = 0; i < scenario->n_improvements; i++)
        {
          const ScenarioImprovement *improvement = &scenario->improvements[i];

          if (day >= improvement->until_day)
            continue;
          double moved =
              -share[improvement->from] * expm1 (-improvement->per_day * until / n_steps);
          moved = MIN (moved, share[improvement->from] + step[improvement->from]);
          step[improvement->from] -= moved;
          step[improvement->to] += moved;
        }
      for (int g = 0; g < SCENARIO_N_GRADES; g++)
        share[g] += step[g];
    }
  for (int g = 0; g < SCENARIO_N_GRADES; g++)
    if ((scenario->eligibility.grades & SCENARIO_GRADE_BIT (g)) != 0)
      sum += share[g];
  return sum;
}

/* P(low <= value <= high); a limit that is NaN does not bind.  One without a distribution
 * is never met: what is unknown excludes nobody. */
static double
chance_between (const SimDistribution *distribution, double low, double high)
{
  if (distribution == NULL)
    return 0;
  double above = isnan (high) ? 1 : sim_distribution_cdf (distribution, high);
  double below = isnan (low) ? 0 : sim_distribution_cdf (distribution, low);
  return above - below;
}

static double
chance_of_condition (const Scenario *scenario,
                     const ScenarioCondition *condition,
                     int sex)
{
  const ScenarioPatients *patients = &scenario->patients;
  double chance = 1;

  if (!isnan (condition->probability))
    return condition->probability;
  /* Completed years, both limits included. */
  if (!isnan (condition->min_age) || !isnan (condition->max_age))
    chance *= chance_between (patients->age, condition->min_age, condition->max_age + 1);
  if (!isnan (condition->min_weight) || !isnan (condition->max_weight))
    chance *= chance_between (patients->weight[sex], condition->min_weight,
                              condition->max_weight);
  if (!isnan (condition->min_haemoglobin) || !isnan (condition->max_haemoglobin))
    chance *= chance_between (patients->haemoglobin[sex], condition->min_haemoglobin,
                              condition->max_haemoglobin);
  return chance;
}

/* P(weight and haemoglobin allow a dose and the blood), for one sex. */
static double
chance_of_dose_and_blood (const Scenario *scenario, int sex)
{
  const ScenarioPlant *plant = &scenario->plant;
  const ScenarioBlood *blood = scenario->blood;
  const SimDistribution *weight = scenario->patients.weight[sex];
  const SimDistribution *haemoglobin = scenario->patients.haemoglobin[sex];
  double least_weight = 0;
  double chance = 1;

  if (plant->has_dose && !isinf (plant->dose_per_kg))
    least_weight = plant->dose_min / plant->dose_per_kg;
  if (blood != NULL && !isinf (blood->per_kg_ml))
    least_weight =
        MAX (least_weight, blood->total_ml / (blood->per_kg_ml * blood->max_draws));
  if (weight != NULL && least_weight > 0)
    chance *= 1 - sim_distribution_cdf (weight, least_weight);
  if (blood != NULL && haemoglobin != NULL && isfinite (blood->min_haemoglobin))
    chance *= 1 - sim_distribution_cdf (haemoglobin, blood->min_haemoglobin);
  return chance;
}

static double
chance_of_body (const Scenario *scenario)
{
  double share[SCENARIO_N_SEXES] = { 1, 0 };
  double sum = 0;

  if (scenario->patients.has_sex)
    {
      share[SCENARIO_SEX_FEMALE] = scenario->patients.female;
      share[SCENARIO_SEX_MALE] = 1 - scenario->patients.female;
    }
  for (int sex = 0; sex < SCENARIO_N_SEXES; sex++)
    {
      double chance = chance_of_dose_and_blood (scenario, sex);

      for (size_t i = 0; i < scenario->eligibility.n_conditions; i++)
        {
          const ScenarioCondition *condition = &scenario->eligibility.conditions[i];
          double refused = condition->is_caution ? 1 - condition->accept : 1;

          chance *= 1 - chance_of_condition (scenario, condition, sex) * refused;
        }
      sum += share[sex] * chance;
    }
  return sum;
}

/* The gate is used by one run of successive stages. */
static double
line_days (const ScenarioPlant *plant)
{
  double days = 0;

  if (plant->gate < 0)
    return NAN;
  for (size_t i = 0; i < plant->n_stages; i++)
    if ((plant->stages[i].uses & (UINT64_C (1) << plant->gate)) != 0)
      days += mean_of (plant->stages[i].duration);
  return days;
}

CliLoad
cli_load_of (const Scenario *scenario)
{
  CliLoad load = {
    .referred_per_year = referred_per_year (scenario),
    .n_trace = (int64_t) scenario->patients.arrivals.n_trace,
    .within_window = chance_within_window (scenario),
    .grade = chance_of_grade (scenario),
    .body = chance_of_body (scenario),
    .consent = scenario->eligibility.consent,
    .line_days = line_days (&scenario->plant),
  };

  load.eligible_per_year =
      load.referred_per_year * load.within_window * load.grade * load.body * load.consent;
  return load;
}

double
cli_load_starts_per_year (const CliLoad *load, int capacity)
{
  return capacity * SIM_DAYS_PER_YEAR / load->line_days;
}
