/* work_cpu.c -- the tables of computing: their columns, their titles, and what stands below all. */
#include "../../base/text.h"
#include "../work/cpu.h"
#include "work.h"

#include <string.h>

static const char *const cpu_columns[] = {"<where=stage",
                                          "<who=cell",
                                          "wall=own_wall_ns",
                                          "work over cores=ideal_ns",
                                          "<over it=wall_ratio",
                                          "<at most 1.10=wall_target",
                                          "loop late p50=lag_p50_ns",
                                          "p99=lag_p99_ns",
                                          "running=running_mean",
                                          "queued=queued_mean",
                                          "hop=hop_median_ns",
                                          "break-even=break_even_median_ns",
                                          NULL};

static const char cpu_footer[] =
    "wall: first task to last result, as each program says. work over cores: what the tasks "
    "were to take, as each program tried out, over the threads or the processors.\n"
    "loop late: how late the loop is for a timer. running, queued: tasks in the pool, on the "
    "average. hop: what the way to a thread and back takes.\n"
    "break-even: what costs less is done sooner on the loop.\n";

static char *cpu_title(const char *stage, double tasks, double limit)
{
    return text_format("Tasks that compute, %.*s: %.0f of them, limit %.0f",
                       (int)strcspn(stage, ","), stage, tasks, limit);
}

static const struct work_grid cpu_grids[] = {{CPU_SHORT_2, 0, cpu_columns, false},
                                             {CPU_SHORT_4, 0, cpu_columns, false},
                                             {CPU_SHORT_INLINE, 0, cpu_columns, false},
                                             {CPU_LONG_2, 0, cpu_columns, false},
                                             {CPU_LONG_4, 0, cpu_columns, false},
                                             {CPU_LONG_INLINE, 0, cpu_columns, false},
                                             {.stage = NULL}};

const struct work_table work_table_cpu = {cpu_grids, cpu_title, NULL, cpu_footer};
