/* part.h -- a part of a bench of real work, a file each: commands (exec.c), requests (http.c),
 * computing (cpu.c); and what the library costs a program (../adoption/adoption.c).
 *
 * How:   suite.c runs the parts of a set: what plan.c lists, in the words that a part adds behind
 *        work-meter, which times the whole from outside. summary.c makes figures and verdicts of
 *        the rows.
 * Cell:  what runs at a point: a strategy, by its name, or another program, by a word of the part.
 */
#ifndef AC_BENCH_WORK_PART_H
#define AC_BENCH_WORK_PART_H

#include "../../base/words.h"
#include "../suite.h"
#include "rivals.h"

enum { WORK_MOST_CELLS = 64, WORK_MOST_PARTS = 3 };

/* How much there is to do: to try it, in the first part, and in full. */
enum work_size { WORK_QUICK, WORK_FIRST, WORK_FULL, WORK_SIZES };

struct work_point {
    const char *stage;
    uint64_t tasks[WORK_SIZES]; /* 0: it does not run at that size */
    uint64_t limit;             /* 0: two more than the tasks */
    uint64_t most_rounds;       /* 0: as many as were asked for */
    uint64_t cost_us, threads;  /* of tasks that compute; threads 0: inline */
};

/* A figure that has to be at most so many times another: of the rows of a stage, at one limit or (0) at
 * all. A strategy that spins, or has no limit, is only shown. */
struct work_target {
    const char *stage;
    uint64_t limit;
    const char *of;     /* fills the summary's OF_ratio, _low, _high and OF_target */
    const char *figure; /* as cells_number() knows it */
    const char *beside; /* that cell's, in the same round; or */
    const char *column; /* that figure of the same row; or */
    double constant;    /* so much */
    double most;        /* 0: only the ratio is shown */
    const char *again;  /* the A/A row, and what it is once more; NULL: there is none */
    const char *reference;
};

struct work_part {
    const char *const *stages;       /* as in the column `stage`; ends with NULL */
    const struct work_point *points; /* in the order of running; ends with one without a stage */
    const struct rivals_row *rivals; /* what runs beside ours; ends with a nameless one */
    const char *const *cells; /* those that summaries show below the strategies; ends with NULL */
    const struct work_target *targets; /* ends with one without a stage */
    const char *const *judged; /* cells for which they hold, beside strategies; NULL: none */
    bool all_ours;             /* every cell is of this project, and has to succeed */

    /* Which cells run at a point, at most WORK_MOST_CELLS; how many. */
    size_t (*choose)(const struct work_point *point, const struct rivals *rivals,
                     const char *cells[]);

    double (*estimate)(const struct plan_cell *cell, enum work_size size); /* in s */

    /* Writes what a run reads; 0 or a negative errno. Then adds the words of the run, and at last takes
     * what it left over into the row: NULL, or what was wrong, as in the column `exit`. */
    int (*write)(struct bench *bench, const struct plan_cell *cell);
    void (*add_words)(const struct bench *bench, const struct plan_cell *cell,
                      struct words *command);
    const char *(*take)(struct bench *bench, const struct plan_cell *cell, size_t row,
                        const struct rows *printed);
    void (*clear)(const struct bench *bench); /* removes what is left besides; or NULL */
};

/* What a suite is made of. */
struct work_set {
    const char *name, *quick_name;        /* the end of its folder's name */
    enum work_size size;                  /* if nothing is said */
    const struct work_part *const *parts; /* ends with NULL */
    const char *const *figures;           /* the columns of the summaries */
};
extern const struct work_set work_exec, work_all, work_adoption;
extern const char *const work_exec_stages[],
    *const work_all_stages[], *const work_adoption_stages[]; /* of their parts; end with NULL */
extern const struct work_part work_part_exec, work_part_http, work_part_cpu, work_part_adoption;

/* While it is measured: bench->own. */
struct work {
    const struct work_set *set;
    enum work_size size;
    const char *only; /* NULL, or the stage that runs alone */
    struct rivals rivals[WORK_MOST_PARTS];
    char *folder; /* of the programs of the bench, with a slash behind it; or "" */
    char *meter, *job, *served, *delays; /* some of them */
    /* files in the scratch folder, of one run; any may be missing */
    char *input, *stamps, *report, *output, *errors, *counts;
    unsigned port; /* of the server of the run */
};

/* The part that a stage is of; NULL: none. */
const struct work_part *work_part_of(const char *stage);

/* The strategy of a cell; NULL: a rival. */
const struct ac_strategy *work_strategy(const char *stage, const char *cell);

/* Adds the cells of the strategies with a limit or without one that a bench shows: all but the serial
 * and the controls; how many. */
size_t work_add_strategies(const char *cells[]);

#endif
