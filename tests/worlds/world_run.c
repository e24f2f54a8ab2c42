/* world_run.c -- a world is run, and its consumer takes; see world.h. */
#include "../../harness/loops/virtual.h"
#include "../../harness/workloads/arrivals.h"
#include "watch.h"

/* The world's tasks, in order. */
struct world_source {
    struct ac_workload workload; /* first */
    const struct world *world;
    struct watch *watch;
    uint32_t pulled;
};

/* Another loop, watched before each of its turns. */
struct watched_loop {
    struct ac_loop loop; /* first */
    struct ac_loop *inner;
    struct watch *watch;
};

/* A run and its consumer. */
struct consumer {
    const struct world *world;
    struct ac_loop *loop;
    struct ac_run *run;
    struct watch *watch;
    struct ac_arrivals *arrivals;
    uint32_t changes; /* made so far */
    bool stopped;     /* for_ms is over */
    bool timed_out;
};

static int next_task(struct ac_workload *base, struct ac_item *item)
{
    struct world_source *workload = (struct world_source *)base;
    if (workload->pulled == world_most(workload->world)) {
        watch_expect(workload->watch, !workload->world->endless, "are pulled without end", 0);
        return AC_SUPPLY_END;
    }
    item->number = ++workload->pulled;
    item->duration_ns = world_sleep_ms(workload->world, item->number) * MS;
    item->error = world_failure(workload->world, item->number);
    return AC_SUPPLY_TASK;
}

static struct watched_loop *watched(struct ac_loop *loop)
{
    return (struct watched_loop *)loop;
}

static uint64_t watched_now(struct ac_loop *loop)
{
    struct ac_loop *inner = watched(loop)->inner;
    return inner->now(inner);
}

static int watched_start(struct ac_loop *loop, struct ac_task *task, uint64_t duration_ns)
{
    struct watched_loop *self = watched(loop);
    if (world_refuses(self->watch->world, task->number))
        return -EMFILE;
    return self->inner->start(self->inner, task, duration_ns);
}

static int watched_turn(struct ac_loop *loop, uint64_t until_ns, bool spin)
{
    struct watched_loop *self = watched(loop);
    self->inner->run = loop->run;
    self->inner->pool = loop->pool;
    watch_turn(self->watch, ac_counts(loop->run), self->inner->now(self->inner));
    return self->inner->turn(self->inner, until_ns, spin);
}

static void watched_cancel_all(struct ac_loop *loop)
{
    struct ac_loop *inner = watched(loop)->inner;
    inner->cancel_all(inner);
}

static uint64_t earlier(uint64_t a_ns, uint32_t b_ms)
{
    return b_ms && b_ms * MS < a_ns ? b_ms * MS : a_ns;
}

/* When the consumer does something next, whatever comes before. */
static uint64_t next_instant(const struct consumer *c)
{
    const struct world *w = c->world;
    uint64_t at_ns = earlier(earlier(AC_FOREVER, w->close_at_ms), w->timeout_ms);
    if (!c->stopped)
        at_ns = earlier(at_ns, w->for_ms);
    return c->changes < w->change_count ? earlier(at_ns, w->changes[c->changes].at_ms) : at_ns;
}

/* Does it. True: it was to leave. */
static bool act(struct consumer *c, uint64_t at_ns)
{
    const struct world *w = c->world;
    if (c->changes < w->change_count && w->changes[c->changes].at_ms * MS == at_ns) {
        uint32_t limit = w->changes[c->changes++].limit;
        watch_limit(c->watch, limit); /* first: what it makes room for is launched at once */
        ac_set_limit(c->run, limit);
    }
    if (w->for_ms * MS == at_ns) {
        c->stopped = c->watch->stopping = true;
        c->watch->cancelling |= w->stop_cancels;
        ac_stop(c->run, w->stop_cancels);
    }
    if (w->close_at_ms * MS == at_ns)
        return true;
    c->timed_out = w->timeout_ms * MS == at_ns;
    return c->timed_out;
}

/* Is busy with a result until then. True: it has left. */
static bool use(struct consumer *c, uint64_t until_ns)
{
    for (uint64_t at_ns; (at_ns = next_instant(c)) < until_ns;) {
        ac_pass(c->run, at_ns);
        if (c->loop->now(c->loop) < at_ns)
            return false;
        if (act(c, at_ns))
            return true;
    }
    ac_pass(c->run, until_ns);
    return false;
}

