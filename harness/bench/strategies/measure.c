/* measure.c -- see measure.h. */
#include "measure.h"
#include "../../base/complain.h"
#include "../../base/spawn.h"
#include "../../base/text.h"
#include "../merge.h"
#include "../progress.h"
#include "cells.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool is_python(const struct plan_cell *cell)
{
    return strcmp(cell->stage, "python") == 0;
}

/* The files it shall write besides. */
static void add_keep(struct words *command, const char *dir, const struct plan_cell *cell,
                     const char *strategy)
{
    if (cell->keep == PLAN_TRACE) {
        WORDS_ADD(command, "--trace");
        words_own(command, text_format("%s/traces/%s-%s.tsv", dir, strategy,
                                       cell->virtual_clock ? "virtual" : "real"));
    } else if (cell->keep == PLAN_HISTOGRAM) {
        WORDS_ADD(command, "--histogram");
        words_own(command,
                  text_format("%s/histograms/%s-%llu-%llu.tsv", dir, strategy,
                              (unsigned long long)cell->tasks, (unsigned long long)cell->limit));
    }
}

/* What is measured: the program (or the blog's Python) at the cell's point. */
static struct words measured(const struct measure *measure, const struct plan_cell *cell)
{
    struct words command = {0};
    const struct ac_strategy *known = cells_strategy(cell->name);
    const char *strategy = known ? known->name : cell->name;
    if (is_python(cell)) {
        words_own(&command, text_copy(measure->python));
        words_own(&command, text_format("%s/blog_asyncio.py", measure->peers));
        words_own(&command, text_copy(cell->name));
    } else if (cells_is_bare(cell->name)) {
        WORDS_ADD(&command, measure->driver, cell->name);
        words_own(&command, text_format("%llu,%llu", (unsigned long long)cell->tasks,
                                        (unsigned long long)cell->limit));
        return command;
    } else {
        WORDS_ADD(&command, measure->program, "run", "-s", strategy);
    }
    WORDS_ADD(&command, "-n");
    words_own(&command, text_format("%llu", (unsigned long long)cell->tasks));
    if (!cells_has(strategy, AC_NO_LIMIT | AC_SERIAL)) {
        WORDS_ADD(&command, "-l");
        words_own(&command, text_format("%llu", (unsigned long long)cell->limit));
    }
    if (is_python(cell))
        return command;
    if (cell->virtual_clock)
        WORDS_ADD(&command, "--clock", "virtual");
    add_keep(&command, measure->dir, cell, strategy);
    WORDS_ADD(&command, "--format", "tsv");
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

static void say(const char *who, const struct spawn_result *result)
{
    if (result->errors.length == 0)
        return;
    char *said = first_line(&result->errors);
    progress_clear();
    complain("%s: %s", who, said);
    free(said);
}

/* Runs the words, and sets the row's `exit` to how they ended. */
static void run(struct measure *measure, const struct words *words, uint64_t timeout_ms,
                struct rows *rows, size_t row, struct spawn_result *result)
{
    char *text = words_line(words);
    json_array_append_new(measure->commands, json_string(text));
    free(text);
    spawn_run((const char *const *)words->list, timeout_ms, result);
    char *end = spawn_end(result);
    rows_set(rows, row, "exit", end);
    free(end);
}

static void set_command(struct rows *rows, size_t row, const struct words *command)
{
    char *text = words_line(command);
    rows_set(rows, row, "command", text);
    free(text);
}

void measure_bare(struct measure *measure, const struct words *command, uint64_t timeout_ms,
                  struct rows *rows, size_t row, struct text *output)
{
    struct spawn_result result;
    set_command(rows, row, command);
    run(measure, command, timeout_ms, rows, row, &result);
    text_add(output, text_chars(&result.output));
    if (!rows_is(rows, row, "exit", "0"))
        say(rows_get(rows, row, "cell"), &result);
    spawn_free(&result);
}

void measure_timed(struct measure *measure, const struct words *command, uint64_t timeout_ms,
                   struct rows *rows, size_t row, struct text *output)
{
    char *json = text_format("%s/cell.json", measure->scratch);
    struct words hyperfine = {0};
    WORDS_ADD(&hyperfine, "hyperfine", "-N", "--runs", "1", "--style", "none", "-i", "--output",
              "inherit", "--export-json", json);
    words_own(&hyperfine, words_line(command));

    struct spawn_result result;
    set_command(rows, row, command);
    run(measure, &hyperfine, timeout_ms, rows, row, &result);
    if (!rows_is(rows, row, "exit", "0")) {
        if (!result.timed_out && !result.flooded)
            say("hyperfine", &result);
    } else if (merge_cell(measure->hyperfine, json, rows, row) != 0) {
        rows_set(rows, row, "exit", "hyperfine wrote nothing");
    } else {
        text_add(output, text_chars(&result.output));
    }
    remove(json);
    free(json);
    spawn_free(&result);
    words_free(&hyperfine);
}

size_t measure_cell(struct measure *measure, const struct plan_cell *cell, struct rows *rows)
{
    size_t row = rows_add(rows);
    describe(cell, rows, row);
    struct words command = measured(measure, cell);
    struct text output = {0};
    uint64_t timeout_ms = 60000 + (uint64_t)(cell->estimate_s * 10000);
    if (cell->virtual_clock || cell->keep == PLAN_TRACE)
        measure_bare(measure, &command, timeout_ms, rows, row, &output);
    else
        measure_timed(measure, &command, timeout_ms, rows, row, &output);
    take_row(rows, row, text_chars(&output));
    text_free(&output);
    words_free(&command);
    return row;
}
