/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The yardstick: patients a second of the small model in plain C. */
#include "tests/bench/clock.h"
#include "tests/bench/small-model.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

int
main (int argc, char **argv)
{
  int64_t replications = argc > 1 ? strtoll (argv[1], NULL, 10) : 5000;
  SmallModelCounts sum = { 0 };
  double begin = bench_seconds ();
  for (int64_t i = 0; i < replications; i++)
    {
      SmallModelCounts counts = small_model_run (1, (uint64_t) i);
      sum.events += counts.events;
      for (int group = 0; group < 2; group++)
        {
          sum.injured[group] += counts.injured[group];
          sum.served[group] += counts.served[group];
        }
    }
  double seconds = bench_seconds () - begin;
  int64_t patients = sum.injured[0] + sum.injured[1];
  printf ("replications        %" PRId64 "\n", replications);
  printf ("patients            %" PRId64 "\n", patients);
  printf ("patients a second   %.3g\n", (double) patients / seconds);
  printf ("events a second     %.3g\n", (double) sum.events / seconds);
  printf ("served of injured A %.4f\n", (double) sum.served[0] / (double) sum.injured[0]);
  printf ("served of B and C   %.4f\n", (double) sum.served[1] / (double) sum.injured[1]);
  return 0;
}
