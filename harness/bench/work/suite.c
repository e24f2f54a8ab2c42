/* suite.c -- the suites of real work: commands alone (`exec`), and all its parts (`work`); and that of
 * adoption, which is made in the same way.
 *
 * What runs beside others stands under work-meter (programs/meter.c), which times it from outside. How a
 * rival ends is a result; only ours have to succeed.
 */
#include "../suite.h"
#include "../../base/complain.h"
#include "../../base/text.h"
#include "../../base/units.h"
#include "../environment.h"
#include "../figures/figures.h"
#include "../measure.h"
#include "../project.h"
#include "../tables/tables.h"
#include "part.h"
#include "plan.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Whether `only` is a stage of the set, or NULL; complains if not. */
static bool suite_has_stage(const struct work_set *set, const char *only)
{
    char *known = text_copy("");
    bool has = !only;
    for (size_t part = 0; !has && set->parts[part]; part++)
        for (const char *const *stage = set->parts[part]->stages; !has && *stage; stage++) {
            char *more = text_format("%s%s%s", known, *known ? ", " : "", *stage);
            free(known);
            known = more;
            has = strcmp(*stage, only) == 0;
        }
    if (!has)
        complain("--only '%s': there is no such stage; there are %s", only, known);
    free(known);
    return has;
}

static int suite_prepare(struct bench *bench, const struct work_set *set)
{
    const struct bench_options *options = bench->options;
    struct work *own = bench->own = text_resize(NULL, sizeof *own);
    *own = (struct work){.set = set,
                         .size = options->quick  ? WORK_QUICK
                                 : options->full ? WORK_FULL
                                                 : set->size,
                         .only = options->only,
                         .meter = project_program(options->driver, "work-meter"),
                         .job = project_program(options->driver, "work-job"),
                         .served = project_program(options->driver, "work-served"),
                         .delays = project_program(options->driver, "work-delays")};
    own->folder =
        text_format("%.*s", (int)(strlen(own->served) - strlen("work-served")), own->served);
    bench->name = own->size == WORK_QUICK ? set->quick_name : set->name;
    for (size_t i = 0; set->parts[i]; i++)
        rivals_look(&own->rivals[i], set->parts[i]->rivals, options->program);
    return suite_has_stage(set, options->only) ? 0 : 2;
}

static int suite_prepare_exec(struct bench *bench)
{
    return suite_prepare(bench, &work_exec);
}

static int suite_prepare_all(struct bench *bench)
{
    return suite_prepare(bench, &work_all);
}

/* Its programs stand where those of the others do, but are not installed. */
static int suite_prepare_adoption(struct bench *bench)
{
    int error = suite_prepare(bench, &work_adoption);
    const struct work *own = bench->own;
    char *program = text_format("%sadoption-size", own->folder);
    if (!error && access(program, X_OK) != 0)
        error = complain("cannot run %s: build it with `make bench-adoption`", program);
    free(program);
    return error;
}

static bool suite_plan(struct bench *bench, size_t batch)
{
    if (batch > 0)
        return false;
    work_plan(&bench->plan, bench->seed, bench->options->rounds, bench->own, &bench->rows);
    return true;
}

static char *suite_begin(struct bench *bench)
{
    struct work *own = bench->own;
    json_t *environment = bench->environment;
    static const char pages[] = "/sys/kernel/mm/transparent_hugepage/enabled";
    double seconds = plan_seconds(&bench->plan);
    size_t cells = bench->rows.count + bench->plan.count;
    own->input = text_format("%s/input", bench->scratch);
    own->stamps = text_format("%s/stamps", bench->scratch);
    own->report = text_format("%s/report", bench->scratch);
    own->output = text_format("%s/output", bench->scratch);
    own->errors = text_format("%s/errors", bench->scratch);
    own->counts = text_format("%s/counts", bench->scratch);
    json_object_set_new(environment, "huge_pages",
                        environment_ask((const char *const[]){"cat", pages, NULL}));
    for (size_t i = 0; own->set->parts[i]; i++)
        rivals_note(&own->rivals[i], environment);
    json_object_set_new(environment, "rounds", json_integer((json_int_t)bench->options->rounds));
    json_object_set_new(environment, "cells", json_integer((json_int_t)cells));
    json_object_set_new(environment, "estimate_s", json_real(seconds));
    return text_format("%s: %zu runs, about %s", bench->name, bench->plan.count, AC_WAIT(seconds));
}

static size_t suite_add_row(struct bench *bench, const struct plan_cell *cell)
{
    char *point = work_point(cell);
    size_t row = measure_add_row(bench, cell, point);
    rows_printf(&bench->rows, row, "tasks", "%llu", (unsigned long long)cell->tasks);
    rows_printf(&bench->rows, row, "limit", "%llu", (unsigned long long)cell->limit);
    free(point);
    return row;
}

static void suite_clear(const struct work *own)
{
    const char *const files[] = {own->input,  own->stamps, own->report,
                                 own->output, own->errors, own->counts};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        unlink(files[i]);
}

