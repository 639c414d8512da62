/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Packing: numbers and texts as few bytes, the same on every machine. */
#pragma once

#include "sim/histogram.h"
#include "sim/table.h"

/* Contract: what is packed is unpacked bit by bit the same (every NaN as the same NaN).
 * Unpacking reads nothing outside its bytes, whatever they are: once they make no sense
 * the unpacker is broken, gives zeros, and stays so.  The form, all little-endian:
 *
 *   number    varint: seven bits a byte, the lowest first, the high bit says "more"
 *   signed    number 2v for v >= 0, -2v - 1 for v < 0
 *   text      number length, bytes; NULL is length 0 in front of which stands a 0, else a
 * 1 doubles   one nibble a value, two a byte, the earlier one low: 0..8 = how many of the
 *             eight bytes, from the highest, are not all zero to their end; 9 = NaN;
 *             10..12 = a whole number above 0 of one to three bytes; then these bytes of
 *             all values, the highest last
 *   histogram number of non-empty bins; for each, gap to the one before and count - 1: as
 *             a byte, gap below, if they are below 15 and 16; else as a byte of ones and
 *             two numbers
 *   table     see sim_pack_table()
 *
 * Small whole numbers, which most values are, take a byte and a half. */

/** Appends to @bytes. */
void sim_pack_number (GByteArray *bytes, uint64_t value);
void sim_pack_signed (GByteArray *bytes, int64_t value);
/** @text: (nullable) */
void sim_pack_text (GByteArray *bytes, const char *text);
void sim_pack_doubles (GByteArray *bytes, const double *values, size_t n_values);
void sim_pack_histogram (GByteArray *bytes, const SimHistogram *histogram);
/** Column names and decimals, the texts that occur, once each, and the rows. */
void sim_pack_table (GByteArray *bytes, const SimTable *table);

typedef struct
{
  const uint8_t *at;
  const uint8_t *end;
  bool is_broken;
} SimUnpacker;

void sim_unpack_init (SimUnpacker *unpacker, const void *bytes, size_t length);
uint64_t sim_unpack_number (SimUnpacker *unpacker);
/** A number that counts what follows: broken if more than @at_most. */
size_t sim_unpack_count (SimUnpacker *unpacker, size_t at_most);
int64_t sim_unpack_signed (SimUnpacker *unpacker);
/** Returns: (transfer full) (nullable) */
char *sim_unpack_text (SimUnpacker *unpacker);
void sim_unpack_doubles (SimUnpacker *unpacker, double *values, size_t n_values);
/** Replaces the content of @histogram. */
void sim_unpack_histogram (SimUnpacker *unpacker, SimHistogram *histogram);
/** Returns: (transfer full): the table, NULL if broken */
SimTable *sim_unpack_table (SimUnpacker *unpacker);
/** Returns: true if all was read and made sense */
bool sim_unpack_is_whole (const SimUnpacker *unpacker);

/**
 * sim_checksum:
 * @sum: the sum of what stands before, 0 at the beginning
 *
 * Goes on with @length bytes and their number.  Every step is invertible, so two pieces
 * that differ in one aligned word of eight bytes never have the same sum; others, by
 * chance, once in 2^64.  It guards against faults, not against intent.
 *
 * Ours, after the multiply-and-xorshift mixers of FNV and SplitMix.
 */
uint64_t sim_checksum (uint64_t sum, const void *bytes, size_t length);
