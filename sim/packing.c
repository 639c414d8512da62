/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Packing: numbers and texts as few bytes, the same on every machine. */
#include "sim/packing.h"

#include <math.h>
#include <string.h>

#define DOUBLE_SIZE 8
/* The nibbles of values: 0 to DOUBLE_SIZE are lengths; then a NaN, and whole numbers of
 * one to three bytes. */
#define NAN_LENGTH   9
#define WHOLE_LENGTH 10
#define WHOLE_BYTES  3
#define WHOLE_LIMIT  0x1p24
/* A byte of a histogram: the gap in its lower half, the count above; or all ones, and
 * both follow as numbers. */
#define HALF_BITS  4
#define HALF_LIMIT (1u << HALF_BITS)
#define BOTH_LARGE 0xff
/* Seven bits a byte. */
#define MAX_NUMBER_SIZE 10
/* The odd multipliers of FNV-1a (64 bit) and of SplitMix64. */
#define FIRST_FACTOR  UINT64_C (0x00000100000001b3)
#define SECOND_FACTOR UINT64_C (0xbf58476d1ce4e5b9)

/* Returns: the first byte behind @value, written at @at */
static uint8_t *
put_number (uint8_t *at, uint64_t value)
{
  while (value >= 0x80)
    {
      *at++ = (uint8_t) (value | 0x80);
      value >>= 7;
    }
  *at++ = (uint8_t) value;
  return at;
}

void
sim_pack_number (GByteArray *bytes, uint64_t value)
{
  uint8_t buffer[MAX_NUMBER_SIZE];
  g_byte_array_append (bytes, buffer, (guint) (put_number (buffer, value) - buffer));
}

void
sim_pack_signed (GByteArray *bytes, int64_t value)
{
  sim_pack_number (bytes, ((uint64_t) value << 1) ^ (uint64_t) (value < 0 ? -1 : 0));
}

void
sim_pack_text (GByteArray *bytes, const char *text)
{
  sim_pack_number (bytes, text != NULL);
  size_t length = text ? strlen (text) : 0;
  sim_pack_number (bytes, length);
  if (length > 0)
    g_byte_array_append (bytes, (const guint8 *) text, (guint) length);
}

static uint64_t
bits_of (double value)
{
  uint64_t bits;
  memcpy (&bits, &value, sizeof bits);
  return bits;
}

/* Writes the bytes of @value at *@at, where there is room for eight, and goes behind
 * them. Nobody could guess which values are 0 or whole: no jump asks.  Returns: its
 * nibble */
static inline unsigned
put_double (uint8_t **at, double value)
{
  if (G_UNLIKELY (isnan (value)))
    return NAN_LENGTH;
  uint64_t bits = bits_of (value);
  bool is_small = value >= 1 && value < WHOLE_LIMIT;
  uint32_t whole = is_small ? (uint32_t) value : 0;
  bool is_whole = is_small && whole == value;
  unsigned n_more = (whole > 0xff) + (whole > 0xffff);
  /* The lowest bit that is set, or one above. */
  unsigned n_dropped = (unsigned) __builtin_ctzll (bits | UINT64_C (1) << 63) / 8;
  unsigned length = bits != 0 ? DOUBLE_SIZE - n_dropped : 0;
  bits = GUINT64_TO_LE (is_whole ? whole : bits >> 8 * n_dropped);
  /* The surplus is overwritten. */
  memcpy (*at, &bits, sizeof bits);
  *at += is_whole ? 1 + n_more : length;
  return is_whole ? WHOLE_LENGTH + n_more : length;
}

void
sim_pack_doubles (GByteArray *bytes, const double *values, size_t n_values)
{
  size_t n_nibbles = (n_values + 1) / 2;
  guint begin = bytes->len;
  g_byte_array_set_size (bytes, begin + (guint) (n_nibbles + n_values * DOUBLE_SIZE));
  uint8_t *nibbles = bytes->data + begin;
  uint8_t *at = nibbles + n_nibbles;
  for (size_t i = 0; i < n_values; i += 2)
    {
      unsigned pair = put_double (&at, values[i]);
      if (i + 1 < n_values)
        pair |= put_double (&at, values[i + 1]) << HALF_BITS;
      nibbles[i / 2] = (uint8_t) pair;
    }
  g_byte_array_set_size (bytes, (guint) (at - bytes->data));
}

