/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The forecast of today's list: where identifiers are, and where they are not. */
#include "tests/cli/program.h"

static char *
read_text (const char *directory, const char *name)
{
  g_autofree char *path = g_build_filename (directory, "out", name, NULL);
  char *text = NULL;
  if (!g_file_get_contents (path, &text, NULL, NULL))
    fail_msg ("%s: cannot be read", path);
  return text;
}

static void
identifiers_are_in_the_forecast_alone_and_can_be_replaced (void **state)
{
  const char *directory = *state;
  g_auto (ProgramResult) result = program_run (
      directory, NULL,
      "run @scenarios/today.xml -n 8 --format svg --pseudonyms --output out");
  assert_int_equal (result.status, 0);
  assert_holds (result.out, "Forecast under rule 'ais-a-first'");
  /* Injured on 2020-05-19, window of 31 dates: the last is 2020-06-19, within a week. */
  assert_holds (result.out, "P012: the window closes at the end of 06-19");
  g_autofree char *forecast = read_text (directory, "forecast.csv");
  assert_holds (forecast, "\nais-a-first,P001,1.0000,");
  assert_null (strstr (forecast, ",P01,"));
  static const char *const shared[] = { "summary.csv", "replications.csv", "patients.csv",
                                        "bookings.csv" };
  for (size_t i = 0; i < G_N_ELEMENTS (shared); i++)
    {
      g_autofree char *text = read_text (directory, shared[i]);
      assert_null (strstr (text, "P001"));
      assert_null (strstr (text, "P01,"));
      assert_null (strstr (text, "patient:"));
    }
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown (
        identifiers_are_in_the_forecast_alone_and_can_be_replaced, program_make_folder,
        program_remove_folder),
  };
  return cmocka_run_group_tests_name ("cli/forecast", tests, NULL, NULL);
}
