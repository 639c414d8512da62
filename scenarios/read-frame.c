/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads what frames a scenario: its name and times, the experiment, the calendars. */
#include "scenarios/reading.h"

#include "scenarios/metric-name.h"

#include <glib/gi18n.h>
#include <inttypes.h>
#include <string.h>

static void
collapse_blanks (char *text)
{
  char *to = text;
  bool is_blank = false;
  for (const char *from = text; *from != '\0'; from++)
    {
      if (g_ascii_isspace (*from))
        {
          is_blank = to != text;
          continue;
        }
      if (is_blank)
        *to++ = ' ';
      is_blank = false;
      *to++ = *from;
    }
  *to = '\0';
}

void
scenario_read_text (ScenarioReading *reading,
                    const xmlNode *parent,
                    const char *name,
                    ScenarioText *text)
{
  SCENARIO_FOR_EACH (reading, node, parent, name)
  {
    char **target = &text->en;
    xmlAttr *language = xmlHasNsProp (node, BAD_CAST "lang", XML_XML_NAMESPACE);
    if (language != NULL)
      {
        g_hash_table_add (reading->used, language);
        xmlChar *value = xmlNodeListGetString (node->doc, language->children, 1);
        const char *code = value == NULL ? "" : (const char *) value;
        if (strcmp (code, "ja") == 0)
          target = &text->ja;
        else if (strcmp (code, "en") != 0)
          {
            scenario_mistake (reading, node,
                              _ ("expected xml:lang to be en or ja, found '%.32s'"),
                              code);
            target = NULL;
          }
        xmlFree (value);
      }
    if (target == NULL)
      continue;
    if (*target != NULL)
      {
        scenario_mistake (reading, node,
                          _ ("expected one <%s> for each language, found another"), name);
        continue;
      }
    *target = scenario_content (node);
    collapse_blanks (*target);
  }
  /* Whoever reads English is shown what there is. */
  if (text->en == NULL && text->ja != NULL)
    text->en = g_strdup (text->ja);
}

static void
read_times (ScenarioReading *reading, const xmlNode *root)
{
  Scenario *scenario = reading->scenario;
  g_autofree char *start = scenario_text (reading, root, "start");
  scenario->name = scenario_text (reading, root, "name");
  if (scenario->name == NULL)
    scenario->name = g_strdup ("");
  /* The schema has fixed it to 1. */
  g_free (scenario_text (reading, root, "format"));
  if (start == NULL || !sim_date_parse (start, &scenario->start_date))
    {
      if (start != NULL)
        scenario_mistake_in (
            reading, root, "start",
            _ ("expected start to be a date that exists (YYYY-MM-DD), found '%s'"),
            start);
      scenario->start_date = (SimDate){ 2000, 1, 1 };
    }
  scenario->start_epoch_day = sim_date_to_epoch_day (scenario->start_date);
  scenario->end = SIM_DAY;
  if (!scenario_day (reading, root, "end", &scenario->end))
    return;
  g_autofree char *end = scenario_text (reading, root, "end");
  if (scenario->end <= 0)
    {
      scenario_mistake_in (reading, root, "start",
                           _ ("expected end after start, found '%s'"), end);
      scenario->end = SIM_DAY;
    }
  else if ((double) scenario->end >
           SCENARIO_MAX_YEARS * SIM_DAYS_PER_YEAR * (double) SIM_DAY)
    scenario_mistake (
        reading, root,
        _ ("expected at most %d years from start to end, found '%s' to '%s'"),
        SCENARIO_MAX_YEARS, start, end);
}

static void
read_primary (ScenarioReading *reading, const xmlNode *node)
{
  Scenario *scenario = reading->scenario;
  g_auto (GStrv) words = scenario_words (reading, node, "primary");
  scenario->primary = g_new0 (ScenarioMetricName, g_strv_length (words));
  for (size_t i = 0; words[i] != NULL; i++)
    {
      ScenarioMetricName *name = &scenario->primary[scenario->n_primary++];
      scenario_metric_split (words[i], &name->metric, &name->group);
    }
}

