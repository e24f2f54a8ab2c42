/* suite.h -- what a suite of measurements is: one row, from which its options, its result folder,
 * its runs, its tables and its pictures come.
 *
 * How:   main.c finds the suite of a command, options.c reads its options, run.c opens or takes up
 *        its folder and runs what it plans, kept.c reads a folder again, and finds whose it is by
 *        its columns.
 * Next:  suites.c, the table; strategies/suite.c and peers/suite.c, a row each; work/suite.c, three;
 *        queues/main.c, another, of a program of its own.
 */
#ifndef AC_BENCH_SUITE_H
#define AC_BENCH_SUITE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../base/rows.h"
#include "options.h"
#include "plan.h"

/* One measuring while it goes on. */
struct bench {
    const struct suite *suite;
    const struct bench_options *options;
    const char *name;    /* the end of the folder's name */
    char *dir, *scratch; /* the result folder; one for what is taken over and removed at once */
    struct rows rows;
    struct plan plan;    /* the runs of the batch that is next */
    uint64_t seed;       /* of the drawn orders */
    uint64_t budget_ms;  /* no run is started that might end later; 0: as long as it takes */
    json_t *environment; /* see environment.h */
    json_t *before;      /* the environment of who began the folder; NULL for a new one */
    json_t *hyperfine;   /* hyperfine's JSON of all runs so far: {"results": [...]} */
    json_t *commands;    /* an array: every command line that was run */
    size_t failed;       /* runs that had to succeed */
    size_t left_out;     /* runs that the budget has no room for */
    int error;           /* the first that ends it: a file could not be written; it was said */
    void *own;           /* the suite's */
};

struct page;   /* tables/tables.h */
struct figure; /* figures/figures.h */

struct suite {
    const char *name;
    const char *usage; /* what stands above the options in --help */
    int help_width;    /* of an option there, with its value */
    const struct bench_option *options;

    /* The columns of DIR/rows.tsv, ends with NULL. A folder must have them up to `last`, since old
     * ones have no others, or (if not NULL) the `needed` ones; and in the column `stage` one of
     * `stages`, if not NULL. */
    const char *const *columns, *last, *const *needed, *const *stages;

    const char *not_its_folder; /* what to say of one that cannot be gone on with */
    const char *stopped;        /* what to say before the folder's name after an interrupt */

    /* Gets ready, before anything is there. 0, or the exit status after a line. */
    int (*prepare)(struct bench *bench);

    /* Plans a batch, from 0, which may follow from the rows of those before; false: there is
     * none. */
    bool (*plan)(struct bench *bench, size_t batch);

    /* The first batch is planned, the folder is open: keeps there what the tables need besides, and
     * adds to the environment. What to say now; the caller frees it. */
    char *(*begin)(struct bench *bench);

    /* Runs one and adds its row, whose index it returns; the column `exit` is "0" only where it
     * ended well. */
    size_t (*measure)(struct bench *bench, const struct plan_cell *cell);

    /* Says that it did not. True: the whole has failed then. */
    bool (*failed)(const struct bench *bench, const struct plan_cell *cell, size_t row);

    void (*end)(struct bench *bench); /* frees its own */

    const char *printed; /* the file that keeps the tables as they are printed; NULL: none */
    int (*tables)(struct page *page); /* fills the page; 0, or a negative errno after a line */
    const struct figure *figures;     /* ends with a nameless one */
};

/* The suites of as-completed-bench: that of the strategies first; ends with NULL. */
extern const struct suite suite_strategies, suite_peers, suite_exec, suite_work, suite_adoption;
extern const struct suite *const suites[];
extern const char *const bench_columns[],
    *const peers_columns[], *const exec_columns[], *const work_columns[], *const adoption_columns[];

/* The suite whose command this is; the first, if it is nobody's. */
const struct suite *suite_of_command(const char *word);

/* The suite whose columns these rows have; else the first, of which there are older rows. */
const struct suite *suite_of_rows(const struct rows *rows);

/* Measures from start to table. Says first on stderr how long it will take, shows a live line there
 * if it is a terminal, makes the figures if it came to its end, and prints the table on stdout. The
 * folder is valid at every moment: rows are appended whole as they come, JSON files appear by
 * rename; one that is stopped keeps what it has, marked "complete": false. Returns the exit status:
 * 0; 1 after a problem, which was said; 2 where what was asked for makes no sense. */
int bench_run(const struct suite *suite, const struct bench_options *options);

/* Shows the cell that runs from now on, on a terminal only, again about twice a second; and takes
 * that line away, so that something else can be said. */
void progress_show(const struct plan *plan, size_t index);
void progress_clear(void);

#endif
