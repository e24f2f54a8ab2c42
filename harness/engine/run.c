/* run.c -- a run goes on, and is changed and ended by its program. */
#include "engine.h"
#include "limit.h"

/* --- what is put off --- */

static void run_set_limit(struct engine *e, uint64_t limit)
{
    limit = ac_effective_limit(e->config.strategy, limit ? limit : 1, e->config.workload->count);
    if (limit > e->run.limit)
        e->calls |= ENGINE_FILL;
    e->run.limit = limit;
    if (!(e->config.strategy->flags & AC_NO_LIMIT))
        e->launch_limit = limit;
}

void engine_do_put_off(struct engine *e)
{
    unsigned all = ENGINE_PUT_OFF;
    for (unsigned asked; (asked = e->calls & all);) {
        e->calls &= ~asked;
        if (asked & ENGINE_LIMIT)
            run_set_limit(e, e->new_limit);
        if (asked & ENGINE_CANCEL)
            ac_stop(&e->run, true);
        if (asked & ENGINE_END)
            ac_end(&e->run, asked & ENGINE_DRAIN);
        if (asked & ENGINE_FILL && e->phase <= ENGINE_STOPPING) {
            all &= ~(unsigned)ENGINE_FILL;
            e->just_pulled = NULL;
            e->config.strategy->fill(&e->run);
        }
    }
}

/* Call these around everything that may call the program back, but for the source and the trace. A
 * cancel, an end or another limit that the program asks for in between is put off until the
 * latter. */
static void run_enter(struct engine *e)
{
    e->calls |= ENGINE_TURNING;
}

static void run_leave(struct engine *e)
{
    e->calls &= ~(unsigned)ENGINE_TURNING;
    if (e->calls & ENGINE_PUT_OFF)
        engine_do_put_off(e);
}

/* True inside such a call: `what` is put off until it is over. */
static bool run_puts_off(struct engine *e, unsigned what)
{
    if (e->calls & ENGINE_INSIDE)
        e->calls |= what;
    return e->calls & ENGINE_INSIDE;
}

/* Cancels the tasks in flight. */
static void run_cancel_all(struct engine *e)
{
    run_enter(e);
    engine_cancel_all(e);
    run_leave(e);
}

void engine_note_early_end(struct engine *e)
{
    if (e->measures ? !ac_complete(&e->run) : e->phase != ENGINE_ENDED)
        e->end_ns = engine_now(e);
}

void engine_finish(struct engine *e)
{
    e->phase = ENGINE_ENDED;
    run_enter(e);
    engine_cancel_all(e);
    engine_drop_all(e, true);
    engine_drop_all(e, false);
    if (e->conservation.sum_ns != e->conservation.integral_ns)
        engine_breach(e, AC_RULE_CONSERVED, NULL);
    run_leave(e);
}

void engine_finish_closed(struct engine *e)
{
    if (e->phase < ENGINE_CLOSING || e->phase == ENGINE_ENDED || e->counts.in_flight)
        return;
    engine_note_early_end(e);
    engine_finish(e);
}

/* Launches now what there may be to launch, since the program may keep the thread for long. Not
 * before the first take, which fills first; nor inside a call, which does it at its end. */
static void run_fill_now(struct engine *e, unsigned calls_before)
{
    if (calls_before & (ENGINE_PUT_OFF | ENGINE_INSIDE))
        return;
    engine_do_put_off(e);
    engine_give_back(e);
}

void ac_set_limit(struct ac_run *run, uint64_t limit)
{
    struct engine *e = engine_of(run);
    unsigned before = e->calls;
    e->new_limit = limit;
    if (run_puts_off(e, ENGINE_LIMIT))
        return;
    run_set_limit(e, limit);
    run_fill_now(e, before);
}

static void run_source_may_have_more(struct engine *e)
{
    if (engine_source_is_pending(e))
        e->lack = ENGINE_LACKS_NOTHING;
    e->calls |= ENGINE_FILL;
}

void ac_more(struct ac_run *run)
{
    struct engine *e = engine_of(run);
    unsigned before = e->calls;
    run_source_may_have_more(e);
    run_fill_now(e, before);
}

/* --- turns of the loop --- */

