/* watch.c -- see watch.h. */
#include "watch.h"

#include <string.h>

#include "../engine/limit.h"

enum { WATCH_NO_LIMIT = AC_BATTERY_TASKS };

static void watch_expect(struct ac_watch *watch, bool holds, enum ac_expected expected)
{
    if (!holds && !watch->failed)
        watch->failed = expected;
}

bool ac_watch_has(const struct ac_watch *watch, unsigned flags)
{
    return watch->strategy->flags & flags;
}

void ac_watch_limit(struct ac_watch *watch, uint64_t limit)
{
    limit = ac_effective_limit(watch->strategy, limit, watch->count);
    watch->limit = ac_watch_has(watch, AC_NO_LIMIT) ? WATCH_NO_LIMIT : limit;
    if (watch->limit > watch->limit_most)
        watch->limit_most = watch->limit;
}

bool ac_watch_supplies(const struct ac_watch *watch, uint64_t now_ns)
{
    const struct ac_day *day = watch->day;
    return watch->pulled < watch->count && now_ns >= watch->pulled * day->interval_ns &&
           (!day->adds || watch->pulled <= watch->taken * day->adds);
}

/* --- events --- */

/* Who is not told of finishes knows their order only if nobody lets time pass between them. */
static bool watch_keeps_no_order(const struct ac_watch *watch)
{
    return ac_watch_has(watch, AC_CONTROL) ||
           (ac_watch_has(watch, AC_POLLED) && watch->day->think_ns);
}

static void watch_finish(struct ac_watch *watch, uint32_t number, bool error)
{
    watch->finished[watch->ended++] = number;
    watch->in_flight--;
    watch->unread++;
    watch->stopped |= error && watch->day->on_error != AC_CONTINUE;
}

void ac_watch_event(struct ac_watch *watch, enum ac_event event, uint32_t number)
{
    switch (event) {
    case AC_EVENT_PULL:
        watch->pulled++;
        watch->waiting++;
        break;
    case AC_EVENT_LAUNCH:
        watch_expect(watch, number == ++watch->launched, AC_EXPECTED_LAUNCH_ORDER);
        watch->waiting--;
        watch->in_flight++;
        break;
    case AC_EVENT_FINISH:
    case AC_EVENT_FAIL:
    case AC_EVENT_TIMEOUT:
        watch_finish(watch, number, event != AC_EVENT_FINISH);
        break;
    case AC_EVENT_TAKE:
        watch_expect(watch,
                     number == watch->finished[watch->taken++] || watch_keeps_no_order(watch),
                     AC_EXPECTED_TAKE_ORDER);
        watch->unread--;
        break;
    case AC_EVENT_CANCEL:
        watch->in_flight--;
        break;
    case AC_EVENT_DROP:
        watch->waiting--;
        break;
    case AC_EVENT_RETRY: /* sleeps do not come back */
        break;
    }
}

/* --- turns --- */

/* Whether a task could be launched now, were there a slot. */
static bool watch_available(const struct ac_watch *watch, uint64_t now_ns)
{
    uint64_t window = watch->day->window;
    if (watch->stopped)
        return false;
    return watch->waiting ||
           (ac_watch_supplies(watch, now_ns) && (!window || watch->pulled - watch->taken < window));
}

/* The slots that are held by results which nobody has taken. */
static uint64_t watch_held(const struct ac_watch *watch)
{
    uint64_t queue = watch->run->queue;
    switch (watch->strategy->slot) {
    case AC_SLOT_TO_TAKE:
        return watch->unread;
    case AC_SLOT_TO_ROOM:
        return watch->unread > queue ? watch->unread - queue : 0;
    default:
        return 0;
    }
}

static void watch_flags(struct ac_watch *watch)
{
    bool all_pulled = watch->pulled == watch->count;
    bool promised = ac_watch_has(watch, AC_POLLED) == !watch->strategy->done;
    if (!ac_day_is_paced(watch->day) && !watch->stopped) {
        promised &= !ac_watch_has(watch, AC_NO_LIMIT) || watch->launched == watch->count;
        promised &= !ac_watch_has(watch, AC_HOLDS_ALL) || all_pulled;
        promised &= !ac_watch_has(watch, AC_QUEUES) || all_pulled || watch->waiting;
    }
    watch_expect(watch, promised, AC_EXPECTED_FLAGS);
}

/* While the consumer is busy as well; what a result adds is known once it was used. */
static void watch_slots(struct ac_watch *watch, uint64_t now_ns)
{
    uint64_t used = watch->in_flight + watch_held(watch);
    bool known = !watch->busy || !watch->day->adds;
    watch_expect(watch, used <= watch->limit_most, AC_EXPECTED_UNREAD);
    watch_expect(watch, !known || used >= watch->limit || !watch_available(watch, now_ns),
                 AC_EXPECTED_SLOTS);
    watch_expect(watch, watch->busy || watch->stopped || !watch->unread, AC_EXPECTED_AT_ONCE);
}

void ac_watch_turn(struct ac_watch *watch, uint64_t now_ns)
{
    if (!watch->turned)
        watch_flags(watch);
    watch->turned = true;
    watch_slots(watch, now_ns);
}

/* --- takes, and the end --- */

static bool watch_state_points_to(const struct ac_watch *watch, const struct ac_task *task)
{
    const unsigned char *state = watch->run->state;
    uintptr_t address = (uintptr_t)task;
    for (size_t at = 0; at + sizeof address <= watch->strategy->state_size; at += sizeof address)
        if (!memcmp(state + at, &address, sizeof address))
            return true;
    return false;
}

void ac_watch_take(struct ac_watch *watch, const struct ac_task *task)
{
    watch_expect(watch, !watch->last || watch->last->link == &watch->nobody, AC_EXPECTED_LET_GO);
    if (task && task->stage == AC_UNREAD)
        watch_expect(watch, !watch_state_points_to(watch, task), AC_EXPECTED_LET_GO);
}

void ac_watch_end(struct ac_watch *watch, uint64_t now_ns)
{
    uint64_t most = ac_watch_has(watch, AC_HOLDS_ALL) ? UINT64_MAX
                    : ac_watch_has(watch, AC_QUEUES)  ? watch->run->queue
                                                      : 0;
    watch_expect(watch, ac_counts(watch->run)->max_waiting <= most, AC_EXPECTED_WAITING);
    if (ac_day_is_steady(watch->day))
        watch_expect(watch, now_ns == ac_day_greedy_ns(watch->day, watch->count, watch->limit),
                     AC_EXPECTED_SLOTS);
}
