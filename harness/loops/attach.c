/* attach.c -- before the loop polls it is told when to wake up; when it wakes, what is due finishes.
 * See attach.h.
 */
#include "attach.h"

#include "../engine/engine.h"

static struct ac_attached *attached_of(struct ac_loop_uv *loop)
{
    return (struct ac_attached *)loop;
}

static void on_gone(struct ac_attached *a)
{
    if (--a->handles)
        return;
    ac_queue_free(&a->loop.queue);
    if (a->detached)
        a->detached(a);
}

static void on_wake_gone(struct ac_wake *wake)
{
    on_gone(attached_of((struct ac_loop_uv *)((char *)wake - offsetof(struct ac_loop_uv, wake))));
}

static void on_handle_gone(uv_handle_t *handle)
{
    on_gone(handle->data);
}

static void on_turned_once(uv_handle_t *handle)
{
    uv_idle_t *last = (uv_idle_t *)handle;
    uv_idle_init(handle->loop, last);
    uv_close(handle, on_handle_gone);
}

/* The program has closed handles of ours itself, as with uv_walk, and libuv tells us nothing of them. A
 * handle closed after them, and again in the next turn, is gone after them. */
static void wait_for_turns(struct ac_attached *a)
{
    if (!uv_loop_alive(a->loop.uv)) {
        on_gone(a);
        return;
    }
    uv_idle_init(a->loop.uv, &a->last);
    a->last.data = a;
    uv_close((uv_handle_t *)&a->last, on_turned_once);
}

/* Nothing is in flight, or it need not finish. */
static void leave(struct ac_attached *a)
{
    ac_end(a->run, false);
    a->counts = *ac_counts(a->run);
    a->error = ac_error(a->run);
    ac_close(a->run);
    a->run = NULL;
    a->handles = 2;
    a->loop.wake.gone = on_wake_gone;
    unsigned foreign = ac_wake_close(&a->loop.wake) ? 0 : 1;
    if (uv_is_closing((uv_handle_t *)&a->prepare))
        foreign++;
    else
        uv_close((uv_handle_t *)&a->prepare, on_handle_gone);
    if (!foreign)
        return;
    a->handles -= foreign - 1;
    wait_for_turns(a);
}

/* Detached, and nothing is in flight any more that must finish. */
static bool may_leave(const struct ac_attached *a)
{
    return a->leaving && (!ac_counts(a->run)->in_flight || ac_error(a->run));
}

/* Something changed that `ready` was not called for yet. */
static bool has_news(const struct ac_attached *a)
{
    const struct engine *e = engine_of(a->run);
    if (a->leaving)
        return may_leave(a);
    return e->calls & (ENGINE_PUT_OFF | ENGINE_NEWS) || (ac_over(a->run) && !a->told_over);
}

/* `ready` may detach, at once or, from inside a call of the run, when that call is over. */
static void tell(struct ac_attached *a)
{
    if (!a->leaving)
        a->ready(a);
    if (a->run && may_leave(a))
        leave(a);
}

static void on_prepare(uv_prepare_t *prepare)
{
    struct ac_attached *a = prepare->data;
    struct engine *e = engine_of(a->run);
    int error = ac_loop_uv_arm(&a->loop, has_news(a) ? 0 : engine_wants_ns(e));
    if (!error)
        return;
    engine_fail(e, error);
    tell(a);
}

static void on_woken(struct ac_loop_uv *loop)
{
    struct ac_attached *a = attached_of(loop);
    struct engine *e = engine_of(a->run);
    uint64_t finished = e->counts.finished;
    engine_enter(e);
    engine_finish_failed_starts(e);
    ac_loop_uv_finish_due(loop);
    engine_turned(e);
    engine_leave(e);
    engine_give_back(e); /* to `ready`, or to what else is on the loop */
    if (e->counts.finished == finished && !has_news(a))
        return;
    a->told_over = ac_over(a->run);
    e->calls &= ~(unsigned)ENGINE_NEWS;
    tell(a);
}

int ac_attach(struct ac_attached *attached, uv_loop_t *uv, const struct ac_config *config,
              void (*ready)(struct ac_attached *attached))
{
    struct ac_attached *a = attached;
    struct ac_config own = *config;
    own.loop = &a->loop.loop;
    a->ready = ready;
    a->detached = NULL;
    a->told_over = a->leaving = false;
    ac_loop_uv_prepare(&a->loop, uv);
    a->loop.woken = on_woken;
    a->loop.loop.turn = NULL;
    int error = ac_open(&a->run, &own);
    if (error)
        return error;
    error = ac_loop_uv_start(&a->loop);
    if (error) {
        ac_close(a->run);
        return error;
    }
    engine_of(a->run)->calls |= ENGINE_NEWS; /* `ready` comes in the first turn */
    uv_prepare_init(uv, &a->prepare);
    a->prepare.data = a;
    uv_prepare_start(&a->prepare, on_prepare);
    return 0;
}

static void push(struct ac_attached *a)
{
    struct ac_task *task;
    while (!a->leaving && (task = ac_try(a->run)) && !a->leaving)
        a->result(a, task);
    if (!a->leaving && ac_over(a->run))
        ac_detach(a, false, a->detached);
}

int ac_attach_push(struct ac_attached *attached, uv_loop_t *uv, const struct ac_config *config,
                   void (*result)(struct ac_attached *attached, const struct ac_task *task),
                   void (*detached)(struct ac_attached *attached))
{
    int error = ac_attach(attached, uv, config, push);
    attached->result = result;
    attached->detached = detached;
    return error;
}

/* The program has closed a handle of ours, so that no finish will be noticed any more. */
static bool is_cut_off(const struct ac_attached *a)
{
    return uv_is_closing((const uv_handle_t *)&a->prepare) ||
           uv_is_closing(&a->loop.wake.uv.handle);
}

void ac_detach(struct ac_attached *attached, bool drain,
               void (*detached)(struct ac_attached *attached))
{
    struct ac_attached *a = attached;
    if (a->leaving)
        return;
    struct engine *e = engine_of(a->run);
    a->leaving = true;
    a->detached = detached;
    ac_stop(a->run, !drain || is_cut_off(a));
    engine_advance(e, ENGINE_CLOSING);
    if (!(e->calls & ENGINE_INSIDE) && !e->counts.in_flight)
        leave(a);
}
