/* attach.c -- before the loop polls, the program is told of news, and the wake-up is set; when the loop
 * wakes, tasks that are due finish. See attach.h.
 */
#include "attach.h"

#include "../engine/engine.h"
#include "uv.h"

/* A run with its loop; one block of memory, beside that of the engine. */
struct attached {
    struct ac_loop_uv loop; /* first; its queue has the allocator */
    struct ac_run *run;
    void (*ready)(struct ac_run *run);
    void (*detached)(struct ac_run *run);
    void (*result)(struct ac_run *run, const struct ac_task *task);
    uv_prepare_t prepare;
    union {
        uv_handle_t handle;
        uv_idle_t idle;
        uv_prepare_t prepare;
    } last; /* where the program has closed the others: see attach_outlive_closed_handles() */
    unsigned handles; /* not closed yet */
    bool told_over, leaving, left;
    bool watched; /* `last` is in place of `prepare` */
};

static struct attached *attached_of(struct ac_loop *loop)
{
    return (struct attached *)loop;
}

/* NULL: it is not attached. */
static struct attached *attached_of_run(struct ac_run *run)
{
    struct ac_loop *loop = engine_of(run)->config.loop;
    return loop->detach ? attached_of(loop) : NULL;
}

/* --- leaving --- */

static void attach_gone(struct attached *a)
{
    if (--a->handles)
        return;
    if (a->detached)
        a->detached(a->run);
    struct ac_allocator *allocator = a->loop.queue.allocator;
    engine_free(engine_of(a->run));
    ac_queue_free(&a->loop.queue);
    ac_resize(allocator, a, 0);
}

