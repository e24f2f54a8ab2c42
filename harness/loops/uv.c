/* uv.c -- the real clock; see uv.h. */
#include "uv.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "../engine/pool.h"

/* POLL_NS: between two turns of libuv while the clock is watched. WATCH_NS: the longest watch, so
 * that a machine that was busy is measured again. NEAR_NS: the least that going to sleep costs, two
 * system calls. */
enum { POLL_NS = 1000000, WATCH_NS = 1000000, NEAR_NS = 2000 };

/* No task lasts longer, whenever it starts: 146 years, and CLOCK_MONOTONIC is younger. */
#define END_NS ((uint64_t)INT64_MAX / 2)

static struct ac_loop_uv *uv_of(struct ac_loop *loop)
{
    return (struct ac_loop_uv *)loop;
}

static uint64_t real_now(struct ac_loop *loop)
{
    (void)loop;
    return uv_hrtime();
}

/* The tasks launched since the last stamp sleep from now_ns on. */
static void real_stamp(struct ac_loop *loop, uint64_t now_ns)
{
    struct ac_loop_uv *self = uv_of(loop);
    if (self->launched_count && !now_ns)
        now_ns = uv_hrtime();
    for (unsigned i = 0; i < self->launched_count; i++) {
        struct ac_task *task = self->launched[i].task;
        task->time_ns = now_ns + self->launched[i].duration_ns;
        ac_queue_push(&self->queue, task->time_ns, task->index);
    }
    self->launched_count = 0;
}

static int real_start(struct ac_loop *loop, struct ac_task *task, uint64_t duration_ns)
{
    struct ac_loop_uv *self = uv_of(loop);
    if (duration_ns > END_NS)
        return -EOVERFLOW;
    int error = ac_queue_reserve(&self->queue, self->launched_count + 1);
    if (error)
        return error;
    self->launched[self->launched_count].task = task;
    self->launched[self->launched_count].duration_ns = duration_ns;
    if (++self->launched_count == AC_STAMP_BATCH)
        real_stamp(loop, 0);
    return 0;
}

/* Finishes what is due and was in flight before this call. */
static void real_finish_due(struct ac_loop_uv *self, uint64_t now_ns)
{
    uint64_t end = ac_queue_next_tag(&self->queue);
    const struct ac_key *first = ac_queue_first(&self->queue);
    while (first && first->due_ns <= now_ns && first->tag < end) {
        uint32_t index = ac_queue_pop(&self->queue);
        ac_finish(self->loop.run, ac_pool_at(self->loop.pool, index), now_ns);
        first = ac_queue_first(&self->queue);
    }
}

static void real_on_wake(struct ac_wake *wake)
{
    struct ac_loop_uv *self =
        (struct ac_loop_uv *)((char *)wake - offsetof(struct ac_loop_uv, wake));
    if (!self->armed_ns)
        ac_wake_stop(wake); /* nobody waits: the program turns its loop on */
    self->armed_ns = 0;
    if (self->woken)
        self->woken(self);
}

static uint64_t real_next_due(struct ac_loop_uv *self, uint64_t until_ns)
{
    const struct ac_key *first = ac_queue_first(&self->queue);
    return first && first->due_ns < until_ns ? first->due_ns : until_ns;
}

/* No wake-up: one that was set before would come for nothing, and hold the loop open. */
static void real_disarm(struct ac_loop_uv *self)
{
    ac_wake_stop(&self->wake);
    self->armed_ns = 0;
}

static int real_arm(struct ac_loop_uv *self, uint64_t next_ns)
{
    bool at_once = !next_ns;
    if (at_once)
        next_ns = 1; /* an armed_ns of 0 is taken */
    if (next_ns == AC_FOREVER || next_ns == self->armed_ns)
        return 0;
    int error = at_once ? ac_wake_at_once(&self->wake) : ac_wake_set(&self->wake, next_ns);
    if (!error)
        self->armed_ns = next_ns;
    return error;
}

