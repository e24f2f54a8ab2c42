/* wall.c -- wall time against the limit, for every N that was run over many limits.
 *
 * `ideal` is the run's own exact ideal; `knee` the smallest of these limits whose ideal is as good
 * as the best one (with the blog's sleeps: still one second); `real` what was measured. An empty
 * line stands between two N, so that their curves are not joined.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "part.h"

#define LONGEST_NS 1e9 /* task 1 of the blog's workload */

static const char ideal_stage[] = "wall-limit";

/* The smallest limit that takes no longer than the largest, `last_limit`. */
struct knee {
    double limit, wall_ns, last_limit;
};

static void wall_add_line(struct text *data, const char *series, double tasks, double limit,
                          double wall_ns, const char *name)
{
    text_printf(data, "%s\t%.0f\t%.0f\t%.0f\t%s\n", series, tasks, limit, wall_ns, name);
}

/* The smallest N above `tasks` that has ideal rows; INFINITY: none. */
static double wall_next_tasks(const struct rows *rows, double tasks)
{
    double next = INFINITY, its_tasks, its_limit;
    for (size_t row = 0; row < rows->count; row++)
        if (figures_of_stage(rows, row, ideal_stage) &&
            figures_point(rows, row, &its_tasks, &its_limit) && its_tasks > tasks)
            next = fmin(next, its_tasks);
    return next;
}

/* The row of this N with the smallest limit above `limit`; rows->count: none. */
static size_t wall_next_limit(const struct rows *rows, double tasks, double limit)
{
    size_t found = rows->count;
    double best = INFINITY, its_tasks, its_limit;
    for (size_t row = 0; row < rows->count; row++) {
        if (!figures_of_stage(rows, row, ideal_stage) ||
            isnan(rows_number(rows, row, "ideal_ns")) ||
            !figures_point(rows, row, &its_tasks, &its_limit) || its_tasks < tasks ||
            its_tasks > tasks || its_limit <= limit || its_limit >= best)
            continue;
        best = its_limit;
        found = row;
    }
    return found;
}

/* Adds the curve of one N; its knee, or one at limit 0 where it has no limits. */
static struct knee wall_add_ideal(const struct rows *rows, double tasks, struct text *data)
{
    struct knee knee = {0, INFINITY, 0};
    double limit = 0, same;
    unsigned limits = 0;
    char name[64];
    snprintf(name, sizeof name, "N=%s", AC_SHORT(tasks));
    for (size_t row; (row = wall_next_limit(rows, tasks, limit)) < rows->count; limits++) {
        double ideal_ns = rows_number(rows, row, "ideal_ns");
        figures_point(rows, row, &same, &limit);
        wall_add_line(data, "ideal", tasks, limit, ideal_ns, limits ? "null" : name);
        if (ideal_ns < knee.wall_ns)
            knee = (struct knee){limit, ideal_ns, 0};
        knee.last_limit = limit;
    }
    snprintf(name, sizeof name, "limit %.0f is enough for N=%s", knee.limit, AC_SHORT(tasks));
    if (limits)
        wall_add_line(data, "knee", tasks, knee.limit, knee.wall_ns, name);
    text_add(data, "\n");
    return knee;
}

static void wall_add_real(const struct rows *rows, double tasks, struct text *data)
{
    double its_tasks, limit;
    for (size_t row = 0; row < rows->count; row++)
        if ((figures_of_stage(rows, row, "limits") || figures_of_stage(rows, row, "verdict")) &&
            rows_is(rows, row, "strategy", CELLS_REFERENCE) &&
            figures_point(rows, row, &its_tasks, &limit) &&
            !(its_tasks < tasks || its_tasks > tasks))
            wall_add_line(data, "real", tasks, limit, rows_number(rows, row, "wall_ns"), "null");
}

/* The finding: from some limit on no more is gained, and what is left is the longest task. */
static void wall_add_title(struct text *title, double tasks, const struct knee *knee)
{
    if (knee->limit < knee->last_limit && fabs(knee->wall_ns - LONGEST_NS) < 1)
        text_printf(title,
                    "A limit of %.0f is enough for %.0f tasks: then task 1's second is all that is "
                    "left",
                    knee->limit, tasks);
    else
        text_add(title, "Wall time against the limit");
}

const char *figures_wall_limit(const struct figures_source *source, struct figures_data *data)
{
    text_add(&data->tsv, "# limit: tasks in flight; wall_ns: ns; name: a text for the picture\n"
                         "series\ttasks\tlimit\twall_ns\tname\n");
    for (double tasks = 0; (tasks = wall_next_tasks(&source->rows, tasks)) < INFINITY;) {
        struct knee knee = wall_add_ideal(&source->rows, tasks, &data->tsv);
        wall_add_real(&source->rows, tasks, &data->tsv);
        if (knee.limit > 0 && !data->title.length)
            wall_add_title(&data->title, tasks, &knee);
    }
    return data->title.length ? NULL : "no rows of the stage wall-limit";
}
