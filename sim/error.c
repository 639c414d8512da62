/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can go wrong in the engine through a user's doing. */
#include "sim/error.h"

G_DEFINE_QUARK (day31 - sim - error, sim_error)
