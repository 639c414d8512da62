/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fates: how a patient's path can end, with names. */
#include "models/fates.h"

#include "models/attributes.h"
#include "models/patient.h"

#include <math.h>

static const char *const built_in_fates[MODEL_N_BUILT_IN_FATES] = {
  [MODEL_FATE_INFUSED] = "infused",
  [MODEL_FATE_NO_SITE] = "no-site",
  [MODEL_FATE_LATE_REFERRAL] = "late-referral",
  [MODEL_FATE_EXCLUDED_GRADE] = "excluded-grade",
  [MODEL_FATE_EXCLUDED_DOSE] = "excluded-dose",
  [MODEL_FATE_EXCLUDED_BLOOD] = "excluded-blood",
  [MODEL_FATE_DECLINED] = "declined",
  [MODEL_FATE_WINDOW_LINE] = "window-line",
  [MODEL_FATE_WINDOW_BLOOD] = "window-blood",
  [MODEL_FATE_WINDOW_SITE] = "window-site",
  [MODEL_FATE_WINDOW_TRANSPORT] = "window-transport",
  [MODEL_FATE_WINDOW_LATEST] = "window-latest",
  [MODEL_FATE_WINDOW_DEFERRAL] = "window-deferral",
  [MODEL_FATE_WINDOW_RULE] = "window-rule",
  [MODEL_FATE_RECOVERED_WAITING] = "recovered-waiting",
  [MODEL_FATE_BLOOD] = "blood",
  [MODEL_FATE_MARROW] = "marrow",
  [MODEL_FATE_CULTURE] = "culture",
  [MODEL_FATE_SPECIFICATION] = "specification",
  [MODEL_FATE_RECOVERED] = "recovered",
  [MODEL_FATE_EXPIRED] = "expired",
  [MODEL_FATE_TOO_LATE] = "too-late",
  [MODEL_FATE_INFUSION_STOPPED] = "infusion-stopped",
  [MODEL_FATE_UNRESOLVED] = "unresolved",
};

int
model_fate_count (const Scenario *scenario)
{
  return MODEL_N_BUILT_IN_FATES + (int) scenario->eligibility.n_conditions +
         (int) scenario->n_hazards;
}

char *
model_fate_name (const Scenario *scenario, int fate)
{
  if (fate < MODEL_N_BUILT_IN_FATES)
    return g_strdup (built_in_fates[fate]);
  fate -= MODEL_N_BUILT_IN_FATES;
  int n_conditions = (int) scenario->eligibility.n_conditions;
  if (fate < n_conditions)
    return g_strconcat ("excluded-", scenario->eligibility.conditions[fate].id, NULL);
  return g_strdup (scenario->hazards[fate - n_conditions].id);
}

bool
model_fate_is_after_eligibility (const Scenario *scenario, int fate)
{
  if (fate >= MODEL_N_BUILT_IN_FATES)
    return fate >= MODEL_N_BUILT_IN_FATES + (int) scenario->eligibility.n_conditions;
  return fate == MODEL_FATE_INFUSED || fate >= MODEL_FATE_WINDOW_LINE;
}

bool
model_fate_can_occur (const Scenario *scenario, int fate)
{
  bool has_transport = false, has_expiry = false, has_opening = false, has_lost = false;
  for (size_t i = 0; i < scenario->n_sites; i++)
    {
      has_transport |= scenario->sites[i].has_transport;
      has_expiry |= !isnan (scenario->sites[i].transport_expires_days);
      has_lost |= scenario->sites[i].transport_lost > 0.0;
      has_opening |= scenario->sites[i].opens != INT64_MIN;
    }
  bool has_window = isfinite (scenario->harvest.window_days);
  bool has_failure = false;
  for (size_t i = 0; i < scenario->plant.n_stages; i++)
    has_failure |= scenario->plant.stages[i].fail > 0.0;
  switch (fate)
    {
    case MODEL_FATE_NO_SITE:
      return has_opening;
    case MODEL_FATE_LATE_REFERRAL:
    case MODEL_FATE_WINDOW_LINE:
    case MODEL_FATE_WINDOW_RULE:
      return has_window;
    case MODEL_FATE_EXCLUDED_GRADE:
      return scenario->has_eligibility && model_attributes_find (scenario).n_grades > 0;
    case MODEL_FATE_EXCLUDED_DOSE:
      return scenario->plant.has_dose;
    case MODEL_FATE_EXCLUDED_BLOOD:
    case MODEL_FATE_BLOOD:
      return scenario->blood != NULL;
    case MODEL_FATE_DECLINED:
      return scenario->eligibility.consent < 1.0;
    case MODEL_FATE_WINDOW_BLOOD:
      return has_window && scenario->blood != NULL;
    case MODEL_FATE_WINDOW_SITE:
      return has_window && scenario->has_sites;
    case MODEL_FATE_WINDOW_TRANSPORT:
      return has_window && (scenario->plant.has_intake || has_expiry);
    case MODEL_FATE_WINDOW_LATEST:
      return has_window && isfinite (scenario->infusion.latest_day);
    case MODEL_FATE_WINDOW_DEFERRAL:
      return has_window && scenario->harvest.deferral > 0.0;
    case MODEL_FATE_RECOVERED_WAITING:
      return scenario->n_improvements > 0 && scenario->has_eligibility;
    case MODEL_FATE_MARROW:
      return has_transport && (has_lost || has_expiry);
    case MODEL_FATE_CULTURE:
      return has_failure;
    case MODEL_FATE_SPECIFICATION:
      return scenario->plant.yield != NULL && scenario->plant.has_dose;
    case MODEL_FATE_RECOVERED:
      return scenario->infusion.grades != 0 &&
             model_attributes_find (scenario).n_grades > 0 &&
             (scenario->n_improvements > 0 || !scenario->has_eligibility ||
              (scenario->eligibility.grades & ~scenario->infusion.grades) != 0);
    case MODEL_FATE_EXPIRED:
      return isfinite (scenario->infusion.expires_days);
    case MODEL_FATE_TOO_LATE:
      return isfinite (scenario->infusion.latest_day);
    case MODEL_FATE_INFUSION_STOPPED:
      return scenario->infusion.stopped > 0.0;
    default:
      return true;
    }
}
