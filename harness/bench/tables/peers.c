/* peers.c -- ours beside the peers: a grid for each comparison, then who they are. */
#include "../../base/complain.h"
#include "../../base/units.h"
#include "../kept.h"
#include "../peers/list.h"
#include "../peers/summary.h"
#include "parts.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const who_columns[] = {"peer", "version", "flags", "source", NULL};

static const char *const full_columns[] = {"<who=cell",
                                           "wall=wall_ns",
                                           "over ideal=over_ideal",
                                           "process=process_wall_s",
                                           "CPU a task=task_cpu_s",
                                           "resident=peak_rss_bytes",
                                           "a task=task_peak_rss_bytes",
                                           "in flight=max_in_flight",
                                           "unordered=out_of_order",
                                           "<wall to ours=wall_ratio",
                                           "<CPU to ours=cpu_ratio",
                                           "runs=rounds",
                                           "<limited by=limited_by",
                                           NULL};
static const char *const brief_columns[] = {"<who=bold",
                                            "wall=wall_ns",
                                            "over ideal=over_ideal",
                                            "CPU a task=task_cpu_s",
                                            "resident=peak_rss_bytes",
                                            "a task=task_peak_rss_bytes",
                                            "<wall to ours=wall_ratio",
                                            "<CPU to ours=cpu_ratio",
                                            "<limited by=limited_by",
                                            NULL};

/* As table_word(), but for what stands in these grids alone. */
static char *peers_word(const struct page *page, const struct peers_summary *s, size_t at,
                        const char *name)
{
    if (strcmp(name, "bold") == 0)
        return text_format(strcmp(s->peer, PEERS_OURS) == 0 ? "**%s**" : "%s", s->cell);
    if (strcmp(name, "limited_by") == 0)
        return text_copy(s->limited_by);
    if (strcmp(name, "rounds") == 0)
        return text_format("%zu", s->rounds ? s->rounds : 1);
    if (strcmp(name, "over_ideal") != 0)
        return table_word(&page->summaries, at, name);
    if (s->rank == PEERS_EARLY)
        return text_copy("EARLY");
    return s->ideal_ns > 0 ? grid_ratio(s->wall_ns / s->ideal_ns, NAN, NAN) : text_copy("-");
}

static void peers_line(struct grid *grid, const char *const columns[], const struct page *page,
                       const struct peers_summary *s, size_t at)
{
    for (; *columns; columns++)
        grid_add(grid, peers_word(page, s, at, grid_name(*columns)));
}

static const char footer[] =
    "wall: from the first task to the last result, as a peer itself reports it, without its start; "
    "of "
    "ours the whole process\n"
    "(" PEERS_OURS "). process: the whole process. CPU a task: user + system of the whole process, "
    "over N. resident: VmHWM,\n"
    "in all and over N. unordered: results taken after one that finished later. to ours: round by "
    "round against\n" PEERS_REFERENCE ", median ratio [95 % interval by rank, from six rounds]. "
    "EARLY: done before the ideal, or its\n"
    "timers cut the part of a sleep below a millisecond; it is not ranked.\n";

/* "1/i" or the like, of a point. */
static char *peers_title(const struct peers_summary *s)
{
    struct peers_comparison c;
    if (!peers_comparison_read(s->point, &c))
        return text_copy(s->point);
    struct text text = {0};
    text_printf(&text, "N=%llu, ", (unsigned long long)c.tasks);
    if (c.limit)
        text_printf(&text, "limit %llu, ", (unsigned long long)c.limit);
    else
        text_add(&text, "no limit, ");
    if (c.sleep_ns == PEERS_HARMONIC)
        text_add(&text, "1/i s");
    else
        text_printf(&text, "%s each", AC_TIME((double)c.sleep_ns));
    if (c.tick_ns > 1)
        text_printf(&text, " rounded up to %s", AC_TIME((double)c.tick_ns));
    text_printf(&text, ": ideal %s", isnan(s->ideal_ns) ? "-" : AC_TIME(s->ideal_ns));
    peers_comparison_free(&c);
    return text.chars;
}

/* How a run ended that failed, in words. */
static char *peers_end_of(const struct peers_summary *s)
{
    bool status = *s->end && s->end[strspn(s->end, "0123456789")] == '\0';
    return status ? text_format("exit %s", s->end) : text_copy(s->end);
}

