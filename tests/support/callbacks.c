/* callbacks.c -- see callbacks.h. */
#include "callbacks.h"

#include <errno.h>
#include <string.h>

#include "../../harness/engine/memory.h"
#include "../../strategies/strategies.h"
#include "check.h"

struct callbacks callbacks;

/* --- the deed --- */

static bool callbacks_is_inside(void)
{
    const struct callbacks_test *test = callbacks.test;
    return callbacks.place < test->ready && !(test->is_outside && test->is_outside());
}

static void callbacks_take_now(struct ac_task *(*take)(struct ac_run *))
{
    if (callbacks.place >= callbacks.test->ready)
        return; /* the program does so in any case */
    const struct ac_task *task = take(callbacks.run);
    if (callbacks_is_inside())
        assert_null(task);
    else if (task)
        callbacks.test->taken(task);
}

static void callbacks_act(void)
{
    struct ac_run *run = callbacks.run;
    enum deed deed = callbacks.deed;
    callbacks.done = true;
    switch (deed) {
    case DETACH:
    case DETACH_DRAIN:
        ac_detach(run, deed == DETACH_DRAIN, callbacks.test->detached);
        break;
    case END:
    case END_DRAIN:
        ac_end(run, deed == END_DRAIN);
        break;
    case FAIL:
        ac_fail(run, -EPIPE);
        break;
    case STOP:
    case CANCEL:
        ac_stop(run, deed == CANCEL);
        break;
    case INTERRUPT:
        ac_interrupt(run);
        break;
    case RAISE:
    case LOWER:
        ac_set_limit(run, deed == RAISE ? CALLBACKS_LIMIT + 2 : 1);
        break;
    case MORE:
        ac_more(run);
        break;
    case TRY:
    case WAIT:
        callbacks_take_now(deed == TRY ? ac_try : ac_next);
        break;
    case PASS:
        ac_pass(run, callbacks.test->pass_ns);
        break;
    case TURN:
        ac_turn(run);
        break;
    default:
        callbacks.test->end_one();
    }
}

void callbacks_from(unsigned place)
{
    if (place == callbacks.place && !callbacks.detached && ++callbacks.calls == callbacks.after)
        callbacks_act();
}

/* --- the run --- */

/* The highest number of a task: those whose work has come back are the last. */
static unsigned callbacks_most(void)
{
    return callbacks.test->tasks + (callbacks.ordered ? 0 : callbacks.test->back);
}

static void callbacks_on_event(void *context, uint64_t now_ns, enum ac_event event, uint32_t number)
{
    (void)context;
    (void)now_ns;
    assert_in_range(number, 1, callbacks_most());
    callbacks.events[number][event]++;
    callbacks.pulled_after += callbacks.done && event == AC_EVENT_PULL;
    callbacks.launched_after += callbacks.done && event == AC_EVENT_LAUNCH;
    callbacks.taken_after += callbacks.done && event == AC_EVENT_TAKE;
    callbacks_from(event);
}

struct ac_config callbacks_config(const struct ac_strategy *strategy, struct ac_workload *workload)
{
    return (struct ac_config){.size = sizeof(struct ac_config),
                              .strategy = strategy,
                              .workload = workload,
                              .limit = CALLBACKS_LIMIT,
                              .queue = 2,
                              .ordered = callbacks.ordered,
                              .window = callbacks.ordered ? CALLBACKS_LIMIT + 1 : 0,
                              .trace = callbacks_on_event};
}

void callbacks_take_all(const struct ac_config *config, void (*consume)(const struct ac_task *))
{
    assert_int_equal(ac_open(&callbacks.run, config), 0);
    for (const struct ac_task *task; (task = ac_next(callbacks.run));) {
        callbacks_from(callbacks.test->ready);
        consume(task);
    }
    assert_true(ac_over(callbacks.run));
    ac_end(callbacks.run, false);
    callbacks.counts = *ac_counts(callbacks.run);
    callbacks.error = ac_error(callbacks.run);
    ac_close(callbacks.run);
}

void callbacks_note_detached(struct ac_run *run)
{
    assert_ptr_equal(run, callbacks.run);
    callbacks.counts = *ac_counts(run);
    callbacks.error = ac_error(run);
    callbacks.detached++;
}

