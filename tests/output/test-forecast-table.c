/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of forecast-table: how a chance is put. */
#include "output/forecast-table.h"

#include <math.h>

#include "tests/support/assert.h"

static void
a_rare_chance_is_not_told_as_none (void **state)
{
  static const struct
  {
    double chance;
    const char *text;
  } cases[] = {
    { 0.0, "0 %" },     { 0.001, "<1 %" },  { 0.004, "<1 %" },
    { 0.006, "1 %" },   { 0.9949, "99 %" }, { 0.996, ">99 %" },
    { 0.999, ">99 %" }, { 1.0, "100 %" },   { NAN, "–" },
  };

  (void) state;
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = output_forecast_chance (cases[i].chance);
      assert_string_equal (text, cases[i].text);
    }
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (a_rare_chance_is_not_told_as_none),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
