/* exec_plan.h -- a random run of `exec`, by its seed: its options, its lines, and what is known of each job before it runs. */
#ifndef TEST_EXEC_PLAN_H
#define TEST_EXEC_PLAN_H

#include "../../strategies/as_completed.h"

enum { EXEC_PLAN_MOST = 40, EXEC_PLAN_TRIES = 4 };

extern struct exec_plan {
    const struct ac_strategy *strategy;
    unsigned seed, jobs, limit; /* the highest limit in force; 0: none */
    bool null, ordered, timeout, stop, now;
    unsigned take;    /* 0: all */
    unsigned retries; /* how often a job is tried again, at most */
    char words[512];
    struct exec_plan_job {
        unsigned bytes[2], sleep_ms, value;
        char kind;
    } job[EXEC_PLAN_MOST + 1];
} exec_plan;

/* Draws `exec_plan`. The program has its child, tests/children, in the folder beside it. */
void exec_plan_draw(unsigned seed);

/* A file with its lines, of which some are odd but for their first words; to be closed. */
int exec_plan_lines(void);

/* Whether the job fails in the end, unless something else ends it; and how often it is run. */
bool exec_plan_fails(const struct exec_plan_job *job);
unsigned exec_plan_tries(const struct exec_plan_job *job);

#endif
