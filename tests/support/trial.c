/* trial.c -- see trial.h. Its own memory comes from malloc, so that no heap figure counts it. */
#include "trial.h"

#include <inttypes.h>
#include <stdlib.h>

#include "../../harness/engine/memory.h"

static void write_down(void *context, uint64_t now_ns, enum ac_event kind, uint32_t number)
{
    struct outcome *outcome = context;
    if (outcome->event_count == outcome->event_capacity) {
        outcome->event_capacity = 2 * outcome->event_capacity + 256;
        outcome->events =
            realloc(outcome->events, outcome->event_capacity * sizeof *outcome->events);
        assert_non_null(outcome->events);
    }
    outcome->events[outcome->event_count++] =
        (struct event){now_ns - outcome->start_ns, kind, number};
}

static void take_all(const struct trial *trial, struct ac_run *run, const struct outcome *outcome)
{
    for (struct ac_task *task = ac_next(run); task; task = ac_next(run)) {
        TRIAL_CHECK(trial, task->error == 0);
        if (trial->untraced)
            continue;
        const struct event *last = &outcome->events[outcome->event_count - 1];
        TRIAL_CHECK(trial, task->number == last->number);
    }
    TRIAL_CHECK(trial, !ac_next(run)); /* the end is the end */
}

void trial_run(const struct trial *trial, struct ac_loop *loop, struct outcome *outcome)
{
    struct ac_sleep_workload workload;
    struct ac_run *run;
    *outcome = (struct outcome){.start_ns = loop->now(loop)};
    ac_sleep_workload_init(&workload, &trial->sleeps);
    struct ac_config config = {
        .size = sizeof(struct ac_config),
        .strategy = trial->strategy,
        .workload = &workload.workload,
        .loop = loop,
        .limit = trial->limit,
        .queue = trial->queue,
        .poll_interval_ns = trial->poll_interval_ns,
        .trace = trial->untraced ? NULL : write_down,
        .trace_context = outcome,
    };
    assert_int_equal(ac_open(&run, &config), 0);
    ac_measure(run, &outcome->measures);
    take_all(trial, run, outcome);
    outcome->counts = *ac_counts(run);
    outcome->breach = *ac_breach(run);
    outcome->wall_ns = ac_wall_ns(run);
    outcome->error = ac_error(run);
    outcome->complete = ac_complete(run);
    ac_close(run);
}

void trial_run_virtual(const struct trial *trial, struct outcome *outcome)
{
    struct ac_loop_virtual loop;
    uint64_t before_bytes = ac_heap_bytes();
    ac_heap_reset_peak();
    ac_loop_virtual_init(&loop);
    trial_run(trial, &loop.loop, outcome);
    ac_loop_virtual_free(&loop);
    outcome->heap_peak_bytes = ac_heap_peak_bytes() - before_bytes;
    TRIAL_CHECK(trial, ac_heap_bytes() == before_bytes);
}

void outcome_free(struct outcome *outcome)
{
    free(outcome->events);
    outcome->events = NULL;
}

uint64_t trial_slots(const struct trial *trial)
{
    uint64_t slots = trial->limit;
    if (trial->strategy->flags & AC_SERIAL)
        return 1;
    if (trial->strategy->flags & AC_NO_LIMIT || slots > trial->sleeps.count)
        slots = trial->sleeps.count;
    return slots ? slots : 1;
}

void trial_fail(const struct trial *trial, const char *what, const char *file, int line)
{
    const struct ac_sleeps *w = &trial->sleeps;
    print_error("%s:%d: %s\n%s: N=%" PRIu64 " limit=%" PRIu64 " queue=%" PRIu64 " poll=%" PRIu64
                " scale=%" PRIu64 " tick=%" PRIu64 " order=%d seed=%" PRIu64 " sleeps=%s\n",
                file, line, what, trial->strategy->name, w->count, trial->limit, trial->queue,
                trial->poll_interval_ns, w->scale_ns, w->tick_ns, (int)w->order, w->seed,
                trial->sleeps_ns ? "own" : "1/i");
    _fail(file, line);
}
