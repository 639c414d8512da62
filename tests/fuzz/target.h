/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A fuzz target: what libFuzzer, AFL++ and the replay of the corpus call. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Contract: a target judges by not crashing, not hanging, and by FUZZ_EXPECT; what it is
 * given may be anything.  It leaves nothing behind but what the next input overwrites.
 * The functions with LLVM in their names are those that libFuzzer looks for. */

/** Called once before the first input. */
int LLVMFuzzerInitialize (int *argc, char ***argv);
int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);
/** What a target may do to make new inputs of old ones, by @seed alone. Returns: the new
 * size */
size_t
LLVMFuzzerCustomMutator (uint8_t *data, size_t size, size_t max_size, unsigned seed);
/** libFuzzer's own way, which knows the dictionary. */
size_t LLVMFuzzerMutate (uint8_t *data, size_t size, size_t max_size);

/** Returns: (transfer none): the folder of this process, removed at its end */
const char *fuzz_folder (void);

/** Writes @name in the folder of this process, without the care for crashes of the
 * machine that g_file_set_contents() takes. */
void fuzz_write (const char *name, const void *data, size_t size);

/** Copies a file of the source tree into the folder of this process. */
void fuzz_copy (const char *source, const char *name);

/** Returns: (transfer full): the path of @name in the folder of this process */
char *fuzz_path (const char *name);

/** Ends the process as a crash does, so that the fuzzer keeps the input. */
G_NORETURN void fuzz_fail (const char *file, int line, const char *what);

#define FUZZ_EXPECT(condition)                                                           \
  do                                                                                     \
    {                                                                                    \
      if (!(condition))                                                                  \
        fuzz_fail (__FILE__, __LINE__, #condition);                                      \
    }                                                                                    \
  while (0)
