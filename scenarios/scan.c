/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looks through the bytes of an XML file before libxml2 does: limits, lines, no DOCTYPE.
 */
#include "scenarios/scan.h"

#include "scenarios/source.h"

#include <glib/gi18n.h>
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

static bool
is_blank (char c)
{
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Names are told apart by a hash alone: two that share one are counted once, no harm. */
static void
add_name (GHashTable *names, const char *begin, const char *end)
{
  guint hash = 5381;
  for (const char *at = begin; at < end; at++)
    hash = hash * 33 + (guchar) *at;
  g_hash_table_add (names, GUINT_TO_POINTER (hash));
}

/* Reads a start tag, from its '<' to behind its '>'. */
static char *
scan_tag (Cursor *cursor, size_t *n_attributes, bool *ret_is_empty, GHashTable *names)
{
  const char *begin = cursor->at;
  const char *name = begin + 1;
  bool is_element = true;
  char quote = '\0';
  char last = ' ';
  *n_attributes = 0;
  *ret_is_empty = false;
  while (cursor->at < cursor->end)
    {
      const char *at = cursor->at;
      char c = *at;
      step (cursor);
      if (cursor->at - begin > SCENARIO_MAX_TAG_BYTES)
        return g_strdup_printf (
            _ ("expected a start tag of at most %d bytes, found a longer one"),
            SCENARIO_MAX_TAG_BYTES);
      if (quote != '\0')
        {
          if (c == quote)
            quote = '\0';
          last = ' ';
          continue;
        }
      bool is_end = c == '>' || c == '/';
      if (is_element && (is_blank (c) || is_end))
        {
          add_name (names, name, at);
          is_element = false;
        }
      else if (!is_element && is_blank (last) && !is_blank (c) && c != '=')
        name = at;
      if (c == '"' || c == '\'')
        quote = c;
      else if (c == '=')
        {
          add_name (names, name, at);
          if (++*n_attributes > SCENARIO_MAX_ATTRIBUTES)
            return g_strdup_printf (
                _ ("expected at most %d attributes in a start tag, found more"),
                SCENARIO_MAX_ATTRIBUTES);
        }
      else if (c == '>')
        {
          *ret_is_empty = last == '/';
          break;
        }
      last = c;
    }
  return NULL;
}

/* Reads a processing instruction, from its '<?' to behind its '?>'. */
static void
scan_instruction (Cursor *cursor, GHashTable *names)
{
  const char *name = cursor->at + 2;
  const char *at = name;
  while (at < cursor->end && !is_blank (*at) && *at != '?')
    at++;
  add_name (names, name, at);
  skip_behind (cursor, "?>");
}

/* The declaration may name no other encoding than UTF-8: the limits are checked on bytes.
 */
static char *
check_encoding (const char *data, size_t size)
{
  if (size >= 2 &&
      (memcmp (data, "\xff\xfe", 2) == 0 || memcmp (data, "\xfe\xff", 2) == 0 ||
       memcmp (data, "<\0", 2) == 0 || memcmp (data, "\0<", 2) == 0))
    return g_strdup (_ ("expected UTF-8, found UTF-16; save the file as UTF-8"));
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
      _ ("expected encoding=\"UTF-8\", found '%.32s'; save the file as UTF-8"), encoding);
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

/* Goes through the whole file.  Returns: false with @ret_line and @ret_reason set */
static bool
scan_all (Cursor *cursor,
          size_t max_nodes,
          GHashTable *names,
          ScenarioScan *scan,
          int *ret_line,
          char **ret_reason)
{
  int depth = 0;
  while (cursor->at < cursor->end)
    {
      int line = cursor->line;
      if (*cursor->at != '<')
        {
          step (cursor);
          continue;
        }
      if (begins (cursor, "<!--"))
        {
          cursor->at += 4;
          skip_behind (cursor, "-->");
        }
      else if (begins (cursor, "<![CDATA["))
        skip_behind (cursor, "]]>");
      else if (begins (cursor, "<?"))
        {
          scan_instruction (cursor, names);
          scan->n_nodes++;
        }
      else if (begins (cursor, "<!"))
        return fail (line, g_strdup (_ ("expected no DOCTYPE, found one; remove it")),
                     ret_line, ret_reason);
      else if (begins (cursor, "</"))
        {
          skip_behind (cursor, ">");
          depth--;
        }
      else
        {
          size_t n_attributes;
          bool is_empty;
          char *reason = scan_tag (cursor, &n_attributes, &is_empty, names);
          if (reason != NULL)
            return fail (line, reason, ret_line, ret_reason);
          g_array_append_val (scan->lines, line);
          scan->n_nodes += 1 + n_attributes;
          depth += !is_empty;
          if (depth > SCENARIO_MAX_DEPTH)
            return fail (
                line,
                g_strdup_printf (
                    _ ("expected at most %d elements within each other, found more"),
                    SCENARIO_MAX_DEPTH),
                ret_line, ret_reason);
        }
      if (scan->n_nodes > max_nodes)
        return fail (line,
                     g_strdup_printf (
                         _ ("expected at most %d elements and attributes, found more"),
                         SCENARIO_MAX_NODES),
                     ret_line, ret_reason);
      /* libxml2 is worse than linear in the number of different names. */
      if (g_hash_table_size (names) > SCENARIO_MAX_NAMES)
        return fail (
            line,
            g_strdup_printf (_ ("expected at most %d different names of elements and "
                                "attributes, found more"),
                             SCENARIO_MAX_NAMES),
            ret_line, ret_reason);
    }
  return true;
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
  /* No bytes at all may have no address either. */
  if (size == 0)
    data = "";
  bool has_mark = size >= 3 && memcmp (data, "\xef\xbb\xbf", 3) == 0;
  const char *start = has_mark ? data + 3 : data;
  char *reason = check_encoding (start, size - (size_t) (start - data));
  if (reason != NULL)
    return fail (1, reason, ret_line, ret_reason);

  const char *valid_end = data;
  bool is_utf8 = size == 0 || g_utf8_validate_len (data, size, &valid_end);
  Cursor cursor = { start, is_utf8 ? data + size : MAX (start, valid_end), 1 };
  g_autoptr (GHashTable) names = g_hash_table_new (NULL, NULL);
  if (!scan_all (&cursor, max_nodes, names, ret_scan, ret_line, ret_reason))
    return false;
  if (!is_utf8)
    return fail (
        cursor.line,
        g_strdup (_ ("expected UTF-8, found other bytes; save the file as UTF-8")),
        ret_line, ret_reason);
  return true;
}
