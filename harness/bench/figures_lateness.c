/* figures_lateness.c -- which share of the finishes was noticed, and delivered, within which time.
 *
 * The histograms are of several points, in files STRATEGY-N-LIMIT.tsv. The point shown is the one
 * with the most strategies; among equals the one with the most tasks, where differences are
 * largest.
 */

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "figures_part.h"

struct point {
    unsigned long long tasks, limit;
    unsigned strategies;
};

static char *histogram_path(const char *dir, const char *strategy, const struct point *point)
{
    return text_format("%s/histograms/%s-%llu-%llu.tsv", dir, strategy, point->tasks, point->limit);
}

/* How many strategies have a histogram at this point. */
static unsigned count_strategies(const char *dir, const struct point *point)
{
    unsigned count = 0;
    for (size_t i = 0; figures_strategies[i]; i++) {
        char *path = histogram_path(dir, figures_strategies[i], point);
        FILE *file = fopen(path, "r");
        if (file) {
            count++;
            fclose(file);
        }
        free(path);
    }
    return count;
}

static bool better(const struct point *one, const struct point *two)
{
    if (one->strategies != two->strategies)
        return one->strategies > two->strategies;
    return one->tasks != two->tasks ? one->tasks > two->tasks : one->limit > two->limit;
}

/* The point to show; one with no strategies where there is no histogram. */
static struct point choose_point(const char *dir)
{
    struct point best = {0, 0, 0}, point = {0, 0, 0};
    char *path = text_format("%s/histograms", dir);
    DIR *folder = opendir(path);
    struct dirent *entry;
    while (folder && (entry = readdir(folder))) {
        if (sscanf(entry->d_name, "%*[^-]-%llu-%llu.tsv", &point.tasks, &point.limit) != 2)
            continue;
        point.strategies = count_strategies(dir, &point);
        if (better(&point, &best))
            best = point;
    }
    if (folder)
        closedir(folder);
    free(path);
    return best;
}

static double total(const struct rows *rows, const char *measure)
{
    double sum = 0;
    for (size_t row = 0; row < rows->count; row++)
        if (rows_is(rows, row, "measure", measure))
            sum += rows_number(rows, row, "count");
    return sum;
}

/* Adds the shares of one measure of one strategy, from 0 up; an empty line ends its curve. */
static void add_curve(const struct rows *rows, const char *start, const char *measure,
                      struct text *data)
{
    double all = total(rows, measure), sum = 0;
    for (size_t row = 0; row < rows->count; row++) {
        double count = rows_number(rows, row, "count");
        double upper_ns = rows_number(rows, row, "upper_ns");
        if (!rows_is(rows, row, "measure", measure) || !(count > 0))
            continue;
        if (!(sum > 0))
            text_printf(data, "%s\t%.0f\t0\n", start, upper_ns);
        sum += count;
        text_printf(data, "%s\t%.0f\t%.9g\n", start, upper_ns, sum / all);
    }
    text_add(data, "\n");
}

/* Adds what is known of one strategy. */
static void add_strategy(const char *dir, const struct point *point, const char *strategy,
                         struct text *data)
{
    static const char *const measures[] = {"lateness", "delivery"};
    struct rows rows = {0};
    char *path = histogram_path(dir, strategy, point), tasks[32], limit[32];
    int error = rows_read(&rows, path);
    for (unsigned i = 0; !error && i < 2; i++) {
        char *start =
            text_format("%u\tN=%s, limit %s\t%s", i + 1, figures_short((double)point->tasks, tasks),
                        figures_short((double)point->limit, limit), strategy);
        add_curve(&rows, start, measures[i], data);
        free(start);
    }
    rows_free(&rows);
    free(path);
}

const char *figures_lateness(const struct figures_source *source, struct text *data)
{
    struct point point = choose_point(source->dir);
    text_add(data, "# panel 1: lateness, 2: delivery; upper_ns: ns, the upper end of a bucket; "
                   "share: of the finishes, up to it\n"
                   "panel\tpanel_title\tstrategy\tupper_ns\tshare\n");
    for (size_t i = 0; point.strategies && figures_strategies[i]; i++)
        add_strategy(source->dir, &point, figures_strategies[i], data);
    return point.strategies ? NULL : "no histograms are kept";
}
