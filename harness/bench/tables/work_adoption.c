/* work_adoption.c -- the tables of adoption: their columns, their titles, and what stands below all. */
#include "../../base/text.h"
#include "../adoption/adoption.h"
#include "work.h"

#include <string.h>

static const char *const nothing_columns[] = {"<who=cell",
                                              "CPU a task=job_cpu_ns",
                                              "more=more_job_cpu_ns",
                                              "<CPU to floor=floor_ratio",
                                              "<at most 1.30=floor_target",
                                              "<CPU to by hand=hand_ratio",
                                              NULL};
static const char *const job_columns[] = {"<who=cell",
                                          "wall=wall_ns",
                                          "in flight=max_in_flight",
                                          "CPU a task=job_cpu_ns",
                                          "more=more_job_cpu_ns",
                                          "<CPU to by hand=hand_ratio",
                                          "<at most 1.10=hand_target",
                                          NULL};
static const char *const calls_columns[] = {"<job=stage", "<who=cell",
                                            "system calls a task=calls_a_task", NULL};
static const char *const idle_columns[] = {"<who=cell",
                                           "wall=wall_ns",
                                           "iterations=iterations",
                                           "more=more_iterations",
                                           "CPU=cpu_ns",
                                           "more CPU=more_cpu_ns",
                                           NULL};
static const char *const memory_columns[] = {"limit=limit",
                                             "<who=cell",
                                             "attached=open_bytes",
                                             "at the most=peak_bytes",
                                             "for each=peak_a_slot_bytes",
                                             NULL};
static const char *const start_columns[] = {"<program=cell",
                                            "wall=median_ns",
                                            "more=more_median_ns",
                                            "CPU=job_cpu_ns",
                                            "more CPU=more_job_cpu_ns",
                                            "<CPU to by hand=hand_ratio",
                                            NULL};
static const char *const size_columns[] = {"<file=cell",
                                           "code=code_bytes",
                                           "more=more_code_bytes",
                                           "data=data_bytes",
                                           "more data=more_data_bytes",
                                           "exported symbols=symbols",
                                           NULL};

static const char adoption_footer[] =
    "by hand: libuv alone, with a counter and the number of the next task. Others: own tasks with "
    "the public calls; results are pushed, or (pull) taken.\n"
    "CPU: user + system of the program. to by hand, to floor: round by round, median ratio [95 % "
    "interval by rank, from six rounds]. more: less what by hand has.\n"
    "floor: a sleep of 0 under the control of that name. A target is reached where the whole "
    "interval is within it, and missed where the whole is not.\n"
    "attached: bytes of the run's allocator when it is attached. for each: at the most, over the "
    "limit. static, shared: linked with the library of that kind.\n";

/* Titles that a document finds by their beginning. */
static char *adoption_title(const char *stage, double tasks, double limit)
{
    static const struct {
        const char *stage, *title;
    } titles[] = {{ADOPTION_CALLS_TIMER, "System calls"},
                  {ADOPTION_CALLS_ECHO, "System calls"},
                  {ADOPTION_MEMORY, "The memory of a run of own tasks"},
                  {ADOPTION_SIZE, "Code and data"},
                  {NULL, NULL}};
    for (size_t i = 0; titles[i].stage; i++)
        if (strcmp(titles[i].stage, stage) == 0)
            return text_copy(titles[i].title);
    if (strcmp(stage, ADOPTION_START) == 0)
        return text_format("A start: %.0f in a row", tasks);
    if (strcmp(stage, ADOPTION_IDLE) == 0)
        return text_format("An idle run: %.0f own tasks in flight for %.0f ms", limit, tasks);
    const char *what = strcmp(stage, ADOPTION_NOTHING) == 0 ? "that do nothing"
                       : strcmp(stage, ADOPTION_TIMER) == 0 ? "that are a timer of 1 ms"
                                                            : "that wait for an echo";
    return text_format("Tasks %s, limit %.0f: %.0f of them", what, limit, tasks);
}

static const struct work_grid adoption_grids[] = {
    {ADOPTION_NOTHING, 0, nothing_columns, true},   {ADOPTION_TIMER, 0, job_columns, true},
    {ADOPTION_ECHO, 0, job_columns, true},          {ADOPTION_CALLS_TIMER, 0, calls_columns, false},
    {ADOPTION_CALLS_ECHO, 0, calls_columns, false}, {ADOPTION_IDLE, 0, idle_columns, true},
    {ADOPTION_MEMORY, 0, memory_columns, false},    {ADOPTION_START, 0, start_columns, true},
    {ADOPTION_SIZE, 0, size_columns, true},         {.stage = NULL}};

const struct work_table work_table_adoption = {adoption_grids, adoption_title, NULL,
                                               adoption_footer};
