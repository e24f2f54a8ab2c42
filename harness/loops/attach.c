/* attach.c -- before the loop polls, the program is told of news, and the wake-up is set; when the loop
 * wakes, tasks that are due finish. See attach.h.
 */
#include "attach.h"

#include "../engine/engine.h"

static struct ac_attached *attached_of(struct ac_loop_uv *loop)
{
    return (struct ac_attached *)loop;
}

/* --- leaving --- */

static void attach_gone(struct ac_attached *a)
{
    if (--a->handles)
        return;
    ac_queue_free(&a->loop.queue);
    if (a->detached)
        a->detached(a);
}

static void attach_on_wake_gone(struct ac_wake *wake)
{
    attach_gone(
        attached_of((struct ac_loop_uv *)((char *)wake - offsetof(struct ac_loop_uv, wake))));
}

static void attach_on_handle_gone(uv_handle_t *handle)
{
    attach_gone(handle->data);
}

static void attach_on_turned_once(uv_handle_t *handle)
{
    uv_idle_init(handle->loop, (uv_idle_t *)handle);
    uv_close(handle, attach_on_handle_gone);
}

/* The program has closed handles of ours itself, as with uv_walk, and libuv does not tell us when
 * they are gone. A handle that is closed after them, and again in the next turn, is gone after
 * them. */
static void attach_outlive_closed_handles(struct ac_attached *a)
{
    if (!uv_loop_alive(a->loop.uv)) {
        attach_gone(a);
        return;
    }
    if (!a->watched)
        uv_idle_init(a->loop.uv, &a->last.idle);
    a->last.handle.data = a;
    uv_close(&a->last.handle, attach_on_turned_once);
}

static void attach_on_prepare(uv_prepare_t *prepare);

/* And nothing tells us when work ends that takes its time to: another handle does. */
static void attach_watch(struct ac_attached *a)
{
    a->watched = true;
    uv_prepare_init(a->loop.uv, &a->last.prepare);
    a->last.handle.data = a;
    uv_prepare_start(&a->last.prepare, attach_on_prepare);
}

/* Nothing is in flight that has to finish. */
static void attach_leave(struct ac_attached *a)
{
    uv_handle_t *prepare = (uv_handle_t *)&a->prepare;
    ac_end(a->run, false);
    a->counts = *ac_counts(a->run);
    a->wall_ns = ac_wall_ns(a->run);
    a->error = ac_error(a->run);
    ac_close(a->run);
    a->run = NULL;
    a->loop.wake.gone = attach_on_wake_gone;
    unsigned own = ac_wake_close(&a->loop.wake) ? 1 : 0;
    if (!uv_is_closing(prepare)) {
        uv_close(prepare, attach_on_handle_gone);
        own++;
    }
    a->handles = own == 2 ? 2 : own + 1;
    if (own < 2)
        attach_outlive_closed_handles(a);
}

/* A workload's tasks must have ended truly; sleeps end with a run that has failed. */
static bool attach_may_leave(const struct ac_attached *a)
{
    const struct engine *e = engine_of(a->run);
    return a->leaving && (!e->counts.in_flight || (e->error && !e->is_work));
}

/* --- turns of the loop --- */

/* Something has changed, and `ready` was not called for it yet. */
static bool attach_has_news(const struct ac_attached *a)
{
    const struct engine *e = engine_of(a->run);
    bool wakes = !e->error && !uv_is_closing(&a->loop.wake.uv.handle); /* it can be relied on */
    if (a->leaving)
        return attach_may_leave(a) || (e->ended_count && !wakes);
    return e->calls & (ENGINE_PUT_OFF | ENGINE_NEWS) || (ac_over(a->run) && !a->told_over);
}

/* `ready` may detach: at once or, from inside a call of the run, when that call is over. */
static void attach_tell(struct ac_attached *a)
{
    if (!a->leaving)
        a->ready(a);
    if (a->run && attach_may_leave(a))
        attach_leave(a);
}

