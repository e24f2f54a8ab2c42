/* child.h -- a part of the program in a process of its own, which is a fork of this one. */
#ifndef AC_CLI_LINES_CHILD_H
#define AC_CLI_LINES_CHILD_H

#include <stdio.h>

#include "../../base/text.h"

/* Calls `run` in a child, and waits for its end. What it writes to `pass`, at most 64 KiB, is added to
 * `passed`. A signal that asks this program to stop (signals.h) is passed on to the child. Returns what
 * `run` returned; or AC_EXIT_FAILED after one line on stderr that begins with `name`. No loop may be open. */
int ac_session_child(const char *name, int (*run)(void *context, FILE *pass), void *context,
                     struct text *passed);

#endif