/* The loop has failed, or it can bring nothing more. That is an error of the run, unless the turn was
 * for something else. */
ENGINE_APART static void run_note_loop_error(struct engine *e, int error)
{
    if (error == -EDEADLK && engine_is_idle(e))
        return;
    e->loop_failed = true;
    engine_fail(e, error);
}

void engine_turn(struct engine *e, uint64_t until_ns, bool spin)
{
    struct ac_loop *loop = e->config.loop;
    uint64_t wants_ns = engine_wants_ns(e);
    int error = 0;
    run_enter(e);
    bool ended = e->ended.count > 0;
    if (ended)
        engine_finish_ended(e);
    if (!ended || loop->detach || e->is_work)
        error = loop->turn(loop, wants_ns < until_ns ? wants_ns : until_ns, spin);
    if (error)
        run_note_loop_error(e, error);
    e->counts.turns++;
    if (e->deadlines.tail)
        engine_work_time_out(e);
    if (e->lack == ENGINE_SOURCE_PENDING && e->wake_ns != AC_FOREVER && engine_now(e) >= e->wake_ns)
        run_source_may_have_more(e);
    run_leave(e);
}

void ac_pass(struct ac_run *run, uint64_t until_ns)
{
    struct engine *e = engine_of(run);
    if (e->calls & ENGINE_INSIDE || e->config.loop->detach)
        return;
    engine_do_put_off(e);
    while (!ac_over(run) && engine_now(e) < until_ns &&
           !(until_ns == AC_FOREVER && engine_is_idle(e)))
        engine_turn(e, until_ns, false);
    engine_give_back(e);
}

void ac_turn(struct ac_run *run)
{
    struct engine *e = engine_of(run);
    bool never = e->config.loop->standing_ns && engine_is_idle(e);
    if (e->calls & ENGINE_INSIDE || e->config.loop->detach || never)
        return;
    engine_do_put_off(e);
    engine_turn(e, AC_FOREVER, false);
    engine_give_back(e);
}

/* --- what a workload reports --- */

void ac_done(struct ac_run *run, struct ac_task *task, int error)
{
    struct engine *e = engine_of(run);
    unsigned inside = e->calls & ENGINE_INSIDE;
    e->calls |= ENGINE_NEWS;
    if (!inside)
        run_enter(e);
    engine_work_done(e, task, error);
    if (inside)
        return;
    run_leave(e);
    if (e->config.loop->detach)
        engine_finish_closed(e);
}

void ac_fail(struct ac_run *run, int error)
{
    struct engine *e = engine_of(run);
    engine_fail(e, error < 0 ? error : -EINVAL);
    e->calls |= ENGINE_NEWS;
}

/* --- the end --- */

/* Cancels work, and turns the loop until it has ended. False: the program turns it. */
static bool run_end_work(struct engine *e)
{
    engine_advance(e, ENGINE_CLOSING);
    run_cancel_all(e);
    while (!e->loop_failed && e->counts.in_flight && !e->config.loop->detach)
        engine_turn(e, AC_FOREVER, false);
    return e->loop_failed || !e->counts.in_flight;
}

void ac_stop(struct ac_run *run, bool cancel)
{
    struct engine *e = engine_of(run);
    engine_advance(e, ENGINE_STOPPING);
    e->calls |= ENGINE_NEWS;
    if (cancel && !run_puts_off(e, ENGINE_CANCEL))
        run_cancel_all(e);
}

void ac_end(struct ac_run *run, bool drain)
{
    struct engine *e = engine_of(run);
    if (e->phase == ENGINE_ENDED)
        return;
    if (run_puts_off(e, drain ? ENGINE_END | ENGINE_DRAIN : ENGINE_END)) {
        engine_advance(e, ENGINE_CLOSING);
        return;
    }
    engine_note_early_end(e);
    engine_advance(e, ENGINE_STOPPING);
    while (drain && !e->config.loop->detach && e->counts.in_flight && !ac_over(run))
        engine_turn(e, AC_FOREVER, false);
    if (!e->is_work || run_end_work(e))
        engine_finish(e);
}

void ac_interrupt(struct ac_run *run)
{
    engine_of(run)->interrupted = 1;
}
