/* check.c -- the battery for everybody: what it finds, as one line. See check.h. */
#include "check.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>

#include "../engine/engine.h"
#include "conformance.h"

static void check_describe(const struct ac_conformance *found, char *why, size_t size)
{
    char who[24] = "expected: ";
    if (found->task)
        snprintf(who, sizeof who, "task %" PRIu32 " ", found->task);
    else if (found->is_rule)
        snprintf(who, sizeof who, "a task ");
    snprintf(why, size,
             "day \"%s\", check \"%s\" (N=%" PRIu64 ", limit %" PRIu64 ", queue %" PRIu64 "): %s%s",
             found->day, found->check, found->count, found->limit, found->queue, who,
             found->expected);
}

int ac_check_strategy(const struct ac_strategy *strategy, char *why, size_t size)
{
    struct ac_conformance found;
    int error = engine_check_size(strategy, sizeof *strategy);
    if (!error)
        error = strategy->fill && strategy->take ? ac_conformance(strategy, &found) : -EINVAL;
    if (error == -EPROTO)
        check_describe(&found, why, size);
    else
        snprintf(why, size, "%s",
                 !error             ? "conforms"
                 : error == -ENOMEM ? "out of memory"
                                    : "cannot be run: it lacks fill or take, or its size is wrong");
    return error;
}
