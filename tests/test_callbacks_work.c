/* test_callbacks_work.c -- whatever a program calls, from wherever work calls it back: each call of run.h and
 * attach.h, from each call of the workload, from each event, from a handle of libuv, and between two
 * calls, with each strategy of the table.
 *
 * On a clock of the test, on a real loop under ac_next, and attached to a loop in both styles. Nobody is
 * blamed, each task ends once and is released once, the counts add up, the memory is given back, and the
 * call does what run.h says.
 */
#include <errno.h>
#include <string.h>

#include "../harness/engine/memory.h"
#include "../harness/loops/attach.h"
#include "support/check.h"
#include "support/work.h"

enum { TASKS = 13, LIMIT = 3, MOST_TURNS = 100000 };

/* Where the call comes from: a call of the workload, or of a turn of the loop (WORK_TURN: from a handle of
 * libuv where there is one); an event; or, between two calls, these. */
enum { EVENT = WORK_TURN + 1, READY = EVENT + AC_EVENT_DROP + 1, TAKEN, PLACES };

enum deed {
    DETACH,
    DETACH_DRAIN,
    END,
    END_DRAIN,
    FAIL,
    STOP,
    CANCEL,
    INTERRUPT,
    RAISE,
    LOWER,
    MORE,
    DONE,
    TRY,
    WAIT,
    PASS,
    TURN,
    DEEDS
};

enum way { OWN_CLOCK, UNDER_NEXT, ATTACHED, PUSHED };

static struct {
    enum way way;
    enum deed deed;
    unsigned place, after; /* the deed is done at the so many-th call from that place, from 1 */
    bool ordered, early;   /* in pull order, in a window; stopped in the middle */
    unsigned calls;        /* from that place */
    bool done, over;       /* the deed; the run was over then */

    struct work work;
    uv_loop_t uv;
    uv_idle_t idle;
    struct ac_attached attached;
    struct ac_run *run;
    unsigned events[TASKS + 1][AC_EVENT_DROP + 1];
    unsigned pulled_after, launched_after, taken_after, taken, detached, turns;
    struct ac_counts counts;
    int error;
} at;

static bool is_attached(void)
{
    return at.way >= ATTACHED;
}

static void describe(const char *what)
{
    fail_msg("%s: way %d, deed %d, place %u, call %u, %s, %s; %u taken", what, (int)at.way,
             (int)at.deed, at.place, at.after, at.ordered ? "ordered" : "in any order",
             at.early ? "stopped" : "to the end", at.taken);
}

/* --- the calls --- */

static void on_detached(struct ac_attached *attached)
{
    assert_ptr_equal(attached, &at.attached);
    at.detached++;
    uv_close((uv_handle_t *)&at.idle, NULL);
}

static void note_taken(const struct ac_task *task)
{
    work_taken(&at.work, task);
    at.taken++;
}

/* Ends a task in flight: on a real loop those that would never end by themselves, only when asked. */
static void end_one(bool any)
{
    for (uint32_t i = 1; i <= TASKS; i++)
        if (work_is_in_flight(&at.work, i) && (any || i % 6 != 1 || at.work.tasks[i].asked)) {
            work_end_as_planned(&at.work, i);
            return;
        }
}

/* Whether the place is inside a call of the run: then nothing can be taken. */
static bool is_inside(void)
{
    return at.place < READY && !(is_attached() && at.place == WORK_TURN);
}

static void take_now(struct ac_task *(*take)(struct ac_run *))
{
    if (at.place >= READY)
        return; /* the program does so in any case */
    const struct ac_task *task = take(at.run);
    if (is_inside())
        assert_null(task);
    else if (task)
        note_taken(task);
}

static void act(void)
{
    at.done = true;
    at.over = ac_over(at.run);
    switch (at.deed) {
    case DETACH:
    case DETACH_DRAIN:
        ac_detach(&at.attached, at.deed == DETACH_DRAIN, on_detached);
        break;
    case END:
    case END_DRAIN:
        ac_end(at.run, at.deed == END_DRAIN);
        break;
    case FAIL:
        ac_fail(at.run, -EPIPE);
        break;
    case STOP:
    case CANCEL:
        ac_stop(at.run, at.deed == CANCEL);
        break;
    case INTERRUPT:
        ac_interrupt(at.run);
        break;
    case RAISE:
    case LOWER:
        ac_set_limit(at.run, at.deed == RAISE ? LIMIT + 2 : 1);
        break;
    case MORE:
        ac_more(at.run);
        break;
    case DONE:
        end_one(true);
        break;
    case TRY:
    case WAIT:
        take_now(at.deed == TRY ? ac_try : ac_next);
        break;
    case PASS:
        ac_pass(at.run, 3 * WORK_MS);
        break;
    default:
        ac_turn(at.run);
    }
}

