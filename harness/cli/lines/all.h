/* all.h -- `-s all`: the tasks are run again for each strategy, and the runs are compared. */
#ifndef AC_CLI_LINES_ALL_H
#define AC_CLI_LINES_ALL_H

#include "../../scenario/options.h"

/* Runs them under each strategy of options->compared; with --dry-run once. The exit status. */
int ac_session_all(const struct ac_options *options);

#endif
