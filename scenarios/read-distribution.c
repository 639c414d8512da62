/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads a distribution and judges it by what it measures. */
#include "scenarios/reading.h"

#include <glib/gi18n.h>
#include <math.h>
#include <stddef.h>

typedef struct
{
  const char *name;
  size_t offset; /* in SimDistributionSpec */
} Member;

static const Member members[] = {
  { "value", offsetof (SimDistributionSpec, value) },
  { "min", offsetof (SimDistributionSpec, min) },
  { "mode", offsetof (SimDistributionSpec, mode) },
  { "max", offsetof (SimDistributionSpec, max) },
  { "mean", offsetof (SimDistributionSpec, mean) },
  { "sd", offsetof (SimDistributionSpec, sd) },
  { "shape", offsetof (SimDistributionSpec, shape) },
  { "scale", offsetof (SimDistributionSpec, scale) },
  { "alpha", offsetof (SimDistributionSpec, alpha) },
  { "beta", offsetof (SimDistributionSpec, beta) },
};

static void
read_members (ScenarioReading *reading, const xmlNode *node, SimDistributionSpec *spec)
{
  for (size_t i = 0; i < G_N_ELEMENTS (members); i++)
    {
      double *member = (double *) (void *) ((char *) spec + members[i].offset);
      *member = scenario_number (reading, node, members[i].name, *member);
    }
}

/* The longest mean time that is taken for one; instants stay far inside 64 bits of
 * seconds. */
#define MAX_DAYS 1e6

static bool
check_measure (ScenarioReading *reading,
               const xmlNode *node,
               const SimDistribution *distribution,
               ScenarioMeasure measure)
{
  double least = sim_distribution_minimum (distribution);
  double mean = sim_distribution_mean (distribution);
  double most = sim_distribution_maximum (distribution);
  if (least < 0)
    {
      bool is_body = measure == SCENARIO_MEASURE_BODY;
      if (isfinite (least))
        scenario_mistake (reading, node,
                          is_body
                              ? _ ("expected values from 0 on, found a least of %g")
                              : _ ("expected durations from 0 on, found a least of %g"),
                          least);
      else
        scenario_mistake (
            reading, node,
            is_body ? _ ("expected values from 0 on, found none below; add min=\"0\"")
                    : _ ("expected durations from 0 on, found none below; add "
                         "min=\"0\""));
      return false;
    }
  if (measure == SCENARIO_MEASURE_BODY)
    {
      if (!(mean > 0) || !isfinite (mean))
        {
          scenario_mistake (reading, node, _ ("expected a finite mean above 0, found %g"),
                            mean);
          return false;
        }
      return true;
    }
  double spread = sim_distribution_sd (distribution);
  if (!(mean + spread <= MAX_DAYS) || (isfinite (most) && most > MAX_DAYS))
    {
      scenario_mistake (reading, node,
                        _ ("expected durations of at most %.0f days, found longer ones"),
                        MAX_DAYS);
      return false;
    }
  if (measure == SCENARIO_MEASURE_INTERVAL && mean * (double) SIM_DAY < 1)
    {
      scenario_mistake (reading, node,
                        _ ("expected a mean of at least a second, found %g days"), mean);
      return false;
    }
  return true;
}

static bool
read_empirical (ScenarioReading *reading, xmlNode *node, GArray *values, GArray *weights)
{
  if (scenario_has (node, "href"))
    {
      if (scenario_child (reading, node, "value") != NULL)
        {
          scenario_mistake (reading, node, _ ("expected href or <value>, found both"));
          return false;
        }
      return scenario_read_column (reading, node, values);
    }
  SCENARIO_FOR_EACH (reading, item, node, "value")
  {
    g_autofree char *text = scenario_content (item);
    char *end;
    double value = g_ascii_strtod (text, &end);
    if (end == text || *end != '\0' || !isfinite (value))
      return false;
    double weight = scenario_number (reading, item, "weight", 1);
    g_array_append_val (values, value);
    g_array_append_val (weights, weight);
  }
  if (values->len == 0)
    {
      scenario_mistake (reading, node,
                        _ ("expected <value> inside or href, found neither"));
      return false;
    }
  return true;
}

SimDistribution *
scenario_distribution (ScenarioReading *reading, xmlNode *parent, ScenarioMeasure measure)
{
  size_t n_names;
  const SimDistributionName *names = sim_distribution_names (&n_names);
  for (size_t i = 0; i < n_names; i++)
    {
      xmlNode *node = scenario_child (reading, parent, names[i].name);
      if (node == NULL)
        continue;
      SimDistributionSpec spec = { .kind = names[i].kind };
      if (spec.kind == SIM_DISTRIBUTION_NORMAL)
        {
          spec.min = -HUGE_VAL;
          spec.max = HUGE_VAL;
        }
      read_members (reading, node, &spec);
      g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (double));
      g_autoptr (GArray) weights = g_array_new (FALSE, FALSE, sizeof (double));
      if (spec.kind == SIM_DISTRIBUTION_EMPIRICAL)
        {
          if (!read_empirical (reading, node, values, weights))
            return NULL;
          spec.values = (const double *) (void *) values->data;
          spec.n_values = values->len;
          if (weights->len > 0)
            spec.weights = (const double *) (void *) weights->data;
        }
      if (g_hash_table_contains (reading->faulty, node))
        return NULL;
      g_autoptr (GError) error = NULL;
      SimDistribution *distribution = sim_distribution_new (&spec, &error);
      if (distribution == NULL)
        {
          scenario_mistake (reading, node, "%s", error->message);
          return NULL;
        }
      if (!check_measure (reading, node, distribution, measure))
        {
          sim_distribution_free (distribution);
          return NULL;
        }
      return distribution;
    }
  return NULL;
}
