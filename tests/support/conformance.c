/* conformance.c -- runs the battery and watches; see conformance.h.
 *
 * The watch hangs on the trace, the loop's start and turn, and the strategy's take. Slots are judged
 * before each turn, when all has been done that can be done at that instant.
 */
#include "conformance.h"

#include <stdlib.h>
#include <string.h>

#include "../../harness/loops/virtual.h"
#include "battery.h"

enum { NO_LIMIT = BATTERY_TASKS };

static const char FLAGS[] = "flags", LAUNCH_ORDER[] = "launch order", TAKE_ORDER[] = "take order",
                  AT_ONCE[] = "delivered at once", SLOTS_USED[] = "slots used",
                  WAITING[] = "bounded waiting", UNREAD[] = "bounded unread",
                  KEPT[] = "kept after take";

const char *const conformance_checks[] = {
    FLAGS, LAUNCH_ORDER, TAKE_ORDER, AT_ONCE, SLOTS_USED, WAITING, UNREAD, KEPT, NULL,
};

/* One run, and what it has shown so far. One at a time. */
static struct watch {
    const struct day *day;
    const struct ac_strategy *strategy;
    struct ac_workload workload;
    struct ac_loop_virtual loop;
    int (*start)(struct ac_loop *, struct ac_task *, uint64_t);
    int (*turn)(struct ac_loop *, uint64_t, bool);
    struct ac_run *run;
    uint64_t limit, limit_most;              /* as the strategy has it; NO_LIMIT */
    uint64_t pulled, launched, taken;        /* so far */
    uint64_t waiting, in_flight, unread;     /* now */
    uint32_t finished[BATTERY_TASKS], count; /* their numbers, in that order */
    struct ac_task *last;                    /* taken by the latest take */
    bool turned, busy, stopped; /* a turn was; the consumer is busy; no launches any more */
    const char *failed;         /* the first check that did */
} watch;

/* What the link of a taken task is made to point to. */
static struct ac_task nobody;

static void check(bool holds, const char *name)
{
    if (!holds && !watch.failed)
        watch.failed = name;
}

static bool has(unsigned flags)
{
    return watch.strategy->flags & flags;
}

/* Whether the source has a task now. */
static bool supplies(void)
{
    const struct day *day = watch.day;
    return watch.pulled < watch.workload.count &&
           watch.loop.now_ns >= watch.pulled * day->interval_ns &&
           (!day->adds || watch.pulled <= watch.taken * day->adds);
}

static int next(struct ac_workload *workload, struct ac_item *item)
{
    if (watch.pulled == workload->count)
        return AC_SUPPLY_END;
    workload->wake_ns = watch.day->adds ? AC_FOREVER : watch.pulled * watch.day->interval_ns;
    if (!supplies())
        return AC_SUPPLY_NONE;
    item->number = (uint32_t)watch.pulled + 1;
    item->duration_ns = day_duration_ns(watch.day, item->number);
    item->error = day_fails(watch.day, item->number) ? watch.day->error : 0;
    return AC_SUPPLY_TASK;
}

static int start(struct ac_loop *loop, struct ac_task *task, uint64_t duration_ns)
{
    if (watch.day->start_error && day_fails(watch.day, task->number))
        return watch.day->start_error;
    return watch.start(loop, task, duration_ns);
}

/* Who is not told of finishes knows their order only if nobody lets time pass between them. */
static bool keeps_no_order(void)
{
    return has(AC_CONTROL) || (has(AC_POLLED) && watch.day->think_ns);
}

static void on_finish(uint32_t number, bool error)
{
    watch.finished[watch.count++] = number;
    watch.in_flight--;
    watch.unread++;
    watch.stopped |= error && watch.day->on_error != AC_CONTINUE;
}

static void on_event(void *context, uint64_t now_ns, enum ac_event event, uint32_t number)
{
    (void)context;
    (void)now_ns;
    switch (event) {
    case AC_EVENT_PULL:
        watch.pulled++;
        watch.waiting++;
        break;
    case AC_EVENT_LAUNCH:
        check(number == ++watch.launched, LAUNCH_ORDER);
        watch.waiting--;
        watch.in_flight++;
        break;
    case AC_EVENT_FINISH:
    case AC_EVENT_FAIL:
    case AC_EVENT_TIMEOUT:
        on_finish(number, event != AC_EVENT_FINISH);
        break;
    case AC_EVENT_TAKE:
        check(number == watch.finished[watch.taken++] || keeps_no_order(), TAKE_ORDER);
        watch.unread--;
        break;
    case AC_EVENT_CANCEL:
        watch.in_flight--;
        break;
    case AC_EVENT_DROP:
        watch.waiting--;
        break;
    case AC_EVENT_RETRY: /* sleeps do not come back */
        break;
    }
}

/* Whether a task could be launched now, were there a slot. */
static bool available(void)
{
    uint64_t window = watch.day->window;
    if (watch.stopped)
        return false;
    return watch.waiting || (supplies() && (!window || watch.pulled - watch.taken < window));
}

/* The slots that are held by results which nobody has taken. */
static uint64_t held(void)
{
    uint64_t queue = watch.run->queue;
    switch (watch.strategy->slot) {
    case AC_SLOT_TO_TAKE:
        return watch.unread;
    case AC_SLOT_TO_ROOM:
        return watch.unread > queue ? watch.unread - queue : 0;
    default:
        return 0;
    }
}

