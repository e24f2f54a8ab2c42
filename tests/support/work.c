/* work.c -- see work.h. */
#include "work.h"
#include "../../harness/engine/loop.h"

#include <errno.h>
#include <string.h>

/* A task's own memory. Its size is no multiple of 16. */
struct work_own {
    uint64_t words[3];
};

static struct work *work_of(struct ac_workload *workload)
{
    return (struct work *)workload;
}

static void work_expect(struct work *work, bool holds, const char *fault, uint32_t number)
{
    if (holds || work->fault)
        return;
    work->fault = fault;
    work->fault_task = number;
}

static void work_call_hook(struct work *work, enum work_call call, uint32_t number)
{
    work->happened = true;
    if (work->hook)
        work->hook(work, call, number);
}

/* --- own memory --- */

static uint64_t work_word(uint32_t number, size_t i)
{
    return (number + i * 1000) * UINT64_C(0x9e3779b97f4a7c15);
}

static bool work_is_zeroed(const struct work_own *own)
{
    return own && (uintptr_t)own % 16 == 0 && !(own->words[0] | own->words[1] | own->words[2]);
}

static void work_mark(struct work_own *own, uint32_t number)
{
    for (size_t i = 0; i < 3; i++)
        own->words[i] = work_word(number, i);
}

static bool work_is_marked(const struct work *work, const struct ac_task *task)
{
    const struct work_own *own = ac_own(work->workload.run, task);
    bool same = true;
    for (size_t i = 0; i < 3; i++)
        same &= own->words[i] == work_word(task->number, i);
    return same;
}

/* The task's number; 0: it is none of these, or its memory is not as it was left. */
static uint32_t work_number(struct work *work, const struct ac_task *task, const char *fault)
{
    bool known = task->number >= 1 && task->number <= work->pulled;
    bool intact = known && work_is_marked(work, task);
    work_expect(work, intact, fault, task->number);
    return intact ? task->number : 0;
}

/* --- what the run calls --- */

/* A task that was given may be one whose work comes back, until the run has asked. */
static bool work_may_come_back(const struct work *work)
{
    bool may = false;
    for (uint32_t i = 1; i <= work->pulled; i++)
        may |= work->tasks[i].state < WORK_RELEASED && !work->tasks[i].asked_again;
    return may && work->workload.again;
}

static int work_next(struct ac_workload *base, struct ac_item *item)
{
    struct work *work = work_of(base);
    uint32_t all = (uint32_t)base->count + work->back;
    work_expect(work, !work->said_end, "is asked for, and there is no more", work->pulled + 1);
    if (work->pulled < all)
        work_call_hook(work, WORK_NEXT, work->pulled + 1);
    if (work->pulled == all) {
        work->said_end = !work_may_come_back(work);
        return work->said_end ? AC_SUPPLY_END : AC_SUPPLY_EVENT;
    }
    if (work->pulled >= work->ready)
        return work->lack;
    uint32_t number = ++work->pulled;
    work_expect(work, work_is_zeroed(item->own), "has own memory that is not zeroed", number);
    work_expect(work, !item->error, "has an error before its pull", number);
    work_mark(item->own, number);
    item->number = number;
    work->tasks[number] = (struct work_task){.state = WORK_GIVEN, .due_ns = AC_FOREVER};
    return AC_SUPPLY_TASK;
}

static uint64_t work_due_ns(const struct work *work, uint32_t after_ms)
{
    return after_ms ? work->now_ns + (uint64_t)after_ms * WORK_MS : AC_FOREVER;
}

static int work_start(struct ac_workload *base, struct ac_task *base_task)
{
    struct work *work = work_of(base);
    uint32_t number = work_number(work, base_task, "has other memory at its start");
    struct work_task *task = &work->tasks[number];
    work_call_hook(work, WORK_START, number);
    work_expect(work, task->state == WORK_GIVEN, "is started, and was not given", number);
    const struct work_plan *plan = &work->plans[number];
    task->start_ns = task->end_ns = work->now_ns;
    if (plan->start != AC_STARTED) {
        task->state = WORK_ENDED;
        work->never_started++;
        task->error = plan->start < 0 ? plan->start : 0;
        return plan->start;
    }
    task->state = WORK_STARTED;
    task->task = base_task;
    task->due_ns = work_due_ns(work, plan->end_ms);
    work->started++;
    work->in_flight++;
    return AC_STARTED;
}

static void work_cancel(struct ac_workload *base, struct ac_task *base_task)
{
    struct work *work = work_of(base);
    uint32_t number = work_number(work, base_task, "has other memory when it is asked to end");
    struct work_task *task = &work->tasks[number];
    work_expect(work, task->state == WORK_STARTED, "is asked to end, and is not in flight", number);
    work_expect(work, !task->asked, "is asked to end twice", number);
    task->asked = true;
    task->asked_ns = work->now_ns;
    work->asked++;
    work_call_hook(work, WORK_CANCEL, number);
    const struct work_plan *plan = &work->plans[number];
    if (plan->cancel == WORK_STOPS_LATER)
        task->due_ns = work_due_ns(work, plan->cancel_ms);
    else if (plan->cancel == WORK_STOPS && task->state == WORK_STARTED)
        work_end_as_planned(work, number);
}

/* The run asks about each task at most once, after its end. */
static bool work_again(struct ac_workload *base, struct ac_task *base_task)
{
    struct work *work = work_of(base);
    uint32_t number = work_number(work, base_task, "has other memory when its work may come back");
    struct work_task *task = &work->tasks[number];
    work_expect(work, task->state == WORK_ENDED, "may come back, and has not ended", number);
    work_expect(work, !task->asked_again, "may come back twice", number);
    task->asked_again = true;
    work_call_hook(work, WORK_AGAIN, number);
    task->came_back = work->plans[number].again;
    work->back += task->came_back;
    work->ready += task->came_back && !work->plans[number].comes_later;
    if (!task->came_back || !work->plans[number].comes_later)
        ac_more(base->run); /* the end may be there, or that task */
    return task->came_back;
}

