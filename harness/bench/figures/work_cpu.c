/* work_cpu.c -- tasks that compute, in bars: the wall over the work, for two costs, in pools and on the loop; the rivals
 * below.
 */
#include <math.h>

#include "../../../strategies/strategies.h"
#include "../work/cpu.h"
#include "../work/summary.h"
#include "part.h"
#include "work.h"

static const char *const stages[] = {CPU_STAGES};
enum { STAGES = sizeof stages / sizeof *stages };

/* False: it did not compute. */
static bool cpu_add_line(const struct rows *list, const char *cell, struct text *tsv)
{
    bool there = false;
    for (size_t i = 0; i < STAGES; i++)
        there = there || work_find(list, stages[i], 0, cell) != SIZE_MAX;
    if (!there)
        return false;
    text_add(tsv, cell);
    for (size_t i = 0; i < STAGES; i++)
        work_add_figure(tsv, 4, work_figure(list, stages[i], 0, cell, "wall_ratio"));
    text_add(tsv, "\n");
    return true;
}

/* Whether a pool is the slower way for the short tasks, and the quicker one for the long: by the wall. */
static bool cpu_pays_when_long(const struct rows *list)
{
    double short_pool = work_figure(list, CPU_SHORT_2, 0, CELLS_REFERENCE, "own_wall_ns"),
           short_inline = work_figure(list, CPU_SHORT_INLINE, 0, CELLS_REFERENCE, "own_wall_ns"),
           long_pool = work_figure(list, CPU_LONG_2, 0, CELLS_REFERENCE, "own_wall_ns"),
           long_inline = work_figure(list, CPU_LONG_INLINE, 0, CELLS_REFERENCE, "own_wall_ns");
    return short_inline < short_pool && long_pool < long_inline;
}

const char *figures_cpu_cost(const struct figures_source *source, struct figures_data *data)
{
    struct rows list = work_summarize(&source->rows, &work_all);
    size_t lines = 0;
    text_add(
        &data->title,
        cpu_pays_when_long(&list)
            ? "At a limit, tasks of 10 µs are sooner done on the loop, and tasks of 1 ms in a pool"
            : "What a pool of threads adds to the work, and what the loop does");
    text_add(&data->tsv, "# times the work over the cores\n"
                         "who\tshort_2\tshort_4\tshort_inline\tlong_2\tlong_4\tlong_inline\n");
    for (size_t i = 0; ac_strategies[i]; i++)
        lines += cpu_add_line(&list, ac_strategies[i]->name, &data->tsv);
    for (size_t i = 0; work_part_cpu.cells[i] && lines; i++)
        cpu_add_line(&list, work_part_cpu.cells[i], &data->tsv);
    rows_free(&list);
    return lines ? NULL : "no strategy computed";
}
