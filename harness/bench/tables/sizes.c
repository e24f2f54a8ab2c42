/* sizes.c -- see sizes.h. */
#include "sizes.h"
#include "../../base/text.h"
#include "parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

double sizes_value(const struct summary *s, enum sizes_figure figure)
{
    if (!s)
        return NAN;
    if (figure == CPU_PER_TASK)
        return s->cpu_ns / s->tasks;
    return figure == HEAP ? s->peak_heap_bytes : s->peak_rss_bytes;
}

static bool has_point(const struct sizes *sizes, const char *point)
{
    for (size_t i = 0; i < sizes->count; i++)
        if (strcmp(sizes->points[i], point) == 0)
            return true;
    return false;
}

bool sizes_same_tasks(const char *point, const char *other)
{
    size_t length = strcspn(point, ",");
    return length == strcspn(other, ",") && strncmp(point, other, length) == 0;
}

char *sizes_tasks(const char *point)
{
    return text_format("N=%.*s", (int)strcspn(point, ","), point);
}

void sizes_collect(struct sizes *sizes, const struct summaries *list, const char *stage,
                   bool by_limit, const char *like)
{
    *sizes = (struct sizes){.stage = stage};
    size_t most = list->count + 3; /* headings: and the strategy, one more, NULL */
    sizes->points = text_resize(NULL, most * sizeof *sizes->points);
    sizes->headings = text_resize(NULL, most * sizeof *sizes->headings);
    memset(sizes->headings, 0, most * sizeof *sizes->headings);
    sizes->headings[0] = text_copy("<strategy");
    for (size_t i = 0; i < list->count; i++) {
        const char *point = list->items[i].point;
        if (strcmp(list->items[i].stage, stage) != 0 || has_point(sizes, point) ||
            (like && !sizes_same_tasks(like, point)))
            continue;
        sizes->points[sizes->count++] = point;
        sizes->headings[sizes->count] =
            by_limit ? text_format("limit %s", table_limit(point)) : sizes_tasks(point);
    }
}

void sizes_free(struct sizes *sizes)
{
    for (size_t i = 0; sizes->headings && sizes->headings[i]; i++)
        free(sizes->headings[i]);
    free(sizes->headings);
    free(sizes->points);
}
