/* source.h -- where tasks come from: one at a time, on demand. */
#ifndef AC_ENGINE_SOURCE_H
#define AC_ENGINE_SOURCE_H

#include <stdbool.h>
#include <stdint.h>

#define AC_ENDLESS UINT64_MAX

struct ac_item {
    uint32_t number;
    uint64_t duration_ns;
    int error;         /* 0, or the negative errno value that it will end with, from -32768 on */
    uint64_t there_ns; /* of a dated source: when the task arrived, on the loop's clock */
};

/* What a source may answer; or a negative errno value: it broke, and there is no more. Any other
 * answer, or an item whose error is no errno value, ends the run with -EINVAL. */
enum ac_supply {
    AC_SUPPLY_END,  /* there is no more, for good */
    AC_SUPPLY_TASK, /* the item is filled in */
    AC_SUPPLY_NONE, /* none now: to be asked again at wake_ns */
};

struct ac_source {
    uint64_t count; /* how many tasks there will be, or AC_ENDLESS */

    /* Fills in the next task, if there is one: enum ac_supply or a negative errno value. The item's
     * error is 0 before. Only the harness calls it, when a strategy pulls: perhaps long after the
     * task arrived. */
    int (*next)(struct ac_source *source, struct ac_item *item);

    bool dated;      /* it fills in the item's there_ns; never changes */
    bool timed;      /* it wants to know the time: the harness sets now_ns before each call */
    uint64_t now_ns; /* on the loop's clock */

    /* After AC_SUPPLY_NONE: when to ask again; UINT64_MAX: after ac_more(). On the virtual clock it
     * must be later than now, or the run would ask for ever: it ends with -EINVAL. */
    uint64_t wake_ns;
};

#endif
