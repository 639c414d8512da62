/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads CSV files: RFC 4180, with or without a byte-order mark, LF or CRLF. */
#include "scenarios/csv.h"

#include <glib/gi18n.h>
#include <string.h>

G_STATIC_ASSERT (SCENARIO_CSV_MAX_CELLS == 4096);

void
scenario_csv_init (ScenarioCsv *csv, const char *data, size_t size)
{
  static const char mark[] = "\xef\xbb\xbf";

  *csv = (ScenarioCsv){ .data = data, .size = size, .line = 1 };
  csv->text = g_string_new (NULL);
  csv->offsets = g_array_new (FALSE, FALSE, sizeof (size_t));
  if (size >= 3 && memcmp (data, mark, 3) == 0)
    csv->at = 3;
}

void
scenario_csv_clear (ScenarioCsv *csv)
{
  if (csv->text != NULL)
    g_string_free (csv->text, TRUE);
  if (csv->offsets != NULL)
    g_array_unref (csv->offsets);
  *csv = (ScenarioCsv){ 0 };
}

static bool
ends_line (const ScenarioCsv *csv)
{
  return csv->data[csv->at] == '\n' ||
         (csv->data[csv->at] == '\r' && csv->at + 1 < csv->size &&
          csv->data[csv->at + 1] == '\n');
}

/* Reads a cell in quotes, from behind the opening quote to behind the closing one. */
static const char *
read_quoted (ScenarioCsv *csv)
{
  for (;;)
    {
      if (csv->at == csv->size)
        return _ ("expected a closing quote, found the end of the file");
      char c = csv->data[csv->at++];
      if (c == '"')
        {
          if (csv->at < csv->size && csv->data[csv->at] == '"')
            csv->at++;
          else
            break;
        }
      if (c == '\0')
        return _ ("expected text, found a zero byte");
      if (c == '\n')
        csv->line++;
      g_string_append_c (csv->text, c);
    }
  if (csv->at < csv->size && csv->data[csv->at] != ',' && !ends_line (csv))
    return _ ("expected a comma or the end of the line after a closing quote, found more "
              "text");
  return NULL;
}

static const char *
read_plain (ScenarioCsv *csv)
{
  while (csv->at < csv->size && csv->data[csv->at] != ',' && !ends_line (csv))
    {
      char c = csv->data[csv->at++];
      if (c == '"')
        return _ ("expected a quote only where a cell begins, found one inside a cell");
      if (c == '\0')
        return _ ("expected text, found a zero byte");
      if (c == '\r')
        return _ ("expected lines that end in LF or CRLF, found a CR alone");
      g_string_append_c (csv->text, c);
    }
  return NULL;
}

ScenarioCsvStep
scenario_csv_next (ScenarioCsv *csv, const char **ret_reason)
{
  g_string_truncate (csv->text, 0);
  g_array_set_size (csv->offsets, 0);
  csv->record_line = csv->line;
  if (csv->at == csv->size)
    return SCENARIO_CSV_END;
  for (;;)
    {
      if (csv->offsets->len == SCENARIO_CSV_MAX_CELLS)
        {
          *ret_reason = _ ("expected at most 4096 cells in a row, found more");
          return SCENARIO_CSV_BROKEN;
        }
      size_t begin = csv->text->len;
      g_array_append_val (csv->offsets, begin);
      const char *reason;
      if (csv->at < csv->size && csv->data[csv->at] == '"')
        {
          csv->at++;
          reason = read_quoted (csv);
        }
      else
        reason = read_plain (csv);
      if (reason == NULL && !g_utf8_validate (csv->text->str + begin, -1, NULL))
        reason = _ ("expected UTF-8, found other bytes");
      if (reason != NULL)
        {
          *ret_reason = reason;
          return SCENARIO_CSV_BROKEN;
        }
      g_string_append_c (csv->text, '\0');
      if (csv->at == csv->size)
        return SCENARIO_CSV_RECORD;
      if (csv->data[csv->at] == ',')
        {
          csv->at++;
          continue;
        }
      csv->at += csv->data[csv->at] == '\r' ? 2 : 1;
      csv->line++;
      return SCENARIO_CSV_RECORD;
    }
}
