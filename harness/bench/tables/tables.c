/* tables.c -- see tables.h. */
#include "tables.h"
#include "../../base/complain.h"
#include "../folder.h"
#include "../kept.h"
#include "../stats/group.h"
#include "../strategies/cells.h"
#include "../strategies/summary.h"
#include "parts.h"

#include <errno.h>
#include <jansson.h>
#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char footer[] =
    "wall: first fill to last take. excess: wall less the exact ideal; process: of the whole\n"
    "process, which also computes the ideal. CPU: user + system of the run. Verdicts: round by\n"
    "round against " CELLS_REFERENCE ", median ratio [95 % interval by rank], below 1 is faster\n"
    "(less CPU). Peaks: waiting, flight, unread. late: from due to noticed; deliv: from noticed\n"
    "to taken.\n"
    "over N: the ratio to floor, divided by the ratio to floor at that N.\n";

static bool table_ends_with(const char *name, const char *end)
{
    size_t length = strlen(name), last = strlen(end);
    return length > last && strcmp(name + length - last, end) == 0;
}

/* The figure cpu_ratio, cpu_ratio_low or cpu_ratio_high beside a column like cpu_verdict. */
static double table_ratio(const struct rows *summaries, size_t at, const char *name,
                          const char *part)
{
    char *column = text_format("%.*s_ratio%s", (int)strcspn(name, "_"), name, part);
    double number = rows_number(summaries, at, column);
    free(column);
    return number;
}

char *table_word(const struct rows *summaries, size_t at, const char *name)
{
    double ratio = table_ratio(summaries, at, name, ""), value = cells_number(summaries, at, name),
           low = table_ratio(summaries, at, name, "_low"),
           high = table_ratio(summaries, at, name, "_high");
    bool is_ratio = table_ends_with(name, "_ratio"),
         is_interval = table_ends_with(name, "_interval");
    if (ratio == 0 && (is_ratio || is_interval)) /* the reference's own */
        return text_copy("1");
    if (ratio == 0 && table_ends_with(name, "_verdict"))
        return text_copy("(reference)");
    if (is_ratio)
        return grid_ratio(ratio, low, high);
    if (is_interval)
        return grid_interval(low, high);
    if (isnan(value) && !rows_is(summaries, at, name, "null"))
        return text_copy(rows_get(summaries, at, name));
    return grid_figure(name, value);
}

void table_line(struct grid *grid, const char *const columns[], const struct rows *summaries,
                size_t at)
{
    for (; *columns; columns++)
        grid_add(grid, table_word(summaries, at, grid_name(*columns)));
}

const char *table_limit(const char *point)
{
    const char *comma = strchr(point, ',');
    return comma ? comma + 1 : "";
}

bool table_is_at(const struct page *page, size_t at, const char *stage, const char *point)
{
    return rows_is(&page->summaries, at, "stage", stage) &&
           (!point || rows_is(&page->summaries, at, "point", point));
}

/* How the last of a cell's rows that failed ended. */
static const char *table_failure(const struct page *page, size_t at)
{
    struct group group = group_of(&page->summaries, at);
    const char *end = "";
    for (size_t row = 0; row < page->rows->count; row++)
        if (group_has(&group, page->rows, row) && !rows_is(page->rows, row, "exit", "0"))
            end = rows_get(page->rows, row, "exit");
    return end;
}

void table_failures(struct page *page, struct grid *grid, const char *stage, const char *point)
{
    for (size_t at = 0; at < page->summaries.count; at++) {
        double failed = rows_number(&page->summaries, at, "failed");
        if (table_is_at(page, at, stage, point) && failed > 0)
            text_printf(&grid->notes, "FAILED: %s at %s, %.0f of %.0f, exit: %s\n",
                        rows_get(&page->summaries, at, "cell"),
                        rows_get(&page->summaries, at, "point"), failed,
                        failed + rows_number(&page->summaries, at, "rounds"),
                        table_failure(page, at));
    }
}

void page_add(struct page *page, struct grid *grid)
{
    grid_write_text(grid, &page->text);
    grid_write_markdown(grid, &page->markdown);
    grid_free(grid);
}

void page_add_filled(struct page *page, struct grid *grid)
{
    if (grid->words.count || grid->notes.length)
        page_add(page, grid);
    else
        grid_free(grid);
}

static void page_line(struct page *page, const char *line)
{
    text_printf(&page->text, "%s\n", line);
    text_printf(&page->markdown, "%s\n\n", line);
}

void table_heading(struct page *page)
{
    const json_t *environment = page->environment;
    const char *date = json_string_value(json_object_get(environment, "date"));
    const char *cpu = json_string_value(json_object_get(environment, "cpu"));
    const char *kernel = json_string_value(json_object_get(environment, "kernel"));
    const char *commit = json_string_value(json_object_get(environment, "commit"));
    bool dirty = json_is_true(json_object_get(environment, "dirty"));
    char *line = text_format("as-completed bench, %s, commit %.12s%s", date ? date : "?",
                             commit ? commit : "unknown", dirty ? " (dirty)" : "");
    page_line(page, line);
    free(line);
    line = text_format("%s, %s", cpu ? cpu : "CPU unknown", kernel ? kernel : "?");
    page_line(page, line);
    free(line);
    if (environment && !json_is_true(json_object_get(environment, "complete")))
        page_line(page, "INCOMPLETE: this bench was stopped before its end.");
    text_add(&page->text, "\n");
}

int table_strategies(struct page *page)
{
    page->summaries = summarize(page->rows);
    table_heading(page);
    table_verdicts(page);
    table_plain(page, "serial", "one task at a time, real clock, one run");
    table_python(page);
    table_plain(page, "large", "real clock, one run each, no verdicts");
    table_limits(page);
    table_growth(page);
    table_per_task(page);
    table_memory(page);
    text_add(&page->text, footer);
    text_add(&page->markdown, footer);
    return 0;
}

/* Writes DIR/NAME, if anything was added to it; the first error stays. */
static int table_save(int error, const char *dir, const char *name, const struct text *text)
{
    if (error || !name || !text->chars)
        return error;
    char *path = text_format("%s/%s", dir, name);
    error = text_write_file(text_chars(text), path);
    if (error)
        complain("cannot write %s: %s", path, strerror(-error));
    free(path);
    return error;
}

static int table_make_of(const struct suite *suite, const char *dir, struct text *shown)
{
    struct kept kept;
    int error = kept_read(&kept, dir, suite);
    struct text tsv = {0};
    struct page page = {.dir = dir, .rows = &kept.rows, .environment = kept.environment};
    if (!error) {
        error = kept.suite->tables(&page);
        error = table_save(error, dir, kept.suite->printed, &page.text);
        error = table_save(error, dir, "table.md", &page.markdown);
        rows_write_text(&page.summaries, &tsv);
        error = table_save(error, dir, "table.tsv", &tsv);
        error = table_save(error, dir, "brief.md", &page.brief);
        text_add(shown, error ? "" : text_chars(&page.text));
    }
    text_free(&page.text);
    text_free(&page.markdown);
    text_free(&page.brief);
    text_free(&tsv);
    rows_free(&page.summaries);
    kept_free(&kept);
    return error;
}

int table_make(const char *dir, struct text *shown)
{
    return table_make_of(NULL, dir, shown);
}

int table_print(const struct suite *suite, const char *dir)
{
    struct text shown = {0};
    if (!folder_check(dir))
        return 2;
    int error = table_make_of(suite, dir, &shown);
    fputs(text_chars(&shown), stdout);
    text_free(&shown);
    int unwritten = text_finish_stdout();
    return error != 0 || unwritten;
}
