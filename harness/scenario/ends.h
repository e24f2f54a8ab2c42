/* ends.h -- the options of a bad day: tasks that fail, runs that are left early, consumers and sources
 * that are slow. */
#ifndef AC_SCENARIO_ENDS_H
#define AC_SCENARIO_ENDS_H

#include <getopt.h>

#include "../engine/run.h"

enum {
    AC_FAIL_TASKS = 64, /* the most of --fail-task */
    AC_CHANGES = 16,    /* the most changes of the limit */
    AC_ENDS_FIRST = 512,
};

struct ac_ends {
    uint64_t fail_ppb; /* of 1e9 tasks so many fail */
    uint32_t fail_tasks[AC_FAIL_TASKS];
    unsigned fail_task_count;
    enum ac_on_error on_error;
    uint64_t errors;     /* that many errors stop the run; 0: see errors_ppb */
    uint64_t errors_ppb; /* that share of all tasks */
    uint64_t task_timeout_ns, timeout_ns, for_ns, close_at_ns; /* 0: none */
    uint64_t take;                                             /* 0: all */
    bool drain, ordered;
    uint64_t every_ns, adds; /* of the source, see arrivals.h */
    uint64_t consume_ns;
    uint64_t window, unread; /* 0: no bound */
    struct {
        uint64_t at_ns, limit;
    } changes[AC_CHANGES]; /* of the limit, after the first; at rising instants */
    unsigned change_count;
};

/* The options for getopt_long, from AC_ENDS_FIRST on; AC_ENDS_OPTIONS of them. */
#define AC_ENDS_OPTIONS 15
extern const struct option ac_ends_options[AC_ENDS_OPTIONS];

/* Takes one of them. False after one line on stderr. */
bool ac_ends_set(struct ac_ends *ends, int option, const char *text);

/* The limit: a number, or a schedule like 10,2s:50,5s:5. False after one line on stderr. */
bool ac_ends_set_limit(struct ac_ends *ends, const char *text, uint64_t *limit);

/* False after one line on stderr if they contradict each other, or `strategy` (NULL: any) cannot
 * honour them, or tasks without an end. */
bool ac_ends_check(const struct ac_ends *ends, const struct ac_strategy *strategy, bool endless);

/* The most tasks that --window and --unread allow to be pulled and not yet taken; 0: no bound. */
uint64_t ac_ends_window(const struct ac_ends *ends);

/* What comes before the error at which --on-error acts: the given one, or the one that makes the given
 * share of all tasks. */
uint64_t ac_ends_errors_allowed(const struct ac_ends *ends, uint64_t tasks);

#endif