static void work_release(struct ac_workload *base, struct ac_task *base_task)
{
    struct work *work = work_of(base);
    uint32_t number = work_number(work, base_task, "has other memory at its release");
    struct work_task *task = &work->tasks[number];
    work_call_hook(work, WORK_RELEASE, number);
    work_expect(work, task->state != WORK_RELEASED, "is released twice", number);
    work_expect(work, task->state != WORK_STARTED || work->abandoned,
                "is released, and has not ended", number);
    task->state = WORK_RELEASED;
    work->released++;
    memset(ac_own(base->run, base_task), 0xdd, sizeof(struct work_own));
}

/* --- the loop --- */

static struct work *work_of_loop(struct ac_loop *loop)
{
    return (struct work *)((char *)loop - offsetof(struct work, loop));
}

static uint64_t work_now(struct ac_loop *loop)
{
    return work_of_loop(loop)->now_ns;
}

static uint64_t work_next_due_ns(const struct work *work)
{
    uint64_t due_ns = AC_FOREVER;
    for (uint32_t i = 1; i <= work->pulled; i++)
        if (work_is_in_flight(work, i) && work->tasks[i].due_ns < due_ns)
            due_ns = work->tasks[i].due_ns;
    return due_ns;
}

/* Moves on to the next end, or to until_ns; ends what is due then, in the order of the pulls. */
static int work_turn(struct ac_loop *loop, uint64_t until_ns, bool spin)
{
    struct work *work = work_of_loop(loop);
    uint64_t due_ns = work_next_due_ns(work), to_ns = due_ns < until_ns ? due_ns : until_ns;
    (void)spin;
    if (to_ns != AC_FOREVER && to_ns > work->now_ns)
        work->now_ns = to_ns;
    work->happened = false;
    if (work->hook)
        work->hook(work, WORK_TURN, 0);
    for (uint32_t i = 1; i <= work->pulled; i++)
        if (work_is_in_flight(work, i) && work->tasks[i].due_ns <= work->now_ns)
            work_end_as_planned(work, i);
    return to_ns == AC_FOREVER && !work->happened ? -EDEADLK : 0;
}

static int work_refuse_sleep(struct ac_loop *loop, struct ac_task *task, uint64_t duration_ns)
{
    (void)duration_ns;
    work_expect(work_of_loop(loop), false, "is given to the loop as a sleep", task->number);
    return -EINVAL;
}

static void work_forget_sleeps(struct ac_loop *loop)
{
    work_expect(work_of_loop(loop), false, "are cancelled as sleeps", 0);
}

/* --- what the test calls --- */

void work_init(struct work *work, uint32_t count)
{
    *work = (struct work){
        .workload = {.size = sizeof(struct ac_workload),
                     .count = count,
                     .own_size = sizeof(struct work_own),
                     .next = work_next,
                     .start = work_start,
                     .cancel = work_cancel,
                     .release = work_release},
        .loop = {.now = work_now,
                 .start = work_refuse_sleep,
                 .turn = work_turn,
                 .cancel_all = work_forget_sleeps},
        .ready = count,
        .lack = AC_SUPPLY_EVENT,
    };
    for (uint32_t i = 0; i <= WORK_TASKS; i++)
        work->plans[i].cancel_error = -ECANCELED;
    work_restart(work);
}

void work_let_come_back(struct work *work)
{
    work->workload.again = work_again;
}

void work_restart(struct work *work)
{
    work->now_ns = 0;
    work->abandoned = work->said_end = false;
    work->fault = NULL;
    work->fault_task = work->pulled = work->in_flight = work->asked = work->back = 0;
    work->never_started = 0;
    work->started = work->ended = work->released = work->last_taken = 0;
    for (uint32_t i = 0; i <= work->workload.count; i++)
        work->tasks[i] = (struct work_task){.state = WORK_TO_COME};
}

void work_end(struct work *work, uint32_t number, int error)
{
    struct work_task *task = &work->tasks[number];
    work_expect(work, task->state == WORK_STARTED, "is ended by the test out of time", number);
    if (task->state != WORK_STARTED)
        return;
    work->happened = true;
    work_expect(work, work_number(work, task->task, "has other memory at its end"),
                "is another task at its end", number);
    task->state = WORK_ENDED;
    task->error = error;
    task->end_ns = work->now_ns;
    work->ended++;
    work->in_flight--;
    work->asked -= task->asked;
    ac_done(work->workload.run, task->task, error);
}

void work_end_as_planned(struct work *work, uint32_t number)
{
    const struct work_plan *plan = &work->plans[number];
    bool heeds = work->tasks[number].asked && plan->cancel != WORK_GOES_ON;
    work_end(work, number, heeds ? plan->cancel_error : plan->error);
}

void work_taken(struct work *work, const struct ac_task *task)
{
    uint32_t number = work_number(work, task, "has other memory when it is taken");
    work_expect(work, work->tasks[number].state == WORK_ENDED, "is taken before its end", number);
    work_expect(work, !work->tasks[number].came_back, "is taken, and its work came back", number);
    uint32_t last = work->last_taken;
    work_expect(work, !last || work->tasks[last].state == WORK_RELEASED,
                "is not released by the take after its own", last);
    work->last_taken = number;
}

const char *work_close(struct work *work)
{
    for (uint32_t i = 1; i <= work->pulled; i++)
        work_expect(work, work->tasks[i].state == WORK_RELEASED, "is never released", i);
    return work->fault;
}
