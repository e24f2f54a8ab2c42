/* config.c -- see config.h. */
#include "config.h"

enum { CYCLE = 1000 }; /* an endless run repeats the first so many of 1/i */

uint64_t ac_options_limit(const struct ac_options *options, const struct ac_strategy *strategy,
                          uint64_t tasks)
{
    bool none = !options->limit || strategy->flags & AC_NO_LIMIT;
    return ac_effective_limit(strategy, none ? UINT64_MAX : options->limit, tasks);
}

uint64_t ac_options_queue(const struct ac_options *options, uint64_t tasks)
{
    if (options->queue)
        return options->queue;
    if (!options->limit)
        return 1024;
    return options->limit < tasks || !tasks ? options->limit : tasks;
}

uint64_t ac_ends_window(const struct ac_ends *ends)
{
    if (!ends->window || !ends->unread)
        return ends->window + ends->unread;
    return ends->window < ends->unread ? ends->window : ends->unread;
}

uint64_t ac_ends_errors_allowed(const struct ac_ends *ends, uint64_t tasks)
{
    uint64_t errors = ends->errors;
    if (ends->errors_ppb)
        errors = (tasks * ends->errors_ppb + 999999999) / 1000000000;
    return errors ? errors - 1 : 0;
}

struct ac_workload ac_config_workload(const struct ac_options *o)
{
    return (struct ac_workload){
        .count = o->tasks,
        .cycle = CYCLE,
        .scale_ns = o->sleep_ns == AC_NOT_GIVEN ? o->scale_ns : o->sleep_ns,
        .same = o->sleep_ns != AC_NOT_GIVEN,
        .tick_ns = o->tick_ns,
        .order = o->order,
        .seed = o->seed,
        .fail_ppb = o->ends.fail_ppb,
        .fail_tasks = o->ends.fail_tasks,
        .fail_task_count = o->ends.fail_task_count,
    };
}

struct ac_config ac_config_run(const struct ac_options *o, uint64_t tasks)
{
    return (struct ac_config){
        .strategy = o->strategy,
        .limit = ac_options_limit(o, o->strategy, tasks),
        .queue = ac_options_queue(o, tasks),
        .poll_interval_ns = o->poll_interval_ns,
        .task_timeout_ns = o->ends.task_timeout_ns,
        .window = ac_ends_window(&o->ends),
        .ordered = o->ends.ordered,
        .on_error = o->ends.on_error,
        .errors_allowed = ac_ends_errors_allowed(&o->ends, tasks),
    };
}

static bool is_spread(const struct ac_options *o)
{
    return o->ends.every_ns || o->ends.adds;
}

struct ac_source *ac_config_source(const struct ac_options *o, struct ac_workload_source *source,
                                   struct ac_arrivals *arrivals)
{
    ac_arrivals_init(arrivals, &source->source, o->ends.every_ns, o->ends.adds);
    return is_spread(o) ? &arrivals->source : &source->source;
}

bool ac_config_has_ideal(const struct ac_options *o, bool complete, uint64_t timed_out)
{
    return complete && !timed_out && !o->ends.change_count && !is_spread(o);
}

const char ac_config_why_no_cpu[] =
    "nothing spins on the virtual clock; the price of polling shows on the real one only";

bool ac_config_tells_cpu(const struct ac_strategy *strategy, bool virtual_clock)
{
    return !virtual_clock || !(strategy->flags & AC_POLLED);
}

struct ac_ideal_consumer ac_config_consumer(const struct ac_options *o)
{
    return (struct ac_ideal_consumer){.busy_ns = o->ends.consume_ns, .ordered = o->ends.ordered};
}
