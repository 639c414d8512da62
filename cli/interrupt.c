/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Interrupts: SIGINT and SIGTERM as a polite request first, an end the second time. */
#include "cli/interrupt.h"

#include <signal.h>
#include <stddef.h>

/* The one mutable global of the project: a signal handler has no argument of ours. */
static atomic_int caught_signal;

static void
catch_signal (int signal_number)
{
  int none = 0;

  if (atomic_compare_exchange_strong (&caught_signal, &none, signal_number))
    return;
  /* The second one: die of it, so that the caller sees 128 + its number. */
  signal (signal_number, SIG_DFL);
  raise (signal_number);
}

void
cli_interrupt_init (void)
{
  struct sigaction action = { .sa_handler = catch_signal, .sa_flags = SA_RESTART };

  sigemptyset (&action.sa_mask);
  sigaction (SIGINT, &action, NULL);
  sigaction (SIGTERM, &action, NULL);
  signal (SIGPIPE, SIG_IGN);
}

atomic_int *
cli_interrupt_flag (void)
{
  return &caught_signal;
}
