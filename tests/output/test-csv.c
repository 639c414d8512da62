/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CSV cells are quoted where they must be, and numbers have ten digits everywhere. */
#include "output/csv.h"

#include <float.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "tests/support/synthetic-run.h"

static void
assert_format (double value, const char *expected)
{
  char buffer[OUTPUT_CSV_NUMBER_SIZE];
  assert_int_equal (output_csv_format (value, buffer), strlen (expected));
  assert_string_equal (buffer, expected);
}

static void
numbers_have_ten_significant_digits (void **state)
{
  (void) state;
  assert_format (0, "0");
  assert_format (-0.0, "0");
  assert_format (-7, "-7");
  assert_format (9999999999, "9999999999");
  assert_format (-9999999999, "-9999999999");
  /* An eleventh digit goes to scientific form, as %g does it. */
  assert_format (10000000000, "1e+10");
  assert_format (12345678901, "1.23456789e+10");
  assert_format (0.1, "0.1");
  assert_format (1.0 / 3, "0.3333333333");
  assert_format (2e-5 / 3, "6.666666667e-06");
  assert_format (14957755.25, "14957755.25");
  assert_format (NAN, "");
  assert_format (HUGE_VAL, "");
}

/* The short way for whole numbers must give what the C library gives. */
static void
numbers_are_those_of_printf (void **state)
{
  (void) state;
  char expected[OUTPUT_CSV_NUMBER_SIZE];
  uint64_t bits = 1;
  for (int i = 0; i < 200000; i++)
    {
      /* Knuth's MMIX generator: any bits will do, and all exponents come up. */
      bits = bits * 6364136223846793005u + 1442695040888963407u;
      double value;
      memcpy (&value, &bits, sizeof value);
      if (i % 4 == 1)
        /* Near the middle of two ten-digit numbers, and near powers of ten. */
        value = (double) (bits >> 29) * 1e-10 + (double) (i % 3 - 1) * 5e-11;
      else if (i % 2)
        value = (double) (int64_t) (bits >> 20) / (double) (1 + (bits & 0xfffff));
      if (!isfinite (value))
        continue;
      snprintf (expected, sizeof expected, "%.10g", value == 0 ? 0.0 : value);
      assert_format (value, expected);
    }
}

static char *
write_cells (void (*write) (OutputCsv *csv))
{
  g_autofree char *directory = synthetic_directory_new ();
  g_autofree char *path = g_build_filename (directory, "a.csv", NULL);
  g_autoptr (OutputCsv) csv = output_csv_new (output_atomic_file_new (path, NULL));
  write (csv);
  assert_true (output_csv_commit (csv, NULL));
  char *content = NULL;
  assert_true (g_file_get_contents (path, &content, NULL, NULL));
  synthetic_directory_remove (directory);
  return content;
}

static void
write_texts (OutputCsv *csv)
{
  output_csv_text (csv, "plain");
  output_csv_text (csv, "a,b");
  output_csv_text (csv, "say \"no\"");
  output_csv_text (csv, "two\nlines");
  output_csv_text (csv, "\r");
  output_csv_text (csv, "\"");
  output_csv_text (csv, NULL);
  output_csv_text (csv, "先着順");
  output_csv_end_row (csv);
}

static void
texts_are_quoted_as_rfc_4180_says (void **state)
{
  (void) state;
  g_autofree char *content = write_cells (write_texts);
  assert_string_equal (
      content,
      "plain,\"a,b\",\"say \"\"no\"\"\",\"two\nlines\",\"\r\",\"\"\"\",,先着順\n");
}

static void
write_numbers (OutputCsv *csv)
{
  output_csv_fixed (csv, 1.0 / 3, 4);
  output_csv_fixed (csv, 31, 4);
  output_csv_fixed (csv, -0.00001, 4);
  output_csv_fixed (csv, -0.00005001, 4);
  output_csv_fixed (csv, 2.5, 0);
  output_csv_fixed (csv, NAN, 4);
  output_csv_number (csv, NAN);
  output_csv_number (csv, 0.5);
  output_csv_integer (csv, INT64_MIN);
  output_csv_end_row (csv);
}

static void
numbers_are_fixed_or_blank (void **state)
{
  (void) state;
  g_autofree char *content = write_cells (write_numbers);
  assert_string_equal (content,
                       "0.3333,31.0000,0.0000,-0.0001,2,,,0.5,-9223372036854775808\n");
}

int
main (void)
{
  setlocale (LC_ALL, "");
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (numbers_have_ten_significant_digits),
    cmocka_unit_test (numbers_are_those_of_printf),
    cmocka_unit_test (texts_are_quoted_as_rfc_4180_says),
    cmocka_unit_test (numbers_are_fixed_or_blank),
  };
  return cmocka_run_group_tests (tests, NULL, NULL);
}
