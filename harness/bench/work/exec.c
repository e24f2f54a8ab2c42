/* exec.c -- the bench of commands: ours and the rivals, which run the same jobs.
 *
 * Each runs under work-meter (programs/meter.c), which times it from outside. Where the jobs are our
 * own work-job, they stamp their start and end, and a row whose stamps are too few, or above the
 * limit, is no result. How a rival ends is a result; only ours have to succeed.
 */
#include "../../base/complain.h"
#include "../../base/text.h"
#include "../../base/units.h"
#include "../environment.h"
#include "../figures/figures.h"
#include "../measure.h"
#include "../strategies/cells.h"
#include "../suite.h"
#include "../tables/tables.h"
#include "input.h"
#include "plan.h"
#include "report.h"
#include "rivals.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The figures of the jobs are null where they stamp nothing. */
const char *const exec_columns[] = {
    /* where the row belongs, and how it ended */
    "stage", "point", "cell", "round", "position", "tasks", "limit", "take", "exit", "command",
    /* what the meter saw of the program */
    "wall_ns", "cpu_user_ns", "cpu_sys_ns", "peak_rss_bytes",
    /* and of the jobs */
    "stamped", "max_in_flight", "ideal_ns", "late_p50_ns", "late_p99_ns", "late_max_ns",
    "last_start_ns", "max_unread",
    /* and what ours say of themselves, but for the stage that is compared with the rivals */
    WORK_REPORT_COLUMNS, NULL};

struct exec {
    struct rivals rivals;
    char *meter, *job;
    char *input, *stamps, *report; /* files in the scratch folder, of one run */
};

/* A program of the bench's own, which stands beside it. */
static char *exec_beside(const char *driver, const char *name)
{
    const char *slash = strrchr(driver, '/');
    return text_format("%.*s%s", slash ? (int)(slash + 1 - driver) : 0, driver, name);
}

static int exec_prepare(struct bench *bench)
{
    const struct bench_options *options = bench->options;
    struct exec *own = bench->own = text_resize(NULL, sizeof *own);
    *own = (struct exec){.meter = exec_beside(options->driver, "work-meter"),
                         .job = exec_beside(options->driver, "work-job")};
    bench->name = options->quick ? "exec-quick" : "exec";
    rivals_look(&own->rivals, "build/peers/go-exec");
    return 0;
}

static bool exec_plan(struct bench *bench, size_t batch)
{
    const struct exec *own = bench->own;
    if (batch > 0)
        return false;
    work_plan(&bench->plan, bench->seed, bench->options->rounds, bench->options->quick,
              &own->rivals, &bench->rows);
    return true;
}

static char *exec_begin(struct bench *bench)
{
    struct exec *own = bench->own;
    json_t *environment = bench->environment;
    static const char pages[] = "/sys/kernel/mm/transparent_hugepage/enabled";
    double seconds = plan_seconds(&bench->plan);
    size_t cells = bench->rows.count + bench->plan.count;
    own->input = text_format("%s/input", bench->scratch);
    own->stamps = text_format("%s/stamps", bench->scratch);
    own->report = text_format("%s/report", bench->scratch);
    json_object_set_new(environment, "huge_pages",
                        environment_ask((const char *const[]){"cat", pages, NULL}));
    rivals_note(&own->rivals, environment);
    json_object_set_new(environment, "rounds", json_integer((json_int_t)bench->options->rounds));
    json_object_set_new(environment, "cells", json_integer((json_int_t)cells));
    json_object_set_new(environment, "estimate_s", json_real(seconds));
    return text_format("%s: %zu runs, about %s", bench->name, bench->plan.count, AC_WAIT(seconds));
}

static bool exec_is(const struct plan_cell *cell, const char *stage)
{
    return strcmp(cell->stage, stage) == 0;
}

static bool exec_stamps(const struct plan_cell *cell)
{
    return exec_is(cell, WORK_SLEEPS) || exec_is(cell, WORK_READER);
}

/* A report has its price, so jobs of /bin/true go without. */
static bool exec_reports(const struct plan_cell *cell)
{
    return !exec_is(cell, WORK_TRUE) && work_strategy(cell->stage, cell->name);
}

/* The words of one job; its line comes behind them. */
static void exec_add_job(const struct exec *own, const struct plan_cell *cell,
                         struct words *command)
{
    if (exec_is(cell, WORK_TRUE) || exec_is(cell, WORK_MEMORY))
        WORDS_ADD(command, "/bin/true");
    else
        WORDS_ADD(command, own->job, exec_stamps(cell) ? own->stamps : "/dev/null");
}

static void exec_add_ours(const struct bench *bench, const struct plan_cell *cell,
                          const struct ac_strategy *strategy, struct words *command)
{
    const struct exec *own = bench->own;
    uint64_t take = work_take(cell->name, bench->options->quick);
    WORDS_ADD(command, bench->options->program, "exec", "-s", strategy->name, "-l");
    words_printf(command, "%llu", (unsigned long long)cell->limit);
    if (strategy->flags & AC_NO_LIMIT)
        WORDS_ADD(command, "--yes");
    if (take) {
        WORDS_ADD(command, "--take");
        words_printf(command, "%llu", (unsigned long long)take);
    }
    if (exec_reports(cell))
        WORDS_ADD(command, "--report", own->report);
    WORDS_ADD(command, "--");
}

