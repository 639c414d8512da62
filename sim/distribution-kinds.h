/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Kinds of distributions: what each takes, checked, and what follows from it. */
#pragma once

#include "sim/distribution.h"
#include "sim/empirical.h"
#include "sim/inverse-table.h"
#include "sim/law.h"

/* Contract: for sim/distribution.c alone, which owns the parts and answers from them.
 * Values, mean and sd are in the caller's unit. */

struct SimDistribution
{
  SimDistributionKind kind;
  double minimum, maximum;
  double mean, sd;
  double mode;            /* triangular */
  SimInverseTable *table; /* owned; of the law, or NULL */
  SimLaw law;
  SimEmpirical empirical;
};

/**
 * sim_distribution_set_kind:
 * @distribution: (inout): zeroed but for the kind; to be freed, after a failure too
 *
 * Sets every member that the kind has.  A kind that has one value only becomes constant.
 *
 * Errors: SIM_ERROR_DISTRIBUTION: as sim_distribution_new
 * Returns: true if @distribution was set
 */
bool sim_distribution_set_kind (SimDistribution *distribution,
                                const SimDistributionSpec *spec,
                                GError **error);
