/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shared asserts for cmocka tests: include this first, instead of cmocka.h. */
#pragma once

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/**
 * assert_near:
 * @tolerance: absolute; 0 asks for equality.  NaN is near nothing.
 */
#define assert_near(value, expected, tolerance)                                          \
  assert_near_at ((value), (expected), (tolerance), #value, __FILE__, __LINE__)

static inline void
assert_near_at (double value,
                double expected,
                double tolerance,
                const char *expression,
                const char *file,
                int line)
{
  if (fabs (value - expected) <= tolerance)
    return;
  print_error ("%s is %.17g, expected %.17g +- %g\n", expression, value, expected,
               tolerance);
  _fail (file, line);
}
