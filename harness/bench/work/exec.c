/* exec.c -- the part of commands: ours and the rivals, which run the same jobs.
 *
 * Where the jobs are our own work-job, they stamp their start and end, and a row whose stamps are too
 * few, or above the limit, is no result.
 */
#include "exec.h"
#include "../../base/text.h"
#include "../strategies/cells.h"
#include "input.h"
#include "part.h"
#include "report.h"

#include <string.h>

#define GO_PROGRAM "build/peers/go-exec"

/* Guesses behind the estimate, for two cores of these years. */
#define STARTUP_S      0.05
#define JOB_S          0.6e-3 /* a process, of ours or of xargs, with both cores at work */
#define PARALLEL_JOB_S 2.2e-3
#define BYTE_S         0.055e-9 /* a job beside so many bytes of memory */
#define LINE_BYTES     110      /* that semaphore holds of a line */
#define LIVE_S         0.5e-6   /* a job beside one that lives on */

static const char *const exec_stages[] = {EXEC_STAGES, NULL};

/* `tasks` is the number of lines, in EXEC_LIVE of the jobs that live on. */
static const struct work_point exec_points[] = {{EXEC_TRUE, {40, 400, 4000}, .limit = 2},
                                                {EXEC_TRUE, {40, 400, 4000}, .limit = 16},
                                                {EXEC_SLEEPS, {20, 100, 300}, .limit = 10},
                                                {EXEC_READER, {20, 75, 150}, .limit = 4},
                                                {EXEC_MEMORY, {200, 2000, 2000}, .limit = 2},
                                                {EXEC_MEMORY, {2000, 250000, 250000}, .limit = 2},
                                                {EXEC_MEMORY,
                                                 {20000, 1800000, 1800000},
                                                 .limit = 2},
                                                {EXEC_LIVE, {2, 10, 10}, .limit = 0},
                                                {EXEC_LIVE, {20, 2000, 2000}, .limit = 0},
                                                {.stage = NULL}};

static const struct rivals_row exec_rivals[] = {
    {EXEC_REFERENCE, {"xargs", "--version"}, "xargs (GNU", "there is no GNU xargs"},
    {EXEC_PARALLEL,
     {"parallel", "--version"},
     "GNU parallel",
     "there is no GNU parallel: make deps-exec"},
    {EXEC_GO, {GO_PROGRAM, "--version"}, "", "peers/go/exec was not built: make deps-exec"},
    {.name = NULL}};

static const char *const exec_cells[] = {EXEC_REFERENCE, EXEC_AGAIN, EXEC_PARALLEL, EXEC_GO, NULL};

static const struct work_target exec_targets[] = {{.stage = EXEC_TRUE,
                                                   .of = "wall",
                                                   .figure = "wall_ns",
                                                   .beside = EXEC_REFERENCE,
                                                   .most = EXEC_WALL_TARGET,
                                                   .again = EXEC_AGAIN,
                                                   .reference = EXEC_REFERENCE},
                                                  {.stage = EXEC_TRUE,
                                                   .of = "cpu",
                                                   .figure = "cpu_ns",
                                                   .beside = EXEC_REFERENCE,
                                                   .most = EXEC_CPU_TARGET,
                                                   .again = EXEC_AGAIN,
                                                   .reference = EXEC_REFERENCE},
                                                  {.stage = EXEC_TRUE,
                                                   .of = "parallel",
                                                   .figure = "cpu_ns",
                                                   .beside = EXEC_PARALLEL,
                                                   .most = EXEC_PARALLEL_TARGET,
                                                   .again = EXEC_AGAIN,
                                                   .reference = EXEC_REFERENCE},
                                                  {.stage = EXEC_SLEEPS,
                                                   .of = "wall",
                                                   .figure = "wall_ns",
                                                   .column = "ideal_ns",
                                                   .most = EXEC_IDEAL_TARGET},
                                                  {.stage = NULL}};

static bool exec_is(const struct plan_cell *cell, const char *stage)
{
    return strcmp(cell->stage, stage) == 0;
}

bool exec_counts_results(const char *stage)
{
    return strcmp(stage, EXEC_MEMORY) == 0 || strcmp(stage, EXEC_LIVE) == 0;
}

const struct ac_strategy *exec_strategy(const char *stage)
{
    return cells_strategy(strcmp(stage, EXEC_MEMORY) == 0 ? "semaphore" : CELLS_REFERENCE);
}

uint64_t exec_take(const char *cell, bool quick)
{
    return strcmp(cell, EXEC_FEW) == 0    ? (quick ? 5 : 500)
           : strcmp(cell, EXEC_MANY) == 0 ? (quick ? 15 : 1000)
                                          : 0;
}

static size_t exec_choose(const struct work_point *point, const struct rivals *rivals,
                          const char *cells[])
{
    if (exec_counts_results(point->stage)) {
        cells[0] = EXEC_FEW;
        cells[1] = EXEC_MANY;
        return 2;
    }
    size_t count = work_add_strategies(cells);
    bool jobs_of_true = strcmp(point->stage, EXEC_TRUE) == 0;
    if (strcmp(point->stage, EXEC_READER) == 0)
        return count;
    for (size_t i = 0; exec_cells[i]; i++)
        if (rivals_has(rivals, exec_cells[i]) &&
            (jobs_of_true || strcmp(exec_cells[i], EXEC_AGAIN) != 0))
            cells[count++] = exec_cells[i];
    return count;
}

