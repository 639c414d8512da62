/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Packed numbers come back bit by bit, and broken bytes are noticed. */
#include "sim/packing.h"

#include <float.h>
#include <string.h>

#include "sim/trace-packing.h"
#include "tests/support/assert.h"
#include "tests/support/synthetic-chunk.h"

static void
numbers_come_back (void **state)
{
  (void) state;
  static const uint64_t numbers[] = { 0, 1, 127, 128, 16383, 16384, UINT64_MAX };
  static const int64_t integers[] = { 0, -1, 1, -64, 64, INT64_MIN, INT64_MAX };
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  for (size_t i = 0; i < G_N_ELEMENTS (numbers); i++)
    sim_pack_number (bytes, numbers[i]);
  /* Seven bits a byte: 1 + 1 + 1 + 2 + 2 + 3 + 10 (64 bits / 7, rounded up). */
  assert_int_equal (bytes->len, 20);
  for (size_t i = 0; i < G_N_ELEMENTS (integers); i++)
    sim_pack_signed (bytes, integers[i]);
  SimUnpacker unpacker;
  sim_unpack_init (&unpacker, bytes->data, bytes->len);
  for (size_t i = 0; i < G_N_ELEMENTS (numbers); i++)
    assert_true (sim_unpack_number (&unpacker) == numbers[i]);
  for (size_t i = 0; i < G_N_ELEMENTS (integers); i++)
    assert_true (sim_unpack_signed (&unpacker) == integers[i]);
  assert_true (sim_unpack_is_whole (&unpacker));
}

static void
doubles_come_back_bit_by_bit (void **state)
{
  (void) state;
  static const double values[] = {
    0, -0.0, 1, -1, 3, 0.1, 1.0 / 3, DBL_MAX, DBL_MIN, 4.9e-324, HUGE_VAL, 1e-310, NAN,
    -DBL_MAX,
    /* On both sides of one, two and three bytes, and no whole numbers among them. */
    255, 256, 65535, 65536, 16777215, 16777216, 12345678, 255.5, 65535.5, 16777215.5, 0.5,
    1.5, -255, -256
  };
  size_t n = G_N_ELEMENTS (values);
  double unpacked[G_N_ELEMENTS (values)];
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  sim_pack_doubles (bytes, values, n);
  SimUnpacker unpacker;
  sim_unpack_init (&unpacker, bytes->data, bytes->len);
  sim_unpack_doubles (&unpacker, unpacked, n);
  assert_true (sim_unpack_is_whole (&unpacker));
  for (size_t i = 0; i < n; i++)
    if (isnan (values[i]))
      assert_true (isnan (unpacked[i]));
    else
      assert_memory_equal (unpacked + i, values + i, sizeof (double));
}

static void
small_whole_numbers_take_few_bytes (void **state)
{
  (void) state;
  /* 0 takes none, 1 and 200 one, 300 (0x12c) two; 0.5 (3fe0...) is a double, two bytes;
   * three bytes of nibbles come before. */
  static const double values[] = { 0, 1, 200, 300, 0.5 };
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  sim_pack_doubles (bytes, values, G_N_ELEMENTS (values));
  static const uint8_t expected[] = {
    0xa0, 0xba, 0x02, 0x01, 0xc8, 0x2c, 0x01, 0xe0, 0x3f
  };
  assert_int_equal (bytes->len, sizeof expected);
  assert_memory_equal (bytes->data, expected, sizeof expected);
}

static void
histograms_come_back (void **state)
{
  (void) state;
  SimHistogram histogram = { 0 };
  SimHistogram unpacked = { 0 };
  sim_histogram_add (&histogram, 0);
  for (int i = 0; i < 300; i++)
    sim_histogram_add (&histogram, 31 * SIM_DAY);
  sim_histogram_add (&histogram, INT64_MAX);
  sim_histogram_add (&unpacked, 7 * SIM_DAY);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  sim_pack_histogram (bytes, &histogram);
  SimUnpacker unpacker;
  sim_unpack_init (&unpacker, bytes->data, bytes->len);
  sim_unpack_histogram (&unpacker, &unpacked);
  assert_true (sim_unpack_is_whole (&unpacker));
  assert_int_equal (unpacked.count, 302);
  assert_int_equal (unpacked.used, histogram.used);
  assert_memory_equal (unpacked.bins, histogram.bins,
                       histogram.used * sizeof *histogram.bins);
  sim_histogram_clear_memory (&histogram);
  sim_histogram_clear_memory (&unpacked);
}

