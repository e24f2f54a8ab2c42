/* summary.h -- what a comparison's rows say of each entrant: medians, whether it is ranked,
 * and how it stands to ours.
 *
 * Medians are over its rounds, or its one first run where it has none; memory and order of ours are
 * of the stage `own`. The verdicts are paired, round by round, as in verdict.h.
 */
#ifndef AC_BENCH_PEERS_SUMMARY_H
#define AC_BENCH_PEERS_SUMMARY_H

#include "../../base/rows.h"
#include "../stats/verdict.h"

#define PEERS_NEAR 1.5 /* times our wall: who is further away is measured once */

enum peers_rank {
    PEERS_RANKED,
    PEERS_EARLY, /* its sleeps were too short: it ended before the ideal, or cut them */
    PEERS_FAILED,
};

struct peers_summary {
    const char *point, *cell, *peer, *mode; /* owned by the rows */
    enum peers_rank rank;
    const char *end; /* its `exit`: "0", or how it failed */
    size_t rounds;   /* those behind the medians; 0: the first run */
    /* medians; NAN where there is none; seconds are of the whole process */
    double tasks, ideal_ns, longest_ns, wall_ns, process_wall_s, cpu_s, peak_rss_bytes;
    double max_in_flight, out_of_order;
    struct verdict wall, cpu; /* to PEERS_REFERENCE; zeroed is its own */
    const char *limited_by;   /* "task 1's second", "the sleep", "work over limit", "wake-up cost",
                               "CPU" or "" */
};

struct peers_summaries {
    /* points as they ran; in each the ranked by wall, then the early, then the failed */
    struct peers_summary *items;
    size_t count;
};

/* Sums up the rows, which have to live as long. The caller frees it. */
struct peers_summaries peers_summarize(const struct rows *rows);
void peers_summaries_free(struct peers_summaries *summaries);

/* The same as the rows of table.tsv, in order. The caller frees them. */
struct rows peers_summary_rows(const struct peers_summaries *summaries);

/* The row of that stage, point, cell and round; SIZE_MAX if there is none. */
size_t peers_find(const struct rows *rows, const char *stage, const char *point, const char *cell,
                  size_t round);

/* Whether a first run was fit to be measured again in rounds: it is ours, or it was not early and
 * within PEERS_NEAR of the reference; not where one of the two failed. */
bool peers_is_near(const struct rows *rows, const char *point, const char *cell);

#endif
