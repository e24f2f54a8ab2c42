/* plan.h -- whether `exec` can do what is asked, and what it would run. */
#ifndef AC_CLI_EXEC_PLAN_H
#define AC_CLI_EXEC_PLAN_H

#include "../../scenario/options.h"
#include "../../workloads/exec.h"

/* Whether stdin is another file than stdout and stderr, and the system can serve the limit; if not, after one
 * line on stderr. */
bool ac_exec_possible(const struct ac_options *options);

/* The command for a line, as a line for a shell; to be freed. NULL: no memory. */
char *ac_exec_shown(const struct ac_exec_wish *wish, const char *line);

#endif
