/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Replications: how many an experiment has, and what the scenario's <precision> asks. */
#include "cli/replications.h"

#include "config.h"

#include <glib/gi18n.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* The number that overrules the scenario's; 0: none does. */
static int64_t
asked_for (const CliExperiment *experiment)
{
  return experiment->replications > 0 ? experiment->replications
                                      : experiment->options->replications;
}

bool
cli_replications_find_precision (const CliExperiment *experiment,
                                 SimPrecision *ret_precision)
{
  const ScenarioPrecision *asked = &experiment->scenario->precision;
  const SimCatalogue *catalogue = model_study_catalogue (experiment->study);
  size_t n_variants = model_study_variant_count (experiment->study);
  int baseline = -1;

  if (!asked->has_precision || asked_for (experiment) > 0)
    return false;
  for (size_t v = 0; asked->of_difference && n_variants > 1 && v < n_variants; v++)
    if (strcmp (model_study_variant (experiment->study, v)->label, asked->rule) == 0)
      baseline = (int) v;
  if (asked->of_difference && baseline < 0)
    return false;
  *ret_precision = (SimPrecision){
    .metric = sim_catalogue_find_metric (catalogue, asked->metric, asked->group),
    .baseline = baseline,
    .level = experiment->scenario->confidence,
    .half_width = asked->half_width,
  };
  return true;
}

int64_t
cli_replications_first (const CliExperiment *experiment)
{
  const Scenario *scenario = experiment->scenario;
  SimPrecision precision;

  if (asked_for (experiment) > 0)
    return asked_for (experiment);
  if (scenario->input_draws > 0)
    return scenario->input_draws * scenario->input_replications;
  return cli_replications_find_precision (experiment, &precision)
             ? MAX (scenario->replications, SIM_PRECISION_LEAST)
             : scenario->replications;
}

void
cli_replications_tell_overruled (const CliExperiment *experiment)
{
  const Scenario *scenario = experiment->scenario;
  const CliOptions *options = experiment->options;

  if (options->is_quiet || options->replications == 0 || experiment->replications > 0)
    return;
  if (scenario->precision.has_precision)
    fprintf (stderr,
             _ ("day31: note: --replications %" PRId64
                " stands instead of the scenario's <precision>\n"),
             options->replications);
  if (scenario->input_draws > 0)
    fprintf (stderr,
             _ ("day31: note: --replications %" PRId64
                " stands instead of the scenario's %" PRId64 " input draws of %" PRId64
                "\n"),
             options->replications, scenario->input_draws, scenario->input_replications);
}

bool
cli_replications_print_precision (const CliExperiment *experiment,
                                  OutputStore *store,
                                  GError **error)
{
  const ScenarioPrecision *asked = &experiment->scenario->precision;
  SimPrecision precision;
  double reached;

  if (asked_for (experiment) > 0)
    return true;
  if (asked->of_difference && model_study_variant_count (experiment->study) == 1)
    printf (_ ("The scenario's <precision> is of a difference from '%s': 'day31 compare' "
               "sees to it.\n"),
            asked->rule);
  if (!cli_replications_find_precision (experiment, &precision))
    return true;
  g_autoptr (SimResults) results = output_store_results (store);
  if (!sim_precision_reached (results, &precision, &reached, error))
    return false;
  g_autofree char *of = g_strconcat (asked->metric, ":", asked->group, NULL);
  const char *form = reached <= precision.half_width
                         ? _ ("Precision of %s: half-width %.3g reached with %" PRId64
                              " replications; %.3g asked.\n")
                         : _ ("Precision of %s: half-width %.3g after %" PRId64
                              " replications, the most allowed; %.3g asked.\n");
  printf (form, of, reached, results->n_replications, precision.half_width);
  return true;
}
