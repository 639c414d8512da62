/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can go wrong when results are written, read or drawn. */
#include "output/error.h"

G_DEFINE_QUARK (day31 - output - error, output_error)
