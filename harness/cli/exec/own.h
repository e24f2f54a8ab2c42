/* own.h -- what the parts of `exec` share, beside the session: its jobs, and how they are told of. */
#ifndef AC_CLI_EXEC_OWN_H
#define AC_CLI_EXEC_OWN_H

#include "../../workloads/exec.h"
#include "../lines/session.h"

extern struct ac_exec ac_exec_own; /* the workload: one for each process */

/* For struct ac_session_command: the kinds of ends, and the jobs that have not ended. */
unsigned ac_exec_kinds(const struct ac_counts *counts, struct ac_kind *kinds);
void ac_exec_name_alive(const char *what);

#endif
