/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CSV: tables of text and numbers in a form that compares byte by byte. */
#include "output/csv.h"

#include <math.h>
#include <string.h>

struct OutputCsv
{
  OutputAtomicFile *file;
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

size_t
output_csv_format (double value, char *buffer)
{
  buffer[0] = '\0';
  if (!isfinite (value))
    return 0;
  /* Most numbers are counts; those of up to ten digits need no formatting of doubles. */
  if (fabs (value) < 1e10 && value == trunc (value))
    {
      size_t sign = value < 0;
      buffer[0] = '-';
      size_t length = sign + format_digits (llabs ((int64_t) value), buffer + sign);
      buffer[length] = '\0';
      return length;
    }
  g_ascii_formatd (buffer, OUTPUT_CSV_NUMBER_SIZE, "%.10g", value);
  return strlen (buffer);
}

void
output_csv_number (OutputCsv *csv, double value)
{
  char buffer[OUTPUT_CSV_NUMBER_SIZE];
  begin_field (csv);
  put (csv, buffer, output_csv_format (value, buffer));
}

void
output_csv_fixed (OutputCsv *csv, double value, int decimals)
{
  g_return_if_fail (decimals >= 0 && decimals <= 17);
  begin_field (csv);
  if (!isfinite (value))
    return;
  char format[8];
  char buffer[OUTPUT_CSV_NUMBER_SIZE];
  g_snprintf (format, sizeof format, "%%.%df", decimals);
  g_ascii_formatd (buffer, sizeof buffer, format, value);
  /* What rounds to nothing has no sign. */
  const char *text = buffer;
  if (text[0] == '-' && strspn (text + 1, "0.") == strlen (text + 1))
    text++;
  put (csv, text, strlen (text));
}

void
output_csv_integer (OutputCsv *csv, int64_t value)
{
  char buffer[32];
  int length = g_snprintf (buffer, sizeof buffer, "%" G_GINT64_FORMAT, value);
  begin_field (csv);
  put (csv, buffer, (size_t) length);
}

void
output_csv_end_row (OutputCsv *csv)
{
  put (csv, "\n", 1);
  csv->is_row_begun = false;
}

bool
output_csv_commit (OutputCsv *csv, GError **error)
{
  g_return_val_if_fail (!csv->is_row_begun, false);
  return output_atomic_file_commit (csv->file, error);
}