static void
read_precision (ScenarioReading *reading, const xmlNode *parent)
{
  static const char *const kinds[] = { "mean", "difference", NULL };
  Scenario *scenario = reading->scenario;
  ScenarioPrecision *precision = &scenario->precision;
  SCENARIO_FOR_EACH (reading, node, parent, "precision")
  {
    if (precision->has_precision)
      {
        scenario_mistake (reading, node, _ ("expected one <precision>, found another"));
        continue;
      }
    precision->has_precision = true;
    precision->line = scenario_line (node);
    precision->metric = scenario_text (reading, node, "metric");
    precision->group = scenario_text (reading, node, "group");
    if (precision->metric == NULL)
      precision->metric = g_strdup ("");
    if (precision->group == NULL)
      precision->group = g_strdup ("all");
    precision->half_width = scenario_number (reading, node, "half-width", 1);
    precision->max_replications = scenario_whole (reading, node, "max-replications", 1);
    if (precision->max_replications < scenario->replications)
      scenario_mistake (reading, node,
                        _ ("expected max-replications of at least the %" PRId64
                           " replications, found %" PRId64),
                        scenario->replications, precision->max_replications);
    precision->of_difference = scenario_choice (reading, node, "of", kinds, 0) == 1;
    precision->rule = scenario_text (reading, node, "rule");
    if (precision->of_difference != (precision->rule != NULL))
      scenario_mistake (
          reading, node,
          _ ("expected of=\"difference\" and rule together, found one of them"));
  }
}

static void
read_experiment (ScenarioReading *reading, const xmlNode *root)
{
  Scenario *scenario = reading->scenario;
  /* DESIGN section 3, "Defaults". */
  scenario->replications = 100;
  scenario->seed = 1;
  scenario->confidence = 0.95;
  scenario->drain = 3650 * SIM_DAY;
  xmlNode *node = scenario_child (reading, root, "experiment");
  if (node == NULL)
    return;
  scenario->replications = scenario_whole (reading, node, "replications", 100);
  g_autofree char *seed = scenario_text (reading, node, "seed");
  if (seed != NULL)
    scenario->seed = g_ascii_strtoull (seed, NULL, 10);
  scenario->warm_up = sim_time_from_days (scenario_number (reading, node, "warm-up", 0));
  scenario->drain = sim_time_from_days (scenario_number (reading, node, "drain", 3650));
  scenario->confidence = scenario_number (reading, node, "confidence", 0.95);
  if (scenario->warm_up >= scenario->end)
    scenario_mistake (
        reading, node,
        _ ("expected warm-up to be shorter than the %g days from start to end, "
           "found %g"),
        sim_time_to_days (scenario->end), sim_time_to_days (scenario->warm_up));
  read_primary (reading, node);
  read_precision (reading, node);
  SCENARIO_FOR_EACH (reading, inputs, node, "inputs")
  {
    if (scenario->input_draws > 0)
      scenario_mistake (reading, inputs, _ ("expected one <inputs>, found another"));
    scenario->input_draws = scenario_whole (reading, inputs, "draws", 1);
    scenario->input_replications = scenario_whole (reading, inputs, "replications", 1);
    if (scenario->precision.has_precision)
      scenario_mistake (
          reading, inputs,
          _ ("expected no <precision> beside <inputs>, found one at line %d"),
          scenario->precision.line);
    if (scenario->input_draws * scenario->input_replications > SCENARIO_MAX_REPLICATIONS)
      scenario_mistake (reading, inputs,
                        _ ("expected draws x replications of at most %d, found %" PRId64),
                        SCENARIO_MAX_REPLICATIONS,
                        scenario->input_draws * scenario->input_replications);
  }
}

/* ---- Calendars ---- */

static bool
read_closure (ScenarioReading *reading, const xmlNode *node, SimDaySpan *ret_span)
{
  SimTime on, from, through;
  bool has_on = scenario_has (node, "on");
  bool has_from = scenario_has (node, "from");
  bool has_through = scenario_has (node, "through");
  if (has_on == (has_from || has_through) || has_from != has_through)
    {
      scenario_mistake (reading, node,
                        _ ("expected either on, or from and through, found another set"));
      return false;
    }
  if (has_on)
    {
      if (!scenario_day (reading, node, "on", &on))
        return false;
      *ret_span = (SimDaySpan){ sim_time_day (on), sim_time_day (on) };
      return true;
    }
  /* Both are asked for, so that both get their mistakes. */
  bool is_from = scenario_day (reading, node, "from", &from);
  bool is_through = scenario_day (reading, node, "through", &through);
  if (!is_from || !is_through)
    return false;
  if (through < from)
    {
      scenario_mistake (reading, node,
                        _ ("expected through not before from, found it earlier"));
      return false;
    }
  *ret_span = (SimDaySpan){ sim_time_day (from), sim_time_day (through) };
  return true;
}

