/* suite.c -- ours beside the same workload in other languages.
 *
 * First everyone once in each comparison, then rounds for those near ours (plan.h). What is missing
 * in a folder is run when it is gone on with. Each runs under hyperfine, and what it prints is
 * checked: a row that is not of what was asked for, or whose tasks do not add up, is no result.
 * Ours print nothing then; in the stage `own` they run once more, alone, with every measure on. How
 * a peer ends is a result; only ours have to succeed.
 *
 * DIR/peers.tsv and DIR/skipped.tsv are copies of the lists of build/peers/, so that tables can be
 * made from the folder alone.
 */
#include "../suite.h"
#include "../../base/complain.h"
#include "../../base/text.h"
#include "../../base/units.h"
#include "../figures/figures.h"
#include "../measure.h"
#include "../strategies/cells.h"
#include "../tables/tables.h"
#include "plan.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define MS              1000000u
#define AT_MOST_MS      60000 /* a run, where nothing else is said */
#define QUICK_BUDGET_MS 180000
#define FULL_BUDGET_MS  7200000

/* wall_ns is a peer's own, from its first task to its last result; of ours that of the whole
 * process. */
const char *const peers_columns[] = {
    /* where the row belongs, what was ideal there, and what hyperfine saw of the whole process */
    "stage", "point", "cell", "round", "position", "ideal_ns", "longest_ns", "hyperfine_wall_s",
    "hyperfine_user_s", "hyperfine_sys_s", "exit", "command",
    /* what it printed: a peer, or (in part) ours */
    "peer", "mode", "tasks", "limit", "sleep", "tick_ns", "done", "sum", "max_in_flight",
    "out_of_order", "wall_ns", "peak_rss_bytes", "displacement_take_max", "rounds_down", NULL};

static const char *const peers_stages[] = {"first", /* everyone once */
                                           "own",   /* what ours say of themselves */
                                           "round", /* interleaved */
                                           NULL};

struct peers {
    struct peers_comparison comparisons[OPTIONS_MOST_COMPARISONS];
    size_t count;
    struct peers_list list;
};

static bool peers_add(struct bench *bench, const char *name, uint64_t at_most_ms, const char *after)
{
    struct peers *own = bench->own;
    struct peers_comparison *comparison = &own->comparisons[own->count];
    if (own->count == OPTIONS_MOST_COMPARISONS || !peers_comparison_read(name, comparison)) {
        complain("--comparison '%.200s': must be one of at most %d, each N,LIMIT,SLEEP,TICK "
                 "as in 1000,10,1/i,1ns or 1000,none,10ms,1ms",
                 name, OPTIONS_MOST_COMPARISONS);
        return false;
    }
    own->count++;
    comparison->at_most_ms = bench->options->at_most_ms ? bench->options->at_most_ms : at_most_ms;
    comparison->after = after ? text_copy(after) : NULL;
    if (peers_comparison_find_ideal(comparison))
        return true;
    complain("--comparison '%.200s': must have an ideal below 292 years", name);
    return false;
}

static int peers_prepare(struct bench *bench)
{
    const struct bench_options *options = bench->options;
    struct peers *own = bench->own = text_resize(NULL, sizeof *own);
    *own = (struct peers){.count = 0};
    bench->name = options->quick ? "peers-quick" : "peers";
    if (!bench->budget_ms)
        bench->budget_ms = options->quick ? QUICK_BUDGET_MS : FULL_BUDGET_MS;
    for (size_t i = 0; i < options->comparison_count; i++)
        if (!peers_add(bench, options->comparisons[i], AT_MOST_MS, NULL))
            return 2;
    const struct peers_built_in *known = options->quick ? peers_quick : peers_full;
    for (; !options->comparison_count && known->name; known++)
        if (!peers_add(bench, known->name, known->at_most_ms, known->after))
            return 2;
    return peers_list_read(&own->list, options->list) != 0;
}

/* First a batch for each comparison, then one for the rounds of each. */
static bool peers_plan(struct bench *bench, size_t batch)
{
    const struct peers *own = bench->own;
    bool rounds = batch >= own->count;
    size_t place = rounds ? batch - own->count : batch;
    if (place >= own->count || (rounds && bench->options->quick))
        return false;
    (rounds ? peers_plan_rounds : peers_plan_first)(&bench->plan, bench->seed, place,
                                                    &own->comparisons[place], &own->list,
                                                    &bench->rows);
    return true;
}

