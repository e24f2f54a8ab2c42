/* config.c -- see config.h. */
#include "config.h"

enum { CYCLE = 1000 }; /* an endless run repeats the first so many of 1/i */

uint64_t ac_config_limit(const struct ac_options *options, const struct ac_strategy *strategy,
                         uint64_t tasks)
{
    bool none = !options->limit || strategy->flags & AC_NO_LIMIT;
    return ac_effective_limit(strategy, none ? UINT64_MAX : options->limit, tasks);
}

uint64_t ac_config_queue(const struct ac_options *options, uint64_t tasks)
{
    if (options->queue)
        return options->queue;
    if (!options->limit)
        return 1024;
    return options->limit < tasks || !tasks ? options->limit : tasks;
}

uint64_t ac_config_window(const struct ac_options *o)
{
    if (!o->window || !o->unread)
        return o->window + o->unread;
    return o->window < o->unread ? o->window : o->unread;
}

/* What comes before the error at which --on-error acts: the given one, or the one that makes the given
 * share of all tasks. */
static uint64_t errors_allowed(const struct ac_options *o, uint64_t tasks)
{
    uint64_t errors = o->errors;
    if (o->errors_ppb)
        errors = (tasks * o->errors_ppb + 999999999) / 1000000000;
    return errors ? errors - 1 : 0;
}

struct ac_sleeps ac_config_sleeps(const struct ac_options *o)
{
    return (struct ac_sleeps){
        .count = o->tasks,
        .cycle = CYCLE,
        .scale_ns = o->sleep_ns == AC_NOT_GIVEN ? o->scale_ns : o->sleep_ns,
        .same = o->sleep_ns != AC_NOT_GIVEN,
        .tick_ns = o->tick_ns,
        .order = o->order,
        .seed = o->seed,
        .fail_ppb = o->fail_ppb,
        .fail_tasks = o->fail_tasks.list,
        .fail_task_count = o->fail_tasks.count,
    };
}

struct ac_config ac_config_run(const struct ac_options *o, uint64_t tasks)
{
    return (struct ac_config){
        .strategy = o->strategy,
        .limit = ac_config_limit(o, o->strategy, tasks),
        .queue = ac_config_queue(o, tasks),
        .poll_interval_ns = o->poll_interval_ns,
        .task_timeout_ns = o->task_timeout_ns,
        .window = ac_config_window(o),
        .ordered = o->ordered,
        .on_error = o->on_error,
        .errors_allowed = errors_allowed(o, tasks),
    };
}

static bool is_spread(const struct ac_options *o)
{
    return o->every_ns || o->adds;
}

struct ac_workload *ac_config_workload(const struct ac_options *o,
                                       struct ac_sleep_workload *workload,
                                       struct ac_arrivals *arrivals)
{
    ac_arrivals_init(arrivals, &workload->workload, o->every_ns, o->adds);
    return is_spread(o) ? &arrivals->workload : &workload->workload;
}

bool ac_config_has_ideal(const struct ac_options *o, bool complete, uint64_t timed_out)
{
    return complete && !timed_out && !o->change_count && !is_spread(o);
}

const char ac_config_why_no_cpu[] =
    "nothing spins on the virtual clock; the price of polling shows on the real one only";

bool ac_config_tells_cpu(const struct ac_strategy *strategy, bool virtual_clock)
{
    return !virtual_clock || !(strategy->flags & AC_POLLED);
}

struct ac_ideal_consumer ac_config_consumer(const struct ac_options *o)
{
    return (struct ac_ideal_consumer){.busy_ns = o->consume_ns, .ordered = o->ordered};
}
