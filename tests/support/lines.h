/* lines.h -- `exec` with lines on its stdin. */
#ifndef TEST_LINES_H
#define TEST_LINES_H

#include <stdarg.h>
#include <stddef.h>

#include "program.h"

/* A file without a name, with these bytes, open at its start; to be closed. */
int lines_file(const char *bytes, size_t count);

/* Starts a command that takes lines, and what vprintf makes, in a program whose circumstances and files are given. */
struct program lines_start_command(struct program program, const char *command, const char *lines,
                                   const char *format, va_list arguments);

/* Runs `exec` and what printf makes, with these lines, in a program whose circumstances and files are given. */
struct program lines_run_in(struct program program, const char *lines, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Starts it, likewise; program_wait() ends it. */
struct program lines_start_in(struct program program, const char *lines, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Starts it, with the end of a pipe as descriptor 9 of each job, and sends it the signal once so many jobs have written a
 * byte there. Then waits for its end, and for that of every process that has the pipe. `rest`, which may be NULL, gets what
 * else they have written, up to 63 bytes. */
struct program lines_signalled(int number, unsigned jobs, char *rest, const char *lines,
                               const char *format, ...) __attribute__((format(printf, 5, 6)));

/* Runs it, and checks its exit status and all that it prints. */
void lines_check(const char *lines, const char *words, int status, const char *output,
                 const char *errors);

#endif
