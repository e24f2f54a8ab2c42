/* summary.c -- see summary.h. */
#include "summary.h"
#include "../../base/text.h"
#include "../stats/group.h"
#include "list.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define KEEPS_TO 1.05 /* times the ideal: then the sleeps are all that a run waits for */
#define BUSY     0.5  /* of a core all the time: then it is that */
#define SECOND   1e9

size_t peers_find(const struct rows *rows, const char *stage, const char *point, const char *cell,
                  size_t round)
{
    struct group group = {stage, point, cell, NULL};
    char *word = text_format("%zu", round);
    size_t row = group_find(&group, rows, word);
    free(word);
    return row;
}

static bool is_good(const struct rows *rows, size_t row)
{
    return row != SIZE_MAX && rows_is(rows, row, "exit", "0");
}

static bool is_ours(const struct rows *rows, size_t row)
{
    return rows_is(rows, row, "peer", PEERS_OURS);
}

static bool row_cuts(const struct rows *rows, size_t row)
{
    return rows_is(rows, row, "rounds_down", "yes");
}

/* Whether the whole was done before the ideal, or its sleeps were cut. */
static bool is_early(const struct rows *rows, size_t row)
{
    return row_cuts(rows, row) ||
           rows_number(rows, row, "wall_ns") < rows_number(rows, row, "ideal_ns");
}

bool peers_is_near(const struct rows *rows, const char *point, const char *cell)
{
    size_t row = peers_find(rows, "first", point, cell, 1);
    size_t reference = peers_find(rows, "first", point, PEERS_REFERENCE, 1);
    if (!is_good(rows, row) || !is_good(rows, reference))
        return false;
    return is_ours(rows, row) ||
           (!is_early(rows, row) && rows_number(rows, row, "wall_ns") <=
                                        PEERS_NEAR * rows_number(rows, reference, "wall_ns"));
}

static double summary_median(const struct rows *rows, const struct peers_summary *s,
                             const char *stage, const char *column)
{
    struct group group = {stage, s->point, s->cell, NULL};
    return group_median(&group, rows, column);
}

static struct verdict summary_compare(const struct rows *rows, const struct peers_summary *s,
                                      const char *column)
{
    struct group group = {"round", s->point, s->cell, NULL};
    return group_compare(&group, rows, PEERS_REFERENCE, column);
}

static const char *summary_limited_by(const struct peers_summary *s)
{
    if (s->rank != PEERS_RANKED)
        return "";
    if (s->wall_ns <= KEEPS_TO * s->ideal_ns) {
        if (s->ideal_ns > s->longest_ns)
            return "work over limit";
        return fabs(s->longest_ns - SECOND) < 1e6 ? "task 1's second" : "the sleep";
    }
    return s->cpu_s * 1e9 >= BUSY * s->wall_ns ? "CPU" : "wake-up cost";
}

/* How it ended: as its first run did, or the first round that failed. */
static void summary_set_end(const struct rows *rows, struct peers_summary *s, size_t first)
{
    struct group rounds = {"round", s->point, s->cell, NULL};
    s->end = rows_get(rows, first, "exit");
    for (size_t row = 0; row < rows->count; row++) {
        if (!group_has(&rounds, rows, row))
            continue;
        if (is_good(rows, row))
            s->rounds++;
        else if (strcmp(s->end, "0") == 0)
            s->end = rows_get(rows, row, "exit");
    }
}

static void summary_fill(const struct rows *rows, struct peers_summary *s, size_t first)
{
    summary_set_end(rows, s, first);
    const char *stage = s->rounds > 0 ? "round" : "first";
    const char *self = is_ours(rows, first) ? "own" : stage;
    s->tasks = rows_number(rows, first, "tasks");
    s->ideal_ns = rows_number(rows, first, "ideal_ns");
    s->longest_ns = rows_number(rows, first, "longest_ns");
    s->wall_ns = summary_median(rows, s, stage, "wall_ns");
    s->process_wall_s = summary_median(rows, s, stage, "hyperfine_wall_s");
    s->cpu_s = summary_median(rows, s, stage, "whole_cpu_s");
    s->peak_rss_bytes = summary_median(rows, s, self, "peak_rss_bytes");
    s->max_in_flight = summary_median(rows, s, self, "max_in_flight");
    s->out_of_order = summary_median(rows, s, self, "out_of_order");
    if (is_ours(rows, first) && summary_median(rows, s, self, "displacement_take_max") <= 0)
        s->out_of_order = 0; /* each result in the place of its finish */
    if (isnan(s->wall_ns))
        s->rank = PEERS_FAILED;
    else if (row_cuts(rows, first) || s->wall_ns < s->ideal_ns)
        s->rank = PEERS_EARLY;
    if (strcmp(s->cell, PEERS_REFERENCE) != 0) {
        s->wall = summary_compare(rows, s, "wall_ns");
        s->cpu = summary_compare(rows, s, "whole_cpu_s");
    }
    s->limited_by = summary_limited_by(s);
}