static void
bins_take_a_byte_each (void **state)
{
  (void) state;
  /* Bin k ends at k hours.  The largest gap, 14, and count, 16, of a byte; then a gap of
   * 15 and a count of 17, one more each: a byte of ones and two numbers. */
  static const struct
  {
    int hours, count;
  } bins[] = { { 14, 16 }, { 30, 1 }, { 31, 17 } };
  static const uint8_t expected[] = { 3, 0xfe, 0xff, 15, 0, 0xff, 0, 16 };
  SimHistogram histogram = { 0 };
  SimHistogram unpacked = { 0 };
  for (size_t i = 0; i < G_N_ELEMENTS (bins); i++)
    for (int n = 0; n < bins[i].count; n++)
      sim_histogram_add (&histogram, bins[i].hours * SIM_HOUR);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  sim_pack_histogram (bytes, &histogram);
  assert_int_equal (bytes->len, sizeof expected);
  assert_memory_equal (bytes->data, expected, sizeof expected);
  SimUnpacker unpacker;
  sim_unpack_init (&unpacker, bytes->data, bytes->len);
  sim_unpack_histogram (&unpacker, &unpacked);
  assert_true (sim_unpack_is_whole (&unpacker));
  assert_int_equal (unpacked.count, 16 + 1 + 17);
  assert_int_equal (unpacked.used, 32);
  assert_memory_equal (unpacked.bins, histogram.bins, 32 * sizeof *histogram.bins);
  sim_histogram_clear_memory (&histogram);
  sim_histogram_clear_memory (&unpacked);
}

static void
broken_bytes_break_the_unpacker_only (void **state)
{
  (void) state;
  g_autoptr (SimTrace) trace = synthetic_trace_new (0, 0);
  SimHistogram histogram = { 0 };
  SimHistogram unpacked = { 0 };
  for (int i = 0; i < 50; i++)
    sim_histogram_add (&histogram, i * i * SIM_HOUR);
  GByteArray *packed[3] = {
    g_byte_array_new (),
    g_byte_array_new (),
    g_byte_array_new (),
  };
  sim_pack_table (packed[0], trace->patients);
  sim_pack_trace_frame (packed[1], trace);
  sim_pack_histogram (packed[2], &histogram);
  /* Every beginning of the bytes, and every byte changed: never a crash; what is cut off
   * is always noticed.  The checksum notices the changes. */
  for (int kind = 0; kind < 3; kind++)
    for (guint cut = 0; cut < packed[kind]->len; cut++)
      for (unsigned flip = 0; flip < 256; flip += 15)
        {
          size_t length = flip == 0 ? cut : packed[kind]->len;
          g_autofree uint8_t *bytes = g_memdup2 (packed[kind]->data, packed[kind]->len);
          g_autofree uint8_t *exact = g_malloc (length + 1);
          bytes[cut] = (uint8_t) (bytes[cut] ^ flip);
          memcpy (exact, bytes, length);
          SimUnpacker unpacker;
          sim_unpack_init (&unpacker, exact, length);
          if (kind == 0)
            sim_table_free (sim_unpack_table (&unpacker));
          else if (kind == 1)
            sim_trace_free (sim_unpack_trace_frame (&unpacker));
          else
            sim_unpack_histogram (&unpacker, &unpacked);
          if (flip == 0)
            assert_false (sim_unpack_is_whole (&unpacker));
        }
  sim_histogram_clear_memory (&histogram);
  sim_histogram_clear_memory (&unpacked);
  for (int kind = 0; kind < 3; kind++)
    g_clear_pointer (&packed[kind], g_byte_array_unref);
}

static void
checksum_changes_with_every_bit (void **state)
{
  (void) state;
  uint8_t bytes[37];
  for (size_t i = 0; i < sizeof bytes; i++)
    bytes[i] = (uint8_t) (i * 7);
  uint64_t sum = sim_checksum (0, bytes, sizeof bytes);
  for (size_t i = 0; i < 8 * sizeof bytes; i++)
    {
      bytes[i / 8] = (uint8_t) (bytes[i / 8] ^ 1u << i % 8);
      assert_true (sim_checksum (0, bytes, sizeof bytes) != sum);
      bytes[i / 8] = (uint8_t) (bytes[i / 8] ^ 1u << i % 8);
    }
  assert_true (sim_checksum (0, bytes, sizeof bytes) == sum);
  assert_true (sim_checksum (0, bytes, sizeof bytes - 1) != sum);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (numbers_come_back),
    cmocka_unit_test (doubles_come_back_bit_by_bit),
    cmocka_unit_test (small_whole_numbers_take_few_bytes),
    cmocka_unit_test (histograms_come_back),
    cmocka_unit_test (bins_take_a_byte_each),
    cmocka_unit_test (broken_bytes_break_the_unpacker_only),
    cmocka_unit_test (checksum_changes_with_every_bit),
  };
  return cmocka_run_group_tests (tests, NULL, NULL);
}
