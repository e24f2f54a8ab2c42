/* all.h -- `exec -s all`: the jobs are run again for each strategy, and the runs are compared. */
#ifndef AC_CLI_EXEC_ALL_H
#define AC_CLI_EXEC_ALL_H

#include "../../scenario/options.h"

/* Runs them under each strategy of options->compared. The exit status. */
int ac_exec_all(const struct ac_options *options);

/* Prints the commands, once. The exit status. */
int ac_exec_dry(const struct ac_options *options);

#endif
