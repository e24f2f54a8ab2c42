/* output.h -- what the consumer of an `exec` does with a job: it writes what was printed. */
#ifndef AC_CLI_EXEC_OUTPUT_H
#define AC_CLI_EXEC_OUTPUT_H

#include "../../engine/run.h"

/* Writes what the job of a task has printed, or with --dry-run its command. False: nothing more can be
 * written. */
bool ac_exec_use(const struct ac_task *task);

/* The checksum of how its job has ended, and of all that it has printed. 0 or a negative errno. */
int ac_exec_check(const struct ac_task *task, uint64_t *sum);

#endif
