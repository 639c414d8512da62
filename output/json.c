/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JSON: a small writer that cannot write what no reader accepts. */
#include "output/json.h"

#include <math.h>

struct OutputJson
{
  GString *text;
  int depth;
  bool is_empty; /* nothing stands yet in the innermost object or array */
  bool is_ended;
};

OutputJson *
output_json_new (void)
{
  OutputJson *json = g_new0 (OutputJson, 1);
  json->text = g_string_new ("{");
  json->depth = 1;
  json->is_empty = true;
  return json;
}

void
output_json_free (OutputJson *json)
{
  if (!json)
    return;
  g_string_free (json->text, TRUE);
  g_free (json);
}

static void
append_line (OutputJson *json)
{
  g_string_append_c (json->text, '\n');
  for (int i = 0; i < json->depth; i++)
    g_string_append (json->text, "  ");
}

static void
append_quoted (GString *text, const char *content)
{
  g_autofree char *valid = g_utf8_make_valid (content, -1);
  g_string_append_c (text, '"');
  for (const char *at = valid; *at; at++)
    {
      unsigned char c = (unsigned char) *at;
      if (c == '"' || c == '\\')
        g_string_append_printf (text, "\\%c", c);
      else if (c == '\n')
        g_string_append (text, "\\n");
      else if (c < 0x20 || c == 0x7f)
        g_string_append_printf (text, "\\u%04x", c);
      else
        g_string_append_c (text, *at);
    }
  g_string_append_c (text, '"');
}

static void
begin_member (OutputJson *json, const char *name)
{
  g_assert (!json->is_ended);
  if (!json->is_empty)
    g_string_append_c (json->text, ',');
  json->is_empty = false;
  append_line (json);
  if (!name)
    return;
  append_quoted (json->text, name);
  g_string_append (json->text, ": ");
}

static void
begin_group (OutputJson *json, const char *name, char bracket)
{
  begin_member (json, name);
  g_string_append_c (json->text, bracket);
  json->depth++;
  json->is_empty = true;
}

static void
end_group (OutputJson *json, char bracket)
{
  g_assert (json->depth > 0);
  json->depth--;
  if (!json->is_empty)
    append_line (json);
  g_string_append_c (json->text, bracket);
  json->is_empty = false;
}

void
output_json_begin_object (OutputJson *json, const char *name)
{
  begin_group (json, name, '{');
}

void
output_json_end_object (OutputJson *json)
{
  end_group (json, '}');
}

void
output_json_begin_array (OutputJson *json, const char *name)
{
  begin_group (json, name, '[');
}

void
output_json_end_array (OutputJson *json)
{
  end_group (json, ']');
}

void
output_json_text (OutputJson *json, const char *name, const char *text)
{
  begin_member (json, name);
  if (text)
    append_quoted (json->text, text);
  else
    g_string_append (json->text, "null");
}

void
output_json_number (OutputJson *json, const char *name, double value)
{
  begin_member (json, name);
  if (!isfinite (value))
    {
      g_string_append (json->text, "null");
      return;
    }
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];
  g_ascii_formatd (buffer, sizeof buffer, "%.15g", value);
  if (g_ascii_strtod (buffer, NULL) != value)
    g_ascii_formatd (buffer, sizeof buffer, "%.17g", value);
  g_string_append (json->text, buffer);
}

void
output_json_integer (OutputJson *json, const char *name, int64_t value)
{
  begin_member (json, name);
  g_string_append_printf (json->text, "%" G_GINT64_FORMAT, value);
}

void
output_json_unsigned (OutputJson *json, const char *name, uint64_t value)
{
  begin_member (json, name);
  g_string_append_printf (json->text, "%" G_GUINT64_FORMAT, value);
}

const char *
output_json_end (OutputJson *json)
{
  if (!json->is_ended)
    {
      g_assert (json->depth == 1);
      end_group (json, '}');
      g_string_append_c (json->text, '\n');
      json->is_ended = true;
    }
  return json->text->str;
}
