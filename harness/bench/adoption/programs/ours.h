/* ours.h -- what the programs with the library share: a run on the default loop, and its consumer. */
#ifndef ADOPTION_OURS_H
#define ADOPTION_OURS_H

#include "../../../loops/attach.h"

#define OURS_USAGE "STRATEGY push|pull TASKS LIMIT"

/* Attaches a run of tally.tasks tasks, which `start` begins; NULL: each is a sleep of 0. In push style each
 * result is handed over; in pull style the program takes it. At the end of the run `detached` (may be NULL) is
 * called. */
void ours_attach(const char *strategy, const char *style,
                 int (*start)(struct ac_workload *workload, struct ac_task *task),
                 void (*detached)(struct ac_run *run));

#endif
