/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of closest: which name somebody will have meant. */
#include "cli/closest.h"

#include <glib.h>

#include "tests/support/assert.h"

static const char *const names[] = { "replications", "rule", "run", "seed", "trace" };

static const char *
meant (const char *text)
{
  const char *name = cli_closest (text, names, G_N_ELEMENTS (names));
  return name != NULL ? name : "";
}

static void
names_two_letters_away_are_meant (void **state)
{
  (void) state;
  assert_string_equal (meant ("seed"), "seed");
  assert_string_equal (meant ("replicatons"), "replications");   /* i left out */
  assert_string_equal (meant ("replixationss"), "replications"); /* c to x, s put in */
  assert_string_equal (meant ("speed"), "seed");                 /* p put in */
  assert_string_equal (meant ("rue"), "rule"); /* l left out; run: e changed; the first */
}

static void
names_farther_away_are_not (void **state)
{
  (void) state;
  assert_string_equal (meant ("replxxxtions"), ""); /* three changed */
  assert_string_equal (meant ("xxx"), "");
  assert_string_equal (meant ("x"), ""); /* half of one letter is none */
  assert_string_equal (meant (""), "");
  /* Longer than any name, which must not matter. */
  g_autofree char *long_text = g_strnfill (1000, 'a');
  assert_string_equal (meant (long_text), "");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (names_two_letters_away_are_meant),
    cmocka_unit_test (names_farther_away_are_not),
  };

  return cmocka_run_group_tests_name ("closest", tests, NULL, NULL);
}
