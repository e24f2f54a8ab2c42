/* check.c -- values that contradict each other, or that a strategy cannot honour; see command_line.h. */
#include <stdlib.h>
#include <string.h>

#include "../../strategies/strategies.h"
#include "../base/arguments.h"
#include "../base/complain.h"
#include "../scenario/chosen.h"
#include "../scenario/config.h"
#include "../workloads/cpu.h"
#include "command_line.h"

static bool check_command(const struct ac_options *o)
{
    if (o->command == AC_RUN && !o->strategy)
        complain("run: no strategy given: -s STRATEGY (see as-completed list)");
    else if (o->command == AC_COMPARE && o->histogram)
        complain("compare: --histogram '%s' goes with run: one file cannot hold every strategy",
                 o->histogram);
    else if (o->command == AC_COMPARE && o->trace && o->trace_format != AC_TRACE_CHROME)
        complain("compare: --trace '%s' goes with run, or with --trace-format chrome: one file "
                 "of TSV cannot hold every strategy",
                 o->trace);
    else if (o->command == AC_COMPARE && o->watch)
        complain("compare: --watch goes with run: it shows one strategy");
    else if (AC_GIVEN(o, trace_format) && !o->trace)
        complain("--trace-format '%s' goes with --trace: give both",
                 o->trace_format == AC_TRACE_CHROME ? "chrome" : "tsv");
    else if (o->trace && o->histogram && strcmp(o->trace, o->histogram) == 0)
        complain("--trace and --histogram '%.200s' contradict each other: give two files",
                 o->trace);
    else if (o->histogram && o->format == AC_NONE)
        complain("--histogram '%s' and --format none contradict each other: none measures nothing",
                 o->histogram);
    else
        return true;
    return false;
}

/* The blog's workload, or one of the other two. */
static bool check_workload(const struct ac_options *o)
{
    bool scale = AC_GIVEN(o, scale_ns), sleep = AC_GIVEN(o, sleep_ns);
    if (o->command != AC_LIST && !AC_GIVEN(o, tasks) && !o->sleeps)
        complain("no tasks given: -n TASKS, from 0 to %llu or endless, or --sleeps",
                 (unsigned long long)AC_TASKS_MAX);
    else if (o->sleeps && (scale || sleep))
        complain("--%s and --sleeps '%s' contradict each other: give one",
                 scale ? "scale" : "sleep", o->sleeps);
    else if (scale && sleep)
        complain("--scale and --sleep contradict each other: give one");
    else
        return true;
    return false;
}

/* The first option given that only another workload heeds, or NULL. */
static const struct ac_option *given_of_other_work(const struct ac_options *o)
{
    const char *name = ac_config_row(o)->name;
    const struct ac_option *row = ac_option_table;
    while (row->name &&
           !(row->of_work && strcmp(row->of_work, name) != 0 && ac_command_line_gives(o, row->at)))
        row++;
    return row->name ? row : NULL;
}

/* What the pool of threads would make of its size without a word. */
static bool check_pool_size(void)
{
    uint64_t threads;
    const char *size = getenv("UV_THREADPOOL_SIZE");
    return !size || argument_number("UV_THREADPOOL_SIZE", size, 1, AC_CPU_THREADS_MOST, &threads);
}

static bool check_work(const struct ac_options *o)
{
    const struct ac_option *option = given_of_other_work(o);
    if (option)
        complain("--%s and --work '%s' contradict each other: it goes with --work %s", option->name,
                 ac_config_row(o)->name, option->of_work);
    else if (o->on_loop && o->threads)
        complain("--threads '%llu' and --inline contradict each other: give one",
                 (unsigned long long)o->threads);
    else
        return o->threads || ac_config_row(o) != &ac_workload_cpu || check_pool_size();
    return false;
}

/* The first option given that is of durations, or NULL. */
static const struct ac_option *given_of_durations(const struct ac_options *o)
{
    const struct ac_option *row = ac_option_table;
    while (row->name && !(row->of_durations && ac_command_line_gives(o, row->at)))
        row++;
    return row->name ? row : NULL;
}

/* What only a workload that knows its durations can do. */
static bool check_durations(const struct ac_options *o)
{
    const struct ac_workload_row *row = ac_config_row(o);
    const struct ac_option *option = row->knows_durations ? NULL : given_of_durations(o);
    if (option)
        complain("--%s and --work '%s' contradict each other: it goes with --work %s", option->name,
                 row->name, ac_workload_names[0]);
    else if (o->virtual_clock && !row->knows_durations)
        complain("--clock 'virtual' and --work '%s' contradict each other: must be real, since how "
                 "long a task takes shows in the run only",
                 row->name);
    else
        return true;
    return false;
}

/* Whether all that is run has one task in flight, whatever the limit. */
static bool is_serial(const struct ac_options *o)
{
    bool all = o->strategy || o->compared;
    for (size_t i = 0; ac_strategies[i]; i++)
        if (o->strategy ? ac_strategies[i] == o->strategy
                        : ac_chosen_has(o->compared, ac_strategies[i]))
            all &= (ac_strategies[i]->flags & AC_SERIAL) != 0;
    return all;
}

