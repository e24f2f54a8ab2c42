/* work_exec.c -- the tables of commands: their columns, their titles, and what stands below all. */
#include "../work/exec.h"
#include "../work/slope.h"
#include "work.h"

#include <string.h>

static const char *const true_columns[] = {"<who=cell",
                                           "wall=wall_ns",
                                           "CPU a job=job_cpu_ns",
                                           "resident=peak_rss_bytes",
                                           "<wall to xargs=wall_ratio",
                                           "<at most 1.03=wall_target",
                                           "<CPU to xargs=cpu_ratio",
                                           "<at most 1=cpu_target",
                                           "<CPU to parallel=parallel_ratio",
                                           "<at most 0.25=parallel_target",
                                           NULL};
static const char *const sleeps_columns[] = {"<who=cell",
                                             "wall=wall_ns",
                                             "ideal=ideal_ns",
                                             "<over ideal=wall_ratio",
                                             "<at most 1.03=wall_target",
                                             "next start p50=late_p50_ns",
                                             "p99=late_p99_ns",
                                             "in flight=max_in_flight",
                                             "CPU a job=job_cpu_ns",
                                             "own=own_job_cpu_ns",
                                             "spawn=spawn_mean_ns",
                                             "resident=peak_rss_bytes",
                                             NULL};
static const char *const reader_columns[] = {"<who=cell",
                                             "wall=wall_ns",
                                             "last start=last_start_ns",
                                             "in flight=max_in_flight",
                                             "unread=max_unread",
                                             "of them reported=own_max_unread",
                                             "CPU a job=job_cpu_ns",
                                             "resident=peak_rss_bytes",
                                             NULL};
static const char *const memory_columns[] = {
    "<who=cell",           "lines=tasks", "resident=peak_rss_bytes", "CPU a job=job_cpu_ns",
    "spawn=spawn_mean_ns", NULL};
static const char *const live_columns[] = {"<who=cell", "live=tasks", "CPU a job=job_cpu_ns",
                                           "spawn=spawn_mean_ns", NULL};

static const char exec_footer[] =
    "wall: of the whole process, from outside. CPU a job: user + system of the program and of all "
    "its "
    "jobs, over their number.\n"
    "resident: VmHWM of the program itself. to xargs, to parallel: round by round, median ratio "
    "[95 % "
    "interval by rank, from six rounds].\n"
    "A target is reached where the whole interval is within it, and missed where the whole is not; "
    "xargs captures no output.\n"
    "ideal: list scheduling of the jobs' own stamps. next start: from a finish to the start that "
    "it "
    "made room for, by the stamps.\n"
    "own: of it, what the program itself takes, with starting the jobs; spawn: until a process "
    "exists; "
    "both as ours report them.\n"
    "unread: results that had ended, and that the slow reader did not have whole; reported: as "
    "ours see it, without what the pipe holds. last start: "
    "since "
    "the program's start.\n";

/* A title of a point, whose beginning does not tell how many jobs there were: the docs find it by that. */
static char *exec_title(const char *stage, double tasks, double limit)
{
    if (strcmp(stage, EXEC_TRUE) == 0)
        return text_format("Jobs of /bin/true, limit %.0f: %.0f of them", limit, tasks);
    if (strcmp(stage, EXEC_SLEEPS) == 0)
        return text_format("Jobs that sleep, limit %.0f: %.0f of them", limit, tasks);
    if (strcmp(stage, EXEC_READER) == 0)
        return text_format("A slow reader: %.0f jobs print %d KiB each, %.1f MB/s are read, limit "
                           "%.0f",
                           tasks, EXEC_READER_BYTES / 1024,
                           (double)EXEC_READER_BYTES / EXEC_READER_US, limit);
    return text_copy(strcmp(stage, EXEC_MEMORY) == 0
                         ? "A job beside the memory of its program: semaphore holds so many lines"
                         : "A job beside others that live on");
}

static void exec_note(const struct page *page, const char *stage, struct text *notes)
{
    bool memory = strcmp(stage, EXEC_MEMORY) == 0;
    double unit = memory ? 1048576 : 1000;
    struct work_slope slope = work_slope(page->rows, stage, memory ? "peak_rss_bytes" : "tasks");
    if (slope.rounds && exec_counts_results(stage))
        text_printf(notes, "Slope: %.3g us a job for each %s, from %.3g to %.3g in %zu rounds.\n",
                    slope.median * unit / 1e3, memory ? "MiB" : "thousand that live on",
                    slope.least * unit / 1e3, slope.greatest * unit / 1e3, slope.rounds);
}

static const struct work_grid exec_grids[] = {{EXEC_TRUE, 0, true_columns, true},
                                              {EXEC_SLEEPS, 0, sleeps_columns, true},
                                              {EXEC_READER, 0, reader_columns, true},
                                              {EXEC_MEMORY, 0, memory_columns, false},
                                              {EXEC_LIVE, 0, live_columns, false},
                                              {.stage = NULL}};

const struct work_table work_table_exec = {exec_grids, exec_title, exec_note, exec_footer};
