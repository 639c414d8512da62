/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The benchmarks' clock: seconds of this process's own processor time. */
#pragma once

#include <time.h>

/** Returns: seconds that only this process counts, so that other work disturbs less */
static inline double
bench_seconds (void)
{
  struct timespec now;
  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double) now.tv_sec + 1e-9 * (double) now.tv_nsec;
}

/** Returns: seconds that pass in the room, for more than one thread */
static inline double
bench_wall_seconds (void)
{
  struct timespec now;
  clock_gettime (CLOCK_MONOTONIC, &now);
  return (double) now.tv_sec + 1e-9 * (double) now.tv_nsec;
}