static void check_flags(void)
{
    bool all_pulled = watch.pulled == watch.workload.count;
    check(has(AC_POLLED) == !watch.strategy->done, FLAGS);
    if (day_is_paced(watch.day) || watch.stopped)
        return;
    check(!has(AC_NO_LIMIT) || watch.launched == watch.workload.count, FLAGS);
    check(!has(AC_HOLDS_ALL) || all_pulled, FLAGS);
    check(!has(AC_QUEUES) || all_pulled || watch.waiting, FLAGS);
}

/* While the consumer is busy as well; what a result adds is known once it was used. */
static void check_slots(void)
{
    uint64_t used = watch.in_flight + held();
    bool known = !watch.busy || !watch.day->adds;
    check(used <= watch.limit_most, UNREAD);
    check(!known || used >= watch.limit || !available(), SLOTS_USED);
    check(watch.busy || watch.stopped || !watch.unread, AT_ONCE);
}

static int turn(struct ac_loop *loop, uint64_t until_ns, bool spin)
{
    if (!watch.turned)
        check_flags();
    watch.turned = true;
    check_slots();
    return watch.turn(loop, until_ns, spin);
}

static bool points_to(const struct ac_task *task)
{
    const unsigned char *state = watch.run->state;
    for (size_t at = 0; at + sizeof task <= watch.strategy->state_size; at += sizeof task)
        if (!memcmp(state + at, &task, sizeof task))
            return true;
    return false;
}

static struct ac_task *take(struct ac_run *run)
{
    struct ac_task *task = watch.strategy->take(run);
    check(!watch.last || watch.last->link == &nobody, KEPT);
    if (task && task->stage == AC_UNREAD)
        check(!points_to(task), KEPT);
    return task;
}

static void set_limit(uint64_t limit)
{
    limit = ac_effective_limit(watch.strategy, limit, watch.workload.count);
    watch.limit = has(AC_NO_LIMIT) ? NO_LIMIT : limit;
    if (watch.limit > watch.limit_most)
        watch.limit_most = watch.limit;
}

static void do_deed(const struct size *size)
{
    const struct day *day = watch.day;
    uint64_t limit = day_limit(day, size->limit, watch.taken);
    if (day->deed >= STOP && watch.taken == day->after)
        watch.stopped = true;
    if (watch.stopped && (day->deed == STOP || day->deed == CANCEL))
        ac_stop(watch.run, day->deed == CANCEL);
    else if (watch.stopped && (day->deed == LEAVE || day->deed == DRAIN))
        ac_end(watch.run, day->deed == DRAIN);
    set_limit(limit);
    ac_set_limit(watch.run, limit);
}

static void consume(const struct size *size)
{
    do_deed(size);
    while ((watch.last = ac_next(watch.run))) {
        watch.last->link = &nobody;
        watch.busy = true;
        ac_pass(watch.run, watch.loop.now_ns + watch.day->think_ns);
        watch.busy = false;
        if (watch.day->adds)
            ac_more(watch.run);
        do_deed(size);
    }
}

static const char *judge(void)
{
    const struct ac_breach *breach = ac_breach(watch.run);
    uint64_t most = has(AC_HOLDS_ALL) ? UINT64_MAX : has(AC_QUEUES) ? watch.run->queue : 0;
    if (breach->rule)
        return ac_rule_name(breach->rule);
    check(watch.stopped || ac_complete(watch.run), ac_rule_name(AC_RULE_LOST));
    check(ac_counts(watch.run)->max_waiting <= most, WAITING);
    if (day_is_steady(watch.day))
        check(watch.loop.now_ns == day_greedy_ns(watch.day, watch.workload.count, watch.limit),
              SLOTS_USED);
    return watch.failed;
}

static const char *run_day(const struct ac_strategy *strategy, const struct day *day,
                           const struct size *size, uint64_t queue)
{
    struct ac_strategy watched = *strategy;
    watch = (struct watch){.day = day, .strategy = strategy};
    watched.take = take;
    watch.workload = (struct ac_workload){.count = size->count, .next = next, .timed = true};
    ac_loop_virtual_init(&watch.loop);
    watch.start = watch.loop.loop.start;
    watch.turn = watch.loop.loop.turn;
    watch.loop.loop.start = start;
    watch.loop.loop.turn = turn;
    struct ac_config config = {
        .strategy = &watched,
        .workload = &watch.workload,
        .loop = &watch.loop.loop,
        .limit = size->limit,
        .queue = queue,
        .task_timeout_ns = day->timeout_ns,
        .window = day->window,
        .on_error = day->on_error,
        .trace = on_event,
    };
    if (ac_open(&watch.run, &config))
        abort();
    consume(size);
    const char *failed = judge();
    ac_close(watch.run);
    ac_loop_virtual_free(&watch.loop);
    return failed;
}

struct conformance conformance_test(const struct ac_strategy *strategy)
{
    static const uint64_t queues[] = {1, 4};
    for (const struct day *day = battery; day->name; day++) {
        if (day->window && strategy->flags & (AC_NO_LIMIT | AC_HOLDS_ALL))
            continue;
        for (const struct size *size = battery_sizes; size->limit; size++)
            for (size_t q = 0; q < sizeof queues / sizeof *queues; q++) {
                const char *failed = run_day(strategy, day, size, queues[q]);
                if (failed)
                    return (struct conformance){day->name, failed, size->count, size->limit,
                                                queues[q]};
            }
    }
    return (struct conformance){.day = NULL};
}
