/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A tool of the build: writes a file's bytes as a C array (embed INPUT OUTPUT NAME). */
#include <stdio.h>
#include <stdlib.h>

int
main (int argc, char **argv)
{
  if (argc != 4)
    return EXIT_FAILURE;
  FILE *input = fopen (argv[1], "rb");
  FILE *output = fopen (argv[2], "wb");
  if (input == NULL || output == NULL)
    return EXIT_FAILURE;

  /* The size comes behind the array, without the zero byte at its end. */
  fprintf (output, "#include <stddef.h>\n");
  fprintf (output, "extern const char %s_bytes[];\n", argv[3]);
  fprintf (output, "extern const size_t %s_size;\n", argv[3]);
  fprintf (output, "const char %s_bytes[] = {", argv[3]);
  size_t size = 0;
  for (int c = fgetc (input); c != EOF; c = fgetc (input), size++)
    fprintf (output, size % 16 == 0 ? "\n%d," : "%d,", c < 128 ? c : c - 256);
  fprintf (output, "\n0 };\nconst size_t %s_size = %zu;\n", argv[3], size);
  if (ferror (input) != 0 || fclose (output) != 0)
    return EXIT_FAILURE;
  fclose (input);
  return EXIT_SUCCESS;
}
