/* peers.h -- ours beside the same workload in other languages, from start to table.
 *
 * First everyone once in each comparison, then rounds for those near ours (plan.h). Rows are kept
 * as they come; what is missing in a folder is run when it is gone on with. How a peer ends is a
 * result; only ours have to succeed.
 */
#ifndef AC_BENCH_PEERS_PEERS_H
#define AC_BENCH_PEERS_PEERS_H

#include "list.h"

struct peers_options {
    const char *results; /* where the folder is made */
    const char *resume;  /* NULL, or the folder to go on with */
    const char *program; /* path of as-completed */
    const char *list;    /* path of list.tsv; skipped.tsv is beside it */
    const char *command; /* the driver's own command line, for the record */
    bool quick;          /* the few comparisons of three minutes, and no rounds */
    uint64_t budget_ms;  /* in all; 0: two hours, or quick's three minutes */
    uint64_t at_most_ms; /* a run; 0: 60 s, or as quick has it */
    const char **own;    /* comparisons of the user's own, as list.h writes them */
    size_t own_count;    /* 0: the built-in ones */
    bool seeded;
    uint64_t seed;
};

/* The exit status: 0, also where peers failed; 1 after a problem, which was said, or where ours failed; 128 +
 * signal if it was told to stop. */
int peers_run(const struct peers_options *options);

/* `as-completed-bench peers` with the words that follow it; the exit status. `program` is the
 * as-completed beside this one. */
int peers_main(int count, char **words, const char *program, const char *command);

#endif
