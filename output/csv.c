/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CSV: tables of text and numbers in a form that compares byte by byte. */
#include "output/csv.h"

#include <math.h>
#include <string.h>

#define LEAST_TEN_DIGITS INT64_C (1000000000)
/* Far above the error of a product below 1e10, also where a long double is a double. */
#define DOUBTFUL 1e-4

struct OutputCsv
{
  OutputAtomicFile *file;
  OutputSheet *sheet; /* NULL: none */
  bool is_row_begun;
};

OutputCsv *
output_csv_new (OutputAtomicFile *file)
{
  g_return_val_if_fail (file != NULL, NULL);
  OutputCsv *csv = g_new0 (OutputCsv, 1);
  csv->file = file;
  return csv;
}

void
output_csv_free (OutputCsv *csv)
{
  if (!csv)
    return;
  output_atomic_file_free (csv->file);
  g_free (csv);
}

void
output_csv_copy_to (OutputCsv *csv, OutputSheet *sheet)
{
  csv->sheet = sheet;
}

static void
put (OutputCsv *csv, const char *text, size_t length)
{
  output_atomic_file_write (csv->file, text, length);
}

static void
begin_field (OutputCsv *csv)
{
  if (csv->is_row_begun)
    put (csv, ",", 1);
  csv->is_row_begun = true;
}

void
output_csv_text (OutputCsv *csv, const char *text)
{
  begin_field (csv);
  if (csv->sheet)
    output_sheet_text (csv->sheet, text);
  if (!text)
    return;
  if (!strpbrk (text, ",\"\r\n"))
    {
      put (csv, text, strlen (text));
      return;
    }
  put (csv, "\"", 1);
  for (const char *quote; (quote = strchr (text, '"')) != NULL; text = quote + 1)
    {
      put (csv, text, (size_t) (quote + 1 - text));
      put (csv, "\"", 1);
    }
  put (csv, text, strlen (text));
  put (csv, "\"", 1);
}

/* Writes the digits of @value, which is not negative. */
static size_t
format_digits (int64_t value, char *buffer)
{
  char reversed[24];
  size_t length = 0;
  do
    reversed[length++] = (char) ('0' + value % 10);
  while ((value /= 10) > 0);
  for (size_t i = 0; i < length; i++)
    buffer[i] = reversed[length - 1 - i];
  return length;
}

/* Writes @value, 1e-4 to 1e10, as %.10g does, unless it lies so near to the middle of two
 * ten-digit numbers that the last bits of a long double do not tell which is nearer.
 * Returns: the length, or 0 if this way does not tell */
static size_t
format_decimal (double value, char *buffer)
{
  static const double powers[] = { 1e-4, 1e-3, 1e-2, 1e-1, 1e0, 1e1, 1e2,
                                   1e3,  1e4,  1e5,  1e6,  1e7, 1e8, 1e9 };
  /* 10^9 to 10^13 and down to 1: exact, as 5^13 has less than 53 bits. */
  static const double scales[] = { 1e13, 1e12, 1e11, 1e10, 1e9, 1e8, 1e7,
                                   1e6,  1e5,  1e4,  1e3,  1e2, 1e1, 1e0 };
  size_t place = 0;
  while (place + 1 < G_N_ELEMENTS (powers) && value >= powers[place + 1])
    place++;
  long double scaled = (long double) value * scales[place];
  int64_t rounded = (int64_t) scaled;
  double rest = (double) (scaled - (long double) rounded);
  if (fabs (rest - 0.5) < DOUBTFUL)
    return 0;
  rounded += rest > 0.5;
  if (rounded < LEAST_TEN_DIGITS || rounded >= 10 * LEAST_TEN_DIGITS)
    return 0;
  char digits[24];
  size_t n_digits = format_digits (rounded, digits);
  while (digits[n_digits - 1] == '0')
    n_digits--;
  /* The point stands behind digit @whole; before the first where that is not positive. */
  int whole = (int) place - 3;
  size_t length = 0;
  if (whole <= 0)
    buffer[length++] = '0';
  for (int i = 0; i < whole; i++)
    buffer[length++] = i < (int) n_digits ? digits[i] : '0';
  if ((int) n_digits > whole)
    buffer[length++] = '.';
  for (int i = whole; i < 0; i++)
    buffer[length++] = '0';
  for (int i = MAX (whole, 0); i < (int) n_digits; i++)
    buffer[length++] = digits[i];
  buffer[length] = '\0';
  return length;
}

size_t
output_csv_format (double value, char *buffer)
{
  buffer[0] = '\0';
  if (!isfinite (value))
    return 0;
  /* Most numbers are counts, and most others of ordinary size: for speed, these do not go
   * through printf. */
  double size = fabs (value);
  size_t sign = value < 0;
  buffer[0] = '-';
  size_t length = 0;
  if (size < 1e10 && value == trunc (value))
    length = format_digits ((int64_t) size, buffer + sign);
  else if (size >= 1e-4 && size < 1e10)
    length = format_decimal (size, buffer + sign);
  if (length > 0)
    {
      buffer[sign + length] = '\0';
      return sign + length;
    }
  g_ascii_formatd (buffer, OUTPUT_CSV_NUMBER_SIZE, "%.10g", value);
  return strlen (buffer);
}

/* A number as it stands in the file, so that a sheet holds the same one. */
static void
put_number (OutputCsv *csv, const char *text, size_t length)
{
  begin_field (csv);
  put (csv, text, length);
  if (csv->sheet)
    output_sheet_number (csv->sheet, text);
}

void
output_csv_number (OutputCsv *csv, double value)
{
  char buffer[OUTPUT_CSV_NUMBER_SIZE];
  size_t length = output_csv_format (value, buffer);
  put_number (csv, buffer, length);
}

void
output_csv_fixed (OutputCsv *csv, double value, int decimals)
{
  g_return_if_fail (decimals >= 0 && decimals <= 17);
  if (!isfinite (value))
    {
      put_number (csv, "", 0);
      return;
    }
  char format[8];
  char buffer[OUTPUT_CSV_NUMBER_SIZE];
  g_snprintf (format, sizeof format, "%%.%df", decimals);
  g_ascii_formatd (buffer, sizeof buffer, format, value);
  /* What rounds to nothing has no sign. */
  const char *text = buffer;
  if (text[0] == '-' && strspn (text + 1, "0.") == strlen (text + 1))
    text++;
  put_number (csv, text, strlen (text));
}

void
output_csv_integer (OutputCsv *csv, int64_t value)
{
  char buffer[32];
  int length = g_snprintf (buffer, sizeof buffer, "%" G_GINT64_FORMAT, value);
  put_number (csv, buffer, (size_t) length);
}

void
output_csv_end_row (OutputCsv *csv)
{
  put (csv, "\n", 1);
  if (csv->sheet)
    output_sheet_end_row (csv->sheet);
  csv->is_row_begun = false;
}

bool
output_csv_commit (OutputCsv *csv, GError **error)
{
  g_return_val_if_fail (!csv->is_row_begun, false);
  return output_atomic_file_commit (csv->file, error);
}
