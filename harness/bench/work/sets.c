/* sets.c -- what the suites of real work, and that of adoption, are made of: their parts, their columns, and their
 * summaries' columns.
 */
#include "../adoption/adoption.h"
#include "../strategies/cells.h"
#include "../suite.h"
#include "cpu.h"
#include "exec.h"
#include "http.h"
#include "part.h"
#include "report.h"

#include <string.h>

#include "../../../strategies/strategies.h"

/* The figures of the jobs are null where they stamp nothing. */
#define EXEC_COLUMNS                                                                                \
    /* where the row belongs, and how it ended */                                                   \
    "stage", "point", "cell", "round", "position", "tasks", "limit", "take", "exit",                \
        "command", /* what the meter saw of the program */                                          \
        "wall_ns", "cpu_user_ns", "cpu_sys_ns", "peak_rss_bytes", /* and of the jobs */             \
        "stamped", "max_in_flight", "ideal_ns", "late_p50_ns", "late_p99_ns", "late_max_ns",        \
        "last_start_ns",                                                                            \
        "max_unread", /* and what ours say of themselves, but for the stage that is compared with \
                         the rivals */ \
        WORK_REPORT_COLUMNS

/* Of requests: what each took as their program says it, what strace counted, why they failed, and what ours report. */
#define HTTP_COLUMNS                                                                               \
    "median_ns", "system_calls", "status", "failures", "failure", "libcurl", "connections_opened", \
        "connections_max"

/* Of computing, by what the program says of itself. */
#define CPU_COLUMNS                                                                               \
    "own_wall_ns", "cost_ns", "steps", "checksum", "threads", "max_running", "max_queued",        \
        "running_mean", "queued_mean", "lag_p50_ns", "lag_p99_ns", "hop_median_ns", "hop_low_ns", \
        "hop_high_ns", "break_even_median_ns", "break_even_low_ns", "break_even_high_ns"

/* Of adoption, by what its programs say, and what strace counted. */
#define ADOPTION_COLUMNS                                                                           \
    "stage", "point", "cell", "round", "position", "tasks", "limit", "exit", "command", "wall_ns", \
        "cpu_user_ns", "cpu_sys_ns", "done", "checksum", "max_in_flight", "iterations",            \
        "open_bytes", "peak_bytes", "median_ns", "system_calls", "code_bytes", "data_bytes",       \
        "symbols"

const char *const exec_columns[] = {EXEC_COLUMNS, NULL};
const char *const work_columns[] = {EXEC_COLUMNS, HTTP_COLUMNS, CPU_COLUMNS, NULL};
const char *const adoption_columns[] = {ADOPTION_COLUMNS, NULL};

#define RATIO(of) of "_ratio", of "_ratio_low", of "_ratio_high", of "_target"

#define EXEC_FIGURES                                                                         \
    "stage", "point", "cell", "rounds", "failed", "tasks", "limit", "wall_ns", "job_cpu_ns", \
        "peak_rss_bytes", "max_in_flight", "ideal_ns", "late_p50_ns", "late_p99_ns",         \
        "last_start_ns", "max_unread", WORK_REPORT_COLUMNS, RATIO("wall"), RATIO("cpu"),     \
        RATIO("parallel")

static const char *const exec_figures[] = {EXEC_FIGURES, NULL};
static const char *const all_figures[] = {EXEC_FIGURES,
                                          "job_wall_ns",
                                          "median_ns",
                                          "system_calls",
                                          "failures",
                                          "failure",
                                          RATIO("own"),
                                          RATIO("aiohttp"),
                                          RATIO("node"),
                                          "own_wall_ns",
                                          "max_running",
                                          "max_queued",
                                          "running_mean",
                                          "queued_mean",
                                          "lag_p50_ns",
                                          "lag_p99_ns",
                                          "hop_median_ns",
                                          "hop_low_ns",
                                          "hop_high_ns",
                                          "break_even_median_ns",
                                          "break_even_low_ns",
                                          "break_even_high_ns",
                                          NULL};

static const char *const adoption_figures[] = {
    "stage",         "point",      "cell",       "rounds",     "failed",
    "tasks",         "limit",      "wall_ns",    "cpu_ns",     "job_cpu_ns",
    "max_in_flight", "iterations", "open_bytes", "peak_bytes", "median_ns",
    "system_calls",  "code_bytes", "data_bytes", "symbols",    RATIO("hand"),
    RATIO("floor"),  NULL};

const char *const work_exec_stages[] = {EXEC_STAGES, NULL};
const char *const work_all_stages[] = {EXEC_STAGES, HTTP_STAGES, CPU_STAGES, NULL};
const char *const work_adoption_stages[] = {ADOPTION_STAGES, NULL};

static const struct work_part *const exec_parts[] = {&work_part_exec, NULL};
static const struct work_part *const all_parts[] = {&work_part_exec, &work_part_http,
                                                    &work_part_cpu, NULL};
static const struct work_part *const adoption_parts[] = {&work_part_adoption, NULL};
static const struct work_part *const every_part[] = {&work_part_exec, &work_part_http,
                                                     &work_part_cpu, &work_part_adoption, NULL};

const struct work_set work_exec = {.name = "exec",
                                   .quick_name = "exec-quick",
                                   .size = WORK_FULL,
                                   .parts = exec_parts,
                                   .figures = exec_figures};

const struct work_set work_all = {.name = "work",
                                  .quick_name = "work-quick",
                                  .size = WORK_FIRST,
                                  .parts = all_parts,
                                  .figures = all_figures};

const struct work_set work_adoption = {.name = "adoption",
                                       .quick_name = "adoption-quick",
                                       .size = WORK_FIRST,
                                       .parts = adoption_parts,
                                       .figures = adoption_figures};

const struct work_part *work_part_of(const char *stage)
{
    for (size_t part = 0; every_part[part]; part++)
        for (size_t i = 0; every_part[part]->stages[i]; i++)
            if (strcmp(every_part[part]->stages[i], stage) == 0)
                return every_part[part];
    return NULL;
}

const struct ac_strategy *work_strategy(const char *stage, const char *cell)
{
    return exec_counts_results(stage) ? exec_strategy(stage) : cells_strategy(cell);
}

size_t work_add_strategies(const char *cells[])
{
    size_t count = 0;
    for (size_t i = 0; ac_strategies[i] && count < WORK_MOST_CELLS / 2; i++)
        if (!(ac_strategies[i]->flags & (AC_SERIAL | AC_CONTROL)))
            cells[count++] = ac_strategies[i]->name;
    return count;
}
