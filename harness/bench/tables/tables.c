/* tables.c -- see tables.h. */
#include "tables.h"
#include "../../base/complain.h"
#include "../folder.h"
#include "../kept.h"
#include "../strategies/cells.h"
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
    "process, which also finds the ideal. CPU: user + system of the run. Verdicts: round by\n"
    "round against " CELLS_REFERENCE ", median ratio [95 % interval by rank], below 1 is faster\n"
    "(less CPU). Peaks: waiting, flight, unread. late: due to noticed; deliv: noticed to taken.\n"
    "over N: how the ratio to floor stands to the one at that N.\n";

void page_add(struct page *page, struct grid *grid)
{
    grid_write_text(grid, &page->text);
    grid_write_markdown(grid, &page->markdown);
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

void table_number(struct text *out, double value)
{
    if (isnan(value))
        text_add(out, "\tnull");
    else
        text_printf(out, "\t%.12g", value);
}

static void add_verdict(struct text *out, const struct statistics_verdict *v)
{
    const char *words = statistics_words(v->word);
    text_printf(out, "\t%s", *words ? words : "null");
    table_number(out, v->ratio);
    table_number(out, v->low);
    table_number(out, v->high);
}

static void write_tsv(struct text *out, const struct summaries *list)
{
    static const char verdicts_after[] = "cpu_ns";
    static const struct {
        const char *name;
        size_t offset;
    } medians[] = {
#define MEDIAN(name) {#name, offsetof(struct summary, name)},
        SUMMARY_MEDIANS(MEDIAN)
#undef MEDIAN
    };
    enum { MEDIANS = sizeof medians / sizeof *medians };
    text_add(out, "stage\tpoint\tcell\tclock\trounds\tfailed");
    for (size_t j = 0; j < MEDIANS; j++) {
        text_printf(out, "\t%s", medians[j].name);
        if (strcmp(medians[j].name, verdicts_after) == 0)
            text_add(out, "\tcpu_verdict\tcpu_ratio\tcpu_ratio_low\tcpu_ratio_high\twall_verdict\t"
                          "wall_ratio\twall_ratio_low\twall_ratio_high");
    }
    text_add(out, "\tlimited_by\n");
    for (size_t i = 0; i < list->count; i++) {
        const struct summary *s = &list->items[i];
        text_printf(out, "%s\t%s\t%s\t%s\t%zu\t%zu", s->stage, s->point, s->cell, s->clock,
                    s->rounds, s->failed);
        for (size_t j = 0; j < MEDIANS; j++) {
            table_number(out, *(const double *)(const void *)((const char *)s + medians[j].offset));
            if (strcmp(medians[j].name, verdicts_after) == 0) {
                add_verdict(out, &s->cpu);
                add_verdict(out, &s->wall);
            }
        }
        text_printf(out, "\t%s\n", *s->limited_by ? s->limited_by : "null");
    }
}

int table_strategies(struct page *page)
{
    struct summaries list = summarize(page->rows);
    table_heading(page);
    table_verdicts(page, &list);
    table_plain(page, &list, "serial", "one task at a time, real clock, one run");
    table_python(page, &list,
                 json_string_value(json_object_get(page->environment, "python_skipped")));
    table_plain(page, &list, "large", "real clock, one run each, no verdicts");
    table_limits(page, &list);
    table_growth(page, &list);
    table_per_task(page, &list);
    table_memory(page, &list);
    text_add(&page->text, footer);
    text_add(&page->markdown, footer);
    write_tsv(&page->tsv, &list);
    summaries_free(&list);
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
    struct page page = {.dir = dir, .rows = &kept.rows, .environment = kept.environment};
    if (!error) {
        error = kept.suite->tables(&page);
        error = table_save(error, dir, kept.suite->printed, &page.text);
        error = table_save(error, dir, "table.md", &page.markdown);
        error = table_save(error, dir, "table.tsv", &page.tsv);
        error = table_save(error, dir, "brief.md", &page.brief);
        text_add(shown, error ? "" : text_chars(&page.text));
    }
    struct text *const all[] = {&page.text, &page.markdown, &page.tsv, &page.brief};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        text_free(all[i]);
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
