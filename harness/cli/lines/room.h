/* room.h -- whether the system can do what is asked of a session. */
#ifndef AC_CLI_LINES_ROOM_H
#define AC_CLI_LINES_ROOM_H

#include "../../scenario/options.h"

/* Whether stdin is another file than stdout and stderr; if not, after one line on stderr. */
bool ac_session_has_own_files(const struct ac_options *options);

/* The most tasks at a time that a limit allows; of a strategy that heeds none, 1. */
uint64_t ac_session_most(const struct ac_options *options);

/* The hard limit of a resource, to which the soft one is raised. */
uint64_t ac_session_ceiling(unsigned resource);

#endif
