/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scale: from values to places on the page. */
#pragma once

/* Contract: linear; [from, to] in the data's unit maps to [start, end] in points, which
 * may run downwards.  A scale whose from equals its to maps everything to the middle. */

typedef struct
{
  double from, to;   /* data */
  double start, end; /* pt */
} OutputScale;

static inline double
output_scale_at (const OutputScale *scale, double value)
{
  if (scale->to == scale->from)
    return (scale->start + scale->end) / 2.0;
  return scale->start +
         (value - scale->from) / (scale->to - scale->from) * (scale->end - scale->start);
}

static inline double
output_scale_clamp (const OutputScale *scale, double value)
{
  return value < scale->from ? scale->from : value > scale->to ? scale->to : value;
}
