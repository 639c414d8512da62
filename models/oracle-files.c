/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The textbook scenarios as they are embedded in the program. */
#include "models/oracle-files.h"

#include <glib.h>
#include <string.h>

/* The files that models/meson.build embeds, sorted. */
#define FILES(FILE)                                                                      \
  FILE (erlang_a_1, "erlang-a-1")                                                        \
  FILE (erlang_a_5, "erlang-a-5")                                                        \
  FILE (erlang_a_8, "erlang-a-8")                                                        \
  FILE (erlang_b_5_constant, "erlang-b-5-constant")                                      \
  FILE (erlang_b_5_exponential, "erlang-b-5-exponential")                                \
  FILE (erlang_b_5_gamma, "erlang-b-5-gamma")                                            \
  FILE (erlang_b_8_constant, "erlang-b-8-constant")                                      \
  FILE (erlang_b_8_exponential, "erlang-b-8-exponential")                                \
  FILE (erlang_b_8_gamma, "erlang-b-8-gamma")                                            \
  FILE (erlang_c_5, "erlang-c-5")                                                        \
  FILE (erlang_c_8, "erlang-c-8")                                                        \
  FILE (manual_100, "manual-100")                                                        \
  FILE (manual_150, "manual-150")                                                        \
  FILE (mg_infinity_gamma, "mg-infinity-gamma")                                          \
  FILE (mg_infinity_table6, "mg-infinity-table6")                                        \
  FILE (patience_31_4, "patience-31-4")                                                  \
  FILE (patience_31_8, "patience-31-8")                                                  \
  FILE (priority_5, "priority-5")                                                        \
  FILE (priority_8, "priority-8")                                                        \
  FILE (priority_8_three, "priority-8-three")

#define DECLARE(symbol, name)                                                            \
  extern const char oracle_##symbol##_bytes[];                                           \
  extern const size_t oracle_##symbol##_size;
FILES (DECLARE)

#define ENTRY(symbol, name) { name, oracle_##symbol##_bytes, &oracle_##symbol##_size },
static const struct
{
  const char *name;
  const char *bytes;
  const size_t *size;
} files[] = { FILES (ENTRY) };

const char *
model_oracle_file (const char *name, size_t *ret_size)
{
  for (size_t i = 0; i < G_N_ELEMENTS (files); i++)
    if (strcmp (files[i].name, name) == 0)
      {
        *ret_size = *files[i].size;
        return files[i].bytes;
      }
  return NULL;
}
