/* terminal.h -- what is shown on a terminal while something goes on. */
#ifndef AC_BASE_TERMINAL_H
#define AC_BASE_TERMINAL_H

#include <stdbool.h>

/* Shows a text on the terminal that stderr is. True: all of it. A terminal that takes nothing, as after Ctrl-S or with a
 * reader that has stopped, is not waited for: after a tenth of a second the rest of the text is dropped, and further ones
 * at once, until it takes some again. */
bool terminal_show(const char *text);

#endif
