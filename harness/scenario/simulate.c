/* simulate.c -- see simulate.h. */
#include "simulate.h"

#include "../loops/virtual.h"
#include "../workloads/durations.h"

enum { SIMULATE_LOOK = 1 << 14 };

static bool go_on(const struct ac_task *task)
{
    (void)task;
    return true;
}

static void simulate_consume(struct ac_simulation *r, struct ac_run *run, struct ac_loop *loop,
                             struct ac_arrivals *arrivals)
{
    const struct ac_options *options = r->options;
    struct ac_consumer consumer = {.options = options,
                                   .run = run,
                                   .loop = loop,
                                   .arrivals = arrivals,
                                   .look = go_on,
                                   .every = SIMULATE_LOOK};
    r->ended = ac_consume(&consumer);
    ac_end(run, options->drain && r->ended == AC_ENDED_AS_ASKED);
    r->complete = ac_complete(run);
    r->counts = *ac_counts(run);
    r->breach = *ac_breach(run);
    r->wall_ns = ac_wall_ns(run);
}

static int find_ideal(struct ac_simulation *r, const struct ac_sleeps *sleeps)
{
    static const volatile int never;
    r->has_ideal = ac_config_has_ideal(r->options, r->complete, r->counts.timed_out);
    struct ac_ideal_consumer consumer = ac_config_consumer(r->options);
    return r->has_ideal ? ac_ideal_for(sleeps, r->slots, &consumer, &never, &r->ideal) : 0;
}

/* Runs `workload` to its end. 0 or a negative errno. */
static int simulate_run(struct ac_simulation *r, struct ac_config_workload *workload,
                        uint64_t count)
{
    struct ac_loop_virtual loop;
    ac_loop_virtual_init(&loop);
    r->measures = (struct ac_measures){.busy_ns = 0};
    struct ac_config config = ac_config_run(r->options, count);
    config.workload = workload->source;
    config.loop = &loop.loop;
    config.trace = r->trace;
    config.trace_context = r->trace_context;
    r->slots = config.limit;
    r->queue = config.queue;
    struct ac_run *run;
    int error = ac_open(&run, &config);
    if (!error) {
        ac_measure(run, &r->measures);
        simulate_consume(r, run, &loop.loop, &workload->arrivals);
        error = ac_error(run);
        ac_close(run);
    }
    ac_loop_virtual_free(&loop);
    return error;
}

int ac_simulate(struct ac_simulation *r)
{
    struct ac_sleeps sleeps = ac_config_sleeps(r->options);
    sleeps.durations = r->durations;
    if (r->durations)
        sleeps.cycle = ac_durations_count(r->durations);
    struct ac_config_workload workload;
    int error = ac_config_open(&workload, r->options, &sleeps, NULL);
    if (error)
        return error;
    error = simulate_run(r, &workload, sleeps.count);
    ac_config_close(&workload);
    return error ? error : find_ideal(r, &sleeps);
}
