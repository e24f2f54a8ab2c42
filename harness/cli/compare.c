/* compare.c -- `compare`: every strategy in a process of its own, so that memory and CPU are its
 * own.
 *
 * Each row is what `run --format tsv` (or json) printed, passed on as it is; the table for people
 * is made from it. serial is left out where it would take long: on the real clock, over ten
 * seconds.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <uv.h>

#include "../bench/rows.h"
#include "../bench/spawn.h"
#include "../ideal.h"
#include "../latencies.h"
#include "command.h"
#include "setup.h"
#include "units.h"

enum { MAX_ARGUMENTS = 40 };
#define SERIAL_MAX_NS UINT64_C(10000000000)
#define CHILD_MAX_MS  UINT64_MAX

struct arguments {
    const char *words[MAX_ARGUMENTS];
    char numbers[MAX_ARGUMENTS][32];
    int count;
};

static void add(struct arguments *a, const char *word)
{
    a->words[a->count++] = word;
    a->words[a->count] = NULL;
}

static void add_number(struct arguments *a, const char *option, uint64_t value, const char *unit)
{
    add(a, option);
    snprintf(a->numbers[a->count], sizeof a->numbers[0], "%" PRIu64 "%s", value, unit);
    add(a, a->numbers[a->count]);
}

static void add_strategy(struct arguments *a, const struct ac_options *o,
                         const struct ac_strategy *strategy)
{
    add(a, "-s");
    add(a, strategy->name);
    if (o->limit && !(strategy->flags & (AC_NO_LIMIT | AC_SERIAL)))
        add_number(a, "-l", o->limit, "");
    if (o->queue && strategy->flags & AC_QUEUES)
        add_number(a, "--queue", o->queue, "");
    if (o->poll_interval_given && strategy->flags & AC_SPINS)
        add_number(a, "--poll-interval", o->poll_interval_ns, "ns");
}

static void add_workload(struct arguments *a, const struct ac_options *o)
{
    static const char *const orders[] = {
        [AC_FORWARD] = "forward", [AC_REVERSE] = "reverse", [AC_SHUFFLE] = "shuffle"};
    if (o->tasks_given)
        add_number(a, "-n", o->tasks, "");
    if (o->sleeps) {
        add(a, "--sleeps");
        add(a, o->sleeps);
    } else {
        add_number(a, "--scale", o->scale_ns, "ns");
    }
    add_number(a, "--tick", o->tick_ns, "ns");
    add(a, "--order");
    add(a, orders[o->order]);
    add_number(a, "--seed", o->seed, "");
}

static void print_head(const struct ac_options *o)
{
    printf("%s clock", o->virtual_clock ? "virtual" : "real");
    if (o->limit)
        printf(", limit %s", AC_COUNT(o->limit));
    printf("; lateness and delivery are 99th percentiles\n\n"
           "%-14s %12s %11s %11s %10s %10s %10s %10s %11s %11s %11s %11s\n",
           "strategy", "wall", "excess", "cpu", "resident", "heap", "lateness", "delivery",
           "waiting", "in flight", "unread", "turns");
}

static uint64_t figure(const struct rows *rows, const char *column)
{
    double value = rows_number(rows, 0, column);
    return value > 0 ? (uint64_t)value : 0;
}

static void print_row(const struct rows *rows)
{
    printf("%-14s", rows_get(rows, 0, "strategy"));
    printf(" %12s", AC_DURATION(figure(rows, "wall_ns")));
    printf(" %11s",
           rows_is(rows, 0, "excess_ns", "null") ? "null" : AC_DURATION(figure(rows, "excess_ns")));
    printf(" %11s", AC_DURATION(figure(rows, "cpu_user_ns") + figure(rows, "cpu_sys_ns")));
    printf(" %10s", AC_BYTES(figure(rows, "peak_rss_bytes")));
    printf(" %10s", AC_BYTES(figure(rows, "peak_heap_bytes")));
    printf(" %10s", AC_DURATION(figure(rows, "lateness_p99_ns")));
    printf(" %10s", AC_DURATION(figure(rows, "delivery_p99_ns")));
    printf(" %11s", AC_COUNT(figure(rows, "max_waiting")));
    printf(" %11s", AC_COUNT(figure(rows, "max_in_flight")));
    printf(" %11s", AC_COUNT(figure(rows, "max_unread")));
    printf(" %11s", AC_COUNT(figure(rows, "turns")));
    puts(rows_is(rows, 0, "complete", "true") ? "" : "  INCOMPLETE");
}

/* Prints what one child printed; `first`: nothing was printed before. */
static void pass_on(const struct ac_options *o, const char *output, bool first)
{
    struct rows rows;
    if (o->format == AC_JSON) {
        printf("%s%.*s", first ? "[" : ",\n ", (int)strcspn(output, "\n"), output);
    } else if (o->format == AC_TSV) {
        fputs(first ? output : output + strcspn(output, "\n") + 1, stdout);
    } else if (o->format == AC_TEXT && rows_parse(&rows, output) == 0) {
        if (first)
            print_head(o);
        if (rows.count)
            print_row(&rows);
        rows_free(&rows);
    }
    fflush(stdout);
}