static SimTime
read_time_of_day (ScenarioReading *reading,
                  const xmlNode *node,
                  const char *attribute,
                  SimTime fallback)
{
  g_autofree char *text = scenario_text (reading, node, attribute);
  if (text == NULL || strlen (text) != 5)
    return fallback;
  return (SimTime) g_ascii_strtoll (text, NULL, 10) * SIM_HOUR +
         (SimTime) g_ascii_strtoll (text + 3, NULL, 10) * SIM_MINUTE;
}

static unsigned
read_weekdays (ScenarioReading *reading, const xmlNode *node)
{
  static const char *const names[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
  unsigned weekdays = 0;
  g_auto (GStrv) words = scenario_words (reading, node, "days");
  for (size_t i = 0; words[i] != NULL; i++)
    for (unsigned day = 0; day < G_N_ELEMENTS (names); day++)
      if (strcmp (words[i], names[day]) == 0)
        {
          if ((weekdays & (1u << day)) != 0)
            scenario_mistake (reading, node,
                              _ ("expected each weekday once, found '%s' twice"),
                              words[i]);
          weekdays |= 1u << day;
        }
  return weekdays;
}

static SimCalendar *
read_calendar (ScenarioReading *reading, xmlNode *node)
{
  Scenario *scenario = reading->scenario;
  unsigned weekdays = read_weekdays (reading, node);
  SimTime opens = read_time_of_day (reading, node, "opens", 0);
  SimTime closes = read_time_of_day (reading, node, "closes", SIM_DAY);
  g_autoptr (GArray) closures = g_array_new (FALSE, FALSE, sizeof (SimDaySpan));
  SCENARIO_FOR_EACH (reading, closed, node, "closed")
  {
    SimDaySpan span;
    if (read_closure (reading, closed, &span))
      g_array_append_val (closures, span);
  }
  if (closes <= opens)
    {
      scenario_mistake (reading, node,
                        _ ("expected closes after opens, found it not later"));
      return NULL;
    }
  /* The schema has found these faulty. */
  if (weekdays == 0 || opens < 0 || closes > SIM_DAY)
    return NULL;
  g_autoptr (GError) error = NULL;
  SimCalendar *calendar = sim_calendar_new (
      weekdays, opens, closes, scenario->start_epoch_day,
      (const SimDaySpan *) (void *) closures->data, closures->len, &error);
  if (calendar == NULL)
    scenario_mistake (reading, node, "%s", error->message);
  else if (sim_calendar_next_working_day (calendar, 0) * SIM_DAY >= scenario->end)
    scenario_mistake (reading, node,
                      _ ("expected a working day between start and end, found none"));
  return calendar;
}

static void
read_calendars (ScenarioReading *reading, const xmlNode *root)
{
  Scenario *scenario = reading->scenario;
  g_autoptr (GArray) calendars = g_array_new (FALSE, TRUE, sizeof (ScenarioCalendar));
  SCENARIO_FOR_EACH (reading, node, root, "calendar")
  {
    ScenarioCalendar calendar = { scenario_id (reading, node, reading->calendars,
                                               N_ ("calendar"), calendars->len),
                                  read_calendar (reading, node) };
    g_array_append_val (calendars, calendar);
  }
  scenario->n_calendars = calendars->len;
  scenario->calendars =
      (ScenarioCalendar *) (void *) g_array_free (g_steal_pointer (&calendars), FALSE);
}

void
scenario_read_frame (ScenarioReading *reading, const xmlNode *root)
{
  read_times (reading, root);
  scenario_read_text (reading, root, "title", &reading->scenario->title);
  scenario_read_text (reading, root, "purpose", &reading->scenario->purpose);
  read_experiment (reading, root);
  read_calendars (reading, root);
}
