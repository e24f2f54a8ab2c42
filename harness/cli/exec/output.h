/* output.h -- what the consumer of an `exec` does with a job: it writes what was printed. */
#ifndef AC_CLI_EXEC_OUTPUT_H
#define AC_CLI_EXEC_OUTPUT_H

#include "../../engine/run.h"

/* Writes what the job of a task has printed, or with --dry-run its command; counts how it ended. False:
 * nothing more can be written. */
bool ac_exec_use(const struct ac_task *task);

#endif
