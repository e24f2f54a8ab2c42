/* test_callbacks.c -- whatever a program calls, from wherever it is called back: each call of run.h and
 * attach.h, from the source, from each event, and between two calls, with each strategy of the table.
 *
 * Once on the virtual clock, and once attached to a loop. What is checked is the same for all: nobody is
 * blamed, each task ends once, the counts add up, the memory is given back, what was stopped launches
 * nothing more, and what was ended hands nothing more over.
 */
#include <errno.h>
#include <string.h>

#include "../harness/engine/memory.h"
#include "../harness/loops/attach.h"
#include "../harness/loops/virtual.h"
#include "support/check.h"

enum { TASKS = 14, LIMIT = 3, US = 1000 };

/* Where the call comes from: an event of the trace, by its number, or one of these. */
enum { NEXT = AC_EVENT_DROP + 1, READY, TAKEN, PLACES };

enum deed {
    DETACH,
    DETACH_DRAIN,
    STOP,
    CANCEL,
    END,
    END_DRAIN,
    INTERRUPT,
    RAISE,
    LOWER,
    MORE,
    TRY,
    WAIT,
    PASS,
    DEEDS
};

static struct {
    enum deed deed;
    unsigned place, after;   /* the deed is done at the so many-th call from that place, from 1 */
    bool push, attached_run; /* else on the virtual clock */
    bool ordered, early;     /* in pull order, in a window; stopped in the middle */
    unsigned calls;          /* from that place */
    bool done;

    struct ac_attached attached;
    struct ac_run *run;
    uint32_t pulled;
    unsigned events[TASKS + 1][AC_EVENT_DROP + 1];
    unsigned pulled_after, launched_after, taken_after, detached;
    struct ac_counts counts;
    int error;
} at;

static void on_detached(struct ac_attached *attached)
{
    assert_ptr_equal(attached, &at.attached);
    at.detached++;
}

static void act(void)
{
    at.done = true;
    switch (at.deed) {
    case DETACH:
    case DETACH_DRAIN:
        ac_detach(&at.attached, at.deed == DETACH_DRAIN, on_detached);
        break;
    case STOP:
    case CANCEL:
        ac_stop(at.run, at.deed == CANCEL);
        break;
    case END:
    case END_DRAIN:
        ac_end(at.run, at.deed == END_DRAIN);
        break;
    case INTERRUPT:
        ac_interrupt(at.run);
        break;
    case RAISE:
        ac_set_limit(at.run, LIMIT + 2);
        break;
    case LOWER:
        ac_set_limit(at.run, 1);
        break;
    case MORE:
        ac_more(at.run);
        break;
    case TRY:
        if (at.place < READY)
            assert_null(ac_try(at.run));
        break;
    case WAIT:
        if (at.place < READY)
            assert_null(ac_next(at.run));
        break;
    default:
        ac_pass(at.run, 150 * US); /* on the virtual clock, some turns */
    }
}

/* Something calls back from there. */
static void called_from(unsigned place)
{
    if (place == at.place && ++at.calls == at.after)
        act();
}

static bool stops(void)
{
    return at.deed <= INTERRUPT;
}

/* No result after it: it is over, and not only told to stop. */
static bool ends(void)
{
    return at.deed == DETACH || at.deed == DETACH_DRAIN || at.deed == END || at.deed == END_DRAIN;
}

static void on_event(void *context, uint64_t now_ns, enum ac_event event, uint32_t number)
{
    (void)context;
    (void)now_ns;
    assert_in_range(number, 1, TASKS);
    at.events[number][event]++;
    at.pulled_after += at.done && event == AC_EVENT_PULL;
    at.launched_after += at.done && event == AC_EVENT_LAUNCH;
    at.taken_after += at.done && event == AC_EVENT_TAKE;
    called_from(event);
}

/* Sleeps of different lengths; every fifth fails, every seventh times out; a pause in the middle. */
static int next(struct ac_workload *workload, struct ac_item *item)
{
    static bool paused;
    called_from(NEXT);
    if (at.pulled == TASKS)
        return AC_SUPPLY_END;
    if (at.pulled == 5 && !paused) {
        paused = true;
        workload->wake_ns = workload->now_ns + 100 * US;
        return AC_SUPPLY_NONE;
    }
    paused = false;
    item->number = ++at.pulled;
    item->duration_ns = at.pulled % 7 ? (3 + at.pulled % 4) * 10 * US : 10000 * US;
    item->error = at.pulled % 5 ? 0 : -EIO;
    return AC_SUPPLY_TASK;
}

static void on_ready(struct ac_attached *attached)
{
    assert_int_equal(at.detached, 0);
    called_from(READY);
    while (attached->run && ac_try(attached->run))
        called_from(TAKEN);
    if (attached->run && ac_over(attached->run))
        ac_detach(attached, false, on_detached);
}

static void on_result(struct ac_attached *attached, const struct ac_task *task)
{
    (void)attached;
    assert_false(at.done && at.deed <= DETACH_DRAIN);
    assert_non_null(task);
    called_from(READY);
    called_from(TAKEN);
}

static struct ac_config config_of(const struct ac_strategy *strategy, struct ac_workload *workload)
{
    return (struct ac_config){.strategy = strategy,
                              .workload = workload,
                              .limit = LIMIT,
                              .queue = 2,
                              .ordered = at.ordered,
                              .window = at.ordered ? LIMIT + 1 : 0,
                              .task_timeout_ns = 200 * US,
                              .trace = on_event};
}

/* A program whose own timer stops the run in the middle, so that tasks are cancelled and dropped. */
static void leave_early(uv_timer_t *timer)
{
    if (at.attached.run)
        ac_stop(at.attached.run, true);
    uv_close((uv_handle_t *)timer, NULL);
}

