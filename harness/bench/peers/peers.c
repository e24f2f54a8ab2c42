/* peers.c -- see peers.h. */
#include "peers.h"
#include "../../base/complain.h"
#include "../../base/signals.h"
#include "../../base/spawn.h"
#include "../../base/text.h"
#include "../../base/units.h"
#include "../environment.h"
#include "../figures/figures.h"
#include "../folder.h"
#include "../progress.h"
#include "../tables/tables.h"
#include "folder.h"
#include "measure.h"
#include "plan.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <uv.h>

#define MOST_COMPARISONS 16

#define QUICK_BUDGET_MS 180000
#define FULL_BUDGET_MS  7200000

struct peers {
    const struct peers_options *options;
    struct peers_comparison comparisons[MOST_COMPARISONS];
    size_t count;
    struct peers_list list;
    char *scratch;
    struct peers_folder folder;
    json_t *environment;
    struct measure measure;
    uint64_t start_ns, budget_ms;
    size_t failed;   /* runs of ours */
    size_t left_out; /* runs that the budget has no room for */
};

static bool add_comparison(struct peers *peers, const char *name, uint64_t at_most_ms,
                           const char *after)
{
    struct peers_comparison *comparison = &peers->comparisons[peers->count];
    if (peers->count == MOST_COMPARISONS || !peers_comparison_read(name, comparison)) {
        complain("--comparison '%.200s': must be one of at most %d, each N,LIMIT,SLEEP,TICK "
                 "as in 1000,10,1/i,1ns or 1000,none,10ms,1ms",
                 name, MOST_COMPARISONS);
        return false;
    }
    peers->count++;
    comparison->at_most_ms = peers->options->at_most_ms ? peers->options->at_most_ms : at_most_ms;
    comparison->after = after ? text_copy(after) : NULL;
    if (peers_comparison_find_ideal(comparison))
        return true;
    complain("--comparison '%.200s': must have an ideal below 292 years", name);
    return false;
}

static bool add_comparisons(struct peers *peers)
{
    const struct peers_options *options = peers->options;
    for (size_t i = 0; i < options->own_count; i++)
        if (!add_comparison(peers, options->own[i], 60000, NULL))
            return false;
    const struct peers_built_in *known = options->quick ? peers_quick : peers_full;
    for (; options->own_count == 0 && known->name; known++)
        if (!add_comparison(peers, known->name, known->at_most_ms, known->after))
            return false;
    return true;
}

static void keep_environment(struct peers *peers)
{
    folder_keep_json(peers->folder.dir, "environment.json", peers->environment,
                     &peers->folder.error);
}

static uint64_t passed_ms(const struct peers *peers)
{
    return (uv_hrtime() - peers->start_ns) / 1000000;
}

static bool goes_on(const struct peers *peers)
{
    return !peers->folder.error && !signals_asked;
}

static void run_one(struct peers *peers, const struct peers_run *what, const struct plan_cell *run)
{
    size_t row =
        peers_measure(&peers->measure, what->comparison, what->entrant, run, &peers->folder.rows);
    if (signals_asked)
        return;
    folder_keep_row(peers->folder.dir, &peers->folder.rows, row, &peers->folder.error);
    if (rows_is(&peers->folder.rows, row, "exit", "0"))
        return;
    peers->failed += !what->entrant->command;
    progress_clear();
    complain("%s at %s: %s", what->entrant->name, what->comparison->name,
             rows_get(&peers->folder.rows, row, "exit"));
}

/* A run is started only if its longest time fits into what is left. */
static void run_plan(struct peers *peers, struct peers_plan *plan)
{
    for (size_t i = 0; i < plan->runs.count && goes_on(peers); i++) {
        if (passed_ms(peers) + plan->what[i].comparison->at_most_ms > peers->budget_ms) {
            peers->left_out++;
            continue;
        }
        progress_show(&plan->runs, i);
        run_one(peers, &plan->what[i], &plan->runs.cells[i]);
    }
    progress_clear();
    if (plan->runs.count > 0)
        folder_keep_json(peers->folder.dir, "hyperfine.json", peers->folder.hyperfine,
                         &peers->folder.error);
    peers_plan_free(plan);
}

