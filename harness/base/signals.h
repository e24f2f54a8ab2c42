/* signals.h -- being asked to stop: SIGINT, SIGTERM and SIGHUP.
 *
 * Who was asked to stop waits for no reader. A write to a pipe that nobody empties waits for ever, and
 * the end of a program has several: so from half a second after the first signal on, whatever waits is
 * interrupted again and again, fails with EINTR, and the program goes on to its end. A reader that is
 * only slow has that time.
 */
#ifndef AC_BASE_SIGNALS_H
#define AC_BASE_SIGNALS_H

#include <signal.h>

/* The signal that asked the program to stop, or 0. */
extern volatile sig_atomic_t signals_asked;

/* From here on these signals, but those that were ignored, set signals_asked, and call `also`, if it is
 * not NULL, from the handler. */
void signals_catch(void (*also)(void));

#endif
