/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Attributes: which of grade, sex and age the patients of a scenario have. */
#pragma once

#include "scenarios/scenario.h"

/* Contract: what the distributions, the trace of arrivals or the <initial> list give,
 * whether or not a patient of a run then has it. */

typedef struct
{
  int n_grades; /* 0, or all up to C, or up to the greatest that occurs */
  bool has_sex, has_age;
} ModelAttributes;

/**
 * model_attributes_find:
 * @scenario: (transfer none): not kept
 *
 * Time grows with the rows of the trace and of the list.
 *
 * Returns: what is known of the patients
 */
ModelAttributes model_attributes_find (const Scenario *scenario);
