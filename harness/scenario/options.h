/* options.h -- what can be asked for: the values of a run, and one row an option, of which its
 * parsing, --help, what `compare` passes on and the controls of the page are made. Nothing here
 * allocates, prints or knows a command line, so that the page (page/) has it too.
 */
#ifndef AC_SCENARIO_OPTIONS_H
#define AC_SCENARIO_OPTIONS_H

#include "../engine/run.h"
#include "../workloads/workloads.h"
#include "option_rows.h"

#define AC_NOT_GIVEN UINT64_MAX

enum {
    AC_OPTIONS = 64,    /* the most rows of the table: `given` has so many bits */
    AC_FAIL_TASKS = 64, /* the most of --fail-task */
    AC_CHANGES = 16,    /* the most changes of the limit */
};

enum ac_format { AC_TEXT, AC_JSON, AC_TSV, AC_NONE };
enum ac_trace_format { AC_TRACE_TSV, AC_TRACE_CHROME };
enum ac_command {
    AC_LIST,
    AC_RUN,
    AC_COMPARE,
    AC_EXEC,
    AC_HTTP,
    AC_QUIZ,
    AC_HELP,
    AC_SHOW_VERSION
};

/* Of --fail-task. */
struct ac_numbers {
    uint32_t list[AC_FAIL_TASKS];
    unsigned count;
};

/* The values. What was not given is what its row says; else 0 or NULL, but sleep_ns is AC_NOT_GIVEN. */
struct ac_options {
#define AC_OPTION_MEMBER(kind, type, member, ...) type member;
    AC_OPTION_ROWS(AC_OPTION_MEMBER)
#undef AC_OPTION_MEMBER

    enum ac_command command;
    char **words; /* the command line from its command on, for `compare` to pass on */
    int word_count;
    char **job;     /* of `exec`: the words of its command; ends with NULL */
    uint64_t given; /* which rows of the table were in it, a bit each */

    const struct ac_strategy *strategy; /* of `run`; `compared` has those of `compare`, NULL: all */
    struct {
        uint64_t at_ns, limit;
    } changes[AC_CHANGES]; /* of the limit, after the first; at rising instants */
    unsigned change_count;
    const char *schedule; /* all of them, as they were given; NULL: there are none */
    uint64_t errors;      /* at that many --on-error acts; 0: see errors_ppb */
    uint64_t errors_ppb;  /* at that share of all tasks */
};

/* Where nothing is given. */
void ac_options_init(struct ac_options *options);

enum ac_option_kind {
    AC_OPTION_FLAG,     /* takes no value; stores `max`, or 1 where that is 0 */
    AC_OPTION_COUNT,    /* a whole number from `min` to `max` */
    AC_OPTION_TIME,     /* a duration of at least `min` ns, and at most `max` unless that is 0 */
    AC_OPTION_CHOICE,   /* one of `choices`; stores its place */
    AC_OPTION_PATH,     /* a text that is not empty */
    AC_OPTION_SHARE,    /* from 0 to 1, as 0.05 or 5%; stores billionths */
    AC_OPTION_STRATEGY, /* a name of the table of strategies, or several: the command line's */
    AC_OPTION_TASKS,    /* a count, or endless */
    AC_OPTION_LIMIT,    /* a count, or a schedule like 10,2s:50,5s:5 */
    AC_OPTION_SLEEPS,   /* durations, or @ and a file of them */
    AC_OPTION_NUMBERS,  /* a count; may be repeated */
    AC_OPTION_ON_ERROR, /* one of `choices`, perhaps with ,fail=COUNT or ,fail=SHARE% */
    AC_OPTION_SIZE,     /* a number of bytes from 1, perhaps in KiB, MiB or GiB */
};

/* Commands, a bit each. */
enum ac_option_of {
    AC_OF_RUNS = 1 << AC_LIST | 1 << AC_RUN | 1 << AC_COMPARE, /* LIST: where none is named, too */
    AC_OF_EXEC = 1 << AC_EXEC,
    AC_OF_HTTP = 1 << AC_HTTP,
    AC_OF_LINES = AC_OF_EXEC | AC_OF_HTTP,
    AC_OF_TASKS = AC_OF_RUNS | AC_OF_LINES,
    AC_OF_QUIZ = 1 << AC_QUIZ,
    AC_OF_ALL = AC_OF_TASKS | AC_OF_QUIZ,
};

/* Why a value was refused: `what`, as in "has no unit", or NULL; and the part of it that was wrong,
 * where that is not all of it. */
struct ac_fault {
    const char *what, *item;
    size_t length;
};

struct ac_option {
    const char *name; /* without its dashes */
    char letter;      /* its short form; 0: none */
    enum ac_option_kind kind;
    const char *value; /* what it takes, in --help; NULL: nothing */
    unsigned at, size; /* where its value is in struct ac_options, in bytes */
    uint64_t min, max;
    const char *const *choices; /* ends with NULL */
    const char *must;           /* what its value must, as in "be a limit" */
    const char *start;          /* its value where it is not given; NULL: there is none */
    unsigned of;                /* the commands that take it; 0: AC_OF_RUNS */
    bool kept;                  /* `compare` does not pass it on to its children */
    unsigned only, never;       /* flags of strategies: those that heed it; those that do not */
    bool of_durations;          /* only workloads that know their durations heed it */
    const char *of_work;        /* only this workload heeds it; NULL: it is of no single one */
    uint64_t page_most;         /* `max` on the page; 0: it has no control there */
    const char *group, *help;   /* its group in --help, where it is the first; its sentence */
};

/* In the order of --help; ends with a row without a name. */
extern const struct ac_option ac_option_table[];

/* Takes a value (of a flag: NULL). False: it was refused, and what it sets is undefined. */
bool ac_option_set(struct ac_options *options, const struct ac_option *option, const char *text,
                   struct ac_fault *fault);

/* Whether a strategy heeds it. */
bool ac_option_heeded(const struct ac_option *option, const struct ac_strategy *strategy);

#endif