void
sim_pack_histogram (GByteArray *bytes, const SimHistogram *histogram)
{
  /* Locals, lest a byte written be taken for the bounds. */
  const uint32_t *const bins = histogram->bins;
  const uint32_t first = histogram->first, used = histogram->used;
  uint64_t n_filled = 0;
  for (uint32_t bin = first; bin < used; bin++)
    n_filled += bins[bin] != 0;
  sim_pack_number (bytes, n_filled);
  if (n_filled == 0)
    return;
  /* Room for all at once: there are many.  One more, for what is overwritten. */
  guint begin = bytes->len;
  g_byte_array_set_size (bytes,
                         begin + (guint) (n_filled + 1) * (1 + 2 * MAX_NUMBER_SIZE));
  uint8_t *at = bytes->data + begin;
  uint32_t next = 0;
  for (uint32_t bin = first; bin < used; bin++)
    {
      uint32_t count = bins[bin];
      uint32_t gap = bin - next;
      bool is_filled = count != 0;
      if (gap < HALF_LIMIT - 1 && count <= HALF_LIMIT)
        {
          /* Which bins are filled cannot be guessed: no jump asks. */
          *at = (uint8_t) (gap | (count - 1) << HALF_BITS);
          at += is_filled;
        }
      else if (is_filled)
        {
          *at++ = BOTH_LARGE;
          at = put_number (at, gap);
          at = put_number (at, count - 1);
        }
      next = is_filled ? bin + 1 : next;
    }
  g_byte_array_set_size (bytes, (guint) (at - bytes->data));
}

/* Numbers the texts of @table in order of appearance; equal texts share one pointer. */
static GPtrArray *
collect_texts (const SimTable *table, GHashTable *numbers)
{
  GPtrArray *texts = g_ptr_array_new ();
  size_t n_columns = sim_table_column_count (table);
  for (size_t row = 0; row < sim_table_row_count (table); row++)
    for (size_t column = 0; column < n_columns; column++)
      {
        if (sim_table_column (table, column)->decimals != SIM_TABLE_TEXT)
          continue;
        const char *text = sim_table_row (table, row)[column].text;
        if (!text || g_hash_table_contains (numbers, text))
          continue;
        g_ptr_array_add (texts, (gpointer) text);
        g_hash_table_insert (numbers, (gpointer) text, GUINT_TO_POINTER (texts->len));
      }
  return texts;
}

void
sim_pack_table (GByteArray *bytes, const SimTable *table)
{
  g_autoptr (GHashTable) numbers = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) texts = collect_texts (table, numbers);
  size_t n_columns = sim_table_column_count (table);
  size_t n_rows = sim_table_row_count (table);
  sim_pack_number (bytes, n_columns);
  for (size_t column = 0; column < n_columns; column++)
    {
      sim_pack_text (bytes, sim_table_column (table, column)->name);
      sim_pack_signed (bytes, sim_table_column (table, column)->decimals);
    }
  sim_pack_number (bytes, texts->len);
  for (guint i = 0; i < texts->len; i++)
    sim_pack_text (bytes, texts->pdata[i]);
  sim_pack_number (bytes, n_rows);
  g_autofree double *values = g_new (double, n_columns + 1);
  for (size_t row = 0; row < n_rows; row++)
    {
      const SimCell *cells = sim_table_row (table, row);
      size_t n_values = 0;
      for (size_t column = 0; column < n_columns; column++)
        if (sim_table_column (table, column)->decimals != SIM_TABLE_TEXT)
          values[n_values++] = cells[column].number;
        else if (!cells[column].text)
          sim_pack_number (bytes, 0);
        else
          sim_pack_number (bytes, GPOINTER_TO_UINT (
                                      g_hash_table_lookup (numbers, cells[column].text)));
      sim_pack_doubles (bytes, values, n_values);
    }
}

void
sim_unpack_init (SimUnpacker *unpacker, const void *bytes, size_t length)
{
  unpacker->at = bytes;
  unpacker->end = length > 0 ? unpacker->at + length : unpacker->at;
  unpacker->is_broken = false;
}

static size_t
left_of (const SimUnpacker *unpacker)
{
  return (size_t) (unpacker->end - unpacker->at);
}

static void
break_off (SimUnpacker *unpacker)
{
  unpacker->is_broken = true;
  unpacker->at = unpacker->end;
}

