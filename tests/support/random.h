/* random.h -- a seeded stream of draws for the tests: SplitMix64 (Steele, Lea, Flood, 2014). */
#ifndef TEST_RANDOM_H
#define TEST_RANDOM_H

#include <stdint.h>

struct random_draws {
    uint64_t state; /* the seed to begin with */
};

static inline uint64_t draw_word(struct random_draws *draws)
{
    uint64_t word = draws->state += 0x9e3779b97f4a7c15;
    word = (word ^ (word >> 30)) * 0xbf58476d1ce4e5b9;
    word = (word ^ (word >> 27)) * 0x94d049bb133111eb;
    return word ^ (word >> 31);
}

/* A number below `bound`, which is at least 1 and small against 2^64. */
static inline uint64_t draw_below(struct random_draws *draws, uint64_t bound)
{
    return draw_word(draws) % bound;
}

#endif
