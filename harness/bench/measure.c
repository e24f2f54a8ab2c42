/* measure.c -- see measure.h. */
#include "measure.h"
#include "../base/complain.h"
#include "../base/spawn.h"
#include "../base/text.h"
#include "merge.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

size_t measure_add_row(struct bench *bench, const struct plan_cell *cell, const char *point)
{
    struct rows *rows = &bench->rows;
    size_t row = rows_add(rows);
    rows_set(rows, row, "stage", cell->stage);
    rows_set(rows, row, "point", point);
    rows_set(rows, row, "cell", cell->name);
    rows_printf(rows, row, "round", "%zu", cell->round);
    rows_printf(rows, row, "position", "%zu", cell->position);
    return row;
}

/* What a command said first on stderr, if it said something. */
static void measure_say(const char *who, const struct spawn_result *result)
{
    const char *said = text_chars(&result->errors);
    if (!*said)
        return;
    progress_clear();
    complain("%s: %.*s", who, (int)strcspn(said, "\n"), said);
}

/* Runs the words, and sets the row's `exit` to how they ended. True: with 0. */
static bool measure_spawn(struct bench *bench, const struct words *words, uint64_t timeout_ms,
                          size_t row, struct spawn_result *result)
{
    char *line = words_line(words);
    json_array_append_new(bench->commands, json_string(line));
    free(line);
    bool good = spawn_run((const char *const *)words->list, timeout_ms, result);
    char *end = spawn_end(result);
    rows_set(&bench->rows, row, "exit", end);
    free(end);
    return good;
}

/* True: what it printed counts. */
static bool measure_timed(struct bench *bench, size_t row, const char *command, uint64_t timeout_ms,
                          struct spawn_result *result)
{
    char *json = text_format("%s/cell.json", bench->scratch);
    struct words hyperfine = {0};
    WORDS_ADD(&hyperfine, "hyperfine", "-N", "--runs", "1", "--style", "none", "-i", "--output",
              "inherit", "--export-json", json, command);
    bool good = measure_spawn(bench, &hyperfine, timeout_ms, row, result);
    if (!good && !result->timed_out && !result->flooded)
        measure_say("hyperfine", result);
    if (good && merge_cell(bench->hyperfine, json, &bench->rows, row) != 0) {
        rows_set(&bench->rows, row, "exit", "hyperfine wrote nothing");
        good = false;
    }
    remove(json);
    free(json);
    words_free(&hyperfine);
    return good;
}

bool measure_run(struct bench *bench, size_t row, const struct words *command, bool timed,
                 uint64_t timeout_ms, struct rows *printed)
{
    struct spawn_result result;
    char *line = words_line(command);
    bool counts = true;
    rows_set(&bench->rows, row, "command", line);
    if (timed)
        counts = measure_timed(bench, row, line, timeout_ms, &result);
    else if (!measure_spawn(bench, command, timeout_ms, row, &result))
        measure_say(rows_get(&bench->rows, row, "cell"), &result);
    bool one = !printed || (rows_parse(printed, counts ? text_chars(&result.output) : "") == 0 &&
                            printed->count == 1);
    if (!one && rows_is(&bench->rows, row, "exit", "0"))
        rows_set(&bench->rows, row, "exit", "printed no row");
    spawn_free(&result);
    free(line);
    return one;
}