static void run_all(struct peers *peers)
{
    for (size_t i = 0; i < peers->count && goes_on(peers); i++) {
        struct peers_plan plan = {.what = NULL};
        peers_plan_first(&plan, peers->folder.seed, i, &peers->comparisons[i], &peers->list,
                         &peers->folder.rows);
        run_plan(peers, &plan);
    }
    for (size_t i = 0; !peers->options->quick && i < peers->count && goes_on(peers); i++) {
        struct peers_plan plan = {.what = NULL};
        peers_plan_rounds(&plan, peers->folder.seed, i, &peers->comparisons[i], &peers->list,
                          &peers->folder.rows);
        run_plan(peers, &plan);
    }
}

static int finish(struct peers *peers)
{
    struct text shown = {0};
    bool complete = goes_on(peers) && peers->left_out == 0;
    json_object_set_new(peers->environment, "complete", json_boolean(complete));
    json_object_set_new(peers->environment, "took_s", json_real((double)passed_ms(peers) / 1000));
    json_object_set_new(peers->environment, "load_after", environment_load());
    keep_environment(peers);
    if (!peers->folder.error)
        peers->folder.error = table_make(peers->folder.dir, &shown);
    if (goes_on(peers))
        peers->folder.error = bench_figures(peers->folder.dir, true);
    fputs(text_chars(&shown), stdout);
    text_free(&shown);
    int unwritten = text_finish_stdout();
    if (signals_asked) {
        complain("stopped; go on with --resume %s", peers->folder.dir);
        return 128 + signals_asked;
    }
    if (peers->left_out > 0)
        complain("%zu runs did not fit into the budget; go on with --resume %s", peers->left_out,
                 peers->folder.dir);
    return unwritten || peers->folder.error || peers->failed > 0;
}

static int run_in_folder(struct peers *peers)
{
    fprintf(
        stderr,
        "as-completed-bench: peers: %zu comparisons, %zu entrants, at most %s; results go to %s\n",
        peers->count, peers->list.count, AC_WAIT((double)peers->budget_ms / 1000),
        peers->folder.dir);
    json_object_set_new(peers->environment, "command", json_string(peers->options->command));
    json_object_set_new(peers->environment, "seed", json_integer((json_int_t)peers->folder.seed));
    json_object_set_new(peers->environment, "complete", json_false());
    json_object_set(peers->environment, "commands", peers->measure.commands);
    if (peers->folder.before)
        json_object_set(peers->environment, "before", peers->folder.before);
    keep_environment(peers);
    peers_folder_keep_lists(&peers->folder, peers->options->list);
    run_all(peers);
    return finish(peers);
}

static bool open_folder(struct peers *peers)
{
    const struct peers_options *options = peers->options;
    if (options->resume)
        return peers_folder_take_up(&peers->folder, options->resume);
    return peers_folder_make(&peers->folder, options->results,
                             options->quick ? "peers-quick" : "peers",
                             options->seeded ? &options->seed : NULL);
}

static int run(struct peers *peers)
{
    const char *program = peers->options->program;
    if (!environment_has_tool("hyperfine") || !bench_figures_ready(true) ||
        !environment_has_program(program) ||
        peers_list_read(&peers->list, peers->options->list) != 0 ||
        !(peers->scratch = folder_make_scratch()) || !open_folder(peers))
        return 1;
    peers->environment = environment_new(program);
    peers->measure = (struct measure){.program = program,
                                      .scratch = peers->scratch,
                                      .hyperfine = peers->folder.hyperfine,
                                      .commands = json_array()};
    return run_in_folder(peers);
}

int peers_run(const struct peers_options *options)
{
    struct peers peers = {.options = options, .start_ns = uv_hrtime()};
    peers.budget_ms = options->budget_ms ? options->budget_ms
                      : options->quick   ? QUICK_BUDGET_MS
                                         : FULL_BUDGET_MS;
    int status = add_comparisons(&peers) ? run(&peers) : 2;
    if (signals_asked)
        status = 128 + signals_asked;
    if (peers.scratch)
        rmdir(peers.scratch);
    free(peers.scratch);
    for (size_t i = 0; i < peers.count; i++)
        peers_comparison_free(&peers.comparisons[i]);
    peers_list_free(&peers.list);
    peers_folder_free(&peers.folder);
    json_decref(peers.measure.commands);
    json_decref(peers.environment);
    return status;
}
