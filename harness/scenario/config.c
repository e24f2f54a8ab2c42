/* config.c -- see config.h. */
#include "config.h"
#include "../engine/limit.h"

#include <errno.h>
#include <string.h>

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
        .size = sizeof(struct ac_config),
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

const struct ac_workload_row *ac_config_row(const struct ac_options *o)
{
    return ac_workloads[o->work];
}

/* The value of an option of struct ac_options, for a workload; the option is there. */
static const void *config_option(const struct ac_workload_wish *wish, const char *name)
{
    const struct ac_option *row = ac_option_table;
    while (strlen(row->name) != strlen(name) || memcmp(row->name, name, strlen(name)) != 0)
        row++;
    return (const char *)wish->options + row->at;
}

struct ac_workload *ac_config_opened(struct ac_config_workload *workload)
{
    return (struct ac_workload *)workload->room;
}

int ac_config_open(struct ac_config_workload *self, const struct ac_options *o,
                   const struct ac_sleeps *sleeps, struct uv_loop_s *uv)
{
    *self = (struct ac_config_workload){
        .row = ac_config_row(o),
        .wish = {.sleeps = sleeps,
                 .uv = uv,
                 .measured = o->format != AC_NONE,
                 .option = config_option,
                 .options = o},
    };
    if (!uv && !self->row->knows_durations)
        return -EINVAL;
    struct ac_workload *workload = ac_config_opened(self);
    workload->size = sizeof *workload;
    workload->count = sleeps->count;
    int error = self->row->open(workload, &self->wish);
    if (error)
        return error;
    ac_arrivals_init(&self->arrivals, workload, o->every_ns, o->adds);
    self->source = is_spread(o) ? &self->arrivals.workload : workload;
    return 0;
}

void ac_config_close(struct ac_config_workload *self)
{
    if (self->row->close)
        self->row->close(ac_config_opened(self));
}

bool ac_config_has_ideal(const struct ac_options *o, bool complete, uint64_t timed_out)
{
    return ac_config_row(o)->knows_durations && complete && !timed_out && !o->change_count &&
           !is_spread(o);
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
