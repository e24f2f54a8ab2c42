/* tell.h -- what a session says at its end, and its exit status. */
#ifndef AC_CLI_LINES_TELL_H
#define AC_CLI_LINES_TELL_H

#include "../../scenario/consume.h"

/* Says why it ended early, if it did, in one line; else how the tasks ended. Returns the exit status. */
int ac_session_tell(const struct ac_run *run, enum ac_ended ended);

#endif
