/* wait.h -- how a session looks up while it runs: signals, the progress, and whom its end waits for. */
#ifndef AC_CLI_LINES_WAIT_H
#define AC_CLI_LINES_WAIT_H

#include <stdbool.h>

/* From a signal's handler: the run is to end. */
void ac_session_on_signal(void);

/* In the turn of the loop after a signal: leaves after a second one. */
void ac_session_on_wake(void);

enum { AC_SESSION_TICK_MS = 200 };

/* Every AC_SESSION_TICK_MS, where there is a progress line: draws it. */
void ac_session_on_tick(void);

/* The run is over: from now on it says now and then which tasks have not ended. */
void ac_session_wait(void);

#endif