/* Whether `a` stands before `b` of the same point. */
static bool summary_is_before(const struct peers_summary *a, const struct peers_summary *b)
{
    if (a->rank != b->rank)
        return a->rank < b->rank;
    return a->rank != PEERS_FAILED && a->wall_ns < b->wall_ns;
}

static void summary_insert(struct peers_summaries *list, const struct peers_summary *summary)
{
    size_t end = list->count;
    while (end > 0 && strcmp(list->items[end - 1].point, summary->point) != 0)
        end--;
    size_t at = end > 0 ? end : list->count;
    while (at > 0 && strcmp(list->items[at - 1].point, summary->point) == 0 &&
           summary_is_before(summary, &list->items[at - 1]))
        at--;
    list->items = text_resize(list->items, (list->count + 1) * sizeof *list->items);
    memmove(list->items + at + 1, list->items + at, (list->count - at) * sizeof *list->items);
    list->items[at] = *summary;
    list->count++;
}

struct peers_summaries peers_summarize(const struct rows *rows)
{
    struct peers_summaries list = {0};
    for (size_t row = 0; row < rows->count; row++) {
        struct peers_summary summary = {.point = rows_get(rows, row, "point"),
                                        .cell = rows_get(rows, row, "cell"),
                                        .peer = rows_get(rows, row, "peer"),
                                        .mode = rows_get(rows, row, "mode")};
        if (peers_find(rows, "first", summary.point, summary.cell, 1) != row)
            continue;
        summary_fill(rows, &summary, row);
        summary_insert(&list, &summary);
    }
    return list;
}

void peers_summaries_free(struct peers_summaries *summaries)
{
    free(summaries->items);
    *summaries = (struct peers_summaries){0};
}

struct rows peers_summary_rows(const struct peers_summaries *summaries)
{
    static const char *const columns[] = {"point",
                                          "cell",
                                          "rank",
                                          "exit",
                                          "rounds",
                                          "tasks",
                                          "ideal_ns",
                                          "wall_ns",
                                          "process_wall_s",
                                          "cpu_s",
                                          "peak_rss_bytes",
                                          "max_in_flight",
                                          "out_of_order",
                                          "wall_ratio",
                                          "wall_ratio_low",
                                          "wall_ratio_high",
                                          "cpu_ratio",
                                          "cpu_ratio_low",
                                          "cpu_ratio_high",
                                          "limited_by",
                                          NULL};
    static const char *const ranks[] = {"ranked", "early", "failed"};
    struct rows rows;
    rows_init(&rows, columns);
    for (size_t i = 0; i < summaries->count; i++) {
        const struct peers_summary *s = &summaries->items[i];
        size_t row = rows_add(&rows);
        const char *const texts[] = {s->point, s->cell, ranks[s->rank], s->end};
        const double numbers[] = {(double)s->rounds, s->tasks,          s->ideal_ns,
                                  s->wall_ns,        s->process_wall_s, s->cpu_s,
                                  s->peak_rss_bytes, s->max_in_flight,  s->out_of_order};
        for (size_t j = 0; j < 4; j++)
            rows_set(&rows, row, columns[j], texts[j]);
        for (size_t j = 0; j < sizeof numbers / sizeof *numbers; j++)
            rows_set_number(&rows, row, columns[4 + j], numbers[j]);
        group_set_verdict(&rows, row, "wall", &s->wall);
        group_set_verdict(&rows, row, "cpu", &s->cpu);
        if (*s->limited_by)
            rows_set(&rows, row, "limited_by", s->limited_by);
    }
    return rows;
}
