/* peers.c -- ours beside the peers: a grid for each comparison, then who they are. */
#include "../../base/complain.h"
#include "../kept.h"
#include "../peers/list.h"
#include "../peers/summary.h"
#include "parts.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const headings[] = {
    "<who",         "wall",   "over ideal",  "process",   "CPU a task",
    "resident",     "a task", "in flight",   "unordered", "<wall to ours",
    "<CPU to ours", "runs",   "<limited by", NULL};
static const char *const brief_headings[] = {"<who",          "wall",
                                             "over ideal",    "CPU a task",
                                             "resident",      "a task",
                                             "<wall to ours", "<CPU to ours",
                                             "<limited by",   NULL};
static const char *const who_headings[] = {"<peer", "<version", "<flags", "<source", NULL};
static const char *const who_columns[] = {"peer", "version", "flags", "source", NULL};

static const char footer[] =
    "wall: from the first task to the last result, as a peer says itself, without its start; of "
    "ours the whole process\n"
    "(" PEERS_OURS "). process: the whole process. CPU a task: user + system of the whole process, "
    "over N. resident: VmHWM,\n"
    "in all and over N. unordered: results taken after one that finished later. to ours: round by "
    "round against\n" PEERS_REFERENCE ", median ratio [95 % interval by rank, from six rounds]. "
    "EARLY: before the ideal, or its\n"
    "timers cut what is left below a millisecond: not ranked.\n";

/* "1/i" or the like, of a point. */
static char *title(const struct peers_summary *s)
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
    char *sleep = c.sleep_ns == PEERS_HARMONIC ? NULL : grid_time((double)c.sleep_ns),
         *tick = grid_time((double)c.tick_ns), *ideal = grid_time(s->ideal_ns);
    text_add(&text, sleep ? sleep : "1/i s");
    text_add(&text, sleep ? " each" : "");
    if (c.tick_ns > 1)
        text_printf(&text, " rounded up to %s", tick);
    text_printf(&text, ": ideal %s", ideal);
    free(sleep);
    free(tick);
    free(ideal);
    peers_comparison_free(&c);
    return text.chars;
}

static char *over_ideal(const struct peers_summary *s)
{
    if (s->rank == PEERS_EARLY)
        return text_copy("EARLY");
    return s->ideal_ns > 0 ? grid_ratio(s->wall_ns / s->ideal_ns, NAN, NAN) : text_copy("-");
}

static char *to_ours(const struct peers_summary *s, const struct statistics_verdict *verdict)
{
    if (strcmp(s->cell, PEERS_REFERENCE) == 0)
        return text_copy("1");
    return grid_ratio(verdict->ratio, verdict->low, verdict->high);
}

/* How a run ended that failed, in words. */
static char *end_of(const struct peers_summary *s)
{
    bool status = *s->end && s->end[strspn(s->end, "0123456789")] == '\0';
    return status ? text_format("exit %s", s->end) : text_copy(s->end);
}

static void add(struct grid *grid, const struct peers_summary *s)
{
    grid_add(grid, text_copy(s->cell));
    if (s->rank == PEERS_FAILED) {
        grid_add(grid, end_of(s));
        return;
    }
    grid_add(grid, grid_time(s->wall_ns));
    grid_add(grid, over_ideal(s));
    grid_add(grid, grid_time(s->process_wall_s * 1e9));
    grid_add(grid, grid_time(s->cpu_s * 1e9 / s->tasks));
    grid_add(grid, grid_bytes(s->peak_rss_bytes));
    grid_add(grid, grid_bytes(s->peak_rss_bytes / s->tasks));
    grid_add(grid, grid_count(s->max_in_flight));
    grid_add(grid, grid_count(s->out_of_order));
    grid_add(grid, to_ours(s, &s->wall));
    grid_add(grid, to_ours(s, &s->cpu));
    grid_add(grid, text_format("%zu", s->rounds ? s->rounds : 1));
    grid_add(grid, text_copy(s->limited_by));
    if (strcmp(s->end, "0") != 0) {
        char *end = end_of(s);
        text_printf(&grid->notes, "FAILED in a round: %s: %s\n", s->cell, end);
        free(end);
    }
}

static void fill_row(struct grid *grid)
{
    while (grid->rows > 0 && !grid->cells[grid->rows * grid->columns - 1])
        grid_add(grid, text_copy(""));
}

/* Whether none of the same peer stands before it: the list is by wall. */
static bool is_best(const struct peers_summaries *list, size_t from, size_t at)
{
    for (size_t i = from; i < at; i++)
        if (strcmp(list->items[i].peer, list->items[at].peer) == 0)
            return false;
    return true;
}

