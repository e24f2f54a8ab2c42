/* durations.h -- an engineer's own durations, from a list or a file with one a line.
 *
 * ac_parse_duration() reads each. Lines end as on Unix or Windows. Blank lines, lines that begin
 * with #, a byte order mark at the start, and spaces around a duration do not count.
 *
 * The durations of a list or a pipe are held in memory, 8 bytes each. A regular file is counted and
 * checked when it is opened, then streamed in order. For another order the offset of each line is
 * kept, 8 bytes each: ac_durations_indexed().
 */
#ifndef AC_WORKLOADS_DURATIONS_H
#define AC_WORKLOADS_DURATIONS_H

#include <stdbool.h>
#include <stdint.h>

struct ac_durations;

/* What was wrong with the durations, for a message. */
struct ac_durations_problem {
    uint64_t line;     /* from 1 (in a list: which item); 0: the file as a whole */
    char text[256];    /* what stood there, cut to fit, as ac_utf8_show() writes it */
    const char *fault; /* why it is none, as in "has no unit" */
    const char *want;  /* what is allowed */
};

/* Which durations, and how they will be used. */
struct ac_durations_wish {
    const char *text;   /* a list separated by commas, or @FILE; @-: stdin, from where it stands */
    bool random_access; /* numbers will be asked for in any order */
    uint64_t most;      /* do not look behind so many; 0: all */
    const volatile int *interrupted; /* NULL, or stop reading once it is not 0 */
};

/* 0, and *durations is the caller's to close; -EINVAL with *problem filled in; -ENOMEM, with
 * problem->line telling how many were held; -EINTR; or the negative errno of opening or reading. */
int ac_durations_open(struct ac_durations **durations, const struct ac_durations_wish *wish,
                      struct ac_durations_problem *problem);
void ac_durations_close(struct ac_durations *durations);

uint64_t ac_durations_count(const struct ac_durations *durations);

/* True if the lines of a regular file are indexed, at 8 bytes each. */
bool ac_durations_indexed(const struct ac_durations *durations);

/* True if they came through a pipe: nobody can read them a second time. */
bool ac_durations_read_once(const struct ac_durations *durations);

/* The duration of task `number` (from 1). Without random access the numbers must be asked for in
 * order; number 1 starts over. 0, or the negative errno of reading; -ESTALE if the file has
 * changed. */
int ac_durations_get(struct ac_durations *durations, uint32_t number, uint64_t *duration_ns);

#endif
