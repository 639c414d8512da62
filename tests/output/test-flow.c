/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of flow: what stands together on a page. */
#include "output/flow.h"

#include <string.h>

#include "tests/support/assert.h"

static OutputCanvas *
make_canvas (void)
{
  const OutputDocument document = { .title = "Test",
                                    .creator = "day31",
                                    .language = OUTPUT_LANGUAGE_EN,
                                    .width = OUTPUT_FLOW_WIDTH,
                                    .height = OUTPUT_FLOW_HEIGHT,
                                    .scale = 1.0 };
  return output_canvas_new (OUTPUT_FORMAT_TEXT, &document, NULL);
}

static char *
finish (OutputCanvas *canvas, OutputFlow *flow)
{
  output_flow_end (flow);
  g_autoptr (GBytes) bytes = output_canvas_finish (canvas, NULL);
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  return g_strndup (data, length);
}

/* Pages end with their footer, which holds "foot". */
static bool
are_on_one_page (const char *layout, const char *first, const char *second)
{
  const char *from = strstr (layout, first);
  const char *to = strstr (layout, second);
  assert_non_null (from);
  assert_non_null (to);
  g_autofree char *between = g_strndup (from, (gsize) (to - from));
  return strstr (between, "foot") == NULL;
}

/* The report of twenty rules had the heading of its measures alone at a page's end: the
 * table below asked for as much as the heading had, but began a little lower. Whatever is
 * left of the page, a heading has its table's head and first row with it. */
static void
heading_keeps_head_and_first_row_of_its_table (void **state)
{
  (void) state;
  const OutputFlowColumn columns[] = { { "headword", 0.5, OUTPUT_ALIGN_START },
                                       { "other", 0.5, OUTPUT_ALIGN_START } };
  const char *const cells[] = { "rowone", "1", "rowtwo", "2" };
  int n_turned = 0;

  for (double left = 20.0; left < 140.0; left += 1.0)
    {
      g_autoptr (OutputCanvas) canvas = make_canvas ();
      g_autoptr (OutputFlow) flow = output_flow_new (canvas, "foot", 2);
      output_flow_paragraph (flow, "begins");
      output_flow_room (flow, output_flow_left (flow) - left);
      output_flow_heading (flow, 1, "Heading");
      output_flow_table (flow, columns, 2, cells, 2);
      g_autofree char *layout = finish (canvas, flow);
      assert_true (are_on_one_page (layout, "Heading", "headword"));
      assert_true (are_on_one_page (layout, "headword", "rowone"));
      n_turned += !are_on_one_page (layout, "begins", "Heading");
    }
  /* Both happened: it fitted, and it did not. */
  assert_in_range (n_turned, 1, 119);
}

/* A first row that is high takes the head with it to the next page. */
static void
head_is_never_left_by_a_high_first_row (void **state)
{
  (void) state;
  const OutputFlowColumn columns[] = { { "headword", 1.0, OUTPUT_ALIGN_START } };
  const char *const cells[] = { "rowone\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12" };
  g_autoptr (OutputCanvas) canvas = make_canvas ();
  g_autoptr (OutputFlow) flow = output_flow_new (canvas, "foot", 2);

  /* A line of 7 pt is at least 8 pt high: 12 do not fit into 90 with the head. */
  output_flow_paragraph (flow, "begins");
  output_flow_room (flow, output_flow_left (flow) - 90.0);
  output_flow_table (flow, columns, 1, cells, 1);
  g_autofree char *layout = finish (canvas, flow);
  assert_true (are_on_one_page (layout, "headword", "rowone"));
  assert_false (are_on_one_page (layout, "begins", "headword"));
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (heading_keeps_head_and_first_row_of_its_table),
    cmocka_unit_test (head_is_never_left_by_a_high_first_row),
  };

  return cmocka_run_group_tests_name ("flow", tests, NULL, NULL);
}
