/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can go wrong when results are written, read or drawn. */
#pragma once

#include <glib.h>

#define OUTPUT_ERROR (output_error_quark ())

typedef enum
{
  OUTPUT_ERROR_WRITE,         /* a file could not be written whole */
  OUTPUT_ERROR_READ,          /* a file or store is missing or cannot be read */
  OUTPUT_ERROR_DAMAGED,       /* a stored row does not match its checksum */
  OUTPUT_ERROR_FOREIGN,       /* a directory holds files that are not of this run */
  OUTPUT_ERROR_IN_USE,        /* another process writes into this directory */
  OUTPUT_ERROR_DRAW,          /* the drawing library failed */
  OUTPUT_ERROR_SIZE,          /* a picture larger or smaller than can be drawn */
  OUTPUT_ERROR_UNKNOWN_CHART, /* no chart has that name */
  OUTPUT_ERROR_NO_DATA,       /* the results lack what the chart draws */
} OutputError;

GQuark output_error_quark (void);
