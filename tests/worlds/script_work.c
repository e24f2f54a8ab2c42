/* script_work.c -- see script_work.h. */
#include "script_work.h"

#include <errno.h>

#include "../../harness/engine/loop.h"
#include "watch.h"

static struct script_work *script_of(struct work *work)
{
    return (struct script_work *)work;
}

/* One of 0 .. answers - 1, if that is varied; 0 if not. */
static uint32_t vary(struct script_work *s, enum script_vary what, uint32_t answers)
{
    return s->vary & what ? choose(&s->choices, answers) : 0;
}

/* --- what a task does --- */

static void on_next(struct script_work *s, uint32_t number)
{
    if (number > s->world->count)
        return; /* it is there when its attempt before said so */
    bool there = s->came || !vary(s, VARY_SUPPLY, 2);
    s->came = false;
    s->work.ready = there ? number : number - 1;
    s->is_sleeps &= there;
}

static void on_start(struct script_work *s, uint32_t number)
{
    static const int answers[] = {AC_STARTED, AC_DONE, -EMFILE};
    int answer = answers[vary(s, VARY_STARTS, 3)];
    s->work.plans[number].start = answer;
    s->world->refused[number - 1] = answer < 0;
    s->failures += answer < 0;
    s->refusals += answer < 0;
    s->is_sleeps &= answer != AC_DONE;
}

static void on_cancel(struct script_work *s, uint32_t number)
{
    static const struct work_plan answers[] = {
        {.cancel = WORK_STOPS, .cancel_error = -ECANCELED},
        {.cancel = WORK_STOPS, .cancel_error = 0},
        {.cancel = WORK_GOES_ON},
        {.cancel = WORK_GOES_ON},
    };
    watch_asked(s->work.data, number);
    uint32_t answer = vary(s, VARY_CANCELS, s->vary & VARY_NEVER ? 4 : 3);
    s->work.plans[number] = answers[answer];
    s->never[number] = answer == 3;
    s->is_sleeps &= answer == 0;
}

static void on_again(struct script_work *s, uint32_t number)
{
    struct work_plan *plan = &s->work.plans[number];
    uint32_t answer = s->work.back < SCRIPT_BACK ? vary(s, VARY_AGAIN, 3) : 0;
    watch_asked_again(s->work.data, number);
    plan->again = answer > 0;
    plan->comes_later = answer == 2;
}

/* The task ends: well, or with an error, which is chosen. */
static void end(struct script_work *s, uint32_t number)
{
    const struct work_task *task = &s->work.tasks[number];
    bool fails = vary(s, task->asked ? VARY_CANCELS : VARY_ERRORS, 2);
    s->world->fails[number - 1] = fails;
    s->world->sleeps_ms[number - 1] = (uint32_t)((s->work.now_ns - task->start_ns) / MS);
    s->failures += fails;
    s->is_sleeps &= s->work.now_ns > task->start_ns && !task->asked;
    work_end(&s->work, number, !fails ? 0 : task->asked ? -ECANCELED : -EIO);
}

static void on_call(struct work *work, enum work_call call, uint32_t number)
{
    struct script_work *s = script_of(work);
    if (call == WORK_NEXT)
        on_next(s, number);
    else if (call == WORK_START)
        on_start(s, number);
    else if (call == WORK_CANCEL)
        on_cancel(s, number);
    else if (call == WORK_AGAIN)
        on_again(s, number);
    else if (call == WORK_RELEASE)
        watch_released(s->work.data, number);
}

/* --- turns --- */

/* What may happen in this turn: tasks that may end, by number; and 0, an event that brings the next
 * task. Returns how many. */
static uint32_t find_next(const struct script_work *s, uint32_t *next)
{
    const struct work *work = &s->work;
    uint32_t count = 0;
    for (uint32_t i = 1; i <= work->pulled; i++)
        if (work_is_in_flight(work, i) && !s->never[i])
            next[count++] = i;
    if (work->ready == work->pulled && work->pulled < work->workload.count + work->back)
        next[count++] = 0;
    return count;
}

static void happen(struct script_work *s, uint32_t next)
{
    if (next) {
        end(s, next);
        return;
    }
    s->came = true;
    s->work.ready++;
    ac_more(s->work.workload.run);
}

/* What the virtual clock would do in another order: ties go by launch, and a timeout is an end like
 * any other. */
static bool is_in_order(const struct script_work *s, uint32_t last, uint32_t next)
{
    bool tie = false;
    for (uint32_t i = 1; s->world->task_timeout_ms && i <= s->work.pulled; i++)
        tie |= work_is_in_flight(&s->work, i) &&
               s->work.now_ns == s->work.tasks[i].start_ns + s->world->task_timeout_ms * MS;
    return next > last && !tie;
}

static int script_turn(struct ac_loop *loop, uint64_t until_ns, bool spin)
{
    struct script_work *s = (struct script_work *)((char *)loop - offsetof(struct work, loop));
    uint64_t turn_ns = SCRIPT_TURN_MS * MS, next_ns = (s->work.now_ns / turn_ns + 1) * turn_ns;
    uint32_t next[SCRIPT_TASKS + 1], count = find_next(s, next), last = 0;
    (void)spin;
    if (!count && until_ns == AC_FOREVER) {
        s->work.abandoned = s->work.in_flight > 0;
        return -EDEADLK;
    }
    if (!count || next_ns > until_ns) {
        if (until_ns > s->work.now_ns)
            s->work.now_ns = until_ns;
        return 0;
    }
    s->work.now_ns = next_ns;
    do {
        uint32_t chosen = next[choose(&s->choices, count)];
        s->is_sleeps &= is_in_order(s, last, chosen);
        last = chosen;
        happen(s, chosen);
    } while ((count = find_next(s, next)) && choose(&s->choices, 2));
    return 0;
}

void script_work_begin(struct script_work *s, struct world *world, unsigned vary)
{
    *s = (struct script_work){.world = world, .vary = vary};
    work_init(&s->work, world->count);
    s->work.hook = on_call;
    s->work.loop.turn = script_turn;
    if (vary & VARY_AGAIN)
        work_let_come_back(&s->work);
}

void script_work_run(struct script_work *s, struct world_outcome *outcome)
{
    for (uint32_t i = 0; i < s->world->count; i++) {
        s->world->sleeps_ms[i] = 1000; /* what never ends by itself is cancelled long before */
        s->world->fails[i] = s->world->refused[i] = s->never[i + 1] = false;
    }
    s->failures = s->refusals = 0;
    s->came = false;
    s->is_sleeps = !(s->vary & VARY_AGAIN);
    s->work.ready = s->vary & VARY_SUPPLY ? 0 : s->world->count;
    choices_begin_run(&s->choices);
    world_run_work(s->world, &s->work, outcome);
    /* a sleep that could not be started is cancelled with the others, and work fails */
    bool cancels = s->world->on_error == AC_NOW || s->world->stop_cancels || outcome->left;
    s->is_sleeps &= !(s->refusals && cancels);
}

bool script_work_next(struct script_work *s)
{
    return choices_next(&s->choices);
}
