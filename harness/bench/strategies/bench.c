/* bench.c -- see bench.h. */
#include "bench.h"
#include "../../base/complain.h"
#include "../../base/rows.h"
#include "../../base/signals.h"
#include "../../base/spawn.h"
#include "../../base/text.h"
#include "../../base/units.h"
#include "../columns.h"
#include "../environment.h"
#include "../figures/figures.h"
#include "../folder.h"
#include "../progress.h"
#include "../tables/tables.h"
#include "measure.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <uv.h>

/* One bench while it runs. */
struct bench {
    const struct bench_options *options;
    char *dir, *scratch;
    char *python;
    json_t *environment;
    struct plan plan;
    struct measure measure;
    struct rows rows;
    size_t failed; /* cells */
    int error;     /* the first that ends the bench: a file could not be written */
};

/* The interpreter itself (python3 may be a wrapper that costs time), or NULL and why not. */
static char *find_python(const struct bench_options *options, json_t *environment)
{
    json_t *asked = environment_ask(
        (const char *const[]){"python3", "-c", "import asyncio, sys; print(sys.executable)", NULL});
    char *script = text_format("%s/blog_asyncio.py", options->peers), *python = NULL;
    const char *why = NULL;
    if (!json_is_string(asked) || *json_string_value(asked) == '\0')
        why = "there is no python3 with asyncio on this machine";
    else if (access(script, R_OK) != 0)
        why = "there is no blog_asyncio.py in the folder of peers";
    else
        python = text_copy(json_string_value(asked));
    if (options->point_count > 0) {
        free(python);
        python = NULL;
    } else if (why) {
        json_object_set_new(environment, "python_skipped", json_string(why));
    }
    json_decref(asked);
    free(script);
    return python;
}

static int make_plan(struct bench *bench)
{
    const struct bench_options *options = bench->options;
    struct draw draw = {options->seed};
    if (!options->seeded && draw_seed(&draw.state) != 0) {
        complain("the system gives no random seed; give one with --seed");
        return 1;
    }
    json_object_set_new(bench->environment, "seed", json_integer((json_int_t)draw.state));
    if (options->point_count > 0)
        bench->plan = plan_points(&draw, options->rounds, options->points, options->point_count);
    else if (strcmp(options->name, "full") == 0)
        bench->plan = plan_full(&draw, options->rounds, bench->python != NULL);
    else
        bench->plan = plan_quick(&draw, options->rounds, bench->python != NULL);
    return 0;
}

static void save_json(struct bench *bench, const json_t *json, const char *name)
{
    folder_keep_json(bench->dir, name, json, &bench->error);
}

static void keep_row(struct bench *bench, size_t row)
{
    folder_keep_row(bench->dir, &bench->rows, row, &bench->error);
}

static void run_cells(struct bench *bench)
{
    for (size_t i = 0; i < bench->plan.count && !bench->error && !signals_asked; i++) {
        const struct plan_cell *cell = &bench->plan.cells[i];
        progress_show(&bench->plan, i);
        size_t row = measure_cell(&bench->measure, cell, &bench->rows);
        if (signals_asked)
            break;
        keep_row(bench, row);
        save_json(bench, bench->measure.hyperfine, "hyperfine.json");
        if (!rows_is(&bench->rows, row, "exit", "0")) {
            bench->failed++;
            progress_clear();
            complain("failed: %s (exit: %s)", rows_get(&bench->rows, row, "command"),
                     rows_get(&bench->rows, row, "exit"));
        }
    }
    progress_clear();
}

static int finish(struct bench *bench, double took_s)
{
    struct text shown = {0};
    bool complete = !bench->error && !signals_asked;
    json_object_set_new(bench->environment, "complete", json_boolean(complete));
    json_object_set_new(bench->environment, "took_s", json_real(took_s));
    json_object_set_new(bench->environment, "failed_cells",
                        json_integer((json_int_t)bench->failed));
    json_object_set_new(bench->environment, "load_after", environment_load());
    save_json(bench, bench->environment, "environment.json");
    if (!bench->error)
        bench->error = table_make(bench->dir, &shown);
    if (complete && !bench->error)
        bench->error = bench_figures(bench->dir, bench->options->point_count == 0);
    fputs(text_chars(&shown), stdout);
    text_free(&shown);
    int unwritten = text_finish_stdout();
    if (signals_asked) {
        complain("stopped; what is complete is in %s", bench->dir);
        return 128 + signals_asked;
    }
    return unwritten || bench->error || bench->failed > 0;
}

static int run_in_folder(struct bench *bench)
{
    const struct bench_options *options = bench->options;
    bench->measure = (struct measure){.program = options->program,
                                      .driver = options->driver,
                                      .python = bench->python,
                                      .peers = options->peers,
                                      .dir = bench->dir,
                                      .scratch = bench->scratch,
                                      .hyperfine = json_pack("{s: []}", "results"),
                                      .commands = json_array()};
    json_object_set_new(bench->environment, "command", json_string(options->command));
    json_object_set_new(bench->environment, "rounds", json_integer((json_int_t)options->rounds));
    json_object_set_new(bench->environment, "cells", json_integer((json_int_t)bench->plan.count));
    json_object_set_new(bench->environment, "estimate_s", json_real(plan_seconds(&bench->plan)));
    json_object_set_new(bench->environment, "complete", json_false());
    json_object_set_new(bench->environment, "commands", bench->measure.commands);
    save_json(bench, bench->environment, "environment.json");
    save_json(bench, bench->measure.hyperfine, "hyperfine.json");
    rows_init(&bench->rows, bench_columns);
    keep_row(bench, FOLDER_HEADER);

    uint64_t start_ns = uv_hrtime();
    run_cells(bench);
    int status = finish(bench, (double)(uv_hrtime() - start_ns) / 1e9);
    rows_free(&bench->rows);
    json_decref(bench->measure.hyperfine);
    return status;
}

static void say_how_long(const struct bench *bench)
{
    fprintf(stderr, "as-completed-bench: %s: %zu runs, about %s; results go to %s\n",
            bench->options->name, bench->plan.count, AC_WAIT(plan_seconds(&bench->plan)),
            bench->dir);
}

int bench_run(const struct bench_options *options)
{
    struct bench bench = {.options = options};
    int status = 1;
    if (!environment_has_tool("hyperfine") || !bench_figures_ready(false) ||
        !environment_has_program(options->program))
        return signals_asked ? 128 + signals_asked : 1;
    bench.environment = environment_new(options->program);
    bench.python = find_python(options, bench.environment);
    if (make_plan(&bench) == 0 && (bench.scratch = folder_make_scratch()) &&
        (bench.dir = folder_make(options->results, options->name))) {
        say_how_long(&bench);
        status = run_in_folder(&bench);
    }
    if (bench.scratch)
        rmdir(bench.scratch);
    free(bench.scratch);
    plan_free(&bench.plan);
    json_decref(bench.environment);
    free(bench.python);
    free(bench.dir);
    return status;
}
