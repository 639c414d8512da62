/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Page: title above, small print below, notes under the chart. */
#include "output/page.h"

#include "output/axes.h"

static double
margin (const OutputCanvas *canvas)
{
  OutputRect page = output_canvas_page (canvas);
  return CLAMP (MIN (page.width, page.height) * 0.05, 8.0, 30.0);
}

static char *
small_print (const OutputCaption *caption, OutputScope scope)
{
  OutputLanguage language = caption->language;
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (parts, output_phrase (language, "scenario {name}", "name",
                                         caption->scenario, NULL));
  if (caption->rule != NULL)
    g_ptr_array_add (
        parts, output_phrase (language, "rule {rule}", "rule", caption->rule, NULL));
  g_autofree char *seed = g_strdup_printf ("%" G_GUINT64_FORMAT, caption->seed);
  g_ptr_array_add (parts, output_phrase (language, "seed {seed}", "seed", seed, NULL));
  g_autofree char *n = output_number ((double) caption->replications, 0);
  g_autofree char *r = output_number ((double) caption->traced + 1.0, 0);
  if (scope == OUTPUT_SCOPE_TRACE)
    g_ptr_array_add (
        parts, output_phrase (language, "replication {r} of {n}", "r", r, "n", n, NULL));
  else if (caption->replications == 1)
    g_ptr_array_add (parts, output_phrase (language, "1 replication", NULL));
  else
    g_ptr_array_add (parts, output_phrase (language, "{n} replications", "n", n, NULL));
  if (caption->version != NULL)
    g_ptr_array_add (parts, g_strconcat ("day31 ", caption->version, NULL));
  g_ptr_array_add (parts, NULL);
  return g_strjoinv (" · ", (char **) parts->pdata);
}

static OutputTextStyle
small_style (const OutputCanvas *canvas)
{
  return (OutputTextStyle){ .size = MAX (output_axes_text_size (canvas) * 0.8, 5.0),
                            .colour = OUTPUT_SMALL };
}

OutputRect
output_page_begin (OutputCanvas *canvas,
                   const OutputCaption *caption,
                   const char *heading)
{
  double rim = margin (canvas);
  OutputRect page = output_canvas_page (canvas);
  OutputRect body = { rim, rim, page.width - 2.0 * rim, page.height - 2.0 * rim };
  double size = output_axes_text_size (canvas);

  OutputTextStyle style = { .size = size * 1.6,
                            .weight = caption->language == OUTPUT_LANGUAGE_JA
                                          ? OUTPUT_WEIGHT_NORMAL
                                          : /* no bold Japanese font */
                                          OUTPUT_WEIGHT_BOLD,
                            .colour = OUTPUT_INK,
                            .wrap = body.width };
  double top = body.y;
  top += output_text_draw (canvas, body.x, top, output_word (caption->language, heading),
                           &style)
             .height;
  top += size * 0.3;

  const char *title = caption->language == OUTPUT_LANGUAGE_JA && caption->title_ja != NULL
                          ? caption->title_ja
                          : caption->title;
  g_autofree char *rule =
      caption->rule != NULL
          ? output_phrase (caption->language, "Rule: {rule}", "rule", caption->rule, NULL)
          : NULL;
  g_autofree char *line = title != NULL && rule != NULL
                              ? g_strconcat (title, "   ", rule, NULL)
                              : g_strdup (title != NULL ? title : rule);
  style.size = size * 1.1;
  style.weight = OUTPUT_WEIGHT_NORMAL;
  style.colour = OUTPUT_SMALL;
  if (line != NULL)
    top += output_text_draw (canvas, body.x, top, line, &style).height;
  top += size * 0.8;

  /* Small print: as many lines as it needs, then the page's number beside the first. */
  OutputTextStyle small = small_style (canvas);
  small.wrap = body.width * 0.82;
  g_autofree char *print = small_print (caption, OUTPUT_SCOPE_TRACE);
  double below = output_text_measure (canvas, print, &small).height + size * 0.6;
  body.height = body.y + body.height - below - top;
  body.y = top;
  return body;
}

void
output_page_end (OutputCanvas *canvas,
                 const OutputCaption *caption,
                 OutputScope scope,
                 int page,
                 int n_pages,
                 int n_wanted)
{
  double rim = margin (canvas);
  OutputRect paper = output_canvas_page (canvas);
  OutputTextStyle style = small_style (canvas);
  style.wrap = (paper.width - 2.0 * rim) * 0.82;
  g_autofree char *print = small_print (caption, scope);
  double height = output_text_measure (canvas, print, &style).height;
  double y = paper.height - rim - height;
  output_text_draw (canvas, rim, y, print, &style);
  if (n_pages < 2)
    return;
  g_autofree char *this_page = g_strdup_printf ("%d", page + 1);
  g_autofree char *pages = g_strdup_printf ("%d", n_pages);
  g_autofree char *wanted = g_strdup_printf ("%d", n_wanted);
  g_autofree char *number =
      output_phrase (caption->language,
                     n_wanted > n_pages ? "page {page} of {pages}, cut from {wanted}"
                                        : "page {page} of {pages}",
                     "page", this_page, "pages", pages, "wanted", wanted, NULL);
  style.wrap = 0.0;
  style.across = OUTPUT_ALIGN_END;
  output_text_draw (canvas, paper.width - rim, y, number, &style);
}

void
output_page_note (OutputCanvas *canvas, OutputRect *body, const char *note)
{
  OutputTextStyle style = small_style (canvas);
  style.size = output_axes_text_size (canvas) * 0.9;
  style.wrap = body->width;
  double height = output_text_measure (canvas, note, &style).height;
  output_text_draw (canvas, body->x, body->y + body->height - height, note, &style);
  body->height -= height + style.size * 0.3;
}

void
output_page_empty (OutputCanvas *canvas, OutputRect body, const char *msgid)
{
  OutputTextStyle style = { .size = output_axes_text_size (canvas) * 1.2,
                            .colour = OUTPUT_SMALL,
                            .across = OUTPUT_ALIGN_MIDDLE,
                            .down = OUTPUT_ALIGN_MIDDLE,
                            .wrap = body.width * 0.8 };
  output_text_draw (canvas, body.x + body.width / 2.0, body.y + body.height / 2.0,
                    output_word (output_canvas_language (canvas), msgid), &style);
}

void
output_page_note_inputs (OutputCanvas *canvas,
                         OutputRect *body,
                         const OutputCaption *caption)
{
  if (caption->input_draws == 0)
    return;
  g_autofree char *draws = output_number ((double) caption->input_draws, 0);
  g_autofree char *note = output_phrase (
      caption->language,
      "Uncertain inputs were drawn {draws} times; intervals are taken over these draws.",
      "draws", draws, NULL);
  output_page_note (canvas, body, note);
}

void
output_page_note_interval (OutputCanvas *canvas,
                           OutputRect *body,
                           const OutputCaption *caption,
                           const char *msgid)
{
  if (caption->replications < 2)
    {
      output_page_note (
          canvas, body,
          output_word (caption->language,
                       "One replication: no confidence interval can be given."));
      return;
    }
  double percent = caption->confidence * 100.0;
  g_autofree char *level = output_number (percent, percent == (int) percent ? 0 : 1);
  g_autofree char *n = output_number ((double) caption->replications, 0);
  g_autofree char *note =
      output_phrase (caption->language, msgid, "level", level, "n", n, NULL);
  output_page_note_inputs (canvas, body, caption);
  output_page_note (canvas, body, note);
}
