/* options.h -- the command line, checked: what is in here can be run. */
#ifndef AC_SCENARIO_OPTIONS_H
#define AC_SCENARIO_OPTIONS_H

#include <stdbool.h>

#include "../../strategies/as_completed.h"
#include "../scenario/ends.h"
#include "../workloads/workload.h"

#define AC_PASSED    160
#define AC_TASKS_MAX UINT64_C(100000000)
#define AC_NOT_GIVEN UINT64_MAX

enum ac_format { AC_TEXT, AC_JSON, AC_TSV, AC_NONE };
enum ac_trace_format { AC_TRACE_TSV, AC_TRACE_CHROME };
enum ac_command { AC_LIST, AC_RUN, AC_COMPARE, AC_QUIZ, AC_HELP, AC_VERSION };

struct ac_options {
    enum ac_command command;
    const struct ac_strategy *strategy; /* of `run` */
    const char *compared;               /* of `compare`: names, see chosen.h; NULL: all */
    bool virtual_clock;
    uint64_t tasks; /* or AC_ENDLESS */
    bool tasks_given;
    uint64_t limit; /* the first; 0: none was given */
    const char *limit_text;
    uint64_t queue; /* 0: none was given */
    uint64_t poll_interval_ns;
    bool poll_interval_given;
    bool precise; /* of the real clock: watch it where sleeping would be late */
    uint64_t tick_ns, scale_ns;
    uint64_t sleep_ns;  /* of each task; AC_NOT_GIVEN: scale_ns / i */
    const char *sleeps; /* NULL: the blog's workload */
    enum ac_order order;
    uint64_t seed;
    const char *trace, *histogram; /* paths, or NULL */
    enum ac_trace_format trace_format;
    const char *trace_format_text; /* NULL: none was given */
    bool watch;
    enum ac_format format;
    bool answers; /* of `quiz` */
    struct ac_ends ends;
    const char *passed[AC_PASSED]; /* the words that made `ends`, for passing on: name, value */
    unsigned passed_count;
};

/* Reads the command line. 0, or the exit status after one line on stderr. */
int ac_options_parse(struct ac_options *options, int argc, char **argv);

/* The same for the words of `quiz`, from its name on. */
int ac_quiz_parse(struct ac_options *options, int argc, char **argv);

/* The limit that binds `strategy` for `tasks` tasks, at most that many and at least 1. */
uint64_t ac_options_limit(const struct ac_options *options, const struct ac_strategy *strategy,
                          uint64_t tasks);

/* The capacity of each queue: as given, else the limit, else 1024. */
uint64_t ac_options_queue(const struct ac_options *options, uint64_t tasks);

/* Prints what --help prints. */
void ac_help(void);

#endif