/* What has no end must be bounded by other means, and time must go on. */
static bool check_endless(const struct ac_options *o)
{
    bool still = o->virtual_clock && !o->every_ns && (!o->sleep_ns || !o->scale_ns);
    if (o->tasks != AC_ENDLESS)
        return true;
    if (!o->limit && !is_serial(o))
        complain("-n/--tasks 'endless' needs a limit: -l LIMIT");
    else if (o->order != AC_FORWARD)
        complain("--order '%s' has no meaning where -n/--tasks is endless: must be forward",
                 o->order == AC_REVERSE ? "reverse" : "shuffle");
    else if (o->errors_ppb)
        complain("--on-error with a share has no meaning where -n/--tasks is endless: give a "
                 "count");
    else if (o->ordered && !o->window && !o->unread)
        complain("--ordered needs a --window where -n/--tasks is endless");
    else if (still)
        complain("endless tasks of 0 ns on the virtual clock would never end: give a longer "
                 "--%s",
                 o->sleep_ns ? "scale" : "sleep");
    else
        return true;
    return false;
}

bool ac_check_with(const struct ac_options *o, const struct ac_strategy *strategy)
{
    bool holds = strategy && strategy->flags & (AC_NO_LIMIT | AC_HOLDS_ALL);
    if (o->window && !o->ordered)
        complain("--window '%llu' goes with --ordered: give both, or --unread",
                 (unsigned long long)o->window);
    else if (o->drain && !o->take && !o->close_at_ns)
        complain("--drain goes with --take or --close-at: give one of them");
    else if (o->tasks == AC_ENDLESS && holds)
        complain("%s cannot run -n/--tasks endless: it pulls every task at the start",
                 strategy->name);
    else if (holds && ac_config_window(o))
        complain("--%s '%llu' cannot be honoured by %s: it pulls every task at the start",
                 o->unread ? "unread" : "window",
                 (unsigned long long)(o->unread ? o->unread : o->window), strategy->name);
    else
        return true;
    return false;
}

/* Whether each strategy that is named can honour the options. */
static bool check_compared(const struct ac_options *o)
{
    bool right = true;
    for (size_t i = 0; o->compared && right && ac_strategies[i]; i++)
        if (strcmp(o->compared, "all") != 0 && ac_chosen_has(o->compared, ac_strategies[i]))
            right = ac_check_with(o, ac_strategies[i]);
    return right;
}

/* Whether anything that is run has a limit of the user's. */
static bool needs_limit(const struct ac_options *o)
{
    for (size_t i = 0; ac_strategies[i]; i++)
        if ((o->strategy ? ac_strategies[i] == o->strategy
                         : ac_chosen_has(o->compared, ac_strategies[i])) &&
            !(ac_strategies[i]->flags & (AC_NO_LIMIT | AC_SERIAL)))
            return true;
    return false;
}

/* What a command that makes tasks of lines needs, and cannot honour. */
static bool check_lines(const struct ac_options *o)
{
    const char *name = ac_command_name(o), *task = ac_command_task(o);
    if (!o->strategy && !o->compared)
        complain("%s: no strategy given: -s STRATEGY (see as-completed list), or -s all", name);
    else if (!o->limit && needs_limit(o))
        complain("%s: no limit given: -l LIMIT", name);
    else if (o->retries && o->ordered)
        complain("--retries '%llu' cannot be honoured with --ordered: a %s that waits would hold "
                 "back all behind it",
                 (unsigned long long)o->retries, task);
    else if (o->errors_ppb)
        complain("--on-error with a share has no meaning where nobody knows how many %ss there "
                 "are: give a count",
                 task);
    else if (o->report && o->dry_run)
        complain("--report '%.200s' and --dry-run contradict each other: nothing runs", o->report);
    else
        return ac_check_with(o, o->strategy) && check_compared(o);
    return false;
}

static bool check_exec(const struct ac_options *o)
{
    if (!*o->job)
        complain("exec: no command given: as-completed exec -s STRATEGY -l LIMIT [options] [--] "
                 "COMMAND [ARG...]");
    else if (o->resume && !o->joblog)
        complain("--resume goes with --joblog: give the log");
    else if (o->joblog && o->compared)
        complain(
            "--joblog '%.200s' goes with one strategy: the jobs of -s %.200s run again for each",
            o->joblog, o->compared);
    else if (o->shell && o->job[1])
        complain("exec: --shell takes one script: '%.200s' is a word more", o->job[1]);
    else
        return true;
    return false;
}

/* What a strategy cannot honour is refused where it was named; where all are compared it is left
 * out. */
bool ac_check_together(const struct ac_options *o)
{
    if (ac_command_has_lines(o))
        return check_lines(o) && (o->command != AC_EXEC || check_exec(o));
    return check_command(o) && check_workload(o) && check_durations(o) && check_work(o) &&
           check_endless(o) && ac_check_with(o, o->strategy) && check_compared(o);
}
