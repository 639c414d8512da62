/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looks through the bytes of an XML file before libxml2 does: limits, lines, no DOCTYPE.
 */
#include "scenarios/scan.h"

#include "scenarios/scenario.h"

#include <string.h>

typedef struct
{
  const char *at;
  const char *end;
  int line;
} Cursor;

static bool
begins (const Cursor *cursor, const char *text)
{
  size_t length = strlen (text);
  return (size_t) (cursor->end - cursor->at) >= length &&
         memcmp (cursor->at, text, length) == 0;
}

static void
step (Cursor *cursor)
{
  if (*cursor->at == '\n')
    cursor->line++;
  cursor->at++;
}

/* Goes behind the next @text, or to the end. */
static void
skip_behind (Cursor *cursor, const char *text)
{
  while (cursor->at < cursor->end && !begins (cursor, text))
    step (cursor);
  if (cursor->at < cursor->end)
    cursor->at += strlen (text);
}

/* Reads a start tag, from its '<' to behind its '>'. */
static char *
scan_tag (Cursor *cursor, size_t *n_attributes)
{
  const char *begin = cursor->at;
  char quote = '\0';
  *n_attributes = 0;
  while (cursor->at < cursor->end)
    {
      char c = *cursor->at;
      step (cursor);
      if (cursor->at - begin > SCENARIO_MAX_TAG_BYTES)
        return g_strdup_printf (
            "expected a start tag of at most %d bytes, found a longer one",
            SCENARIO_MAX_TAG_BYTES);
      if (quote != '\0')
        {
          if (c == quote)
            quote = '\0';
        }
      else if (c == '"' || c == '\'')
        quote = c;
      else if (c == '=' && ++*n_attributes > SCENARIO_MAX_ATTRIBUTES)
        return g_strdup_printf (
            "expected at most %d attributes in a start tag, found more",
            SCENARIO_MAX_ATTRIBUTES);
      else if (c == '>')
        break;
    }
  return NULL;
}

/* The declaration may name no other encoding than UTF-8: the limits are checked on bytes.
 */
static char *
check_encoding (const char *data, size_t size)
{
  if (size >= 2 &&
      (memcmp (data, "\xff\xfe", 2) == 0 || memcmp (data, "\xfe\xff", 2) == 0 ||
       memcmp (data, "<\0", 2) == 0 || memcmp (data, "\0<", 2) == 0))
    return g_strdup ("expected UTF-8, found UTF-16; save the file as UTF-8");
  if (size < 5 || memcmp (data, "<?xml", 5) != 0)
    return NULL;
  g_autofree char *head = g_strndup (data, MIN (size, 1024));
  char *close = strstr (head, "?>");
  if (close != NULL)
    *close = '\0';
  const char *name = strstr (head, "encoding");
  if (name == NULL)
    return NULL;
  name += strlen ("encoding");
  name += strspn (name, " \t\r\n=\"'");
  g_autofree char *encoding = g_strndup (name, strcspn (name, " \t\r\n\"'"));
  if (g_ascii_strcasecmp (encoding, "UTF-8") == 0 ||
      g_ascii_strcasecmp (encoding, "US-ASCII") == 0)
    return NULL;
  return g_strdup_printf (
      "expected encoding=\"UTF-8\", found '%.32s'; save the file as UTF-8", encoding);
}

static bool
fail (int line, char *reason, int *ret_line, char **ret_reason)
{
  *ret_line = line;
  *ret_reason = reason;
  return false;
}

void
scenario_scan_clear (ScenarioScan *scan)
{
  if (scan->lines != NULL)
    g_array_unref (scan->lines);
  *scan = (ScenarioScan){ 0 };
}

bool
scenario_scan (const char *data,
               size_t size,
               size_t max_nodes,
               ScenarioScan *ret_scan,
               int *ret_line,
               char **ret_reason)
{
  *ret_scan = (ScenarioScan){ .lines = g_array_new (FALSE, FALSE, sizeof (int)) };
  bool has_mark = size >= 3 && memcmp (data, "\xef\xbb\xbf", 3) == 0;
  const char *start = has_mark ? data + 3 : data;
  char *reason = check_encoding (start, size - (size_t) (start - data));
  if (reason != NULL)
    return fail (1, reason, ret_line, ret_reason);

  const char *valid_end = data;
  bool is_utf8 = size == 0 || g_utf8_validate_len (data, size, &valid_end);
  Cursor cursor = { start, is_utf8 ? data + size : valid_end, 1 };
  while (cursor.at < cursor.end)
    {
      if (*cursor.at != '<')
        step (&cursor);
      else if (begins (&cursor, "<!--"))
        {
          cursor.at += 4;
          skip_behind (&cursor, "-->");
        }
      else if (begins (&cursor, "<![CDATA["))
        skip_behind (&cursor, "]]>");
      else if (begins (&cursor, "<?"))
        skip_behind (&cursor, "?>");
      else if (begins (&cursor, "<!"))
        return fail (cursor.line, g_strdup ("expected no DOCTYPE, found one; remove it"),
                     ret_line, ret_reason);
      else if (begins (&cursor, "</"))
        skip_behind (&cursor, ">");
      else
        {
          int line = cursor.line;
          size_t n_attributes;
          reason = scan_tag (&cursor, &n_attributes);
          if (reason != NULL)
            return fail (line, reason, ret_line, ret_reason);
          g_array_append_val (ret_scan->lines, line);
          ret_scan->n_nodes += 1 + n_attributes;
          if (ret_scan->n_nodes > max_nodes)
            return fail (line,
                         g_strdup_printf ("expected at most %zu elements and attributes, "
                                          "found more",
                                          max_nodes),
                         ret_line, ret_reason);
        }
    }
  if (!is_utf8)
    return fail (cursor.line,
                 g_strdup ("expected UTF-8, found other bytes; save the file as UTF-8"),
                 ret_line, ret_reason);
  return true;
}