static double exec_estimate(const struct plan_cell *cell, enum work_size size)
{
    double tasks = (double)cell->tasks, slots = (double)cell->limit;
    double taken = (double)exec_take(cell->name, size == WORK_QUICK);
    const struct ac_strategy *strategy = work_strategy(cell->stage, cell->name);
    double sleep_s = (EXEC_SLEEP_MIN_US + EXEC_SLEEP_MAX_US) / 2e6;
    if (strategy && strategy->flags & AC_NO_LIMIT)
        slots = tasks;
    if (exec_is(cell, EXEC_SLEEPS))
        return STARTUP_S + tasks * sleep_s / slots;
    if (exec_is(cell, EXEC_READER))
        return STARTUP_S + tasks * EXEC_READER_US / 1e6;
    if (exec_is(cell, EXEC_MEMORY))
        return STARTUP_S + taken * (JOB_S + tasks * LINE_BYTES * BYTE_S);
    if (exec_is(cell, EXEC_LIVE))
        return STARTUP_S + tasks * JOB_S + taken * (JOB_S + tasks * LIVE_S);
    return STARTUP_S + tasks * (strcmp(cell->name, EXEC_PARALLEL) == 0 ? PARALLEL_JOB_S : JOB_S);
}

static bool exec_stamps(const struct plan_cell *cell)
{
    return exec_is(cell, EXEC_SLEEPS) || exec_is(cell, EXEC_READER);
}

/* A report has its price, so jobs of /bin/true go without. */
static bool exec_reports(const struct plan_cell *cell)
{
    return !exec_is(cell, EXEC_TRUE) && work_strategy(cell->stage, cell->name);
}

static int exec_write(struct bench *bench, const struct plan_cell *cell)
{
    const struct work *own = bench->own;
    return work_write_input(own->input, cell, bench->seed, own->size == WORK_QUICK);
}

/* The words of one job; its line comes behind them. */
static void exec_add_job(const struct work *own, const struct plan_cell *cell,
                         struct words *command)
{
    if (exec_is(cell, EXEC_TRUE) || exec_is(cell, EXEC_MEMORY))
        WORDS_ADD(command, "/bin/true");
    else
        WORDS_ADD(command, own->job, exec_stamps(cell) ? own->stamps : "/dev/null");
}

static void exec_add_ours(const struct bench *bench, const struct plan_cell *cell,
                          const struct ac_strategy *strategy, struct words *command)
{
    const struct work *own = bench->own;
    uint64_t take = exec_take(cell->name, own->size == WORK_QUICK);
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

static void exec_add_rival(const struct plan_cell *cell, struct words *command)
{
    bool of_go = strcmp(cell->name, EXEC_GO) == 0;
    bool parallel = strcmp(cell->name, EXEC_PARALLEL) == 0;
    WORDS_ADD(command, of_go ? GO_PROGRAM : parallel ? "parallel" : "xargs");
    if (!of_go)
        WORDS_ADD(command, parallel ? "-j" : "-P");
    words_printf(command, "%llu", (unsigned long long)cell->limit);
    if (!of_go && !parallel)
        WORDS_ADD(command, "-n1");
}

static void exec_add_words(const struct bench *bench, const struct plan_cell *cell,
                           struct words *command)
{
    const struct work *own = bench->own;
    const struct ac_strategy *strategy = work_strategy(cell->stage, cell->name);
    bool limited = !strategy || !(strategy->flags & AC_NO_LIMIT);
    WORDS_ADD(command, own->meter, "-i", own->input, "-l");
    words_printf(command, "%llu", limited ? (unsigned long long)cell->limit : 0ULL);
    if (exec_stamps(cell))
        WORDS_ADD(command, "-s", own->stamps);
    if (exec_is(cell, EXEC_READER)) {
        WORDS_ADD(command, "-r");
        words_printf(command, "%d,%d", EXEC_READER_BYTES, EXEC_READER_US);
    }
    if (strategy)
        exec_add_ours(bench, cell, strategy, command);
    else
        exec_add_rival(cell, command);
    exec_add_job(own, cell, command);
}

/* The jobs' own stamps have to be all there, and within the limit. */
static const char *exec_take_row(struct bench *bench, const struct plan_cell *cell, size_t row,
                                 const struct rows *printed)
{
    static const struct work_report_figure figures[] = {{"spawn_mean_ns", "spawn_ns", "mean"},
                                                        {"own_next_start_ns", "next_start_ns",
                                                         "p50"},
                                                        {"own_max_unread", "max_unread", NULL},
                                                        {.column = NULL}};
    const struct work *own = bench->own;
    const struct ac_strategy *strategy = work_strategy(cell->stage, cell->name);
    uint64_t take = exec_take(cell->name, own->size == WORK_QUICK);
    bool limited = !strategy || !(strategy->flags & AC_NO_LIMIT);
    if (take)
        rows_printf(&bench->rows, row, "take", "%llu", (unsigned long long)take);
    if (exec_reports(cell) && !work_read_report(own->report, figures, &bench->rows, row))
        return "no report";
    if (exec_stamps(cell) && rows_number(printed, 0, "stamped") < (double)cell->tasks)
        return "wrong row: stamped";
    if (exec_stamps(cell) && limited &&
        rows_number(printed, 0, "max_in_flight") > (double)cell->limit)
        return "wrong row: max_in_flight";
    rows_copy(&bench->rows, row, printed, 0);
    return NULL;
}

const struct work_part work_part_exec = {.stages = exec_stages,
                                         .points = exec_points,
                                         .rivals = exec_rivals,
                                         .cells = exec_cells,
                                         .targets = exec_targets,
                                         .choose = exec_choose,
                                         .estimate = exec_estimate,
                                         .write = exec_write,
                                         .add_words = exec_add_words,
                                         .take = exec_take_row};