static void called_from(unsigned place)
{
    bool gone = is_attached() && !at.attached.run;
    if (place == at.place && !gone && ++at.calls == at.after)
        act();
}

static void on_call(struct work *work, enum work_call call, uint32_t number)
{
    (void)work;
    (void)number;
    called_from(call);
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
    called_from(EVENT + event);
}

/* --- the program --- */

/* Once the program has something in hand. */
static void consume(const struct ac_task *task)
{
    note_taken(task);
    called_from(TAKEN);
    if (at.early && at.taken == 4 && (!is_attached() || at.attached.run))
        ac_stop(at.run, true);
}

static void on_ready(struct ac_attached *attached)
{
    assert_int_equal(at.detached, 0);
    called_from(READY);
    for (const struct ac_task *task; attached->run && (task = ac_try(attached->run));)
        consume(task);
    if (attached->run && ac_over(attached->run))
        ac_detach(attached, false, on_detached);
}

static void on_result(struct ac_attached *attached, const struct ac_task *task)
{
    (void)attached;
    assert_false(at.done && at.deed <= DETACH_DRAIN);
    called_from(READY);
    if (!at.detached && at.attached.run)
        consume(task);
    else
        at.taken++;
}

/* A handle of libuv that ends a task in each turn. */
static void on_idle(uv_idle_t *idle)
{
    (void)idle;
    if (++at.turns >= MOST_TURNS)
        describe("the loop hangs");
    called_from(WORK_TURN);
    end_one(false);
}

/* Some are done at once, cannot be started, fail, or time out. Asked to end they do so at once, later, or as if
 * nobody had asked. */
static void plan(void)
{
    work_init(&at.work, TASKS);
    at.work.hook = on_call;
    for (uint32_t i = 1; i <= TASKS; i++)
        at.work.plans[i] = (struct work_plan){
            .start = i % 7 == 0   ? AC_DONE
                     : i % 7 == 3 ? -EMFILE
                                  : AC_STARTED,
            .end_ms = i % 6 == 1 ? 9 : 1 + i % 3,
            .error = i % 5 ? 0 : -EIO,
            .cancel = (enum work_cancel)(i % 3),
            .cancel_ms = 2,
            .cancel_error = i % 4 ? -ECANCELED : 0,
        };
}

static struct ac_config config_of(const struct ac_strategy *strategy)
{
    return (struct ac_config){.strategy = strategy,
                              .workload = &at.work.workload,
                              .loop = &at.work.loop,
                              .limit = LIMIT,
                              .queue = 2,
                              .ordered = at.ordered,
                              .window = at.ordered ? LIMIT + 1 : 0,
                              .task_timeout_ns = at.way == OWN_CLOCK ? 5 * WORK_MS : 20000,
                              .trace = on_event};
}

static void take_all(struct ac_loop *loop, const struct ac_strategy *strategy)
{
    struct ac_config config = config_of(strategy);
    config.loop = loop;
    assert_int_equal(ac_open(&at.run, &config), 0);
    for (const struct ac_task *task; (task = ac_next(at.run));) {
        called_from(READY);
        consume(task);
    }
    assert_true(ac_over(at.run));
    ac_end(at.run, false);
    at.counts = *ac_counts(at.run);
    at.error = ac_error(at.run);
    ac_close(at.run);
}

static void take_all_under_next(const struct ac_strategy *strategy)
{
    struct ac_loop_uv loop;
    assert_int_equal(ac_loop_uv_init(&loop, &at.uv), 0);
    take_all(&loop.loop, strategy);
    uv_close((uv_handle_t *)&at.idle, NULL);
    ac_loop_uv_close(&loop);
}

static void attach(const struct ac_strategy *strategy)
{
    struct ac_config config = config_of(strategy);
    if (at.way == PUSHED)
        assert_int_equal(ac_attach_push(&at.attached, &at.uv, &config, on_result, on_detached), 0);
    else
        assert_int_equal(ac_attach(&at.attached, &at.uv, &config, on_ready), 0);
    at.run = at.attached.run;
    uv_run(&at.uv, UV_RUN_DEFAULT);
    assert_int_equal(at.detached, 1);
    assert_null(at.attached.run);
    at.counts = at.attached.counts;
    at.error = at.attached.error;
}

/* --- what must hold --- */

static bool stops(void)
{
    return at.done && at.deed <= INTERRUPT;
}

