/* report.h -- what is known of a run when it is over, and its three forms. */
#ifndef AC_REPORT_H
#define AC_REPORT_H

#include <stdio.h>

#include "../common/process.h"
#include "../ideal.h"
#include "../run.h"
#include "gantt.h"
#include "options.h"

#define AC_REPORT_FIELDS 48

/* Plain values: nothing here points into the run. */
struct ac_report {
    const char *strategy, *clock;
    uint64_t tasks;         /* or AC_ENDLESS */
    uint64_t limit_given;   /* the first; 0: none */
    const char *limit_text; /* of a limit that changes, as it was given; or NULL */
    bool limit_ignored;     /* the strategy has none, or its own */
    bool complete;
    struct ac_counts counts;
    uint64_t wall_ns;
    bool has_ideal;
    struct ac_ideal ideal;
    struct ac_cpu cpu;
    bool tells_cpu;          /* of what the strategy takes; false: not for people */
    uint64_t peak_rss_bytes; /* 0: not known */
    uint64_t peak_heap_bytes;
    struct ac_spread {
        uint64_t total, p50_ns, p99_ns, max_ns; /* undefined where it is of no task: total 0 */
    } lateness, delivery, queueing, response;   /* the latter two of none but with --every */
    struct ac_distance {
        uint64_t total, max;
        double mean;
    } launch, take;       /* so too */
    uint64_t makespan_ns; /* to the last finish */
    uint64_t busy_ns;     /* how long all tasks lasted, added up */
    uint64_t slots;       /* the limit that bound it */
    bool precise;
    unsigned wakes; /* of a precise run: how often the thread slept; and what a wake-up was */
    uint64_t wake_cost_ns; /* late, the median of recent ones: undefined of none */
    bool
        has_idle_slots; /* a limit bound the run, the same from start to end, and busy_ns is known */
    double idle_slots;  /* of them, with no task in flight, on average over the makespan */
};

/* The figures of a run that is over and not closed yet: `before` is the CPU time that the process had at
 * its start. */
void ac_report_read(struct ac_report *report, const struct ac_run *run,
                    const struct ac_measures *measures, struct ac_cpu before);

/* And what takes time or memory of its own to know, above all the ideal: 0, or the error of
 * ac_ideal(), which leaves it undefined. */
int ac_report_finish(struct ac_report *report, const struct ac_options *options,
                     const struct ac_workload *workload);

/* One figure: its column in TSV, its place in JSON (`group` NULL: the top), and its value in words
 * that are JSON already ("null" where it is not defined; names in quotes only in JSON). */
struct ac_field {
    const char *column, *group, *key;
    bool is_name;
    char value[40];
};

/* Fills in all fields in the order of the columns, and returns how many there are. */
int ac_report_fields(const struct ac_report *report, struct ac_field fields[AC_REPORT_FIELDS]);

/* One object on a line of its own. */
void ac_report_json(const struct ac_report *report, FILE *stream);

/* A header line and a row. */
void ac_report_tsv(const struct ac_report *report, FILE *stream);

/* Every bucket of the histograms that is not empty, under a header. */
void ac_report_histograms(const struct ac_measures *measures, FILE *stream);

/* For people; with the drawing of the slots where `gantt` is not NULL. */
void ac_report_text(const struct ac_report *report, const struct ac_gantt *gantt, FILE *stream);

#endif