static void run_attached(const struct ac_strategy *strategy)
{
    uv_loop_t uv;
    uv_timer_t timer;
    struct ac_workload workload = {.count = TASKS, .next = next, .timed = true};
    struct ac_config config = config_of(strategy, &workload);
    assert_int_equal(uv_loop_init(&uv), 0);
    uv_timer_init(&uv, &timer);
    if (at.early)
        uv_timer_start(&timer, leave_early, 0, 0);
    else
        uv_close((uv_handle_t *)&timer, NULL);
    if (at.push)
        assert_int_equal(ac_attach_push(&at.attached, &uv, &config, on_result, on_detached), 0);
    else
        assert_int_equal(ac_attach(&at.attached, &uv, &config, on_ready), 0);
    at.run = at.attached.run;
    uv_run(&uv, UV_RUN_DEFAULT);
    assert_int_equal(at.detached, 1);
    assert_null(at.attached.run);
    assert_int_equal(uv_loop_close(&uv), 0);
    at.counts = at.attached.counts;
    at.error = at.attached.error;
}

static void run_virtual(const struct ac_strategy *strategy)
{
    struct ac_loop_virtual loop;
    struct ac_workload workload = {.count = TASKS, .next = next, .timed = true};
    struct ac_config config = config_of(strategy, &workload);
    ac_loop_virtual_init(&loop);
    config.loop = &loop.loop;
    assert_int_equal(ac_open(&at.run, &config), 0);
    while (ac_next(at.run)) {
        called_from(READY);
        called_from(TAKEN);
        if (at.early && ac_counts(at.run)->taken == 4)
            ac_stop(at.run, true);
    }
    assert_true(ac_over(at.run));
    ac_end(at.run, false);
    at.counts = *ac_counts(at.run);
    at.error = ac_error(at.run);
    ac_close(at.run);
    ac_loop_virtual_free(&loop);
}

static unsigned ends_of(const unsigned *events)
{
    return events[AC_EVENT_FINISH] + events[AC_EVENT_FAIL] + events[AC_EVENT_TIMEOUT] +
           events[AC_EVENT_CANCEL];
}

static void check(const struct ac_strategy *strategy)
{
    const struct ac_counts *c = &at.counts;
    assert_int_equal(at.error, 0);
    assert_int_equal(c->pulled, c->launched + c->dropped);
    assert_int_equal(c->launched, c->finished + c->cancelled);
    assert_int_equal(c->in_flight + c->waiting, 0);
    for (unsigned i = 1; i <= TASKS; i++) {
        const unsigned *events = at.events[i];
        assert_int_equal(events[AC_EVENT_PULL], i <= c->pulled);
        assert_int_equal(events[AC_EVENT_PULL], events[AC_EVENT_LAUNCH] + events[AC_EVENT_DROP]);
        assert_int_equal(events[AC_EVENT_LAUNCH], ends_of(events));
        assert_true(events[AC_EVENT_TAKE] <= events[AC_EVENT_LAUNCH]);
    }
    if (at.done && stops()) /* what the source was asked for is still pulled */
        assert_true(at.pulled_after == 0 || (at.pulled_after == 1 && at.place == NEXT));
    if (at.done && stops() && at.deed != INTERRUPT)
        assert_int_equal(at.launched_after, 0);
    if (at.done && ends()) /* what the strategy was asked for is still taken */
        assert_true(at.taken_after == 0 || (at.taken_after == 1 && at.place < READY));
    if (!(at.done && stops()) && !(strategy->flags & AC_NO_LIMIT))
        assert_true(c->max_in_flight <= LIMIT + 2);
}

static void run_one(const struct ac_strategy *strategy)
{
    uint64_t heap_bytes = ac_heap_bytes();
    if (at.attached_run)
        run_attached(strategy);
    else
        run_virtual(strategy);
    check(strategy);
    assert_int_equal(ac_heap_bytes(), heap_bytes);
    if (!(at.done && stops()) && !at.early)
        assert_int_equal(at.counts.taken, TASKS);
}

/* From each place, at its first, second and fifth call. */
static void run_all(bool attached, bool push)
{
    static const unsigned times[] = {1, 2, 5};
    unsigned done = 0;
    for (const struct ac_strategy *const *s = ac_strategies; *s; s++)
        for (unsigned deed = attached ? 0 : STOP; deed < DEEDS; deed++)
            for (unsigned place = 0; place < PLACES; place++)
                for (unsigned i = 0; i < 12; i++) {
                    bool ordered = i >= 6;
                    if (ordered && (*s)->flags & (AC_NO_LIMIT | AC_HOLDS_ALL))
                        continue; /* they cannot keep within a window */
                    memset(&at, 0, sizeof at);
                    at.deed = (enum deed)deed;
                    at.place = place;
                    at.after = times[i % 3];
                    at.attached_run = attached;
                    at.push = push;
                    at.ordered = ordered;
                    at.early = i % 6 >= 3;
                    run_one(*s);
                    done += at.done;
                }
    assert_true(done > (attached ? 2500 : 1500)); /* few places are not come to */
}

static void callbacks_may_call_anything_on_the_virtual_clock(void **state)
{
    (void)state;
    run_all(false, false);
}

static void callbacks_may_call_anything_of_an_attached_run(void **state)
{
    (void)state;
    run_all(true, false);
}

static void callbacks_may_call_anything_in_push_style(void **state)
{
    (void)state;
    run_all(true, true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(callbacks_may_call_anything_on_the_virtual_clock),
        cmocka_unit_test(callbacks_may_call_anything_of_an_attached_run),
        cmocka_unit_test(callbacks_may_call_anything_in_push_style),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