static void attach_on_wake_gone(struct ac_wake *wake)
{
    attach_gone((struct attached *)((char *)wake - offsetof(struct attached, loop.wake)));
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
static void attach_outlive_closed_handles(struct attached *a)
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
static void attach_watch(struct attached *a)
{
    a->watched = true;
    uv_prepare_init(a->loop.uv, &a->last.prepare);
    a->last.handle.data = a;
    uv_prepare_start(&a->last.prepare, attach_on_prepare);
}

/* Nothing is in flight that has to finish. */
static void attach_leave(struct attached *a)
{
    uv_handle_t *prepare = (uv_handle_t *)&a->prepare;
    a->left = true;
    engine_leave(engine_of(a->run));
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
static bool attach_may_leave(const struct attached *a)
{
    const struct engine *e = engine_of(a->run);
    return a->leaving && !a->left && (!e->counts.in_flight || (e->error && !e->is_work));
}

/* --- turns of the loop --- */

/* Something has changed, and `ready` was not called for it yet. */
static bool attach_has_news(const struct attached *a)
{
    const struct engine *e = engine_of(a->run);
    bool wakes = !e->error && !uv_is_closing(&a->loop.wake.uv.handle); /* it can be relied on */
    if (a->leaving)
        return attach_may_leave(a) || (e->ended.count && !wakes);
    return e->calls & (ENGINE_PUT_OFF | ENGINE_NEWS) || (ac_over(a->run) && !a->told_over);
}

/* `ready` may detach: at once or, from inside a call of the run, when that call is over. */
static void attach_tell(struct attached *a)
{
    if (!a->leaving)
        a->ready(a->run);
    if (attach_may_leave(a))
        attach_leave(a);
}

/* Finishes what is due, and tells the program when something has changed. */
static void attach_look(struct attached *a)
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
static uint64_t attach_wants_ns(const struct attached *a)
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
    struct attached *a = prepare->data;
    if (attach_has_news(a))
        attach_look(a);
    if (a->left)
        return;
    int error = ac_loop_uv_arm(&a->loop, attach_wants_ns(a));
    if (!error)
        return;
    engine_fail(engine_of(a->run), error);
    attach_tell(a);
}

static void attach_on_woken(struct ac_loop_uv *loop)
{
    attach_look(attached_of(&loop->loop));
}

/* --- what the program calls --- */

static void attach_close(struct ac_run *run)
{
    ac_detach(run, false, NULL);
}

/* In `a`, which has its callbacks. */
static int attach_open(struct attached *a, uv_loop_t *uv, const struct ac_config *config)
{
    struct ac_config own = *config;
    own.size = sizeof own;
    own.loop = &a->loop.loop;
    ac_loop_uv_prepare(&a->loop, uv);
    a->loop.queue.allocator = config->allocator;
    a->loop.woken = attach_on_woken;
    a->loop.loop.detach = attach_close;
    int error = ac_open(&a->run, &own);
    if (error)
        return error;
    error = ac_loop_uv_start(&a->loop);
    if (error) {
        engine_leave(engine_of(a->run));
        engine_free(engine_of(a->run));
        return error;
    }
    engine_of(a->run)->calls |= ENGINE_NEWS; /* `ready` comes in the first turn */
    uv_prepare_init(uv, &a->prepare);
    a->prepare.data = a;
    uv_prepare_start(&a->prepare, attach_on_prepare);
    return 0;
}

/* Attaches a run with those callbacks. */
static int attach_new(struct ac_run **run, uv_loop_t *uv, const struct ac_config *config,
                      const struct attached *callbacks)
{
    *run = NULL;
    int error = engine_check_size(config, sizeof *config);
    if (error)
        return error;
    struct attached *a = ac_resize(config->allocator, NULL, sizeof *a);
    if (!a)
        return -ENOMEM;
    *a = *callbacks;
    error = attach_open(a, uv, config);
    if (error)
        ac_resize(config->allocator, a, 0);
    else
        *run = a->run;
    return error;
}

int ac_attach(struct ac_run **run, uv_loop_t *uv, const struct ac_config *config,
              void (*ready)(struct ac_run *run))
{
    return attach_new(run, uv, config, &(struct attached){.ready = ready});
}

static void attach_push(struct ac_run *run)
{
    struct attached *a = attached_of_run(run);
    struct ac_task *task;
    while (!a->leaving && (task = ac_try(run)) && !a->leaving)
        a->result(run, task);
    if (!a->leaving && ac_over(run))
        ac_detach(run, false, a->detached);
}

int ac_attach_push(struct ac_run **run, uv_loop_t *uv, const struct ac_config *config,
                   void (*result)(struct ac_run *run, const struct ac_task *task),
                   void (*detached)(struct ac_run *run))
{
    struct attached callbacks = {.ready = attach_push, .result = result, .detached = detached};
    return attach_new(run, uv, config, &callbacks);
}

static void attach_each_handle(struct ac_run *run, void (*call)(uv_handle_t *handle))
{
    struct attached *a = attached_of_run(run);
    if (!a)
        return;
    call((uv_handle_t *)&a->prepare);
    call(&a->loop.wake.uv.handle);
    call(&a->loop.wake.again.handle);
}

void ac_run_unref(struct ac_run *run)
{
    attach_each_handle(run, uv_unref);
}

void ac_run_ref(struct ac_run *run)
{
    attach_each_handle(run, uv_ref);
}

void ac_detach(struct ac_run *run, bool drain, void (*detached)(struct ac_run *run))
{
    struct attached *a = attached_of_run(run);
    if (!a || a->leaving)
        return;
    struct engine *e = engine_of(run);
    /* When the program has closed a handle of ours, no finish will be noticed any more. */
    bool cut_off =
        uv_is_closing((const uv_handle_t *)&a->prepare) || uv_is_closing(&a->loop.wake.uv.handle);
    a->leaving = true;
    a->detached = detached;
    ac_stop(run, !drain || cut_off);
    engine_advance(e, ENGINE_CLOSING);
    if (!(e->calls & ENGINE_INSIDE) && !e->counts.in_flight)
        attach_leave(a);
    else if (uv_is_closing((const uv_handle_t *)&a->prepare))
        attach_watch(a);
}
