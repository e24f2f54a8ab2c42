/* histogram.h -- a log-linear histogram of ns, of fixed size, as HdrHistogram's.
 *
 * Values below 64 have a bucket each; above, every power of two is cut into 32 equal buckets, so a
 * percentile is at most 1/32 (3.2 %) above the value it stands for, never below. The maximum is
 * exact. Source: G. Tene, HdrHistogram (hdrhistogram.org), with 5 bits of precision.
 */
#ifndef AC_ENGINE_HISTOGRAM_H
#define AC_ENGINE_HISTOGRAM_H

#include <stdint.h>

#define AC_HISTOGRAM_BITS    5
#define AC_HISTOGRAM_BUCKETS ((65 - AC_HISTOGRAM_BITS) << AC_HISTOGRAM_BITS)

/* Zeroed is empty. */
struct ac_histogram {
    uint64_t total;
    uint64_t max;
    uint64_t buckets[AC_HISTOGRAM_BUCKETS];
};

static inline unsigned ac_histogram_bucket(uint64_t value)
{
    if (value >> (AC_HISTOGRAM_BITS + 1) == 0)
        return (unsigned)value;
    unsigned shift = 63 - AC_HISTOGRAM_BITS - (unsigned)__builtin_clzll(value);
    return (shift << AC_HISTOGRAM_BITS) + (unsigned)(value >> shift);
}

static inline void ac_histogram_add(struct ac_histogram *histogram, uint64_t value)
{
    histogram->buckets[ac_histogram_bucket(value)]++;
    histogram->total++;
    if (value > histogram->max)
        histogram->max = value;
}

/* The largest value that falls into a bucket. */
uint64_t ac_histogram_upper(unsigned bucket);

/* The smallest value that at least `percent` of all values do not exceed, rounded up to the end of
 * its bucket, but not past the maximum; 0 when empty. */
uint64_t ac_histogram_percentile(const struct ac_histogram *histogram, unsigned percent);

#endif
