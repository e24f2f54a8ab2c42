/* measure.c -- see measure.h. */
#include "measure.h"
#include "../strategies/cells.h"

#include <stdlib.h>
#include <string.h>

#define MS 1000000u

const char *const peers_columns[] = {
    /* where the row belongs, what was ideal there, and what hyperfine saw of the whole process */
    "stage", "point", "cell", "round", "position", "ideal_ns", "longest_ns", "hyperfine_wall_s",
    "hyperfine_user_s", "hyperfine_sys_s", "exit", "command",
    /* what it printed: a peer, or (in part) ours */
    "peer", "mode", "tasks", "limit", "sleep", "tick_ns", "done", "sum", "max_in_flight",
    "out_of_order", "wall_ns", "peak_rss_bytes", "displacement_take_max", "rounds_down", NULL};

bool peers_has_columns(const struct rows *rows)
{
    size_t count = 0;
    while (count < rows->columns && peers_columns[count] &&
           strcmp(peers_columns[count], rows->names[count]) == 0)
        count++;
    return !peers_columns[count] && count == rows->columns;
}

static char *number(uint64_t value)
{
    return text_format("%llu", (unsigned long long)value);
}

static char *sleep_word(const struct peers_comparison *comparison)
{
    return comparison->sleep_ns == PEERS_HARMONIC ? text_copy("1/i") : number(comparison->sleep_ns);
}

static void option(struct words *words, const char *name, char *value)
{
    WORDS_ADD(words, name);
    words_own(words, value);
}

static void add_ours(struct words *words, const char *program, const struct peers_comparison *c,
                     const char *mode, bool own)
{
    WORDS_ADD(words, program, "run", "-s");
    words_split(words, strcmp(mode, CELLS_AGAIN) == 0 ? CELLS_REFERENCE : mode);
    option(words, "-n", number(c->tasks));
    if (c->limit)
        option(words, "-l", number(c->limit));
    if (c->sleep_ns != PEERS_HARMONIC)
        option(words, "--sleep", text_format("%lluns", (unsigned long long)c->sleep_ns));
    if (c->tick_ns > 1)
        option(words, "--tick", text_format("%lluns", (unsigned long long)c->tick_ns));
    option(words, "--format", text_copy(own ? "tsv" : "none"));
}

static void add_peer(struct words *words, const struct peers_comparison *c,
                     const struct peers_entrant *entrant)
{
    words_split(words, entrant->command);
    WORDS_ADD(words, entrant->mode);
    words_own(words, number(c->tasks));
    words_own(words, number(c->limit));
    words_own(words, sleep_word(c));
    words_own(words, number(c->tick_ns));
}

static void set_number(struct rows *rows, size_t row, const char *column, uint64_t value)
{
    char *text = number(value);
    rows_set(rows, row, column, text);
    free(text);
}

/* Whether some of the sleeps have parts of a millisecond, which the entrant cuts off. */
static bool rounds_down(const struct peers_entrant *entrant, const struct peers_comparison *c)
{
    bool whole = c->tick_ns % MS == 0 || (c->sleep_ns != PEERS_HARMONIC && c->sleep_ns % MS == 0);
    return entrant->rounds_down && !whole;
}

static void describe(const struct peers_comparison *comparison, const struct peers_entrant *entrant,
                     const struct plan_cell *cell, struct rows *rows, size_t row)
{
    rows_set(rows, row, "stage", cell->stage);
    rows_set(rows, row, "point", comparison->name);
    rows_set(rows, row, "cell", entrant->name);
    rows_set(rows, row, "peer", entrant->peer);
    rows_set(rows, row, "mode", entrant->mode);
    set_number(rows, row, "round", cell->round);
    set_number(rows, row, "position", cell->position);
    set_number(rows, row, "tasks", comparison->tasks);
    set_number(rows, row, "ideal_ns", comparison->ideal_ns);
    set_number(rows, row, "longest_ns", comparison->longest_ns);
    rows_set(rows, row, "rounds_down", rounds_down(entrant, comparison) ? "yes" : "no");
}

static bool is_number(const struct rows *rows, const char *column, uint64_t expected)
{
    char *text = number(expected);
    bool same = rows_is(rows, 0, column, text);
    free(text);
    return same;
}

/* The column in which a peer's only row is not what was asked for; NULL where all is right. */
static const char *wrong_column(const struct rows *printed, const struct peers_comparison *c,
                                const struct peers_entrant *entrant)
{
    if (!rows_is(printed, 0, "peer", entrant->peer))
        return "peer";
    if (!rows_is(printed, 0, "mode", entrant->mode))
        return "mode";
    if (!is_number(printed, "tasks", c->tasks))
        return "tasks";
    if (!is_number(printed, "tick_ns", c->tick_ns))
        return "tick_ns";
    char *sleep = sleep_word(c);
    bool same = rows_is(printed, 0, "sleep", sleep);
    free(sleep);
    if (!same)
        return "sleep";
    if (c->limit && !is_number(printed, "limit", c->limit))
        return "limit";
    if (!is_number(printed, "done", c->tasks))
        return "done";
    if (!is_number(printed, "sum", c->tasks * (c->tasks + 1) / 2))
        return "sum";
    if (c->limit && rows_number(printed, 0, "max_in_flight") > (double)c->limit)
        return "max_in_flight";
    return rows_number(printed, 0, "wall_ns") > 0 ? NULL : "wall_ns";
}

static void take_row(struct rows *rows, size_t row, const char *output,
                     const struct peers_comparison *comparison, const struct peers_entrant *entrant)
{
    struct rows printed;
    int error = rows_parse(&printed, output);
    const char *wrong = NULL;
    if (error || printed.count != 1) {
        rows_set(rows, row, "exit", "printed no row");
    } else if (entrant->command && (wrong = wrong_column(&printed, comparison, entrant))) {
        char *end = text_format("wrong row: %s", wrong);
        rows_set(rows, row, "exit", end);
        free(end);
    } else {
        rows_copy(rows, row, &printed, 0);
    }
    rows_free(&printed);
}

/* What hyperfine saw is all there is to say of ours. */
static void take_process_wall(struct rows *rows, size_t row)
{
    char *wall = text_format("%.0f", rows_number(rows, row, "hyperfine_wall_s") * 1e9);
    rows_set(rows, row, "wall_ns", wall);
    free(wall);
}

size_t peers_measure(struct measure *measure, const struct peers_comparison *comparison,
                     const struct peers_entrant *entrant, const struct plan_cell *cell,
                     struct rows *rows)
{
    size_t row = rows_add(rows);
    bool own = strcmp(cell->stage, "own") == 0, ours = !entrant->command;
    struct words command = {0};
    struct text output = {0};
    describe(comparison, entrant, cell, rows, row);
    if (ours)
        add_ours(&command, measure->program, comparison, entrant->mode, own);
    else
        add_peer(&command, comparison, entrant);
    if (own)
        measure_bare(measure, &command, comparison->at_most_ms, rows, row, &output);
    else
        measure_timed(measure, &command, comparison->at_most_ms, rows, row, &output);
    if (rows_is(rows, row, "exit", "0")) {
        if (ours && !own)
            take_process_wall(rows, row);
        else
            take_row(rows, row, text_chars(&output), comparison, entrant);
    }
    text_free(&output);
    words_free(&command);
    return row;
}
