/* verdict.h -- what repeated, paired measurements allow one to say.
 *
 * A verdict compares a strategy with the reference (callback) round by round: the two ran in the
 * same round, so what changes from round to round cancels in their ratio. The interval is by rank:
 * see statistics.h of harness/base.
 */
#ifndef AC_BENCH_STATS_VERDICT_H
#define AC_BENCH_STATS_VERDICT_H

#include <stddef.h>

enum verdict_word {
    VERDICT_NONE, /* no interval: fewer than six pairs */
    VERDICT_FASTER,
    VERDICT_SLOWER,
    VERDICT_SAME,
    VERDICT_NOT_RESOLVED,
};

/* The four fixed words; "" for VERDICT_NONE. */
const char *verdict_words(enum verdict_word word);

struct verdict {
    enum verdict_word word;
    size_t pairs;     /* those with two numbers above 0 */
    double ratio;     /* the median of value / reference; NAN without pairs */
    double low, high; /* its interval; NAN where there is none */
    double coverage;  /* how likely it holds the median, at least 0.95 */
};

/* Compares values[i] with references[i] of the same round. The word: `same within 1 %` where the
 * whole interval lies between 1/1.01 and 1.01, else `faster` where it lies below 1, `slower` where
 * it lies above, else `not resolved`. Pairs with a NAN or nothing above 0 are left out. */
struct verdict verdict_compare(const double values[], const double references[], size_t count);

#endif
