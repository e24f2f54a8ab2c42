/* run.c -- one measuring from start to table: checks, a folder, the planned runs, the tables and
 * figures. */
#include "../base/complain.h"
#include "../base/signals.h"
#include "../base/text.h"
#include "environment.h"
#include "figures/figures.h"
#include "folder.h"
#include "stats/draw.h"
#include "suite.h"
#include "tables/tables.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <uv.h>

static bool run_goes_on(const struct bench *bench)
{
    return !bench->error && !signals_asked;
}

static void run_keep_json(struct bench *bench, const json_t *json, const char *name)
{
    folder_keep_json(bench->dir, name, json, &bench->error);
}

/* DIR/NAME as JSON, or NULL. */
static json_t *run_load(const char *dir, const char *name)
{
    char *path = text_format("%s/%s", dir, name);
    json_t *json = json_load_file(path, 0, NULL);
    free(path);
    return json;
}

/* Takes over the rows of a folder, without a line that was cut short. */
static int run_take_up_rows(struct bench *bench)
{
    char *path = text_format("%s/rows.tsv", bench->dir);
    int error = rows_read(&bench->rows, path);
    if (!error && suite_of_rows(&bench->rows) != bench->suite)
        error = -EINVAL;
    if (!error)
        error = rows_write(&bench->rows, path);
    free(path);
    return error;
}

static bool run_take_up(struct bench *bench, const char *dir)
{
    bench->dir = text_copy(dir);
    bench->before = run_load(dir, "environment.json");
    json_t *hyperfine = run_load(dir, "hyperfine.json");
    if (json_is_array(json_object_get(hyperfine, "results")))
        json_object_update(bench->hyperfine, hyperfine);
    json_decref(hyperfine);
    const json_t *seed = json_object_get(bench->before, "seed");
    bench->seed = (uint64_t)json_integer_value(seed);
    int error = run_take_up_rows(bench);
    if (!error && !json_is_integer(seed))
        error = -EINVAL;
    if (error)
        complain("cannot go on with %s: %s", dir,
                 error == -EINVAL ? bench->suite->not_its_folder : rows_error(&bench->rows, error));
    return !error;
}

static bool run_open_folder(struct bench *bench)
{
    const struct bench_options *options = bench->options;
    bench->hyperfine = json_pack("{s: []}", "results");
    bench->commands = json_array();
    if (options->resume)
        return run_take_up(bench, options->resume);
    bench->seed = options->seed;
    if (options->seed == OPTIONS_NO_SEED && draw_seed(&bench->seed) != 0) {
        complain("the system gives no random seed; give one with --seed");
        return false;
    }
    bench->dir = folder_make(options->results, bench->name);
    if (!bench->dir)
        return false;
    rows_init(&bench->rows, bench->suite->columns);
    folder_keep_row(bench->dir, &bench->rows, FOLDER_HEADER, &bench->error);
    return true;
}

/* Whether the longest that it may take fits into what is left. */
static bool run_has_time(const struct bench *bench, const struct plan_cell *cell, uint64_t start_ns)
{
    uint64_t passed_ms = (uv_hrtime() - start_ns) / 1000000;
    return !bench->budget_ms || passed_ms + cell->at_most_ms <= bench->budget_ms;
}

static void run_one(struct bench *bench, const struct plan_cell *cell)
{
    size_t row = bench->suite->measure(bench, cell);
    if (signals_asked)
        return;
    folder_keep_row(bench->dir, &bench->rows, row, &bench->error);
    run_keep_json(bench, bench->hyperfine, "hyperfine.json");
    if (rows_is(&bench->rows, row, "exit", "0"))
        return;
    progress_clear();
    bench->failed += bench->suite->failed(bench, cell, row);
}

/* Runs what is planned, and plans the next batch, until there is none. */
static void run_all(struct bench *bench, uint64_t start_ns)
{
    size_t batch = 0;
    do {
        for (size_t i = 0; i < bench->plan.count && run_goes_on(bench); i++) {
            if (run_has_time(bench, &bench->plan.cells[i], start_ns)) {
                progress_show(&bench->plan, i);
                run_one(bench, &bench->plan.cells[i]);
            } else {
                bench->left_out++;
            }
        }
        progress_clear();
        plan_free(&bench->plan);
    } while (run_goes_on(bench) && bench->suite->plan(bench, ++batch));
}

static void run_note_start(struct bench *bench)
{
    json_t *environment = bench->environment;
    json_object_set_new(environment, "command", json_string(bench->options->command));
    json_object_set_new(environment, "seed", json_integer((json_int_t)bench->seed));
    char *about = bench->suite->begin(bench);
    fprintf(stderr, "%s: %s; results go to %s\n", complain_program, about, bench->dir);
    free(about);
    json_object_set_new(environment, "complete", json_false());
    json_object_set(environment, "commands", bench->commands);
    if (bench->before)
        json_object_set(environment, "before", bench->before);
    run_keep_json(bench, environment, "environment.json");
    run_keep_json(bench, bench->hyperfine, "hyperfine.json");
}

static void run_note_end(struct bench *bench, double took_s)
{
    json_t *environment = bench->environment;
    bool complete = run_goes_on(bench) && !bench->left_out;
    json_object_set_new(environment, "complete", json_boolean(complete));
    json_object_set_new(environment, "took_s", json_real(took_s));
    if (json_object_get(environment, "cells"))
        json_object_set_new(environment, "failed_cells", json_integer((json_int_t)bench->failed));
    json_object_set_new(environment, "load_after", environment_load());
    run_keep_json(bench, environment, "environment.json");
}

/* The tables, the figures, and what is to be said; the exit status. */
static int run_finish(struct bench *bench)
{
    struct text shown = {0};
    if (!bench->error)
        bench->error = table_make(bench->dir, &shown);
    if (run_goes_on(bench))
        bench->error = bench_figures(bench->dir, !bench->options->point_count);
    fputs(text_chars(&shown), stdout);
    text_free(&shown);
    int unwritten = text_finish_stdout();
    if (signals_asked)
        complain("%s %s", bench->suite->stopped, bench->dir);
    else if (bench->left_out)
        complain("%zu runs did not fit into the budget; go on with --resume %s", bench->left_out,
                 bench->dir);
    return unwritten || bench->error || bench->failed;
}

static int run_in_folder(struct bench *bench)
{
    uint64_t start_ns = uv_hrtime();
    bench->environment = environment_new(bench->options->program);
    if (!(bench->scratch = folder_make_scratch()) || !run_open_folder(bench))
        return 1;
    bench->suite->plan(bench, 0);
    run_note_start(bench);
    run_all(bench, start_ns);
    run_note_end(bench, (double)(uv_hrtime() - start_ns) / 1e9);
    return run_finish(bench);
}

int bench_run(const struct suite *suite, const struct bench_options *options)
{
    struct bench bench = {.suite = suite, .options = options, .budget_ms = options->budget_ms};
    if (!environment_has_tool("hyperfine") || !bench_figures_ready(suite) ||
        !environment_has_program(options->program))
        return 1;
    int status = suite->prepare(&bench);
    if (!status)
        status = run_in_folder(&bench);
    if (bench.scratch)
        rmdir(bench.scratch);
    free(bench.scratch);
    free(bench.dir);
    plan_free(&bench.plan);
    rows_free(&bench.rows);
    suite->end(&bench);
    json_decref(bench.environment);
    json_decref(bench.before);
    json_decref(bench.hyperfine);
    json_decref(bench.commands);
    return status;
}
