/* complain.h -- a program's complaints: one line on stderr, and an exit status. */
#ifndef AC_BASE_COMPLAIN_H
#define AC_BASE_COMPLAIN_H

#include "text.h"

enum ac_exit { AC_EXIT_OK, AC_EXIT_FAILED, AC_EXIT_USAGE, AC_EXIT_SIGNAL = 128 };

/* The name of the program, which begins each line. main may set it. */
extern const char *complain_program;

/* Prints one line on stderr: the program's name and the message. ac_utf8_show() writes characters
 * that cannot be seen. Returns AC_EXIT_FAILED. */
int complain(const char *format, ...) TEXT_PRINTF(1, 2);

/* Complains about a negative errno value: what, the path or other value, and the error in words.
 * Prints nothing if the error is a signal that asked the program to stop. Returns AC_EXIT_FAILED.
 */
int complain_about(const char *what, const char *value, int error);

#endif
