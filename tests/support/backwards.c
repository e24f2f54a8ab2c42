/* backwards.c -- see backwards.h. */
#include "backwards.h"

#include <string.h>

#include "../../harness/engine/memory.h"
#include "check.h"

struct backwards backwards;

/* --- a strategy that launches the latest pull first --- */

struct backwards_state {
    struct ac_task *pulled[BACKWARDS_TASKS];
    unsigned count;
    struct ac_fifo done;
};

static void backwards_fill(struct ac_run *run)
{
    struct backwards_state *state = run->state;
    for (struct ac_task *task; (task = ac_pull(run));)
        state->pulled[state->count++] = task;
    while (state->count)
        backwards.launched += ac_launch(run, state->pulled[--state->count]);
}

static void backwards_done(struct ac_run *run, struct ac_task *task)
{
    ac_fifo_put(&((struct backwards_state *)run->state)->done, task);
}

static struct ac_task *backwards_take(struct ac_run *run)
{
    return ac_fifo_get(&((struct backwards_state *)run->state)->done);
}

static const struct ac_strategy backwards_strategy = {.size = sizeof(struct ac_strategy),
                                                      .name = "backwards",
                                                      .state_size = sizeof(struct backwards_state),
                                                      .fill = backwards_fill,
                                                      .done = backwards_done,
                                                      .take = backwards_take};

/* --- a run of it --- */

/* The first sleeps longest. */
static int backwards_next(struct ac_workload *workload, struct ac_item *item)
{
    (void)workload;
    if (backwards.pulled == BACKWARDS_TASKS)
        return AC_SUPPLY_END;
    item->number = ++backwards.pulled;
    item->duration_ns = (BACKWARDS_TASKS + 1 - backwards.pulled) * (uint64_t)BACKWARDS_MS;
    return AC_SUPPLY_TASK;
}

static int backwards_start(struct ac_loop *loop, struct ac_task *task, uint64_t duration_ns)
{
    (void)loop;
    (void)task;
    (void)duration_ns;
    return backwards.answer;
}

void backwards_prepare(void)
{
    memset(&backwards, 0, sizeof backwards);
    backwards.heap_bytes = ac_heap_bytes();
    ac_loop_virtual_init(&backwards.loop);
    backwards.workload = (struct ac_workload){.size = sizeof(struct ac_workload),
                                              .count = BACKWARDS_TASKS,
                                              .next = backwards_next};
    backwards.config = (struct ac_config){.size = sizeof(struct ac_config),
                                          .strategy = &backwards_strategy,
                                          .workload = &backwards.workload,
                                          .loop = &backwards.loop.loop,
                                          .limit = BACKWARDS_TASKS,
                                          .queue = 1};
}

void backwards_refuse(int answer)
{
    backwards.answer = answer;
    backwards.loop.loop.start = backwards_start;
}

void backwards_open(void)
{
    assert_int_equal(ac_open(&backwards.run, &backwards.config), 0);
    ac_measure(backwards.run, &backwards.measures);
}

void backwards_open_in_flight(void)
{
    backwards_prepare();
    backwards_open();
    assert_null(ac_try(backwards.run));
    assert_int_equal(ac_counts(backwards.run)->in_flight, BACKWARDS_TASKS);
}

void backwards_close(void)
{
    ac_end(backwards.run, false);
    const struct ac_counts *c = ac_counts(backwards.run);
    assert_int_equal(c->launched, c->finished + c->cancelled);
    assert_int_equal(c->in_flight + c->waiting, 0);
    ac_close(backwards.run);
    ac_loop_virtual_free(&backwards.loop);
    assert_int_equal(ac_heap_bytes(), backwards.heap_bytes);
}

struct ac_task *backwards_first(void)
{
    return ac_pool_at(&engine_of(backwards.run)->pool, 0);
}

void backwards_check_breach(enum ac_rule rule)
{
    assert_string_equal(ac_rule_name(ac_breach(backwards.run)->rule), ac_rule_name(rule));
    assert_int_equal(ac_error(backwards.run), -EPROTO);
}
