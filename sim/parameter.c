/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parameters: numbers that a user gave, refused with what was expected and found. */
#include "sim/parameter.h"

#include <glib/gi18n.h>
#include <math.h>

#include "sim/error.h"

#define NUMBER_LENGTH G_ASCII_DTOSTR_BUF_SIZE

bool
sim_parameter_refuse (GError **error, const char *expected, double found)
{
  char number[NUMBER_LENGTH];
  g_ascii_formatd (number, sizeof number, "%.10g", found);
  g_set_error (error, SIM_ERROR, SIM_ERROR_DISTRIBUTION, _ ("expected %s, found %s"),
               _ (expected), number);
  return false;
}

bool
sim_parameter_require_finite (const char *expected, double value, GError **error)
{
  return isfinite (value) || sim_parameter_refuse (error, expected, value);
}

bool
sim_parameter_require_positive (const char *expected, double value, GError **error)
{
  return (isfinite (value) && value > 0) || sim_parameter_refuse (error, expected, value);
}

bool
sim_parameter_require_sd (double sd, GError **error)
{
  return (isfinite (sd) && sd >= 0) ||
         sim_parameter_refuse (error, N_ ("sd of at least 0"), sd);
}

bool
sim_parameter_require_range (double min, double max, GError **error)
{
  if (!sim_parameter_require_finite (N_ ("a finite min"), min, error) ||
      !sim_parameter_require_finite (N_ ("a finite max"), max, error))
    return false;
  if (min > max)
    {
      char least[NUMBER_LENGTH], found[NUMBER_LENGTH];
      g_ascii_formatd (least, sizeof least, "%.10g", min);
      g_ascii_formatd (found, sizeof found, "%.10g", max);
      g_set_error (error, SIM_ERROR, SIM_ERROR_DISTRIBUTION,
                   _ ("expected max of at least min %s, found %s"), least, found);
      return false;
    }
  return sim_parameter_require_finite (N_ ("a finite max - min"), max - min, error);
}