static int run_child(const struct ac_options *o, const char *path,
                     const struct ac_strategy *strategy, bool *first)
{
    struct arguments a = {.count = 0};
    struct spawn_result result;
    add(&a, path);
    add(&a, "run");
    add_strategy(&a, o, strategy);
    add_workload(&a, o);
    add(&a, "--clock");
    add(&a, o->virtual_clock ? "virtual" : "real");
    add(&a, "--format");
    add(&a, o->format == AC_JSON ? "json" : o->format == AC_NONE ? "none" : "tsv");
    bool ended_well = spawn_run(a.words, CHILD_MAX_MS, &result);
    fputs(text_chars(&result.errors), stderr);
    if (result.error && !spawn_interrupted())
        ac_complain_about("cannot run", path, result.error);
    if (result.output.length) {
        pass_on(o, text_chars(&result.output), *first);
        *first = false;
    }
    int status = ended_well ? 0 : result.status ? (int)result.status : AC_EXIT_FAILED;
    if (result.signal)
        ac_complain("%s: ended by signal %d", strategy->name, result.signal);
    spawn_free(&result);
    return status;
}

/* Whether one task after the other takes at most ten seconds; on the virtual clock nothing does. */
static bool serial_is_short(const struct ac_options *o, const struct ac_workload *workload)
{
    struct ac_ideal ideal;
    return o->virtual_clock ||
           (ac_ideal(workload, 1, &ac_signal, &ideal) == 0 && ideal.wall_ns <= SERIAL_MAX_NS);
}

static int run_children(const struct ac_options *o, bool serial)
{
    char path[4096];
    size_t size = sizeof path;
    int status = 0, error = uv_exepath(path, &size);
    if (!error)
        error = spawn_open();
    if (error)
        return ac_complain("cannot run this program again: %s", uv_strerror(error));
    bool first = true;
    for (size_t i = 0; ac_strategies[i] && !spawn_interrupted(); i++) {
        if (ac_strategies[i]->flags & AC_SERIAL && !serial)
            continue;
        int ended = run_child(o, path, ac_strategies[i], &first);
        status = status ? status : ended;
    }
    if (o->format == AC_JSON && !first)
        puts("]");
    return spawn_interrupted() ? AC_EXIT_SIGNAL + spawn_interrupted() : status;
}

int ac_command_compare(const struct ac_options *options)
{
    struct ac_workload workload;
    int status = ac_setup_workload(&workload, options);
    if (!status)
        status = run_children(options, serial_is_short(options, &workload));
    ac_latencies_close(workload.latencies);
    int written = ac_finish_stdout();
    return status ? status : written;
}