/* Copies the list, or what is beside it, into the folder. */
static void peers_keep_copy(struct bench *bench, const char *from, const char *name)
{
    struct text text = {0};
    char *path = text_format("%s/%s", bench->dir, name);
    int error = text_read_file(&text, from);
    if (!error)
        error = text_write_file(text_chars(&text), path);
    if (error && error != -ENOENT && !bench->error) {
        bench->error = error;
        complain("cannot copy %s to %s: %s", from, path, strerror(-error));
    }
    free(path);
    text_free(&text);
}

static char *peers_begin(struct bench *bench)
{
    const struct peers *own = bench->own;
    const char *list = bench->options->list, *slash = strrchr(list, '/');
    char *skipped = text_format("%.*sskipped.tsv", slash ? (int)(slash + 1 - list) : 0, list);
    peers_keep_copy(bench, list, "peers.tsv");
    peers_keep_copy(bench, skipped, "skipped.tsv");
    free(skipped);
    return text_format("peers: %zu comparisons, %zu entrants, at most %s", own->count,
                       own->list.count, AC_WAIT((double)bench->budget_ms / 1000));
}

static char *peers_number(uint64_t value)
{
    return text_format("%llu", (unsigned long long)value);
}

static char *peers_sleep(const struct peers_comparison *c)
{
    return c->sleep_ns == PEERS_HARMONIC ? text_copy("1/i") : peers_number(c->sleep_ns);
}

static void peers_add_option(struct words *words, const char *name, uint64_t value,
                             const char *unit)
{
    WORDS_ADD(words, name);
    words_printf(words, "%llu%s", (unsigned long long)value, unit);
}

static void peers_add_ours(struct words *words, const char *program,
                           const struct peers_comparison *c, const char *mode, bool own)
{
    WORDS_ADD(words, program, "run", "-s");
    words_split(words, strcmp(mode, CELLS_AGAIN) == 0 ? CELLS_REFERENCE : mode);
    peers_add_option(words, "-n", c->tasks, "");
    if (c->limit)
        peers_add_option(words, "-l", c->limit, "");
    if (c->sleep_ns != PEERS_HARMONIC)
        peers_add_option(words, "--sleep", c->sleep_ns, "ns");
    if (c->tick_ns > 1)
        peers_add_option(words, "--tick", c->tick_ns, "ns");
    WORDS_ADD(words, "--format", own ? "tsv" : "none");
}

static void peers_add_peer(struct words *words, const struct peers_comparison *c,
                           const struct peers_entrant *entrant)
{
    words_split(words, entrant->command);
    peers_add_option(words, entrant->mode, c->tasks, "");
    words_own(words, peers_number(c->limit));
    words_own(words, peers_sleep(c));
    words_own(words, peers_number(c->tick_ns));
}

/* Whether some of the sleeps have parts of a millisecond, which the entrant cuts off. */
static bool peers_rounds_down(const struct peers_entrant *entrant, const struct peers_comparison *c)
{
    bool whole = c->tick_ns % MS == 0 || (c->sleep_ns != PEERS_HARMONIC && c->sleep_ns % MS == 0);
    return entrant->rounds_down && !whole;
}

static size_t peers_add_row(struct bench *bench, const struct plan_cell *cell)
{
    const struct peers_comparison *c = cell->comparison;
    struct rows *rows = &bench->rows;
    size_t row = measure_add_row(bench, cell, c->name);
    rows_set(rows, row, "peer", cell->entrant->peer);
    rows_set(rows, row, "mode", cell->entrant->mode);
    rows_printf(rows, row, "tasks", "%llu", (unsigned long long)c->tasks);
    rows_printf(rows, row, "ideal_ns", "%llu", (unsigned long long)c->ideal_ns);
    rows_printf(rows, row, "longest_ns", "%llu", (unsigned long long)c->longest_ns);
    rows_set(rows, row, "rounds_down", peers_rounds_down(cell->entrant, c) ? "yes" : "no");
    return row;
}

/* The column in which a peer's only row is not what was asked for; NULL where all is right. */
static const char *peers_wrong_column(const struct rows *printed, const struct peers_comparison *c,
                                      const struct peers_entrant *entrant)
{
    const struct {
        const char *column;
        char *expected;
    } asked[] = {{"peer", text_copy(entrant->peer)},
                 {"mode", text_copy(entrant->mode)},
                 {"tasks", peers_number(c->tasks)},
                 {"tick_ns", peers_number(c->tick_ns)},
                 {"sleep", peers_sleep(c)},
                 {c->limit ? "limit" : "tasks", peers_number(c->limit ? c->limit : c->tasks)},
                 {"done", peers_number(c->tasks)},
                 {"sum", peers_number(c->tasks * (c->tasks + 1) / 2)}};
    const char *wrong = NULL;
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        if (!wrong && !rows_is(printed, 0, asked[i].column, asked[i].expected))
            wrong = asked[i].column;
        free(asked[i].expected);
    }
    if (!wrong && c->limit && rows_number(printed, 0, "max_in_flight") > (double)c->limit)
        wrong = "max_in_flight";
    return wrong || rows_number(printed, 0, "wall_ns") > 0 ? wrong : "wall_ns";
}

