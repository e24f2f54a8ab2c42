/* suite.c -- the strategies beside each other, and beside the blog's Python: quick, full, and the
 * user's points.
 *
 * Beside DIR/rows.tsv lie DIR/traces/STRATEGY-virtual.tsv and STRATEGY-real.tsv (N=100, limit 10),
 * and DIR/histograms/STRATEGY-N-LIMIT.tsv (measure, upper_ns, count; real clock).
 */
#include "../suite.h"
#include "../../base/complain.h"
#include "../../base/text.h"
#include "../../base/units.h"
#include "../../report/columns.h"
#include "../environment.h"
#include "../figures/figures.h"
#include "../measure.h"
#include "../project.h"
#include "../tables/tables.h"
#include "cells.h"
#include "plan.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* `point` is N,LIMIT as planned, "100,10" (also for unbounded, whose own `limit` is null); `cell`
 * is the strategy, or "callback again"; `clock`, `tasks`, `limit`, `wall_ns`... are the process's
 * own. A row counts only if its `exit` is 0. */
const char *const bench_columns[] = {
    /* where the row belongs, and what hyperfine saw of the whole process */
    "stage", "point", "cell", "round", "position", "hyperfine_wall_s", "hyperfine_user_s",
    "hyperfine_sys_s", "exit", "command",
    /* what the process itself printed */
    AC_COLUMNS(AC_COLUMN_NAME)
    /* and what only a peer prints */
    "peer",
    "mode", "done", "sum", "out_of_order", NULL};

static const char *const strategies_stages[] = {
    "verdict",  /* rounds in a drawn order, real clock: the strategies, floor, "callback again" */
    "serial",   /* serial once at N=100, real clock */
    "python",   /* the blog's Python; cell = its mode */
    "large",    /* real clock, one round: the strategies and floor */
    "limits",   /* callback at N=100 and few limits, real clock */
    "growth-n", /* virtual clock: N grows at one limit */
    "growth-limit", /* virtual clock: the limit grows at one N */
    "per-task", /* virtual clock: CPU a task at two N and limits, beside floor and the bare cells */
    "memory",   /* virtual clock: resident memory as N grows, of those that should not */
    "wall-limit", /* virtual clock, callback: limits 1 to 20, where the wall is the ideal */
    "trace",      /* the runs that wrote DIR/traces, both clocks */
    NULL};

/* The blog's Python: its script, and the interpreter itself (python3 may be a wrapper that costs
 * time), or NULL and why not. */
struct strategies {
    char *script, *python;
    const char *no_python;
};

/* In the folder that --peers names; else in that of the current folder, or of the project. */
static char *strategies_script(const char *peers)
{
    char *script = text_format("%s/blog_asyncio.py", peers ? peers : "peers");
    char *folder = peers || access(script, F_OK) == 0 ? NULL : project_folder();
    if (folder) {
        free(script);
        script = text_format("%s/peers/blog_asyncio.py", folder);
        free(folder);
    }
    return script;
}

static void strategies_find_python(struct strategies *own, const char *peers)
{
    json_t *asked = environment_ask(
        (const char *const[]){"python3", "-c", "import asyncio, sys; print(sys.executable)", NULL});
    own->script = strategies_script(peers);
    if (!json_is_string(asked) || *json_string_value(asked) == '\0')
        own->no_python = "there is no python3 with asyncio on this machine";
    else if (access(own->script, R_OK) != 0)
        own->no_python = "there is no blog_asyncio.py in the folder of peers";
    else
        own->python = text_copy(json_string_value(asked));
    json_decref(asked);
}

static int strategies_prepare(struct bench *bench)
{
    struct strategies *own = bench->own = text_resize(NULL, sizeof *own);
    *own = (struct strategies){.python = NULL};
    bench->name = bench->options->point_count ? "points" : bench->options->mode;
    if (!bench->options->point_count)
        strategies_find_python(own, bench->options->peers);
    return 0;
}

static bool strategies_plan(struct bench *bench, size_t batch)
{
    const struct bench_options *options = bench->options;
    const struct strategies *own = bench->own;
    struct draw draw = {bench->seed};
    if (batch > 0)
        return false;
    if (options->point_count)
        bench->plan = plan_points(&draw, options->rounds, options->points, options->point_count);
    else if (strcmp(options->mode, "full") == 0)
        bench->plan = plan_full(&draw, options->rounds, own->python != NULL);
    else
        bench->plan = plan_quick(&draw, options->rounds, own->python != NULL);
    return true;
}

static char *strategies_begin(struct bench *bench)
{
    const struct strategies *own = bench->own;
    double seconds = plan_seconds(&bench->plan);
    json_t *environment = bench->environment;
    if (own->no_python)
        json_object_set_new(environment, "python_skipped", json_string(own->no_python));
    json_object_set_new(environment, "rounds", json_integer((json_int_t)bench->options->rounds));
    json_object_set_new(environment, "cells", json_integer((json_int_t)bench->plan.count));
    json_object_set_new(environment, "estimate_s", json_real(seconds));
    return text_format("%s: %zu runs, about %s", bench->name, bench->plan.count, AC_WAIT(seconds));
}

