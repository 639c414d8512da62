/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fuzzes results.sqlite byte by byte: damage is reported, and never drawn. */
#include "tests/fuzz/store-reader.h"
#include "tests/fuzz/target.h"

#include <string.h>

/* An input is damage to a store that is made anew at every start: first two numbers, how
 * many bytes are cut off and how many are added; then triples, where and what is put over
 * what stood there.  A whole file would be all but noise to a fuzzer. */

/* Made once for all inputs. */
static GBytes *whole;

int
LLVMFuzzerInitialize (int *argc, char ***argv)
{
  (void) argc;
  (void) argv;
  whole = fuzz_store_new ();
  return 0;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  gsize n_bytes;
  const guint8 *bytes = g_bytes_get_data (whole, &n_bytes);
  g_autoptr (GByteArray) store = g_byte_array_new ();

  g_byte_array_append (store, bytes, (guint) n_bytes);
  for (size_t i = 4; i + 3 <= size; i += 3)
    {
      size_t place = ((size_t) data[i] << 8 | data[i + 1]) % n_bytes;
      store->data[place] ^= data[i + 2];
    }
  bool is_whole = memcmp (store->data, bytes, n_bytes) == 0;
  size_t cut = size >= 2 ? ((size_t) data[0] << 8 | data[1]) % n_bytes : 0;
  size_t added = size >= 4 ? (size_t) data[2] << 8 | data[3] : 0;
  g_byte_array_set_size (store, (guint) (n_bytes - cut));
  g_byte_array_set_size (store, (guint) (n_bytes - cut + added));
  memset (store->data + n_bytes - cut, 0x55, added);

  fuzz_write ("results/results.sqlite", store->data, store->len);
  bool is_open = fuzz_store_read ();
  if (is_whole && cut == 0 && added == 0)
    FUZZ_EXPECT (is_open);
  return 0;
}
