/* line_tasks.h -- tasks from the lines of a descriptor: one for each line that counts.
 *
 * Blank lines do not count, and a line may end as on Windows. Where lines end with NUL, each counts, and is
 * taken as it is. A task has the number of its line among those that count.
 */
#ifndef AC_WORKLOADS_LINE_TASKS_H
#define AC_WORKLOADS_LINE_TASKS_H

#include "../engine/workload.h"
#include "lines.h"

struct ac_line_wish {
    uv_loop_t *uv;
    int input;      /* the descriptor of the lines */
    char separator; /* that ends them: '\n' or '\0' */
    /* NULL, or whether a line makes no task. It has its number all the same. */
    bool (*skip)(const char *line, size_t length);
    uint64_t most; /* where there are more lines than this, no task is given; 0: no bound */
};

/* What the own memory of a task begins with. */
struct ac_line {
    char *text;   /* ends with NUL; the workload's, to be freed by ac_free() in `release` */
    bool has_nul; /* there are more of them in it: it seems shorter than it is */
};

struct ac_line_kept; /* a line that waits until all are known */

struct ac_line_tasks {
    struct ac_line_wish wish;
    struct ac_lines lines;
    uint64_t read;    /* lines that count, skipped ones too: the last one's number */
    uint64_t skipped; /* of them */
    uint64_t given;   /* tasks */
    struct ac_line_kept *kept, **kept_end; /* with `most`: all lines, once they are known */
    uint64_t kept_count;
    void (*more)(struct ac_line_tasks *tasks);
};

/* `more` is called when there may be a line after there was none: the workload then calls ac_more(). 0 or a
 * negative UV_E*, and there is nothing to close. */
int ac_line_tasks_open(struct ac_line_tasks *tasks, const struct ac_line_wish *wish,
                       void (*more)(struct ac_line_tasks *tasks));

/* For the `next` of a workload whose own memory begins with a struct ac_line: fills in that line and the
 * item's number. enum ac_supply; -E2BIG where there are more lines than `most`; or the negative errno of
 * reading or of memory. */
int ac_line_tasks_next(struct ac_line_tasks *tasks, struct ac_item *item);

/* Frees it; the loop must then turn once to close its handle. */
void ac_line_tasks_close(struct ac_line_tasks *tasks);

/* How many tasks the lines of a file would make, from its start; or a negative errno. */
int64_t ac_line_tasks_count(int file, char separator);

#endif
