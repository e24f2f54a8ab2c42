/* source.h -- where tasks come from: one at a time, on demand. */
#ifndef AC_SOURCE_H
#define AC_SOURCE_H

#include <stdbool.h>
#include <stdint.h>

#define AC_ENDLESS UINT64_MAX

struct ac_item {
    uint32_t number;
    uint64_t duration_ns;
};

struct ac_source {
    uint64_t count; /* how many tasks there will be, or AC_ENDLESS */

    /* Fills in the next task. 1: done; 0: there is no more, for good; negative errno: it broke, and
     * there is no more. Called only by the harness, from ac_pull. */
    int (*next)(struct ac_source *source, struct ac_item *item);
};

#endif
