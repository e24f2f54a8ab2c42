/* limit.h -- the limit that a run comes to. */
#ifndef AC_ENGINE_LIMIT_H
#define AC_ENGINE_LIMIT_H

#include "../../strategies/as_completed.h"

/* The limit that `strategy` runs with, if `limit` was asked for and the source has `count` tasks. */
static inline uint64_t ac_effective_limit(const struct ac_strategy *strategy, uint64_t limit,
                                          uint64_t count)
{
    if (strategy->flags & AC_SERIAL || count == 0)
        return 1;
    return limit < count ? limit : count;
}

#endif