uint64_t
sim_unpack_number (SimUnpacker *unpacker)
{
  uint64_t value = 0;
  for (unsigned shift = 0; shift < 7 * MAX_NUMBER_SIZE; shift += 7)
    {
      if (unpacker->at == unpacker->end)
        break;
      uint8_t byte = *unpacker->at++;
      value |= (uint64_t) (byte & 0x7f) << shift;
      if (!(byte & 0x80))
        return value;
    }
  break_off (unpacker);
  return 0;
}

size_t
sim_unpack_count (SimUnpacker *unpacker, size_t at_most)
{
  uint64_t count = sim_unpack_number (unpacker);
  if (count <= at_most)
    return (size_t) count;
  break_off (unpacker);
  return 0;
}

int64_t
sim_unpack_signed (SimUnpacker *unpacker)
{
  uint64_t value = sim_unpack_number (unpacker);
  return (int64_t) (value >> 1) ^ -(int64_t) (value & 1);
}

char *
sim_unpack_text (SimUnpacker *unpacker)
{
  bool is_given = sim_unpack_number (unpacker) != 0;
  uint64_t length = sim_unpack_number (unpacker);
  if (length > left_of (unpacker))
    break_off (unpacker);
  if (!is_given || unpacker->is_broken)
    return NULL;
  const char *text = (const char *) unpacker->at;
  unpacker->at += length;
  return g_strndup (text, length);
}

/* Called with @n_bytes, up to eight, left. */
static double
unpack_double (SimUnpacker *unpacker, unsigned n_bytes, bool is_whole)
{
  uint64_t bits = 0;
  double value = 0;
  memcpy (&bits, unpacker->at, n_bytes);
  unpacker->at += n_bytes;
  bits = GUINT64_FROM_LE (bits);
  if (is_whole)
    return (double) bits;
  bits = n_bytes > 0 ? bits << 8 * (DOUBLE_SIZE - n_bytes) : 0;
  memcpy (&value, &bits, sizeof value);
  return value;
}

void
sim_unpack_doubles (SimUnpacker *unpacker, double *values, size_t n_values)
{
  memset (values, 0, n_values * sizeof *values);
  size_t n_nibbles = (n_values + 1) / 2;
  if (left_of (unpacker) < n_nibbles)
    {
      break_off (unpacker);
      return;
    }
  const uint8_t *nibbles = unpacker->at;
  unpacker->at += n_nibbles;
  for (size_t i = 0; i < n_values; i++)
    {
      unsigned length = nibbles[i / 2] >> (i % 2 * 4) & 0xf;
      bool is_whole = length >= WHOLE_LENGTH && length < WHOLE_LENGTH + WHOLE_BYTES;
      unsigned n_bytes = is_whole ? length - WHOLE_LENGTH + 1 : length;
      if (length == NAN_LENGTH)
        values[i] = NAN;
      else if (n_bytes > DOUBLE_SIZE || n_bytes > left_of (unpacker))
        {
          break_off (unpacker);
          return;
        }
      else
        values[i] = unpack_double (unpacker, n_bytes, is_whole);
    }
}

/* Reads the gap and the count of a filled bin. */
static void
unpack_bin (SimUnpacker *unpacker, uint64_t *ret_gap, uint64_t *ret_count)
{
  uint8_t byte = BOTH_LARGE;
  if (unpacker->at < unpacker->end)
    byte = *unpacker->at++;
  bool is_large = byte == BOTH_LARGE;
  *ret_gap =
      is_large ? sim_unpack_count (unpacker, SIM_HISTOGRAM_MAX_BINS) : byte % HALF_LIMIT;
  *ret_count =
      (is_large ? sim_unpack_count (unpacker, UINT32_MAX - 1) : byte >> HALF_BITS) + 1;
}

