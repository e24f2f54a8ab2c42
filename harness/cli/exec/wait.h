/* wait.h -- how an `exec` looks up while it runs: signals, the progress, and whom its end waits for. */
#ifndef AC_CLI_EXEC_WAIT_H
#define AC_CLI_EXEC_WAIT_H

#include <stdbool.h>

/* From a signal's handler: the run is to end. */
void ac_exec_on_signal(void);

/* How often ac_exec_on_tick() is called, in ms. */
unsigned ac_exec_tick_ms(bool progress);

/* Draws the progress; says whom the end waits for; leaves after a second signal. */
void ac_exec_on_tick(void);

#endif