static void peers_take(struct bench *bench, const struct plan_cell *cell, size_t row,
                       const struct rows *printed)
{
    const char *wrong = NULL;
    if (cell->entrant->command)
        wrong = peers_wrong_column(printed, cell->comparison, cell->entrant);
    if (wrong)
        rows_printf(&bench->rows, row, "exit", "wrong row: %s", wrong);
    else
        rows_copy(&bench->rows, row, printed, 0);
}

static size_t peers_measure(struct bench *bench, const struct plan_cell *cell)
{
    const struct peers_entrant *entrant = cell->entrant;
    size_t row = peers_add_row(bench, cell);
    bool own = strcmp(cell->stage, "own") == 0, silent = !entrant->command && !own;
    struct words command = {0};
    struct rows printed = {0};
    if (entrant->command)
        peers_add_peer(&command, cell->comparison, entrant);
    else
        peers_add_ours(&command, bench->options->program, cell->comparison, entrant->mode, own);
    measure_run(bench, row, &command, !own, cell->at_most_ms, silent ? NULL : &printed);
    bool good = rows_is(&bench->rows, row, "exit", "0");
    if (good && silent) /* what hyperfine saw is all there is to say of ours */
        rows_printf(&bench->rows, row, "wall_ns", "%.0f",
                    rows_number(&bench->rows, row, "hyperfine_wall_s") * 1e9);
    else if (good)
        peers_take(bench, cell, row, &printed);
    rows_free(&printed);
    words_free(&command);
    return row;
}

static bool peers_failed(const struct bench *bench, const struct plan_cell *cell, size_t row)
{
    complain("%s at %s: %s", cell->name, cell->comparison->name,
             rows_get(&bench->rows, row, "exit"));
    return !cell->entrant->command;
}

static void peers_end(struct bench *bench)
{
    struct peers *own = bench->own;
    for (size_t i = 0; i < own->count; i++)
        peers_comparison_free(&own->comparisons[i]);
    peers_list_free(&own->list);
    free(own);
}

static const struct bench_option peers_options[] = {
    {"quick", NULL, options_flag, OPTIONS_FIELD(quick), 0, 0,
     "three comparisons, once each, three minutes at most"},
    {"comparison", "N,LIMIT,SLEEP,TICK", options_comparison, OPTIONS_FIELD(comparisons), 0, 0,
     "measure this one instead, as in 1000,10,1/i,1ns or 1000,none,10ms,1ms; may\nbe repeated"},
    {"budget", "TIME", options_duration, OPTIONS_FIELD(budget_ms), 0, 0,
     "start no run that might end later than this (2h; quick: 3m)"},
    {"at-most", "TIME", options_duration, OPTIONS_FIELD(at_most_ms), 0, 0,
     "end a run that takes longer, as timed out (60s; quick: 6s and 3s)"},
    OPTIONS_RESUME,
    OPTIONS_SEED("draw the orders from this seed (default: a new one, kept)"),
    OPTIONS_RESULTS,
    OPTIONS_PROGRAM,
    {"list", "FILE", options_path, OPTIONS_FIELD(list), 0, 0,
     "the peers (default build/peers/list.tsv; `make peers-build` makes it)"},
    {.name = NULL}};

const struct suite suite_peers = {
    .name = "peers",
    .usage =
        "usage: as-completed-bench peers [options]   measures our program beside other languages\n"
        "\n"
        "First each program runs once in each comparison. Then seven rounds follow (three where a "
        "run\n"
        "takes over 5 s) for programs with at most 1.5 times our wall. All takes two hours at "
        "most.\n"
        "\n",
    .help_width = 17,
    .options = peers_options,
    .columns = peers_columns,
    .stages = peers_stages,
    .not_its_folder = "it is not the folder of a comparison with peers",
    .stopped = "stopped; go on with --resume",
    .prepare = peers_prepare,
    .plan = peers_plan,
    .begin = peers_begin,
    .measure = peers_measure,
    .failed = peers_failed,
    .end = peers_end,
    .printed = "table.txt",
    .tables = table_peers,
    .figures = figures_of_peers,
};
