/* work_run.h -- one run of work on its own loop, for tests. One at a time. */
#ifndef TEST_WORK_RUN_H
#define TEST_WORK_RUN_H

#include "work.h"

extern struct work work;
extern struct ac_run *run;

/* The run's settings, for the test to change before it is opened: `work`, 2 at a time. */
struct ac_config *work_run_config(const struct ac_strategy *strategy);
void work_run_config_open(void);

/* Opens it with those settings, and a timeout; 0: none. */
void work_run_open(const struct ac_strategy *strategy, uint64_t timeout_ms);

/* Takes the next task, which must be that one. */
void work_run_take(uint32_t number, int error);

/* Ends and closes the run: all must add up, and nothing be left. */
void work_run_close(void);

#endif
