/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JSON: a small writer that cannot write what no reader accepts. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* Contract: the text is indented UTF-8 in the order of the calls.  Numbers that are not
 * finite are null, bytes that are not UTF-8 are replaced.  Inside an object every call
 * gives a name, inside an array none (NULL).  Doubles are written with as few digits as
 * give the same double again.  Unlike json-glib, never "nan". */

typedef struct OutputJson OutputJson;

/** Returns: (transfer full): a writer whose root object is open already */
OutputJson *output_json_new (void);
void output_json_free (OutputJson *json);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OutputJson, output_json_free)

void output_json_begin_object (OutputJson *json, const char *name);
void output_json_end_object (OutputJson *json);
void output_json_begin_array (OutputJson *json, const char *name);
void output_json_end_array (OutputJson *json);
/** @text: (nullable): NULL is null */
void output_json_text (OutputJson *json, const char *name, const char *text);
void output_json_number (OutputJson *json, const char *name, double value);
void output_json_integer (OutputJson *json, const char *name, int64_t value);
void output_json_unsigned (OutputJson *json, const char *name, uint64_t value);

/** Closes the root object. Returns: (transfer none): the text, as long as the writer
 * lives */
const char *output_json_end (OutputJson *json);
