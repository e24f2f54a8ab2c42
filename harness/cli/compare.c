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

#include "../common/grid.h"
#include "../common/rows.h"
#include "../common/spawn.h"
#include "../common/text.h"
#include "../ideal.h"
#include "../latencies.h"
#include "command.h"
#include "setup.h"
#include "units.h"

enum { MAX_ARGUMENTS = 40 };
#define SERIAL_MAX_NS UINT64_C(10000000000)
#define NO_TIMEOUT_MS UINT64_MAX

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

static const char *const headings[] = {"<strategy", "wall",     "excess",    "cpu",     "resident",
                                       "heap",      "late p99", "deliv p99", "waiting", "in flight",
                                       "unread",    "turns",    NULL};

static void open_table(struct grid *grid, const struct ac_options *o)
{
    struct text title = {.chars = NULL};
    text_printf(&title, "%s clock", o->virtual_clock ? "virtual" : "real");
    if (o->limit)
        text_printf(&title, ", limit %s", AC_COUNT(o->limit));
    grid_open(grid, title.chars, headings);
}

static void add_row(struct grid *grid, const struct rows *rows)
{
    static const char *const counts[] = {"max_waiting", "max_in_flight", "max_unread", "turns"};
    bool complete = rows_is(rows, 0, "complete", "true");
    double cpu_ns = rows_number(rows, 0, "cpu_user_ns") + rows_number(rows, 0, "cpu_sys_ns");
    grid_add(grid,
             text_format("%s%s", rows_get(rows, 0, "strategy"), complete ? "" : " (cut short)"));
    grid_add(grid, grid_time(rows_number(rows, 0, "wall_ns")));
    grid_add(grid, grid_time(rows_number(rows, 0, "excess_ns")));
    grid_add(grid, grid_time(cpu_ns));
    grid_add(grid, grid_bytes(rows_number(rows, 0, "peak_rss_bytes")));
    grid_add(grid, grid_bytes(rows_number(rows, 0, "peak_heap_bytes")));
    grid_add(grid, grid_time(rows_number(rows, 0, "lateness_p99_ns")));
    grid_add(grid, grid_time(rows_number(rows, 0, "delivery_p99_ns")));
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        grid_add(grid, grid_count(rows_number(rows, 0, counts[i])));
}

static void print_table(const struct grid *grid)
{
    struct text table = {.chars = NULL};
    grid_write_text(grid, &table);
    fputs(text_chars(&table), stdout);
    text_free(&table);
}

/* Takes what one child printed; `first`: none has printed before. */
static void pass_on(const struct ac_options *o, const char *output, bool first, struct grid *grid)
{
    struct rows rows;
    if (o->format == AC_JSON) {
        printf("%s%.*s", first ? "[" : ",\n ", (int)strcspn(output, "\n"), output);
    } else if (o->format == AC_TSV) {
        fputs(first ? output : output + strcspn(output, "\n") + 1, stdout);
    } else if (o->format == AC_TEXT && rows_parse(&rows, output) == 0) {
        if (rows.count)
            add_row(grid, &rows);
        rows_free(&rows);
    }
    fflush(stdout);
}

static int run_child(const struct ac_options *o, const char *path,
                     const struct ac_strategy *strategy, bool *first, struct grid *grid)
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
    bool ended_well = spawn_run(a.words, NO_TIMEOUT_MS, &result);
    fputs(text_chars(&result.errors), stderr);
    if (result.error && !spawn_interrupted())
        ac_complain_about("cannot run", path, result.error);
    if (result.output.length) {
        pass_on(o, text_chars(&result.output), *first, grid);
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
    struct grid grid;
    open_table(&grid, o);
    for (size_t i = 0; ac_strategies[i] && !spawn_interrupted(); i++) {
        if (ac_strategies[i]->flags & AC_SERIAL && !serial)
            continue;
        int ended = run_child(o, path, ac_strategies[i], &first, &grid);
        status = status ? status : ended;
    }
    if (o->format == AC_JSON && !first)
        puts("]");
    if (o->format == AC_TEXT)
        print_table(&grid);
    grid_free(&grid);
    return spawn_interrupted() ? AC_EXIT_SIGNAL + spawn_interrupted() : status;
}

int ac_command_compare(const struct ac_options *options)
{
    struct ac_workload workload;
    int status = ac_setup_workload(&workload, options);
    if (workload.latencies && ac_latencies_read_once(workload.latencies)) {
        ac_complain(
            "compare: --sleeps '%s' can be read only once: must be a regular file or a list",
            options->sleeps);
        status = AC_EXIT_USAGE;
    }
    if (!status)
        status = run_children(options, serial_is_short(options, &workload));
    ac_latencies_close(workload.latencies);
    int written = text_finish_stdout();
    return status ? status : written;
}
