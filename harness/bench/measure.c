/* measure.c -- see measure.h. */
#include "measure.h"
#include "../common/spawn.h"
#include "../common/text.h"
#include "cells.h"
#include "merge.h"
#include "progress.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST_WORDS 24

/* A command line under construction; the words are owned. */
struct command {
    char *words[MOST_WORDS + 1];
    size_t count;
};

static void word(struct command *command, char *owned)
{
    if (command->count < MOST_WORDS)
        command->words[command->count++] = owned;
}

static void words(struct command *command, const char *const list[])
{
    for (; *list; list++)
        word(command, text_copy(*list));
}

static char *line(const struct command *command)
{
    struct text text = {0};
    for (size_t i = 0; i < command->count; i++) {
        text_add(&text, i ? " " : "");
        text_add_quoted(&text, command->words[i]);
    }
    return text.chars;
}

static void command_free(struct command *command)
{
    for (size_t i = 0; i < command->count; i++)
        free(command->words[i]);
}

static bool is_python(const struct plan_cell *cell)
{
    return strcmp(cell->stage, "python") == 0;
}

/* The files it shall write besides. */
static void add_keep(struct command *command, const char *dir, const struct plan_cell *cell,
                     const char *strategy)
{
    if (cell->keep == PLAN_TRACE) {
        words(command, (const char *const[]){"--trace", NULL});
        word(command, text_format("%s/traces/%s-%s.tsv", dir, strategy,
                                  cell->virtual_clock ? "virtual" : "real"));
    } else if (cell->keep == PLAN_HISTOGRAM) {
        words(command, (const char *const[]){"--histogram", NULL});
        word(command,
             text_format("%s/histograms/%s-%llu-%llu.tsv", dir, strategy,
                         (unsigned long long)cell->tasks, (unsigned long long)cell->limit));
    }
}

/* What is measured: the program (or the blog's Python) at the cell's point. */
static struct command measured(const struct measure *measure, const struct plan_cell *cell)
{
    struct command command = {0};
    const struct ac_strategy *known = cells_strategy(cell->name);
    const char *strategy = known ? known->name : cell->name;
    if (is_python(cell)) {
        word(&command, text_copy(measure->python));
        word(&command, text_format("%s/blog_asyncio.py", measure->peers));
        word(&command, text_copy(cell->name));
    } else if (strcmp(cell->name, CELLS_BARE) == 0) {
        words(&command, (const char *const[]){measure->driver, "bare", NULL});
        word(&command, text_format("%llu,%llu", (unsigned long long)cell->tasks,
                                   (unsigned long long)cell->limit));
        return command;
    } else {
        words(&command, (const char *const[]){measure->program, "run", "-s", strategy, NULL});
    }
    words(&command, (const char *const[]){"-n", NULL});
    word(&command, text_format("%llu", (unsigned long long)cell->tasks));
    if (!cells_has(strategy, AC_NO_LIMIT | AC_SERIAL)) {
        words(&command, (const char *const[]){"-l", NULL});
        word(&command, text_format("%llu", (unsigned long long)cell->limit));
    }
    if (is_python(cell))
        return command;
    if (cell->virtual_clock)
        words(&command, (const char *const[]){"--clock", "virtual", NULL});
    add_keep(&command, measure->dir, cell, strategy);
    words(&command, (const char *const[]){"--format", "tsv", NULL});
    return command;
}

