/* work_exec.c -- commands under each strategy, in bars: CPU time a job that sleeps, how late the next start follows a
 * finish, and what a slow reader leaves unread; the rivals below, where they have the figure.
 */
#include <math.h>
#include <string.h>

#include "../../../strategies/strategies.h"
#include "../work/exec.h"
#include "../work/summary.h"
#include "part.h"
#include "work.h"

#define ALIKE 1.1 /* times the least: then the limited strategies cost the same */

static void exec_add_line(const struct rows *list, const char *cell, struct text *tsv)
{
    text_printf(tsv, "%s", cell);
    work_add_figure(tsv, 0, work_figure(list, EXEC_SLEEPS, 0, cell, "job_cpu_ns"));
    work_add_figure(tsv, 0, work_figure(list, EXEC_SLEEPS, 0, cell, "late_p50_ns"));
    work_add_figure(tsv, 0, work_figure(list, EXEC_READER, 0, cell, "max_unread"));
    text_add(tsv, "\n");
}

/* Whether those that keep a limit, and do not spin, cost the same; and the reader tells them apart. */
static bool exec_is_alike(const struct rows *list)
{
    double least = INFINITY, most = 0, fewest = INFINITY, greatest = 0;
    for (size_t i = 0; ac_strategies[i]; i++) {
        const char *cell = ac_strategies[i]->name;
        double cpu_ns = work_figure(list, EXEC_SLEEPS, 0, cell, "job_cpu_ns"),
               unread = work_figure(list, EXEC_READER, 0, cell, "max_unread");
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
    static const char *const rivals[] = {EXEC_REFERENCE, EXEC_GO, EXEC_PARALLEL};
    struct rows list = work_summarize(&source->rows, &work_exec);
    size_t lines = 0;
    text_add(&data->title, exec_is_alike(&list) ? "With commands, strategies that keep the limit "
                                                  "cost the same; a slow reader tells them apart"
                                                : "What commands cost under each strategy");
    text_add(&data->tsv, "# ns, ns, results\nwho\tjob_cpu_ns\tlate_p50_ns\tmax_unread\n");
    for (size_t i = 0; ac_strategies[i]; i++)
        if (work_find(&list, EXEC_SLEEPS, 0, ac_strategies[i]->name) != SIZE_MAX) {
            exec_add_line(&list, ac_strategies[i]->name, &data->tsv);
            lines++;
        }
    for (size_t i = 0; i < sizeof rivals / sizeof *rivals; i++)
        if (work_find(&list, EXEC_SLEEPS, 0, rivals[i]) != SIZE_MAX)
            exec_add_line(&list, rivals[i], &data->tsv);
    rows_free(&list);
    return lines ? NULL : "no strategy ran jobs that sleep";
}
