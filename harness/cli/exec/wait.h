/* wait.h -- how an `exec` looks up while it runs: signals, the progress, and whom its end waits for. */
#ifndef AC_CLI_EXEC_WAIT_H
#define AC_CLI_EXEC_WAIT_H

#include <stdbool.h>

/* From a signal's handler: the run is to end. */
void ac_exec_on_signal(void);

/* In the turn of the loop after a signal: leaves after a second one. */
void ac_exec_on_wake(void);

enum { AC_EXEC_TICK_MS = 200 };

/* Every AC_EXEC_TICK_MS, where there is a progress line: draws it. */
void ac_exec_on_tick(void);

/* The run is over: from now on it says now and then which jobs have not ended. */
void ac_exec_wait(void);

#endif
