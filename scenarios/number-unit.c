/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which attributes are numbers, and in what unit. */
#include "scenarios/parameters.h"

#include <string.h>

typedef struct
{
  const char *element;
  const char *attributes; /* with blanks around each */
  const char *unit;       /* NULL: that of what the distribution describes */
} Numbers;

static const Numbers numbers[] = {
  { "adverse-event", " n of ", "" },
  { "arrivals", " per-year ", "a year" },
  { "beta", " alpha beta ", "1" },
  { "beta", " min max ", NULL },
  { "blood", " draws ", "" },
  { "blood", " haemoglobin-per-day ", "g/dL a day" },
  { "blood", " max-draw-ml total-ml ", "mL" },
  { "blood", " min-haemoglobin ", "g/dL" },
  { "blood", " min-interval-days ", "days" },
  { "blood", " per-kg-ml ", "mL/kg" },
  { "caution", " max-age min-age ", "years" },
  { "caution", " max-haemoglobin min-haemoglobin ", "g/dL" },
  { "caution", " max-weight min-weight ", "kg" },
  { "caution", " probability accept ", "1" },
  { "change", " capacity ", "" },
  { "change", " per-year ", "a year" },
  { "consent", " probability ", "1" },
  { "constant", " value ", NULL },
  { "cost", " amount ", "currency" },
  { "deferral", " probability ", "1" },
  { "dose", " max min ", "cells" },
  { "dose", " per-kg ", "cells/kg" },
  { "dose", " volume-ml ", "mL" },
  { "draw", " day ", "days" },
  { "exclusion", " max-age min-age ", "years" },
  { "exclusion", " max-haemoglobin min-haemoglobin ", "g/dL" },
  { "exclusion", " max-weight min-weight ", "kg" },
  { "exclusion", " probability ", "1" },
  { "exponential", " mean ", NULL },
  { "fail", " probability ", "1" },
  { "first", " max-age min-age ", "years" },
  { "first", " waited-over ", "days" },
  { "gamma", " mean sd ", NULL },
  { "grades", " A B C D E ", "1" },
  { "group", " max-age min-age ", "years" },
  { "group", " waited-over ", "days" },
  { "harvest", " tolerance-days window ", "days" },
  { "harvest", " tolerance-share ", "1" },
  { "hazard", " per-day ", "a day" },
  { "improves", " per-day ", "a day" },
  { "improves", " until-day ", "days" },
  { "infusion", " expires-days latest-day ", "days" },
  { "infusion", " stopped ", "1" },
  { "intake", " per-day ", "a day" },
  { "lognormal", " mean sd ", NULL },
  { "normal", " max mean min sd ", NULL },
  { "observed", " n one-or-more two-or-more ", "" },
  { "only", " max-age min-age ", "years" },
  { "only", " waited-over ", "days" },
  { "order", " A B C D E ", "1" },
  { "outcome", " day ", "days" },
  { "phase", " until-backlog until-capacity until-infused ", "" },
  { "plant", " call-ahead-days ", "days" },
  { "points", " A B C D E weight ", "points" },
  { "points", " per-day ", "points a day" },
  { "points", " per-year ", "points a year" },
  { "pool", " capacity ", "" },
  { "profile", " leave-out ", "" },
  { "protect", " lines ", "" },
  { "protect", " max-age min-age ", "years" },
  { "protect", " waited-over ", "days" },
  { "rehabilitation", " after-days ", "days" },
  { "remake", " attempts ", "" },
  { "remake", " blood ", "1" },
  { "reserve", " max-age min-age ", "years" },
  { "reserve", " over ", "" },
  { "reserve", " share ", "1" },
  { "reserve", " waited-over ", "days" },
  { "score", " mean sd ", "points" },
  { "score", " n ", "" },
  { "season", " factor ", "1" },
  { "sex", " female ", "1" },
  { "site", " beds ", "" },
  { "site", " draws-per-day harvests-per-day infusions-per-day ", "a day" },
  { "site", " share ", "1" },
  { "stage", " serum ", "1" },
  { "transport", " expires-days ", "days" },
  { "transport", " lost ", "1" },
  { "triangular", " max min mode ", NULL },
  { "uniform", " max min ", NULL },
  { "value", " weight ", "1" },
  { "weibull", " scale ", NULL },
  { "weibull", " shape ", "1" },
};

const char *
scenario_number_unit (const char *element, const char *attribute)
{
  g_autofree char *word = g_strdup_printf (" %s ", attribute);
  for (size_t i = 0; i < G_N_ELEMENTS (numbers); i++)
    if (strcmp (numbers[i].element, element) == 0 &&
        strstr (numbers[i].attributes, word) != NULL)
      return numbers[i].unit;
  return "?";
}