/* The files it shall write besides. */
static void strategies_add_keep(struct words *command, const char *dir,
                                const struct plan_cell *cell, const char *strategy)
{
    if (cell->keep == PLAN_TRACE) {
        WORDS_ADD(command, "--trace");
        words_printf(command, "%s/traces/%s-%s.tsv", dir, strategy,
                     cell->virtual_clock ? "virtual" : "real");
    } else if (cell->keep == PLAN_HISTOGRAM) {
        WORDS_ADD(command, "--histogram");
        words_printf(command, "%s/histograms/%s-%llu-%llu.tsv", dir, strategy,
                     (unsigned long long)cell->tasks, (unsigned long long)cell->limit);
    }
}

/* What is measured at the cell's point: the program, the blog's Python, or the queue alone. */
static struct words strategies_command(const struct bench *bench, const struct plan_cell *cell,
                                       const char *point)
{
    struct words command = {0};
    const struct bench_options *options = bench->options;
    const struct strategies *own = bench->own;
    const struct ac_strategy *known = cells_strategy(cell->name);
    bool python = strcmp(cell->stage, "python") == 0;
    if (cells_is_bare(cell->name)) {
        WORDS_ADD(&command, options->driver, cell->name, point);
        return command;
    }
    if (python) {
        WORDS_ADD(&command, own->python, own->script, cell->name, "-n");
    } else {
        WORDS_ADD(&command, options->program, "run", "-s", known->name, "-n");
    }
    words_printf(&command, "%llu", (unsigned long long)cell->tasks);
    if (python || !cells_has(cell->name, AC_NO_LIMIT | AC_SERIAL)) {
        WORDS_ADD(&command, "-l");
        words_printf(&command, "%llu", (unsigned long long)cell->limit);
    }
    if (python)
        return command;
    if (cell->virtual_clock)
        WORDS_ADD(&command, "--clock", "virtual");
    strategies_add_keep(&command, bench->dir, cell, known->name);
    WORDS_ADD(&command, "--format", "tsv");
    return command;
}

static size_t strategies_measure(struct bench *bench, const struct plan_cell *cell)
{
    char *point =
        text_format("%llu,%llu", (unsigned long long)cell->tasks, (unsigned long long)cell->limit);
    size_t row = measure_add_row(bench, cell, point);
    rows_set(&bench->rows, row, "clock", cell->virtual_clock ? "virtual" : "real");
    struct words command = strategies_command(bench, cell, point);
    struct rows printed;
    bool timed = !cell->virtual_clock && cell->keep != PLAN_TRACE;
    if (measure_run(bench, row, &command, timed, cell->at_most_ms, &printed))
        rows_copy(&bench->rows, row, &printed, 0);
    rows_free(&printed);
    words_free(&command);
    free(point);
    return row;
}

static bool strategies_failed(const struct bench *bench, const struct plan_cell *cell, size_t row)
{
    (void)cell;
    complain("failed: %s (exit: %s)", rows_get(&bench->rows, row, "command"),
             rows_get(&bench->rows, row, "exit"));
    return true;
}

static void strategies_end(struct bench *bench)
{
    struct strategies *own = bench->own;
    free(own->python);
    free(own->script);
    free(own);
}

static const struct bench_option strategies_options[] = {
    {"point", "N,LIMIT", options_point, OPTIONS_FIELD(points), 0, 0,
     "measure this point instead of the plan's, with verdicts; may be repeated"},
    {"rounds", "R", options_number, OPTIONS_FIELD(rounds), 1, 1000,
     "rounds at each point with verdicts (default 7; verdicts need six)"},
    OPTIONS_SEED("draw the orders from this seed (default: a new one, kept with the results)"),
    OPTIONS_RESULTS,
    OPTIONS_PROGRAM,
    {"peers", "DIR", options_path, OPTIONS_FIELD(peers), 0, 0,
     "where blog_asyncio.py is (default: peers, here or of the project)"},
    {.name = NULL}};

const struct suite suite_strategies = {
    .name = "strategies",
    .usage =
        "usage: as-completed-bench quick|full [options]   measures, keeps the rows, prints the "
        "table\n"
        "       as-completed-bench peers [options]        measures other languages, too; see peers "
        "--help\n"
        "       as-completed-bench exec [options]         measures commands; see exec --help\n"
        "       as-completed-bench work [options]         measures requests and computing, too; "
        "see "
        "work --help\n"
        "       as-completed-bench adoption [options]     measures what the library costs; see "
        "adoption --help\n"
        "       as-completed-bench table DIR              makes the tables of DIR again from its "
        "rows\n"
        "       as-completed-bench plots DIR              makes the figures of DIR from its rows\n"
        "       as-completed-bench bare_heap N,LIMIT      runs the sleeps over a textbook's heap: "
        "one row\n"
        "       as-completed-bench bare_queue N,LIMIT     runs them over the queue of the loops\n"
        "\n"
        "quick takes under two minutes, full under fifteen; each makes a folder of its own.\n"
        "\n",
    .help_width = 15,
    .options = strategies_options,
    .columns = bench_columns,
    .last = "displacement_take_max",
    .stages = strategies_stages,
    .stopped = "stopped; what is complete is in",
    .prepare = strategies_prepare,
    .plan = strategies_plan,
    .begin = strategies_begin,
    .measure = strategies_measure,
    .failed = strategies_failed,
    .end = strategies_end,
    .printed = "table.txt",
    .tables = table_strategies,
    .figures = figures_of_strategies,
};
