/* work_adoption.c -- what a task costs by hand and with the library, in bars: three jobs.
 */
#include <math.h>

#include "../../../strategies/strategies.h"
#include "../adoption/adoption.h"
#include "../work/summary.h"
#include "part.h"
#include "work.h"

enum { LIMIT = 100 };
static const char *const jobs[] = {ADOPTION_JOBS};
enum { JOBS = sizeof jobs / sizeof *jobs };

/* False: it is in none of the jobs. */
static bool adoption_add_line(const struct rows *list, const char *cell, struct text *tsv)
{
    bool there = false;
    for (size_t i = 0; i < JOBS; i++)
        there = there || work_find(list, jobs[i], LIMIT, cell) != SIZE_MAX;
    if (!there)
        return false;
    text_add(tsv, cell);
    for (size_t i = 0; i < JOBS; i++)
        work_add_figure(tsv, 1, work_figure(list, jobs[i], LIMIT, cell, "job_cpu_ns"));
    text_add(tsv, "\n");
    return true;
}

/* What the data say of the reference, where they have both jobs. */
static void adoption_add_title(const struct rows *list, struct text *title)
{
    double timer = work_figure(list, ADOPTION_TIMER, LIMIT, CELLS_REFERENCE, "hand_ratio"),
           echo = work_figure(list, ADOPTION_ECHO, LIMIT, CELLS_REFERENCE, "hand_ratio");
    if (isfinite(timer) && isfinite(echo))
        text_printf(title,
                    "With " CELLS_REFERENCE
                    " an echo takes %.2f times the CPU by hand, and a timer %.2f times",
                    echo, timer);
    else
        text_add(title, "What a task costs by hand, and with the library");
}

const char *figures_adoption_cost(const struct figures_source *source, struct figures_data *data)
{
    struct rows list = work_summarize(&source->rows, &work_adoption);
    size_t lines = 0;
    adoption_add_title(&list, &data->title);
    text_add(&data->tsv, "# CPU time a task, in ns, at limit 100\nwho\tnothing\ttimer\techo\n");
    for (size_t i = 0; ac_strategies[i]; i++)
        lines += adoption_add_line(&list, ac_strategies[i]->name, &data->tsv);
    for (size_t i = 0; work_part_adoption.cells[i] && lines; i++)
        adoption_add_line(&list, work_part_adoption.cells[i], &data->tsv);
    rows_free(&list);
    return lines ? NULL : "no job was done with the library";
}