/* Finishes what is due, and tells the program when something has changed. */
static void attach_look(struct ac_attached *a)
{
    struct engine *e = engine_of(a->run);
    uint64_t finished = e->counts.finished;
    engine_turn(e, AC_FOREVER, false);
    engine_give_back(e); /* to `ready`, or to what else is on the loop */
    if (e->is_work)
        engine_finish_closed(e);
    if (e->counts.finished == finished && !attach_has_news(a))
        return;
    a->told_over = ac_over(a->run);
    e->calls &= ~(unsigned)ENGINE_NEWS;
    attach_tell(a);
}

/* The instant of the wake-up, whatever sleeps are due. A run that pulls no more asks no source. */
static uint64_t attach_wants_ns(const struct ac_attached *a)
{
    struct engine *e = engine_of(a->run);
    if (attach_has_news(a))
        return 0;
    if (e->phase != ENGINE_RUNNING && e->lack == ENGINE_SOURCE_PENDING)
        e->wake_ns = AC_FOREVER;
    return engine_wants_ns(e);
}

/* News need no wake-up: the loop is awake. What they bring in turn has to wait, so that the loop comes
 * to its other handles. */
static void attach_on_prepare(uv_prepare_t *prepare)
{
    struct ac_attached *a = prepare->data;
    if (attach_has_news(a))
        attach_look(a);
    if (!a->run)
        return;
    int error = ac_loop_uv_arm(&a->loop, attach_wants_ns(a));
    if (!error)
        return;
    engine_fail(engine_of(a->run), error);
    attach_tell(a);
}

static void attach_on_woken(struct ac_loop_uv *loop)
{
    attach_look(attached_of(loop));
}

/* --- what the program calls --- */

int ac_attach(struct ac_attached *attached, uv_loop_t *uv, const struct ac_config *config,
              void (*ready)(struct ac_attached *attached))
{
    struct ac_attached *a = attached;
    struct ac_config own = *config;
    own.loop = &a->loop.loop;
    a->ready = ready;
    a->detached = NULL;
    a->told_over = a->leaving = a->watched = false;
    ac_loop_uv_prepare(&a->loop, uv);
    a->loop.queue.allocator = config->allocator;
    a->loop.woken = attach_on_woken;
    a->loop.loop.attached = true;
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
    uv_prepare_start(&a->prepare, attach_on_prepare);
    return 0;
}

static void attach_push(struct ac_attached *a)
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
    int error = ac_attach(attached, uv, config, attach_push);
    attached->result = result;
    attached->detached = detached;
    return error;
}

static void attach_each_handle(struct ac_attached *a, void (*call)(uv_handle_t *handle))
{
    call((uv_handle_t *)&a->prepare);
    call(&a->loop.wake.uv.handle);
}

void ac_attached_unref(struct ac_attached *attached)
{
    attach_each_handle(attached, uv_unref);
}

void ac_attached_ref(struct ac_attached *attached)
{
    attach_each_handle(attached, uv_ref);
}

void ac_detach(struct ac_attached *attached, bool drain,
               void (*detached)(struct ac_attached *attached))
{
    struct ac_attached *a = attached;
    if (a->leaving)
        return;
    struct engine *e = engine_of(a->run);
    /* When the program has closed a handle of ours, no finish will be noticed any more. */
    bool cut_off =
        uv_is_closing((const uv_handle_t *)&a->prepare) || uv_is_closing(&a->loop.wake.uv.handle);
    a->leaving = true;
    a->detached = detached;
    ac_stop(a->run, !drain || cut_off);
    engine_advance(e, ENGINE_CLOSING);
    if (!(e->calls & ENGINE_INSIDE) && !e->counts.in_flight)
        attach_leave(a);
    else if (uv_is_closing((const uv_handle_t *)&a->prepare))
        attach_watch(a);
}
