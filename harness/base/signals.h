/* signals.h -- requests to stop: SIGINT, SIGTERM and SIGHUP.
 *
 * A program that was asked to stop waits for no reader. A write to a pipe that is not read would
 * block for ever, and a program's end has several writes. So half a second after the first signal,
 * blocking calls are interrupted again and again. They fail with EINTR, and the program goes on to
 * its end. A slow reader has that half second.
 */
#ifndef AC_BASE_SIGNALS_H
#define AC_BASE_SIGNALS_H

#include <signal.h>
#include <stdbool.h>

/* The signal that asked the program to stop, or 0. */
extern volatile sig_atomic_t signals_asked;

/* Holds the interruptions back, or lets them come again: for a wait that need not end. */
void signals_hold_alarms(bool hold);

/* Catches these signals from now on, except those that were ignored. The handler sets
 * signals_asked, and calls `also` unless it is NULL. */
void signals_catch(void (*also)(void));

#endif
