/* command.h -- the commands, and what they share: exit statuses and the one way to complain. */
#ifndef AC_CLI_COMMAND_H
#define AC_CLI_COMMAND_H

#include <signal.h>

#include "options.h"

enum ac_exit { AC_EXIT_OK, AC_EXIT_FAILED, AC_EXIT_USAGE, AC_EXIT_SIGNAL = 128 };

/* One line on stderr: "as-completed: " and the message. Returns AC_EXIT_FAILED. */
int ac_complain(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The same for a negative errno value: what, the path or other value, and the error in words.
 * Silent where the error is that a signal asked the program to stop. */
int ac_complain_about(const char *what, const char *value, int error);

/* Each returns the exit status of the program. */
int ac_command_list(void);
int ac_command_run(const struct ac_options *options);
int ac_command_compare(const struct ac_options *options);
int ac_command_quiz(const struct ac_options *options);

/* The signal that asked the program to stop, or 0. Set once ac_catch_signals() was called. */
extern volatile sig_atomic_t ac_signal;

/* From here on SIGINT, SIGTERM and SIGHUP, but those that were ignored, set ac_signal, and call
 * `also` if it is not NULL, from the handler. */
void ac_catch_signals(void (*also)(void));

#endif