static void check_tasks(void)
{
    for (unsigned i = 1; i <= TASKS; i++) {
        const unsigned *events = at.events[i];
        unsigned ends = events[AC_EVENT_FINISH] + events[AC_EVENT_FAIL] + events[AC_EVENT_TIMEOUT] +
                        events[AC_EVENT_CANCEL];
        assert_int_equal(events[AC_EVENT_PULL], i <= at.counts.pulled);
        assert_int_equal(events[AC_EVENT_PULL], events[AC_EVENT_LAUNCH] + events[AC_EVENT_DROP]);
        assert_int_equal(events[AC_EVENT_LAUNCH], ends);
        assert_true(events[AC_EVENT_TAKE] <= events[AC_EVENT_LAUNCH]);
    }
    const char *fault = work_close(&at.work);
    if (fault)
        fail_msg("task %u %s", at.work.fault_task, fault);
}

/* What was under way at the place of the call is still done. */
static void check_deed(void)
{
    if (stops()) /* what the source was asked for is still pulled */
        assert_true(at.pulled_after <= (at.place == WORK_NEXT));
    if (stops() && at.deed != INTERRUPT)
        assert_true(at.launched_after <= (at.place == WORK_START));
    if (stops() && at.deed <= FAIL)
        assert_true(at.taken_after <= (at.place < READY));
    bool failed = at.done && at.deed == FAIL;
    if (at.place != WORK_RELEASE) /* which may come in ac_close */
        assert_int_equal(at.error, failed ? -EPIPE : 0);
}

static void check(const struct ac_strategy *strategy)
{
    const struct ac_counts *c = &at.counts;
    assert_int_equal(c->pulled, c->launched + c->dropped);
    assert_int_equal(c->launched, c->finished + c->cancelled);
    assert_int_equal(c->in_flight + c->waiting + c->cancelling, 0);
    bool swallowed = at.way == PUSHED && at.done && at.deed <= DETACH_DRAIN && c->taken > at.taken;
    assert_int_equal(c->taken,
                     at.taken + swallowed); /* the take under way has no result any more */
    check_tasks();
    check_deed();
    if (!(strategy->flags & AC_NO_LIMIT))
        assert_true(c->max_in_flight <= LIMIT + 2);
    if (!stops() && !at.early)
        assert_int_equal(at.counts.taken, TASKS);
}

static void run_one(const struct ac_strategy *strategy)
{
    uint64_t heap_bytes = ac_heap_bytes();
    plan();
    if (at.way != OWN_CLOCK) {
        assert_int_equal(uv_loop_init(&at.uv), 0);
        uv_idle_init(&at.uv, &at.idle);
        uv_idle_start(&at.idle, on_idle);
    }
    if (at.way == OWN_CLOCK)
        take_all(&at.work.loop, strategy);
    else if (at.way == UNDER_NEXT)
        take_all_under_next(strategy);
    else
        attach(strategy);
    if (at.way != OWN_CLOCK)
        assert_int_equal(uv_loop_close(&at.uv), 0);
    check(strategy);
    assert_int_equal(ac_heap_bytes(), heap_bytes);
}

static unsigned run_deed(const struct ac_strategy *strategy, enum way way, enum deed deed)
{
    static const unsigned times[] = {1, 2, 5};
    unsigned done = 0;
    bool keeps_no_window = strategy->flags & (AC_NO_LIMIT | AC_HOLDS_ALL);
    for (unsigned place = 0; place < PLACES; place++)
        for (unsigned i = 0; i < (keeps_no_window ? 6 : 12); i++) {
            memset(&at, 0, sizeof at);
            at.way = way;
            at.deed = deed;
            at.place = place;
            at.after = times[i % 3];
            at.early = i % 6 >= 3;
            at.ordered = i >= 6;
            run_one(strategy);
            done += at.done;
        }
    return done;
}

static void run_all(enum way way)
{
    unsigned done = 0;
    for (const struct ac_strategy *const *s = ac_strategies; *s; s++)
        for (unsigned deed = way >= ATTACHED ? DETACH : END; deed < DEEDS; deed++)
            done += run_deed(*s, way, (enum deed)deed);
    print_message("%u calls from callbacks\n", done);
    assert_true(done > 5000); /* few places are not come to */
}

static void callbacks_of_work_may_call_anything(void **state)
{
    (void)state;
    run_all(OWN_CLOCK);
}

static void callbacks_of_work_may_call_anything_under_ac_next(void **state)
{
    (void)state;
    run_all(UNDER_NEXT);
}

static void callbacks_of_work_may_call_anything_of_an_attached_run(void **state)
{
    (void)state;
    run_all(ATTACHED);
}

static void callbacks_of_work_may_call_anything_in_push_style(void **state)
{
    (void)state;
    run_all(PUSHED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(callbacks_of_work_may_call_anything),
        cmocka_unit_test(callbacks_of_work_may_call_anything_under_ac_next),
        cmocka_unit_test(callbacks_of_work_may_call_anything_of_an_attached_run),
        cmocka_unit_test(callbacks_of_work_may_call_anything_in_push_style),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
