/* draw.h -- drawing lots: a seeded generator, an unbiased number below n, a shuffle, a Latin
 * square.
 *
 * No floating point, so the same seed draws the same everywhere. The generator is SplitMix64, one
 * step of which is ac_mix() of ../workload.h.
 */
#ifndef AC_BENCH_STATS_DRAW_H
#define AC_BENCH_STATS_DRAW_H

#include <stddef.h>
#include <stdint.h>

struct draw {
    uint64_t state; /* the seed */
};

/* A seed below 2^63 (a JSON integer) from the system; 0 or a negative errno. */
int draw_seed(uint64_t *seed);

/* 64 random bits. */
uint64_t draw_bits(struct draw *draw);

/* A number from 0 to count - 1, each equally likely: draws in the last, partial run of `count` are
 * drawn again. count > 0. */
uint64_t draw_below(struct draw *draw, uint64_t count);

/* Puts the items in random order, each of the count! equally likely (Fisher and Yates; Durstenfeld
 * 1964). */
void draw_shuffle(struct draw *draw, size_t items[], size_t count);

/* A Latin square: square[round * size + position] = item; each item once in each round and once in
 * each position. The cyclic square (round + position) mod size with its rounds, positions and items
 * permuted at random: every item is equally likely at every place, though not every Latin square
 * can come out. Above three
 * items, positions that differ by a constant are drawn again (for seven items 42 of 5040 orders):
 * with them each item would follow the same other in every round. */
void draw_latin_square(struct draw *draw, size_t square[], size_t size);

#endif
