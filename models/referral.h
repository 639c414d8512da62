/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Referral: the patient reaches a site that is open, by transfer where it must be. */
#pragma once

#include "models/run.h"

/** The patient is referred to the own site now. */
void model_referral_event (ModelRun *run, ModelPatient *patient);
/** The patient, whose own site is not open yet, is sent to one that is. */
void model_referral_transfer (ModelRun *run, ModelPatient *patient);
/** The patient arrives at the site to which the transfer went. */
void model_referral_transferred (ModelRun *run, ModelPatient *patient);
