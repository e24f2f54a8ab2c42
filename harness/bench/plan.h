/* plan.h -- what will be run, in order: a list of cells, of which each is one process. */
#ifndef AC_BENCH_PLAN_H
#define AC_BENCH_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum plan_keep { PLAN_NOTHING, PLAN_TRACE, PLAN_HISTOGRAM };

struct plan_cell {
    const char *stage;   /* see the suite's columns; a constant */
    const char *name;    /* what runs, as in the column `cell` */
    uint64_t tasks;      /* N */
    uint64_t limit;      /* the point's; unbounded and serial have their own */
    bool virtual_clock;  /* on the virtual clock, and then without hyperfine */
    enum plan_keep keep; /* what else the run shall write */
    size_t round;        /* from 1 */
    size_t position;     /* in the round's order, from 1; of a cell that runs alone 1 */
    double estimate_s;
    uint64_t at_most_ms;                       /* then it is ended */
    const struct peers_comparison *comparison; /* of a comparison with peers; else NULL */
    const struct peers_entrant *entrant;
    const struct work_point *work; /* of a bench of real work; else NULL */
};

struct plan {
    struct plan_cell *cells; /* in the order of running */
    size_t count;
};

/* Adds a cell, in round 1 and position 1; it is valid until the next one is added. */
struct plan_cell *plan_add(struct plan *plan, const char *stage, const char *name, uint64_t tasks,
                           uint64_t limit);
void plan_free(struct plan *plan);

/* The sum of the estimates. */
double plan_seconds(const struct plan *plan);

#endif
