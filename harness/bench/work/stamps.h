/* stamps.h -- what the jobs' own stamps say of the program that ran them.
 *
 * Each job stamps its start and its end (programs/job.c), so these figures come from outside: no
 * program measures itself. What a job cannot stamp, its loading before and its exit after, counts as
 * the program's.
 */
#ifndef AC_BENCH_WORK_STAMPS_H
#define AC_BENCH_WORK_STAMPS_H

#include <stddef.h>
#include <stdint.h>

struct stamp {
    uint64_t number, start_ns, end_ns;
};

struct stamps {
    struct stamp *items; /* as the jobs ended */
    size_t count;
};

/* How much a slow reader had read, and when. */
struct stamps_read {
    uint64_t at_ns, bytes;
};

/* Reads a file of lines NUMBER, START and END; none where there is no file. 0 or a negative errno:
 * -EBADMSG for a line that is something else. The caller frees them either way. */
int stamps_load(struct stamps *stamps, const char *path);
void stamps_free(struct stamps *stamps);

/* The most jobs that ran at one instant. */
size_t stamps_max_in_flight(const struct stamps *stamps);

/* The shortest time for these jobs, by greedy list scheduling (Graham, 1966) of their measured
 * durations, in the order of their numbers, over `limit` slots. limit > 0. */
uint64_t stamps_ideal(const struct stamps *stamps, uint64_t limit);

/* How late the next start follows a finish: with `limit` slots and jobs that wait, the k-th finish
 * makes room for start k + limit. The q-quantile of these distances in ns; NAN where no job had to
 * wait. Negative: more than `limit` jobs ran. */
double stamps_lateness(const struct stamps *stamps, uint64_t limit, double q);

/* The last start; 0 without jobs. */
uint64_t stamps_last_start(const struct stamps *stamps);

/* The most results that had ended, and were not read whole, at one instant; `job_bytes` > 0 is the
 * size of each. */
size_t stamps_max_unread(const struct stamps *stamps, const struct stamps_read reads[],
                         size_t count, uint64_t job_bytes);

#endif