static void describe(const struct plan_cell *cell, struct rows *rows, size_t row)
{
    const char *const texts[][2] = {{"stage", cell->stage},
                                    {"cell", cell->name},
                                    {"clock", cell->virtual_clock ? "virtual" : "real"}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        rows_set(rows, row, texts[i][0], texts[i][1]);
    char *point =
        text_format("%llu,%llu", (unsigned long long)cell->tasks, (unsigned long long)cell->limit);
    char *round = text_format("%zu", cell->round), *position = text_format("%zu", cell->position);
    rows_set(rows, row, "point", point);
    rows_set(rows, row, "round", round);
    rows_set(rows, row, "position", position);
    free(point);
    free(round);
    free(position);
}

/* Takes over the row that a process printed, and says so if there is not exactly one. */
static void take_row(struct rows *rows, size_t row, const char *output)
{
    struct rows printed;
    int error = rows_parse(&printed, output);
    if (!error && printed.count == 1)
        rows_copy(rows, row, &printed, 0);
    else if (rows_is(rows, row, "exit", "0"))
        rows_set(rows, row, "exit", "printed no row");
    rows_free(&printed);
}

static char *first_line(const struct text *errors)
{
    const char *chars = text_chars(errors);
    return text_format("%.*s", (int)strcspn(chars, "\n"), chars);
}

static void run(struct measure *measure, const struct command *command, double estimate_s,
                struct spawn_result *result)
{
    char *text = line(command);
    json_array_append_new(measure->commands, json_string(text));
    free(text);
    uint64_t timeout_ms = 60000 + (uint64_t)(estimate_s * 10000);
    spawn_run((const char *const *)command->words, timeout_ms, result);
}

static void run_bare(struct measure *measure, const struct plan_cell *cell,
                     const struct command *command, struct rows *rows, size_t row)
{
    struct spawn_result result;
    run(measure, command, cell->estimate_s, &result);
    char *end = spawn_end(&result);
    rows_set(rows, row, "exit", end);
    take_row(rows, row, text_chars(&result.output));
    if (strcmp(end, "0") != 0 && result.errors.length > 0) {
        char *said = first_line(&result.errors);
        progress_clear();
        text_complain("%s: %s", cell->name, said);
        free(said);
    }
    free(end);
    spawn_free(&result);
}

/* Takes over hyperfine's figures, if it wrote any, and the row in the file that caught stdout. */
static void take_hyperfine(struct measure *measure, struct rows *rows, size_t row, const char *json,
                           const char *caught)
{
    struct text output = {0};
    int error = merge_cell(measure->hyperfine, json, rows, row);
    if (!error)
        error = text_read_file(&output, caught);
    if (error)
        rows_set(rows, row, "exit", "hyperfine wrote nothing");
    else
        take_row(rows, row, text_chars(&output));
    text_free(&output);
}

static void run_hyperfine(struct measure *measure, const struct plan_cell *cell,
                          const struct command *command, struct rows *rows, size_t row)
{
    char *json = text_format("%s/cell.json", measure->scratch);
    char *caught = text_format("%s/cell.tsv", measure->scratch);

    struct command hyperfine = {0};
    words(&hyperfine, (const char *const[]){"hyperfine", "-N", "--runs", "1", "--style", "none",
                                            "-i", "--output", caught, "--export-json", json, NULL});
    word(&hyperfine, line(command));

    struct spawn_result result;
    run(measure, &hyperfine, cell->estimate_s, &result);
    char *end = spawn_end(&result);
    rows_set(rows, row, "exit", end);
    if (strcmp(end, "0") == 0) {
        take_hyperfine(measure, rows, row, json, caught);
    } else if (result.errors.length > 0 && !result.timed_out) {
        char *said = first_line(&result.errors);
        progress_clear();
        text_complain("hyperfine: %s", said);
        free(said);
    }
    remove(json);
    remove(caught);
    free(end);
    free(json);
    free(caught);
    spawn_free(&result);
    command_free(&hyperfine);
}

size_t measure_cell(struct measure *measure, const struct plan_cell *cell, struct rows *rows)
{
    size_t row = rows_add(rows);
    describe(cell, rows, row);
    struct command command = measured(measure, cell);
    char *text = line(&command);
    rows_set(rows, row, "command", text);
    if (cell->virtual_clock || cell->keep == PLAN_TRACE)
        run_bare(measure, cell, &command, rows, row);
    else
        run_hyperfine(measure, cell, &command, rows, row);
    free(text);
    command_free(&command);
    return row;
}
