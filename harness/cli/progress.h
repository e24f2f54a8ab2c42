/* progress.h -- a line on stderr during a long run, when stderr is a terminal, and never otherwise.
 */
#ifndef AC_CLI_PROGRESS_H
#define AC_CLI_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

struct ac_progress {
    const char *name;
    uint64_t tasks, start_ns, shown_ns;
    bool on, visible;
};

/* Looks whether stderr is a terminal. `tasks` is how many there will be. */
void ac_progress_begin(struct ac_progress *progress, const char *name, uint64_t tasks);

/* Redraws the line if the last time was 0.2 s ago: tasks done, rate, time left. Reads the clock. */
void ac_progress_show(struct ac_progress *progress, uint64_t done);

/* Wipes the line. */
void ac_progress_end(struct ac_progress *progress);

#endif
