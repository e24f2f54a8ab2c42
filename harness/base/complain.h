/* complain.h -- how a program says no: one line on stderr, and its exit status. */
#ifndef AC_BASE_COMPLAIN_H
#define AC_BASE_COMPLAIN_H

#include "text.h"

enum ac_exit { AC_EXIT_OK, AC_EXIT_FAILED, AC_EXIT_USAGE, AC_EXIT_SIGNAL = 128 };

/* The name of the program, with which each line begins; main may set it. */
extern const char *complain_program;

/* One line on stderr: the program's name and the message, as ac_utf8_show() writes it. Returns
 * AC_EXIT_FAILED. */
int complain(const char *format, ...) TEXT_PRINTF(1, 2);

/* The same for a negative errno value: what, the path or other value, and the error in words.
 * Silent where the error is that a signal asked the program to stop. */
int complain_about(const char *what, const char *value, int error);

#endif
