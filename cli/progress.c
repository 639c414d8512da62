/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Progress: one line on a terminal's standard error, with the time left. */
#include "cli/progress.h"

#include "config.h"

#include <glib/gi18n.h>
#include <inttypes.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli/text-table.h"

#define WIPE_LINE "\r\033[K"
#define DIM       "\033[2m"
#define PLAIN     "\033[0m"

void
cli_progress_begin (CliProgress *progress, const char *unit, bool is_quiet)
{
  const char *kind = g_getenv ("TERM");
  const char *no_colour = g_getenv ("NO_COLOR");
  bool is_able = isatty (STDERR_FILENO) && kind != NULL && g_strcmp0 (kind, "dumb") != 0;

  *progress = (CliProgress){
    .is_shown = is_able && !is_quiet,
    .unit = unit,
    .has_colour = no_colour == NULL || *no_colour == '\0',
  };
}

/* A duration as a person says it. */
static char *
describe_seconds (double seconds)
{
  if (seconds < 90)
    return g_strdup_printf (_ ("%.0f s"), seconds);
  if (seconds < 90 * 60)
    return g_strdup_printf (_ ("%.0f min"), seconds / 60);
  return g_strdup_printf (_ ("%.1f h"), seconds / 3600);
}

/* A terminal that does not tell is taken for 80 columns. */
static int
terminal_width (void)
{
  struct winsize size = { 0 };

  if (ioctl (STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
    return 80;
  return size.ws_col;
}

void
cli_progress_update (CliProgress *progress, int64_t done, int64_t total)
{
  if (!progress->is_shown || total <= 0)
    return;
  int64_t now = g_get_monotonic_time ();
  if (progress->began == 0)
    {
      progress->began = now;
      progress->first_done = done;
    }
  double elapsed = (double) (now - progress->began) * 1e-6;
  int64_t done_here = done - progress->first_done;
  double share = 100.0 * (double) done / (double) total;
  g_autofree char *line = NULL;

  if (done_here > 0 && elapsed > 0.5 && done < total)
    {
      g_autofree char *left =
          describe_seconds (elapsed * (double) (total - done) / (double) done_here);

      line = g_strdup_printf (_ ("%" PRId64 " of %" PRId64 " %s, %.0f %%, about %s left"),
                              done, total, progress->unit, share, left);
    }
  else
    line = g_strdup_printf (_ ("%" PRId64 " of %" PRId64 " %s, %.0f %%"), done, total,
                            progress->unit, share);
  /* A line that wraps could not be wiped. */
  if (cli_text_width (line) >= (size_t) terminal_width ())
    return;
  fprintf (stderr, "%s%s%s%s", WIPE_LINE, progress->has_colour ? DIM : "", line,
           progress->has_colour ? PLAIN : "");
}

void
cli_progress_end (CliProgress *progress)
{
  if (progress->is_shown && progress->began != 0)
    fputs (WIPE_LINE, stderr);
  progress->is_shown = false;
}