/* Takes all that comes, until the end or until it is to leave. True: it has left. */
static bool consume(struct consumer *c)
{
    const struct world *w = c->world;
    for (;;) {
        uint64_t at_ns = next_instant(c);
        const struct ac_task *task = ac_next_before(c->run, at_ns);
        if (task) {
            watch_taken(c->watch, c->run, task);
            if (w->take && ac_counts(c->run)->taken == w->take)
                return true;
            if (w->consume_ms && use(c, c->loop->now(c->loop) + w->consume_ms * MS))
                return true;
            ac_arrivals_done(c->arrivals, c->run);
        } else if (ac_over(c->run) || at_ns == AC_FOREVER || c->loop->now(c->loop) < at_ns) {
            return false;
        } else if (act(c, at_ns)) {
            return true;
        }
    }
}

/* Runs the world on that workload and loop. The watch has begun. */
static void run_on(const struct world *world, struct ac_workload *workload, struct ac_loop *inner,
                   struct watch *watch)
{
    struct watched_loop loop = {{.now = watched_now,
                                 .start = watched_start,
                                 .turn = watched_turn,
                                 .cancel_all = watched_cancel_all},
                                inner,
                                watch};
    struct ac_arrivals arrivals;
    bool paced = world->every_ms || world->adds;
    ac_arrivals_init(&arrivals, workload, world->every_ms * MS, world->adds);
    struct ac_config config = {
        .size = sizeof(struct ac_config),
        .strategy = world->strategy,
        .workload = paced ? &arrivals.workload : workload,
        .loop = &loop.loop,
        .limit = world->limit, /* also where it does not bind: nothing may come of it */
        .queue = world->queue,
        .poll_interval_ns = world->poll_interval_ms * MS,
        .task_timeout_ns = world->task_timeout_ms * MS,
        .window = world->window,
        .ordered = world->ordered,
        .on_error = world->on_error,
        .errors_allowed = world->errors_allowed,
        .trace = watch_event,
        .trace_context = watch,
    };
    struct consumer consumer = {.world = world,
                                .loop = inner,
                                .watch = watch,
                                .arrivals = &arrivals};
    uint64_t heap_bytes = ac_heap_bytes();
    if (ac_open(&consumer.run, &config)) {
        watch_fault(watch, "found no memory", 0);
        return;
    }
    watch->left = consume(&consumer);
    watch->drains = watch->left && world->drain && !consumer.timed_out;
    watch->outcome->timed_out = consumer.timed_out;
    watch_consumed(watch, ac_counts(consumer.run));
    ac_end(consumer.run, watch->drains);
    watch_end(watch, consumer.run);
    ac_close(consumer.run);
    if (ac_heap_bytes() != heap_bytes)
        watch_fault(watch, "left memory behind", 0);
}

void world_run(const struct world *world, struct ac_loop *loop, struct world_outcome *outcome)
{
    struct watch watch;
    struct world_source workload = {{.size = sizeof(struct ac_workload),
                                     .count = world_count(world),
                                     .next = next_task},
                                    world,
                                    &watch,
                                    0};
    watch_begin(&watch, world, NULL, outcome);
    run_on(world, &workload.workload, loop, &watch);
}

void world_run_work(const struct world *world, struct work *work, struct world_outcome *outcome)
{
    struct watch watch;
    work_restart(work);
    work->data = &watch;
    watch_begin(&watch, world, work, outcome);
    run_on(world, &work->workload, &work->loop, &watch);
    const char *fault = work_close(work);
    if (fault)
        watch_fault(&watch, fault, work->fault_task);
}

static struct ac_loop_virtual virtual_loop;

void world_run_virtual(const struct world *world, struct world_outcome *outcome)
{
    if (!virtual_loop.loop.now)
        ac_loop_virtual_init(&virtual_loop);
    virtual_loop.now_ns = 0;
    if (ac_queue_reserve(&virtual_loop.queue, WORLD_TASKS) == 0)
        world_run(world, &virtual_loop.loop, outcome);
}

void worlds_end(void)
{
    ac_loop_virtual_free(&virtual_loop);
}
