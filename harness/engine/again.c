/* again.c -- work that comes back: a task was an attempt, and another task will be the next one.
 *
 * The strategy knows nothing of it. It hears of the attempt as of any task that has finished, so its
 * slot is free, and hands it over at its turn. Here it is taken out of the consumer's sight.
 */
#include "engine.h"

/* Whether what comes back would still be pulled. */
static bool again_is_pulled(const struct engine *e)
{
    return e->phase == ENGINE_RUNNING && !e->interrupted;
}

bool engine_ask_again(struct engine *e, struct ac_task *task)
{
    if (!again_is_pulled(e))
        return false;
    if (task->stage == AC_CANCELLING)
        e->counts.cancelling--;
    task->stage = AC_ENDED;
    if (e->config.workload->timed)
        e->config.workload->now_ns = engine_now(e);
    e->calls |= ENGINE_CALLING;
    bool again = e->config.workload->again(e->config.workload, task);
    e->calls &= ~(unsigned)ENGINE_CALLING;
    return again;
}

/* Launches what came back at once, for a strategy that had pulled all there was. */
static void again_fill(struct engine *e)
{
    if (!(e->calls & ENGINE_FILL))
        return;
    e->calls &= ~(unsigned)ENGINE_FILL;
    e->just_pulled = NULL;
    e->config.strategy->fill(&e->run);
}

/* It takes no room of the window any more. */
static void again_make_room(struct engine *e)
{
    if (e->lack != ENGINE_WINDOW_FULL)
        return;
    e->lack = ENGINE_LACKS_NOTHING;
    e->calls |= ENGINE_FILL;
}

void engine_finish_retried(struct engine *e, struct ac_task *task)
{
    task->error = ENGINE_RETRIED;
    task->stage = AC_UNREAD;
    e->counts.retried++;
    e->counts.in_flight--;
    if (++e->counts.unread > e->counts.max_unread)
        e->counts.max_unread = e->counts.unread;
    again_make_room(e);
    engine_trace(e, AC_EVENT_RETRY, task);
    e->just_pulled = NULL;
    if (e->config.strategy->done)
        e->config.strategy->done(&e->run, task);
    again_fill(e);
}

void engine_swallow(struct engine *e, struct ac_task *task)
{
    e->counts.unread--;
    e->just_pulled = NULL;
    engine_release(e, task);
}
