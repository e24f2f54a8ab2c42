/* spawn.h -- runs one command at a time: its output, its end, a time limit, and Ctrl-C.
 *
 * A command runs in a process group of its own, so that hyperfine and the program that it measures
 * end together. The group is ended after the time limit, when this program is asked to stop
 * (signals.h), and when it prints more than SPAWN_MOST_BYTES to stdout or to stderr. It gets
 * SIGTERM, and SIGKILL a second later. libuv waits for it, which costs the measured process
 * nothing.
 */
#ifndef AC_BASE_SPAWN_H
#define AC_BASE_SPAWN_H

#include "text.h"

#include <stdbool.h>
#include <stdint.h>

#define SPAWN_MOST_BYTES ((size_t)1 << 20)

struct spawn_result {
    int error;      /* 0, or the negative errno why it could not be started */
    int64_t status; /* its exit status */
    int signal;     /* the signal that ended it, or 0 */
    bool timed_out;
    bool flooded;       /* it printed more than SPAWN_MOST_BYTES, and was ended */
    struct text output; /* its stdout, up to SPAWN_MOST_BYTES */
    struct text errors; /* the beginning of its stderr, a few KiB */
};

/* Catches the signals of signals.h. Call it once, first. Returns 0 or a negative errno. */
int spawn_open(void);

/* Sets a function that is called about twice a second while a command runs, or NULL. */
void spawn_on_tick(void (*tick)(void));

/* Sets the stdin of later commands: this file from its beginning, or nothing (-1). Not owned. */
void spawn_stdin(int file);

/* Runs argv (ends with NULL; argv[0] is looked up in PATH). Returns when the command has ended, and
 * its children that hold its stdout or stderr too, within the time limit. True: it exited by itself
 * with status 0. `result` is always filled; the caller frees it. An interrupt is -EINTR there. */
bool spawn_run(const char *const argv[], uint64_t timeout_ms, struct spawn_result *result);

/* Sets a file to remove if the program ends before the next call; NULL: none. */
void spawn_unfinished(const char *path);

void spawn_free(struct spawn_result *result);

/* How a command ended, as in the column `exit`: "0", "signal 9", "timed out", "printed over 1 MiB",
 * "not started: ...". The caller frees it. */
char *spawn_end(const struct spawn_result *result);

#endif
