/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rule sentences: what an allocation rule does, told from its data. */
#pragma once

#include "scenarios/scenario.h"

/* Contract: nothing is told that the rule's data do not say, and everything that they say
 * is told: phases and their ends, filters, protected lines, reserves in the order in
 * which they are served, points, orders.  The text follows an explicit language, never
 * the locale. */

typedef enum
{
  SCENARIO_LANGUAGE_EN,
  SCENARIO_LANGUAGE_JA,
} ScenarioLanguage;

/**
 * scenario_rule_sentence:
 * @scenario: the rule's scenario, whose sites and gate are named
 *
 * Returns: (transfer full): a few sentences on one line, with full stops
 */
char *scenario_rule_sentence (const Scenario *scenario,
                              const ScenarioRule *rule,
                              ScenarioLanguage language);

/**
 * scenario_rule_title:
 * Returns: (transfer none): the rule's title in @language, in English where it has no
 * other, "" without a title
 */
const char *scenario_rule_title (const ScenarioRule *rule, ScenarioLanguage language);
