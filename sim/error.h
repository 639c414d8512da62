/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can go wrong in the engine through a user's doing. */
#pragma once

#include <glib.h>

#define SIM_ERROR (sim_error_quark ())

typedef enum
{
  SIM_ERROR_DISTRIBUTION, /* parameters that no distribution has, or cannot be sampled */
  SIM_ERROR_NEVER_OPEN,   /* a calendar that never opens (again) */
  SIM_ERROR_ENDLESS,      /* more events at one instant than SIM_MAX_EVENTS_AN_INSTANT */
  SIM_ERROR_DEADLOCK,     /* batches wait for each other's pools */
  SIM_ERROR_CONSERVATION, /* a replication broke a law of conservation: a defect */
  SIM_ERROR_CANCELLED,    /* the caller asked to stop; what is finished stands */
  SIM_ERROR_SINK,         /* the receiver of results failed */
  SIM_ERROR_LAUNCHER, /* processes that do not reach each other; one that sent rubbish */
  SIM_ERROR_SIZE,     /* a block too large to be sent */
} SimError;

GQuark sim_error_quark (void);

/* More events than this at one instant are taken for an endless loop (DESIGN section 7).
 */
#define SIM_MAX_EVENTS_AN_INSTANT 1000000
