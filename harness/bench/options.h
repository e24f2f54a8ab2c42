/* options.h -- the options of the bench: one row each, from which their reading and --help are
 * made. */
#ifndef AC_BENCH_OPTIONS_H
#define AC_BENCH_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { OPTIONS_MOST_POINTS = 32, OPTIONS_MOST_COMPARISONS = 16 };
#define OPTIONS_MOST_TASKS 100000000u
#define OPTIONS_NO_SEED    UINT64_MAX

struct plan_point {
    uint64_t tasks, limit;
};

/* What was asked for, of any suite; 0 or NULL where it was not. */
struct bench_options {
    const char *mode;    /* the command: "quick", "full" or "peers" */
    const char *command; /* the whole command line, for the record */
    const char *driver;  /* path of this program */
    const char *program; /* path of as-completed */
    const char *results; /* where the folder is made */
    const char *resume;  /* or the folder to go on with */
    const char *peers;   /* folder of blog_asyncio.py; NULL: where the project has it */
    const char *list;    /* path of the list of peers; skipped.tsv is beside it */
    struct plan_point points[OPTIONS_MOST_POINTS]; /* the user's own */
    size_t point_count;
    const char
        *comparisons[OPTIONS_MOST_COMPARISONS]; /* the user's own, as peers/list.h writes them */
    size_t comparison_count;
    uint64_t rounds;
    uint64_t seed;                    /* of the drawn orders; OPTIONS_NO_SEED: a new one */
    bool quick;                       /* the few comparisons of three minutes, and no rounds */
    bool full;                        /* more tasks at each point, of real work */
    const char *only;                 /* the stage to run alone, of real work */
    uint64_t budget_ms;               /* in all */
    uint64_t at_most_ms;              /* a run */
    uint64_t least, most, operations; /* of the queues: sleeping tasks, and pops */
};

/* A value while it is read. */
struct options_value {
    const struct bench_option *option;
    const char *typed; /* the option's name, with its dashes */
    const char *text;  /* NULL: it takes none */
    void *field;       /* of `all` */
    struct bench_options *all;
};

/* Reads a value into its field, or false after a line. A point and a comparison may be repeated; a
 * duration is in ms, rounded up. */
typedef bool options_reader(const struct options_value *value);
options_reader options_number, options_path, options_duration, options_flag, options_point,
    options_comparison;

/* An option; a list of them ends with a nameless one. */
struct bench_option {
    const char *name, *value; /* the second as --help calls it; NULL: it takes none */
    options_reader *read;
    size_t offset;     /* of the field in bench_options */
    uint64_t min, max; /* of a number */
    const char *help;
};
#define OPTIONS_FIELD(field) offsetof(struct bench_options, field)

/* Rows that suites share. */
#define OPTIONS_RESUME                                              \
    {                                                               \
        "resume", "DIR", options_path, OPTIONS_FIELD(resume), 0, 0, \
            "run what is missing in this folder"                    \
    }
#define OPTIONS_SEED(help)                                                   \
    {                                                                        \
        "seed", "S", options_number, OPTIONS_FIELD(seed), 0, INT64_MAX, help \
    }
#define OPTIONS_RESULTS                                               \
    {                                                                 \
        "results", "DIR", options_path, OPTIONS_FIELD(results), 0, 0, \
            "where the folder is made (default results)"              \
    }
#define OPTIONS_PROGRAM                                                          \
    {                                                                            \
        "program", "PATH", options_path, OPTIONS_FIELD(program), 0, 0,           \
            "the as-completed to measure (default: the one beside this program)" \
    }

/* Reads the options of a suite, and names one that was given in `given`. -1 to go on at optind,
 * else the exit status: 0 after --help, 1 where that could not be written, 2 after a line. */
struct suite;
int options_read(const struct suite *suite, int count, char **words, struct bench_options *options,
                 const char **given);

/* Prints --help; the exit status. */
int options_help(const struct suite *suite);

/* "1000,10" of what is named `what`; false after a line. */
bool options_read_point(const char *what, const char *word, struct plan_point *point);

#endif
