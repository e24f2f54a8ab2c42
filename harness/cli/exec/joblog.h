/* joblog.h -- the log of an `exec`, in GNU parallel's columns: a line for each job that has ended.
 *
 * A line is appended, whole, once what the job printed is written. So a job that a crash, the end of the
 * run or a failed write has cut off is in no log, and --resume runs it. A line break in a command stands as
 * NUL, as parallel has it, so that a job has one line.
 */
#ifndef AC_CLI_EXEC_JOBLOG_H
#define AC_CLI_EXEC_JOBLOG_H

#include "../../scenario/options.h"
#include "../../workloads/exec.h"

/* Opens --joblog, and with --resume reads it. 0, or the exit status after one line on stderr. */
int ac_joblog_open(const struct ac_options *options);

/* Sets the wish's `skip` where the log is resumed. */
void ac_joblog_wish(struct ac_exec_wish *wish);

/* The job of a task that was taken has ended, and what it printed is written. */
void ac_joblog_add(const struct ac_task *task, const struct ac_exec_task *own);

/* How many jobs were skipped since the log has them. */
uint64_t ac_joblog_skipped(void);

/* One line where the log could not be written: then 1 is returned. One where it has jobs, the whole input
 * was read, and none of it is in the log. */
int ac_joblog_tell(bool complete);

void ac_joblog_close(void);

#endif
