/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Closest: the name that somebody who mistyped one will have meant. */
#include "cli/closest.h"

#include <glib.h>
#include <string.h>

#define MOST_CHANGES 2
#define LONGEST      100 /* no name of ours is longer; text may be */

/* Row by row of the usual table, of which one is kept. */
static size_t
distance (const char *one, const char *two)
{
  size_t rows = strlen (one), columns = strlen (two);
  size_t row[LONGEST + 1];

  for (size_t c = 0; c <= columns; c++)
    row[c] = c;
  for (size_t r = 1; r <= rows; r++)
    {
      size_t corner = row[0];

      row[0] = r;
      for (size_t c = 1; c <= columns; c++)
        {
          size_t changed = corner + (one[r - 1] != two[c - 1]);

          corner = row[c];
          row[c] = MIN (changed, MIN (row[c], row[c - 1]) + 1);
        }
    }
  return row[columns];
}

const char *
cli_closest (const char *text, const char *const *names, size_t n)
{
  const char *closest = NULL;
  size_t length = strlen (text);
  size_t least = MIN (MOST_CHANGES, length / 2) + 1;

  for (size_t i = 0; i < n && length <= LONGEST; i++)
    {
      if (strlen (names[i]) > LONGEST)
        continue;
      size_t changes = distance (text, names[i]);

      if (changes < least)
        {
          least = changes;
          closest = names[i];
        }
    }
  return closest;
}