static int real_compare(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

/* A median, not a mean: now and then a wake-up is late by a time slice. */
static void real_note_wake(struct ac_loop_uv *self, uint64_t late_ns)
{
    uint64_t sorted[AC_RECENT_WAKES];
    self->recent[self->wakes++ % AC_RECENT_WAKES] = late_ns;
    unsigned count = self->wakes < AC_RECENT_WAKES ? self->wakes : AC_RECENT_WAKES;
    memcpy(sorted, self->recent, sizeof sorted);
    qsort(sorted, count, sizeof *sorted, real_compare);
    self->wake_cost_ns = sorted[count / 2];
}

static int real_sleep_until(struct ac_loop_uv *self, uint64_t wake_ns)
{
    int error = real_arm(self, wake_ns);
    if (error)
        return error;
    uv_run(self->uv, UV_RUN_ONCE);
    uint64_t now_ns = uv_hrtime();
    if (self->precise && !self->armed_ns && now_ns > wake_ns)
        real_note_wake(self, now_ns - wake_ns);
    self->polled_ns = now_ns;
    real_finish_due(self, now_ns);
    return 0;
}

static bool real_is_dead(struct ac_loop *loop)
{
    struct ac_loop_uv *self = uv_of(loop);
    real_disarm(self);
    return !uv_loop_alive(self->uv);
}

static int real_turn(struct ac_loop *loop, uint64_t until_ns, bool spin)
{
    struct ac_loop_uv *self = uv_of(loop);
    uint64_t now_ns = uv_hrtime();
    real_stamp(loop, now_ns);
    if (loop->detach) { /* the program has turned it */
        real_finish_due(self, now_ns);
        return 0;
    }
    uint64_t next_ns = real_next_due(self, until_ns);
    uint64_t early_ns = self->wake_cost_ns < WATCH_NS ? self->wake_cost_ns : WATCH_NS;
    if (next_ns == AC_FOREVER && real_is_dead(loop))
        return -EDEADLK;
    if (!self->precise || next_ns == AC_FOREVER)
        early_ns = 0;
    uint64_t near_ns = early_ns > NEAR_NS ? early_ns : NEAR_NS;
    if (!spin && next_ns > now_ns && next_ns - now_ns > near_ns)
        return real_sleep_until(self, next_ns - early_ns);
    if (spin || now_ns - self->polled_ns >= POLL_NS) {
        self->polled_ns = now_ns;
        uv_run(self->uv, UV_RUN_NOWAIT);
    }
    while (!spin && now_ns < next_ns)
        now_ns = uv_hrtime();
    real_finish_due(self, now_ns);
    return 0;
}

static void real_cancel_all(struct ac_loop *loop)
{
    struct ac_loop_uv *self = uv_of(loop);
    self->launched_count = 0;
    ac_queue_clear(&self->queue);
    real_disarm(self);
}

int ac_loop_uv_arm(struct ac_loop_uv *loop, uint64_t until_ns)
{
    real_stamp(&loop->loop, 0);
    uint64_t next_ns = real_next_due(loop, until_ns);
    if (next_ns == AC_FOREVER)
        real_disarm(loop);
    return real_arm(loop, next_ns);
}

void ac_loop_uv_prepare(struct ac_loop_uv *loop, uv_loop_t *uv)
{
    *loop = (struct ac_loop_uv){
        .loop = {.now = real_now,
                 .start = real_start,
                 .turn = real_turn,
                 .stamp = real_stamp,
                 .is_dead = real_is_dead,
                 .cancel_all = real_cancel_all},
        .uv = uv,
    };
}

int ac_loop_uv_start(struct ac_loop_uv *loop)
{
    return ac_wake_init(&loop->wake, loop->uv, real_on_wake);
}

int ac_loop_uv_init(struct ac_loop_uv *loop, uv_loop_t *uv)
{
    ac_loop_uv_prepare(loop, uv);
    return ac_loop_uv_start(loop);
}

void ac_loop_uv_close(struct ac_loop_uv *loop)
{
    real_cancel_all(&loop->loop);
    ac_queue_free(&loop->queue);
    ac_wake_close(&loop->wake);
    do
        uv_run(loop->uv, UV_RUN_NOWAIT);
    while (!loop->wake.closed);
}
