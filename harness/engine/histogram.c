/* histogram.c -- reading a histogram; see histogram.h. */
#include "histogram.h"

uint64_t ac_histogram_upper(unsigned bucket)
{
    if (bucket >> (AC_HISTOGRAM_BITS + 1) == 0)
        return bucket;
    unsigned shift = (bucket >> AC_HISTOGRAM_BITS) - 1;
    uint64_t lead = bucket - (shift << AC_HISTOGRAM_BITS);
    return (lead << shift) + (((uint64_t)1 << shift) - 1);
}

uint64_t ac_histogram_percentile(const struct ac_histogram *histogram, unsigned percent)
{
    uint64_t total = histogram->total;
    uint64_t rank = total / 100 * percent + (total % 100 * percent + 99) / 100;
    uint64_t seen = 0;
    if (!rank)
        rank = 1;
    for (unsigned i = 0; i < AC_HISTOGRAM_BUCKETS && total; i++) {
        seen += histogram->buckets[i];
        if (seen >= rank) {
            uint64_t upper = ac_histogram_upper(i);
            return upper < histogram->max ? upper : histogram->max;
        }
    }
    return histogram->max;
}
