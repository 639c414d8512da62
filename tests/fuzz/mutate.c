/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Changes a scenario so that it mostly stays one. */
#include "tests/fuzz/target.h"

#include <string.h>

/* Values that mean something somewhere. */
static const char *const values[] = {
  "0",          "1",          "2",
  "3",          "5",          "7",
  "10",         "31",         "64",
  "100",        "0.1",        "0.3",
  "0.5",        "0.9",        "0.999",
  "1e-9",       "0.00001",    "0.25",
  "0.7",        "1.5",        "40",
  "365",        "-1",         "-3",
  "1000",       "1e6",        "2020-02-29",
  "2019-05-06", "2019-05-07", "2019-07-01",
  "2019-06-01", "A",          "B",
  "C",          "D",          "A B",
  "A B C",      "C D",        "booking",
  "eligible",   "dates",      "elapsed",
  "hard",       "soft",       "grade",
  "deadline",   "lottery",    "referral",
  "age",        "remake",     "injury",
  "descending", "ascending",  "line",
  "suite",      "weekdays",   "night",
  "first",      "second",     "00:00",
  "09:00",      "17:00",      "24:00",
  "Mon",        "Sun",        "Mon Tue Wed Thu Fri",
};

typedef struct
{
  size_t begin, end;
} Piece;

/* Finds the values of attributes, without their quotes. */
static GArray *
find_values (const char *text, size_t size)
{
  GArray *pieces = g_array_new (FALSE, FALSE, sizeof (Piece));
  for (size_t i = 1; i < size; i++)
    if (text[i - 1] == '=' && (text[i] == '\'' || text[i] == '"'))
      {
        const char *end = memchr (text + i + 1, text[i], size - i - 1);
        if (end == NULL)
          break;
        Piece piece = { i + 1, (size_t) (end - text) };
        g_array_append_val (pieces, piece);
        i = piece.end;
      }
  return pieces;
}

/* Returns: behind the element that begins at @begin, or @begin where it has no end */
static size_t
element_end (const char *text, size_t size, size_t begin)
{
  int depth = 0;
  for (size_t i = begin; i < size; i++)
    {
      if (text[i] != '<')
        continue;
      const char *close = memchr (text + i, '>', size - i);
      if (close == NULL)
        return begin;
      if (text[i + 1] == '/')
        depth--;
      else if (close[-1] != '/')
        depth++;
      i = (size_t) (close - text);
      if (depth <= 0)
        return i + 1;
    }
  return begin;
}

/* Finds the elements, but for the root. */
static GArray *
find_elements (const char *text, size_t size)
{
  GArray *pieces = g_array_new (FALSE, FALSE, sizeof (Piece));
  for (size_t i = 1; i + 1 < size; i++)
    if (text[i] == '<' && g_ascii_isalpha (text[i + 1]))
      {
        Piece piece = { i, element_end (text, size, i) };
        if (piece.end > piece.begin)
          g_array_append_val (pieces, piece);
      }
  return pieces;
}

/* Puts @with in the place of @piece. Returns: the new size, or @size if there is no room
 */
static size_t
replace (uint8_t *data,
         size_t size,
         size_t max_size,
         Piece piece,
         const char *with,
         size_t length)
{
  size_t rest = size - piece.end;
  if (piece.begin + length + rest > max_size)
    return size;
  memmove (data + piece.begin + length, data + piece.end, rest);
  if (length > 0)
    memcpy (data + piece.begin, with, length);
  return piece.begin + length + rest;
}

static size_t
change_value (uint8_t *data, size_t size, size_t max_size, GRand *chance)
{
  g_autoptr (GArray) pieces = find_values ((const char *) data, size);
  if (pieces->len == 0)
    return size;
  Piece to =
      g_array_index (pieces, Piece, g_rand_int_range (chance, 0, (int) pieces->len));
  if (g_rand_int_range (chance, 0, 4) == 0)
    {
      Piece from =
          g_array_index (pieces, Piece, g_rand_int_range (chance, 0, (int) pieces->len));
      g_autofree char *copy =
          g_strndup ((const char *) data + from.begin, from.end - from.begin);
      return replace (data, size, max_size, to, copy, strlen (copy));
    }
  const char *value = values[g_rand_int_range (chance, 0, G_N_ELEMENTS (values))];
  return replace (data, size, max_size, to, value, strlen (value));
}

static size_t
change_element (uint8_t *data, size_t size, size_t max_size, GRand *chance)
{
  g_autoptr (GArray) pieces = find_elements ((const char *) data, size);
  if (pieces->len == 0)
    return size;
  Piece to =
      g_array_index (pieces, Piece, g_rand_int_range (chance, 0, (int) pieces->len));
  if (g_rand_boolean (chance))
    return replace (data, size, max_size, to, NULL, 0);
  Piece from =
      g_array_index (pieces, Piece, g_rand_int_range (chance, 0, (int) pieces->len));
  g_autofree char *copy =
      g_strndup ((const char *) data + from.begin, from.end - from.begin);
  /* Beside it, or in its place. */
  if (g_rand_boolean (chance))
    to.end = to.begin;
  return replace (data, size, max_size, to, copy, strlen (copy));
}

/* Replaces an attribute's value by another, leaves an element out, writes one twice, or
 * one time in eight leaves the change to libFuzzer: most changed bytes make no scenario
 * at all. */
size_t
LLVMFuzzerCustomMutator (uint8_t *data, size_t size, size_t max_size, unsigned seed)
{
  g_autoptr (GRand) chance = g_rand_new_with_seed (seed);
  if (g_rand_int_range (chance, 0, 8) == 0)
    return LLVMFuzzerMutate (data, size, max_size);
  for (int n = g_rand_int_range (chance, 1, 4); n > 0; n--)
    size = g_rand_int_range (chance, 0, 4) == 0
               ? change_element (data, size, max_size, chance)
               : change_value (data, size, max_size, chance);
  return size;
}