static size_t suite_measure(struct bench *bench, const struct plan_cell *cell)
{
    const struct work *own = bench->own;
    const struct work_part *part = work_part_of(cell->stage);
    size_t row = suite_add_row(bench, cell);
    struct rows printed = {0};
    struct words command = {0};
    int error = part->write(bench, cell);
    if (error) {
        bench->error = error;
        complain("cannot write what a run reads into %s: %s", bench->scratch, strerror(-error));
        rows_set(&bench->rows, row, "exit", "no input");
    } else {
        part->add_words(bench, cell, &command);
        measure_run(bench, row, &command, false, cell->at_most_ms, &printed);
        bool good = rows_is(&bench->rows, row, "exit", "0");
        const char *wrong = good ? part->take(bench, cell, row, &printed) : NULL;
        if (wrong)
            rows_set(&bench->rows, row, "exit", wrong);
    }
    if (part->clear)
        part->clear(bench);
    suite_clear(own);
    rows_free(&printed);
    words_free(&command);
    return row;
}

static bool suite_failed(const struct bench *bench, const struct plan_cell *cell, size_t row)
{
    complain("%s, %s at %s: %s", cell->stage, cell->name, rows_get(&bench->rows, row, "point"),
             rows_get(&bench->rows, row, "exit"));
    return work_part_of(cell->stage)->all_ours || work_strategy(cell->stage, cell->name);
}

static void suite_end(struct bench *bench)
{
    struct work *own = bench->own;
    char *const texts[] = {own->folder, own->meter,  own->job,    own->served,
                           own->delays, own->input,  own->stamps, own->report,
                           own->output, own->errors, own->counts};
    for (size_t i = 0; own->set->parts[i]; i++)
        rivals_free(&own->rivals[i]);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        free(texts[i]);
    free(own);
}

#define OPTION_QUICK                                             \
    {                                                            \
        "quick", NULL, options_flag, OPTIONS_FIELD(quick), 0, 0, \
            "few jobs at each point, to try it"                  \
    }
#define OPTION_ROUNDS                                                  \
    {                                                                  \
        "rounds", "R", options_number, OPTIONS_FIELD(rounds), 1, 1000, \
            "rounds (default 7; below 6 there are no intervals)"       \
    }
#define OPTION_ONLY                                               \
    {                                                             \
        "only", "STAGE", options_path, OPTIONS_FIELD(only), 0, 0, \
            "run this stage alone, such as 'true' or 'sleeps'"    \
    }
#define OPTION_SEED \
    OPTIONS_SEED("draw the orders and the sleeps from this seed (default: a new one, kept)")

static const struct bench_option exec_options[] = {OPTION_QUICK,    OPTION_ROUNDS, OPTION_ONLY,
                                                   OPTIONS_RESUME,  OPTION_SEED,   OPTIONS_RESULTS,
                                                   OPTIONS_PROGRAM, {.name = NULL}};

static const struct bench_option work_options[] = {
    OPTION_QUICK,
    {"full", NULL, options_flag, OPTIONS_FIELD(full), 0, 0,
     "ten times the requests, and a million of them"},
    OPTION_ROUNDS,
    OPTION_ONLY,
    OPTIONS_RESUME,
    OPTION_SEED,
    OPTIONS_RESULTS,
    OPTIONS_PROGRAM,
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
    .stages = work_exec_stages,
    .not_its_folder = "it is not the folder of a bench of commands",
    .stopped = "stopped; go on with --resume",
    .prepare = suite_prepare_exec,
    .plan = suite_plan,
    .begin = suite_begin,
    .measure = suite_measure,
    .failed = suite_failed,
    .end = suite_end,
    .printed = "table.txt",
    .tables = table_exec,
    .figures = figures_of_exec,
};

const struct suite suite_work = {
    .name = "work",
    .usage = "usage: as-completed-bench work [options]   measures commands, requests and "
             "computing, by ours "
             "and by others\n"
             "\n"
             "With six rounds it takes under twenty minutes, with --full under two hours.\n"
             "\n",
    .help_width = 14,
    .options = work_options,
    .columns = work_columns,
    .stages = work_all_stages,
    .not_its_folder = "it is not the folder of a bench of real work",
    .stopped = "stopped; go on with --resume",
    .prepare = suite_prepare_all,
    .plan = suite_plan,
    .begin = suite_begin,
    .measure = suite_measure,
    .failed = suite_failed,
    .end = suite_end,
    .printed = "table.txt",
    .tables = table_work,
    .figures = figures_of_work,
};

const struct suite suite_adoption = {
    .name = "adoption",
    .usage = "usage: as-completed-bench adoption [options]   measures what the library costs a "
             "program, beside the same by hand\n"
             "\n"
             "With six rounds it takes under five minutes.\n"
             "\n",
    .help_width = 14,
    .options = exec_options,
    .columns = adoption_columns,
    .stages = work_adoption_stages,
    .not_its_folder = "it is not the folder of a bench of adoption",
    .stopped = "stopped; go on with --resume",
    .prepare = suite_prepare_adoption,
    .plan = suite_plan,
    .begin = suite_begin,
    .measure = suite_measure,
    .failed = suite_failed,
    .end = suite_end,
    .printed = "table.txt",
    .tables = table_adoption,
    .figures = figures_of_adoption,
};