void callbacks_turn_all(uv_loop_t *uv, int attached)
{
    assert_int_equal(attached, 0);
    uv_run(uv, UV_RUN_DEFAULT);
    assert_int_equal(callbacks.detached, 1);
}

/* --- what must hold --- */

bool callbacks_stopped(void)
{
    return callbacks.done && callbacks.deed <= INTERRUPT;
}

static void callbacks_check_tasks(void)
{
    for (unsigned i = 1; i <= callbacks_most(); i++) {
        const unsigned *events = callbacks.events[i];
        unsigned ends = events[AC_EVENT_FINISH] + events[AC_EVENT_FAIL] + events[AC_EVENT_TIMEOUT] +
                        events[AC_EVENT_CANCEL] + events[AC_EVENT_RETRY];
        assert_int_equal(events[AC_EVENT_PULL], i <= callbacks.counts.pulled);
        assert_int_equal(events[AC_EVENT_PULL], events[AC_EVENT_LAUNCH] + events[AC_EVENT_DROP]);
        assert_int_equal(events[AC_EVENT_LAUNCH], ends);
        assert_true(events[AC_EVENT_TAKE] <= events[AC_EVENT_LAUNCH]);
    }
}

/* What was under way at the place of the call is still done. */
static void callbacks_check_deed(void)
{
    const struct callbacks_test *test = callbacks.test;
    if (callbacks_stopped())
        assert_true(callbacks.pulled_after <= (callbacks.place == test->next));
    if (callbacks_stopped() && callbacks.deed != INTERRUPT)
        assert_true(callbacks.launched_after <= (callbacks.place == test->start));
    if (callbacks_stopped() && callbacks.deed <= FAIL)
        assert_true(callbacks.taken_after <= (callbacks.place < test->ready));
}

static void callbacks_check(const struct ac_strategy *strategy)
{
    const struct ac_counts *c = &callbacks.counts;
    assert_int_equal(c->pulled, c->launched + c->dropped);
    assert_int_equal(c->launched, c->finished + c->cancelled + c->retried);
    assert_int_equal(c->in_flight + c->waiting + c->cancelling, 0);
    callbacks_check_tasks();
    callbacks_check_deed();
    if (!(strategy->flags & AC_NO_LIMIT))
        assert_true(c->max_in_flight <= CALLBACKS_LIMIT + 2);
    if (!callbacks_stopped() && !callbacks.early)
        assert_int_equal(c->taken, callbacks.test->tasks);
    if (!callbacks_stopped() && !callbacks.early && !callbacks.ordered)
        assert_int_equal(c->retried, callbacks.test->back);
}

static unsigned callbacks_try(const struct callbacks_test *test, const struct ac_strategy *strategy,
                              enum deed deed)
{
    static const unsigned times[] = {1, 2, 5};
    unsigned done = 0;
    bool keeps_no_window = strategy->flags & (AC_NO_LIMIT | AC_HOLDS_ALL);
    for (unsigned place = 0; place < test->places; place++)
        for (unsigned i = 0; i < (keeps_no_window ? 6 : 12); i++) {
            uint64_t heap_bytes = ac_heap_bytes();
            memset(&callbacks, 0, sizeof callbacks);
            callbacks.test = test;
            callbacks.deed = deed;
            callbacks.place = place;
            callbacks.after = times[i % 3];
            callbacks.early = i % 6 >= 3;
            callbacks.ordered = i >= 6;
            test->run(strategy);
            callbacks_check(strategy);
            assert_int_equal(ac_heap_bytes(), heap_bytes);
            done += callbacks.done;
        }
    return done;
}

unsigned callbacks_try_all(const struct callbacks_test *test)
{
    unsigned done = 0;
    for (const struct ac_strategy *const *s = ac_strategies; *s; s++)
        for (unsigned deed = test->is_attached ? DETACH : END;
             deed < (test->is_work ? DEEDS : DONE); deed++)
            done += callbacks_try(test, *s, (enum deed)deed);
    print_message("%u calls from callbacks\n", done);
    return done;
}
