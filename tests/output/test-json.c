/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the JSON writer writes, json-glib reads. */
#include "output/json.h"

#include <json-glib/json-glib.h>

#include "tests/support/assert.h"

static void
written_text_is_read_by_json_glib (void **state)
{
  (void) state;
  g_autoptr (OutputJson) json = output_json_new ();
  output_json_text (json, "text", "say \"no\"\\\n\t\x01 受傷日");
  output_json_text (json, "none", NULL);
  output_json_number (json, "third", 1.0 / 3);
  output_json_number (json, "nan", NAN);
  output_json_number (json, "infinite", HUGE_VAL);
  output_json_integer (json, "least", INT64_MIN);
  output_json_begin_array (json, "list");
  output_json_begin_object (json, NULL);
  output_json_end_object (json);
  output_json_integer (json, NULL, 2);
  output_json_end_array (json);
  output_json_begin_array (json, "empty");
  output_json_end_array (json);
  output_json_text (json, "broken", "\xff");
  const char *text = output_json_end (json);

  g_autoptr (JsonParser) parser = json_parser_new ();
  assert_true (json_parser_load_from_data (parser, text, -1, NULL));
  JsonObject *root = json_node_get_object (json_parser_get_root (parser));
  assert_string_equal (json_object_get_string_member (root, "text"),
                       "say \"no\"\\\n\t\x01 受傷日");
  assert_true (json_object_get_null_member (root, "none"));
  assert_true (json_object_get_null_member (root, "nan"));
  assert_true (json_object_get_null_member (root, "infinite"));
  assert_near (json_object_get_double_member (root, "third"), 1.0 / 3, 0.0);
  assert_true (json_object_get_int_member (root, "least") == INT64_MIN);
  JsonArray *list = json_object_get_array_member (root, "list");
  assert_int_equal (json_array_get_length (list), 2);
  assert_int_equal (json_array_get_int_element (list, 1), 2);
  assert_int_equal (json_array_get_length (json_object_get_array_member (root, "empty")),
                    0);
  assert_string_equal (json_object_get_string_member (root, "broken"), "\xef\xbf\xbd");
}

static void
layout_is_indented_in_the_order_of_the_calls (void **state)
{
  (void) state;
  g_autoptr (OutputJson) json = output_json_new ();
  output_json_number (json, "b", 0.1);
  output_json_begin_array (json, "a");
  output_json_text (json, NULL, "x");
  output_json_end_array (json);
  output_json_unsigned (json, "seed", UINT64_MAX);
  assert_string_equal (output_json_end (json), "{\n"
                                               "  \"b\": 0.1,\n"
                                               "  \"a\": [\n"
                                               "    \"x\"\n"
                                               "  ],\n"
                                               "  \"seed\": 18446744073709551615\n"
                                               "}\n");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (written_text_is_read_by_json_glib),
    cmocka_unit_test (layout_is_indented_in_the_order_of_the_calls),
  };
  return cmocka_run_group_tests (tests, NULL, NULL);
}
