/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of degenerate rules: byte for byte what their plain counterparts give. */
#include "tests/cli/program.h"

#define RULE(id, content) "<rule id='" id "'>" content "</rule>"
#define REFERRAL          "<order by='referral'/>"
#define EVERYBODY         "grade='A B C D E'"

/* Each family begins with the plain rule that the others must equal. */
static const char rules[] = "<rules format='1'>"
    /* First come, first served. */
    RULE ("plain", REFERRAL) RULE (
        "equal-points", "<points of='grade' A='5' B='5' C='5' D='5' E='5'/>" REFERRAL)
        RULE ("endless-phase",
              "<phase until-infused='1000000'>" REFERRAL "</phase>"
              "<phase><order by='grade'/></phase>")
            RULE ("no-share", "<reserve grade='A' share='0' kind='hard'/>" REFERRAL)
                RULE ("only-all", "<only " EVERYBODY "/>" REFERRAL)
                    RULE ("first-all", "<first " EVERYBODY "/>" REFERRAL) RULE (
                        "all-share",
                        "<reserve " EVERYBODY " share='1' kind='hard'/>" REFERRAL)
                        RULE ("no-benefit", "<points of='benefit' weight='0'/>" REFERRAL)
                            RULE ("same-phase",
                                  "<phase until-infused='20'>" REFERRAL "</phase>"
                                  "<phase>" REFERRAL "</phase>")
    /* A only. */
    RULE ("only-a", "<only grade='A'/>" REFERRAL)
        RULE ("only-a-hard", "<reserve grade='A' share='1' kind='hard'/>" REFERRAL)
    /* A first. */
    RULE ("first-a", "<first grade='A'/>" REFERRAL) RULE (
        "first-a-soft", "<reserve grade='A' share='1' kind='soft'/>" REFERRAL)
        RULE ("first-a-over",
              "<reserve grade='A' share='1' kind='soft' over='7'/>" REFERRAL) "</rules>";

static const char *const families[][12] = {
  { "plain", "equal-points", "endless-phase", "no-share", "only-all", "first-all",
    "all-share", "no-benefit", "same-phase", NULL },
  { "only-a", "only-a-hard", NULL },
  { "first-a", "first-a-soft", "first-a-over", NULL },
};

/* Returns: (transfer full): the rows of @rule, without that name */
static char *
rows_of (char *const *lines, const char *rule)
{
  g_autoptr (GString) rows = g_string_new (NULL);
  g_autofree char *prefix = g_strconcat (rule, ",", NULL);
  for (char *const *line = lines; *line != NULL; line++)
    if (g_str_has_prefix (*line, prefix))
      g_string_append_printf (rows, "%s\n", *line + strlen (prefix));
  return g_strdup (rows->str);
}

static void
assert_families_equal (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, "results", name, NULL);
  g_autofree char *text = NULL;
  assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autofree char *first = rows_of (lines, families[0][0]);
  for (size_t f = 0; f < G_N_ELEMENTS (families); f++)
    {
      g_autofree char *plain = rows_of (lines, families[f][0]);
      assert_true (strlen (plain) > 0);
      /* The families differ, so that equality says something. */
      if (f > 0)
        assert_string_not_equal (plain, first);
      for (const char *const *rule = families[f] + 1; *rule != NULL; rule++)
        {
          g_autofree char *own = rows_of (lines, *rule);
          if (strcmp (own, plain) != 0)
            fail_msg ("%s: %s is not %s", name, *rule, families[f][0]);
        }
    }
}

static void
degenerate_rules_equal_their_plain_counterparts (void **state)
{
  g_autofree char *path = g_build_filename (*state, "rules.xml", NULL);
  g_autoptr (GString) arguments =
      g_string_new ("compare @scenarios/early-supply.xml --rules-file rules.xml "
                    "--replications 4 --trace 2 --output results --format svg --quiet "
                    "--rules ");
  for (size_t f = 0; f < G_N_ELEMENTS (families); f++)
    for (const char *const *rule = families[f]; *rule != NULL; rule++)
      g_string_append_printf (arguments, "%s%s", f == 0 && rule == families[f] ? "" : ",",
                              *rule);
  assert_true (g_file_set_contents (path, rules, -1, NULL));
  g_auto (ProgramResult) result = program_run (*state, NULL, arguments->str);
  if (result.status != 0)
    fail_msg ("%s", result.err);
  assert_families_equal (*state, "patients.csv");
  assert_families_equal (*state, "replications.csv");
  assert_families_equal (*state, "summary.csv");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    unit_test_in_folder (degenerate_rules_equal_their_plain_counterparts),
  };
  return cmocka_run_group_tests_name ("degenerate", tests, NULL, NULL);
}
