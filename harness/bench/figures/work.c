/* work.c -- commands under each strategy, in bars: CPU time a job that sleeps, how late the next start follows a
 * finish, and what a slow reader leaves unread; the rivals below, where they have the figure.
 */
#include <math.h>
#include <string.h>

#include "../work/plan.h"
#include "../work/summary.h"
#include "part.h"

#define ALIKE 1.1 /* times the least: then the limited strategies cost the same */

/* The first summary of a stage and cell; SIZE_MAX: there is none. */
static size_t work_find(const struct rows *list, const char *stage, const char *cell)
{
    for (size_t at = 0; at < list->count; at++)
        if (rows_is(list, at, "stage", stage) && rows_is(list, at, "cell", cell))
            return at;
    return SIZE_MAX;
}

static double work_figure(const struct rows *list, const char *stage, const char *cell,
                          const char *column)
{
    size_t at = work_find(list, stage, cell);
    return at == SIZE_MAX ? NAN : rows_number(list, at, column);
}

static void work_add_number(struct text *tsv, double value)
{
    if (isfinite(value))
        text_printf(tsv, "\t%.0f", value);
    else
        text_add(tsv, "\tnull");
}

static void work_add_line(const struct rows *list, const char *cell, struct text *tsv)
{
    text_printf(tsv, "%s", cell);
    work_add_number(tsv, work_figure(list, WORK_SLEEPS, cell, "job_cpu_ns"));
    work_add_number(tsv, work_figure(list, WORK_SLEEPS, cell, "late_p50_ns"));
    work_add_number(tsv, work_figure(list, WORK_READER, cell, "max_unread"));
    text_add(tsv, "\n");
}

/* Whether those that keep a limit, and do not spin, cost the same; and the reader tells them apart. */
static bool work_is_alike(const struct rows *list)
{
    double least = INFINITY, most = 0, fewest = INFINITY, greatest = 0;
    for (size_t i = 0; ac_strategies[i]; i++) {
        const char *cell = ac_strategies[i]->name;
        double cpu_ns = work_figure(list, WORK_SLEEPS, cell, "job_cpu_ns"),
               unread = work_figure(list, WORK_READER, cell, "max_unread");
        if (!isfinite(cpu_ns) || !isfinite(unread) || cells_has(cell, AC_POLLED | AC_NO_LIMIT))
            continue;
        least = fmin(least, cpu_ns);
        most = fmax(most, cpu_ns);
        fewest = fmin(fewest, unread);
        greatest = fmax(greatest, unread);
    }
    return most > 0 && most <= ALIKE * least && greatest >= 2 * fewest;
}

const char *figures_exec_cost(const struct figures_source *source, struct figures_data *data)
{
    static const char *const rivals[] = {RIVALS_REFERENCE, RIVALS_GO, RIVALS_PARALLEL};
    struct rows list = work_summarize(&source->rows);
    size_t lines = 0;
    text_add(&data->title, work_is_alike(&list) ? "With commands, strategies that keep the limit "
                                                  "cost the same; a slow reader tells them apart"
                                                : "What commands cost under each strategy");
    text_add(&data->tsv, "# ns, ns, results\nwho\tjob_cpu_ns\tlate_p50_ns\tmax_unread\n");
    for (size_t i = 0; ac_strategies[i]; i++)
        if (work_find(&list, WORK_SLEEPS, ac_strategies[i]->name) != SIZE_MAX) {
            work_add_line(&list, ac_strategies[i]->name, &data->tsv);
            lines++;
        }
    for (size_t i = 0; i < sizeof rivals / sizeof *rivals; i++)
        if (work_find(&list, WORK_SLEEPS, rivals[i]) != SIZE_MAX)
            work_add_line(&list, rivals[i], &data->tsv);
    rows_free(&list);
    return lines ? NULL : "no strategy ran jobs that sleep";
}
