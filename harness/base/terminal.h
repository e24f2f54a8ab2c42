/* terminal.h -- live output on a terminal. */
#ifndef AC_BASE_TERMINAL_H
#define AC_BASE_TERMINAL_H

#include <stdbool.h>
#include <sys/ioctl.h>

/* Shows a text on stderr's terminal. True: all of it was shown. A terminal may take nothing, after
 * Ctrl-S or with a reader that has stopped. After a tenth of a second the rest of the text is
 * dropped. Later texts are dropped at once, until the terminal takes some again. */
bool terminal_show(const char *text);

/* The size of stderr's terminal; 24 rows of 80 where it does not say. */
struct winsize terminal_size(void);

#endif