/* All of ours, and the best idiom of each peer. */
static void add_brief(struct page *page, const struct peers_summaries *list, size_t from)
{
    struct grid grid;
    grid_open(&grid, title(&list->items[from]), brief_headings);
    for (size_t at = from;
         at < list->count && strcmp(list->items[at].point, list->items[from].point) == 0; at++) {
        const struct peers_summary *s = &list->items[at];
        bool ours = strcmp(s->peer, PEERS_OURS) == 0;
        if (!ours && !is_best(list, from, at))
            continue;
        if (s->rank == PEERS_FAILED) {
            char *end = end_of(s);
            text_printf(&grid.notes, "%s: %s.\n", s->peer, end);
            free(end);
            continue;
        }
        grid_add(&grid, text_format(ours ? "**%s**" : "%s", s->cell));
        grid_add(&grid, grid_time(s->wall_ns));
        grid_add(&grid, over_ideal(s));
        grid_add(&grid, grid_time(s->cpu_s * 1e9 / s->tasks));
        grid_add(&grid, grid_bytes(s->peak_rss_bytes));
        grid_add(&grid, grid_bytes(s->peak_rss_bytes / s->tasks));
        grid_add(&grid, to_ours(s, &s->wall));
        grid_add(&grid, to_ours(s, &s->cpu));
        grid_add(&grid, text_copy(s->limited_by));
    }
    grid_write_markdown(&grid, &page->brief);
    grid_free(&grid);
}

static size_t add_comparison(struct page *page, const struct peers_summaries *list, size_t from)
{
    struct grid grid;
    size_t at = from;
    grid_open(&grid, title(&list->items[from]), headings);
    for (; at < list->count && strcmp(list->items[at].point, list->items[from].point) == 0; at++) {
        add(&grid, &list->items[at]);
        fill_row(&grid);
    }
    page_add(page, &grid);
    return at;
}

/* Reads a list of peers in the folder, if it is there; 0 or a negative errno after a line. */
static int read_list(struct rows *rows, const char *dir, const char *name,
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
static void add_peers(struct grid *grid, const struct rows *rows)
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
static int add_who(struct page *page, const char *dir)
{
    static const char *const why_columns[] = {"peer", "why", NULL};
    struct rows peers, skipped = {0};
    struct grid grid;
    int error = read_list(&peers, dir, "peers.tsv", who_columns);
    if (!error)
        error = read_list(&skipped, dir, "skipped.tsv", why_columns);
    grid_open(&grid, text_copy("The peers"), who_headings);
    add_peers(&grid, &peers);
    for (size_t row = 0; row < skipped.count; row++)
        text_printf(&grid.notes, "Skipped: %s: %s.\n", rows_get(&skipped, row, "peer"),
                    rows_get(&skipped, row, "why"));
    rows_free(&peers);
    rows_free(&skipped);
    page_add(page, &grid);
    return error;
}

static void write_tsv(struct text *out, const struct peers_summaries *list)
{
    static const char *const ranks[] = {"ranked", "early", "failed"};
    text_add(out,
             "point\tcell\trank\texit\trounds\ttasks\tideal_ns\twall_ns\tprocess_wall_s\tcpu_s\t"
             "peak_rss_bytes\tmax_in_flight\tout_of_order\twall_ratio\twall_ratio_low\t"
             "wall_ratio_high\tcpu_ratio\tcpu_ratio_low\tcpu_ratio_high\tlimited_by\n");
    for (size_t i = 0; i < list->count; i++) {
        const struct peers_summary *s = &list->items[i];
        const double numbers[] = {s->tasks,          s->ideal_ns,     s->wall_ns,
                                  s->process_wall_s, s->cpu_s,        s->peak_rss_bytes,
                                  s->max_in_flight,  s->out_of_order, s->wall.ratio,
                                  s->wall.low,       s->wall.high,    s->cpu.ratio,
                                  s->cpu.low,        s->cpu.high};
        text_printf(out, "%s\t%s\t%s\t%s\t%zu", s->point, s->cell, ranks[s->rank], s->end,
                    s->rounds);
        for (size_t j = 0; j < sizeof numbers / sizeof *numbers; j++)
            table_number(out, numbers[j]);
        text_printf(out, "\t%s\n", *s->limited_by ? s->limited_by : "null");
    }
}

int table_peers(struct page *page)
{
    struct peers_summaries list = peers_summarize(page->rows);
    table_heading(page);
    text_add(&page->brief, ""); /* there is one, even if it is empty */
    for (size_t at = 0; at < list.count;) {
        add_brief(page, &list, at);
        at = add_comparison(page, &list, at);
    }
    int error = add_who(page, page->dir);
    text_add(&page->text, footer);
    text_add(&page->markdown, footer);
    write_tsv(&page->tsv, &list);
    peers_summaries_free(&list);
    return error;
}
