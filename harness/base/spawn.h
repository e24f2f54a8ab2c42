/* spawn.h -- runs one command at a time: its output, its end, a time limit, and Ctrl-C.
 *
 * A command runs in a process group of its own, so that hyperfine and what it measures end
 * together: after the time limit, or when this program is told to stop (SIGINT, SIGTERM, SIGHUP,
 * unless it was started with that one ignored).
 * The same where it prints without end: more than SPAWN_MOST_BYTES to stdout or to stderr.
 * They are asked first (SIGTERM), and killed a second later. Waiting is libuv's, and costs the
 * measured process nothing.
 */
#ifndef AC_BASE_SPAWN_H
#define AC_BASE_SPAWN_H

#include "text.h"

#include <stdbool.h>
#include <stdint.h>

#define SPAWN_MOST_BYTES ((size_t)1 << 20)

struct spawn_result {
    int error;      /* 0, or the negative errno with which it could not be started */
    int64_t status; /* its exit status */
    int signal;     /* the signal that ended it, or 0 */
    bool timed_out;
    bool flooded;       /* it printed more than that, and was ended */
    struct text output; /* all of its stdout, or so much of it */
    struct text errors; /* the beginning of its stderr, a few KiB */
};

/* Starts catching signals; once, before the first command. 0 or a negative errno. */
int spawn_open(void);

/* Called about twice a second while a command runs; NULL: nothing. */
void spawn_on_tick(void (*tick)(void));

/* The file that each command has as its stdin from now on, from its beginning; -1: nothing to read. It
 * stays the caller's. */
void spawn_stdin(int file);

/* Runs argv (ends with NULL; argv[0] is looked up in PATH) with nothing to read, and returns when
 * it has ended, and whoever has its stdout or stderr from it too, within the time. True: it ended by itself with status 0. `result` is filled either way; the caller
 * frees it. After an interrupt result->error is -EINTR. */
bool spawn_run(const char *const argv[], uint64_t timeout_ms, struct spawn_result *result);

/* A file that is to be taken away if the program ends before the next call of this; NULL: none. */
void spawn_unfinished(const char *path);

void spawn_free(struct spawn_result *result);

/* How a command ended, as in the column `exit`: "0", "signal 9", "timed out", "printed over 1 MiB", "not started: ...".
 * The caller frees it. */
char *spawn_end(const struct spawn_result *result);

#endif
