/* example.h -- what the examples share: STRATEGY LIMIT ... WORD..., where each WORD is a task. */
#ifndef EXAMPLES_EXAMPLE_H
#define EXAMPLES_EXAMPLE_H

#include <stdio.h>
#include <stdlib.h>
#include <uv.h>

#include "../harness/engine/run.h"

/* Makes a configuration for `workload`, whose tasks are the words from words[first] on. Its limit is 0,
 * after a line on stderr, if a word is missing, or the strategy or the limit is wrong. */
static inline struct ac_config example_read(int count, char **words, int first, const char *usage,
                                            struct ac_workload *workload)
{
    const struct ac_strategy *strategy = count > first ? ac_strategy_named(words[1]) : NULL;
    uint64_t limit = strategy ? strtoull(words[2], NULL, 10) : 0;
    if (!limit)
        fprintf(stderr, "usage: %s\n", usage);
    workload->count = limit ? (uint64_t)(count - first) : 0;
    workload->data = words + first;
    return (struct ac_config){.size = sizeof(struct ac_config),
                              .strategy = strategy,
                              .workload = workload,
                              .limit = limit,
                              .queue = limit};
}

/* A workload's `next`: its tasks are numbered from 1, in the order of their words. */
static inline int example_next(struct ac_workload *workload, struct ac_item *item)
{
    item->number = (uint32_t)ac_counts(workload->run)->pulled + 1;
    return item->number <= workload->count ? AC_SUPPLY_TASK : AC_SUPPLY_END;
}

static inline const char *example_word(const struct ac_workload *workload,
                                       const struct ac_task *task)
{
    char **words = workload->data;
    return words[task->number - 1];
}

/* Says on stderr what went wrong, if anything did. Returns the error. */
static inline int example_complain(const char *what, int error)
{
    if (error)
        fprintf(stderr, "%s: %s\n", what, uv_strerror(error));
    return error;
}

#endif
