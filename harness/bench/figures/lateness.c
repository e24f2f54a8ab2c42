/* lateness.c -- which share of the finishes was noticed, and delivered, within which time.
 *
 * The histograms are of several points, in files STRATEGY-N-LIMIT.tsv. The point shown is the one
 * with the most strategies; among equals the one with the most tasks, where differences are
 * largest.
 */

#include <dirent.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../../../strategies/strategies.h"
#include "part.h"

enum { LATER = 10 }; /* times as late: a finding */

struct point {
    unsigned long long tasks, limit;
    unsigned strategies;
};

static char *lateness_histogram_path(const char *dir, const char *strategy,
                                     const struct point *point)
{
    return text_format("%s/histograms/%s-%llu-%llu.tsv", dir, strategy, point->tasks, point->limit);
}

/* How many strategies have a histogram at this point. */
static unsigned lateness_count_strategies(struct figures_data *data, const char *dir,
                                          const struct point *point)
{
    unsigned count = 0;
    for (size_t i = 0; ac_strategies[i]; i++) {
        char *path = lateness_histogram_path(dir, ac_strategies[i]->name, point);
        if (access(path, R_OK) == 0)
            count++;
        else
            figures_note(data, path, -errno);
        free(path);
    }
    return count;
}

static bool lateness_better(const struct point *one, const struct point *two)
{
    if (one->strategies != two->strategies)
        return one->strategies > two->strategies;
    return one->tasks != two->tasks ? one->tasks > two->tasks : one->limit > two->limit;
}

static struct dirent *lateness_next_entry(struct figures_data *data, const char *path, DIR *folder)
{
    errno = 0;
    struct dirent *entry = readdir(folder);
    if (!entry)
        figures_note(data, path, -errno);
    return entry;
}

/* The point to show; one with no strategies where there is no histogram. */
static struct point lateness_choose_point(struct figures_data *data, const char *dir)
{
    struct point best = {0, 0, 0}, point = {0, 0, 0};
    char *path = text_format("%s/histograms", dir);
    DIR *folder = opendir(path);
    struct dirent *entry;
    if (!folder)
        figures_note(data, path, -errno);
    while (folder && (entry = lateness_next_entry(data, path, folder))) {
        if (sscanf(entry->d_name, "%*[^-]-%llu-%llu.tsv", &point.tasks, &point.limit) != 2)
            continue;
        point.strategies = lateness_count_strategies(data, dir, &point);
        if (lateness_better(&point, &best))
            best = point;
    }
    if (folder)
        closedir(folder);
    free(path);
    return best;
}

/* Adds the shares of one measure of one strategy, from 0 up; an empty line ends its curve. Returns
 * the time within which half of the finishes are; NAN of none. */
static double lateness_add_curve(const struct rows *rows, const char *start, const char *measure,
                                 struct text *data)
{
    double all = 0, sum = 0, middle_ns = NAN;
    for (size_t row = 0; row < rows->count; row++)
        if (rows_is(rows, row, "measure", measure))
            all += rows_number(rows, row, "count");
    for (size_t row = 0; row < rows->count; row++) {
        double count = rows_number(rows, row, "count");
        double upper_ns = rows_number(rows, row, "upper_ns");
        if (!rows_is(rows, row, "measure", measure) || !(count > 0))
            continue;
        if (!(sum > 0))
            text_printf(data, "%s\t%.0f\t0\n", start, upper_ns);
        sum += count;
        text_printf(data, "%s\t%.0f\t%.9g\n", start, upper_ns, sum / all);
        if (isnan(middle_ns) && sum >= all / 2)
            middle_ns = upper_ns;
    }
    text_add(data, "\n");
    return middle_ns;
}

/* Adds what is known of one strategy; in middle[2] where half of each measure is. */
static void lateness_add_strategy(struct figures_data *data, const char *dir,
                                  const struct point *point, const char *strategy, double middle[2])
{
    static const char *const measures[] = {"lateness", "delivery"};
    static const char *const columns[] = {"measure", "upper_ns", "count", NULL};
    struct rows rows = {0};
    char *path = lateness_histogram_path(dir, strategy, point);
    bool there = figures_read(data, &rows, path, columns);
    for (unsigned i = 0; there && i < 2; i++) {
        char *start = text_format("%u\tN=%s, limit %s\t%s", i + 1, AC_SHORT(point->tasks),
                                  AC_SHORT(point->limit), strategy);
        middle[i] = lateness_add_curve(&rows, start, measures[i], &data->tsv);
        free(start);
    }
    rows_free(&rows);
    free(path);
}

/* The finding: without a limit half of the results are noticed and delivered far later. */
static void lateness_add_title(struct text *title, const double unlimited[2],
                               const double reference[2])
{
    const struct ac_strategy *strategy = cells_first(AC_NO_LIMIT);
    if (unlimited[0] > LATER * reference[0] && unlimited[1] > LATER * reference[1])
        text_printf(title, "%s launches everything before it looks: its results come late",
                    strategy->name);
    else
        text_add(title, "How late a finish is noticed, and its result delivered");
}

const char *figures_lateness(const struct figures_source *source, struct figures_data *data)
{
    struct point point = lateness_choose_point(data, source->dir);
    double unlimited[2] = {NAN, NAN}, reference[2] = {NAN, NAN};
    if (!point.strategies)
        return "no histograms are kept";
    text_add(&data->tsv,
             "# panel 1: lateness, 2: delivery; upper_ns: ns, the upper end of a bucket; "
             "share: of the finishes, up to it\n"
             "panel\tpanel_title\tstrategy\tupper_ns\tshare\n");
    for (size_t i = 0; ac_strategies[i]; i++) {
        double middle[2] = {NAN, NAN};
        lateness_add_strategy(data, source->dir, &point, ac_strategies[i]->name, middle);
        if (ac_strategies[i] == cells_first(AC_NO_LIMIT))
            memcpy(unlimited, middle, sizeof middle);
        if (strcmp(ac_strategies[i]->name, CELLS_REFERENCE) == 0)
            memcpy(reference, middle, sizeof middle);
    }
    lateness_add_title(&data->title, unlimited, reference);
    return NULL;
}
