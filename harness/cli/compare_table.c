/* compare_table.c -- the table of `compare`: the options decide which columns it has; see
 * compare_table.h.
 */
#include "compare_table.h"

#include <math.h>
#include <string.h>

#include "../base/text.h"
#include "../base/units.h"
#include "../scenario/config.h"
#include "../workloads/cpu.h"
#include "command_line.h"

/* cpu_ns is of two columns. */
static const char *const columns[] = {"<strategy=strategy",
                                      "wall=wall_ns",
                                      "excess=excess_ns",
                                      "cpu=cpu_ns",
                                      "resident=peak_rss_bytes",
                                      "heap=peak_heap_bytes",
                                      "late p99=lateness_p99_ns",
                                      "deliv p99=delivery_p99_ns",
                                      "waiting=max_waiting",
                                      "in flight=max_in_flight",
                                      "unread=max_unread",
                                      "turns=turns",
                                      NULL};

/* For a slow consumer: how far the strategies go on meanwhile. */
static const char *const slow_columns[] = {"<strategy=strategy",
                                           "wall=wall_ns",
                                           "excess=excess_ns",
                                           "makespan=makespan_ns",
                                           "idle=idle_slots",
                                           "cpu=cpu_ns",
                                           "heap=peak_heap_bytes",
                                           "deliv p99=delivery_p99_ns",
                                           "waiting=max_waiting",
                                           "in flight=max_in_flight",
                                           "unread=max_unread",
                                           "turns=turns",
                                           NULL};

/* For a source that says when tasks are there: how long they wait. */
static const char *const paced_columns[] = {"<strategy=strategy",
                                            "wall=wall_ns",
                                            "makespan=makespan_ns",
                                            "idle=idle_slots",
                                            "cpu=cpu_ns",
                                            "heap=peak_heap_bytes",
                                            "queue p99=queueing_p99_ns",
                                            "resp p99=response_p99_ns",
                                            "waiting=max_waiting",
                                            "in flight=max_in_flight",
                                            "unread=max_unread",
                                            "turns=turns",
                                            NULL};

/* For tasks that may fail, and runs that are left: how the tasks ended. */
static const char *const ends_columns[] = {"<strategy=strategy",
                                           "wall=wall_ns",
                                           "pulled=pulled",
                                           "dropped=dropped",
                                           "launched=launched",
                                           "completed=completed",
                                           "failed=failed",
                                           "timed out=timed_out",
                                           "cancelled=cancelled",
                                           "taken=taken",
                                           NULL};

/* For computing: what runs and what waits in the pool, how late the loop is, and what belongs on it. */
static const char *const cpu_columns[] = {"<strategy=strategy",
                                          "wall=wall_ns",
                                          "cpu=cpu_ns",
                                          "heap=peak_heap_bytes",
                                          "lag p99=lag_p99_ns",
                                          "deliv p99=delivery_p99_ns",
                                          "running=running_mean",
                                          "queued=queued_mean",
                                          "in flight=max_in_flight",
                                          "unread=max_unread",
                                          "hop=hop_median_ns",
                                          "break-even=break_even_median_ns",
                                          NULL};

/* For commands: what is said of a task that has an ideal is not known of them. */
static const char *const exec_columns[] = {"<strategy=strategy",
                                           "wall=wall_ns",
                                           "cpu=cpu_ns",
                                           "cpu a job=job_cpu_mean_ns",
                                           "resident=peak_rss_bytes",
                                           "heap=peak_heap_bytes",
                                           "next p99=next_start_p99_ns",
                                           "deliv p99=delivery_p99_ns",
                                           "waiting=max_waiting",
                                           "in flight=max_in_flight",
                                           "unread=max_unread",
                                           "failed=failed",
                                           NULL};

/* For transfers. */
static const char *const http_columns[] = {"<strategy=strategy",
                                           "wall=wall_ns",
                                           "cpu=cpu_ns",
                                           "cpu each=transfer_cpu_mean_ns",
                                           "resident=peak_rss_bytes",
                                           "heap=peak_heap_bytes",
                                           "opened=connections_opened",
                                           "first p99=first_byte_p99_ns",
                                           "deliv p99=delivery_p99_ns",
                                           "waiting=max_waiting",
                                           "in flight=max_in_flight",
                                           "unread=max_unread",
                                           "failed=failed",
                                           NULL};

static const char *const *columns_for(const struct ac_options *o)
{
    if (o->fail_ppb || o->fail_tasks.count || o->task_timeout_ns || o->timeout_ns || o->take ||
        o->close_at_ns)
        return ends_columns;
    if (ac_command_has_lines(o) && !o->every_ns)
        return o->command == AC_HTTP ? http_columns : exec_columns;
    if (o->every_ns && !o->adds)
        return paced_columns;
    if (o->consume_ns)
        return slow_columns;
    return ac_config_row(o) == &ac_workload_cpu ? cpu_columns : columns;
}

void ac_compare_table_open(struct grid *grid, const struct ac_options *o)
{
    struct text title = {.chars = NULL};
    if (ac_command_has_lines(o))
        text_printf(&title, "%s, ", ac_command_name(o));
    else if (!ac_config_row(o)->knows_durations)
        text_printf(&title, "%s, ", ac_config_row(o)->name);
    text_printf(&title, "%s clock", o->virtual_clock ? "virtual" : "real");
    if (o->limit)
        text_printf(&title, ", limit %s", AC_COUNT(o->limit));
    grid_open(grid, title.chars);
    grid_columns(grid, columns_for(o));
}

static const struct ac_strategy *strategy_of(const struct rows *rows)
{
    return ac_strategy_named(rows_get(rows, 0, "strategy"));
}

/* cpu_ns is user time plus system time. */
static double find_cpu(struct grid *grid, const struct rows *rows)
{
    const struct ac_strategy *strategy = strategy_of(rows);
    double cpu_ns = rows_number(rows, 0, "cpu_user_ns") + rows_number(rows, 0, "cpu_sys_ns");
    if (strategy && !ac_config_tells_cpu(strategy, rows_is(rows, 0, "clock", "virtual"))) {
        text_printf(&grid->notes, "cpu -: %s\n", ac_config_why_no_cpu);
        cpu_ns = NAN;
    }
    return cpu_ns;
}

void ac_compare_table_add(struct grid *grid, const struct rows *rows, const struct ac_options *o)
{
    bool endless = !ac_command_has_lines(o) && rows_is(rows, 0, "tasks", "null");
    bool whole = rows_is(rows, 0, "complete", "true") || endless;
    grid_add(grid, text_format("%s%s", rows_get(rows, 0, "strategy"), whole ? "" : " (cut short)"));
    for (const char *const *column = columns_for(o) + 1; *column; column++) {
        const char *name = grid_name(*column);
        bool is_cpu = strcmp(name, "cpu_ns") == 0;
        grid_add(grid,
                 grid_figure(name, is_cpu ? find_cpu(grid, rows) : rows_number(rows, 0, name)));
    }
}