void
sim_unpack_histogram (SimUnpacker *unpacker, SimHistogram *histogram)
{
  sim_histogram_reset (histogram);
  /* A filled bin takes a byte at least. */
  size_t n_filled = sim_unpack_count (unpacker, left_of (unpacker));
  SimUnpacker ahead = *unpacker;
  uint64_t used = 0;
  uint64_t n_values = 0;
  uint64_t gap, count;
  for (size_t i = 0; i < n_filled && used <= SIM_HISTOGRAM_MAX_BINS; i++)
    {
      unpack_bin (&ahead, &gap, &count);
      used += gap + 1;
      n_values += count;
    }
  if (ahead.is_broken || used > SIM_HISTOGRAM_MAX_BINS)
    {
      break_off (unpacker);
      return;
    }
  g_autofree uint32_t *bins = g_new0 (uint32_t, used + 1);
  for (size_t i = 0, bin = 0; i < n_filled; i++, bin++)
    {
      unpack_bin (unpacker, &gap, &count);
      bin += gap;
      bins[bin] = (uint32_t) count;
    }
  SimHistogram filled = { .bins = bins,
                          .n_bins = (uint32_t) used + 1,
                          .used = (uint32_t) used,
                          .count = (int64_t) n_values };
  sim_histogram_merge (histogram, &filled);
}

/* Reads the names and decimals of the columns. */
static SimTable *
unpack_columns (SimUnpacker *unpacker, size_t *ret_n_columns, size_t *ret_n_texts)
{
  size_t n_columns = sim_unpack_count (unpacker, left_of (unpacker) / 3);
  g_autofree SimTableColumn *columns = g_new0 (SimTableColumn, n_columns + 1);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  *ret_n_texts = 0;
  for (size_t i = 0; i < n_columns; i++)
    {
      char *name = sim_unpack_text (unpacker);
      int64_t decimals = sim_unpack_signed (unpacker);
      if (!name || decimals < SIM_TABLE_TEXT || decimals > 17)
        {
          g_free (name);
          break_off (unpacker);
          return NULL;
        }
      g_ptr_array_add (names, name);
      columns[i] = (SimTableColumn){ name, (int) decimals };
      *ret_n_texts += decimals == SIM_TABLE_TEXT;
    }
  if (unpacker->is_broken || n_columns == 0)
    {
      break_off (unpacker);
      return NULL;
    }
  *ret_n_columns = n_columns;
  return sim_table_new (columns, n_columns);
}

SimTable *
sim_unpack_table (SimUnpacker *unpacker)
{
  size_t n_columns = 0;
  size_t n_text_columns = 0;
  g_autoptr (SimTable) table = unpack_columns (unpacker, &n_columns, &n_text_columns);
  if (!table)
    return NULL;
  size_t n_texts = sim_unpack_count (unpacker, left_of (unpacker) / 2);
  g_autofree const char **texts = g_new0 (const char *, n_texts + 1);
  for (size_t i = 0; i < n_texts; i++)
    {
      g_autofree char *text = sim_unpack_text (unpacker);
      texts[i] = text ? sim_table_intern (table, text) : NULL;
    }
  /* A row takes a byte at least, since there is a column. */
  size_t n_rows = sim_unpack_count (unpacker, left_of (unpacker));
  g_autofree double *values = g_new (double, n_columns + 1);
  for (size_t row = 0; row < n_rows && !unpacker->is_broken; row++)
    {
      SimCell *cells = sim_table_add_row (table);
      for (size_t column = 0; column < n_columns; column++)
        if (sim_table_column (table, column)->decimals == SIM_TABLE_TEXT)
          {
            size_t number = sim_unpack_count (unpacker, n_texts);
            cells[column].text = number > 0 ? texts[number - 1] : NULL;
          }
      sim_unpack_doubles (unpacker, values, n_columns - n_text_columns);
      size_t used = 0;
      for (size_t column = 0; column < n_columns; column++)
        if (sim_table_column (table, column)->decimals != SIM_TABLE_TEXT)
          cells[column].number = values[used++];
    }
  return unpacker->is_broken ? NULL : g_steal_pointer (&table);
}

bool
sim_unpack_is_whole (const SimUnpacker *unpacker)
{
  return !unpacker->is_broken && unpacker->at == unpacker->end;
}

static uint64_t
mix (uint64_t sum, uint64_t word)
{
  sum = (sum ^ word) * FIRST_FACTOR;
  sum = (sum ^ sum >> 29) * SECOND_FACTOR;
  return sum ^ sum >> 32;
}

uint64_t
sim_checksum (uint64_t sum, const void *bytes, size_t length)
{
  const uint8_t *at = bytes;
  sum = mix (sum, length);
  for (; length > 0;)
    {
      size_t size = MIN (length, 8);
      uint64_t word = 0;
      memcpy (&word, at, size);
      sum = mix (sum, GUINT64_FROM_LE (word));
      at += size;
      length -= size;
    }
  return sum;
}