static struct words exec_command(const struct bench *bench, const struct plan_cell *cell,
                                 const struct ac_strategy *strategy)
{
    const struct exec *own = bench->own;
    struct words command = {0};
    bool limited = !strategy || !(strategy->flags & AC_NO_LIMIT);
    WORDS_ADD(&command, own->meter, "-i", own->input, "-l");
    words_printf(&command, "%llu", limited ? (unsigned long long)cell->limit : 0ULL);
    if (exec_stamps(cell))
        WORDS_ADD(&command, "-s", own->stamps);
    if (exec_is(cell, WORK_READER)) {
        WORDS_ADD(&command, "-r");
        words_printf(&command, "%d,%d", WORK_READER_BYTES, WORK_READER_US);
    }
    if (strategy)
        exec_add_ours(bench, cell, strategy, &command);
    else
        rivals_add_words(&own->rivals, cell->name, cell->limit, &command);
    exec_add_job(own, cell, &command);
    return command;
}

/* Takes what the meter printed over, if the jobs' own stamps are all there, and within the limit; and
 * what ours report. */
static void exec_take(struct bench *bench, const struct plan_cell *cell, size_t row,
                      const struct rows *printed, bool limited)
{
    const struct exec *own = bench->own;
    bool stamps = exec_stamps(cell);
    if (exec_reports(cell) && !work_read_report(own->report, &bench->rows, row))
        rows_set(&bench->rows, row, "exit", "no report");
    else if (stamps && rows_number(printed, 0, "stamped") < (double)cell->tasks)
        rows_set(&bench->rows, row, "exit", "wrong row: stamped");
    else if (stamps && limited && rows_number(printed, 0, "max_in_flight") > (double)cell->limit)
        rows_set(&bench->rows, row, "exit", "wrong row: max_in_flight");
    else
        rows_copy(&bench->rows, row, printed, 0);
}

static size_t exec_add_row(struct bench *bench, const struct plan_cell *cell)
{
    uint64_t take = work_take(cell->name, bench->options->quick);
    char *point = work_point(cell);
    size_t row = measure_add_row(bench, cell, point);
    rows_printf(&bench->rows, row, "tasks", "%llu", (unsigned long long)cell->tasks);
    rows_printf(&bench->rows, row, "limit", "%llu", (unsigned long long)cell->limit);
    if (take)
        rows_printf(&bench->rows, row, "take", "%llu", (unsigned long long)take);
    free(point);
    return row;
}

static size_t exec_measure(struct bench *bench, const struct plan_cell *cell)
{
    const struct exec *own = bench->own;
    const struct ac_strategy *strategy = work_strategy(cell->stage, cell->name);
    size_t row = exec_add_row(bench, cell);
    struct rows printed = {0};
    struct words command = exec_command(bench, cell, strategy);
    int error = work_write_input(own->input, cell, bench->seed, bench->options->quick);
    if (error) {
        bench->error = error;
        complain("cannot write %s: %s", own->input, strerror(-error));
        rows_set(&bench->rows, row, "exit", "no input");
    } else {
        measure_run(bench, row, &command, false, cell->at_most_ms, &printed);
        if (rows_is(&bench->rows, row, "exit", "0"))
            exec_take(bench, cell, row, &printed, !strategy || !(strategy->flags & AC_NO_LIMIT));
    }
    unlink(own->input);
    unlink(own->stamps);
    unlink(own->report);
    rows_free(&printed);
    words_free(&command);
    return row;
}

static bool exec_failed(const struct bench *bench, const struct plan_cell *cell, size_t row)
{
    complain("%s, %s at %s: %s", cell->stage, cell->name, rows_get(&bench->rows, row, "point"),
             rows_get(&bench->rows, row, "exit"));
    return work_strategy(cell->stage, cell->name) != NULL;
}

static void exec_end(struct bench *bench)
{
    struct exec *own = bench->own;
    rivals_free(&own->rivals);
    free(own->meter);
    free(own->job);
    free(own->input);
    free(own->stamps);
    free(own->report);
    free(own);
}

static const struct bench_option exec_options[] = {
    {"quick", NULL, options_flag, OPTIONS_FIELD(quick), 0, 0, "few jobs at each point, to try it"},
    {"rounds", "R", options_number, OPTIONS_FIELD(rounds), 1, 1000,
     "rounds (default 7; below 6 there are no intervals)"},
    {"resume", "DIR", options_path, OPTIONS_FIELD(resume), 0, 0,
     "run what is missing in this folder"},
    {"seed", "S", options_number, OPTIONS_FIELD(seed), 0, INT64_MAX,
     "draw the orders and the sleeps from this seed (default: a new one, kept)"},
    {"results", "DIR", options_path, OPTIONS_FIELD(results), 0, 0,
     "where the folder is made (default results)"},
    {"program", "PATH", options_path, OPTIONS_FIELD(program), 0, 0,
     "the as-completed to measure (default: the one beside this program)"},
    {.name = NULL}};

const struct suite suite_exec = {
    .name = "exec",
    .usage =
        "usage: as-completed-bench exec [options]   measures commands, run by ours and by xargs, "
        "GNU parallel and Go\n"
        "\n",
    .help_width = 14,
    .options = exec_options,
    .columns = exec_columns,
    .stages = work_stages,
    .not_its_folder = "it is not the folder of a bench of commands",
    .stopped = "stopped; go on with --resume",
    .prepare = exec_prepare,
    .plan = exec_plan,
    .begin = exec_begin,
    .measure = exec_measure,
    .failed = exec_failed,
    .end = exec_end,
    .printed = "table.txt",
    .tables = table_exec,
    .figures = figures_of_exec,
};
