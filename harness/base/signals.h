/* signals.h -- being asked to stop: SIGINT, SIGTERM and SIGHUP.
 *
 * Who was asked to stop waits for no reader. A write to a pipe that nobody empties waits for ever, and
 * the end of a program has several: so from half a second after the first signal on, whatever waits is
 * interrupted again and again, fails with EINTR, and the program goes on to its end. A reader that is
 * only slow has that time.
 */
#ifndef AC_BASE_SIGNALS_H
#define AC_BASE_SIGNALS_H

/* From here on these signals, but those that were ignored, call `asked` from the handler with their
 * number. */
void signals_catch(void (*asked)(int number));

#endif
