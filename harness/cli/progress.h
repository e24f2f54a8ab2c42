/* progress.h -- a progress line on stderr during a long run, only if stderr is a terminal. */
#ifndef AC_CLI_PROGRESS_H
#define AC_CLI_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

struct ac_progress {
    const char *name;
    uint64_t tasks, start_ns, shown_ns;
    bool on, visible;
};

/* Starts the progress line if stderr is a terminal. `tasks` is the number of tasks of the run. */
void ac_progress_begin(struct ac_progress *progress, const char *name, uint64_t tasks);

/* Draws tasks done, rate and time left, at most every 0.2 s. Reads the clock. */
void ac_progress_show(struct ac_progress *progress, uint64_t done);

/* Removes the line. */
void ac_progress_end(struct ac_progress *progress);

#endif