static void peers_add_full(struct grid *grid, const struct page *page,
                           const struct peers_summary *s, size_t at)
{
    char *end = peers_end_of(s);
    if (s->rank != PEERS_FAILED) {
        peers_line(grid, full_columns, page, s, at);
        if (strcmp(s->end, "0") != 0)
            text_printf(&grid->notes, "FAILED in a round: %s: %s\n", s->cell, end);
    } else {
        grid_add(grid, text_copy(s->cell));
        grid_add(grid, text_copy(end));
        grid_end_line(grid);
    }
    free(end);
}

/* Whether none of the same peer stands before it: the list is by wall. */
static bool peers_is_best(const struct peers_summaries *list, size_t from, size_t at)
{
    for (size_t i = from; i < at; i++)
        if (strcmp(list->items[i].peer, list->items[at].peer) == 0)
            return false;
    return true;
}

/* All of ours, and the best idiom of each peer. */
static void peers_add_brief(struct grid *grid, const struct page *page,
                            const struct peers_summaries *list, size_t from, size_t at)
{
    const struct peers_summary *s = &list->items[at];
    if (strcmp(s->peer, PEERS_OURS) != 0 && !peers_is_best(list, from, at))
        return;
    if (s->rank == PEERS_FAILED) {
        char *end = peers_end_of(s);
        text_printf(&grid->notes, "%s: %s.\n", s->peer, end);
        free(end);
    } else {
        peers_line(grid, brief_columns, page, s, at);
    }
}

/* Adds the comparison that begins there; where the next one does. */
static size_t peers_add_comparison(struct page *page, const struct peers_summaries *list,
                                   size_t from)
{
    struct grid full, brief;
    size_t at = from;
    grid_open(&full, peers_title(&list->items[from]));
    grid_open(&brief, peers_title(&list->items[from]));
    grid_columns(&full, full_columns);
    grid_columns(&brief, brief_columns);
    for (; at < list->count && strcmp(list->items[at].point, list->items[from].point) == 0; at++) {
        peers_add_full(&full, page, &list->items[at], at);
        peers_add_brief(&brief, page, list, from, at);
    }
    page_add(page, &full);
    grid_write_markdown(&brief, &page->brief);
    grid_free(&brief);
    return at;
}

/* Reads a list of peers in the folder, if it is there; 0 or a negative errno after a line. */
static int peers_read_list(struct rows *rows, const char *dir, const char *name,
                           const char *const columns[])
{
    char *path = text_format("%s/%s", dir, name);
    int error = rows_read(rows, path);
    if (!error)
        error = kept_check(rows, path, columns);
    else if (error == -ENOENT)
        error = 0;
    else
        complain("cannot read %s: %s", path, rows_error(rows, error));
    free(path);
    return error;
}

/* One line for each that has the same version, flags and source. */
static void peers_add_each(struct grid *grid, const struct rows *rows)
{
    const char *last = "";
    for (size_t row = 0; row < rows->count; row++) {
        if (strcmp(rows_get(rows, row, "peer"), last) == 0)
            continue;
        last = rows_get(rows, row, "peer");
        for (size_t i = 0; who_columns[i]; i++)
            grid_add(grid, text_copy(rows_get(rows, row, who_columns[i])));
    }
}

/* Who the peers are, and who was left out. */
static int peers_add_who(struct page *page, const char *dir)
{
    static const char *const why_columns[] = {"peer", "why", NULL};
    struct rows peers, skipped = {0};
    struct grid grid;
    int error = peers_read_list(&peers, dir, "peers.tsv", who_columns);
    if (!error)
        error = peers_read_list(&skipped, dir, "skipped.tsv", why_columns);
    grid_open(&grid, text_copy("The peers"));
    for (size_t i = 0; who_columns[i]; i++)
        grid_column(&grid, "<%s", who_columns[i]);
    peers_add_each(&grid, &peers);
    for (size_t row = 0; row < skipped.count; row++)
        text_printf(&grid.notes, "Skipped: %s: %s.\n", rows_get(&skipped, row, "peer"),
                    rows_get(&skipped, row, "why"));
    rows_free(&peers);
    rows_free(&skipped);
    page_add(page, &grid);
    return error;
}

int table_peers(struct page *page)
{
    struct peers_summaries list = peers_summarize(page->rows);
    page->summaries = peers_summary_rows(&list);
    table_heading(page);
    text_add(&page->brief, ""); /* there is one, even if it is empty */
    for (size_t at = 0; at < list.count;)
        at = peers_add_comparison(page, &list, at);
    int error = peers_add_who(page, page->dir);
    text_add(&page->text, footer);
    text_add(&page->markdown, footer);
    peers_summaries_free(&list);
    return error;
}
