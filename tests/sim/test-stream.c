/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of sim/stream.h. */
#include "tests/support/assert.h"

#include "sim/stream.h"

/* Known answers published with Random123 (Salmon et al. 2011), Philox4x64 with ten
 * rounds. */
static void
philox_gives_the_published_answers (void **state)
{
  (void) state;
  static const struct
  {
    philox4x64_ctr_t counter;
    philox4x64_key_t key;
    uint64_t answer[4];
  } known[] = {
    { { { 0, 0, 0, 0 } },
      { { 0, 0 } },
      { 0x16554d9eca36314c, 0xdb20fe9d672d0fdc, 0xd7e772cee186176b,
        0x7e68b68aec7ba23b } },
    { { { UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX } },
      { { UINT64_MAX, UINT64_MAX } },
      { 0x87b092c3013fe90b, 0x438c3c67be8d0224, 0x9cc7d7c69cd777b6,
        0xa09caebf594f0ba0 } },
    { { { 0x243f6a8885a308d3, 0x13198a2e03707344, 0xa4093822299f31d0,
          0x082efa98ec4e6c89 } },
      { { 0x452821e638d01377, 0xbe5466cf34e90c6c } },
      { 0xa528f45403e61d95, 0x38c72dbd566e9788, 0xa5a1610e72fd18b5,
        0x57bd43b5e52b7fe6 } },
  };
  for (size_t i = 0; i < sizeof known / sizeof *known; i++)
    {
      philox4x64_ctr_t block = philox4x64 (known[i].counter, known[i].key);
      for (int word = 0; word < 4; word++)
        assert_true (block.v[word] == known[i].answer[word]);
    }
}

static void
a_block_is_philox_at_its_address (void **state)
{
  (void) state;
  SimBlock zero = sim_stream_block ((SimStreamKey){ 0, 0 }, 0, 0, 0);
  assert_true (zero.word[0] == 0x16554d9eca36314c);
  assert_true (zero.word[3] == 0x7e68b68aec7ba23b);

  /* Key (seed, replication), counter (index, entity, purpose, 0). */
  SimBlock block = sim_stream_block ((SimStreamKey){ 11, 12 }, 13, 14, 15);
  philox4x64_ctr_t counter = { { 15, 13, 14, 0 } };
  philox4x64_key_t key = { { 11, 12 } };
  philox4x64_ctr_t expected = philox4x64 (counter, key);
  for (int word = 0; word < 4; word++)
    assert_true (block.word[word] == expected.v[word]);
}

static void
uniform_is_never_0_or_1 (void **state)
{
  (void) state;
  assert_true (sim_uniform (0) > 0);
  assert_true (sim_uniform (UINT64_MAX) < 1);
  /* The greatest is 1 - 2^-53, and so symmetric to the least, 2^-53. */
  assert_near (sim_uniform (0), 0x1p-53, 0);
  assert_near (1 - sim_uniform (UINT64_MAX), 0x1p-53, 0);
  assert_near (sim_uniform (UINT64_C (1) << 63), 0.5 + 0x1p-53, 0);
}

static void
uniforms_fill_the_interval_evenly (void **state)
{
  (void) state;
  /* 100,000 in 10 classes: chi-square with 9 degrees of freedom is below 27.88 with
   * probability 0.999; the numbers are fixed, so this is no lottery. */
  int counts[10] = { 0 };
  double sum = 0;
  for (uint64_t i = 0; i < 25000; i++)
    {
      SimBlock block = sim_stream_block ((SimStreamKey){ 1, 0 }, i, 3, 0);
      for (int word = 0; word < 4; word++)
        {
          double u = sim_uniform (block.word[word]);
          counts[(int) (10 * u)]++;
          sum += u;
        }
    }
  double chi_square = 0;
  for (int i = 0; i < 10; i++)
    chi_square += (counts[i] - 1e4) * (counts[i] - 1e4) / 1e4;
  assert_true (chi_square < 27.88);
  /* The mean's standard error is 1 / sqrt (12 x 100,000) = 0.00091. */
  assert_near (sum / 1e5, 0.5, 4 * 0.00091);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (philox_gives_the_published_answers),
    cmocka_unit_test (a_block_is_philox_at_its_address),
    cmocka_unit_test (uniform_is_never_0_or_1),
    cmocka_unit_test (uniforms_fill_the_interval_evenly),
  };
  return cmocka_run_group_tests_name ("sim/stream", tests, NULL, NULL);
}
